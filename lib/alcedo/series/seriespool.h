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
    void append(std::uint32_t line, Point point);
    void addPrice(std::uint32_t candles, std::int64_t timeNs, Decimal price, double volume);
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
    template <typename Series>
    struct List
    {
        std::vector<Series> series;
        std::vector<std::uint64_t> revisions; ///< apart: all of them are looked at in each frame
    };
    void letGo(std::size_t line);
    void enforceCandleBudget();
    Store::Options m_options;
    List<LineSeries> m_lines;
    List<CandleSeries> m_candles;
    std::uint64_t m_revision = 0, m_points = 0, m_pointsLetGo = 0, m_outOfOrder = 0;
    std::size_t m_lineBytes = 0, m_candleBytes = 0, m_turn = 0;
};

} // namespace alcedo
