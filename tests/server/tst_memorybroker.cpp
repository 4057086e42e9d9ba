// SPDX-License-Identifier: MIT
#include "brokertest.h"

#include <thread>

using namespace alcedo;
using namespace std::chrono_literals;

/// Channels: their numbers, their history, and what is let go of it.
class TestMemoryBroker : public BrokerTest
{
    Q_OBJECT

private Q_SLOTS:
    void refusesUnknownChannel();
    void refusesTooManyChannels();
    void declaredChannelsAreNotCounted();
    void offsetsCountFromOne();
    void epochsDiffer();
    void historyByCount();
    void historyByAge();
    void historyByBytes();
    void noHistoryWhereNoneIsAsked_data();
    void noHistoryWhereNoneIsAsked();
    void reads_data();
    void reads();
    void readsAtLeastOne();
    void idempotencyKey();
    void idempotencyKeysBounded();
    void shrinkingOptionsDrops();
    void unusedChannelGoes();
    void rate();
    void joinAndPublishAreSerialised();
};

void TestMemoryBroker::refusesUnknownChannel()
{
    MemoryBroker broker({}, m_clock);
    const auto read = broker.read(QStringLiteral("c"), {});
    QVERIFY(!read);
    QCOMPARE(read.error().detail(), int(RpcError::UnknownChannel));
    const auto published = broker.publish(QStringLiteral("c"), {"1", {}, {}, {}}, Creation::Refused);
    QVERIFY(!published);
    QCOMPARE(published.error().detail(), int(RpcError::UnknownChannel));
}

void TestMemoryBroker::refusesTooManyChannels()
{
    MemoryBroker::Options options;
    options.maxChannels = 2;
    MemoryBroker broker(options, m_clock);
    Sink sink;
    QVERIFY(publishTo(broker, "a"));
    QVERIFY(broker.join(QStringLiteral("b"), sink, Broker::Snapshot::Unwanted));
    const auto published = publishTo(broker, "c");
    QVERIFY(!published);
    QCOMPARE(published.error().detail(), int(RpcError::LimitReached));
    const auto joined = broker.join(QStringLiteral("d"), sink, Broker::Snapshot::Unwanted);
    QVERIFY(!joined);
    QCOMPARE(joined.error().detail(), int(RpcError::LimitReached));
    // The channel that only a subscription kept makes room.
    broker.leave(QStringLiteral("b"), sink);
    QVERIFY(publishTo(broker, "c"));
}

void TestMemoryBroker::declaredChannelsAreNotCounted()
{
    MemoryBroker::Options options;
    options.maxChannels = 1;
    MemoryBroker broker(options, m_clock);
    for (const char *name : {"x", "y", "z"})
        broker.declare(QLatin1String(name), {});
    QVERIFY(publish(broker));
    QCOMPARE(broker.counters().channels, 4u);
}

void TestMemoryBroker::offsetsCountFromOne()
{
    MemoryBroker broker({}, m_clock);
    QCOMPARE(publish(broker)->offset, 1u);
    QCOMPARE(publish(broker)->offset, 2u);
    const HistoryPage page = read(broker);
    QCOMPARE(offsetsOf(page.publications), (Offsets{1, 2}));
    QCOMPARE(page.top.offset, 2u);
    const auto ms = qint64(m_clock.wall() / 1ms);
    QCOMPARE(page.publications.front()->element, QByteArray("[1," + QByteArray::number(ms) + ",1]"));
}

void TestMemoryBroker::epochsDiffer()
{
    MemoryBroker one({}, m_clock), other({}, m_clock);
    const auto first = publish(one), second = publish(one), elsewhere = publish(other);
    QVERIFY(!first->epoch.isEmpty());
    QCOMPARE(first->epoch, second->epoch);
    QVERIFY(first->epoch != elsewhere->epoch);
}

void TestMemoryBroker::historyByCount()
{
    MemoryBroker::Options options;
    options.channelDefaults.historySize = 3;
    MemoryBroker broker(options, m_clock);
    for (int i = 0; i < 5; ++i)
        QVERIFY(publish(broker));
    const HistoryPage page = read(broker);
    QCOMPARE(offsetsOf(page.publications), (Offsets{3, 4, 5}));
    QCOMPARE(page.firstHeld, 3u);
    QCOMPARE(broker.counters().held, 3u);
    QCOMPARE(broker.counters().droppedByCount, 2u);
}

void TestMemoryBroker::historyByAge()
{
    MemoryBroker::Options options;
    options.channelDefaults.historyAge = 1s;
    MemoryBroker broker(options, m_clock);
    QVERIFY(publish(broker));
    m_clock.advance(600ms);
    QVERIFY(publish(broker));
    m_clock.advance(400ms);
    QCOMPARE(offsetsOf(read(broker).publications), (Offsets{1, 2})); // exactly as old as may be
    m_clock.advance(1ms);
    QCOMPARE(offsetsOf(read(broker).publications), (Offsets{2}));
    m_clock.advance(1s);
    broker.sweep();
    const Broker::Counters counters = broker.counters();
    // The newest stays: it is what mode latest begins with.
    QCOMPARE(counters.held, 1u);
    QCOMPARE(counters.droppedByAge, 1u);
    QCOMPARE(read(broker).firstHeld, 2u);
}

void TestMemoryBroker::historyByBytes()
{
    MemoryBroker probe({}, m_clock);
    QVERIFY(publish(probe));
    const quint64 cost = probe.counters().heldBytes;
    MemoryBroker::Options options;
    options.historyBytes = qint64(cost) * 4;
    MemoryBroker broker(options, m_clock);
    QVERIFY(publishTo(broker, "old"));
    for (int i = 0; i < 4; ++i)
        QVERIFY(publish(broker));
    // The oldest over all channels went, in the other channel.
    QCOMPARE(broker.read(QStringLiteral("old"), {})->firstHeld, 2u);
    QCOMPARE(offsetsOf(read(broker).publications), (Offsets{1, 2, 3, 4}));
    QCOMPARE(broker.counters().heldBytes, cost * 4);
    QCOMPARE(broker.counters().droppedByBytes, 1u);
}

void TestMemoryBroker::noHistoryWhereNoneIsAsked_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("ageMs");
    QTest::newRow("no size") << 0 << 1000;
    QTest::newRow("no age") << 10 << 0;
}

void TestMemoryBroker::noHistoryWhereNoneIsAsked()
{
    QFETCH(int, size);
    QFETCH(int, ageMs);
    MemoryBroker broker({}, m_clock);
    broker.declare(QStringLiteral("c"), {size, std::chrono::milliseconds(ageMs), {}});
    QCOMPARE(publish(broker)->offset, 1u);
    QCOMPARE(publish(broker)->offset, 2u);
    QVERIFY(read(broker).publications.empty());
    QCOMPARE(read(broker).firstHeld, 3u);
    Sink sink;
    QVERIFY(!broker.join(QStringLiteral("c"), sink, Broker::Snapshot::Unwanted)->recoverable);
}

void TestMemoryBroker::reads_data()
{
    // Five publications, of which 2 to 5 are held.
    QTest::addColumn<int>("since");
    QTest::addColumn<int>("until");
    QTest::addColumn<int>("limit");
    QTest::addColumn<bool>("newest");
    QTest::addColumn<Offsets>("expected");
    QTest::newRow("all") << -1 << -1 << 0 << false << Offsets{2, 3, 4, 5};
    QTest::newRow("after the newest") << 5 << -1 << 0 << false << Offsets{};
    QTest::newRow("beyond the newest") << 9 << -1 << 0 << false << Offsets{};
    QTest::newRow("since") << 3 << -1 << 0 << false << Offsets{4, 5};
    QTest::newRow("before what is held") << 0 << -1 << 0 << false << Offsets{2, 3, 4, 5};
    QTest::newRow("until") << -1 << 3 << 0 << false << Offsets{2, 3};
    QTest::newRow("until before what is held") << -1 << 1 << 0 << false << Offsets{};
    QTest::newRow("oldest two") << -1 << -1 << 2 << false << Offsets{2, 3};
    QTest::newRow("newest two") << -1 << -1 << 2 << true << Offsets{4, 5};
    QTest::newRow("newest two until") << -1 << 4 << 2 << true << Offsets{3, 4};
}

void TestMemoryBroker::reads()
{
    QFETCH(int, since);
    QFETCH(int, until);
    QFETCH(int, limit);
    QFETCH(bool, newest);
    QFETCH(Offsets, expected);
    MemoryBroker::Options options;
    options.channelDefaults.historySize = 4;
    MemoryBroker broker(options, m_clock);
    StreamPosition position;
    for (int i = 0; i < 5; ++i)
        position = *publish(broker);
    HistoryQuery query;
    if (since >= 0)
        query.since = StreamPosition{position.epoch, std::uint64_t(since)};
    if (until >= 0)
        query.until = std::uint64_t(until);
    query.limit = limit;
    query.from = newest ? HistoryQuery::From::Newest : HistoryQuery::From::Oldest;
    QCOMPARE(offsetsOf(read(broker, query).publications), expected);
}

void TestMemoryBroker::readsAtLeastOne()
{
    MemoryBroker broker({}, m_clock);
    for (int i = 0; i < 3; ++i)
        QVERIFY(publish(broker));
    HistoryQuery query;
    query.maxBytes = 1;
    const HistoryPage page = read(broker, query);
    QCOMPARE(offsetsOf(page.publications), (Offsets{1}));
    QCOMPARE(page.end(), 1u);
}

void TestMemoryBroker::idempotencyKey()
{
    MemoryBroker broker({}, m_clock);
    const auto once = [&] { return publish(broker, {}, "1", Publication::Op::Set, QStringLiteral("k")); };
    const auto first = once();
    m_clock.advance(300s);
    QCOMPARE(*once(), *first);
    QCOMPARE(broker.counters().publications, 1u);
    QCOMPARE(broker.counters().repeated, 1u);
    // The same key in another channel is another publication.
    QVERIFY(broker.publish(QStringLiteral("d"), {"1", {}, {}, QStringLiteral("k")}, Creation::Allowed));
    QCOMPARE(broker.counters().publications, 2u);
    m_clock.advance(1ns);
    QCOMPARE(once()->offset, 2u);
}

void TestMemoryBroker::idempotencyKeysBounded()
{
    MemoryBroker::Options options;
    options.maxIdempotencyKeys = 2;
    MemoryBroker broker(options, m_clock);
    for (const char *key : {"a", "b", "c"})
        QVERIFY(publish(broker, {}, "1", Publication::Op::Set, QLatin1String(key)));
    QCOMPARE(publish(broker, {}, "1", Publication::Op::Set, QStringLiteral("b"))->offset, 2u);
    QCOMPARE(publish(broker, {}, "1", Publication::Op::Set, QStringLiteral("a"))->offset, 4u);
}

void TestMemoryBroker::shrinkingOptionsDrops()
{
    MemoryBroker broker({}, m_clock);
    for (int i = 0; i < 3; ++i)
        QVERIFY(publish(broker));
    ChannelOptions options;
    options.historySize = 1;
    broker.declare(QStringLiteral("c"), options);
    QCOMPARE(offsetsOf(read(broker).publications), (Offsets{3}));
    QCOMPARE(broker.counters().droppedByCount, 2u);
}

void TestMemoryBroker::unusedChannelGoes()
{
    MemoryBroker broker({}, m_clock);
    Sink sink;
    const QString channel = QStringLiteral("c");
    QVERIFY(broker.join(channel, sink, Broker::Snapshot::Unwanted));
    QVERIFY(broker.join(channel, sink, Broker::Snapshot::Unwanted));
    QCOMPARE(broker.channels({}).front().subscribers, 2);
    broker.leave(channel, sink);
    QCOMPARE(broker.channels({}).front().subscribers, 1);
    broker.leave(channel, sink);
    QVERIFY(broker.channels({}).empty());
    QVERIFY(broker.join(channel, sink, Broker::Snapshot::Unwanted));
    QVERIFY(publish(broker));
    broker.forget(sink);
    QCOMPARE(broker.channels({}).size(), std::size_t(1)); // it has a stream now
    QVERIFY(publish(broker));
    QCOMPARE(sink.offsets, (Offsets{1}));
}

void TestMemoryBroker::rate()
{
    ManualClock clock;
    MemoryBroker broker({}, clock);
    for (int i = 0; i < 7; ++i)
        QVERIFY(publishTo(broker, "c"));
    clock.advance(1s);
    QCOMPARE(broker.channels(QStringLiteral("c")).front().rate, 7.0);
    clock.advance(1s);
    QCOMPARE(broker.channels(QStringLiteral("c")).front().rate, 0.0);
    QVERIFY(broker.channels(QStringLiteral("other")).empty());
}

void TestMemoryBroker::joinAndPublishAreSerialised()
{
    // Whatever the moment of a join: what is at its top or before, and what is delivered after, is every
    // offset once.
    constexpr int Count = 4'000;
    MemoryBroker broker({{Count * 2, 1h, {}}}, m_clock);
    std::vector<std::thread> publishers;
    for (int i = 0; i < 2; ++i) {
        publishers.emplace_back([&] {
            for (int n = 0; n < Count; ++n)
                (void)publish(broker);
        });
    }
    std::vector<std::unique_ptr<Sink>> sinks;
    std::vector<std::uint64_t> tops;
    do {
        sinks.push_back(std::make_unique<Sink>());
        tops.push_back(
            broker.join(QStringLiteral("c"), *sinks.back(), Broker::Snapshot::Unwanted)->top.offset);
        if (sinks.size() > 20) {
            broker.forget(*sinks.front());
            sinks.erase(sinks.begin());
            tops.erase(tops.begin());
        }
    } while (broker.counters().publications < 2 * Count);
    for (auto &publisher : publishers)
        publisher.join();
    for (std::size_t i = 0; i < sinks.size(); ++i) {
        const Offsets &got = sinks[i]->offsets;
        QCOMPARE(got.size(), std::size_t(2 * Count) - tops[i]);
        for (std::size_t n = 0; n < got.size(); ++n)
            QCOMPARE(got[n], tops[i] + 1 + n);
    }
}

QTEST_APPLESS_MAIN(TestMemoryBroker)
#include "tst_memorybroker.moc"
