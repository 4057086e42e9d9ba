// SPDX-License-Identifier: MIT
#include <models/freshness.h>

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {
constexpr std::int64_t Now = 1'000'000'000'000;

SourceStatus statusOf(LinkState state)
{
    SourceStatus status;
    status.dialect = QStringLiteral("native");
    status.link.state = state;
    status.lastRecordNs = Now - 1'000'000;
    return status;
}
} // namespace

class TestFreshness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
    void gravest_data();
    void gravest();
    void onlyCurrentIsCurrent();
};

void TestFreshness::judges_data()
{
    QTest::addColumn<SourceStatus>("status");
    QTest::addColumn<bool>("held");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, const SourceStatus &status, Freshness expected) {
        QTest::newRow(name) << status << false << int(expected);
    };
    row("failed", statusOf(LinkState::Failed), freshness::Failed);
    row("waiting", statusOf(LinkState::Waiting), freshness::Reconnecting);
    row("stalled", statusOf(LinkState::Stalled), freshness::Stalled);
    row("off", statusOf(LinkState::Off), freshness::Off);
    row("closing", statusOf(LinkState::Closing), freshness::Off);
    SourceStatus status = statusOf(LinkState::Opening);
    status.link.attempt = 1;
    row("first opening", status, freshness::Loading);
    status.link.state = LinkState::Greeting;
    row("first greeting", status, freshness::Loading);
    status.link.attempt = 2;
    row("second try greets", status, freshness::Reconnecting);
    status = statusOf(LinkState::Opening);
    status.link.attempt = 1;
    status.link.lastUp = 5s;
    row("opens again after a session", status, freshness::Reconnecting);
    row("live", statusOf(LinkState::Live), freshness::Live);
    status = statusOf(LinkState::Live);
    status.lastRecordNs = 0;
    row("nothing came yet", status, freshness::Empty);
    status.demo = true;
    row("demo, nothing came yet", status, freshness::Empty);
    status.lastRecordNs = Now - std::int64_t(10s / 1ns);
    row("just not stale", status, freshness::Demo);
    status.lastRecordNs -= 1;
    row("stale by a nanosecond", status, freshness::Stale);
    status = statusOf(LinkState::Live);
    status.dialect = QStringLiteral("replay");
    row("replay", status, freshness::Replay);
    status.lastRecordNs = Now + 5'000'000'000;
    status.dialect = QStringLiteral("native");
    row("clock jumped back", status, freshness::Live);
    for (const LinkState state : {LinkState::Live, LinkState::Failed, LinkState::Waiting, LinkState::Off})
        QTest::addRow("held in %d", int(state)) << statusOf(state) << true << int(freshness::Paused);
}

void TestFreshness::judges()
{
    QFETCH(SourceStatus, status);
    QFETCH(bool, held);
    QFETCH(int, expected);
    QCOMPARE(int(freshnessOf(status, {Now, 10s, held})), expected);
    // Where silence is normal nothing goes stale.
    if (expected == freshness::Stale)
        QCOMPARE(int(freshnessOf(status, {Now, 0s, held})), int(freshness::Demo));
}

void TestFreshness::gravest_data()
{
    QTest::addColumn<int>("a");
    QTest::addColumn<int>("b");
    QTest::addColumn<int>("expected");
    QTest::newRow("failed beats reconnecting")
        << int(freshness::Failed) << int(freshness::Reconnecting) << int(freshness::Failed);
    QTest::newRow("one stale of two")
        << int(freshness::Live) << int(freshness::Stale) << int(freshness::Stale);
    QTest::newRow("real and simulated")
        << int(freshness::Live) << int(freshness::Demo) << int(freshness::Demo);
    QTest::newRow("stalled beats stale")
        << int(freshness::Stale) << int(freshness::Stalled) << int(freshness::Stalled);
    QTest::newRow("held is over all")
        << int(freshness::Paused) << int(freshness::Failed) << int(freshness::Paused);
}

void TestFreshness::gravest()
{
    QFETCH(int, a);
    QFETCH(int, b);
    QFETCH(int, expected);
    QCOMPARE(int(graver(Freshness(a), Freshness(b))), expected);
    QCOMPARE(int(graver(Freshness(b), Freshness(a))), expected);
}

void TestFreshness::onlyCurrentIsCurrent()
{
    for (const Freshness state : {freshness::Stale, freshness::Stalled, freshness::Reconnecting,
                                  freshness::Failed, freshness::Loading, freshness::Off, freshness::Empty})
        QVERIFY(!isCurrent(state));
    for (const Freshness state : {freshness::Live, freshness::Demo, freshness::Paused, freshness::Replay})
        QVERIFY(isCurrent(state));
}

QTEST_APPLESS_MAIN(TestFreshness)
#include "tst_freshness.moc"
