// SPDX-License-Identifier: MIT
#include "workerhouse.h"

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

constexpr int LimitReached = int(RpcError::LimitReached), RateLimited = int(RpcError::RateLimited);

/// Nothing is bounded but what a test bounds.
Limits unbounded()
{
    Limits limits;
    limits.perAddress = limits.overall = Allowance();
    limits.burst = 1s;
    limits.loopback = Limits::Loopback::Counted;
    return limits;
}

HttpRequest requestOf(std::shared_ptr<LinkPass> pass, const QByteArray &body = {})
{
    HttpRequest request;
    request.method = "GET";
    request.target = "/healthz";
    request.body = body;
    request.pass = std::move(pass);
    return request;
}

void publish(WorkerHouse &house, const QByteArray &data)
{
    QVERIFY(house.broker.publish(QStringLiteral("c"), {data, QStringLiteral("k"), Publication::Op::Set, {}},
                                 Creation::Allowed));
    settleTurns();
}

/// What counts of it against a bound of bytes.
qint64 costOf(std::uint64_t offset, const QByteArray &data)
{
    return storePublication({offset, ManualClock().wall() / 1ms, data, QStringLiteral("k"), {}})->cost();
}

} // namespace

/// Every bound that an address, or all together, has: what is within it passes, one more does not. Each row
/// is such a bound, by address and overall; in the overall rows every peer has an address of its own.
class TestLimits : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connections();
    void handshakes_data() { scopes(); }
    void handshakes();
    void bodyBytes();
    void messages_data() { scopes(); }
    void messages();
    void whoGoesOnIsEnded();
    void bytes_data() { scopes(); }
    void bytes();
    void subscriptions_data() { scopes(); }
    void subscriptions();
    void channels_data() { scopes(); }
    void channels();
    void inflight_data() { scopes(); }
    void inflight();
    void perSessionSubscriptions();
    void perSessionInflight();
    void batch();
    void heldBytes_data();
    void heldBytes();
    void rateInterval_data();
    void rateInterval();
    void deltaBytes_data();
    void deltaBytes();
    void addresses();
    void comingAnewIsNoWayAround();
    void thisMachineIsExempt();
    void siteOfIPv6();
    void gaugesComeBack();

private:
    void scopes()
    {
        QTest::addColumn<bool>("overall");
        QTest::newRow("per address") << false;
        QTest::newRow("overall") << true;
    }
    [[nodiscard]] static Server::Options options(const std::function<void(Allowance &)> &bound)
    {
        QFETCH(bool, overall);
        Server::Options made;
        made.clientsMayPublish = true;
        made.limits = unbounded();
        bound(overall ? made.limits.overall : made.limits.perAddress);
        return made;
    }
    quint32 m_next = 100;
};

void TestLimits::connections()
{
    Server::Options made;
    made.limits = unbounded();
    made.limits.perAddress.connections = 2;
    WorkerHouse house(made);
    const QHostAddress one(QStringLiteral("192.0.2.1")), other(QStringLiteral("192.0.2.2"));
    auto first = house.door().enter(one), second = house.door().enter(one);
    QVERIFY(first && second);
    const auto third = house.door().enter(one);
    QVERIFY(!third);
    QCOMPARE(third.error().detail(), 429);
    QVERIFY(house.door().enter(other));
    QCOMPARE(house.door().counters().connectionsRefused, 1u);
    first = Result<std::shared_ptr<LinkPass>>(std::shared_ptr<LinkPass>()); // it has ended
    QVERIFY(house.door().enter(one));
}

void TestLimits::handshakes()
{
    WorkerHouse house(options([](Allowance &allowance) { allowance.handshakes = 3; }));
    QFETCH(bool, overall);
    const auto ask = [&] {
        const auto pass = house.door().enter(QHostAddress(overall ? ++m_next : 7u));
        const auto refusal = house.door().judge(requestOf(*pass));
        return refusal ? refusal->status : 200;
    };
    for (int i = 0; i < 3; ++i)
        QCOMPARE(ask(), 200);
    QCOMPARE(ask(), 429);
    house.clock.advance(333ms);
    QCOMPARE(ask(), 429); // a third of a second is not yet over
    house.clock.advance(1ms);
    QCOMPARE(ask(), 200);
    QCOMPARE(ask(), 429);
    QCOMPARE(house.door().counters().handshakesRefused, 3u);
}

void TestLimits::bodyBytes()
{
    Server::Options made;
    made.limits = unbounded();
    made.limits.perAddress.bytes = 1'000;
    WorkerHouse house(made);
    const auto pass = house.door().enter(QHostAddress(7u));
    QVERIFY(!house.door().judge(requestOf(*pass, QByteArray(1'000, 'x'))));
    const auto refusal = house.door().judge(requestOf(*pass, "x"));
    QVERIFY(refusal);
    QCOMPARE(refusal->status, 429);
    QCOMPARE(refusal->headers.first().first, QByteArray("Retry-After"));
}

void TestLimits::messages()
{
    WorkerHouse house(options([](Allowance &allowance) { allowance.messages = 4; }));
    QFETCH(bool, overall);
    const auto one = house.peer("192.0.2.1"), other = house.peer(overall ? "192.0.2.2" : "192.0.2.1");
    one->hello();
    other->hello();
    QCOMPARE(one->codeOf("ping"), 0);
    QCOMPARE(other->codeOf("ping"), 0);
    const QJsonObject refused = one->ask("ping");
    QCOMPARE(refused[QLatin1String("error")][QLatin1String("code")].toInt(), RateLimited);
    const auto data = refused[QLatin1String("error")][QLatin1String("data")];
    QVERIFY(data[QLatin1String("temporary")].toBool());
    QCOMPARE(data[QLatin1String("retry_ms")].toInt(), 250);
    QCOMPARE(house.door().counters().messagesRefused, 1u);
    house.clock.advance(500ms); // the debt is paid, and there is room for one
    QCOMPARE(other->codeOf("ping"), 0);
    QVERIFY(!one->closed && !other->closed);
}

void TestLimits::whoGoesOnIsEnded()
{
    Server::Options made;
    made.limits = unbounded();
    made.limits.perAddress.messages = 4;
    WorkerHouse house(made);
    const auto peer = house.peer();
    peer->hello();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(peer->codeOf("ping"), 0);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(peer->codeOf("ping"), RateLimited);
    QVERIFY(!peer->closed);
    QCOMPARE(peer->codeOf("ping"), 1); // a whole burst in debt
    QCOMPARE(peer->end(), 4005);
    QVERIFY(peer->notice("bye")[QLatin1String("reconnect")].toBool());
}

void TestLimits::bytes()
{
    WorkerHouse house(options([](Allowance &allowance) { allowance.bytes = 1'000; }));
    QFETCH(bool, overall);
    const auto one = house.peer("192.0.2.1"), other = house.peer(overall ? "192.0.2.2" : "192.0.2.1");
    one->send(QByteArray(600, ' '));
    other->send(QByteArray(400, ' '));
    settleTurns();
    QVERIFY(!one->closed && !other->closed);
    other->send(" ");
    QCOMPARE(other->end(), 4005);
    QVERIFY(!one->closed);
}

void TestLimits::subscriptions()
{
    WorkerHouse house(options([](Allowance &allowance) { allowance.subscriptions = 2; }));
    QFETCH(bool, overall);
    const auto one = house.peer("192.0.2.1"), other = house.peer(overall ? "192.0.2.2" : "192.0.2.1");
    one->hello();
    other->hello();
    QCOMPARE(one->codeOf("subscribe", R"({"channel":"a"})"), 0);
    QCOMPARE(other->codeOf("subscribe", R"({"channel":"a"})"), 0);
    QCOMPARE(other->codeOf("subscribe", R"({"channel":"b"})"), LimitReached);
    QCOMPARE(one->codeOf("unsubscribe", R"({"s":1})"), 0);
    QCOMPARE(other->codeOf("subscribe", R"({"channel":"b"})"), 0);
    QCOMPARE(one->codeOf("subscribe", R"({"channel":"b"})"), LimitReached);
}

void TestLimits::channels()
{
    WorkerHouse house(options([](Allowance &allowance) { allowance.channels = 2; }));
    QFETCH(bool, overall);
    const auto one = house.peer("192.0.2.1"), other = house.peer(overall ? "192.0.2.2" : "192.0.2.1");
    one->hello();
    other->hello();
    QCOMPARE(one->codeOf("publish", R"({"channel":"a","data":1})"), 0);
    QCOMPARE(other->codeOf("publish", R"({"channel":"b","data":1})"), 0);
    QCOMPARE(other->codeOf("publish", R"({"channel":"c","data":1})"), LimitReached);
    QCOMPARE(other->codeOf("publish", R"({"channel":"a","data":2})"), 0); // no new name
}

void TestLimits::inflight()
{
    WorkerHouse house(options([](Allowance &allowance) { allowance.inflight = 2; }));
    QFETCH(bool, overall);
    const auto one = house.peer("192.0.2.1"), other = house.peer(overall ? "192.0.2.2" : "192.0.2.1");
    one->hello();
    other->hello();
    one->request("lab.wait");
    other->request("lab.wait");
    QTRY_COMPARE(house.waiting.size(), std::size_t(2));
    QCOMPARE(other->codeOf("lab.echo"), LimitReached);
    house.waiting.front()->answer(QByteArray("1"));
    QTRY_COMPARE(one->replies.size(), 1);
    QCOMPARE(other->codeOf("lab.echo"), 0);
}

void TestLimits::perSessionSubscriptions()
{
    Server::Options made;
    made.maxSubscriptions = 1;
    WorkerHouse house(made);
    const auto peer = house.peer();
    peer->hello();
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"a"})"), 0);
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"b"})"), LimitReached);
}

void TestLimits::perSessionInflight()
{
    Server::Options made;
    made.maxInflight = 1;
    WorkerHouse house(made);
    const auto peer = house.peer();
    peer->hello();
    peer->request("lab.wait");
    QTRY_COMPARE(house.waiting.size(), std::size_t(1));
    QCOMPARE(peer->codeOf("lab.echo"), LimitReached);
}

void TestLimits::batch()
{
    Server::Options made;
    made.maxBatch = 2;
    WorkerHouse house(made);
    const auto peer = house.peer();
    peer->hello();
    const QByteArray ping = R"({"jsonrpc":"2.0","id":50,"method":"ping","params":{}})";
    const quint64 before = house.shared.totals.requests;
    peer->send('[' + ping + ',' + ping + ']');
    settleTurns();
    QCOMPARE(house.shared.totals.requests - before, 2u);
    peer->send('[' + ping + ',' + ping + ',' + ping + ']');
    settleTurns();
    QCOMPARE(house.shared.totals.requests - before, 2u); // refused whole
    QCOMPARE(house.shared.totals.errors.load(), 1u);
}

void TestLimits::heldBytes_data()
{
    QTest::addColumn<qint64>("bound");
    QTest::addColumn<int>("told"); // before its time, and what went before it
    QTest::newRow("one byte more than may wait") << costOf(2, "2") - 1 << 2;
    QTest::newRow("nothing may wait") << qint64(0) << 2;
    QTest::newRow("as much as may wait") << costOf(2, "2") << 1;
}

void TestLimits::heldBytes()
{
    QFETCH(qint64, bound);
    Server::Options made;
    made.maxHeldBytes = bound;
    WorkerHouse house(made);
    const auto peer = house.peer();
    peer->hello();
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"c","mode":"keyed","rate":1})"), 0);
    publish(house, "1");
    QCOMPARE(peer->notices.size(), std::size_t(1));
    publish(house, "2");
    QTEST(int(peer->notices.size()), "told");
    house.clock.advance(1s);
    settleTurns();
    QCOMPARE(peer->notices.size(), std::size_t(2));
}

void TestLimits::rateInterval_data()
{
    QTest::addColumn<double>("asked"); // Hz
    QTest::addColumn<int>("bound");    // ms
    QTest::addColumn<double>("holds"); // Hz
    QTest::newRow("lower") << 1.999 << 500 << 2.0;
    QTest::newRow("any, with none kept") << 2.0 << 0 << 0.0;
    QTest::newRow("as low as may be") << 2.0 << 500 << 2.0;
    QTest::newRow("higher") << 4.0 << 500 << 4.0;
}

void TestLimits::rateInterval()
{
    QFETCH(int, bound);
    QFETCH(double, asked);
    QFETCH(double, holds);
    Server::Options made;
    made.maxRateInterval = std::chrono::milliseconds(bound);
    WorkerHouse house(made);
    const auto peer = house.peer();
    peer->hello();
    const auto reply =
        peer->ask("subscribe", R"({"channel":"c","mode":"keyed","rate":)" + QByteArray::number(asked) + '}');
    QCOMPARE(reply[QLatin1String("result")][QLatin1String("rate")].toDouble(), holds);
    publish(house, "1");
    publish(house, "2");
    if (holds > 0) {
        QCOMPARE(peer->notices.size(), std::size_t(1));
        house.clock.advance(std::chrono::nanoseconds(std::int64_t(1e9 / holds) - 1));
        settleTurns();
        QCOMPARE(peer->notices.size(), std::size_t(1));
        house.clock.advance(1ns);
        settleTurns();
    }
    QCOMPARE(peer->notices.size(), std::size_t(2));
}

void TestLimits::deltaBytes_data()
{
    const qint64 cost = costOf(1, R"({"a":1,"b":1})");
    QTest::addColumn<qint64>("bound");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("one byte more than is remembered") << cost - 1 << QByteArray(R"([{"a":2,"b":1}])");
    QTest::newRow("nothing is remembered") << qint64(0) << QByteArray(R"([{"a":2,"b":1}])");
    QTest::newRow("as much as is remembered") << cost << QByteArray(R"([{"a":2}])");
}

void TestLimits::deltaBytes()
{
    QFETCH(qint64, bound);
    Server::Options made;
    made.maxDeltaBytes = bound;
    WorkerHouse house(made);
    const auto peer = house.peer();
    peer->ask("hello", R"({"v":1,"caps":["delta"]})");
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"c","mode":"keyed","delta":"fields"})"), 0);
    publish(house, R"({"a":1,"b":1})");
    publish(house, R"({"a":2,"b":1})");
    QCOMPARE(peer->notices.size(), std::size_t(2));
    const auto told = peer->notices.back()[QLatin1String("params")][QLatin1String("pubs")][0][2];
    QTEST(QJsonDocument(QJsonArray{told}).toJson(QJsonDocument::Compact), "told");
}

void TestLimits::addresses()
{
    Server::Options made;
    made.limits = unbounded();
    made.limits.addresses = 2;
    WorkerHouse house(made);
    auto one = house.door().enter(QHostAddress(1u)), two = house.door().enter(QHostAddress(2u));
    QVERIFY(one && two);
    QVERIFY(!house.door().enter(QHostAddress(3u)));
    QVERIFY(house.door().enter(QHostAddress(2u))); // known
    one = Result<std::shared_ptr<LinkPass>>(std::shared_ptr<LinkPass>());
    house.clock.advance(5s); // long enough for all its bounds to be full again
    QVERIFY(house.door().enter(QHostAddress(3u)));
}

void TestLimits::comingAnewIsNoWayAround()
{
    Server::Options made;
    made.limits = unbounded();
    made.limits.perAddress.handshakes = 1;
    WorkerHouse house(made);
    const auto ask = [&] {
        return house.door().judge(requestOf(*house.door().enter(QHostAddress(9u)))).has_value();
    };
    QVERIFY(!ask());
    QVERIFY(ask()); // on a connection of its own
}

void TestLimits::thisMachineIsExempt()
{
    Server::Options made;
    made.limits.perAddress.connections = 1;
    WorkerHouse house(made);
    for (const char *address : {"127.0.0.1", "::1", "::ffff:127.0.0.1"}) {
        const auto one = house.door().enter(QHostAddress(QLatin1String(address)));
        const auto two = house.door().enter(QHostAddress(QLatin1String(address)));
        QVERIFY2(one && two && !*one, address); // nothing to remember
    }
    const auto elsewhere = house.door().enter(QHostAddress(QStringLiteral("192.0.2.1")));
    QVERIFY(elsewhere && *elsewhere);
    QVERIFY(!house.door().enter(QHostAddress(QStringLiteral("192.0.2.1"))));
    QVERIFY(
        !house.door().enter(QHostAddress(QStringLiteral("::ffff:192.0.2.1")))); // the same in other clothes
}

void TestLimits::siteOfIPv6()
{
    Server::Options made;
    made.limits.perAddress.connections = 1;
    WorkerHouse house(made);
    const auto one = house.door().enter(QHostAddress(QStringLiteral("2001:db8:0:1::1")));
    QVERIFY(one);
    QVERIFY(!house.door().enter(QHostAddress(QStringLiteral("2001:db8:0:1:ffff::2"))));
    QVERIFY(house.door().enter(QHostAddress(QStringLiteral("2001:db8:0:2::1"))));
}

void TestLimits::gaugesComeBack()
{
    Server::Options made;
    made.limits = unbounded();
    made.limits.perAddress.subscriptions = made.limits.perAddress.inflight = 1;
    WorkerHouse house(made);
    {
        const auto peer = house.peer();
        peer->hello();
        QCOMPARE(peer->codeOf("subscribe", R"({"channel":"a"})"), 0);
        peer->request("lab.wait");
        QTRY_COMPARE(house.waiting.size(), std::size_t(1));
    }
    QTRY_COMPARE(house.shared.totals.sessions.load(), 0u);
    QCOMPARE(house.door().overall().subscriptions.now(), 0);
    QCOMPARE(house.door().overall().calls.now(), 0);
    const auto peer = house.peer();
    peer->hello();
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"a"})"), 0);
    QCOMPARE(peer->codeOf("lab.echo"), 0);
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
