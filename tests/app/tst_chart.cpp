// SPDX-License-Identifier: MIT
#include "chartfixture.h"

#include <models/chartmodel.h>
#include <plot/chartgrid.h>
#include <plot/chartinput.h>
#include <plot/plotitem.h>

#include <QLocale>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QSignalSpy>
#include <QTest>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace alcedo::fixture;

namespace {

const QByteArray OneChart = R"(
import QtQuick
import Alcedo
Rectangle {
    property alias chart: chart
    property alias body: body
    color: Theme.base
    ChartModel { id: chart; keys: ["BTC/USD"]; link: TimeLink }
    ChartBody { id: body; anchors.fill: parent; focus: true; model: chart }
})";

const QByteArray TwoCharts = R"(
import QtQuick
import Alcedo
Rectangle {
    property alias chart: chart
    property alias second: second
    property alias body: top
    color: Theme.base
    ChartModel { id: chart; selectedKey: "BTC/USD"; link: TimeLink; labelFont: Qt.font({family: Theme.fontFamily, pixelSize: Theme.small}); tagHeight: Theme.columnHeader }
    ChartModel { id: second; keys: ["BTC/USD", "ETH/USD", "SOL/USD"]; kind: ChartModel.Line; percent: true; link: TimeLink; labelFont: chart.labelFont; tagHeight: chart.tagHeight }
    ChartBody { id: top; focus: true; model: chart; width: parent.width; height: parent.height * 0.6 }
    Rectangle { y: top.height; width: parent.width; height: 1; color: Theme.line }
    ChartBody { anchors.bottom: parent.bottom; model: second; width: parent.width; height: parent.height * 0.4 - 2 }
})";

} // namespace

class TestChart : public QObject
{
    Q_OBJECT

    struct Scene
    {
        QQuickView view;
        ChartModel *chart = nullptr, *second = nullptr;
        PlotItem *plot = nullptr;
        ChartInput *input = nullptr;
        QPoint at(double x, double y) const { return plot->mapToScene(QPointF(x, y)).toPoint(); }
        void hover(double x, double y)
        {
            QTest::mouseMove(&view, at(x - 1, y));
            QTest::mouseMove(&view, at(x, y));
            settle();
        }
        void settle()
        {
            QCoreApplication::processEvents();
            (void)view.grabWindow(); // polishes, syncs and renders
        }
    };

    static std::unique_ptr<Scene> show(const QByteArray &qml, Board &board, QSize size = {688, 480})
    {
        auto scene = std::make_unique<Scene>();
        scene->view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
        scene->view.setResizeMode(QQuickView::SizeRootObjectToView);
        scene->view.resize(size);
        QQmlComponent component(scene->view.engine());
        component.setData(qml, QUrl());
        QObject *root = component.create();
        if (!root) {
            qWarning().noquote() << component.errorString();
            return nullptr;
        }
        scene->view.setContent(QUrl(), &component, root);
        scene->chart = root->property("chart").value<ChartModel *>();
        scene->second = root->property("second").value<ChartModel *>();
        auto *body = root->property("body").value<QObject *>();
        scene->plot = body->property("plot").value<PlotItem *>();
        scene->input = body->property("input").value<ChartInput *>();
        scene->view.show();
        if (!QTest::qWaitForWindowExposed(&scene->view))
            return nullptr;
        scene->view.requestActivate();
        scene->chart->take(board.snapshot());
        if (scene->second)
            scene->second->take(board.snapshot());
        scene->settle();
        return scene;
    }
    static Board market(std::vector<Gap> gaps = {closedGap()}, std::int64_t until = Now)
    {
        Board board;
        board.addQuote(QStringLiteral("BTC/USD"), 67'180, 0.00012, 1, Now - 150 * Minute, until, Second,
                       true);
        board.addQuote(QStringLiteral("ETH/USD"), 3'480, 0.00016, 2, Now - 150 * Minute, until, Second, true);
        board.addQuote(QStringLiteral("SOL/USD"), 150, 0.0002, 2, Now - 150 * Minute, until, Second, true);
        board.setGaps(std::move(gaps));
        return board;
    }
    static void save(Scene &scene, const char *name)
    {
        const QByteArray folder = qgetenv("ALCEDO_SHOTS");
        scene.settle(); // Qt Charts paints its grid a turn later
        if (!folder.isEmpty())
            scene.view.grabWindow().save(QString::fromUtf8(folder + '/' + name + ".png"));
    }

    static void wheel(Scene &scene, QPointF at, int delta)
    {
        const QPointF position = scene.plot->mapToScene(at);
        QWheelEvent event(position, scene.view.mapToGlobal(position), {}, {0, delta}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&scene.view, &event);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void withoutASymbolItSaysSo()
    {
        Board board;
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        QVERIFY(scene->chart->isEmpty());
        QCOMPARE(scene->chart->spoken(), QStringLiteral("No values yet"));
        QVERIFY(scene->plot->rects().empty());
        for (const Qt::Key key :
             {Qt::Key_Left, Qt::Key_Plus, Qt::Key_Home, Qt::Key_L, Qt::Key_C, Qt::Key_End})
            QTest::keyClick(&scene->view, key);
        scene->hover(100, 100);
        QVERIFY(!scene->chart->isCrosshairShown());
        save(*scene, "chart-empty");
    }
    void comparesTheFirstThatCome()
    {
        Board board;
        ChartModel chart;
        chart.setFirstKeys(2);
        board.addQuote(QStringLiteral("A"), 10, 0.001, 2, Now - Minute, Now, Second, false);
        chart.take(board.snapshot());
        QCOMPARE(chart.seriesCount(), 1);
        board.addQuote(QStringLiteral("B"), 10, 0.001, 2, Now - Minute, Now, Second, false);
        board.addQuote(QStringLiteral("C"), 10, 0.001, 2, Now - Minute, Now, Second, false);
        chart.take(board.snapshot());
        QCOMPARE(chart.title(), QStringLiteral("A · B"));
        chart.setSelectedKey(QStringLiteral("C"));
        QCOMPARE(chart.title(), QStringLiteral("A · B"));
    }
    void namesFromAPeerAreHarmless()
    {
        Board board;
        LineSeries line;
        line.append({Now, 1});
        const QString evil = QStringLiteral("a\u202Eb\n");
        board.add(evil, line, CandleSeries(), Decimal(1, 0));
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        scene->chart->setKeys({evil});
        QVERIFY(!scene->chart->title().contains(QChar(0x202E)));
        QVERIFY(!scene->chart->title().contains(QLatin1Char('\n')));
    }
    void theNewestStandsBeforeTheAxis()
    {
        Board board = market();
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        for (const auto kind : {ChartModel::Kind::Candles, ChartModel::Kind::Line}) {
            scene->chart->setKind(kind);
            scene->settle();
            int rightmost = 0;
            for (const PixelRect &rect : scene->plot->rects())
                rightmost = std::max(rightmost, rect.x + rect.w);
            const int before = int(scene->plot->width()) - rightmost;
            QVERIFY2(before >= 27 && before <= 30, qPrintable(QString::number(before)));
        }
    }
    void theWheelZoomsAboutThePointerWhileLive()
    {
        Board board = market();
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        const std::int64_t under = scene->chart->window().timeAt(300);
        const std::int64_t span = scene->chart->window().spanNs();
        wheel(*scene, {300, 100}, 120);
        QVERIFY(!scene->chart->isFollowing());
        QVERIFY(scene->chart->window().spanNs() < span);
        QVERIFY(std::abs(scene->chart->window().xOf(under) - 300) < 1);
        const std::int64_t from = scene->chart->window().fromNs();
        board.snapshot().wallNs += 5 * Second; // live goes on
        scene->chart->take(board.snapshot());
        QCOMPARE(scene->chart->window().fromNs(), from);
        QTest::keyClick(&scene->view, Qt::Key_End);
        QVERIFY(scene->chart->isFollowing());
    }
    void dragMovesAndADoubleClickReturns()
    {
        Board board = market();
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        const std::int64_t at = scene->chart->window().timeAt(200);
        QTest::mousePress(&scene->view, Qt::LeftButton, {}, scene->at(200, 100));
        QTest::mouseMove(&scene->view, scene->at(260, 100));
        QTest::mouseMove(&scene->view, scene->at(350, 100));
        QVERIFY(scene->input->isDragging());
        QTest::mouseRelease(&scene->view, Qt::LeftButton, {}, scene->at(350, 100));
        QVERIFY(!scene->input->isDragging());
        QVERIFY(!scene->chart->isFollowing());
        QVERIFY(std::abs(scene->chart->window().xOf(at) - 350) < 1.5);
        QTest::mouseDClick(&scene->view, Qt::LeftButton, {}, scene->at(350, 100));
        QVERIFY(scene->chart->isFollowing());
    }
    void keys_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("left") << int(Qt::Key_Left);
        QTest::newRow("plus") << int(Qt::Key_Plus);
        QTest::newRow("minus") << int(Qt::Key_Minus);
        QTest::newRow("whole range") << int(Qt::Key_Home);
        QTest::newRow("kind") << int(Qt::Key_C);
        QTest::newRow("log") << int(Qt::Key_L);
    }
    void keys()
    {
        QFETCH(int, key);
        Board board = market();
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        const PixelRects before = scene->plot->rects();
        const auto state = [&] {
            return std::tuple(scene->chart->window().fromNs(), scene->chart->window().spanNs(),
                              scene->chart->kind(), scene->chart->isLogShown());
        };
        const auto old = state();
        QTest::keyClick(&scene->view, Qt::Key(key));
        scene->settle();
        QVERIFY(state() != old);
        QVERIFY(scene->plot->rects() != before);
    }
    void theCrosshairReadsAndIsLinked()
    {
        Board board = market();
        auto scene = show(TwoCharts, board, {688, 804});
        QVERIFY(scene);
        const QString newest = scene->chart->readout()->time();
        QCOMPARE(newest, QStringLiteral("14:32"));
        scene->hover(200, 120);
        QVERIFY(scene->chart->isPointed());
        const Bar *bar = scene->chart->bars().at(scene->chart->window().timeAt(200));
        QVERIFY(bar);
        QCOMPARE(scene->chart->readout()->close(), format::number(bar->close, 1));
        QVERIFY(scene->chart->spoken().contains(format::number(bar->open, 1)));
        QVERIFY(scene->second->isCrosshairShown() && !scene->second->isPointed());
        QVERIFY(std::abs(double(scene->second->window().timeAt(scene->second->crosshairX()) - bar->openNs -
                                30 * Second)) < 9e9);
        QCOMPARE(scene->second->seriesRows()->value(0, "dotShown").toBool(), true);
        save(*scene, "chart-dark");
        QTest::mouseMove(&scene->view, QPoint(200, 2));
        scene->settle();
        QVERIFY(!scene->chart->isCrosshairShown() && !scene->second->isCrosshairShown());
    }
    void keysMoveTheCrosshair()
    {
        Board board = market();
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        QTest::keyClick(&scene->view, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(scene->chart->isPointed());
        const QString first = scene->chart->spoken();
        const double x = scene->chart->crosshairX();
        QTest::keyClick(&scene->view, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(scene->chart->crosshairX(), x - ChartModel::CandlePitch);
        QVERIFY(scene->chart->spoken() != first);
        const double y = scene->chart->crosshairY();
        QTest::keyClick(&scene->view, Qt::Key_Up, Qt::ShiftModifier);
        QVERIFY(scene->chart->crosshairY() < y);
        QTest::keyClick(&scene->view, Qt::Key_Escape);
        QVERIFY(!scene->chart->isCrosshairShown());
    }
    void aGapIsHatchedAndNamedInEmptySpace()
    {
        Board board = market();
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        scene->chart->take(board.snapshot());
        scene->settle();
        RowListModel *gaps = scene->chart->gapRows();
        QCOMPARE(gaps->rowCount(), 1);
        QCOMPARE(gaps->value(0, "title").toString(), QStringLiteral("Gap 5 min 32 s · 13:53:10–13:58:42"));
        QCOMPARE(gaps->value(0, "detail").toString(),
                 QStringLiteral("link lost (1006) · 0 of 1,214 recovered"));
        QVERIFY(gaps->value(0, "labelShown").toBool());
        const double left = gaps->value(0, "x").toDouble(),
                     right = left + gaps->value(0, "bandWidth").toDouble();
        for (const PixelRect &rect : scene->plot->rects())
            QVERIFY(rect.x >= right || rect.x + rect.w <= left);
        const QImage image = scene->view.grabWindow();
        const QPoint inside = scene->at((left + right) / 2, 60);
        int inked = 0;
        for (int i = 0; i < 16; ++i)
            inked += image.pixelColor(inside + QPoint(0, i)) !=
                     image.pixelColor(scene->at((left + right) / 2, 60 + 1));
        QVERIFY2(inked >= 1 && inked <= 15, qPrintable(QString::number(inked))); // lines with room between
    }
    void anOpenGapMakesAllOld()
    {
        Board board = market({closedGap(), {Now - 326 * Second, 0, QStringLiteral("closed 1006"), 0, 0}},
                             Now - 326 * Second);
        auto scene = show(TwoCharts, board, {688, 804});
        QVERIFY(scene);
        QVERIFY(scene->chart->isStale());
        QCOMPARE(scene->chart->gapRows()->value(0, "title").toString(),
                 QStringLiteral("No data since 14:26:41"));
        const double nowX = scene->chart->window().xOf(Now);
        QVERIFY(nowX <= scene->plot->width() - 27);
        QVERIFY(scene->chart->gapRows()->value(0, "x").toDouble() < nowX);
        QVERIFY(scene->plot->property("inkOpacity").toDouble() < 1);
        save(*scene, "chart-reconnect");
    }
    void whatCameAfterAllIsNoHole()
    {
        Board board = market({{GapFrom, GapTo, QStringLiteral("link lost (1006)"), 0, 1'214}});
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        QVERIFY(scene->chart->gapRows()->value(0, "healed").toBool());
        QVERIFY(scene->chart->gapRows()
                    ->value(0, "detail")
                    .toString()
                    .contains(QStringLiteral("1,214 of 1,214")));
    }
    void paintsOnlyWhatChanged()
    {
        Board board = market();
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        const quint64 paints = scene->plot->paints();
        for (int i = 0; i < 20; ++i) {
            scene->chart->take(board.snapshot());
            scene->settle();
        }
        QCOMPARE(scene->plot->paints(), paints);
    }
    void theGridMovesAFewTimesASecondAtMost()
    {
        Board board;
        LineSeries line;
        for (int i = 0; i < 1'000; ++i)
            line.append({Now - (1'000 - i) * 10'000'000LL, std::sin(i / 30.0)});
        board.add(QStringLiteral("BTC/USD"), line, CandleSeries(), Decimal(1, 0));
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        scene->chart->setWindowSeconds(10); // a pixel column is 16 ms: the series moves each frame
        scene->settle();
        QSignalSpy ticks(scene->chart, &ChartModel::ticksMoved);
        for (int frame = 1; frame <= 120; ++frame) {
            line.append({Now + frame * 16'666'667LL, std::sin((1'000 + frame) / 30.0)});
            board.snapshot().lines[0] = line.view();
            board.snapshot().wallNs = Now + frame * 16'666'667LL;
            scene->chart->take(board.snapshot());
        }
        QVERIFY2(ticks.size() >= 4 && ticks.size() <= 10, qPrintable(QString::number(ticks.size())));
    }
    void bothBackendsPaintTheSamePixels()
    {
        Board board = market({});
        auto scene = show(OneChart, board);
        QVERIFY(scene);
        scene->plot->parentItem()->setProperty("clip", true);
        for (const auto kind : {ChartModel::Kind::Candles, ChartModel::Kind::Area}) {
            scene->chart->setKind(kind);
            scene->settle();
            const QImage image = scene->view.grabWindow().convertToFormat(QImage::Format_RGB32);
            int wrong = 0, seen = 0;
            for (const PixelRect &rect : scene->plot->rects()) {
                if (qAlpha(rect.colour) != 255 || rect.h < 3)
                    continue;
                const QPoint at = scene->at(rect.x, rect.y + rect.h / 2);
                ++seen;
                wrong += (image.pixel(at) & 0xffffff) != (rect.colour & 0xffffff);
            }
            QVERIFY(seen > 50);
            // The last-price line and its neighbours may lie over a few.
            QVERIFY2(wrong <= seen / 20, qPrintable(QStringLiteral("%1 of %2").arg(wrong).arg(seen)));
        }
    }
    void tagsNeverOverlap()
    {
        Board board = market();
        auto scene = show(TwoCharts, board, {688, 804});
        QVERIFY(scene);
        QList<double> places;
        for (int row = 0; row < scene->second->seriesRows()->rowCount(); ++row)
            places.append(scene->second->seriesRows()->value(row, "tagY").toDouble());
        std::sort(places.begin(), places.end());
        for (qsizetype i = 1; i < places.size(); ++i)
            QVERIFY(places[i] - places[i - 1] >= 19);
    }
    void sixteenLiveCharts()
    {
        LineSeries line;
        CandleSeries candles;
        for (int i = 0; i < 90'000; ++i) {
            const double price = 100 + std::sin(i / 900.0) + (i * 7'919 % 101) / 500.0;
            line.append({Now - (90'000 - i) * 10'000'000LL, price});
            candles.addPrice(Now - (90'000 - i) * 10'000'000LL, Decimal::fromDouble(price, 2), 1);
        }
        Board board;
        board.add(QStringLiteral("BTC/USD"), line, candles, Decimal(100, 0));
        std::vector<std::unique_ptr<ChartModel>> charts;
        QQuickView view;
        view.resize(1600, 900);
        for (int i = 0; i < 16; ++i) {
            charts.push_back(std::make_unique<ChartModel>());
            charts.back()->setKind(i % 4 == 3 ? ChartModel::Kind::Candles : ChartModel::Kind::Line);
            charts.back()->setWindowSeconds(600);
            charts.back()->setKeys({QStringLiteral("BTC/USD")});
            auto *item = new PlotItem(view.contentItem());
            item->setSize({400, 225});
            item->setPosition({400.0 * (i % 4), 225.0 * (i / 4)});
            item->setModel(charts.back().get());
        }
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        int synchronised = 0;
        connect(
            &view, &QQuickWindow::afterSynchronizing, this, [&] { ++synchronised; }, Qt::DirectConnection);
        for (int frame = 1; frame <= 60; ++frame) {
            const std::int64_t now = Now + frame * 16'666'667LL;
            line.append({now, 100 + frame % 7 / 10.0});
            candles.addPrice(now, Decimal::fromDouble(100 + frame % 7 / 10.0, 2), 1);
            board.snapshot().lines[0] = line.view();
            board.snapshot().candles[0] = candles.view();
            board.snapshot().wallNs = now;
            for (auto &chart : charts)
                chart->take(board.snapshot());
            (void)view.grabWindow();
        }
        QVERIFY(synchronised >= 60); // what it costs: alcedo bench pipeline
        for (auto &chart : charts)
            QVERIFY(chart->isFollowing() && !chart->isEmpty());
    }
    void languagesSizesAndThemes_data()
    {
        QTest::addColumn<QByteArray>("theme");
        QTest::addColumn<QString>("locale");
        QTest::newRow("light") << QByteArray("Theme.dark = false") << "en_US";
        QTest::newRow("large text") << QByteArray("Theme.textScale = 2") << "en_US";
        QTest::newRow("japanese") << QByteArray("Theme.japanese = true; Theme.upDown = Theme.East")
                                  << "ja_JP";
    }
    void languagesSizesAndThemes()
    {
        QFETCH(QByteArray, theme);
        QFETCH(QString, locale);
        QLocale::setDefault(QLocale(locale));
        Board board = market();
        QByteArray qml = TwoCharts;
        qml.replace("color: Theme.base\n",
                    QByteArray("color: Theme.base; Component.onCompleted: { " + theme + " }\n"));
        auto scene = show(qml, board, {688, 804});
        QVERIFY(scene);
        scene->chart->take(board.snapshot());
        scene->settle();
        scene->hover(395, 182);
        QVERIFY(scene->chart->isPointed());
        save(*scene, qPrintable(QStringLiteral("chart-") + QLatin1String(QTest::currentDataTag())));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
};

QTEST_MAIN(TestChart)
#include "tst_chart.moc"
