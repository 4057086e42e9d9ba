// SPDX-License-Identifier: MIT
#include <alcedo/series/candles.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr std::size_t SmallestCapacity = 8;

const Candle *firstAtOrAfter(const Candle *begin, const Candle *end, std::int64_t timeNs)
{
    return std::lower_bound(begin, end, timeNs, [](const Candle &c, std::int64_t t) { return c.openNs < t; });
}

} // namespace

std::size_t CandleSeriesView::lowerBound(std::int64_t timeNs) const
{
    const Candle *begin = m_closed.get() + m_first;
    const auto at = std::size_t(firstAtOrAfter(begin, begin + m_closedCount, timeNs) - begin);
    return at == m_closedCount && m_hasCurrent && m_current.openNs < timeNs ? at + 1 : at;
}

CandleSeries::CandleSeries(std::int64_t intervalNs, std::size_t maxCandles)
    : m_intervalNs(std::max<std::int64_t>(intervalNs, 1))
    , m_max(std::max<std::size_t>(maxCandles, 1))
{
}

/// To new memory, with the newest `keep` closed candles: views go on with the old.
void CandleSeries::moveTo(std::size_t capacity, std::size_t keep)
{
    std::shared_ptr<Candle[]> next(new Candle[capacity]);
    const std::size_t skip = m_closedCount - keep;
    std::copy_n(m_closed.get() + m_first + skip, keep, next.get());
    m_closed = std::move(next);
    m_capacity = capacity;
    m_first = 0;
    m_closedCount = keep;
}

void CandleSeries::close(const Candle &candle)
{
    if (m_first + m_closedCount == m_capacity) {
        const std::size_t keep = std::min(m_closedCount, m_max - 1);
        // Half as much again as is held, so that moving costs little per candle in the long run.
        moveTo(std::max(SmallestCapacity, keep + keep / 2 + 1), keep);
    }
    if (m_closedCount == m_max) {
        ++m_first;
        --m_closedCount;
    }
    m_closed[m_first + m_closedCount++] = candle;
}

void CandleSeries::changeLate(const Candle &candle, bool merge)
{
    const Candle *begin = m_closed.get() + m_first, *end = begin + m_closedCount;
    const auto at = std::size_t(firstAtOrAfter(begin, end, candle.openNs) - begin);
    const bool there = at < m_closedCount && begin[at].openNs == candle.openNs;
    if (!there && m_closedCount == m_max)
        return; // full: an older one would be the first to go
    moveTo(std::max(m_capacity, m_closedCount + 1), m_closedCount);
    Candle *place = m_closed.get() + at;
    if (!there) {
        std::copy_backward(place, m_closed.get() + m_closedCount, m_closed.get() + m_closedCount + 1);
        ++m_closedCount;
        *place = candle;
    } else if (merge) {
        place->widen(candle.high, candle.low, candle.volume);
    } else {
        *place = candle;
    }
}

void CandleSeries::addPrice(std::int64_t timeNs, Decimal price, double volume)
{
    if (price.isNull() || addToCurrent(timeNs, price, volume))
        return;
    std::int64_t rest = timeNs % m_intervalNs;
    if (rest < 0)
        rest += m_intervalNs;
    const Candle candle{timeNs - rest, price, price, price, price, volume};
    if (m_hasCurrent && candle.openNs < m_current.openNs) {
        changeLate(candle, true);
        return;
    }
    if (m_hasCurrent)
        close(m_current);
    m_current = candle;
    m_hasCurrent = true;
}

void CandleSeries::put(const Candle &candle)
{
    if (m_hasCurrent && candle.openNs < m_current.openNs) {
        changeLate(candle, false);
        return;
    }
    if (m_hasCurrent && candle.openNs > m_current.openNs)
        close(m_current);
    m_current = candle;
    m_hasCurrent = true;
}

void CandleSeries::shrinkTo(std::size_t closedCandles)
{
    const std::size_t keep = std::min(m_closedCount, closedCandles);
    moveTo(std::max(SmallestCapacity, keep), keep);
}

CandleSeriesView CandleSeries::view() const
{
    CandleSeriesView view;
    writeView(view);
    return view;
}

void CandleSeries::writeView(CandleSeriesView &view) const
{
    view.m_intervalNs = m_intervalNs;
    if (view.m_closed != m_closed)
        view.m_closed = m_closed;
    view.m_first = m_first;
    view.m_closedCount = m_closedCount;
    view.m_current = m_current;
    view.m_hasCurrent = m_hasCurrent;
}

} // namespace alcedo
