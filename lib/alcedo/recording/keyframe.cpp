// SPDX-License-Identifier: MIT
#include <alcedo/recording/keyframe.h>

#include <alcedo/recording/recordcodec.h>
#include <alcedo/recording/recordingphrases.h>
#include <alcedo/series/orderbook.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr std::size_t ShadowBudget = 48u << 20; // of points between two keyframes
constexpr std::int64_t ThinnedTo = 15'000'000'000;
constexpr std::size_t MostLevels = 1'000;       // of a side: what is further off does not move the best price
constexpr qsizetype MostNewsChars = 64 * 1'024; // all items together, the newest first

using Builders = std::map<SourceId, RecordBatchBuilder>;

RecordBatchBuilder &builderOf(Builders &builders, SourceId source)
{
    return builders.try_emplace(source, source).first->second;
}

/// Calls with the first, lowest, highest and last point of each bucket, each once and in order.
template <typename Take>
void thinned(const LineSeriesView &line, const Take &take)
{
    const std::size_t size = line.size();
    for (std::size_t begin = 0; begin < size;) {
        const std::int64_t bucket = line.at(begin).timeNs / ThinnedTo;
        std::size_t end = begin, low = begin, high = begin;
        for (; end < size && line.at(end).timeNs / ThinnedTo == bucket; ++end) {
            low = line.at(end).value < line.at(low).value ? end : low;
            high = line.at(end).value > line.at(high).value ? end : high;
        }
        std::array<std::size_t, 4> kept{begin, std::min(low, high), std::max(low, high), end - 1};
        const auto last = std::unique(kept.begin(), kept.end());
        for (auto it = kept.begin(); it != last; ++it)
            take(line.at(*it));
        begin = end;
    }
}

class SnapshotParts
{
public:
    SnapshotParts(const Store &store, const Snapshot &snapshot)
        : m_store(store)
        , m_snapshot(snapshot)
    {
    }
    void build()
    {
        for (std::size_t i = 0; i < m_snapshot.quotes.size(); ++i) {
            const Store::QuoteDepth depth = m_store.depth(i);
            quoteHistory(m_snapshot.quotes[i], depth);
            quoteState(m_snapshot.quotes[i], depth);
        }
        for (const SensorState &sensor : m_snapshot.sensors)
            sensorParts(sensor);
        for (const MatchState &match : *m_snapshot.matches)
            matchState(match);
        newsState();
    }
    Builders state, history;

private:
    [[nodiscard]] std::string keyOf(std::uint32_t position) const
    {
        return m_snapshot.keys->at(position).toStdString();
    }
    void quoteHistory(const QuoteState &quote, const Store::QuoteDepth &depth);
    void quoteState(const QuoteState &quote, const Store::QuoteDepth &depth);
    void bookState(RecordBatchBuilder &out, const QuoteState &quote, const OrderBook &book);
    void sensorParts(const SensorState &sensor);
    void matchState(const MatchState &match);
    void newsState();

    const Store &m_store;
    const Snapshot &m_snapshot;
};

void setText(RecordBatchBuilder &out, int field, const QString &text)
{
    if (!text.isEmpty())
        out.set(field, std::string_view(text.toStdString()));
}

void setDecimals(RecordBatchBuilder &out, std::initializer_list<std::pair<int, Decimal>> values)
{
    for (const auto &[field, value] : values) {
        if (!value.isNull())
            out.set(field, value);
    }
}

void addCandle(RecordBatchBuilder &out, std::string_view key, const Candle &candle, std::int64_t intervalNs,
               std::uint8_t flags)
{
    out.begin(RecordKind::Candle, key, candle.openNs, candle.openNs, flags);
    setDecimals(out, {{candle::Open, candle.open},
                      {candle::High, candle.high},
                      {candle::Low, candle.low},
                      {candle::Close, candle.close},
                      {candle::Volume, Decimal::fromDouble(candle.volume, 6)}});
    out.set(candle::Interval, intervalNs);
}

/// Points and candles by time: a candle follows the points that it is made of, so that it is the running one
/// when it is put.
void SnapshotParts::quoteHistory(const QuoteState &quote, const Store::QuoteDepth &depth)
{
    RecordBatchBuilder &out = builderOf(history, quote.source);
    const std::string key = keyOf(quote.key);
    const CandleSeriesView &candles = m_snapshot.candles[quote.candleSeries];
    std::size_t next = 0;
    const auto candlesUntil = [&](std::int64_t timeNs) {
        for (; next < candles.size() && candles.at(next).openNs + candles.intervalNs() <= timeNs; ++next) {
            const bool theirs = candles.at(next).openNs + candles.intervalNs() <= depth.sourceCandlesEndNs;
            addCandle(out, key, candles.at(next), candles.intervalNs(), theirs ? 0 : RecordFlag::Built);
        }
    };
    const int scale = quote.last.isNull() ? 8 : quote.last.scale();
    thinned(m_snapshot.lines[quote.lineSeries], [&](const Point &point) {
        candlesUntil(point.timeNs);
        out.begin(RecordKind::Quote, key, point.timeNs, point.timeNs);
        out.set(quote::Last, Decimal::fromDouble(point.value, scale));
    });
    candlesUntil(std::numeric_limits<std::int64_t>::max());
}

void SnapshotParts::quoteState(const QuoteState &quote, const Store::QuoteDepth &depth)
{
    RecordBatchBuilder &out = builderOf(state, quote.source);
    const std::string key = keyOf(quote.key);
    if (depth.book)
        bookState(out, quote, *depth.book);
    // The last but one price, where the arrow stands for its difference to the last.
    if (quote.direction != 0 && !quote.last.isNull()) {
        out.begin(RecordKind::Quote, key, quote.timeNs, quote.arrivalNs, RecordFlag::Built);
        out.set(quote::Last, Decimal(quote.last.mantissa() - quote.direction, quote.last.scale()));
    }
    // A volume of the source's own goes without Built, so that trades are not added to it.
    const bool isSum = !depth.venueVolume;
    out.begin(RecordKind::Quote, key, quote.timeNs, quote.arrivalNs, RecordFlag::Built);
    setDecimals(out, {{quote::Last, quote.last},
                      {quote::Bid, quote.bid},
                      {quote::Ask, quote.ask},
                      {quote::BidSize, quote.bidSize},
                      {quote::AskSize, quote.askSize},
                      {quote::Volume, isSum ? quote.volume : Decimal()},
                      {quote::Open, quote.open}});
    if (!isSum && !quote.volume.isNull()) {
        out.begin(RecordKind::Quote, key, quote.timeNs, quote.arrivalNs);
        out.set(quote::Volume, quote.volume);
    }
}

void SnapshotParts::bookState(RecordBatchBuilder &out, const QuoteState &quote, const OrderBook &book)
{
    out.begin(RecordKind::Book, keyOf(quote.key), quote.timeNs, quote.arrivalNs,
              RecordFlag::Snapshot | RecordFlag::Built);
    const auto add = [&out](const std::vector<OrderBook::Level> &side, BookLevel::Side name) {
        const std::size_t first = side.size() - std::min(side.size(), MostLevels);
        for (std::size_t i = first; i < side.size(); ++i)
            out.addLevel(book::Levels, {side[i].price, side[i].size, name});
    };
    add(book.bids(), BookLevel::Side::Bid);
    add(book.asks(), BookLevel::Side::Ask);
}

void SnapshotParts::sensorParts(const SensorState &sensor)
{
    const std::string key = keyOf(sensor.key);
    RecordBatchBuilder &past = builderOf(history, sensor.source);
    const int scale = sensor.value.isNull() ? 6 : sensor.value.scale();
    thinned(m_snapshot.lines[sensor.lineSeries], [&](const Point &point) {
        past.begin(RecordKind::Sensor, key, point.timeNs, point.timeNs);
        past.set(sensor::Value, Decimal::fromDouble(point.value, scale));
    });
    RecordBatchBuilder &out = builderOf(state, sensor.source);
    out.begin(RecordKind::Sensor, key, sensor.timeNs, sensor.arrivalNs, RecordFlag::Built);
    setDecimals(out, {{sensor::Value, sensor.value}, {sensor::Low, sensor.low}, {sensor::High, sensor.high}});
    setText(out, sensor::Unit, sensor.unit);
    setText(out, sensor::Name, sensor.name);
    setText(out, sensor::Quality, sensor.quality);
}

void SnapshotParts::matchState(const MatchState &match)
{
    RecordBatchBuilder &out = builderOf(state, match.source);
    const std::string key = keyOf(match.key);
    const bool changed = match.scoreChangedNs != 0; // then another score comes before this one
    out.begin(RecordKind::Score, key, match.timeNs, match.arrivalNs,
              RecordFlag::Snapshot | RecordFlag::Built);
    setText(out, score::Home, match.home);
    setText(out, score::Away, match.away);
    setText(out, score::Period, match.period);
    const std::pair<int, int> numbers[] = {{score::HomeScore, match.homeScore + (changed ? 1 : 0)},
                                           {score::AwayScore, match.awayScore},
                                           {score::Clock, match.clockSeconds},
                                           {score::HomeYellow, match.homeYellow},
                                           {score::AwayYellow, match.awayYellow},
                                           {score::HomeRed, match.homeRed},
                                           {score::AwayRed, match.awayRed}};
    for (const auto &[field, number] : numbers)
        out.set(field, std::int64_t(number));
    if (changed) {
        out.begin(RecordKind::Score, key, match.timeNs, match.scoreChangedNs, RecordFlag::Built);
        out.set(score::HomeScore, std::int64_t(match.homeScore));
    }
    for (const MatchEvent &event : match.events) {
        out.begin(RecordKind::Score, key, match.timeNs, match.arrivalNs, RecordFlag::Built);
        setText(out, score::Event, event.kind);
        setText(out, score::Team, event.team);
        setText(out, score::Player, event.player);
        setText(out, score::Note, event.note);
        out.set(score::Minute, std::int64_t(event.minute));
    }
    out.begin(RecordKind::Score, key, match.timeNs, match.arrivalNs, RecordFlag::Built); // its times
}

void SnapshotParts::newsState()
{
    const auto &news = *m_snapshot.news;
    std::size_t count = 0;
    for (qsizetype chars = 0; count < news.size(); ++count) {
        chars += news[count].headline.size() + news[count].body.size() + news[count].url.size() + 64;
        if (chars > MostNewsChars)
            break;
    }
    while (count-- > 0) { // the oldest first, as they came
        const NewsItem &item = news[count];
        RecordBatchBuilder &out = builderOf(state, item.source);
        out.begin(RecordKind::News, {}, item.timeNs, item.arrivalNs, RecordFlag::Built);
        setText(out, news::Id, item.id);
        setText(out, news::Headline, item.headline);
        setText(out, news::Severity, item.severity);
        setText(out, news::Tags, item.tags);
        setText(out, news::Url, item.url);
        setText(out, news::Body, item.body);
        out.set(news::Revision, std::int64_t(item.itemRevision));
    }
}

std::string partOf(Builders &builders, const std::map<SourceId, int> &files, std::int64_t atNs)
{
    ByteWriter part;
    for (auto &[source, builder] : builders) {
        const auto file = files.find(source);
        const RecordBatchPtr batch = builder.take();
        if (!batch || file == files.end())
            continue;
        RecordBlockWriter block;
        block.add(*batch, 0, atNs);
        part.varint(std::uint64_t(file->second));
        part.text(block.block());
    }
    return part.bytes();
}

} // namespace

KeyframeMaker::KeyframeMaker()
    : m_store(std::make_unique<Store>(Store::Options{.byteBudget = ShadowBudget}, m_clock))
{
}

KeyframeMaker::~KeyframeMaker() = default;

void KeyframeMaker::add(const RecordBatch &batch, int source)
{
    m_files[batch.source()] = source;
    m_store->append(batch);
    m_records += batch.size();
}

void KeyframeMaker::removeSource(int source)
{
    for (const auto &[id, file] : m_files) {
        if (file == source)
            m_store->removeSource(id);
    }
}

KeyframeParts KeyframeMaker::make(std::int64_t atNs)
{
    m_store->publish();
    KeyframeParts parts;
    {
        SnapshotParts snapshot(*m_store, m_store->latest());
        snapshot.build();
        parts = {partOf(snapshot.state, m_files, atNs), partOf(snapshot.history, m_files, atNs)};
    }
    m_store->forgetSeries();
    m_records = 0;
    return parts;
}

Result<void> readKeyframePart(std::string_view part, const SourceMap &sources,
                              const std::function<void(const RecordBatch &)> &take)
{
    ByteReader in(part);
    while (!in.atEnd()) {
        const auto source = sources(int(in.varint()));
        const std::string_view block = in.text();
        if (!in.isGood())
            return Error(ErrorCode::Parse, say(RecordingPhrase::DamagedKeyframe));
        if (!source)
            continue;
        const auto batches = readRecordBlock(block, *source);
        if (!batches)
            return batches.error();
        for (const RecordedBatch &batch : *batches)
            take(*batch.batch);
    }
    return {};
}

} // namespace alcedo
