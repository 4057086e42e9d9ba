// SPDX-License-Identifier: GPL-3.0-or-later
#include "linetracer.h"

#include <algorithm>
#include <cmath>

namespace alcedo {

namespace {

/// True where a break lies between two neighbouring points: it may begin at the one and end at the other.
bool isBroken(std::span<const LineBreak> breaks, std::int64_t fromNs, std::int64_t toNs)
{
    return std::any_of(breaks.begin(), breaks.end(),
                       [=](const LineBreak &b) { return b.fromNs < toNs && b.toNs > fromNs; });
}

} // namespace

void LineTracer::trace(const LineSeriesView &view, const TimeScale &time, const ValueScale &value, int width,
                       std::span<const LineBreak> breaks)
{
    m_extents.assign(std::size_t(std::max(0, width)), ColumnExtent{});
    if (view.isEmpty() || width < 1)
        return;
    const std::size_t begin = view.lowerBound(time.fromNs);
    const std::size_t end = view.lowerBound(time.time(width) + 1);
    if (end - begin <= 2 * m_extents.size())
        tracePoints(view, begin > 0 ? begin - 1 : 0, std::min(end + 1, view.size()), time, value, breaks);
    else
        traceColumns(view, time, value, breaks);
}

void LineTracer::tracePoints(const LineSeriesView &view, std::size_t begin, std::size_t end,
                             const TimeScale &time, const ValueScale &value,
                             std::span<const LineBreak> breaks)
{
    Point before;
    for (std::size_t i = begin; i < end; ++i) {
        const Point point = view.at(i);
        const double x = time.x(point.timeNs), y = value.y(point.value);
        extend(int(std::floor(std::clamp(x, -1.0, 1e6))), y, y);
        if (i > begin && !isBroken(breaks, before.timeNs, point.timeNs))
            segment(time.x(before.timeNs), value.y(before.value), x, y);
        before = point;
    }
}

void LineTracer::traceColumns(const LineSeriesView &view, const TimeScale &time, const ValueScale &value,
                              std::span<const LineBreak> breaks)
{
    const std::size_t width = m_extents.size();
    m_columns.resize(width);
    view.decimate(time.fromNs, time.time(double(width)), m_columns);
    std::size_t before = width; // none yet
    for (std::size_t i = 0; i < width; ++i) {
        const PlotColumn &column = m_columns[i];
        if (column.count == 0)
            continue;
        extend(int(i), value.y(column.max), value.y(column.min));
        // The points of two columns lie somewhere inside them: a break anywhere from the one's start to the
        // other's end parts them, unless it lies within one column and so under the hatch's own least width.
        if (before < width && !isBroken(breaks, time.time(double(before) + 1) - 1, time.time(double(i)) + 1))
            segment(double(before) + 0.5, value.y(m_columns[before].last), double(i) + 0.5,
                    value.y(column.first));
        before = i;
    }
}

void LineTracer::segment(double x0, double y0, double x1, double y1)
{
    const auto width = double(m_extents.size());
    if (x1 < 0 || x0 >= width)
        return;
    const double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    const auto at = [=](double x) { return x >= x1 ? y1 : y0 + (x - x0) * slope; };
    const int first = int(std::floor(std::max(0.0, x0))), last = int(std::floor(std::min(x1, width - 1)));
    if (first == last) {
        extend(first, at(std::max(0.0, x0)), at(std::min(x1, width)));
        return;
    }
    for (int column = first; column <= last; ++column)
        extend(column, at(std::max(x0, double(column))), at(std::min(x1, column + 1.0)));
}

void LineTracer::extend(int column, double a, double b)
{
    if (column < 0 || column >= int(m_extents.size()))
        return;
    ColumnExtent &extent = m_extents[std::size_t(column)];
    const auto top = float(std::min(a, b)), bottom = float(std::max(a, b));
    const bool isEmpty = extent.top > extent.bottom;
    extent.top = isEmpty ? top : std::min(extent.top, top);
    extent.bottom = isEmpty ? bottom : std::max(extent.bottom, bottom);
}

void LineTracer::stroke(PixelRects &rects, const PixelPane &pane, double thickness, QRgb colour) const
{
    for (std::size_t x = 0; x < m_extents.size(); ++x) {
        const ColumnExtent &extent = m_extents[x];
        if (extent.top <= extent.bottom)
            addRun(rects, pane, int(x), double(extent.top) - thickness / 2,
                   double(extent.bottom) + thickness / 2, colour);
    }
}

void LineTracer::fillTo(PixelRects &rects, const PixelPane &pane, double base, QRgb colour) const
{
    for (std::size_t x = 0; x < m_extents.size(); ++x) {
        const ColumnExtent &extent = m_extents[x];
        if (extent.top <= extent.bottom)
            addRect(rects, pane, double(x), std::min(double(extent.top), base), 1,
                    std::abs(base - double(extent.top)), colour);
    }
}

} // namespace alcedo
