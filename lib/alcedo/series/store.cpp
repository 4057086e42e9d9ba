// SPDX-License-Identifier: MIT
#include <alcedo/series/store.h>

#include <alcedo/core/clock.h>
#include <alcedo/series/keyedtable.h>
#include <alcedo/series/matchboard.h>
#include <alcedo/series/newslist.h>
#include <alcedo/series/quotetable.h>
#include <alcedo/series/seriespool.h>
#include <alcedo/series/triplebuffer.h>

#include <atomic>
#include <utility>

namespace alcedo {

namespace {

constexpr std::size_t MaxKeyBytes = 256, MaxGaps = 1'000;
constexpr std::int64_t FutureAllowed = 3'600'000'000'000;

std::int64_t eventTime(const RecordBatch &batch, std::size_t record)
{
    const std::int64_t time = batch.timeNs(record), arrival = batch.arrivalNs(record);
    return time <= 0 || time > arrival + FutureAllowed ? arrival : time;
}

template <typename Table, typename States>
void writeStates(Table &table, States &states, std::uint64_t since)
{
    states.resize(table.size());
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto &state = table.slots()[i].row.state;
        if (state.revision > since || since == 0)
            states[i] = state;
    }
}

std::uint64_t nextOrigin()
{
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

/// Lists are never null, so that no reader has to ask.
Snapshot emptySnapshot()
{
    Snapshot snapshot;
    snapshot.keys = std::make_shared<const std::vector<QString>>();
    snapshot.matches = std::make_shared<const std::vector<MatchState>>();
    snapshot.news = std::make_shared<const std::vector<NewsItem>>();
    return snapshot;
}

} // namespace

class Store::Private
{
public:
    Private(const Options &o, Clock &c)
        : options(o)
        , clock(c)
        , names(o.maxKeys)
        , pool(o)
        , news(o.maxNews)
        , newsList(news.list())
        , matchList(matches.list())
    {
    }

    struct Gaps
    {
        std::vector<Gap> all;
        std::shared_ptr<const std::vector<Gap>> list; ///< null where out of date
    };

    [[nodiscard]] bool mayAdd(std::string_view key)
    {
        const bool may =
            key.size() <= MaxKeyBytes && quotes.size() + sensors.size() + matches.size() < options.maxKeys;
        counters.keysRefused += may ? 0 : 1;
        return may;
    }
    void change() { pool.setRevision(++revision); }
    void apply(const RecordBatch &batch, const QuoteColumns &columns, std::size_t record);
    QuoteRow &addQuote(SourceId source, std::string_view key);
    SensorRow &addSensor(SourceId source, std::string_view key);
    void applyQuote(const RecordBatch &batch, const QuoteColumns &columns, std::size_t record);
    void applySensor(const RecordBatch &batch, std::size_t record);
    void applyScore(const RecordBatch &batch, std::size_t record);
    void compact();
    void write(Snapshot &snapshot);
    Gaps &gapsOf(SourceId source)
    {
        if (source >= gaps.size())
            gaps.resize(source + std::size_t(1));
        gaps[source].list.reset();
        return gaps[source];
    }

    const Options options;
    Clock &clock;
    KeyNames names;
    SeriesPool pool;
    KeyedTable<QuoteRow> quotes;
    KeyedTable<SensorRow> sensors;
    MatchBoard matches;
    NewsList news;
    std::shared_ptr<const std::vector<NewsItem>> newsList; ///< null where out of date
    std::shared_ptr<const std::vector<MatchState>> matchList;
    std::vector<Gaps> gaps;
    Snapshot::Counters counters;
    std::uint64_t revision = 0, published = 0;
    const std::uint64_t origin = nextOrigin();
    std::uint64_t layout = 0; ///< revision at which positions changed last
    TripleBuffer<Snapshot> buffer{emptySnapshot()};
};

Store::Store(Options options, Clock &clock)
    : d(std::make_unique<Private>(options, clock))
{
}

Store::~Store() = default;

QuoteRow &Store::Private::addQuote(SourceId source, std::string_view key)
{
    QuoteRow fresh;
    fresh.state.source = source;
    fresh.state.key = names.take(key);
    fresh.state.lineSeries = pool.addLine();
    fresh.state.candleSeries = pool.addCandles();
    fresh.state.revision = revision;
    return quotes.add(source, key, std::move(fresh));
}

SensorRow &Store::Private::addSensor(SourceId source, std::string_view key)
{
    SensorRow fresh;
    fresh.state.source = source;
    fresh.state.key = names.take(key);
    fresh.state.lineSeries = pool.addLine();
    fresh.state.revision = revision;
    return sensors.add(source, key, std::move(fresh));
}

void Store::adoptRows(const Snapshot &other)
{
    if (!other.keys)
        return;
    d->change();
    for (const QString &key : *other.keys)
        (void)d->names.take(key.toStdString());
    const auto name = [&other](std::uint32_t key) { return other.keys->at(key).toStdString(); };
    for (const QuoteState &quote : other.quotes)
        d->addQuote(quote.source, name(quote.key));
    for (const SensorState &sensor : other.sensors)
        d->addSensor(sensor.source, name(sensor.key));
}

void Store::Private::applyQuote(const RecordBatch &batch, const QuoteColumns &columns, std::size_t record)
{
    const std::string_view key = batch.key(record);
    if (batch.flags(record) & RecordFlag::Removed) {
        quotes.remove(batch.source(), key);
        return;
    }
    QuoteRow *row = quotes.find(batch.source(), key);
    if (!row) {
        if (!mayAdd(key))
            return;
        row = &addQuote(batch.source(), key);
    }
    row->apply(batch, columns, record, eventTime(batch, record), pool);
    row->state.revision = revision;
}

void Store::Private::applySensor(const RecordBatch &batch, std::size_t record)
{
    const std::string_view key = batch.key(record);
    if (batch.flags(record) & RecordFlag::Removed) {
        sensors.remove(batch.source(), key);
        return;
    }
    SensorRow *row = sensors.find(batch.source(), key);
    if (!row) {
        if (!mayAdd(key))
            return;
        row = &addSensor(batch.source(), key);
    }
    row->apply(batch, record, eventTime(batch, record), pool);
    row->state.revision = revision;
}

void Store::Private::applyScore(const RecordBatch &batch, std::size_t record)
{
    const std::string_view key = batch.key(record);
    matchList.reset();
    if (batch.flags(record) & RecordFlag::Removed) {
        if (const auto position = matches.remove(batch.source(), key))
            names.release(*position);
        return;
    }
    const std::int64_t timeNs = eventTime(batch, record);
    auto outcome = matches.apply(batch, record, timeNs, revision);
    if (outcome == MatchBoard::Outcome::Unknown && mayAdd(key)) {
        matches.add(batch.source(), key, names.take(key));
        outcome = matches.apply(batch, record, timeNs, revision);
    }
    counters.outOfOrder += outcome == MatchBoard::Outcome::Late ? 1 : 0;
}

void Store::Private::apply(const RecordBatch &batch, const QuoteColumns &columns, std::size_t record)
{
    switch (batch.kind(record)) {
    case RecordKind::Quote:
    case RecordKind::Trade:
    case RecordKind::Book:
    case RecordKind::Candle:
        applyQuote(batch, columns, record);
        break;
    case RecordKind::Sensor:
        applySensor(batch, record);
        break;
    case RecordKind::Score:
        applyScore(batch, record);
        break;
    case RecordKind::News:
        if (news.apply(batch, record, eventTime(batch, record)))
            newsList.reset();
        break;
    case RecordKind::Control:
        break;
    }
}

void Store::append(const RecordBatch &batch)
{
    d->change();
    const QuoteColumns quotes(batch);
    for (std::size_t i = 0; i < batch.size(); ++i)
        d->apply(batch, quotes, i);
    d->counters.records += batch.size();
    d->pool.enforceBudget();
}

void Store::openGap(SourceId source, const Gap &gap)
{
    d->change();
    auto &all = d->gapsOf(source).all;
    if (all.size() == MaxGaps)
        all.erase(all.begin());
    all.push_back(gap);
}

void Store::closeGap(SourceId source, std::int64_t toNs, std::uint64_t recovered, std::uint64_t missed)
{
    auto &all = d->gapsOf(source).all;
    if (all.empty() || all.back().toNs != 0)
        return;
    d->change();
    all.back().toNs = toNs;
    all.back().recovered += recovered;
    all.back().missed += missed;
}

void Store::wallStepped(const WallStep &step)
{
    d->change();
    const auto correct = [this, &step](auto &state) {
        state.arrivalNs = step.corrected(state.arrivalNs);
        state.revision = d->revision;
    };
    for (auto &slot : d->quotes.slots())
        correct(slot.row.state);
    for (auto &slot : d->sensors.slots())
        correct(slot.row.state);
    d->matches.wallStepped(step, d->revision);
    d->matchList.reset();
}

void Store::removeSource(SourceId source)
{
    d->change();
    d->quotes.removeSource(source);
    d->sensors.removeSource(source);
    for (const std::uint32_t position : d->matches.removeSource(source))
        d->names.release(position);
    d->news.removeSource(source);
    d->matchList.reset();
    d->newsList.reset();
    d->gapsOf(source).all.clear();
}

/// Takes removed rows out of the tables, and their series out of the pool: positions are new from here on.
void Store::Private::compact()
{
    const auto forget = [this](const auto &row) { names.release(row.state.key); };
    quotes.compact(forget);
    sensors.compact(forget);
    std::vector<std::uint32_t> lines, candles;
    for (auto &slot : quotes.slots()) {
        QuoteState &state = slot.row.state;
        state.revision = revision;
        lines.push_back(std::exchange(state.lineSeries, std::uint32_t(lines.size())));
        candles.push_back(std::exchange(state.candleSeries, std::uint32_t(candles.size())));
    }
    for (auto &slot : sensors.slots()) {
        slot.row.state.revision = revision;
        lines.push_back(std::exchange(slot.row.state.lineSeries, std::uint32_t(lines.size())));
    }
    pool.keep(lines, candles);
    layout = revision;
}

void Store::Private::write(Snapshot &snapshot)
{
    // This copy was published some revisions ago: only what changed since is written, unless positions are
    // new.
    const std::uint64_t since = snapshot.revision < layout ? 0 : snapshot.revision;
    writeStates(quotes, snapshot.quotes, since);
    writeStates(sensors, snapshot.sensors, since);
    pool.writeViews(snapshot, since);
    if (!newsList)
        newsList = news.list();
    if (!matchList)
        matchList = matches.list();
    snapshot.news = newsList;
    snapshot.matches = matchList;
    snapshot.keys = names.list();
    snapshot.gaps.resize(gaps.size());
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        if (!gaps[i].list)
            gaps[i].list = std::make_shared<const std::vector<Gap>>(gaps[i].all);
        snapshot.gaps[i] = gaps[i].list;
    }
    const std::uint64_t late = counters.outOfOrder;
    snapshot.counters = counters;
    pool.writeCounters(snapshot.counters);
    snapshot.counters.outOfOrder += late;
    snapshot.counters.newsLetGo = news.letGo();
    snapshot.revision = revision;
    snapshot.origin = origin;
    snapshot.wallNs = clock.wall().count();
}

Store::QuoteDepth Store::depth(std::size_t position) const
{
    const auto &slots = d->quotes.slots();
    if (position >= slots.size())
        return {};
    const QuoteRow &row = slots[position].row;
    const bool isKnown = row.book && row.book->isKnown();
    return {row.venueVolume, isKnown ? row.book.get() : nullptr, row.sourceCandlesEndNs};
}

void Store::forgetSeries()
{
    d->change();
    d->pool.forgetAll();
}

bool Store::publish()
{
    if (d->revision == d->published)
        return false;
    if (d->quotes.hasGone() || d->sensors.hasGone())
        d->compact();
    d->write(d->buffer.writing());
    d->buffer.publish();
    d->published = d->revision;
    return true;
}

const Snapshot &Store::latest()
{
    return d->buffer.latest();
}

} // namespace alcedo
