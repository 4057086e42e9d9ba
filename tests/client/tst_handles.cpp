// SPDX-License-Identifier: MIT
// What the client's handles ask of the server, and what they make of its answers.
#include "scriptedpeer.h"

#include <alcedo/server/server.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

class TestHandles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void presenceRefused_data();
    void presenceRefused();
    void presence();
    void joinedAndLeft();
    void sendRefused_data();
    void sendRefused();
    void sendFails();
    void sendWaitsAndDrains();
    void capabilities();
    void subscribeOptions();
    void deltasArePutTogether();
    void fieldsWithoutDeltasStayFields();
    void nanoseconds();
    void allOfItOverASocket_data();
    void allOfItOverASocket();

private:
    void goLive(const Client::Options &more = {});
    Subscription *listen(const SubscribeOptions &options);

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ScriptedPeer> m_peer;
    std::unique_ptr<Client> m_client;
};

void TestHandles::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_peer = std::make_unique<ScriptedPeer>(*m_clock);
}

void TestHandles::cleanup()
{
    m_client.reset();
    m_peer.reset();
    m_clock.reset();
}

void TestHandles::goLive(const Client::Options &more)
{
    Client::Options options = more;
    options.connection.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:1/"));
    m_client = std::make_unique<Client>(options, *m_clock);
    m_peer->serve(m_client->connection());
    m_client->connection().open();
    m_peer->welcome();
    QTRY_VERIFY(m_client->isReady());
}

Subscription *TestHandles::listen(const SubscribeOptions &options)
{
    Subscription *subscription = m_client->subscribe(QStringLiteral("c"), options);
    (void)m_peer->next<wire::Subscribe>();
    wire::SubscribeResult result;
    result.s = 1;
    result.position = {QStringLiteral("e"), 1};
    result.snapshot = {{1, 5, R"({"bid":1,"ask":2})", QStringLiteral("k"), Publication::Op::Set}};
    m_peer->reply(result);
    (void)QTest::qWaitFor([&] { return subscription->state() == Subscription::State::Subscribed; }, 2'000);
    return subscription;
}

void TestHandles::presenceRefused_data()
{
    QTest::addColumn<QByteArray>("answer"); // of the server, but for its id
    QTest::addColumn<int>("detail");
    QTest::newRow("not told") << QByteArray(R"("error":{"code":-32003,"message":"no"})") << -32003;
    QTest::newRow("no object") << QByteArray(R"("result":[])") << -32602;
    QTest::newRow("clients no object") << QByteArray(R"("result":{"clients":[1]})") << -32602;
    QTest::newRow("a client no object") << QByteArray(R"("result":{"clients":{"a":1}})") << -32602;
    QTest::newRow("a user no text") << QByteArray(R"("result":{"clients":{"a":{"user":1}}})") << -32602;
}

void TestHandles::presenceRefused()
{
    QFETCH(QByteArray, answer);
    goLive();
    const auto who = m_client->presence(QStringLiteral("c"));
    QCOMPARE(m_peer->next<wire::PresenceQuery>().channel, QStringLiteral("c"));
    m_peer->end->send("{\"id\":" + QByteArray::number(qlonglong(std::get<std::int64_t>(m_peer->id))) + ',' +
                          answer + '}',
                      Transport::Kind::Text);
    QTRY_VERIFY(who.isFinished());
    QVERIFY(!who.result());
    QTEST(who.result().error().detail(), "detail");
}

void TestHandles::presence()
{
    goLive();
    const auto who = m_client->presence(QStringLiteral("c"));
    (void)m_peer->next<wire::PresenceQuery>();
    const std::vector<wire::PresenceEntry> clients{
        {QStringLiteral("a\"1"), QStringLiteral("ada"), QStringLiteral("script/1")},
        {QStringLiteral("b"), {}, {}}};
    m_peer->reply(wire::PresenceResult{clients});
    QTRY_VERIFY(who.isFinished());
    QCOMPARE(*who.result(), clients);
}

void TestHandles::joinedAndLeft()
{
    using What = wire::PresenceChange::What;
    goLive();
    Subscription *subscription = listen({.mode = DeliveryMode::Keyed});
    QSignalSpy joined(subscription, &Subscription::joined), left(subscription, &Subscription::left);
    m_peer->notify(wire::PresenceChange{What::Joined, 99, QStringLiteral("x"), {}}); // of nobody's
    m_peer->notify(wire::PresenceChange{What::Joined, 1, QStringLiteral("x"), QStringLiteral("ada")});
    m_peer->notify(wire::PresenceChange{What::Left, 1, QStringLiteral("x"), QStringLiteral("ada")});
    QTRY_COMPARE(left.size(), 1);
    const QVariantList expected{QStringLiteral("x"), QStringLiteral("ada")};
    QCOMPARE(joined, QList<QVariantList>{expected});
    QCOMPARE(left, QList<QVariantList>{expected});
}

void TestHandles::sendRefused_data()
{
    QTest::addColumn<QString>("channel");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("no channel") << QString() << QByteArray("1");
    QTest::newRow("no JSON") << QStringLiteral("c") << QByteArray("{");
    QTest::newRow("nothing") << QStringLiteral("c") << QByteArray();
}

void TestHandles::sendRefused()
{
    QFETCH(QString, channel);
    QFETCH(QByteArray, data);
    goLive();
    QCOMPARE(m_client->send(channel, data), Sending::Dropped);
}

void TestHandles::sendFails()
{
    goLive();
    QSignalSpy failed(m_client.get(), &Client::sendFailed);
    QCOMPARE(m_client->send(QStringLiteral("c"), "1"), Sending::Sent);
    QCOMPARE(m_peer->next<wire::Publish>().data, QByteArray("1"));
    m_peer->refuse(RpcError::Forbidden);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].toString(), QStringLiteral("c"));
    QCOMPARE(failed[0][1].value<Error>().detail(), -32003);
}

void TestHandles::sendWaitsAndDrains()
{
    Client::Options options;
    options.connection.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:1/"));
    m_client = std::make_unique<Client>(options, *m_clock);
    QSignalSpy drained(m_client.get(), &Client::drained);
    const SendOptions thin{.key = QStringLiteral("k"), .waiting = SendOptions::Waiting::Thin};
    QCOMPARE(m_client->send(QStringLiteral("c"), "1", thin), Sending::Queued);
    QCOMPARE(m_client->send(QStringLiteral("c"), "2", thin), Sending::Thinned);
    QVERIFY(drained.isEmpty());
    m_peer->serve(m_client->connection());
    m_client->connection().open();
    m_peer->welcome();
    const auto publish = m_peer->next<wire::Publish>();
    QCOMPARE(publish.data, QByteArray("2"));
    QCOMPARE(publish.key, QStringLiteral("k"));
    QVERIFY(!publish.idempotencyKey.isEmpty());
    QTRY_COMPARE(drained.size(), 1);
}

void TestHandles::capabilities()
{
    goLive();
    QVERIFY(m_peer->hello.caps.contains(QStringLiteral("credit")));
    QVERIFY(m_peer->hello.caps.contains(QStringLiteral("delta")));
    QVERIFY(!m_peer->hello.caps.contains(QStringLiteral("ns")));
}

void TestHandles::subscribeOptions()
{
    goLive();
    m_client->subscribe(QStringLiteral("c"), {.mode = DeliveryMode::Merge,
                                              .rate = 2.5,
                                              .delta = SubscribeOptions::Delta::Fields,
                                              .keys = {QStringLiteral("a")}});
    const auto asked = m_peer->next<wire::Subscribe>();
    QCOMPARE(asked.mode, DeliveryMode::Merge);
    QCOMPARE(asked.rate, std::optional<double>(2.5));
    QCOMPARE(asked.delta, QStringLiteral("fields"));
    QCOMPARE(asked.keys, QStringList{QStringLiteral("a")});
}

void TestHandles::deltasArePutTogether()
{
    goLive();
    Subscription *subscription =
        listen({.mode = DeliveryMode::Keyed, .delta = SubscribeOptions::Delta::Fields});
    std::vector<Publication> told;
    connect(subscription, &Subscription::received, this,
            [&](const std::vector<Publication> &publications) { told = publications; });
    using Op = Publication::Op;
    const QString k = QStringLiteral("k");
    m_peer->notify(wire::Data{1,
                              1,
                              {{2, 5, R"({"ask":3})", k, Op::Merge},
                               {3, 5, "null", k, Op::Remove},
                               {4, 5, R"({"last":1})", k, Op::Merge}}});
    QTRY_COMPARE(told.size(), std::size_t(3));
    QCOMPARE(told[0], (Publication{2, 5, R"({"bid":1,"ask":3})", k, Op::Set}));
    QCOMPARE(told[1].op, Op::Remove);
    QCOMPARE(told[2], (Publication{4, 5, R"({"last":1})", k, Op::Set})); // of what was before nothing is left
}

void TestHandles::fieldsWithoutDeltasStayFields()
{
    goLive();
    Subscription *subscription = listen({.mode = DeliveryMode::Keyed});
    std::vector<Publication> told;
    connect(subscription, &Subscription::received, this,
            [&](const std::vector<Publication> &publications) { told = publications; });
    const Publication fields{2, 5, R"({"ask":3})", QStringLiteral("k"), Publication::Op::Merge};
    m_peer->notify(wire::Data{1, 1, {fields}});
    QTRY_COMPARE(told, std::vector<Publication>{fields});
}

void TestHandles::nanoseconds()
{
    Client::Options options;
    options.times = Client::Options::Times::Nanoseconds;
    goLive(options);
    QVERIFY(m_peer->hello.caps.contains(QStringLiteral("ns")));
    Subscription *subscription = listen({.mode = DeliveryMode::Keyed});
    std::vector<Publication> told;
    connect(subscription, &Subscription::received, this,
            [&](const std::vector<Publication> &publications) { told = publications; });
    const Publication timed{2, 1'700'000'000'123, "1", {}, {}, 1'700'000'000'123'456'789};
    m_peer->notify(wire::Data{1, 1, {timed}});
    QTRY_COMPARE(told, std::vector<Publication>{timed});
}

void TestHandles::allOfItOverASocket_data()
{
    QTest::addColumn<Client::Options::Format>("format");
    QTest::newRow("JSON") << Client::Options::Format::Json;
    QTest::newRow("CBOR") << Client::Options::Format::Cbor;
}

/// The real server on a real port: what the loopback leaves out is how the two agree.
void TestHandles::allOfItOverASocket()
{
    QFETCH(Client::Options::Format, format);
    SystemClock clock;
    Server::Options options;
    options.clientsMayPublish = true;
    Server server(options, clock);
    server.handleStream(QStringLiteral("a.count"), [](const QByteArray &, ItemStream stream) {
        const auto kept = std::make_shared<ItemStream>(std::move(stream));
        kept->onRoom([kept, at = std::make_shared<int>(0)] {
            while (*at < 200 && kept->yield(QByteArray::number(*at)) == ItemStream::Yielded::Taken)
                ++*at;
            if (*at == 200)
                kept->finish();
        });
    });
    ChannelOptions told;
    told.presence = ChannelOptions::Presence::Told;
    server.declareChannel(QStringLiteral("c"), told);
    QVERIFY(server.listen());
    Client::Options wanted;
    wanted.connection.dial.url = server.url();
    wanted.format = format;
    wanted.name = QStringLiteral("me");
    Client client(wanted, clock);
    Subscription *subscription = client.subscribe(QStringLiteral("c"));
    std::vector<Publication> heard;
    connect(subscription, &Subscription::received, this, [&](const std::vector<Publication> &publications) {
        heard.insert(heard.end(), publications.begin(), publications.end());
    });
    client.connection().open();
    QTRY_COMPARE(subscription->state(), Subscription::State::Subscribed);
    const auto position =
        client.publish(QStringLiteral("c"), R"({"price":67412.12345678901234})", QStringLiteral("k"));
    QTRY_COMPARE(heard.size(), std::size_t(1));
    QCOMPARE(heard[0].key, QStringLiteral("k"));
    QCOMPARE(heard[0].data, format == Client::Options::Format::Json
                                ? QByteArray(R"({"price":67412.12345678901234})")
                                : QByteArray(R"({"price":6741212345678901234e-14})"));
    QTRY_VERIFY(position.isFinished());
    const auto who = client.presence(QStringLiteral("c"));
    QTRY_VERIFY(who.isFinished());
    QCOMPARE(who.result()->size(), std::size_t(1));
    QCOMPARE(who.result()->front().info, QStringLiteral("me"));
    StreamedCall *count = client.stream(QStringLiteral("a.count"));
    int taken = 0;
    std::optional<Result<quint64>> end;
    connect(count, &StreamedCall::itemsReady, this, [&] {
        while (count->take())
            ++taken;
    });
    connect(count, &StreamedCall::finished, this, [&](const Result<quint64> &n) { end = n; });
    QTRY_VERIFY(end);
    QCOMPARE(taken, 200);
    QCOMPARE(**end, 200u);
}

QTEST_GUILESS_MAIN(TestHandles)
#include "tst_handles.moc"
