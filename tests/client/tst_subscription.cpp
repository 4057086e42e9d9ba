// SPDX-License-Identifier: MIT
#include "clienttest.h"

using namespace alcedo;
using namespace std::chrono_literals;
using State = Subscription::State;

/// One subscription over any number of links: refused, ended, resumed, with its gaps healed or told.
class TestSubscription : public ClientTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void subscribeRefused_data();
    void subscribeRefused();
    void subscribeRefusedForNow();
    void unsubscribedByServer();
    void resubscribesWhenAsked();
    void gapIsHealed();
    void gapThatHealingDoesNotFill();
    void unrecoverablePositionStartsAfresh();
    void subscribesAndReceives();
    void resumesAfterDrops();
    void losesWithBounds();
    void keyedSnapshots();
    void keptPositionGoesOn();
    void deletedSubscriptionUnsubscribes();
    void deletedBeforeTheAnswer();
};

void TestSubscription::subscribeRefused_data()
{
    QTest::addColumn<int>("code");
    for (const RpcError code : {RpcError::UnknownChannel, RpcError::Forbidden, RpcError::AlreadySubscribed,
                                RpcError::LimitReached, RpcError::NotSupported, RpcError::InvalidParams})
        QTest::newRow(qPrintable(rpcErrorText(code))) << int(code);
}

void TestSubscription::subscribeRefused()
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

void TestSubscription::subscribeRefusedForNow()
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

void TestSubscription::unsubscribedByServer()
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

void TestSubscription::resubscribesWhenAsked()
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

void TestSubscription::gapIsHealed()
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

void TestSubscription::gapThatHealingDoesNotFill()
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

void TestSubscription::unrecoverablePositionStartsAfresh()
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

void TestSubscription::subscribesAndReceives()
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

void TestSubscription::resumesAfterDrops()
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

void TestSubscription::losesWithBounds()
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

void TestSubscription::keyedSnapshots()
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

void TestSubscription::keptPositionGoesOn()
{
    goLive();
    Subscription *subscription = listen({.recover = StreamPosition{QStringLiteral("e"), 5}});
    QCOMPARE(subscription->position().offset, std::uint64_t(5));
    QCOMPARE(m_peer->next<wire::Subscribe>().recover->offset, std::uint64_t(5));
    m_peer->reply(subscribed(1, "e", 7, pubs(6, 7), true));
    QTRY_COMPARE(m_received, (QList<std::uint64_t>{6, 7}));
}

void TestSubscription::deletedSubscriptionUnsubscribes()
{
    goLive();
    Subscription *subscription = listen();
    (void)m_peer->next<wire::Subscribe>();
    m_peer->reply(subscribed(5, "e", 0));
    QTRY_COMPARE(subscription->state(), State::Subscribed);
    delete subscription;
    QCOMPARE(m_peer->next<wire::Unsubscribe>().s, std::int64_t(5));
}

void TestSubscription::deletedBeforeTheAnswer()
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

QTEST_GUILESS_MAIN(TestSubscription)
#include "tst_subscription.moc"
