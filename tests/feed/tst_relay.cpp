// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/feed/relay.h>

#include <QTest>
#include <thread>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

RecordBatchPtr quotes(int count, std::string_view key = "BTC-USD")
{
    RecordBatchBuilder builder(1);
    for (int i = 0; i < count; ++i) {
        builder.begin(RecordKind::Quote, key, 1'000 + i, 2'000 + i);
        builder.set(quote::Last, Decimal(10'000 + i, 2));
    }
    return builder.take();
}

class ScriptedSource final : public Source
{
public:
    using Source::Source;
    void start() override { Q_EMIT batchReady(quotes(1)); }
    void stop() override {}
    [[nodiscard]] SourceStatus status() const override { return {}; }
};

} // namespace

class TestRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void channelNames_data();
    void channelNames();
    void dropsPastItsBound();
    void refusedRecordIsCounted();
    void publishesEveryRecord();
    void followsASource();
    void flushLeavesNothingWaiting();
    void fromAnotherThread();

private:
    SystemClock m_clock;
};

void TestRelay::channelNames_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("channel");
    const auto row = [](const char *source, RecordKind kind, const char *channel) {
        QTest::newRow(channel) << QString::fromUtf8(source) << int(kind) << QString::fromUtf8(channel);
    };
    row("markets", RecordKind::Quote, "markets.quotes");
    row("plant-2", RecordKind::Sensor, "plant-2.sensors");
    row("wire", RecordKind::News, "wire.news");
    row("x", RecordKind::Control, "x.control");
    row("localhost:8080", RecordKind::Trade, "localhost:8080.trades");
    row("a b\xc3\xa9", RecordKind::Book, "a-b-.books");
}

void TestRelay::channelNames()
{
    QFETCH(QString, source);
    QFETCH(int, kind);
    QFETCH(QString, channel);
    QCOMPARE(Relay::channelName(source, RecordKind(kind)), channel);
}

void TestRelay::dropsPastItsBound()
{
    Server server({}, m_clock);
    const RecordBatchPtr batch = quotes(10);
    Relay::Options options;
    options.maxQueueBytes = qint64(batch->bytes()) * 2;
    Relay relay(server, QStringLiteral("s"), options);
    for (int i = 0; i < 3; ++i)
        relay.push(batch);
    QCOMPARE(relay.counters().dropped, 10u);
    QTRY_COMPARE(relay.counters().published, 20u);
    relay.push(batch); // there is room again
    QTRY_COMPARE(relay.counters().published, 30u);
    QCOMPARE(relay.counters().dropped, 10u);
}

void TestRelay::refusedRecordIsCounted()
{
    Server server({}, m_clock);
    Relay relay(server, QStringLiteral("s"));
    RecordBatchBuilder builder(1);
    builder.begin(RecordKind::News, "n", 1, 1);
    builder.set(news::Body, std::string(300'000, 'x'));
    builder.begin(RecordKind::News, "n", 2, 2);
    relay.push(builder.take());
    QTRY_COMPARE(relay.counters().published, 1u);
    QCOMPARE(relay.counters().refused, 1u);
}

void TestRelay::publishesEveryRecord()
{
    Server server({}, m_clock);
    Relay relay(server, QStringLiteral("s"));
    relay.push(quotes(2'500));
    relay.push(nullptr);
    relay.push(quotes(1, "ETH-USD"));
    QTRY_COMPARE(relay.counters().published, 2'501u);
    QCOMPARE(server.counters().publications, 2'501u);
}

void TestRelay::followsASource()
{
    Server server({}, m_clock);
    Relay relay(server, QStringLiteral("s"));
    ScriptedSource source(1, QStringLiteral("s"));
    relay.follow(source);
    source.start();
    QTRY_COMPARE(relay.counters().published, 1u);
    QCOMPARE(relay.counters().dropped, 0u);
}

void TestRelay::flushLeavesNothingWaiting()
{
    Server server({}, m_clock);
    Relay relay(server, QStringLiteral("s"));
    relay.push(quotes(2'500));
    relay.push(quotes(1));
    relay.flush();
    QCOMPARE(relay.counters().published, 2'501u);
}

void TestRelay::fromAnotherThread()
{
    Server server({}, m_clock);
    Relay relay(server, QStringLiteral("s"));
    std::thread feeding([&] {
        for (int i = 0; i < 100; ++i)
            relay.push(quotes(10));
    });
    QTRY_COMPARE(relay.counters().published, 1'000u);
    feeding.join();
    QCOMPARE(relay.counters().dropped, 0u);
}

QTEST_GUILESS_MAIN(TestRelay)
#include "tst_relay.moc"
