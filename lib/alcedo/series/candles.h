// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/decimal.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace alcedo {

struct Candle
{
    std::int64_t openNs = 0; ///< start of its interval
    Decimal open, high, low, close;
    double volume = 0;
    friend bool operator==(const Candle &, const Candle &) = default;
};

/// A frozen view of a candle series, oldest first; the last one may be still open. Cheap to copy.
class CandleSeriesView
{
public:
    [[nodiscard]] std::int64_t intervalNs() const { return m_intervalNs; }
    [[nodiscard]] std::size_t size() const { return m_closed ? m_closed->size() + (m_hasCurrent ? 1 : 0) : std::size_t(m_hasCurrent); }
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] const Candle &at(std::size_t i) const { return m_closed && i < m_closed->size() ? (*m_closed)[i] : m_current; }
    /// Index of the first candle that opens at or after timeNs.
    [[nodiscard]] std::size_t lowerBound(std::int64_t timeNs) const;

private:
    friend class CandleSeries;
    std::int64_t m_intervalNs = 60'000'000'000;
    std::shared_ptr<const std::vector<Candle>> m_closed;
    Candle m_current;
    bool m_hasCurrent = false;
};

/// Candles of one key and interval, from trades or quotes, or as a source sends them (which then win over built ones).
/// Bounded: the oldest go first. Thread: the feed's.
class CandleSeries
{
public:
    explicit CandleSeries(std::int64_t intervalNs = 60'000'000'000, std::size_t maxCandles = 2'000);
    /// A price at a time. Volume adds up. Late prices change the candle that they belong to, where it is still held.
    void addPrice(std::int64_t timeNs, Decimal price, double volume = 0);
    /// A whole candle from the source: replaces the one that opens at the same time.
    void put(const Candle &candle);
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] CandleSeriesView view() const;

private:
    std::int64_t m_intervalNs;
    std::size_t m_max;
    std::shared_ptr<std::vector<Candle>> m_closed; ///< copied before a change where a view still holds it
    Candle m_current;
    bool m_hasCurrent = false;
};

} // namespace alcedo
