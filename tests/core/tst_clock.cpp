// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/core/wallsteps.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manualFiresInOrder();
    void manualRepeats();
    void startedWhileAdvancing();
    void stopped();
    void wallJumpMovesNoTimer();
    void realTimerFires();
    void wallStepsAreNoticed();
};

void TestClock::manualFiresInOrder()
{
    ManualClock clock;
    Timer late(clock), early(clock);
    QStringList order;
    connect(&late, &Timer::timeout, this, [&] { order << QString::number(clock.steady() / 1ms); });
    connect(&early, &Timer::timeout, this, [&] { order << QString::number(clock.steady() / 1ms); });
    late.start(30ms);
    early.start(10ms);
    clock.advance(29ms);
    QCOMPARE(order, QStringList{"10"});
    clock.advance(1ms);
    QCOMPARE(order, (QStringList{"10", "30"}));
    QVERIFY(!late.isActive());
}

void TestClock::manualRepeats()
{
    ManualClock clock;
    Timer timer(clock);
    QSignalSpy spy(&timer, &Timer::timeout);
    timer.start(10ms, Timer::Repeat::Always);
    clock.advance(35ms);
    QCOMPARE(spy.size(), 3);
    QCOMPARE(timer.remaining(), 5ms);
}

void TestClock::startedWhileAdvancing()
{
    ManualClock clock;
    Timer second(clock), first(clock);
    Clock::Nanoseconds firedAt{0};
    connect(&first, &Timer::timeout, this, [&] { second.start(5ms); });
    connect(&second, &Timer::timeout, this, [&] { firedAt = clock.steady(); });
    first.start(10ms);
    clock.advance(1s);
    QCOMPARE(firedAt, 15ms);
}

void TestClock::stopped()
{
    ManualClock clock;
    Timer timer(clock);
    QSignalSpy spy(&timer, &Timer::timeout);
    timer.start(10ms);
    timer.stop();
    clock.advance(1s);
    QVERIFY(spy.isEmpty());
    QCOMPARE(timer.remaining(), 0ms);
}

void TestClock::wallJumpMovesNoTimer()
{
    ManualClock clock;
    Timer timer(clock);
    QSignalSpy spy(&timer, &Timer::timeout);
    timer.start(10ms);
    clock.jumpWall(1h);
    clock.advance(9ms);
    QVERIFY(spy.isEmpty());
    clock.advance(1ms);
    QCOMPARE(spy.size(), 1);
}

void TestClock::realTimerFires()
{
    SystemClock clock;
    Timer timer(clock);
    QSignalSpy spy(&timer, &Timer::timeout);
    const auto begun = clock.steady();
    timer.start(20ms);
    QVERIFY(spy.wait(5000));
    QVERIFY(clock.steady() - begun >= 19ms);
}

void TestClock::wallStepsAreNoticed()
{
    ManualClock clock;
    WallSteps steps(clock);
    clock.advance(3h);
    QVERIFY(!steps.look());
    clock.jumpWall(900ms); // too small, until they add up
    QVERIFY(!steps.look());
    const std::int64_t stamp = clock.wall().count(), never = 0;
    clock.jumpWall(2h);
    clock.advance(5s);
    const auto forth = steps.look();
    QVERIFY(forth);
    QCOMPARE(forth->byNs, Clock::Nanoseconds(2h + 900ms).count());
    QCOMPARE(clock.wall().count() - forth->corrected(stamp), Clock::Nanoseconds(5s - 900ms).count());
    QCOMPARE(forth->corrected(never), never);
    QVERIFY(forth->isBefore(stamp));
    const std::int64_t fresh = clock.wall().count();
    QVERIFY(!forth->isBefore(fresh));
    QVERIFY(!steps.look());
    clock.jumpWall(-2h);
    const auto back = steps.look();
    QVERIFY(back);
    QVERIFY(back->isBefore(fresh));
    QVERIFY(!back->isBefore(clock.wall().count()));
    QCOMPARE(back->corrected(fresh), clock.wall().count());
}

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
