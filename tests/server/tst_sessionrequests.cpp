// SPDX-License-Identifier: MIT
#include "sessiontest.h"

#include <optional>

#include <thread>

using namespace alcedo;
using namespace std::chrono_literals;

/// Calls, publications and history, as a client asks for them.
class TestSessionRequests : public SessionTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void calls();
    void changedParamsAreChecked();
    void sessionGoesInAHandler();
    void answersKeepTheirOrder();
    void repeatedCalls();
    void callAnsweredFromAnotherThread();
    void callLimitAndDuplicate();
    void publishAndHistory();
    void historyErrors_data();
    void historyErrors();
};

void TestSessionRequests::calls()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QCOMPARE(peer.ask("test.echo", R"([1,"two"])")[QLatin1String("result")].toArray(),
             (QJsonArray{1, QStringLiteral("two")}));
}

// Params that come back as they are were checked when they came; all else is checked.
void TestSessionRequests::changedParamsAreChecked()
{
    m_shared->handlers[QStringLiteral("test.change")] = [](const QByteArray &params, Responder responder) {
        QByteArray changed = params;
        changed[changed.size() - 1] = 'x';
        responder.answer(changed);
    };
    m_shared->handlers[QStringLiteral("test.none")] = [](const QByteArray &params, Responder responder) {
        QVERIFY(params.isEmpty());
        responder.answer(params);
    };
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QCOMPARE(codeOf(peer.ask("test.change", "[1]")), -32603);
    peer.send(R"({"jsonrpc":"2.0","id":900,"method":"test.none"})");
    QCOMPARE(codeOf(peer.await(900)), -32603);
    QCOMPARE(peer.ask("test.echo", "[1]")[QLatin1String("result")].toArray(), QJsonArray{1});
}

void TestSessionRequests::sessionGoesInAHandler()
{
    int called = 0;
    m_shared->handlers[QStringLiteral("test.end")] = [&](const QByteArray &params, Responder responder) {
        ++called;
        m_worker.reset();
        responder.answer(params);
    };
    for (const char *text : {R"({"jsonrpc":"2.0","id":7,"method":"test.end","params":[1]})",
                             R"([{"jsonrpc":"2.0","id":7,"method":"test.end","params":[1]},
                                 {"jsonrpc":"2.0","id":8,"method":"test.end","params":[1]}])"}) {
        m_worker = std::make_unique<Worker>(*m_shared);
        Peer peer(*m_clock, *m_worker);
        peer.hello();
        peer.send(text);
        QTRY_VERIFY(!m_worker);
        settle();
    }
    QCOMPARE(called, 2);
}

// Of three answers the middle one is an error, which goes by the queue.
void TestSessionRequests::answersKeepTheirOrder()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QList<int> order;
    QObject::connect(&peer.transport(), &Transport::messageReceived, &peer.transport(),
                     [&order](const QByteArray &text) {
                         order << QJsonDocument::fromJson(text).object()[QLatin1String("id")].toInt();
                     });
    for (const char *text : {R"({"id":901,"method":"test.echo","params":[1]})",
                             R"({"id":902,"method":"test.fail","params":[-32003]})",
                             R"({"id":903,"method":"test.echo","params":[3]})",
                             R"([{"id":904,"method":"test.echo","params":[4]}])",
                             R"({"id":905,"method":"test.echo","params":[5]})"})
        peer.send(text);
    QCOMPARE(peer.await(905)[QLatin1String("result")].toArray(), QJsonArray{5});
    QCOMPARE(order, (QList<int>{901, 902, 903, 0, 905})); // 904 came in an array
}

void TestSessionRequests::repeatedCalls()
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

void TestSessionRequests::callAnsweredFromAnotherThread()
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

void TestSessionRequests::callLimitAndDuplicate()
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

void TestSessionRequests::publishAndHistory()
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

void TestSessionRequests::historyErrors_data()
{
    QTest::addColumn<QByteArray>("since");
    QTest::addColumn<int>("code");
    QTest::newRow("held") << QByteArray(R"({"epoch":"EPOCH","offset":2})") << 0;
    QTest::newRow("newest") << QByteArray(R"({"epoch":"EPOCH","offset":5})") << 0;
    QTest::newRow("gone") << QByteArray(R"({"epoch":"EPOCH","offset":1})") << -32007;
    QTest::newRow("to come") << QByteArray(R"({"epoch":"EPOCH","offset":6})") << -32007;
    QTest::newRow("another epoch") << QByteArray(R"({"epoch":"x","offset":3})") << -32007;
}

void TestSessionRequests::historyErrors()
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

QTEST_GUILESS_MAIN(TestSessionRequests)
#include "tst_sessionrequests.moc"
