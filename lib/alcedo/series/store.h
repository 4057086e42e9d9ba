// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/decimal.h>
#include <alcedo/core/wallsteps.h>
#include <alcedo/series/candles.h>
#include <alcedo/series/lineseries.h>
#include <alcedo/series/recordbatch.h>

#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

namespace alcedo {

class Clock;
class OrderBook;

/// A stretch of time in which a source could not be heard. Open (to == 0) while it lasts.
struct Gap
{
    std::int64_t fromNs = 0, toNs = 0; ///< wall: last datum before, first after
    QString cause;                     ///< "link lost (1006)"
    std::uint64_t missed = 0;          ///< known to be missing; what was recovered is in recovered
    std::uint64_t recovered = 0;
    friend bool operator==(const Gap &, const Gap &) = default;
};

/// The newest of one key, per record kind. Values keep their exact text.
struct QuoteState
{
    SourceId source = 0;
    std::uint32_t key = 0; ///< position in Snapshot::keys
    // What nearly every record changes stands together: rows that take turns come from memory.
    Decimal last, bid, ask;
    std::int64_t timeNs = 0, arrivalNs = 0; ///< of the newest record
    std::uint64_t revision = 0;   ///< Store revision of the last change: greater than the frame's, it changed
    std::uint32_t lineSeries = 0; ///< position in Snapshot::lines (last over time)
    std::uint32_t candleSeries = 0; ///< position in Snapshot::candles (1 min)
    std::int8_t direction = 0;      ///< of last's last change: -1, 0, +1
    Decimal bidSize, askSize, volume, open;
};

struct SensorState
{
    SourceId source = 0;
    std::uint32_t key = 0;
    Decimal value, low, high;
    QString name, unit, quality;
    std::int64_t timeNs = 0, arrivalNs = 0;
    std::uint64_t revision = 0;
    std::uint32_t lineSeries = 0;
};

struct MatchEvent
{
    QString kind, team, player, note; ///< as in the score record
    int minute = 0;
};

struct MatchState
{
    SourceId source = 0;
    std::uint32_t key = 0;
    QString home, away, period;
    int homeScore = 0, awayScore = 0, homeYellow = 0, awayYellow = 0, homeRed = 0, awayRed = 0;
    int clockSeconds = 0;
    std::vector<MatchEvent> events;
    std::int64_t timeNs = 0, arrivalNs = 0, scoreChangedNs = 0;
    std::uint64_t revision = 0;
};

struct NewsItem
{
    SourceId source = 0;
    QString id, headline, severity, tags, url, body;
    int itemRevision = 0;
    std::int64_t timeNs = 0, arrivalNs = 0;
};

/// What the newest frame may show: small values copied, series and lists shared (never null once taken from a
/// Store). Copying a Snapshot freezes it. Rows are in order of appearance; a removed one moves those after
/// it.
struct Snapshot
{
    std::uint64_t revision = 0;
    std::uint64_t origin =
        0; ///< the store's own number in this process: revisions of two stores do not compare
    std::int64_t wallNs = 0; ///< when it was taken
    std::shared_ptr<const std::vector<QString>> keys;
    std::vector<QuoteState> quotes;
    std::vector<SensorState> sensors;
    std::shared_ptr<const std::vector<MatchState>> matches;
    std::shared_ptr<const std::vector<NewsItem>> news; ///< newest first, bounded
    std::vector<LineSeriesView> lines;
    std::vector<CandleSeriesView> candles;
    std::vector<std::shared_ptr<const std::vector<Gap>>> gaps; ///< indexed by SourceId
    struct Counters
    {
        std::uint64_t records = 0;       ///< all that were appended
        std::uint64_t points = 0;        ///< taken into lines; held are points - pointsLetGo - pointsThinned
        std::uint64_t pointsLetGo = 0;   ///< for the budget, or with their source
        std::uint64_t pointsThinned = 0; ///< old ones that their neighbours' extremes stand for
        std::uint64_t newsLetGo = 0;
        std::uint64_t outOfOrder = 0;  ///< points clamped to the newest time, scores older than known
        std::uint64_t keysRefused = 0; ///< records of keys past maxKeys or with a name of over 256 bytes
        std::uint64_t bytes = 0;       ///< that lines and candles take now
    } counters;
};

/// Holds what the dashboard shows: newest values per key, series with pyramids, candles, lists; bounded by a
/// byte budget, with exact counters of what was let go. Written by one thread, read by another through
/// snapshots. Thread: append() to publish() in the feed thread; latest() in the GUI thread; no lock
/// on either side.
class Store
{
public:
    struct Options
    {
        std::size_t byteBudget = 128u
                                 << 20;  ///< for series; the oldest chunks go first, over all series evenly
        std::size_t pointsPerSeries = 0; ///< 0: the budget alone bounds it
        std::size_t fullPoints = 0;      ///< of each series kept as they came, see LineSeries; 0: all
        std::size_t maxNews = 2'000;
        std::size_t maxKeys = 20'000; ///< a source that makes up keys is stopped here, and counted
    };
    Store(Options options, Clock &clock);
    ~Store();

    /// Before the first append(): the rows of another store's snapshot, in their order and with its numbers
    /// of keys, still without any value. So a view of both can keep its rows.
    void adoptRows(const Snapshot &other);
    /// All that a batch says. Records flagged Replayed change no series. An event's time more than an hour
    /// after its arrival, or none at all, is a broken clock's: the arrival stands in for it.
    void append(const RecordBatch &batch);
    /// At most 1,000 gaps a source are kept, the newest.
    void openGap(SourceId source, const Gap &gap);
    void closeGap(SourceId source, std::int64_t toNs, std::uint64_t recovered, std::uint64_t missed);
    /// The wall clock was set since the last append(): all arrivals are moved with it, so that ages stay what
    /// they were. Times of events, which their sources gave, stay.
    void wallStepped(const WallStep &step);
    /// Forgets what a removed source brought.
    void removeSource(SourceId source);
    /// What a keyframe needs beyond a snapshot. Thread: the writer's.
    struct QuoteDepth
    {
        bool venueVolume = false;            ///< the source gives the volume; else it is a sum of trades
        const OrderBook *book = nullptr;     ///< null where none is known
        std::int64_t sourceCandlesEndNs = 0; ///< candles that end up to here are the source's own
    };
    /// Of snapshot.quotes[position], where snapshot is the one published last.
    [[nodiscard]] QuoteDepth depth(std::size_t position) const;
    /// Lets all points and all candles but the running ones go; newest values stay.
    void forgetSeries();
    /// Makes the newest state visible to latest(), where anything changed. True where it did.
    bool publish();

    /// The newest published snapshot; valid until the next call.
    [[nodiscard]] const Snapshot &latest();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
