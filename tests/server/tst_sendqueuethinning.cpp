// SPDX-License-Identifier: MIT
#include "lanes.h"

using namespace alcedo;
using namespace std::chrono_literals;
using Op = Publication::Op;

/// Lanes that hold what is newest, and those that wait for the frames of a rate.
class TestSendQueueThinning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keyedKeepsNewest();
    void keyedHotKeyCostsNoMemory();
    void keyedWithoutKeysKeepsAll();
    void merges_data();
    void merges();
    void latestKeepsOne();
    void onlyTheKeysAskedFor();
    void framesKeepTheRate();
    void frameReplacedOnItsWayOut();
    void heldFramesCostTheReaderNothing();
    void heldFramesAreBounded();
    void framesWithManyHoles();
};

void TestSendQueueThinning::keyedKeepsNewest()
{
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::keyedHotKeyCostsNoMemory()
{
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::keyedWithoutKeysKeepsAll()
{
    SendQueue queue(SmallLimits);
    auto subscriber = follower(DeliveryMode::Keyed);
    for (std::uint64_t offset : {1u, 2u, 3u})
        queue.offer(subscriber, make(offset), 0);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1, 2, 3}));
}

void TestSendQueueThinning::merges_data()
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

void TestSendQueueThinning::merges()
{
    QFETCH(DeliveryMode, mode);
    QFETCH(QStringList, offered);
    QFETCH(QByteArrayList, expected);
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::latestKeepsOne()
{
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::onlyTheKeysAskedFor()
{
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::framesKeepTheRate()
{
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::frameReplacedOnItsWayOut()
{
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::heldFramesCostTheReaderNothing()
{
    SendQueue queue(SmallLimits);
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

void TestSendQueueThinning::heldFramesAreBounded()
{
    SendQueue::Limits limits = SmallLimits;
    limits.maxHeldBytes = 1'000;
    SendQueue queue(limits);
    auto subscriber = follower(DeliveryMode::Keyed);
    subscriber.interval = subscriber.frameDue = 1h;
    queue.offer(subscriber, make(1, QStringLiteral("a")), 0);
    queue.openFrames(0ms);
    QVERIFY(queue.next(0).isEmpty());
    queue.offer(subscriber, make(2, QStringLiteral("b"), QByteArray(1'000, '1')), 0);
    queue.openFrames(0ms);
    QCOMPARE(offsetsOf(dataOf(queue.next(0).text())), (Offsets{1, 2}));
}

void TestSendQueueThinning::framesWithManyHoles()
{
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

QTEST_APPLESS_MAIN(TestSendQueueThinning)
#include "tst_sendqueuethinning.moc"
