// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/series/store.h>

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

class TestStoreClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agesOutliveAClockThatIsSet_data();
    void agesOutliveAClockThatIsSet();
};

void TestStoreClock::agesOutliveAClockThatIsSet_data()
{
    QTest::addColumn<int>("hours");
    QTest::newRow("forth: nothing is falsely stale") << 2;
    QTest::newRow("back: nothing is falsely fresh") << -4;
}

void TestStoreClock::agesOutliveAClockThatIsSet()
{
    QFETCH(int, hours);
    ManualClock clock;
    WallSteps steps(clock);
    Store store({}, clock);
    const std::int64_t now = clock.wall().count();
    RecordBatchBuilder builder;
    builder.begin(RecordKind::Quote, "A", now - 1, now);
    builder.set(quote::Last, Decimal(1, 0));
    builder.begin(RecordKind::Sensor, "s", now - 1, now);
    builder.set(sensor::Value, Decimal(1, 0));
    builder.begin(RecordKind::Score, "m", now - 1, now);
    builder.set(score::HomeScore, std::int64_t(1));
    store.append(*builder.take());
    store.publish();
    const Snapshot before = store.latest();
    clock.jumpWall(std::chrono::hours(hours));
    clock.advance(7s);
    const auto step = steps.look();
    QVERIFY(step);
    store.wallStepped(*step);
    QVERIFY(store.publish());
    const Snapshot &after = store.latest();
    const std::int64_t age = Clock::Nanoseconds(7s).count();
    QCOMPARE(after.wallNs - after.quotes.at(0).arrivalNs, age);
    QCOMPARE(after.wallNs - after.sensors.at(0).arrivalNs, age);
    QCOMPARE(after.wallNs - after.matches->at(0).arrivalNs, age);
    QCOMPARE(after.quotes.at(0).timeNs, now - 1); // its source's word
    // Readers look at what bears a new revision, and at nothing else.
    QVERIFY(after.quotes.at(0).revision > before.quotes.at(0).revision);
    QVERIFY(after.sensors.at(0).revision > before.sensors.at(0).revision);
    QVERIFY(after.matches->at(0).revision > before.matches->at(0).revision);
}

QTEST_GUILESS_MAIN(TestStoreClock)
#include "tst_storeclock.moc"
