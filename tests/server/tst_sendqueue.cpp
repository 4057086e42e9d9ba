// SPDX-License-Identifier: MIT
#include <alcedo/server/sendqueue.h>
#include <alcedo/wire/jsoncodec.h>

#include <QTest>

using namespace alcedo;

namespace {

using Offsets = std::vector<std::uint64_t>;

using Op = Publication::Op;

StoredPublicationPtr make(std::uint64_t offset, const QString &key = {}, const QByteArray &data = "1",
                          Op op = Op::Set)
{
    return storePublication({offset, 0, data, key, op});
}

PublicationRunPtr makeRun(std::uint64_t first, std::uint64_t last, const QByteArray &data = "1")
{
    auto run = std::make_shared<PublicationRun>(QStringLiteral("c"));
    for (std::uint64_t offset = first; offset <= last; ++offset)
        run->add(make(offset, {}, data));
    return run;
}

Subscriber follower(DeliveryMode mode, std::int64_t id = 1)
{
    Subscriber subscriber;
    subscriber.id = id;
    subscriber.mode = mode;
    return subscriber;
}

/// The notification in a message, or an empty one of that type.
template <typename T>
T noticeOf(const QByteArray &message)
{
    JsonCodec codec;
    const auto decoded = codec.decode(message);
    if (!decoded)
        return {};
    const auto *notification = std::get_if<wire::Notification>(&decoded->front());
    const auto *params = notification ? std::get_if<T>(&notification->params) : nullptr;
    return params ? *params : T{};
}

wire::Data dataOf(const QByteArray &message)
{
    return noticeOf<wire::Data>(message);
}

Offsets offsetsOf(const wire::Data &data)
{
    Offsets offsets;
    for (const Publication &publication : data.pubs)
        offsets.push_back(publication.offset);
    return offsets;
}

} // namespace

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
    void keyedKeepsNewest();
    void keyedHotKeyCostsNoMemory();
    void keyedWithoutKeysKeepsAll();
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
    void merges_data();
    void merges();
    void latestKeepsOne();
    void onlyTheKeysAskedFor();
    void framesKeepTheRate();
    void frameReplacedOnItsWayOut();
    void heldFramesCostTheReaderNothing();
    void heldFramesAreBounded();
    void framesWithManyHoles();

private:
    SendQueue::Limits m_limits{1'000, 4'000, 200};
};

void TestSendQueue::emptyGivesNothing()
{
    SendQueue queue(m_limits);
    QVERIFY(queue.next(0).isEmpty());
    QVERIFY(queue.isEmpty());
}

void TestSendQueue::controlGoesFirst()
{
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, make(1), 0);
    QCOMPARE(dataOf(queue.next(0).text()).prev, 0u);
    queue.offer(subscriber, make(2), 0);
    QCOMPARE(dataOf(queue.next(0).text()).prev, 1u);
}

void TestSendQueue::closesMessagesAtTheirSize()
{
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
    auto one = follower(DeliveryMode::All, 1), two = follower(DeliveryMode::All, 2);
    for (std::uint64_t offset = 1; offset <= 3; ++offset)
        queue.offer(one, make(offset, {}, '"' + QByteArray(200, 'x') + '"'), 0);
    queue.offer(two, make(1), 0);
    QCOMPARE(dataOf(queue.next(0).text()).s, 1);
    QCOMPARE(dataOf(queue.next(0).text()).s, 2);
    QCOMPARE(dataOf(queue.next(0).text()).s, 1);
}

void TestSendQueue::keyedKeepsNewest()
{
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    queue.offer(subscriber, make(1, QStringLiteral("a")), 0);
    queue.offer(subscriber, make(2, QStringLiteral("b")), 0);
    queue.offer(subscriber, make(3, QStringLiteral("a")), 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{2, 3}));
    QCOMPARE(queue.takeCounters().conflated, 1u);
    QVERIFY(queue.isEmpty());
    queue.offer(subscriber, make(4, QStringLiteral("a")), 0);
    QCOMPARE(dataOf(queue.next(0).text()).prev, 3u);
}

void TestSendQueue::keyedHotKeyCostsNoMemory()
{
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    for (std::uint64_t offset = 1; offset <= 10'000; ++offset)
        queue.offer(subscriber, make(offset, offset % 2 ? QStringLiteral("a") : QStringLiteral("b")),
                    1'000'000);
    QVERIFY2(subscriber.lane.size() < 100, QByteArray::number(quint64(subscriber.lane.size())));
    QCOMPARE(queue.bytes(),
             make(9'999, QStringLiteral("a"))->cost() + make(10'000, QStringLiteral("b"))->cost());
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{9'999, 10'000}));
    QCOMPARE(queue.takeCounters().conflated, 9'998u);
    QCOMPARE(queue.bytes(), 0);
}

void TestSendQueue::keyedWithoutKeysKeepsAll()
{
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    for (std::uint64_t offset : {1u, 2u, 3u})
        queue.offer(subscriber, make(offset), 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1, 2, 3}));
}

void TestSendQueue::cutOffAndResumed()
{
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::All);
    queue.offer(subscriber, make(1), 1'000);
    QVERIFY(!subscriber.cut);
    queue.offer(subscriber, make(2), 1'000);
    QVERIFY(subscriber.cut);
    QCOMPARE(subscriber.cut->from, 2u);
}

void TestSendQueue::largeReplyAlone()
{
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
    queue.addControl(QByteArray(1'000, 'x'));
    QVERIFY(!queue.isOverfull(3'000));
    QVERIFY(queue.isOverfull(3'001));
    queue.clear();
    QVERIFY(!queue.isOverfull(3'001));
}

void TestSendQueue::removeForgets()
{
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
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
    SendQueue first(m_limits), second(m_limits);
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
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
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
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    auto run = std::make_shared<PublicationRun>(QStringLiteral("c"));
    run->add(make(1, QStringLiteral("a")));
    run->add(make(2, QStringLiteral("b")));
    run->add(make(3, QStringLiteral("a")));
    queue.offer(subscriber, run, 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{2, 3}));
    QCOMPARE(queue.takeCounters().conflated, 1u);
}

void TestSendQueue::merges_data()
{
    // What waits, in short "key op data", and what goes out of it.
    QTest::addColumn<DeliveryMode>("mode");
    QTest::addColumn<QStringList>("offered");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char *name, DeliveryMode mode, const QStringList &offered,
                        const QByteArrayList &expected) {
        QTest::newRow(name) << mode << offered << expected;
    };
    const QString setA = QStringLiteral("k set {\"a\":1}"), setB = QStringLiteral("k set {\"b\":2}"),
                  mergeA = QStringLiteral("k merge {\"a\":1}"), mergeB = QStringLiteral("k merge {\"b\":2}"),
                  remove = QStringLiteral("k remove null");
    using Mode = DeliveryMode;
    row("merge, one", Mode::Merge, {setA}, {R"([1,0,{"a":1},"k","merge"])"});
    row("merge, fields go together", Mode::Merge, {setA, setB}, {R"([2,0,{"a":1,"b":2},"k","merge"])"});
    row("merge, published as merge", Mode::Merge, {mergeA, mergeB}, {R"([2,0,{"a":1,"b":2},"k","merge"])"});
    row("merge, removed", Mode::Merge, {setA, remove}, {R"([2,0,null,"k","remove"])"});
    row("merge, removed and set is whole", Mode::Merge, {setA, remove, setB}, {R"([3,0,{"b":2},"k"])"});
    row("merge, whole stays whole", Mode::Merge, {remove, setB, setA}, {R"([3,0,{"b":2,"a":1},"k"])"});
    row("merge, no object replaces", Mode::Merge, {setA, QStringLiteral("k set 7")},
        {R"([2,0,7,"k","merge"])"});
    row("keyed, set replaces", Mode::Keyed, {setA, setB}, {R"([2,0,{"b":2},"k"])"});
    row("keyed, merge into what waits", Mode::Keyed, {setA, mergeB}, {R"([2,0,{"a":1,"b":2},"k"])"});
    row("keyed, merges alone stay merges", Mode::Keyed, {mergeA, mergeB},
        {R"([2,0,{"a":1,"b":2},"k","merge"])"});
    row("keyed, removed and merged is whole", Mode::Keyed, {remove, mergeB}, {R"([2,0,{"b":2},"k"])"});
    row("keyed, keys apart", Mode::Keyed, {mergeA, QStringLiteral("l merge {\"c\":3}")},
        {R"([1,0,{"a":1},"k","merge"])", R"([2,0,{"c":3},"l","merge"])"});
    row("latest, merge of another key", Mode::Latest, {QStringLiteral("l set {\"c\":3}"), mergeB},
        {R"([2,0,{"b":2},"k","merge"])"});
    row("all passes as published", Mode::All, {setA, mergeB},
        {R"([1,0,{"a":1},"k"])", R"([2,0,{"b":2},"k","merge"])"});
}

void TestSendQueue::merges()
{
    QFETCH(DeliveryMode, mode);
    QFETCH(QStringList, offered);
    QFETCH(QByteArrayList, expected);
    SendQueue queue(m_limits);
    auto subscriber = follower(mode);
    std::uint64_t offset = 0;
    for (const QString &text : offered) {
        const QStringList words = text.split(u' ');
        const Op op = words[1] == u"remove" ? Op::Remove : words[1] == u"merge" ? Op::Merge : Op::Set;
        queue.offer(subscriber, make(++offset, words[0], words[2].toUtf8(), op), 0);
    }
    QCOMPARE(queue.next(0).text(),
             "{\"jsonrpc\":\"2.0\",\"method\":\"data\",\"params\":{\"s\":1,\"prev\":0,\"pubs\":[" +
                 expected.join(',') + "]}}");
    QCOMPARE(queue.bytes(), 0);
    QCOMPARE(queue.takeCounters().conflated, quint64(offered.size() - expected.size()));
}

void TestSendQueue::latestKeepsOne()
{
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Latest);
    queue.offer(subscriber, make(1, QStringLiteral("a")), 0);
    queue.offer(subscriber, make(2), 0);
    queue.offer(subscriber, make(3, QStringLiteral("b")), 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{3}));
    QVERIFY(queue.isEmpty());
    queue.offer(subscriber, make(4), 0);
    QCOMPARE(dataOf(queue.next(0).text()).prev, 3u);
    QCOMPARE(queue.takeCounters().conflated, 2u);
}

void TestSendQueue::onlyTheKeysAskedFor()
{
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    subscriber.keys = {QStringLiteral("a"), QStringLiteral("c")};
    std::uint64_t offset = 0;
    for (const char *key : {"a", "b", "c", ""})
        queue.offer(subscriber, make(++offset, QString::fromLatin1(key)), 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1, 3}));
    QVERIFY(queue.isEmpty());
    queue.offer(subscriber, make(5, QStringLiteral("c")), 0);
    QCOMPARE(dataOf(queue.next(0).text()).prev, 3u); // of what was sent, not of the channel
    QCOMPARE(queue.takeCounters().conflated, 0u);
}

void TestSendQueue::framesKeepTheRate()
{
    using namespace std::chrono_literals;
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    subscriber.interval = 100ms;
    const auto frameAt = [&](Subscriber::Nanoseconds now) {
        queue.openFrames(now);
        const QByteArray text = queue.next(0).text();
        return text.isEmpty() ? Offsets() : offsetsOf(dataOf(text));
    };
    queue.offer(subscriber, make(1, QStringLiteral("a")), 0);
    queue.offer(subscriber, make(2, QStringLiteral("b")), 0);
    QVERIFY(queue.next(0).isEmpty()); // until it is looked at
    QCOMPARE(frameAt(5ms), (Offsets{1, 2}));
    QVERIFY(!queue.nextFrame());
    queue.offer(subscriber, make(3, QStringLiteral("a")), 0);
    queue.offer(subscriber, make(4, QStringLiteral("a")), 0);
    QCOMPARE(queue.nextFrame(), std::optional<Subscriber::Nanoseconds>(105ms));
    QCOMPARE(frameAt(104ms), Offsets());
    queue.offer(subscriber, make(5, QStringLiteral("b")), 0);
    QCOMPARE(frameAt(105ms), (Offsets{4, 5}));
    // After a pause the first one goes at once; one without a key counts as a key.
    queue.offer(subscriber, make(6), 0);
    QCOMPARE(frameAt(300ms), (Offsets{6}));
    queue.offer(subscriber, make(7), 0);
    queue.offer(subscriber, make(8), 0);
    QCOMPARE(frameAt(399ms), Offsets());
    QCOMPARE(frameAt(400ms), (Offsets{8}));
    QCOMPARE(queue.takeCounters().conflated, 2u);
    QVERIFY(queue.isEmpty());
}

void TestSendQueue::frameReplacedOnItsWayOut()
{
    using namespace std::chrono_literals;
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    subscriber.interval = 100ms;
    queue.offer(subscriber, make(1, QStringLiteral("a")), 0);
    queue.openFrames(0ms); // the reader is slow: nothing was taken yet
    queue.offer(subscriber, make(2, QStringLiteral("a")), 0);
    QVERIFY(queue.next(0).isEmpty());
    QCOMPARE(queue.nextFrame(), std::optional<Subscriber::Nanoseconds>(100ms));
    queue.openFrames(100ms);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{2}));
    QVERIFY(queue.isEmpty());
    QCOMPARE(queue.bytes(), 0);
}

void TestSendQueue::heldFramesCostTheReaderNothing()
{
    using namespace std::chrono_literals;
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed), other = follower(DeliveryMode::All, 2);
    subscriber.interval = 1h;
    subscriber.frameDue = 1h;
    for (std::uint64_t offset = 1; offset <= 100; ++offset)
        queue.offer(subscriber, make(offset, QString::number(offset), QByteArray(100, '1')), 0);
    QCOMPARE(queue.bytes(), 0);
    QVERIFY(!queue.isOverfull(0));
    queue.offer(other, make(1), 0);
    QVERIFY(!other.cut);
    queue.openFrames(1h);
    QVERIFY(queue.isOverfull(0)); // now it is the reader's turn
    queue.remove(subscriber);
    queue.remove(other);
    QCOMPARE(queue.bytes(), 0);
}

void TestSendQueue::heldFramesAreBounded()
{
    using namespace std::chrono_literals;
    m_limits.maxHeldBytes = 1'000;
    SendQueue queue(m_limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    subscriber.interval = subscriber.frameDue = 1h;
    queue.offer(subscriber, make(1, QStringLiteral("a")), 0);
    queue.openFrames(0ms);
    QVERIFY(queue.next(0).isEmpty());
    queue.offer(subscriber, make(2, QStringLiteral("b"), QByteArray(1'000, '1')), 0);
    queue.openFrames(0ms);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1, 2}));
    m_limits = {1'000, 4'000, 200};
}

void TestSendQueue::framesWithManyHoles()
{
    using namespace std::chrono_literals;
    SendQueue queue({1'000'000, 4'000'000, 200});
    auto subscriber = follower(DeliveryMode::Keyed);
    subscriber.interval = 100ms;
    std::uint64_t offset = 0;
    for (; offset < 50; ++offset)
        queue.offer(subscriber, make(offset + 1, QString::number(offset)), 0);
    queue.openFrames(0ms);
    // Of the frame that is under way, all but the first two are replaced by what waits for the next one.
    for (; offset < 146; ++offset)
        queue.offer(subscriber, make(offset + 1, QString::number(2 + (offset - 50) % 48)), 0);
    QVERIFY(subscriber.lane.size() < 100); // the holes were closed on both sides of the frame's end
    Offsets first;
    for (QByteArray text = queue.next(0).text(); !text.isEmpty(); text = queue.next(0).text()) {
        for (const std::uint64_t one : offsetsOf(dataOf(text)))
            first.push_back(one);
    }
    QCOMPARE(first, (Offsets{1, 2}));
    queue.openFrames(100ms);
    Offsets second;
    for (QByteArray text = queue.next(0).text(); !text.isEmpty(); text = queue.next(0).text()) {
        for (const std::uint64_t one : offsetsOf(dataOf(text)))
            second.push_back(one);
    }
    QCOMPARE(second.size(), std::size_t(48));
    QCOMPARE(second.front(), 99u);
    QCOMPARE(second.back(), 146u);
    QCOMPARE(queue.bytes(), 0);
    QVERIFY(queue.isEmpty());
}

QTEST_APPLESS_MAIN(TestSendQueue)
#include "tst_sendqueue.moc"
