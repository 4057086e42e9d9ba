// SPDX-License-Identifier: MIT
#include "lanes.h"

using namespace alcedo;

/// Lanes of mode all and control: their order, their messages, and who is too slow for them.
class TestSendQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyGivesNothing();
    void controlGoesFirst();
    void oneMessageForSeveral();
    void prevChains();
    void closesMessagesAtTheirSize();
    void subscriptionsTakeTurns();
    void cutOffAndResumed();
    void cutOffPastTheBoundOnly();
    void largeReplyAlone();
    void overfull();
    void removeForgets();
    void runCutOffAndResumed();
    void runIsOneMessageForAllInStep();
    void runForOthersIsTheirOwn();
    void manyNumbersOfARun();
    void smallRunsThatWaitedGoTogether();
    void runAmongOthersKeepsTheOrder();
    void runToAKeyedLane();
};

void TestSendQueue::emptyGivesNothing()
{
    SendQueue queue(SmallLimits);
    QVERIFY(queue.next(0).isEmpty());
    QVERIFY(queue.isEmpty());
}

void TestSendQueue::controlGoesFirst()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, make(1), 0);
    queue.addControl("reply");
    QCOMPARE(queue.next(0).text(), QByteArray("reply"));
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1}));
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
}

void TestSendQueue::oneMessageForSeveral()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All, 7);
    subscriber.prev = 4;
    for (std::uint64_t offset : {5u, 6u, 7u})
        queue.offer(subscriber, make(offset), 0);
    const wire::Data data = dataOf(queue.next(0).text());
    QCOMPARE(data.s, 7);
    QCOMPARE(data.prev, 4u);
    QCOMPARE(offsetsOf(data), (Offsets{5, 6, 7}));
}

void TestSendQueue::prevChains()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, make(1), 0);
    QCOMPARE(dataOf(queue.next(0).text()).prev, 0u);
    queue.offer(subscriber, make(2), 0);
    QCOMPARE(dataOf(queue.next(0).text()).prev, 1u);
}

void TestSendQueue::closesMessagesAtTheirSize()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    for (std::uint64_t offset : {1u, 2u, 3u})
        queue.offer(subscriber, make(offset, {}, '"' + QByteArray(100, 'x') + '"'), 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1, 2}));
    const wire::Data rest = dataOf(queue.next(0).text());
    QCOMPARE(offsetsOf(rest), (Offsets{3}));
    QCOMPARE(rest.prev, 2u);
}

void TestSendQueue::subscriptionsTakeTurns()
{
    SendQueue queue(SmallLimits);
    auto one = follower(DeliveryMode::All, 1), two = follower(DeliveryMode::All, 2);
    for (std::uint64_t offset = 1; offset <= 3; ++offset)
        queue.offer(one, make(offset, {}, '"' + QByteArray(200, 'x') + '"'), 0);
    queue.offer(two, make(1), 0);
    QCOMPARE(dataOf(queue.next(0).text()).s, 1);
    QCOMPARE(dataOf(queue.next(0).text()).s, 2);
    QCOMPARE(dataOf(queue.next(0).text()).s, 1);
}

void TestSendQueue::cutOffAndResumed()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, make(1), 0);
    for (std::uint64_t offset : {2u, 3u, 4u})
        queue.offer(subscriber, make(offset), 2'000);
    // The peer reads again, but has not caught up: nothing more yet than what waited.
    QCOMPARE(offsetsOf(dataOf(queue.next(900).text())), (Offsets{1}));
    QVERIFY(queue.next(501).isEmpty());
    queue.offer(subscriber, make(5), 501);
    const auto lost = noticeOf<wire::Lost>(queue.next(500).text());
    QCOMPARE(lost, (wire::Lost{1, 4, 2, 5, wire::Lost::Why::Slow}));
    queue.offer(subscriber, make(6), 0);
    const wire::Data data = dataOf(queue.next(0).text());
    QCOMPARE(data.prev, 5u);
    QCOMPARE(offsetsOf(data), (Offsets{6}));
    QCOMPARE(queue.takeCounters().lost, 4u);
    QVERIFY(queue.isEmpty());
}

void TestSendQueue::cutOffPastTheBoundOnly()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, make(1), 1'000);
    QVERIFY(!subscriber.cut);
    queue.offer(subscriber, make(2), 1'000);
    QVERIFY(subscriber.cut);
    QCOMPARE(subscriber.cut->from, 2u);
}

void TestSendQueue::largeReplyAlone()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    queue.addControl(QByteArray(5'000, 'x'));
    QVERIFY(!queue.isOverfull(0));
    QCOMPARE(queue.next(0).text().size(), 5'000);
    queue.offer(subscriber, make(1), 5'000); // all of it still under way
    QVERIFY(!subscriber.cut);
    QVERIFY(!queue.isOverfull(5'000));
    // Once it has drained, its allowance is gone.
    QVERIFY(!queue.next(0).isEmpty());
    QVERIFY(queue.next(0).isEmpty());
    queue.offer(subscriber, make(2), 5'000);
    QVERIFY(subscriber.cut);
}

void TestSendQueue::overfull()
{
    SendQueue queue(SmallLimits);
    queue.addControl(QByteArray(1'000, 'x'));
    QVERIFY(!queue.isOverfull(3'000));
    QVERIFY(queue.isOverfull(3'001));
    queue.clear();
    QVERIFY(!queue.isOverfull(3'001));
}

void TestSendQueue::removeForgets()
{
    SendQueue queue(SmallLimits);
    auto one = follower(DeliveryMode::All, 1), two = follower(DeliveryMode::All, 2);
    queue.offer(one, make(1), 0);
    queue.offer(two, make(1), 0);
    queue.offer(one, make(2), 5'000);
    queue.remove(one);
    QCOMPARE(dataOf(queue.next(0).text()).s, 2);
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
}

void TestSendQueue::runCutOffAndResumed()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, makeRun(1, 3), 1'001); // past slowBytes
    queue.offer(subscriber, makeRun(4, 6), 0);     // cut off until it has drained
    QCOMPARE(queue.bytes(), 0);
    const auto lost = noticeOf<wire::Lost>(queue.next(500).text());
    QCOMPARE(lost.from, 1u);
    QCOMPARE(lost.to, 6u);
    queue.offer(subscriber, makeRun(7, 8), 0);
    const wire::Data data = dataOf(queue.next(0).text());
    QCOMPARE(data.prev, 6u);
    QCOMPARE(offsetsOf(data), (Offsets{7, 8}));
    QVERIFY(queue.isEmpty());
}

void TestSendQueue::runIsOneMessageForAllInStep()
{
    SendQueue first(SmallLimits), second(SmallLimits);
    auto one = follower(DeliveryMode::All), two = follower(DeliveryMode::All);
    const PublicationRunPtr run = makeRun(1, 3);
    first.offer(one, run, 0);
    second.offer(two, run, 0);
    QCOMPARE(first.bytes(), run->cost());
    const SendQueue::Outgoing here = first.next(0);
    const SendQueue::Outgoing there = second.next(0);
    QVERIFY(here.shared);
    QCOMPARE(here.shared, there.shared);
    QCOMPARE(offsetsOf(dataOf(here.text())), (Offsets{1, 2, 3}));
    QCOMPARE(first.takeCounters().deliveries, 3u);
    QCOMPARE(first.bytes(), 0);
}

void TestSendQueue::runForOthersIsTheirOwn()
{
    SendQueue queue(SmallLimits);
    auto one = follower(DeliveryMode::All, 1), two = follower(DeliveryMode::All, 2);
    const PublicationRunPtr run = makeRun(4, 5);
    one.prev = 3;
    two.prev = 2; // was told 3 is lost, say
    queue.offer(one, run, 0);
    queue.offer(two, run, 0);
    const wire::Data here = dataOf(queue.next(0).text());
    const wire::Data there = dataOf(queue.next(0).text());
    QCOMPARE(here.s, 1);
    QCOMPARE(here.prev, 3u);
    QCOMPARE(there.s, 2);
    QCOMPARE(there.prev, 2u);
    QCOMPARE(offsetsOf(there), (Offsets{4, 5}));
}

void TestSendQueue::manyNumbersOfARun()
{
    const PublicationRunPtr run = makeRun(1, 2);
    for (std::int64_t s = 1; s <= 40; ++s) // more than are kept
        QCOMPARE(dataOf(run->message(s, 0)->payload()).s, s);
    QCOMPARE(run->message(1, 0), run->message(1, 0));
    QVERIFY(run->message(40, 0) != run->message(40, 0));
}

void TestSendQueue::smallRunsThatWaitedGoTogether()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    for (std::uint64_t offset = 1; offset <= 9; offset += 3)
        queue.offer(subscriber, makeRun(offset, offset + 2), 0);
    const SendQueue::Outgoing message = queue.next(0);
    QVERIFY(!message.shared);
    QCOMPARE(offsetsOf(dataOf(message.text())), (Offsets{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
}

void TestSendQueue::runAmongOthersKeepsTheOrder()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, make(1), 0);
    queue.offer(subscriber, makeRun(2, 2, '"' + QByteArray(150, 'x') + '"'), 0); // large enough to stay alone
    queue.addLost(subscriber, {3, 4, wire::Lost::Why::Retention});
    queue.offer(subscriber, makeRun(5, 6), 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1, 2}));
    QCOMPARE(noticeOf<wire::Lost>(queue.next(0).text()).from, 3u);
    const wire::Data data = dataOf(queue.next(0).text());
    QCOMPARE(data.prev, 4u);
    QCOMPARE(offsetsOf(data), (Offsets{5, 6}));
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
}

void TestSendQueue::runToAKeyedLane()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::Keyed);
    auto run = std::make_shared<PublicationRun>(QStringLiteral("c"));
    run->add(make(1, QStringLiteral("a")));
    run->add(make(2, QStringLiteral("b")));
    run->add(make(3, QStringLiteral("a")));
    queue.offer(subscriber, run, 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{2, 3}));
    QCOMPARE(queue.takeCounters().conflated, 1u);
}

QTEST_APPLESS_MAIN(TestSendQueue)
#include "tst_sendqueue.moc"
