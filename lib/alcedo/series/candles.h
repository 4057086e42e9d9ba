// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/decimal.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace alcedo {

struct Candle
{
    std::int64_t openNs = 0; ///< start of its interval
    Decimal open, high, low, close;
    double volume = 0;
    void widen(Decimal highest, Decimal lowest, double more)
    {
        high = std::max(high, highest);
        low = std::min(low, lowest);
        volume += more;
    }
    friend bool operator==(const Candle &, const Candle &) = default;
};

/// A frozen view of a candle series, oldest first; the last one may be still open. Cheap to copy.
class CandleSeriesView
{
public:
    [[nodiscard]] std::int64_t intervalNs() const { return m_intervalNs; }
    [[nodiscard]] std::size_t size() const { return m_closedCount + (m_hasCurrent ? 1 : 0); }
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] const Candle &at(std::size_t i) const
    {
        return i < m_closedCount ? m_closed[m_first + i] : m_current;
    }
    /// Index of the first candle that opens at or after timeNs.
    [[nodiscard]] std::size_t lowerBound(std::int64_t timeNs) const;

private:
    friend class CandleSeries;
    std::int64_t m_intervalNs = 60'000'000'000;
    std::shared_ptr<const Candle[]> m_closed; ///< the writer appends past the view's end only
    std::size_t m_first = 0, m_closedCount = 0;
    Candle m_current;
    bool m_hasCurrent = false;
};

/// Candles of one key and interval, from trades or quotes, or as a source sends them (which then win over
/// built ones). Bounded: the oldest go first. Thread: the feed's.
class CandleSeries
{
public:
    explicit CandleSeries(std::int64_t intervalNs = 60'000'000'000, std::size_t maxCandles = 2'000);
    /// A price at a time. Volume adds up. Late prices change the candle that they belong to, where it is
    /// still held: its high, low and volume, not its close.
    void addPrice(std::int64_t timeNs, Decimal price, double volume = 0);
    /// The same where it belongs to the running candle; else false, and nothing is done.
    bool addToCurrent(std::int64_t timeNs, Decimal price, double volume)
    {
        if (!m_hasCurrent || timeNs < m_current.openNs || timeNs - m_current.openNs >= m_intervalNs ||
            price.isNull())
            return false;
        m_current.close = price;
        m_current.widen(price, price, volume);
        return true;
    }
    /// A whole candle from the source: replaces the one that opens at the same time.
    void put(const Candle &candle);
    /// Lets the oldest closed candles go until at most this many are left.
    void shrinkTo(std::size_t closedCandles);
    [[nodiscard]] std::size_t size() const { return m_closedCount + (m_hasCurrent ? 1 : 0); }
    [[nodiscard]] std::size_t bytes() const { return m_capacity * sizeof(Candle); }
    [[nodiscard]] CandleSeriesView view() const;
    /// Brings a view up to date. Where it is of this series already, nothing is counted that threads share.
    void writeView(CandleSeriesView &view) const;
    /// The same where the view was up to date, and since then only the running candle changed.
    void writeNewest(CandleSeriesView &view) const { view.m_current = m_current; }

private:
    void close(const Candle &candle);
    void moveTo(std::size_t capacity, std::size_t keep);
    void changeLate(const Candle &candle, bool merge);
    Candle m_current; // what each price touches stands first
    std::int64_t m_intervalNs;
    std::size_t m_capacity = 0;
    bool m_hasCurrent = false;
    std::size_t m_max;
    std::shared_ptr<Candle[]>
        m_closed; ///< append-only; a change further back makes a new one, as views share it
    std::size_t m_first = 0, m_closedCount = 0;
};

} // namespace alcedo
