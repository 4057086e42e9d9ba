// SPDX-License-Identifier: MIT
// Sessions over a LoopbackTransport: the whole of docs/protocol.md as a client sees it, time and the network
// in our hands.
#include "sessionpeer.h"

#include <QTest>
#include <optional>

using namespace alcedo;
using namespace std::chrono_literals;

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
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
    void calls();
    void repeatedCalls();
    void callAnsweredFromAnotherThread();
    void callLimitAndDuplicate();
    void publishAndHistory();
    void historyErrors_data();
    void historyErrors();
    void unsubscribeStops();
    void turnMakesOneMessage();
    void keyedSnapshotAndThinning();
    void recover_data();
    void recover();
    void moreThanOneReply_data();
    void moreThanOneReply();
    void mailboxOverflowIsExact();
    void keyedOverflowResubscribes();
    void slowReaderAll();
    void slowReaderKeyed();
    void slowReaderOverfull();
    void stalledReader();
    void pingsAndNoPong();
    void shutdown();

private:
    void makeServer(Server::Options options = {});
    StreamPosition publish(const QByteArray &data = "1", const QString &key = {},
                           Publication::Op op = Publication::Op::Set);

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<MemoryBroker> m_broker;
    std::unique_ptr<WorkerShared> m_shared;
    std::unique_ptr<Worker> m_worker;
    ChannelOptions m_channel;
};

void TestSession::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_channel = {};
    Server::Options options;
    options.clientsMayPublish = true;
    makeServer(options);
}

void TestSession::cleanup()
{
    m_worker.reset();
    m_shared.reset();
    m_broker.reset();
}

void TestSession::makeServer(Server::Options options)
{
    cleanup();
    MemoryBroker::Options broker;
    broker.channelDefaults = m_channel;
    broker.maxChannels = options.maxChannels;
    m_broker = std::make_unique<MemoryBroker>(broker, *m_clock);
    m_shared.reset(new WorkerShared{options, *m_clock, *m_broker, {}, {}, QStringLiteral("node"), {0}, {}});
    m_shared->handlers[QStringLiteral("test.echo")] = [](const QByteArray &params, Responder responder) {
        responder.answer(params);
    };
    m_shared->handlers[QStringLiteral("test.drop")] = [](const QByteArray &, Responder) {};
    m_shared->handlers[QStringLiteral("test.broken")] = [](const QByteArray &, Responder responder) {
        responder.answer(QByteArray("{"));
    };
    m_shared->handlers[QStringLiteral("test.fail")] = [](const QByteArray &params, Responder responder) {
        responder.answer(
            Error(ErrorCode::Refused, QStringLiteral("no"), params.mid(1, params.size() - 2).toInt()));
    };
    m_worker = std::make_unique<Worker>(*m_shared);
}

StreamPosition TestSession::publish(const QByteArray &data, const QString &key, Publication::Op op)
{
    const auto position = m_broker->publish(QStringLiteral("c"), {data, key, op, {}}, Creation::Allowed);
    return position ? *position : StreamPosition{};
}

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

void TestSession::calls()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QCOMPARE(peer.ask("test.echo", R"([1,"two"])")[QLatin1String("result")].toArray(),
             (QJsonArray{1, QStringLiteral("two")}));
}

void TestSession::repeatedCalls()
{
    int carriedOut = 0;
    std::optional<Responder> kept;
    m_shared->handlers[QStringLiteral("test.count")] = [&](const QByteArray &, Responder responder) {
        responder.answer(QByteArray::number(++carriedOut));
    };
    m_shared->handlers[QStringLiteral("test.keep")] = [&](const QByteArray &, Responder responder) {
        ++carriedOut;
        kept = std::move(responder);
    };
    const auto keyed = [](int id, const char *method, const QByteArray &key) -> QByteArray {
        return R"({"jsonrpc":"2.0","id":)" + QByteArray::number(id) + R"(,"method":")" + method +
               R"(","idempotency_key":")" + key + "\"}";
    };
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.send(keyed(900, "test.count", QByteArray(129, 'k')));
    QCOMPARE(codeOf(peer.await(900)), -32600);
    QCOMPARE(carriedOut, 0);
    for (int id = 901; id <= 902; ++id) {
        peer.send(keyed(id, "test.count", "a"));
        QCOMPARE(peer.await(id)[QLatin1String("result")].toInt(), 1);
    }
    peer.send(keyed(903, "test.count", "b"));
    QCOMPARE(peer.await(903)[QLatin1String("result")].toInt(), 2);
    // One that is still being carried out, asked again over another link: one work, both are answered.
    Peer other(*m_clock, *m_worker);
    other.hello();
    peer.send(keyed(904, "test.keep", "a"));
    QTRY_VERIFY(kept);
    other.send(keyed(7, "test.keep", "a"));
    QCOMPARE(other.ask("test.echo", "[1]")[QLatin1String("result")].toArray(),
             QJsonArray{1}); // it has been read
    kept->answer(Error(ErrorCode::Refused, QStringLiteral("no"), -32003));
    QCOMPARE(codeOf(peer.await(904)), -32003);
    QCOMPARE(codeOf(other.await(7)), -32003);
    QCOMPARE(carriedOut, 3);
    m_clock->advance(5min + 1ms);
    Peer late(*m_clock, *m_worker);
    late.hello();
    late.send(keyed(905, "test.count", "a"));
    QCOMPARE(late.await(905)[QLatin1String("result")].toInt(), 4);
}

void TestSession::callAnsweredFromAnotherThread()
{
    std::thread answering;
    m_shared->handlers[QStringLiteral("test.slow")] = [&](const QByteArray &params, Responder responder) {
        answering = std::thread(
            [params, kept = std::make_shared<Responder>(std::move(responder))] { kept->answer(params); });
    };
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QCOMPARE(peer.ask("test.slow", "[3]")[QLatin1String("result")].toArray(), QJsonArray{3});
    answering.join();
}

void TestSession::callLimitAndDuplicate()
{
    Server::Options options;
    options.maxInflight = 2;
    makeServer(options);
    std::vector<Responder> kept;
    m_shared->handlers[QStringLiteral("test.keep")] = [&](const QByteArray &, Responder responder) {
        kept.push_back(std::move(responder));
    };
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    const auto call = [&](int id) {
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(id) + ",\"method\":\"test.keep\"}");
    };
    call(101);
    QTRY_COMPARE(kept.size(), std::size_t(1));
    call(101);
    QCOMPARE(codeOf(peer.await(101)), -32013);
    call(102);
    call(103);
    QCOMPARE(codeOf(peer.await(103)), -32006);
    kept.front().answer(QByteArray("1"));
    QCOMPARE(peer.await(101)[QLatin1String("result")].toInt(), 1);
    call(104);
    QTRY_COMPARE(kept.size(), std::size_t(3));
    // The session goes; answers to it fall to the ground.
    peer.transport().cut();
    QTRY_COMPARE(m_shared->totals.sessions.load(), 0u);
    kept.clear();
    settle();
}

void TestSession::publishAndHistory()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    for (int i = 1; i <= 5; ++i) {
        const auto result = resultOf(peer.ask(
            "publish", "{\"channel\":\"c\",\"data\":{\"n\":" + QByteArray::number(i) + "},\"key\":\"k\"}"));
        QCOMPARE(result[QLatin1String("offset")].toInt(), i);
    }
    auto result = resultOf(peer.ask("publish", R"({"channel":"c","data":6,"idempotency_key":"once"})"));
    QCOMPARE(result, resultOf(peer.ask("publish", R"({"channel":"c","data":6,"idempotency_key":"once"})")));
    const QByteArray epoch = result[QLatin1String("epoch")].toString().toUtf8();
    const auto history = [&](const QByteArray &more) {
        return offsetsIn(
            resultOf(peer.ask("history", "{\"channel\":\"c\"" + more + "}"))[QLatin1String("pubs")]
                .toArray());
    };
    QCOMPARE(history(",\"limit\":2"), (Ints{1, 2}));
    QCOMPARE(history(",\"limit\":2,\"reverse\":true"), (Ints{6, 5}));
    QCOMPARE(history(",\"limit\":10,\"since\":{\"epoch\":\"" + epoch + "\",\"offset\":4}"), (Ints{5, 6}));
    QCOMPARE(history(",\"limit\":10,\"until\":2"), (Ints{1, 2}));
    const auto pubs =
        resultOf(peer.ask("history", R"({"channel":"c","limit":1})"))[QLatin1String("pubs")].toArray();
    QCOMPARE(pubs[0][2][QLatin1String("n")].toInt(), 1);
    QCOMPARE(pubs[0][3].toString(), QStringLiteral("k"));

    const auto channels = peer.ask("channels")[QLatin1String("result")].toArray();
    QCOMPARE(channels.size(), 1);
    QCOMPARE(channels[0][QLatin1String("channel")].toString(), QStringLiteral("c"));
    QVERIFY(peer.ask("channels", R"({"prefix":"x"})")[QLatin1String("result")].toArray().isEmpty());

    Server::Options closed;
    makeServer(closed);
    Peer other(*m_clock, *m_worker);
    other.hello();
    QCOMPARE(codeOf(other.ask("publish", R"({"channel":"c","data":1})")), -32003);
}

void TestSession::historyErrors_data()
{
    QTest::addColumn<QByteArray>("since");
    QTest::addColumn<int>("code");
    QTest::newRow("held") << QByteArray(R"({"epoch":"EPOCH","offset":2})") << 0;
    QTest::newRow("newest") << QByteArray(R"({"epoch":"EPOCH","offset":5})") << 0;
    QTest::newRow("gone") << QByteArray(R"({"epoch":"EPOCH","offset":1})") << -32007;
    QTest::newRow("to come") << QByteArray(R"({"epoch":"EPOCH","offset":6})") << -32007;
    QTest::newRow("another epoch") << QByteArray(R"({"epoch":"x","offset":3})") << -32007;
}

void TestSession::historyErrors()
{
    QFETCH(QByteArray, since);
    QFETCH(int, code);
    m_channel.historySize = 3;
    makeServer({});
    StreamPosition position;
    for (int i = 0; i < 5; ++i)
        position = publish();
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    since.replace("EPOCH", position.epoch.toUtf8());
    QCOMPARE(codeOf(peer.ask("history", "{\"channel\":\"c\",\"limit\":9,\"since\":" + since + "}")), code);
}

void TestSession::unsubscribeStops()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    const int s = resultOf(peer.ask("subscribe", R"({"channel":"c"})"))[QLatin1String("s")].toInt();
    publish();
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    publish();
    peer.ask("unsubscribe", "{\"s\":" + QByteArray::number(s) + "}");
    publish();
    const auto seen = peer.notices.size(); // the second came before, or never
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":1})")).isEmpty());
    QCOMPARE(peer.notices.size(), seen);
    const auto again = resultOf(peer.ask("subscribe", R"({"channel":"c"})"));
    QVERIFY(again[QLatin1String("s")].toInt() != s);
    QCOMPARE(again[QLatin1String("offset")].toInt(), 3);
}

void TestSession::turnMakesOneMessage()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QCOMPARE(resultOf(peer.ask("subscribe", R"({"channel":"c"})"))[QLatin1String("offset")].toInt(), 0);
    for (int i = 0; i < 10; ++i)
        publish(R"({"a":[1, 2.50]})");
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    const auto params = peer.notices.front()[QLatin1String("params")];
    QCOMPARE(params[QLatin1String("prev")].toInt(), 0);
    QCOMPARE(params[QLatin1String("pubs")].toArray().size(), 10);
    // The publisher's bytes, not a copy with other spaces or digits.
    QVERIFY(peer.messages.back().contains(R"({"a":[1, 2.50]})"));
}

void TestSession::keyedSnapshotAndThinning()
{
    publish("1", QStringLiteral("a"));
    publish("2", QStringLiteral("b"));
    publish("3", QStringLiteral("a"));
    publish("null", QStringLiteral("b"), Publication::Op::Remove);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})"));
    QCOMPARE(result[QLatin1String("mode")].toString(), QStringLiteral("keyed"));
    QCOMPARE(result[QLatin1String("offset")].toInt(), 4);
    QCOMPARE(offsetsIn(result[QLatin1String("snapshot")].toArray()), (Ints{3}));
    QVERIFY(result[QLatin1String("pubs")].toArray().isEmpty());
    publish("5", QStringLiteral("a"));
    publish("6", QStringLiteral("b"));
    publish("7", QStringLiteral("a"));
    publish("null", QStringLiteral("b"), Publication::Op::Remove);
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    const auto params = peer.notices.front()[QLatin1String("params")];
    QCOMPARE(params[QLatin1String("prev")].toInt(), 4);
    QCOMPARE(offsetsIn(params[QLatin1String("pubs")].toArray()), (Ints{7, 8}));
    QCOMPARE(params[QLatin1String("pubs")][1][4].toString(), QStringLiteral("remove"));
    QCOMPARE(m_shared->totals.conflated.load(), 2u);
}

void TestSession::recover_data()
{
    // Ten publications, of which 6 to 10 are held.
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("recovered");
    QTest::addColumn<Ints>("pubs");
    QTest::newRow("nothing asked") << QByteArray("") << false << Ints{};
    QTest::newRow("history") << QByteArray(R"(,"history":2)") << false << Ints{9, 10};
    QTest::newRow("more history than held")
        << QByteArray(R"(,"history":100)") << false << Ints{6, 7, 8, 9, 10};
    QTest::newRow("up to date") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":10})") << true
                                << Ints{};
    QTest::newRow("missed some") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":7})") << true
                                 << Ints{8, 9, 10};
    QTest::newRow("just held") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":5})") << true
                               << Ints{6, 7, 8, 9, 10};
    QTest::newRow("just not held") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":4})") << false
                                   << Ints{6, 7, 8, 9, 10};
    QTest::newRow("another epoch") << QByteArray(R"(,"recover":{"epoch":"x","offset":8})") << false
                                   << Ints{6, 7, 8, 9, 10};
    QTest::newRow("from the future") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":11})") << false
                                     << Ints{6, 7, 8, 9, 10};
    QTest::newRow("keyed, held") << QByteArray(R"(,"mode":"keyed","recover":{"epoch":"EPOCH","offset":7})")
                                 << true << Ints{};
    QTest::newRow("keyed, not held") << QByteArray(
                                            R"(,"mode":"keyed","recover":{"epoch":"EPOCH","offset":2})")
                                     << false << Ints{};
}

void TestSession::recover()
{
    QFETCH(QByteArray, options);
    QFETCH(bool, recovered);
    QFETCH(Ints, pubs);
    m_channel.historySize = 5;
    makeServer({});
    StreamPosition position;
    for (int i = 0; i < 10; ++i)
        position = publish("1", QStringLiteral("k"));
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    options.replace("EPOCH", position.epoch.toUtf8());
    const auto result = resultOf(peer.ask("subscribe", "{\"channel\":\"c\"" + options + "}"));
    QCOMPARE(result[QLatin1String("epoch")].toString(), position.epoch);
    QCOMPARE(result[QLatin1String("offset")].toInt(), 10);
    QCOMPARE(result[QLatin1String("recovered")].toBool(), recovered);
    QVERIFY(result[QLatin1String("recoverable")].toBool());
    QCOMPARE(offsetsIn(result[QLatin1String("pubs")].toArray()), pubs);
    QCOMPARE(result.contains(QLatin1String("snapshot")), options.contains("keyed"));
    publish("1", QStringLiteral("k"));
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    QCOMPARE(peer.notices.front()[QLatin1String("params")][QLatin1String("prev")].toInt(), 10);
}

void TestSession::moreThanOneReply_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("recovered");
    QTest::newRow("recovery") << QByteArray(R"("recover":{"epoch":"EPOCH","offset":1})") << true;
    QTest::newRow("history") << QByteArray(R"("history":999)") << false;
}

void TestSession::moreThanOneReply()
{
    QFETCH(QByteArray, options);
    QFETCH(bool, recovered);
    // Far more than may be pending: it comes as the reader takes it, while more is published.
    const QByteArray data = '"' + QByteArray(4'000, 'x') + '"';
    StreamPosition first = publish(data);
    for (int i = 1; i < 1'000; ++i)
        publish(data);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    options.replace("EPOCH", first.epoch.toUtf8());
    const auto result = resultOf(peer.ask("subscribe", "{\"channel\":\"c\"," + options + '}'));
    QCOMPARE(result[QLatin1String("recovered")].toBool(), recovered);
    Seen seen(1);
    for (const auto &pub : result[QLatin1String("pubs")].toArray())
        seen.takeOffset(quint64(pub[0].toInteger()));
    QVERIFY(seen.received > 0 && seen.received < 100);
    QCOMPARE(quint64(result[QLatin1String("offset")].toInteger()), seen.last);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const auto &notice : std::exchange(peer.notices, {}))
                seen.take(notice);
            return seen.last == 1'000;
        }(),
        20'000);
    for (int i = 0; i < 10; ++i)
        publish();
    QTRY_VERIFY([&] {
        for (const auto &notice : std::exchange(peer.notices, {}))
            seen.take(notice);
        return seen.last == 1'010;
    }());
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.received, 1'009u);
    QCOMPARE(m_shared->totals.slowClosed.load(), 0u);
}

void TestSession::mailboxOverflowIsExact()
{
    // 40 MB in one turn: the worker's mailbox keeps 16, the history the last 1000; the rest is one exact
    // loss.
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c"})");
    const QByteArray data = '"' + QByteArray(10'000, 'x') + '"';
    for (int i = 0; i < 4'000; ++i)
        publish(data);
    Seen seen(0);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const auto &notice : std::exchange(peer.notices, {}))
                seen.take(notice);
            return seen.last == 4'000;
        }(),
        20'000);
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.why, QStringLiteral("retention"));
    QCOMPARE(seen.received + seen.lost, 4'000u);
    QVERIFY2(seen.lost > 1'000 && seen.lost < 1'500, QByteArray::number(seen.lost));
    QCOMPARE(m_shared->totals.lost.load(), seen.lost);
    QCOMPARE(m_shared->totals.overflows.load(), 1u);
}

void TestSession::keyedOverflowResubscribes()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})");
    const QByteArray data = '"' + QByteArray(10'000, 'x') + '"';
    for (int i = 0; i < 4'000; ++i)
        publish(data, QStringLiteral("k"));
    QTRY_VERIFY(!peer.notices.empty() &&
                peer.notices.back()[QLatin1String("method")] == QLatin1String("unsubscribed"));
    QCOMPARE(peer.notices.back()[QLatin1String("params")][QLatin1String("resubscribe")].toBool(), true);
    QCOMPARE(peer.notices.back()[QLatin1String("params")][QLatin1String("code")].toInt(), 4004);
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})"));
    QCOMPARE(offsetsIn(result[QLatin1String("snapshot")].toArray()), (Ints{4'000}));
}

void TestSession::slowReaderAll()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c"})");
    peer.transport().setReading(false);
    const QByteArray data = '"' + QByteArray(998, 'x') + '"';
    for (int i = 0; i < 2'000; ++i) {
        publish(data);
        if (i % 20 == 0)
            settle();
    }
    QTRY_COMPARE(m_broker->counters().publications, 2'000u);
    settle();
    QVERIFY(!peer.closed);
    peer.transport().setReading(true);
    Seen seen(0);
    QTRY_VERIFY([&] {
        for (const auto &notice : std::exchange(peer.notices, {}))
            seen.take(notice);
        return seen.last == 2'000;
    }());
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.why, QStringLiteral("slow"));
    QCOMPARE(seen.received + seen.lost, 2'000u);
    // What was kept for the reader is about slowBytes, whatever was published.
    QVERIFY2(seen.received > 200 && seen.received < 300, QByteArray::number(seen.received));
    QCOMPARE(m_shared->totals.lost.load(), seen.lost);
    // And it is live again.
    publish();
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    seen.take(peer.notices.front());
    QCOMPARE(seen.last, 2'001u);
    QVERIFY(seen.problems.isEmpty());
}

void TestSession::slowReaderKeyed()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})");
    peer.transport().setReading(false);
    const QByteArray data = '"' + QByteArray(998, 'x') + '"';
    for (int i = 0; i < 2'000; ++i) {
        publish(data, QStringLiteral("key %1").arg(i % 10));
        if (i % 20 == 0)
            settle();
    }
    settle();
    peer.transport().setReading(true);
    Seen seen(0);
    seen.keyed = true;
    QTRY_VERIFY([&] {
        for (const auto &notice : std::exchange(peer.notices, {}))
            seen.take(notice);
        return seen.last == 2'000;
    }());
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.lost, 0u);
    QCOMPARE(seen.received + m_shared->totals.conflated.load(), 2'000u);
    QVERIFY2(seen.received < 150, QByteArray::number(seen.received));
}

void TestSession::slowReaderOverfull()
{
    // Replies are never dropped, so one that asks and does not read is ended.
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    for (int i = 0; i < 100; ++i)
        publish('"' + QByteArray(1'000, 'x') + '"');
    peer.transport().setReading(false);
    for (int i = 0; i < 10; ++i)
        peer.send(R"({"jsonrpc":"2.0","id":500,"method":"history","params":{"channel":"c","limit":100}})");
    settle();
    QCOMPARE(m_shared->totals.slowClosed.load(), 0u);
    peer.send(R"({"jsonrpc":"2.0","id":500,"method":"history","params":{"channel":"c","limit":100}})");
    QTRY_COMPARE(m_shared->totals.slowClosed.load(), 1u);
    peer.transport().setReading(true);
    QVERIFY(peer.awaitClosed());
    QCOMPARE(peer.closed->code, 4001);
    const auto bye = peer.notices.back()[QLatin1String("params")];
    QCOMPARE(bye[QLatin1String("code")].toInt(), 4001);
    QCOMPARE(bye[QLatin1String("reconnect")].toBool(), true);
    QVERIFY(bye[QLatin1String("after_ms")][1].toInt() > bye[QLatin1String("after_ms")][0].toInt());
}

void TestSession::stalledReader()
{
    Server::Options options;
    options.pingInterval = 0ms;
    makeServer(options);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c"})");
    peer.transport().setReading(false);
    publish();
    settle();
    m_clock->advance(9s);
    QCOMPARE(m_shared->totals.slowClosed.load(), 0u);
    m_clock->advance(1s);
    QCOMPARE(m_shared->totals.slowClosed.load(), 1u);
    m_clock->advance(5s); // the closing handshake is not answered either
    QTRY_COMPARE(m_shared->totals.sessions.load(), 0u);
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
