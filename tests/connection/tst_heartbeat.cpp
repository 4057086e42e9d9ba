// SPDX-License-Identifier: MIT
#include <alcedo/connection/heartbeat.h>
#include <alcedo/connection/ratemeter.h>

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;
using Verdict = Heartbeat::Verdict;

class TestHeartbeat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void silence_data();
    void silence();
    void pingAnswersKeepADataStallStalled();
    void pingsAreDue();
    void nextLookNeverSleepsPastAChange();
    void noHeartbeatAsksForNothing();
    void ratesOverTwoSeconds();
};

void TestHeartbeat::silence_data()
{
    QTest::addColumn<int>("silentMs");
    QTest::addColumn<int>("verdict");
    QTest::newRow("dead at interval and grace") << 35'000 << int(Verdict::Dead);
    QTest::newRow("dead long after") << 3'500'000 << int(Verdict::Dead);
    QTest::newRow("stalled just before death") << 34'999 << int(Verdict::Stalled);
    QTest::newRow("stalled at half") << 17'500 << int(Verdict::Stalled);
    QTest::newRow("fine just before half") << 17'499 << int(Verdict::Fine);
    QTest::newRow("fine at the start") << 0 << int(Verdict::Fine);
}

void TestHeartbeat::silence()
{
    QFETCH(int, silentMs);
    QFETCH(int, verdict);
    Heartbeat heartbeat;
    heartbeat.start(5s);
    heartbeat.heard(7s);
    QCOMPARE(int(heartbeat.judge(7s + std::chrono::milliseconds(silentMs))), verdict);
}

void TestHeartbeat::pingAnswersKeepADataStallStalled()
{
    Heartbeat heartbeat({25s, 10s, 3s});
    heartbeat.start(0s);
    heartbeat.heard(2s);
    QCOMPARE(heartbeat.judge(2999ms), Verdict::Fine);
    heartbeat.heard(4s); // a pong is life, and no data
    QCOMPARE(heartbeat.judge(4s), Verdict::Stalled);
    heartbeat.heardData(5s);
    QCOMPARE(heartbeat.judge(5s), Verdict::Fine);
    QCOMPARE(heartbeat.judge(40s), Verdict::Dead);
}

void TestHeartbeat::pingsAreDue()
{
    Heartbeat heartbeat({10s, 4s, 0s});
    heartbeat.start(0s);
    QVERIFY(heartbeat.pingDue(0s)); // the first round trip
    heartbeat.pinged(0s);
    QVERIFY(!heartbeat.pingDue(4999ms));
    QVERIFY(heartbeat.pingDue(5s)); // silent for half of the interval
    heartbeat.pinged(5s);
    heartbeat.heardData(9s);
    QVERIFY(!heartbeat.pingDue(13s)); // busy
    heartbeat.heardData(15s);
    QVERIFY(heartbeat.pingDue(15s)); // but an interval went by
}

void TestHeartbeat::nextLookNeverSleepsPastAChange()
{
    Heartbeat heartbeat({10s, 4s, 3s});
    heartbeat.start(0s);
    heartbeat.pinged(0s);
    auto verdict = heartbeat.judge(0s);
    std::chrono::nanoseconds look = *heartbeat.nextLook(0s);
    int changes = 0;
    for (auto now = 0ms; now < 20s; now += 10ms) {
        const auto seen = heartbeat.judge(now);
        if (seen != verdict || heartbeat.pingDue(now)) {
            ++changes;
            QVERIFY2(look <= now, "a change came before the look");
            verdict = seen;
        }
        if (heartbeat.pingDue(now))
            heartbeat.pinged(now);
        if (look <= now) {
            const auto next = heartbeat.nextLook(now);
            look = next.value_or(1h);
            QVERIFY(look > now);
        }
    }
    QVERIFY(changes >= 4); // stalled by data, ping, dead, pings
}

void TestHeartbeat::noHeartbeatAsksForNothing()
{
    Heartbeat heartbeat({0s, 10s, 0s});
    heartbeat.start(0s);
    QCOMPARE(heartbeat.judge(1000h), Verdict::Fine);
    QVERIFY(!heartbeat.pingDue(1000h));
    QVERIFY(!heartbeat.nextLook(0s));
}

void TestHeartbeat::ratesOverTwoSeconds()
{
    RateMeter meter;
    QCOMPARE(meter.rates(10s).eventsPerSecond, 0.0);
    for (auto at = 10s + 0ms; at < 14s; at += 10ms)
        meter.add(at, 128);
    const auto busy = meter.rates(14s - 1ns);
    QVERIFY(qAbs(busy.eventsPerSecond - 100) < 1);
    QVERIFY(qAbs(busy.bytesPerSecond - 12'800) < 128);
    QVERIFY(meter.rates(15s).eventsPerSecond < 60);
    QCOMPARE(meter.rates(16s).eventsPerSecond, 0.0);
    QCOMPARE(meter.rates(1000s).bytesPerSecond, 0.0);
}

QTEST_GUILESS_MAIN(TestHeartbeat)
#include "tst_heartbeat.moc"
