// SPDX-License-Identifier: MIT
#include "panelsnapshots.h"

#include <tilesmodel.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace alcedo;
using namespace alcedo::test;

class TestTilesModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void levels_data();
    void levels();
    void neverSeen();
    void tooWideLosesDecimals();
    void removedSensorsGo();
    void oneDataChangedAFrame();
    void staleByAgeAndBySource();
    void lineStopsWhereTheValuesStop();
    void lineBreaksAtAGap();
    void recordingServedAgainFillsTheLine();

private:
    SensorState &sensor(std::size_t at);
    QVariant at(int row, int role) { return m_model->index(row).data(role); }

    std::unique_ptr<TilesModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    Snapshot m_snapshot;
};

void TestTilesModel::init()
{
    m_tester.reset();
    m_model = std::make_unique<TilesModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_snapshot = {};
    m_snapshot.wallNs = StartNs;
    m_snapshot.keys = std::make_shared<std::vector<QString>>(std::vector<QString>{"boiler", "pump", "wind"});
    m_snapshot.lines.resize(3);
    m_snapshot.sensors.resize(3);
    for (std::size_t i = 0; i < 3; ++i) {
        m_snapshot.sensors[i].key = std::uint32_t(i);
        m_snapshot.sensors[i].source = 1;
        m_snapshot.sensors[i].lineSeries = std::uint32_t(i);
        sensor(i).value = decimal("5.0");
    }
}

SensorState &TestTilesModel::sensor(std::size_t at)
{
    SensorState &state = m_snapshot.sensors[at];
    state.revision = ++m_snapshot.revision;
    state.timeNs = state.arrivalNs = m_snapshot.wallNs;
    return state;
}

void TestTilesModel::levels_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("low");
    QTest::addColumn<QString>("high");
    QTest::addColumn<int>("level");
    QTest::addColumn<QString>("limits");
    QTest::newRow("beyond the only limit") << "7.94"
                                           << ""
                                           << "7.10" << int(TilesModel::High) << "limit 7.10";
    QTest::newRow("below the only limit") << "0.9"
                                          << "1.0"
                                          << "" << int(TilesModel::Low) << "at least 1.0";
    QTest::newRow("below") << "-1"
                           << "0"
                           << "10" << int(TilesModel::Low) << QStringLiteral("limits 0 \u2013 10");
    QTest::newRow("on the limit is not beyond")
        << "10"
        << "0"
        << "10" << int(TilesModel::Near) << QStringLiteral("limits 0 \u2013 10");
    QTest::newRow("near the upper") << "26.3"
                                    << "18.0"
                                    << "27.0" << int(TilesModel::Near)
                                    << QStringLiteral("limits 18.0 \u2013 27.0");
    QTest::newRow("near the lower") << "0.9"
                                    << "0"
                                    << "10" << int(TilesModel::Near) << QStringLiteral("limits 0 \u2013 10");
    QTest::newRow("near a zero limit") << "0.9"
                                       << ""
                                       << "0" << int(TilesModel::High) << "limit 0";
    QTest::newRow("no limits") << "1000000"
                               << ""
                               << "" << int(TilesModel::Within) << "";
    QTest::newRow("within") << "78.4"
                            << "60.0"
                            << "85.0" << int(TilesModel::Within) << QStringLiteral("limits 60.0 \u2013 85.0");
    QTest::newRow("within, one limit") << "12.6"
                                       << ""
                                       << "25.0" << int(TilesModel::Within) << "limit 25.0";
}

void TestTilesModel::levels()
{
    const auto fetch = [](const char *name) {
        const QString text = *static_cast<QString *>(QTest::qData(name, qMetaTypeId<QString>()));
        return text.isEmpty() ? Decimal() : *Decimal::parse(text.toStdString());
    };
    SensorState &state = sensor(0);
    state.value = fetch("value");
    state.low = fetch("low");
    state.high = fetch("high");
    m_model->apply(m_snapshot);
    QTEST(at(0, TilesModel::LevelRole).toInt(), "level");
    QTEST(at(0, TilesModel::LimitsRole).toString(), "limits");
    QCOMPARE(at(0, TilesModel::LevelTextRole).toString().isEmpty(),
             at(0, TilesModel::LevelRole).toInt() == int(TilesModel::Within));
}

void TestTilesModel::neverSeen()
{
    SensorState &state = sensor(1);
    state.value = {};
    state.arrivalNs = 0;
    m_model->apply(m_snapshot);
    QVERIFY(!at(1, TilesModel::SeenRole).toBool());
    QCOMPARE(at(1, TilesModel::ValueRole).toString(), QStringLiteral("\u2013"));
    QCOMPARE(at(1, TilesModel::AgeRole).toString(), "never seen");
    QVERIFY(!at(1, TilesModel::StaleRole).toBool());
    QVERIFY(at(1, TilesModel::DescriptionRole).toString().contains("never seen"));
    QCOMPARE(at(1, TilesModel::NameRole).toString(), "pump"); // no name: its key
}

void TestTilesModel::tooWideLosesDecimals()
{
    sensor(0).value = decimal("123456.789012");
    sensor(1).value = decimal("123456789012345");
    m_model->apply(m_snapshot);
    QCOMPARE(at(0, TilesModel::ValueRole).toString(), "123,456.8");
    QVERIFY(at(1, TilesModel::ValueRole).toString().contains(QLatin1Char('e')));
}

void TestTilesModel::removedSensorsGo()
{
    m_model->apply(m_snapshot);
    m_snapshot.sensors.erase(m_snapshot.sensors.begin());
    ++m_snapshot.revision;
    m_model->apply(m_snapshot);
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(at(0, TilesModel::NameRole).toString(), "pump");
}

void TestTilesModel::oneDataChangedAFrame()
{
    m_model->apply(m_snapshot);
    m_model->apply(m_snapshot); // the first ages
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->apply(m_snapshot);
    QCOMPARE(changed.count(), 0);
    sensor(1).value = decimal("6");
    sensor(2).value = decimal("6");
    m_model->apply(m_snapshot);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 1);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 2);
}

void TestTilesModel::staleByAgeAndBySource()
{
    m_model->apply(m_snapshot);
    m_snapshot.wallNs += 12 * SecondNs;
    sensor(1).value = decimal("6");
    m_model->apply(m_snapshot);
    QVERIFY(at(0, TilesModel::StaleRole).toBool());
    QCOMPARE(at(0, TilesModel::AgeRole).toString(), "12 s");
    QVERIFY(!at(1, TilesModel::StaleRole).toBool());
    SourceStatus status;
    status.id = 1;
    status.link.state = LinkState::Stalled;
    m_model->setStatuses({status});
    QVERIFY(at(1, TilesModel::StaleRole).toBool());
}

void TestTilesModel::lineStopsWhereTheValuesStop()
{
    LineSeries line;
    for (int i = 0; i < 600; ++i)
        line.append({StartNs - std::int64_t(900 - i) * SecondNs, double(i % 7)});
    m_snapshot.lines[0] = line.view();
    m_model->apply(m_snapshot);
    const auto shape = at(0, TilesModel::ShapeRole).value<SparkShape>();
    QVERIFY(!shape.isEmpty());
    // Five of fifteen minutes are missing at the right edge.
    QVERIFY(shape.vertices().back().x > 0.63f && shape.vertices().back().x < 0.68f);
}

void TestTilesModel::lineBreaksAtAGap()
{
    LineSeries line;
    for (int i = 0; i < 900; ++i) {
        if (i < 300 || i > 600)
            line.append({StartNs - std::int64_t(900 - i) * SecondNs, double(i % 7)});
    }
    m_snapshot.lines[0] = line.view();
    const auto strokes = [this] {
        const auto vertices = at(0, TilesModel::ShapeRole).value<SparkShape>();
        return std::count_if(vertices.vertices().begin(), vertices.vertices().end(),
                             [](const SparkShape::Vertex &vertex) { return vertex.starts; });
    };
    m_model->apply(m_snapshot);
    QCOMPARE(strokes(), 1); // silence alone is no gap
    m_snapshot.gaps.resize(2);
    m_snapshot.gaps[1] = std::make_shared<std::vector<Gap>>(
        std::vector<Gap>{{StartNs - 600 * SecondNs, StartNs - 300 * SecondNs, {}, 0, 0}});
    m_snapshot.wallNs += 2 * SecondNs;
    sensor(0).value = decimal("5");
    m_model->apply(m_snapshot);
    QCOMPARE(strokes(), 2);
}

void TestTilesModel::recordingServedAgainFillsTheLine()
{
    constexpr std::int64_t Ago = std::int64_t(400) * 86'400 * SecondNs;
    LineSeries line;
    for (int i = 0; i < 900; ++i)
        line.append({StartNs - Ago - std::int64_t(900 - i) * SecondNs, double(i % 7)});
    m_snapshot.lines[0] = line.view();
    sensor(0).timeNs = StartNs - Ago;
    m_model->apply(m_snapshot);
    const auto shape = at(0, TilesModel::ShapeRole).value<SparkShape>();
    QVERIFY(!shape.isEmpty());
    QVERIFY(shape.vertices().back().x > 0.98f);
}

QTEST_GUILESS_MAIN(TestTilesModel)
#include "tst_tilesmodel.moc"
