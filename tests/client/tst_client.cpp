// SPDX-License-Identifier: MIT
#include "scriptedpeer.h"

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;
using State = Subscription::State;

namespace {

Publication pub(std::uint64_t offset, const QString &key = {})
{
    return {offset, 0, QByteArray::number(qulonglong(offset)), key, Publication::Op::Set};
}

std::vector<Publication> pubs(std::uint64_t first, std::uint64_t last)
{
    std::vector<Publication> result;
    for (std::uint64_t offset = first; offset <= last; ++offset)
        result.push_back(pub(offset));
    return result;
}

wire::SubscribeResult subscribed(std::int64_t s, const char *epoch, std::uint64_t offset,
                                 std::vector<Publication> list = {}, bool recovered = false)
{
    wire::SubscribeResult result;
    result.s = s;
    result.position = {QString::fromLatin1(epoch), offset};
    result.recoverable = true;
    result.recovered = recovered;
    result.pubs = std::move(list);
    return result;
}

} // namespace

class TestClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void helloRefused_data();
    void helloRefused();
    void helloUnanswered();
    void breaches_data();
    void breaches();
    void byeForGood();
    void byeWithSpread();
    void byeElsewhere_data();
    void byeElsewhere();
    void subscribeRefused_data();
    void subscribeRefused();
    void subscribeRefusedForNow();
    void unsubscribedByServer();
    void resubscribesWhenAsked();
    void gapIsHealed();
    void gapThatHealingDoesNotFill();
    void unrecoverablePositionStartsAfresh();
    void callOutcomes_data();
    void callOutcomes();
    void callsEndWithTheLink();
    void callWaitsForTheLink();
    void badCalls_data();
    void badCalls();
    void publishes();
    void publishIsRetried();
    void badPublications();

    void greets();
    void learnsTheClockOffset();
    void subscribesAndReceives();
    void resumesAfterDrops();
    void losesWithBounds();
    void keyedSnapshots();
    void keptPositionGoesOn();
    void deletedSubscriptionUnsubscribes();
    void deletedBeforeTheAnswer();
    void dataForNobodyIsDropped();
    void deletedInASlot_data();
    void deletedInASlot();
    void batchesAreTaken();

private:
    void goLive();
    void drop();
    Subscription *listen(const SubscribeOptions &options = {});
    [[nodiscard]] LinkState link() const { return m_client->connection().state(); }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ScriptedPeer> m_peer;
    std::unique_ptr<Client> m_client;
    QList<std::uint64_t> m_received;
    QList<Loss> m_losses;
};

void TestClient::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_peer = std::make_unique<ScriptedPeer>(*m_clock);
    Client::Options options;
    options.connection.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:1/"));
    options.connection.reconnect = {.base = 1s, .cap = 1s, .minimum = 1s, .stableAfter = 30s};
    options.name = QStringLiteral("test");
    options.token = "secret";
    m_client = std::make_unique<Client>(options, *m_clock);
    m_peer->serve(m_client->connection());
    m_received.clear();
    m_losses.clear();
}

void TestClient::cleanup()
{
    m_client.reset();
    m_peer.reset();
    m_clock.reset();
}

void TestClient::goLive()
{
    m_client->connection().open();
    m_peer->welcome();
    QTRY_VERIFY(m_client->isReady());
}

/// The network goes, comes back, and hello is answered.
void TestClient::drop()
{
    m_peer->end->cut();
    m_peer->requests.clear();
    QTRY_COMPARE(link(), LinkState::Waiting);
    m_clock->advance(1s);
    m_peer->welcome();
}

Subscription *TestClient::listen(const SubscribeOptions &options)
{
    Subscription *subscription = m_client->subscribe(QStringLiteral("prices"), options);
    connect(subscription, &Subscription::received, this,
            [this, subscription](const std::vector<Publication> &list) {
                for (const Publication &publication : list)
                    m_received << publication.offset;
                QCOMPARE(subscription->position().offset, list.back().offset); // advanced before it was told
            });
    connect(subscription, &Subscription::lost, this, [this](const Loss &loss) { m_losses << loss; });
    return subscription;
}

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
    QVERIFY(failure->message.contains(QString::number(code)));
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
    QVERIFY(status.failure->message.contains(QLatin1String("go away")));
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

void TestClient::subscribeRefused_data()
{
    QTest::addColumn<int>("code");
    for (const RpcError code : {RpcError::UnknownChannel, RpcError::Forbidden, RpcError::AlreadySubscribed,
                                RpcError::LimitReached, RpcError::NotSupported, RpcError::InvalidParams})
        QTest::newRow(qPrintable(rpcErrorText(code))) << int(code);
}

void TestClient::subscribeRefused()
{
    QFETCH(int, code);
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->refuse(RpcError(code));
    QTRY_COMPARE(subscription->state(), State::Refused);
    QCOMPARE(subscription->error().detail(), code);
    QCOMPARE(subscription->error().message(), rpcErrorText(RpcError(code)));
    // For good: also over the next link.
    drop();
    QTRY_VERIFY(m_client->isReady());
    QCoreApplication::processEvents();
    QVERIFY(m_peer->requests.empty());
    QCOMPARE(subscription->state(), State::Refused);
}

void TestClient::subscribeRefusedForNow()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->say(wire::ErrorReply{
        m_peer->id, wire::Failure{int(RpcError::Unavailable), QStringLiteral("later"), true, 5s}});
    QTRY_COMPARE(subscription->state(), State::Waiting);
    m_clock->advance(4999ms);
    QCOMPARE(subscription->state(), State::Waiting);
    m_clock->advance(1ms);
    QCOMPARE(subscription->state(), State::Subscribing);
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 0));
    QTRY_COMPARE(subscription->state(), State::Subscribed);
}

void TestClient::unsubscribedByServer()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 0));
    m_peer->notify(wire::Unsubscribed{1, int(RpcError::Forbidden), QStringLiteral("no longer yours"), false});
    m_peer->notify(wire::Data{1, 0, pubs(1, 1)});
    QTRY_COMPARE(subscription->state(), State::Ended);
    QCOMPARE(subscription->error(),
             Error(ErrorCode::Refused, QStringLiteral("no longer yours"), int(RpcError::Forbidden)));
    drop();
    QTRY_VERIFY(m_client->isReady());
    QVERIFY(m_received.isEmpty());
}

void TestClient::resubscribesWhenAsked()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 4));
    m_peer->notify(wire::Data{1, 4, pubs(5, 6)});
    m_peer->notify(wire::Unsubscribed{1, int(RpcError::Unavailable), QStringLiteral("moving"), true});
    QTRY_COMPARE(subscription->state(), State::Waiting);
    m_clock->advance(1s);
    const auto again = m_peer->next<wire::Subscribe>();
    QCOMPARE(*again.recover, (StreamPosition{QStringLiteral("e"), 6}));
    m_peer->reply(subscribed(2, "e", 8, pubs(7, 8), true));
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{5, 6, 7, 8}));
    QCOMPARE(subscription->counters().recovered, quint64(2));
}

void TestClient::gapIsHealed()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 0));
    m_peer->notify(wire::Data{1, 0, pubs(1, 2)});
    m_peer->notify(wire::Data{1, 4, pubs(5, 5)}); // 3 and 4 never came
    m_peer->notify(wire::Data{1, 5, pubs(6, 6)});
    QCOMPARE(m_peer->next<wire::Unsubscribe>().s, std::int64_t(1));
    m_peer->replyText("{}");
    const auto again = m_peer->next<wire::Subscribe>();
    QCOMPARE(*again.recover, (StreamPosition{QStringLiteral("e"), 2}));
    m_peer->reply(subscribed(2, "e", 6, pubs(3, 6), true));
    m_peer->notify(wire::Data{2, 6, pubs(7, 7)});
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{1, 2, 3, 4, 5, 6, 7}));
    QVERIFY(m_losses.isEmpty());
    QCOMPARE(subscription->counters().gaps, quint64(1));
    QCOMPARE(subscription->counters().recovered, quint64(4));
    QCOMPARE(subscription->counters().received, quint64(7));
}

void TestClient::gapThatHealingDoesNotFill()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 2));
    m_peer->notify(wire::Data{1, 4, pubs(5, 5)});
    (void)m_peer->next<wire::Unsubscribe>();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(2, "e", 2, {}, true)); // says there is nothing between
    m_peer->notify(wire::Data{2, 4, pubs(5, 5)});   // and leaves it out again
    QTRY_COMPARE(m_received, QList<std::uint64_t>{5});
    QCOMPARE(m_losses, (QList<Loss>{{QStringLiteral("e"), 3, 4, 2, QStringLiteral("reset")}}));
    QCOMPARE(subscription->counters().lost, quint64(2));
    QVERIFY(m_peer->requests.empty()); // no third try
}

void TestClient::unrecoverablePositionStartsAfresh()
{
    goLive();
    Subscription *subscription = listen({.history = 10, .recover = StreamPosition{QStringLiteral("e"), 3}});
    QVERIFY(m_peer->next<wire::Subscribe>().recover);
    m_peer->refuse(RpcError::Unrecoverable);
    const auto again = m_peer->next<wire::Subscribe>();
    QVERIFY(!again.recover);
    QCOMPARE(again.history, 10);
    m_peer->reply(subscribed(1, "e", 9, pubs(8, 9)));
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{8, 9}));
    QCOMPARE(m_losses, (QList<Loss>{{QStringLiteral("e"), 4, 7, 4, QStringLiteral("retention")}}));
    QCOMPARE(subscription->state(), State::Subscribed);
}

void TestClient::callOutcomes_data()
{
    QTest::addColumn<QByteArray>("answer"); // behind the id
    QTest::addColumn<int>("error");         // ErrorCode, -1: none
    QTest::addColumn<int>("detail");
    QTest::newRow("error") << QByteArray(R"("error":{"code":-32003,"message":"no"})")
                           << int(ErrorCode::Refused) << -32003;
    QTest::newRow("not supported") << QByteArray(R"("error":{"code":-32014,"message":""})")
                                   << int(ErrorCode::NotSupported) << -32014;
    QTest::newRow("unknown method") << QByteArray(R"("error":{"code":-32601,"message":"?"})")
                                    << int(ErrorCode::NotSupported) << -32601;
    QTest::newRow("the application's own")
        << QByteArray(R"("error":{"code":17,"message":"x","data":[1]})") << int(ErrorCode::Refused) << 17;
    QTest::newRow("null") << QByteArray(R"("result":null)") << -1 << 0;
    QTest::newRow("exact text") << QByteArray(R"("result": {"price" : 1.50} )") << -1 << 0;
}

void TestClient::callOutcomes()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, error);
    QFETCH(int, detail);
    goLive();
    const QPointer<Call> call = m_client->call(QStringLiteral("device.read"), R"({"id": 1})");
    QSignalSpy finished(call, &Call::finished);
    const auto future = call->future();
    const auto asked = m_peer->next<wire::ApplicationCall>();
    QCOMPARE(asked.method, QStringLiteral("device.read"));
    QCOMPARE(asked.params, QByteArray(R"({"id": 1})"));
    m_peer->end->send("{\"id\":" + QByteArray::number(qlonglong(std::get<std::int64_t>(m_peer->id))) + "," +
                          answer + "}",
                      Transport::Kind::Text);
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(finished.size(), 1);
    const Result<QByteArray> result = future.result();
    QCOMPARE(result.hasValue(), error < 0);
    if (error >= 0) {
        QCOMPARE(int(result.error().code()), error);
        QCOMPARE(result.error().detail(), detail);
        QVERIFY(!result.error().message().isEmpty());
    } else {
        QVERIFY(answer.contains(*result));
    }
    QTRY_VERIFY(call.isNull()); // it deletes itself
}

void TestClient::callsEndWithTheLink()
{
    goLive();
    const auto plain = m_client->call(QStringLiteral("a.once"))->future();
    const auto retried =
        m_client->call(QStringLiteral("a.again"), {}, {.idempotencyKey = QStringLiteral("k1")})->future();
    Call *cancelled =
        m_client->call(QStringLiteral("a.cancelled"), {}, {.idempotencyKey = QStringLiteral("k2")});
    const auto cancelledFuture = cancelled->future();
    const auto deleted =
        m_client->call(QStringLiteral("a.deleted"), {}, {.idempotencyKey = QStringLiteral("k3")});
    const auto deletedFuture = deleted->future();
    (void)m_peer->next<wire::ApplicationCall>();
    QCOMPARE(m_peer->next<wire::ApplicationCall>().idempotencyKey, QStringLiteral("k1"));
    cancelled->cancel();
    QCOMPARE(cancelledFuture.result().error().code(), ErrorCode::Cancelled);
    delete deleted;
    QVERIFY(deletedFuture.isCanceled());
    drop();
    QVERIFY(plain.isFinished());
    QCOMPARE(plain.result().error().code(), ErrorCode::Closed);
    const auto again = m_peer->next<wire::ApplicationCall>();
    QCOMPARE(again.method, QStringLiteral("a.again"));
    QCOMPARE(again.idempotencyKey, QStringLiteral("k1"));
    m_peer->replyText("1");
    QTRY_VERIFY(retried.isFinished());
    QCOMPARE(*retried.result(), QByteArray("1"));
    QVERIFY(m_peer->requests.empty());
}

void TestClient::callWaitsForTheLink()
{
    const auto short1 = m_client->call(QStringLiteral("a.short"), {}, {.timeout = 100ms})->future();
    const auto patient = m_client->call(QStringLiteral("a.patient"), {}, {.timeout = 0ms})->future();
    m_clock->advance(100ms);
    QCOMPARE(short1.result().error().code(), ErrorCode::TimedOut);
    goLive();
    QCOMPARE(m_peer->next<wire::ApplicationCall>().method, QStringLiteral("a.patient"));
    m_peer->replyText("[]");
    QTRY_VERIFY(patient.isFinished());
    QCOMPARE(*patient.result(), QByteArray("[]"));
}

void TestClient::badCalls_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("no method") << QString() << QByteArray();
    QTest::newRow("params number") << QStringLiteral("a.b") << QByteArray("1");
    QTest::newRow("params broken") << QStringLiteral("a.b") << QByteArray("{\"a\":}");
    QTest::newRow("params smuggle") << QStringLiteral("a.b") << QByteArray(R"({}, "method": "publish")");
    QTest::newRow("params not UTF-8") << QStringLiteral("a.b") << QByteArray("[\"\xff\"]");
}

void TestClient::badCalls()
{
    QFETCH(QString, method);
    QFETCH(QByteArray, params);
    goLive();
    const auto future = m_client->call(method, params)->future();
    QVERIFY(!future.isFinished());
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::InvalidArgument);
    QVERIFY(m_peer->requests.empty());
}

void TestClient::publishes()
{
    goLive();
    const auto future = m_client->publish(QStringLiteral("prices"), R"({"p": 1.50})", QStringLiteral("k"),
                                          Publication::Op::Remove);
    const auto published = m_peer->next<wire::Publish>();
    QCOMPARE(published.channel, QStringLiteral("prices"));
    QCOMPARE(published.data, QByteArray(R"({"p": 1.50})"));
    QCOMPARE(published.key, QStringLiteral("k"));
    QVERIFY(published.op == Publication::Op::Remove);
    m_peer->reply(wire::PublishResult{{QStringLiteral("e"), 7}});
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(*future.result(), (StreamPosition{QStringLiteral("e"), 7}));
    const auto refused = m_client->publish(QStringLiteral("prices"), "1");
    (void)m_peer->next<wire::Publish>();
    m_peer->refuse(RpcError::Forbidden);
    QTRY_VERIFY(refused.isFinished());
    QCOMPARE(refused.result().error().detail(), int(RpcError::Forbidden));
}

void TestClient::publishIsRetried()
{
    goLive();
    const auto first = m_client->publish(QStringLiteral("prices"), "1");
    const auto second = m_client->publish(QStringLiteral("prices"), "2");
    const QString key = m_peer->next<wire::Publish>().idempotencyKey;
    const QString otherKey = m_peer->next<wire::Publish>().idempotencyKey;
    QVERIFY(!key.isEmpty() && key != otherKey);
    drop();
    QCOMPARE(m_peer->next<wire::Publish>().idempotencyKey, key);
    m_peer->reply(wire::PublishResult{{QStringLiteral("e"), 1}});
    QCOMPARE(m_peer->next<wire::Publish>().idempotencyKey, otherKey);
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(first.result()->offset, std::uint64_t(1));
    m_clock->advance(10s);
    QTRY_VERIFY(second.isFinished());
    QCOMPARE(second.result().error().code(), ErrorCode::TimedOut);
}

void TestClient::badPublications()
{
    QCOMPARE(m_client->publish(QStringLiteral("a b"), "1").result().error().code(),
             ErrorCode::InvalidArgument);
    QCOMPARE(m_client->publish(QStringLiteral("a"), "").result().error().code(), ErrorCode::InvalidArgument);
    QCOMPARE(m_client->publish(QStringLiteral("a"), "1,2").result().error().code(),
             ErrorCode::InvalidArgument);
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

void TestClient::subscribesAndReceives()
{
    Subscription *subscription = listen({.history = 2}); // before the link is up
    QSignalSpy states(subscription, &Subscription::stateChanged);
    QCOMPARE(subscription->state(), State::Waiting);
    goLive();
    const auto asked = m_peer->next<wire::Subscribe>();
    QCOMPARE(asked.channel, QStringLiteral("prices"));
    QCOMPARE(asked.history, 2);
    QVERIFY(asked.mode == DeliveryMode::All);
    QVERIFY(!asked.recover);
    auto result = subscribed(3, "e", 5, pubs(4, 5));
    result.schema = R"({"demo":true})";
    m_peer->reply(result);
    m_peer->notify(wire::Data{3, 5, pubs(6, 8)});
    m_peer->notify(wire::Data{3, 8, pubs(9, 9)});
    m_peer->notify(wire::Data{3, 8, pubs(9, 9)}); // twice
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{4, 5, 6, 7, 8, 9}));
    QTRY_COMPARE(subscription->counters().duplicates, quint64(1));
    QCOMPARE(m_received.size(), 6);
    QCOMPARE(subscription->position(), (StreamPosition{QStringLiteral("e"), 9}));
    QCOMPARE(subscription->schema(), QByteArray(R"({"demo":true})"));
    QCOMPARE(states.size(), 2);
    QVERIFY(m_losses.isEmpty());
}

void TestClient::resumesAfterDrops()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 0));
    QList<std::uint64_t> expected;
    std::uint64_t offset = 0;
    for (int link = 0; link < 5; ++link) {
        m_peer->notify(wire::Data{1, offset, pubs(offset + 1, offset + 2)});
        QTRY_COMPARE(subscription->position().offset, offset + 2);
        drop();
        QCOMPARE(subscription->state(), State::Waiting);
        const auto again = m_peer->next<wire::Subscribe>();
        QCOMPARE(*again.recover, (StreamPosition{QStringLiteral("e"), offset + 2}));
        m_peer->reply(subscribed(1, "e", offset + 4, pubs(offset + 3, offset + 4), true));
        offset += 4;
        QTRY_COMPARE(subscription->position().offset, offset);
    }
    for (std::uint64_t i = 1; i <= offset; ++i)
        expected << i;
    QCOMPARE(m_received, expected);
    QCOMPARE(subscription->counters().recovered, quint64(10));
    QVERIFY(m_losses.isEmpty());
}

void TestClient::losesWithBounds()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 4));
    m_peer->notify(wire::Lost{1, 3, 5, 7, wire::Lost::Why::Slow});
    m_peer->notify(wire::Data{1, 4, pubs(8, 8)});
    QTRY_COMPARE(m_received, QList<std::uint64_t>{8});
    drop();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 20, pubs(15, 20)));
    QTRY_COMPARE(subscription->position().offset, std::uint64_t(20));
    drop();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "f", 2, pubs(1, 2)));
    QTRY_COMPARE(subscription->position(), (StreamPosition{QStringLiteral("f"), 2}));
    QCOMPARE(m_received, (QList<std::uint64_t>{8, 15, 16, 17, 18, 19, 20, 1, 2}));
    QCOMPARE(m_losses, (QList<Loss>{{QStringLiteral("e"), 5, 7, 3, QStringLiteral("slow")},
                                    {QStringLiteral("e"), 9, 14, 6, QStringLiteral("retention")},
                                    {QStringLiteral("f"), 1, 0, 0, QStringLiteral("reset")}}));
    QCOMPARE(subscription->counters().lost, quint64(9));
}

void TestClient::keyedSnapshots()
{
    goLive();
    Subscription *subscription = listen({.mode = DeliveryMode::Keyed});
    QSignalSpy snapshots(subscription, &Subscription::snapshotReceived);
    QVERIFY(m_peer->next<wire::Subscribe>().mode == DeliveryMode::Keyed);
    auto result = subscribed(1, "e", 9);
    result.mode = DeliveryMode::Keyed;
    result.snapshot = std::vector<Publication>{pub(3, QStringLiteral("a")), pub(9, QStringLiteral("b"))};
    m_peer->reply(result);
    m_peer->notify(
        wire::Data{1, 9, {pub(12, QStringLiteral("a")), pub(14, QStringLiteral("b"))}}); // thinned: no gap
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{12, 14}));
    QCOMPARE(snapshots.size(), 1);
    QCOMPARE(snapshots[0][0].value<std::vector<Publication>>(), *result.snapshot);
    drop();
    QCOMPARE(m_peer->next<wire::Subscribe>().recover->offset, std::uint64_t(14));
    result.position.offset = 30;
    m_peer->reply(result);
    QTRY_COMPARE(snapshots.size(), 2);
    QCOMPARE(subscription->position().offset, std::uint64_t(30));
    QVERIFY(m_losses.isEmpty());
}

void TestClient::keptPositionGoesOn()
{
    goLive();
    Subscription *subscription = listen({.recover = StreamPosition{QStringLiteral("e"), 5}});
    QCOMPARE(subscription->position().offset, std::uint64_t(5));
    QCOMPARE(m_peer->next<wire::Subscribe>().recover->offset, std::uint64_t(5));
    m_peer->reply(subscribed(1, "e", 7, pubs(6, 7), true));
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{6, 7}));
}

void TestClient::deletedSubscriptionUnsubscribes()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(5, "e", 0));
    QTRY_COMPARE(subscription->state(), State::Subscribed);
    delete subscription;
    QCOMPARE(m_peer->next<wire::Unsubscribe>().s, std::int64_t(5));
}

void TestClient::deletedBeforeTheAnswer()
{
    goLive();
    Subscription *first = listen();
    (void)m_peer->next<wire::Subscribe>();
    const wire::Id firstId = m_peer->id;
    delete first;
    Subscription *second = listen();
    QCoreApplication::processEvents();
    QVERIFY(m_peer->requests.empty()); // else the server would answer -32005
    m_peer->say(wire::Reply{firstId, JsonCodec::toJson(subscribed(5, "e", 0))});
    QCOMPARE(m_peer->next<wire::Unsubscribe>().s, std::int64_t(5));
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(6, "e", 0));
    QTRY_COMPARE(second->state(), State::Subscribed);
    // The same, where the link goes instead.
    delete second;
    Subscription *third = listen();
    (void)m_peer->next<wire::Unsubscribe>();
    (void)m_peer->next<wire::Subscribe>();
    delete third;
    Subscription *fourth = listen();
    drop();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(1, "e", 0));
    QTRY_COMPARE(fourth->state(), State::Subscribed);
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
