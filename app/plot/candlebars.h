// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "labelplacement.h"
#include "pixelrects.h"
#include "plotscale.h"

#include <alcedo/series/candles.h>

#include <span>
#include <vector>

namespace alcedo {

/// A candle as drawn: one of the series, or several in one where the zoom is too far out for single ones.
struct Bar
{
    std::int64_t openNs = 0;
    double open = 0, high = 0, low = 0, close = 0, volume = 0;
};

/// The bars in view, oldest first. Keeps its buffer from frame to frame.
class CandleBars
{
public:
    static constexpr double LeastPitch = 3; ///< px: below this, candles are drawn in bundles

    /// How many candles one bar holds at this zoom: 1, 2, 5, 10, 15, 30, 60 …
    [[nodiscard]] static int bundleFor(std::int64_t intervalNs, double nsPerPixel);
    /// Candles that overlap [fromNs, toNs), in bundles that begin at whole multiples of their length.
    void collect(const CandleSeriesView &view, std::int64_t fromNs, std::int64_t toNs, int bundle);
    [[nodiscard]] std::span<const Bar> bars() const { return m_bars; }
    [[nodiscard]] std::int64_t lengthNs() const { return m_lengthNs; } ///< of one bar
    /// The bar whose time holds timeNs, or the nearest; null where there is none.
    [[nodiscard]] const Bar *at(std::int64_t timeNs) const;
    [[nodiscard]] bool extremes(double *low, double *high) const;
    [[nodiscard]] double largestVolume() const;

private:
    std::vector<Bar> m_bars;
    std::int64_t m_lengthNs = 60'000'000'000;
};

struct CandleStyle
{
    QRgb up = 0, down = 0, volume = 0; ///< premultiplied
    double scale = 1;                  ///< device pixels per logical pixel
};

/// Up hollow, down filled, wick one pixel; widths follow the pitch (7: body 5). Adds what each column holds
/// to marks.
void drawCandles(PixelRects &rects, const CandleBars &bars, const PixelPane &pane, const TimeScale &time,
                 const ValueScale &value, const CandleStyle &style, std::span<ColumnExtent> marks);
/// Neutral columns that stand on the pane's bottom; largest fills its height.
void drawVolume(PixelRects &rects, const CandleBars &bars, const PixelPane &pane, const TimeScale &time,
                double largest, const CandleStyle &style);

} // namespace alcedo
