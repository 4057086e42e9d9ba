// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "labelplacement.h"
#include "pixelrects.h"
#include "plotscale.h"

#include <alcedo/series/lineseries.h>

#include <span>
#include <vector>

namespace alcedo {

/// A stretch of time over which no line is drawn.
struct LineBreak
{
    std::int64_t fromNs = 0, toNs = 0;
};

/// Turns a line series into what each pixel column shows of it: from its lowest to its highest point, joined
/// to the neighbours, never across a break. Few points are traced one by one, many by the series' pyramid, so
/// that the cost follows the width and a spike of one sample shows at every zoom. Keeps its buffers from
/// frame to frame. Thread: GUI.
class LineTracer
{
public:
    void trace(const LineSeriesView &view, const TimeScale &time, const ValueScale &value, int width,
               std::span<const LineBreak> breaks);
    /// One per pixel column, in device pixels from the top.
    [[nodiscard]] std::span<const ColumnExtent> columns() const { return m_extents; }
    void stroke(PixelRects &rects, const PixelPane &pane, double thickness, QRgb colour) const;
    /// From the line down to base, both in device pixels.
    void fillTo(PixelRects &rects, const PixelPane &pane, double base, QRgb colour) const;

private:
    void tracePoints(const LineSeriesView &view, std::size_t begin, std::size_t end, const TimeScale &time,
                     const ValueScale &value, std::span<const LineBreak> breaks);
    void traceColumns(const LineSeriesView &view, const TimeScale &time, const ValueScale &value,
                      std::span<const LineBreak> breaks);
    void segment(double x0, double y0, double x1, double y1);
    void extend(int column, double a, double b);

    std::vector<ColumnExtent> m_extents;
    std::vector<PlotColumn> m_columns;
};

} // namespace alcedo
