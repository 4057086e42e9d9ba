// SPDX-License-Identifier: MIT
#include "panelsnapshots.h"

#include <watchlistmodel.h>

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace alcedo::test;
using namespace std::chrono_literals;

class TestWatchlistModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void showsStates_data();
    void showsStates();
    void removedKeysGo();
    void newKeysComeAtTheEnd();
    void hostileNamesAreHarmless();
    void oneDataChangedAFrame();
    void manyRowsAreToldInTurn();
    void sourceTroubleMakesRowsStale();
    void sparkSpanGrowsWithWhatIsKnown();
    void frameCostIsLinear();

private:
    static QStringList column(const WatchlistModel &model, int role = WatchlistModel::NameRole);
    static QVariant at(const WatchlistModel &model, int row, int role) { return model.index(row).data(role); }
};

void TestWatchlistModel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

QStringList TestWatchlistModel::column(const WatchlistModel &model, int role)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out.append(at(model, row, role).toString());
    return out;
}

void TestWatchlistModel::showsStates_data()
{
    QTest::addColumn<qint64>("ageNs");
    QTest::addColumn<QString>("open");
    QTest::addColumn<bool>("stale");
    QTest::addColumn<QString>("age");
    QTest::addColumn<QString>("change");
    QTest::newRow("stale") << qint64(48) * SecondNs << "100" << true << "48 s"
                           << "+1.50";
    QTest::newRow("stale for minutes") << qint64(193) * SecondNs << "100" << true << "3:13"
                                       << "+1.50";
    QTest::newRow("from the future") << qint64(-SecondNs) << "100" << false << "0.0 s"
                                     << "+1.50";
    QTest::newRow("fresh, no open known")
        << qint64(SecondNs / 10) << QString() << false << "0.1 s" << QString();
    QTest::newRow("fresh, open is zero") << qint64(SecondNs / 10) << "0" << false << "0.1 s" << QString();
    QTest::newRow("fresh, no change") << qint64(SecondNs / 10) << "101.5" << false << "0.1 s"
                                      << "0.00";
    QTest::newRow("fresh, lower") << qint64(SecondNs / 10) << "103" << false << "0.1 s"
                                  << QStringLiteral("\u22121.46");
    QTest::newRow("change too wide for decimals") << qint64(SecondNs / 10) << "0.01" << false << "0.1 s"
                                                  << "+1e6";
}

void TestWatchlistModel::showsStates()
{
    QFETCH(qint64, ageNs);
    QFETCH(QString, open);
    QFETCH(bool, stale);
    QFETCH(QString, age);
    QFETCH(QString, change);
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots frames({"BTC/USD"});
    QuoteState &quote = frames.quote(0);
    quote.last = decimal("101.50");
    quote.open = open.isEmpty() ? Decimal() : *Decimal::parse(open.toStdString());
    quote.arrivalNs = frames->wallNs - ageNs;
    model.apply(*frames);
    QCOMPARE(at(model, 0, WatchlistModel::StaleRole).toBool(), stale);
    QCOMPARE(at(model, 0, WatchlistModel::AgeRole).toString(), age);
    QCOMPARE(at(model, 0, WatchlistModel::ChangeRole).toString(), change);
    QVERIFY(at(model, 0, WatchlistModel::DescriptionRole).toString().contains("101.50"));
    QCOMPARE(at(model, 0, WatchlistModel::DescriptionRole).toString().contains("stale"), stale);
}

void TestWatchlistModel::removedKeysGo()
{
    ManualClock clock;
    WatchlistModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClock(clock);
    Snapshots frames({"A", "B", "C"});
    model.apply(*frames);
    frames->quotes.erase(frames->quotes.begin() + 1);
    ++frames->revision;
    model.apply(*frames);
    QCOMPARE(column(model), QStringList({"A", "C"}));
    frames->quotes.clear();
    ++frames->revision;
    model.apply(*frames);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(model.sourceIds().isEmpty());
}

void TestWatchlistModel::newKeysComeAtTheEnd()
{
    ManualClock clock;
    WatchlistModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClock(clock);
    Snapshots frames({"B", "A"});
    model.apply(*frames);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    frames.add("C", 2);
    model.apply(*frames);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(column(model), QStringList({"B", "A", "C"}));
    QCOMPARE(model.sourceIds(), QList<int>({1, 2}));
    QVERIFY(model.summary().startsWith("3 of 3"));
}

void TestWatchlistModel::hostileNamesAreHarmless()
{
    WatchlistModel model;
    Snapshots frames({QStringLiteral("<b>x</b>\u202Eabc\n\u0007")});
    model.apply(*frames);
    const QString name = at(model, 0, WatchlistModel::NameRole).toString();
    QVERIFY(name.startsWith("<b>x</b>"));
    QVERIFY(!name.contains(QChar(0x202E)) && !name.contains(QLatin1Char('\n')) && !name.contains(QChar(7)));
}

void TestWatchlistModel::oneDataChangedAFrame()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    QStringList names;
    for (int i = 0; i < 50; ++i)
        names.append(QStringLiteral("K%1").arg(i));
    Snapshots frames(names);
    for (std::size_t i = 0; i < 50; ++i)
        frames.setLast(i, "1.00");
    model.apply(*frames);
    model.apply(*frames); // the first ages

    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    for (const std::size_t i : {7u, 31u, 12u})
        frames.setLast(i, "1.25");
    clock.advance(16ms);
    model.apply(*frames);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 7);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 31);

    // Nothing new, nothing told, once the flashes are over.
    clock.advance(400ms);
    model.apply(*frames);
    changed.clear();
    clock.advance(16ms);
    model.apply(*frames);
    QCOMPARE(changed.count(), 0);

    // Ages and values of a frame are one signal, too; and so is a re-sort.
    frames.passTime(SecondNs);
    frames.setLast(3, "1.5");
    model.apply(*frames);
    QCOMPARE(changed.count(), 1);
    model.toggleSort(WatchlistModel::Last);
    changed.clear();
    frames.setLast(40, "9");
    clock.advance(600ms);
    changed.clear();
    model.apply(*frames);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(at(model, 0, WatchlistModel::NameRole).toString(), "K40");
}

void TestWatchlistModel::manyRowsAreToldInTurn()
{
    constexpr int Many = WatchlistModel::Many, Middle = Many / 2;
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    model.setFlashOpacity(0);
    model.setProperty("middleRow", Middle);
    QStringList names;
    for (int i = 0; i < 2 * Many; ++i)
        names.append(QStringLiteral("K%1").arg(i));
    Snapshots frames(names);
    const auto change = [&](int rows, int to) {
        for (int i = 0; i < rows; ++i)
            frames.setLast(std::size_t(i), QByteArray::number(to).constData());
        clock.advance(16ms);
        model.apply(*frames);
    };
    change(2 * Many, 1); // the first ages
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy many(&model, &WatchlistModel::manyChanged);
    const auto told = [&changed] {
        QList<int> ranks;
        for (const auto &signal : changed)
            ranks << signal.at(0).toModelIndex().row() << signal.at(1).toModelIndex().row();
        changed.clear();
        return ranks;
    };
    change(Many, 2);
    const bool startsUpper = many.at(0).at(0).toBool();
    (void)told();
    for (int i = 3; i < 9; ++i) {
        change(Many, i);
        const bool upper = many.last().at(0).toBool();
        QCOMPARE(upper, startsUpper == (i % 2 == 0));
        QCOMPARE(told(), upper ? QList<int>({0, Middle - 1}) : QList<int>({Middle, Many - 1}));
    }
    QCOMPARE(many.count(), 7);
    // Fewer are told at once, with all that waited.
    change(1, 22);
    QCOMPARE(told().size(), 2);
    clock.advance(100ms);
    QCOMPARE(told(), QList<int>());
    // What waits when the frames end is told all the same, and once.
    change(Many, 30);
    const QList<int> first = told();
    QCOMPARE(first.size(), 2);
    clock.advance(100ms);
    const QList<int> rest = told();
    QCOMPARE(rest.size(), 2);
    QVERIFY(first != rest);
    clock.advance(100ms);
    QCOMPARE(told(), QList<int>());
}

void TestWatchlistModel::sourceTroubleMakesRowsStale()
{
    WatchlistModel model;
    Snapshots frames({"A"});
    frames.setLast(0, "1");
    model.apply(*frames);
    SourceStatus status;
    status.id = 1;
    status.name = "mar\u202Ekets";
    status.lastRecordNs = frames->wallNs;
    status.link.state = LinkState::Live;
    model.setStatuses({status});
    QVERIFY(!at(model, 0, WatchlistModel::StaleRole).toBool());
    QVERIFY(!model.sourceNames().contains(QChar(0x202E)));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    for (const LinkState state :
         {LinkState::Waiting, LinkState::Stalled, LinkState::Failed, LinkState::Off}) {
        status.link.state = state;
        model.setStatuses({status});
        QVERIFY(at(model, 0, WatchlistModel::StaleRole).toBool());
    }
    QCOMPARE(changed.count(), 1); // told when it changed, not for every status
}

void TestWatchlistModel::sparkSpanGrowsWithWhatIsKnown()
{
    WatchlistModel model;
    Snapshots frames({"A"});
    LineSeries line;
    line.append({frames->wallNs, 1});
    frames->lines[0] = line.view();
    frames.setLast(0, "1");
    model.apply(*frames);
    QCOMPARE(model.sparkSpan(), "1 min");
    for (const auto &[seconds, span] : {std::pair(119, "2 min"), {280, "5 min"}, {3600, "15 min"}}) {
        frames->wallNs = StartNs + seconds * SecondNs;
        model.apply(*frames);
        QCOMPARE(model.sparkSpan(), span);
    }
}

void TestWatchlistModel::frameCostIsLinear()
{
    const auto cost = [](int rows) {
        ManualClock clock;
        WatchlistModel model;
        model.setClock(clock);
        QStringList names;
        for (int i = 0; i < rows; ++i)
            names.append(QStringLiteral("K%1").arg(i));
        Snapshots frames(names);
        for (std::size_t i = 0; i < std::size_t(rows); ++i)
            frames.setLast(i, "100.25");
        model.apply(*frames);
        model.toggleSort(WatchlistModel::Last);
        qint64 best = std::numeric_limits<qint64>::max();
        for (int frame = 0; frame < 60; ++frame) {
            for (std::size_t i = std::size_t(frame % 3); i < std::size_t(rows);
                 i += 3) // 20 changes a row and second
                frames.quote(i).last = Decimal(10025 + (frame * 7 + int(i) * 13) % 90, 2);
            clock.advance(16ms);
            frames.passTime(16'000'000);
            QElapsedTimer timer;
            timer.start();
            model.apply(*frames);
            for (int row = 0; row < 30; ++row) { // what a view shows
                for (const int role : {int(WatchlistModel::LastWholeRole), int(WatchlistModel::ChangeRole),
                                       int(WatchlistModel::AgeRole)})
                    (void)model.index(row).data(role);
            }
            best = std::min(best, timer.nsecsElapsed());
        }
        return best;
    };
    const qint64 small = cost(200), large = cost(2'000);
    qInfo("a frame with 200 rows: %.3f ms, with 2,000: %.3f ms", double(small) / 1e6, double(large) / 1e6);
    QVERIFY2(large < small * 30, "ten times the rows cost more than thirty times");
}

QTEST_GUILESS_MAIN(TestWatchlistModel)
#include "tst_watchlistmodel.moc"
