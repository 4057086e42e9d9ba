// SPDX-License-Identifier: GPL-3.0-or-later
#include "candlebars.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace alcedo {

namespace {

constexpr double BodyShare = 5.0 / 7.0;

struct BarPlace
{
    double centre, body; ///< device pixels; body is whole and odd in units of the wick
};

BarPlace placeOf(const Bar &bar, std::int64_t lengthNs, const TimeScale &time, double wick)
{
    const double pitch = double(lengthNs) / time.nsPerPixel;
    const double half =
        std::max(0.0, std::floor((std::floor(pitch * BodyShare + 0.5) / wick - 1) / 2)) * wick;
    const double left = std::round(time.x(bar.openNs) + (pitch - wick) / 2);
    return {left, 2 * half + wick};
}

void mark(std::span<ColumnExtent> marks, double left, double width, double top, double bottom)
{
    const auto first = std::ptrdiff_t(std::max(0.0, left));
    const auto end = std::min(std::ptrdiff_t(marks.size()), std::ptrdiff_t(std::max(0.0, left + width)));
    for (auto x = first; x < end; ++x) {
        ColumnExtent &extent = marks[std::size_t(x)];
        const bool isEmpty = extent.top > extent.bottom;
        extent.top = isEmpty ? float(top) : std::min(extent.top, float(top));
        extent.bottom = isEmpty ? float(bottom) : std::max(extent.bottom, float(bottom));
    }
}

} // namespace

int CandleBars::bundleFor(std::int64_t intervalNs, double nsPerPixel)
{
    constexpr std::array Bundles{1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1440, 2880, 7200, 14400, 43200};
    for (const int bundle : Bundles) {
        if (double(intervalNs) * bundle >= LeastPitch * nsPerPixel)
            return bundle;
    }
    return Bundles.back();
}

void CandleBars::collect(const CandleSeriesView &view, std::int64_t fromNs, std::int64_t toNs, int bundle)
{
    m_bars.clear();
    m_lengthNs = std::max<std::int64_t>(1, view.intervalNs() * bundle);
    const std::int64_t aligned = fromNs - ((fromNs % m_lengthNs) + m_lengthNs) % m_lengthNs;
    for (std::size_t i = view.lowerBound(aligned); i < view.size(); ++i) {
        const Candle &candle = view.at(i);
        if (candle.openNs >= toNs)
            break;
        const std::int64_t start = candle.openNs - ((candle.openNs % m_lengthNs) + m_lengthNs) % m_lengthNs;
        const double open = candle.open.toDouble(), close = candle.close.toDouble();
        const double high = candle.high.toDouble(), low = candle.low.toDouble();
        if (!std::isfinite(open) || !std::isfinite(close) || !std::isfinite(high) || !std::isfinite(low))
            continue; // a source's candle may lack a field
        if (m_bars.empty() || m_bars.back().openNs != start) {
            m_bars.push_back({start, open, high, low, close, candle.volume});
            continue;
        }
        Bar &bar = m_bars.back();
        bar.high = std::max(bar.high, high);
        bar.low = std::min(bar.low, low);
        bar.close = close;
        bar.volume += candle.volume;
    }
}

const Bar *CandleBars::at(std::int64_t timeNs) const
{
    if (m_bars.empty())
        return nullptr;
    const auto after = std::upper_bound(m_bars.begin(), m_bars.end(), timeNs,
                                        [](std::int64_t t, const Bar &bar) { return t < bar.openNs; });
    if (after == m_bars.begin())
        return &m_bars.front();
    const auto holds = std::prev(after);
    const bool isPast = timeNs >= holds->openNs + m_lengthNs;
    if (isPast && after != m_bars.end() && after->openNs - timeNs < timeNs - (holds->openNs + m_lengthNs))
        return &*after;
    return &*holds;
}

bool CandleBars::extremes(double *low, double *high) const
{
    if (m_bars.empty())
        return false;
    *low =
        std::min_element(m_bars.begin(), m_bars.end(), [](auto &a, auto &b) { return a.low < b.low; })->low;
    *high = std::max_element(m_bars.begin(), m_bars.end(), [](auto &a, auto &b) {
                return a.high < b.high;
            })->high;
    return true;
}

double CandleBars::largestVolume() const
{
    double largest = 0;
    for (const Bar &bar : m_bars)
        largest = std::max(largest, bar.volume);
    return largest;
}

void drawCandles(PixelRects &rects, const CandleBars &bars, const PixelPane &pane, const TimeScale &time,
                 const ValueScale &value, const CandleStyle &style, std::span<ColumnExtent> marks)
{
    const double wick = std::max(1.0, std::round(style.scale));
    for (const Bar &bar : bars.bars()) {
        const auto [x, body] = placeOf(bar, bars.lengthNs(), time, wick);
        const bool isUp = bar.close >= bar.open;
        const QRgb colour = isUp ? style.up : style.down;
        const double high = std::round(value.y(bar.high)),
                     low = std::max(high + wick, std::round(value.y(bar.low)));
        const double top = std::round(value.y(std::max(bar.open, bar.close)));
        const double bottom = std::max(top + wick, std::round(value.y(std::min(bar.open, bar.close))));
        const double left = x - (body - wick) / 2;
        const bool isHollow = isUp && body >= 3 * wick && bottom - top >= 3 * wick;
        addRect(rects, pane, x, high, wick, top - high, colour);
        addRect(rects, pane, x, bottom, wick, low - bottom, colour);
        if (isHollow) {
            addRect(rects, pane, left, top, body, wick, colour);
            addRect(rects, pane, left, bottom - wick, body, wick, colour);
            addRect(rects, pane, left, top + wick, wick, bottom - top - 2 * wick, colour);
            addRect(rects, pane, left + body - wick, top + wick, wick, bottom - top - 2 * wick, colour);
        } else {
            addRect(rects, pane, left, top, body, bottom - top, colour);
        }
        mark(marks, left, body, std::min(high, top), std::max(low, bottom));
    }
}

void drawVolume(PixelRects &rects, const CandleBars &bars, const PixelPane &pane, const TimeScale &time,
                double largest, const CandleStyle &style)
{
    if (!(largest > 0))
        return;
    const double wick = std::max(1.0, std::round(style.scale));
    for (const Bar &bar : bars.bars()) {
        const auto [x, body] = placeOf(bar, bars.lengthNs(), time, wick);
        if (!(bar.volume > 0))
            continue;
        const double height = std::max(wick, bar.volume / largest * (pane.bottom - pane.top));
        addRect(rects, pane, x - (body - wick) / 2, pane.bottom - height, body, height, style.volume);
    }
}

} // namespace alcedo
