// SPDX-License-Identifier: MIT
#include "sessiontest.h"

using namespace alcedo;
using namespace std::chrono_literals;

/// How a session begins, what it refuses, and how it ends.
class TestSession : public SessionTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void refusals_data();
    void refusals();
    void refusedBeforeHello();
    void badJson_data();
    void badJson();
    void binaryEnds();
    void wrongVersionEnds();
    void helloTimeout();
    void helloInTime();
    void helloTells();
    void subscribeLimit();
    void batchLimit();
    void batchReplies();
    void channelLimit();
    void tooLarge();
    void pingsAndNoPong();
    void shutdown();
};

void TestSession::refusals_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const char *method, const QByteArray &params, int code) {
        QTest::newRow(name) << QByteArray(method) << params << code;
    };
    row("second hello", "hello", R"({"v":1,"client":"x"})", -32600);
    row("unknown method", "nonsense", "{}", -32601);
    row("unknown application call", "a.b", "{}", -32601);
    row("presence of nothing", "presence", R"({"channel":"nowhere"})", -32004);
    row("presence without a channel", "presence", "{}", -32602);
    row("presence of a bad channel", "presence", R"({"channel":"a b"})", -32602);
    row("refresh is for later", "refresh", R"({"token":"t"})", -32014);
    row("rate in mode all", "subscribe", R"({"channel":"c","rate":5})", -32602);
    row("rate below zero", "subscribe", R"({"channel":"c","mode":"keyed","rate":-1})", -32602);
    row("keys in mode all", "subscribe", R"({"channel":"c","keys":["k"]})", -32602);
    row("keys in mode latest", "subscribe", R"({"channel":"c","mode":"latest","keys":["k"]})", -32602);
    row("key in mode all", "subscribe", R"({"channel":"c","key":"k"})", -32602);
    row("key in mode latest", "subscribe", R"({"channel":"c","mode":"latest","key":"k"})", -32602);
    row("key and keys", "subscribe", R"({"channel":"c","mode":"keyed","key":"k","keys":["k"]})", -32602);
    row("key is no text", "subscribe", R"({"channel":"c","mode":"keyed","key":7})", -32602);
    row("key is a list", "subscribe", R"({"channel":"c","mode":"keyed","key":["k"]})", -32602);
    row("unknown mode", "subscribe", R"({"channel":"c","mode":"some"})", -32602);
    row("no channel", "subscribe", "{}", -32602);
    row("bad channel", "subscribe", R"({"channel":"a b"})", -32602);
    row("empty channel", "subscribe", R"({"channel":""})", -32602);
    row("long channel", "subscribe", "{\"channel\":\"" + QByteArray(256, 'x') + "\"}", -32602);
    row("params no object", "subscribe", "7", -32600);
    row("no such subscription", "unsubscribe", R"({"s":99})", -32602);
    row("publish to a bad channel", "publish", R"({"channel":"","data":1})", -32602);
    row("publish nothing", "publish", R"({"channel":"c"})", -32602);
    row("remove without key", "publish", R"({"channel":"c","data":1,"op":"remove"})", -32602);
    row("merge without key", "publish", R"({"channel":"c","data":{},"op":"merge"})", -32602);
    row("merge of no object", "publish", R"({"channel":"c","data":1,"key":"k","op":"merge"})", -32602);
    row("unknown op", "publish", R"({"channel":"c","data":1,"key":"k","op":"add"})", -32602);
    row("long key", "publish", "{\"channel\":\"c\",\"data\":1,\"key\":\"" + QByteArray(256, 'x') + "\"}",
        -32602);
    row("history of nothing", "history", R"({"channel":"nowhere","limit":1})", -32004);
    row("bad prefix", "channels", R"({"prefix":"a b"})", -32602);
    row("unanswered call", "test.drop", "{}", -32603);
    row("answer is no JSON", "test.broken", "{}", -32603);
    for (int code : {-32001, -32002, -32003, -32004, -32006, -32008, -32009, -32010, -32011, -32012})
        row(qPrintable(QStringLiteral("application says %1").arg(code)), "test.fail",
            '[' + QByteArray::number(code) + ']', code);
    row("application says none", "test.fail", "[0]", -32603);
}

void TestSession::refusals()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, params);
    QFETCH(int, code);
    Peer peer(*m_clock, *m_worker);
    QVERIFY(!resultOf(peer.hello()).isEmpty());
    const QJsonObject reply = peer.ask(method, params);
    QCOMPARE(codeOf(reply), code);
    QVERIFY(!reply[QLatin1String("error")][QLatin1String("message")].toString().isEmpty());
    // The session lives on.
    QCOMPARE(resultOf(peer.ask("ping", R"({"t":5})"))[QLatin1String("t")].toInt(), 5);
}

void TestSession::refusedBeforeHello()
{
    Peer peer(*m_clock, *m_worker);
    for (const char *method : {"subscribe", "publish", "ping", "channels", "test.echo", "presence"})
        QCOMPARE(codeOf(peer.ask(method, R"({"channel":"c","data":1,"t":1})")), -32001);
    QVERIFY(!resultOf(peer.hello()).isEmpty());
    QVERIFY(peer.ask("test.echo", "[1]").contains(QLatin1String("result")));
}

void TestSession::badJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::newRow("empty") << QByteArray(" ") << -32700;
    QTest::newRow("broken") << QByteArray("{") << -32700;
    QTest::newRow("text after it") << QByteArray("{} x") << -32700;
    QTest::newRow("no message") << QByteArray("7") << -32600;
    QTest::newRow("empty batch") << QByteArray("[]") << -32600;
    QTest::newRow("no method") << QByteArray("{\"jsonrpc\":\"2.0\"}") << -32600;
}

void TestSession::badJson()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    Peer peer(*m_clock, *m_worker);
    QVERIFY(!resultOf(peer.hello()).isEmpty());
    peer.send(text);
    QTRY_COMPARE(peer.strays.size(), std::size_t(1));
    QCOMPARE(codeOf(peer.strays.front()), code);
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":5})")).isEmpty());
}

void TestSession::binaryEnds()
{
    Peer peer(*m_clock, *m_worker);
    peer.transport().send("{}", Transport::Kind::Binary);
    QVERIFY(peer.awaitClosed());
    QCOMPARE(peer.closed->code, 4501);
    QCOMPARE(peer.notices.back()[QLatin1String("params")][QLatin1String("reconnect")].toBool(true), false);
}

void TestSession::wrongVersionEnds()
{
    Peer peer(*m_clock, *m_worker);
    QCOMPARE(codeOf(peer.ask("hello", R"({"v":2,"client":"x"})")), -32014);
    QVERIFY(peer.awaitClosed());
    QCOMPARE(peer.closed->code, 4501);
}

void TestSession::helloTimeout()
{
    Peer peer(*m_clock, *m_worker);
    QCOMPARE(codeOf(peer.ask("ping", R"({"t":1})")), -32001); // traffic is no hello
    m_clock->advance(9'999ms);
    settle();
    QVERIFY(!peer.closed);
    m_clock->advance(1ms);
    QVERIFY(peer.awaitClosed());
    QCOMPARE(peer.closed->code, 4502);
    QCOMPARE(peer.notices.back()[QLatin1String("method")].toString(), QStringLiteral("bye"));
    QCOMPARE(peer.notices.back()[QLatin1String("params")][QLatin1String("code")].toInt(), 4502);
    QTRY_COMPARE(m_shared->totals.sessions.load(), 0u);
}

void TestSession::helloInTime()
{
    Peer peer(*m_clock, *m_worker);
    QVERIFY(!resultOf(peer.hello()).isEmpty());
    m_clock->advance(10'001ms);
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":5})")).isEmpty());
}

void TestSession::helloTells()
{
    Peer peer(*m_clock, *m_worker);
    const QJsonObject result =
        resultOf(peer.ask("hello", R"({"v":1,"client":"x","caps":["batch","delta","ns","new"]})"));
    QVERIFY(!result[QLatin1String("session")].toString().isEmpty());
    QCOMPARE(result[QLatin1String("node")].toString(), QStringLiteral("node"));
    QCOMPARE(result[QLatin1String("now")].toString(), QString::number(m_clock->wall().count()));
    QCOMPARE(result[QLatin1String("caps")].toArray(),
             (QJsonArray{QStringLiteral("batch"), QStringLiteral("delta"), QStringLiteral("ns")}));
    QCOMPARE(result[QLatin1String("ping_ms")].toInt(), 25'000);
    QCOMPARE(result[QLatin1String("pong_ms")].toInt(), 10'000);
    const auto limits = result[QLatin1String("limits")];
    QCOMPARE(limits[QLatin1String("message")].toInt(), 1 << 20);
    QCOMPARE(limits[QLatin1String("channels")].toInt(), 128);
    QCOMPARE(limits[QLatin1String("inflight")].toInt(), 256);
    QCOMPARE(limits[QLatin1String("batch")].toInt(), 256);
}

void TestSession::subscribeLimit()
{
    Server::Options options;
    options.maxSubscriptions = 2;
    makeServer(options);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QVERIFY(!resultOf(peer.ask("subscribe", R"({"channel":"a"})")).isEmpty());
    const int s = resultOf(peer.ask("subscribe", R"({"channel":"b"})"))[QLatin1String("s")].toInt();
    QCOMPARE(codeOf(peer.ask("subscribe", R"({"channel":"b"})")), -32005);
    QCOMPARE(codeOf(peer.ask("subscribe", R"({"channel":"c"})")), -32006);
    QVERIFY(
        peer.ask("unsubscribe", "{\"s\":" + QByteArray::number(s) + "}").contains(QLatin1String("result")));
    QVERIFY(!resultOf(peer.ask("subscribe", R"({"channel":"c"})")).isEmpty());
    QCOMPARE(m_shared->totals.subscriptions.load(), 2u);
}

void TestSession::batchLimit()
{
    Server::Options options;
    options.maxBatch = 3;
    makeServer(options);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    const QByteArray ping = R"({"jsonrpc":"2.0","id":77,"method":"ping","params":{"t":1}})";
    peer.send("[" + ping + "," + ping + "," + ping + "]");
    QTRY_COMPARE(peer.batches.size(), std::size_t(1));
    QCOMPARE(peer.batches.front().size(), 3);
    peer.send("[" + ping + "," + ping + "," + ping + "," + ping + "]");
    QTRY_COMPARE(peer.strays.size(), std::size_t(1));
    QCOMPARE(codeOf(peer.strays.front()), -32600);
    QCOMPARE(peer.batches.size(), std::size_t(1));
}

void TestSession::batchReplies()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.send(
        R"([{"jsonrpc":"2.0","id":"a","method":"ping","params":{"t":1}},7,{"jsonrpc":"2.0","method":"note"},
                  {"jsonrpc":"2.0","id":"b","method":"nonsense"}])");
    QTRY_COMPARE(peer.batches.size(), std::size_t(1));
    const QJsonArray batch = peer.batches.front();
    QCOMPARE(batch.size(), 3);
    QCOMPARE(batch[0][QLatin1String("id")].toString(), QStringLiteral("a"));
    QCOMPARE(batch[1][QLatin1String("error")][QLatin1String("code")].toInt(), -32600);
    QCOMPARE(batch[2][QLatin1String("error")][QLatin1String("code")].toInt(), -32601);
}

void TestSession::channelLimit()
{
    Server::Options options;
    options.maxChannels = 1;
    options.clientsMayPublish = true;
    makeServer(options);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QVERIFY(!resultOf(peer.ask("publish", R"({"channel":"a","data":1})")).isEmpty());
    QCOMPARE(codeOf(peer.ask("publish", R"({"channel":"b","data":1})")), -32006);
    QCOMPARE(codeOf(peer.ask("subscribe", R"({"channel":"b"})")), -32006);
}

void TestSession::tooLarge()
{
    Server::Options options;
    options.slowBytes = 1'000;
    options.clientsMayPublish = true;
    makeServer(options);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    const auto data = [](int size) -> QByteArray {
        return "{\"channel\":\"c\",\"data\":\"" + QByteArray(size - 2, 'x') + "\"}";
    };
    QVERIFY(!resultOf(peer.ask("publish", data(1'000))).isEmpty());
    QCOMPARE(codeOf(peer.ask("publish", data(1'001))), -32009);
}

void TestSession::pingsAndNoPong()
{
    Peer peer(*m_clock, *m_worker);
    int pings = 0;
    Clock::Nanoseconds pingedAt{0};
    connect(&peer.transport(), &Transport::pingReceived, &peer, [&] {
        ++pings;
        pingedAt = m_clock->steady();
    });
    peer.hello();
    const auto pass = [&](Clock::Nanoseconds time) {
        for (; time.count() > 0; time -= 500ms) {
            m_clock->advance(std::min<Clock::Nanoseconds>(time, 500ms));
            for (int turn = 0; turn < 3; ++turn)
                QCoreApplication::processEvents();
        }
    };
    pass(12'499ms);
    QCOMPARE(pings, 0);
    pass(12'501ms);
    QCOMPARE(pings, 1);
    pass(75s);
    QCOMPARE(pings, 4);
    QVERIFY(!peer.closed);
    peer.transport().setReading(false);
    // Answered last at pingedAt: the next comes 25 s later, and its answer is due 10 s after that.
    pass(pingedAt + 34'400ms - m_clock->steady());
    QVERIFY(!peer.closed);
    pass(1s);
    peer.transport().setReading(true);
    QVERIFY(peer.awaitClosed());
    QCOMPARE(peer.closed->code, 4002);
}

void TestSession::shutdown()
{
    Peer one(*m_clock, *m_worker), two(*m_clock, *m_worker);
    one.hello();
    m_worker->sayBye();
    QVERIFY(one.awaitClosed());
    QVERIFY(two.awaitClosed());
    QCOMPARE(one.closed->code, 4000);
    const auto bye = one.notices.back()[QLatin1String("params")];
    QCOMPARE(bye[QLatin1String("code")].toInt(), 4000);
    QCOMPARE(bye[QLatin1String("after_ms")].toArray(), (QJsonArray{500, 5'000}));
    QTRY_COMPARE(m_shared->totals.sessions.load(), 0u);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
