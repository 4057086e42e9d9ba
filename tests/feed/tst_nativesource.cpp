// SPDX-License-Identifier: MIT
#include "../client/scriptedpeer.h"

#include <alcedo/feed/nativesource.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

Publication pub(std::uint64_t offset, const QByteArray &data, const QString &key = {},
                Publication::Op op = Publication::Op::Set)
{
    return {offset, 1'700'000'000'000 + std::int64_t(offset), data, key, op};
}

const QByteArray Quote = R"({"kind":"quote","key":"BTC/USD","last":"67412.50","bid":"67412.40"})";

} // namespace

class TestNativeSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void foreignBecomesControl_data();
    void foreignBecomesControl();
    void refusalsAreShown();
    void channelsRefused();
    void recordsComeThrough();
    void modesFollowTheSchema();
    void pastComesBeforeThePresent();
    void newChannelsAreFound();
    void linkLossIsAGap();
    void lossWithoutLinkLoss();
    void anotherHistoryIsAGapOfItsOwn();
    void secretsStayOutOfTheUrl();

private:
    void make(const QStringList &channels);
    void goLive(const std::vector<wire::ChannelEntry> &channels);
    void subscribed(std::int64_t s, std::uint64_t offset, std::vector<Publication> list = {},
                    const QByteArray &schema = {}, std::optional<std::uint64_t> top = {});
    void answerTop(std::uint64_t top);
    void comeBack();

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ScriptedPeer> m_peer;
    std::unique_ptr<NativeSource> m_source;
    QList<RecordBatchPtr> m_batches;
};

void TestNativeSource::init()
{
    m_source.reset();
    m_batches.clear();
    m_clock = std::make_unique<ManualClock>();
    m_peer = std::make_unique<ScriptedPeer>(*m_clock);
}

void TestNativeSource::make(const QStringList &channels)
{
    NativeSource::Options options;
    options.client.connection.dial.url = QUrl(QStringLiteral("ws://me:secret@127.0.0.1:9/x?token=secret"));
    options.client.connection.reconnect = {.base = 1s, .cap = 1s, .minimum = 1s, .stableAfter = 30s};
    options.channels = channels;
    m_source = std::make_unique<NativeSource>(SourceId(3), QStringLiteral("markets"), options, *m_clock);
    m_peer->serve(*m_source->connection());
    connect(m_source.get(), &Source::batchReady, this,
            [this](const RecordBatchPtr &batch) { m_batches << batch; });
}

void TestNativeSource::goLive(const std::vector<wire::ChannelEntry> &channels)
{
    m_source->start();
    m_peer->welcome();
    (void)m_peer->next<wire::Channels>();
    m_peer->reply(wire::ChannelsResult{channels});
}

void TestNativeSource::subscribed(std::int64_t s, std::uint64_t offset, std::vector<Publication> list,
                                  const QByteArray &schema, std::optional<std::uint64_t> top)
{
    wire::SubscribeResult result;
    result.s = s;
    result.position = {QStringLiteral("e"), offset};
    result.recovered = m_peer->links > 1;
    result.pubs = std::move(list);
    result.schema = schema;
    m_peer->reply(result);
    answerTop(top.value_or(offset));
}

/// The source asks where a channel's past ends.
void TestNativeSource::answerTop(std::uint64_t top)
{
    auto &requests = m_peer->requests;
    const auto asked = [&] {
        return std::find_if(requests.begin(), requests.end(), [](const wire::Request &request) {
            return std::holds_alternative<wire::History>(request.params);
        });
    };
    QTRY_VERIFY(asked() != requests.end());
    m_peer->id = asked()->id;
    requests.erase(asked());
    m_peer->reply(wire::HistoryResult{{QStringLiteral("e"), top}, {}});
}

/// Over a new link, up to the subscription that it asks for.
void TestNativeSource::comeBack()
{
    m_clock->advance(1s);
    m_peer->welcome();
    m_peer->waitForRequest();
    while (!m_peer->requests.empty() &&
           !std::holds_alternative<wire::Subscribe>(m_peer->requests.front().params))
        m_peer->requests.pop_front();
}

void TestNativeSource::pastComesBeforeThePresent()
{
    const auto at = [](std::uint64_t offset, std::int64_t timeMs) {
        Publication publication = pub(offset, Quote);
        publication.timeMs = timeMs;
        return publication;
    };
    make({QStringLiteral("long"), QStringLiteral("short")});
    goLive({});
    (void)m_peer->next<wire::Subscribe>();
    const wire::Id first = m_peer->id;
    (void)m_peer->next<wire::Subscribe>();
    const wire::Id second = std::exchange(m_peer->id, first);
    subscribed(1, 1, {at(1, 1'000)}, {}, 3);
    m_peer->id = second;
    subscribed(2, 1, {at(1, 5'000)});
    QTRY_COMPARE(m_batches.size(), 1); // the older one; the other waits for what may come before it
    QCOMPARE(m_batches[0]->size(), std::size_t(1));
    m_peer->notify(wire::Data{2, 1, {at(2, 6'000)}});
    m_peer->notify(wire::Data{1, 1, {at(2, 2'000), at(3, 3'000)}});
    const auto all = [this] {
        quint64 records = 0;
        for (const RecordBatchPtr &batch : m_batches)
            records += batch->size();
        return records;
    };
    QTRY_COMPARE(all(), quint64(5));
    std::vector<std::int64_t> times;
    for (const RecordBatchPtr &batch : m_batches) {
        for (std::size_t i = 0; i < batch->size(); ++i)
            times.push_back(batch->timeNs(i) / 1'000'000);
    }
    QCOMPARE(times, (std::vector<std::int64_t>{1'000, 2'000, 3'000, 5'000, 6'000}));
}

void TestNativeSource::foreignBecomesControl_data()
{
    QTest::addColumn<QByteArray>("data");
    for (const char *data : {"null", "1", "[]", "{}", R"({"price":1})", R"({"kind":1})",
                             R"({"kind":"unknown"})", R"({"kind":"quote","key":"a","last":{}})"})
        QTest::newRow(data) << QByteArray(data);
}

void TestNativeSource::foreignBecomesControl()
{
    QFETCH(QByteArray, data);
    make({QStringLiteral("prices")});
    goLive({});
    (void)m_peer->next<wire::Subscribe>();
    subscribed(1, 0);
    m_peer->notify(wire::Data{1, 0, {pub(1, data), pub(2, Quote)}});
    QTRY_COMPARE(m_batches.size(), 1);
    const RecordBatch &batch = *m_batches[0];
    QCOMPARE(batch.size(), std::size_t(2));
    QCOMPARE(batch.kind(0), RecordKind::Control);
    QCOMPARE(batch.key(0), std::string_view("prices"));
    QCOMPARE(batch.text(0, control::Event), std::string_view("unmapped"));
    QCOMPARE(batch.text(0, control::Text), std::string_view(data.constData()));
    QCOMPARE(batch.kind(1), RecordKind::Quote);
    QCOMPARE(m_source->status().unmapped, quint64(1));
    QCOMPARE(m_source->status().records, quint64(2));
}

void TestNativeSource::refusalsAreShown()
{
    make({QStringLiteral("prices")});
    goLive({});
    (void)m_peer->next<wire::Subscribe>();
    m_peer->refuse(RpcError::NotSupported);
    QTRY_COMPARE(m_source->status().lastError.text(), QStringLiteral("prices: not supported by this server"));
}

void TestNativeSource::channelsRefused()
{
    make({QStringLiteral("prices")});
    m_source->start();
    m_peer->welcome();
    (void)m_peer->next<wire::Channels>();
    m_peer->refuse(RpcError::Forbidden);
    QCOMPARE(m_peer->next<wire::Subscribe>().channel, QStringLiteral("prices"));
    QCOMPARE(m_source->status().lastError.text(), QStringLiteral("forbidden"));
}

void TestNativeSource::recordsComeThrough()
{
    make({QStringLiteral("prices")});
    goLive({});
    const auto asked = m_peer->next<wire::Subscribe>();
    QVERIFY(asked.mode == DeliveryMode::All);
    QCOMPARE(asked.history, 1'000);
    subscribed(1, 1, {pub(1, Quote)}, R"({"demo":true})");
    const QByteArray trade = R"({"kind":"trade","price":"1.50","time_ns":"5"})";
    m_peer->notify(
        wire::Data{1, 1, {pub(2, trade, QStringLiteral("ETH")), pub(3, Quote, {}, Publication::Op::Remove)}});
    QTRY_COMPARE(m_source->status().records, quint64(3));
    QTRY_VERIFY(!m_batches.isEmpty());
    std::vector<std::pair<RecordBatchPtr, std::size_t>> rows;
    for (const RecordBatchPtr &batch : std::as_const(m_batches)) {
        QCOMPARE(batch->source(), SourceId(3));
        for (std::size_t i = 0; i < batch->size(); ++i)
            rows.emplace_back(batch, i);
    }
    QTRY_COMPARE(rows.size(), std::size_t(3));
    QCOMPARE(rows[0].first->decimal(rows[0].second, quote::Last).toString(), QStringLiteral("67412.50"));
    QCOMPARE(rows[0].first->key(rows[0].second), std::string_view("BTC/USD"));
    QCOMPARE(rows[0].first->timeNs(rows[0].second), std::int64_t(1'700'000'000'001'000'000));
    QCOMPARE(rows[0].first->arrivalNs(rows[0].second), std::int64_t(m_clock->wall().count()));
    QCOMPARE(rows[1].first->key(rows[1].second), std::string_view("ETH"));
    QCOMPARE(rows[1].first->timeNs(rows[1].second), std::int64_t(5));
    QCOMPARE(int(rows[2].first->flags(rows[2].second)), int(RecordFlag::Removed));
    QVERIFY(m_source->status().demo);
    QCOMPARE(m_source->status().link.state, LinkState::Live);
    m_clock->advance(1s);
    QCOMPARE(m_source->status().recordsPerSecond, 3.0);
}

void TestNativeSource::modesFollowTheSchema()
{
    make({});
    goLive({{QStringLiteral("board"), R"({"keyed":true})", 0, 0}, {QStringLiteral("ticks"), {}, 0, 0}});
    const auto board = m_peer->next<wire::Subscribe>();
    QCOMPARE(board.channel, QStringLiteral("board"));
    QVERIFY(board.mode == DeliveryMode::Keyed);
    wire::SubscribeResult result;
    result.s = 1;
    result.position = {QStringLiteral("e"), 7};
    result.mode = DeliveryMode::Keyed;
    result.snapshot = std::vector<Publication>{pub(7, Quote, QStringLiteral("BTC/USD"))};
    m_peer->reply(result);
    QVERIFY(m_peer->next<wire::Subscribe>().mode == DeliveryMode::All);
    QTRY_COMPARE(m_batches.size(), 1);
    QCOMPARE(int(m_batches[0]->flags(0)), int(RecordFlag::Snapshot));
    QVERIFY(!m_source->status().demo);
}

void TestNativeSource::newChannelsAreFound()
{
    make({});
    goLive({{QStringLiteral("a"), {}, 0, 0}});
    (void)m_peer->next<wire::Subscribe>();
    subscribed(1, 0);
    m_clock->advance(5s);
    (void)m_peer->next<wire::Channels>();
    m_peer->reply(wire::ChannelsResult{{{QStringLiteral("a"), {}, 0, 0}, {QStringLiteral("b"), {}, 0, 0}}});
    QCOMPARE(m_peer->next<wire::Subscribe>().channel, QStringLiteral("b"));
    QVERIFY(m_peer->requests.empty());
}

void TestNativeSource::linkLossIsAGap()
{
    make({QStringLiteral("prices")});
    QSignalSpy opened(m_source.get(), &Source::gapOpened);
    QSignalSpy closed(m_source.get(), &Source::gapClosed);
    goLive({});
    (void)m_peer->next<wire::Subscribe>();
    subscribed(1, 0);
    m_peer->notify(wire::Data{1, 0, {pub(1, Quote)}});
    QTRY_COMPARE(m_batches.size(), 1);
    m_peer->end->cut();
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened[0][0].toLongLong(), qint64(m_clock->wall().count()));
    comeBack();
    QCOMPARE(m_peer->next<wire::Subscribe>().recover->offset, std::uint64_t(1));
    subscribed(1, 5, {pub(3, Quote), pub(4, Quote), pub(5, Quote)}); // 2 is gone
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed[0][0].toLongLong(), qint64(m_clock->wall().count()));
    QCOMPARE(closed[0][1].toULongLong(), quint64(3));
    QCOMPARE(closed[0][2].toULongLong(), quint64(1));
    QCOMPARE(m_batches.size(), 2); // the recovered records came before
    QCOMPARE(opened.size(), 1);
    QCOMPARE(m_source->status().recovered, quint64(3));
    QCOMPARE(m_source->status().lost, quint64(1));
}

void TestNativeSource::lossWithoutLinkLoss()
{
    make({QStringLiteral("prices")});
    QSignalSpy opened(m_source.get(), &Source::gapOpened);
    QSignalSpy closed(m_source.get(), &Source::gapClosed);
    goLive({});
    (void)m_peer->next<wire::Subscribe>();
    subscribed(1, 0);
    m_peer->notify(wire::Lost{1, 4, 1, 4, wire::Lost::Why::Slow});
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(opened[0][1].toString(), QStringLiteral("slow"));
    QCOMPARE(closed[0][2].toULongLong(), quint64(4));
}

/// A server that was started anew has no past: what of it did not come, no count can tell.
void TestNativeSource::anotherHistoryIsAGapOfItsOwn()
{
    make({QStringLiteral("prices")});
    QSignalSpy opened(m_source.get(), &Source::gapOpened);
    QSignalSpy closed(m_source.get(), &Source::gapClosed);
    goLive({});
    (void)m_peer->next<wire::Subscribe>();
    subscribed(1, 0);
    m_peer->notify(wire::Data{1, 0, {pub(1, Quote)}});
    QTRY_COMPARE(m_batches.size(), 1);
    m_peer->end->cut();
    QTRY_COMPARE(opened.size(), 1);
    comeBack();
    (void)m_peer->next<wire::Subscribe>();
    wire::SubscribeResult result;
    result.s = 1;
    result.position = {QStringLiteral("another"), 0};
    m_peer->reply(result);
    answerTop(0);
    QTRY_COMPARE(closed.size(), 2);
    QCOMPARE(opened.size(), 2);
    QCOMPARE(opened[1][1].toString(), QStringLiteral("the server's history begins anew"));
    QCOMPARE(opened[1][0].toLongLong(), closed[0][0].toLongLong());
    QCOMPARE(closed[1][2].toULongLong(), quint64(0));
}

void TestNativeSource::secretsStayOutOfTheUrl()
{
    make({});
    QCOMPARE(m_source->status().url, QStringLiteral("ws://127.0.0.1:9/x"));
    QCOMPARE(m_source->status().dialect, QStringLiteral("native"));
}

QTEST_GUILESS_MAIN(TestNativeSource)
#include "tst_nativesource.moc"
