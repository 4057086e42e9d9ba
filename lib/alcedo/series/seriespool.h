// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/store.h>

#include <cstdint>
#include <vector>

namespace alcedo {

/// All lines and candles of a store, under its byte budget: where it is exceeded, series larger than the even
/// share let their oldest chunk go, each in turn. Thread: the feed's.
class SeriesPool
{
public:
    explicit SeriesPool(const Store::Options &options)
        : m_options(options)
    {
    }

    std::uint32_t addLine();
    std::uint32_t addCandles();
    /// What is changed from now on bears this revision.
    void setRevision(std::uint64_t revision) { m_revision = revision; }
    [[gnu::always_inline]] void append(std::uint32_t line, Point point)
    {
        LineSeries &series = m_lines.series[line];
        Revisions &revisions = m_lines.revisions[line];
        const bool grows = series.isFull();
        m_lineBytes -= grows ? series.bytes() : 0;
        m_outOfOrder += series.append(point) ? 0 : 1;
        revisions.changed = m_revision;
        ++m_points;
        if (grows) [[unlikely]] {
            m_lineBytes += series.bytes();
            revisions.reshaped = m_revision;
        }
        if (m_options.pointsPerSeries > 0 && series.size() > m_options.pointsPerSeries)
            letGo(line);
    }
    [[gnu::always_inline]] void addPrice(std::uint32_t candles, std::int64_t timeNs, Decimal price,
                                         double volume)
    {
        m_candles.revisions[candles].changed = m_revision;
        if (!m_candles.series[candles].addToCurrent(timeNs, price, volume)) [[unlikely]]
            addCandle(candles, timeNs, price, volume);
    }
    void put(std::uint32_t candles, const Candle &candle);
    /// Brings the bytes back under the budget. To be called once a batch.
    void enforceBudget();
    /// Empties all lines, and leaves candles their running one.
    void forgetAll();
    /// Keeps these alone, in this order: position i in the lists is the new position i.
    void keep(const std::vector<std::uint32_t> &lines, const std::vector<std::uint32_t> &candles);
    /// Writes the views changed after `since`; all where since is 0.
    void writeViews(Snapshot &snapshot, std::uint64_t since) const;
    void writeCounters(Snapshot::Counters &counters) const;

private:
    struct Revisions
    {
        std::uint64_t changed = 0;
        std::uint64_t reshaped = 0; ///< more than new points, or than a new running candle
    };
    template <typename Series>
    struct List
    {
        std::vector<Series> series;
        std::vector<Revisions> revisions; ///< apart: all of them are looked at in each frame
    };
    void addCandle(std::uint32_t candles, std::int64_t timeNs, Decimal price, double volume);
    void letGo(std::size_t line);
    void enforceCandleBudget();
    Store::Options m_options;
    List<LineSeries> m_lines;
    List<CandleSeries> m_candles;
    std::uint64_t m_revision = 0, m_points = 0, m_pointsLetGo = 0, m_outOfOrder = 0;
    std::size_t m_lineBytes = 0, m_candleBytes = 0, m_turn = 0;
};

} // namespace alcedo
