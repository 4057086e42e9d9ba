// SPDX-License-Identifier: MIT
#include "clienttest.h"

using namespace alcedo;
using namespace std::chrono_literals;
using State = Subscription::State;

/// The link of a client: sign-in, what breaks the protocol, bye, the clock, and handles that go in a slot.
class TestClient : public ClientTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void helloRefused_data();
    void helloRefused();
    void helloUnanswered();
    void breaches_data();
    void breaches();
    void byeForGood();
    void byeWithSpread();
    void byeElsewhere_data();
    void byeElsewhere();
    void greets();
    void learnsTheClockOffset();
    void dataForNobodyIsDropped();
    void deletedInASlot_data();
    void deletedInASlot();
    void batchesAreTaken();
};

void TestClient::helloRefused_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<LinkState>("after");
    QTest::newRow("not authenticated") << int(RpcError::NotAuthenticated) << LinkState::Failed;
    QTest::newRow("forbidden") << int(RpcError::Forbidden) << LinkState::Failed;
    QTest::newRow("not supported") << int(RpcError::NotSupported) << LinkState::Failed;
    QTest::newRow("unavailable") << int(RpcError::Unavailable) << LinkState::Waiting;
    QTest::newRow("rate limited") << int(RpcError::RateLimited) << LinkState::Waiting;
}

void TestClient::helloRefused()
{
    QFETCH(int, code);
    QFETCH(LinkState, after);
    Call *call = m_client->call(QStringLiteral("a.b"));
    const auto future = call->future();
    m_client->connection().open();
    (void)m_peer->next<wire::Hello>();
    m_peer->refuse(RpcError(code));
    QTRY_COMPARE(link(), after);
    const auto failure = m_client->connection().status().failure;
    QVERIFY(failure);
    QCOMPARE(failure->stage, Stage::SignIn);
    QVERIFY(failure->message.text().contains(QString::number(code)));
    QVERIFY(!m_client->isReady());
    QVERIFY(!future.isFinished()); // it waits, until its own timeout
    m_clock->advance(10s);
    QVERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::TimedOut);
}

void TestClient::helloUnanswered()
{
    m_client->connection().open();
    (void)m_peer->next<wire::Hello>();
    m_clock->advance(10s);
    QCOMPARE(link(), LinkState::Waiting);
}

void TestClient::breaches_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "x", "{", "{}", "[]", "[1]", "42", R"({"method":"data","params":{"s":1,"pubs":[[1]]}})",
          R"({"result":1})", R"({"id":1,"id":2,"result":1})"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text);
    QTest::newRow("binary") << QByteArray("\x80");
}

void TestClient::breaches()
{
    QFETCH(QByteArray, text);
    goLive();
    m_peer->end->send(text, text == "\x80" ? Transport::Kind::Binary : Transport::Kind::Text);
    QTRY_COMPARE(link(), LinkState::Waiting);
    QCOMPARE(m_client->connection().status().lastClose->code, 1002);
    QVERIFY(!m_client->isReady());
    // And on it goes.
    m_clock->advance(1s);
    m_peer->welcome();
    QTRY_VERIFY(m_client->isReady());
}

void TestClient::byeForGood()
{
    goLive();
    m_peer->notify(wire::Bye{4503, QStringLiteral("go away"), false, 0, 0, {}});
    QTRY_COMPARE(link(), LinkState::Failed);
    const LinkStatus status = m_client->connection().status();
    QCOMPARE(*status.lastClose, (CloseInfo{4503, QStringLiteral("go away"), CloseInfo::Initiator::Peer}));
    QVERIFY(status.failure->message.text().contains(QLatin1String("go away")));
    m_clock->advance(1h);
    QCOMPARE(m_peer->links, 1);
}

void TestClient::byeWithSpread()
{
    goLive();
    m_peer->notify(wire::Bye{4000, QStringLiteral("restart"), true, 5'000, 9'000, {}});
    QTRY_COMPARE(link(), LinkState::Waiting);
    QCOMPARE(m_client->connection().status().lastClose->code, 4000);
    const auto wait = m_client->connection().status().waitedFor;
    QVERIFY(wait >= 5s && wait <= 9s);
    m_clock->advance(9s);
    m_peer->welcome();
    QTRY_VERIFY(m_client->isReady());
}

void TestClient::byeElsewhere_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("follows");
    QTest::newRow("to nowhere") << QStringLiteral("ws://a/") << QStringLiteral("::::") << false;
    QTest::newRow("to a file") << QStringLiteral("ws://a/") << QStringLiteral("file:///etc/passwd") << false;
    QTest::newRow("less secure") << QStringLiteral("wss://a/") << QStringLiteral("ws://b/") << false;
    QTest::newRow("less secure, from https")
        << QStringLiteral("https://a/") << QStringLiteral("ws://b/") << false;
    QTest::newRow("same") << QStringLiteral("wss://a/") << QStringLiteral("wss://b/x") << true;
    QTest::newRow("more secure") << QStringLiteral("ws://a/") << QStringLiteral("wss://b/") << true;
    QTest::newRow("open") << QStringLiteral("ws://a/") << QStringLiteral("ws://b/") << true;
}

void TestClient::byeElsewhere()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(bool, follows);
    Client::Options options;
    options.connection.dial.url = QUrl(from);
    m_client = std::make_unique<Client>(options, *m_clock);
    m_peer->serve(m_client->connection());
    goLive();
    m_peer->notify(wire::Bye{4006, {}, true, 0, 0, to});
    QTRY_COMPARE(link(), LinkState::Waiting);
    QCOMPARE(m_client->connection().options().dial.url, QUrl(follows ? to : from));
}

void TestClient::greets()
{
    QSignalSpy ready(m_client.get(), &Client::ready);
    QVERIFY(m_client->session().isEmpty());
    goLive();
    QCOMPARE(m_peer->hello.version, 1);
    QCOMPARE(m_peer->hello.client, QStringLiteral("test"));
    QCOMPARE(m_peer->hello.token, QByteArray("secret"));
    QCOMPARE(m_client->session(), QStringLiteral("session 1"));
    QCOMPARE(link(), LinkState::Live);
    QCOMPARE(m_client->connection().options().heartbeat.interval, 25'000ms);
    QCOMPARE(m_client->connection().options().dial.subprotocols,
             QStringList{QStringLiteral("alcedo.v1.json")});
    drop();
    QTRY_COMPARE(ready.size(), 2);
    QCOMPARE(m_client->session(), QStringLiteral("session 2"));
}

void TestClient::learnsTheClockOffset()
{
    const auto wallMs = [this] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(m_clock->wall()).count();
    };
    QSignalSpy changed(m_client.get(), &Client::clockOffsetChanged);
    m_client->connection().open();
    m_peer->waitForRequest();
    m_peer->now = wallMs() + 1'000; // at the server, which is a second ahead
    m_clock->advance(100ms);        // the way back takes 100 ms, so halfway was 50 ms ago
    m_peer->welcome();
    QTRY_VERIFY(m_client->clockOffset());
    QCOMPARE(*m_client->clockOffset(), 950ms);
    m_clock->advance(30s);
    const auto ping = m_peer->next<wire::Ping>();
    m_peer->reply(wire::PingResult{ping.t, wallMs() - 500});
    QTRY_COMPARE(*m_client->clockOffset(), -500ms);
    QCOMPARE(changed.size(), 2);
}

void TestClient::dataForNobodyIsDropped()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 0));
    m_peer->notify(wire::Data{2, 0, pubs(1, 1)});
    m_peer->notify(wire::Lost{2, 1, 1, 1, wire::Lost::Why::Slow});
    m_peer->notify(wire::Unsubscribed{2, 0, {}, false});
    m_peer->notify(wire::OtherNotice{QStringLiteral("joined"), "{}"});
    m_peer->say(wire::Request{std::int64_t(1), wire::Ping{}});
    m_peer->notify(wire::Data{1, 0, pubs(1, 1)});
    QTRY_COMPARE(m_received, QList<std::uint64_t>{1});
    QCOMPARE(subscription->state(), State::Subscribed);
    QCOMPARE(link(), LinkState::Live);
}

void TestClient::deletedInASlot_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("client");
    for (const char *what : {"received", "lost", "snapshot", "state", "ready", "finished"}) {
        for (const bool client : {false, true})
            QTest::addRow("%s, %s", client ? "client" : "handle", what)
                << QString::fromLatin1(what) << client;
    }
}

void TestClient::deletedInASlot()
{
    QFETCH(QString, what);
    QFETCH(bool, client);
    QPointer<Subscription> subscription = m_client->subscribe(QStringLiteral("prices"));
    QPointer<Call> call;
    bool done = false;
    const auto remove = [&](const char *where) {
        if (QLatin1String(where) != what || done)
            return;
        done = true;
        if (client)
            m_client.reset();
        else
            delete subscription.data(), delete call.data();
    };
    connect(subscription, &Subscription::received, this, [&] { remove("received"); });
    connect(subscription, &Subscription::lost, this, [&] { remove("lost"); });
    connect(subscription, &Subscription::snapshotReceived, this, [&] { remove("snapshot"); });
    connect(m_client.get(), &Client::ready, this, [&] { remove("ready"); });
    m_client->connection().open();
    m_peer->welcome();
    m_peer->waitForRequest();
    if (!done) {
        (void)m_peer->next<wire::Subscribe>();
        const wire::Id subscribeId = m_peer->id;
        connect(subscription, &Subscription::stateChanged, this, [&] { remove("state"); });
        call = m_client->call(QStringLiteral("a.b"));
        connect(call, &Call::finished, this, [&] { remove("finished"); });
        auto result = subscribed(1, "e", 2, {pub(1), pub(2)});
        result.snapshot = pubs(1, 1);
        (void)m_peer->next<wire::ApplicationCall>();
        m_peer->say(wire::Reply{subscribeId, JsonCodec::toJson(result)});
        m_peer->replyText("1");
        m_peer->notify(wire::Lost{1, 1, 3, 3, wire::Lost::Why::Slow});
        m_peer->notify(wire::Data{1, 3, {pub(4), pub(6)}});
    }
    QTRY_VERIFY(done);
    QCoreApplication::processEvents();
    QVERIFY(client == !m_client);
}

void TestClient::batchesAreTaken()
{
    goLive();
    Subscription *subscription = listen();
    const auto call = m_client->call(QStringLiteral("a.b"))->future();
    m_peer->waitForRequest();
    QTRY_COMPARE(m_peer->requests.size(), std::size_t(2));
    QByteArray text = "[";
    for (const wire::Request &request : m_peer->requests) {
        const bool isCall = std::holds_alternative<wire::ApplicationCall>(request.params);
        JsonCodec::append(text, wire::Reply{request.id, isCall ? QByteArray("1")
                                                               : JsonCodec::toJson(subscribed(1, "e", 0))});
        text += ',';
    }
    JsonCodec::append(text, wire::Notification{wire::Data{1, 0, pubs(1, 2)}});
    m_peer->end->send(text + "]", Transport::Kind::Text);
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{1, 2}));
    QVERIFY(call.isFinished());
    QCOMPARE(subscription->state(), State::Subscribed);
}

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
