// SPDX-License-Identifier: MIT
// What flashes in the watchlist, when and for how long.
#include "panelsnapshots.h"

#include <watchlistmodel.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace alcedo::test;
using namespace std::chrono_literals;

class TestWatchlistFlash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void flashFadesIn300Ms();
    void flashesOnceIn300Ms();
    void flashGoesOnWithoutFrames();
    void firstSightDoesNotFlash();
    void anotherMomentDoesNotFlash();

private:
    static QVariant at(const WatchlistModel &model, int row, int role) { return model.index(row).data(role); }
};

void TestWatchlistFlash::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestWatchlistFlash::flashFadesIn300Ms()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    model.setFlashOpacity(0.26);
    Snapshots frames({"A"});
    frames.setLast(0, "10");
    model.apply(*frames);
    frames.setLast(0, "9");
    model.apply(*frames);
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.26);
    QCOMPARE(at(model, 0, WatchlistModel::FlashUpRole).toBool(), false);
    clock.advance(150ms);
    QVERIFY(qAbs(at(model, 0, WatchlistModel::FlashRole).toDouble() - 0.13) < 0.001);
    clock.advance(150ms);
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.0);
    clock.advance(899ms);
    frames.setLast(0, "9.2");
    model.apply(*frames);
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.0); // rests
    clock.advance(1ms);
    frames.setLast(0, "9.5");
    model.apply(*frames);
    QCOMPARE(at(model, 0, WatchlistModel::FlashUpRole).toBool(), true);
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.26);
}

void TestWatchlistFlash::flashesOnceIn300Ms()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    model.setFlashOpacity(1);
    Snapshots frames({"A"});
    frames.setLast(0, "1");
    model.apply(*frames);
    frames.setLast(0, "2");
    model.apply(*frames);
    clock.advance(200ms);
    frames.setLast(0, "3");
    model.apply(*frames);
    QVERIFY(qAbs(at(model, 0, WatchlistModel::FlashRole).toDouble() - 1.0 / 3) < 0.001);
}

void TestWatchlistFlash::flashGoesOnWithoutFrames()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots frames({"A"});
    frames.setLast(0, "1");
    model.apply(*frames);
    frames.setLast(0, "2");
    model.apply(*frames);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    for (int i = 0; i < 20; ++i)
        clock.advance(33ms);
    // Every step of the fade is told, the last of them as nothing; then it is quiet.
    QVERIFY(changed.count() >= 8 && changed.count() <= 11);
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.0);
}

void TestWatchlistFlash::firstSightDoesNotFlash()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots frames({"A"});
    model.apply(*frames);
    frames.setLast(0, "2"); // the first price of a key is no change
    model.apply(*frames);
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.0);
}

void TestWatchlistFlash::anotherMomentDoesNotFlash()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots live({"A", "B"});
    live.setLast(0, "1");
    live.setLast(1, "1");
    model.apply(*live);
    live.setLast(1, "3");
    model.apply(*live);
    QVERIFY(at(model, 1, WatchlistModel::FlashRole).toDouble() > 0);
    Snapshot past = *live; // of another store: a moment of the recording
    past.origin = live->origin + 1;
    past.quotes[0].last = Decimal(2, 0);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.apply(past);
    QCOMPARE(at(model, 0, WatchlistModel::LastWholeRole).toString(), "2");
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.0);
    QCOMPARE(at(model, 1, WatchlistModel::FlashRole).toDouble(), 0.0);
    QCOMPARE(changed.count(), 1);
    model.apply(*live); // and back
    QCOMPARE(at(model, 0, WatchlistModel::FlashRole).toDouble(), 0.0);
    clock.advance(2s);
    live.setLast(0, "4");
    model.apply(*live);
    QVERIFY(at(model, 0, WatchlistModel::FlashRole).toDouble() > 0);
}

QTEST_MAIN(TestWatchlistFlash)
#include "tst_watchlistflash.moc"
