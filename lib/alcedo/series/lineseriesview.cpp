// SPDX-License-Identifier: MIT
#include <alcedo/series/lineserieschunks.h>

#include <algorithm>

namespace alcedo {

std::size_t LineSeriesView::size() const
{
    return m_size;
}

std::size_t LineSeriesView::chunkSize(std::size_t chunk) const
{
    const auto &slots = m_directory->slots;
    return (chunk + 1 < m_chunks ? slots[chunk + 1].start : m_size) - slots[chunk].start;
}

std::size_t LineSeriesView::index(const Cursor &cursor) const
{
    return m_directory->slots[cursor.chunk].start + cursor.offset;
}

Point LineSeriesView::at(std::size_t i) const
{
    const auto begin = m_directory->slots.begin();
    const auto slot =
        std::upper_bound(begin, begin + std::ptrdiff_t(m_chunks), i,
                         [](std::size_t at, const Directory::Slot &s) { return at < s.start; }) -
        1;
    return slot->chunk->points[i - slot->start];
}

Point LineSeriesView::back() const
{
    const auto &slot = m_directory->slots[m_chunks - 1];
    return slot.chunk->points[m_size - 1 - slot.start];
}

/// Moves on to the first point at or after timeNs. Gallops, so that a near place costs little.
void LineSeriesView::advance(Cursor &cursor, std::int64_t timeNs) const
{
    const auto &slots = m_directory->slots;
    if (cursor.chunk + 1 < m_chunks && slots[cursor.chunk + 1].firstNs < timeNs) {
        // The last chunk that begins before timeNs holds the place, or ends right before it.
        const auto begin = slots.begin();
        const auto next =
            std::lower_bound(begin + std::ptrdiff_t(cursor.chunk + 1), begin + std::ptrdiff_t(m_chunks),
                             timeNs, [](const Directory::Slot &s, std::int64_t t) { return s.firstNs < t; });
        cursor = {std::size_t(next - begin) - 1, 0};
    }
    const Point *points = slots[cursor.chunk].chunk->points.get();
    const std::size_t size = chunkSize(cursor.chunk);
    std::size_t low = cursor.offset, step = 1;
    while (low + step < size && points[low + step].timeNs < timeNs) {
        low += step;
        step *= 2;
    }
    const std::size_t high = std::min(low + step, size);
    cursor.offset =
        std::size_t(std::lower_bound(points + low, points + high, timeNs,
                                     [](const Point &p, std::int64_t t) { return p.timeNs < t; }) -
                    points);
    if (cursor.offset == size && cursor.chunk + 1 < m_chunks)
        cursor = {cursor.chunk + 1, 0};
}

std::size_t LineSeriesView::lowerBound(std::int64_t timeNs) const
{
    if (isEmpty())
        return 0;
    Cursor cursor;
    advance(cursor, timeNs);
    return index(cursor);
}

PlotColumn LineSeriesView::summary(const Cursor &begin, const Cursor &end) const
{
    const std::size_t count = index(end) - index(begin);
    if (count == 0)
        return {};
    const auto &slots = m_directory->slots;
    // The last point is one before end, which may stand at a chunk's beginning.
    const std::size_t lastChunk = end.offset > 0 ? end.chunk : end.chunk - 1;
    const std::size_t lastEnd = end.offset > 0 ? end.offset : chunkSize(lastChunk);
    Extremes sum;
    if (begin.chunk == lastChunk) {
        sum = slots[lastChunk].chunk->range(begin.offset, lastEnd);
    } else {
        sum = slots[begin.chunk].chunk->range(begin.offset, chunkSize(begin.chunk));
        sum.add(m_directory->pyramid.range(begin.chunk + 1, lastChunk,
                                           [&](std::size_t i) { return slots[i].extremes; }));
        sum.add(slots[lastChunk].chunk->range(0, lastEnd));
    }
    return {sum.min, sum.max, slots[begin.chunk].chunk->points[begin.offset].value,
            slots[lastChunk].chunk->points[lastEnd - 1].value,
            std::uint32_t(std::min<std::size_t>(count, ~std::uint32_t(0)))};
}

void LineSeriesView::decimate(std::int64_t fromNs, std::int64_t toNs, std::vector<PlotColumn> &columns) const
{
    std::fill(columns.begin(), columns.end(), PlotColumn{});
    if (isEmpty() || columns.empty() || toNs <= fromNs)
        return;
    // Unsigned: the span may be larger than an int64 can say. Split so that no product overflows.
    const std::uint64_t span = std::uint64_t(toNs) - std::uint64_t(fromNs), n = columns.size();
    const std::uint64_t width = span / n, rest = span % n;
    Cursor begin, end;
    advance(begin, fromNs);
    for (std::uint64_t i = 0; i < n; ++i) {
        end = begin;
        advance(end, std::int64_t(std::uint64_t(fromNs) + width * (i + 1) + rest * (i + 1) / n));
        columns[i] = summary(begin, end);
        begin = end;
    }
}

bool LineSeriesView::extremes(std::int64_t fromNs, std::int64_t toNs, double *min, double *max) const
{
    if (isEmpty() || toNs <= fromNs)
        return false;
    Cursor begin;
    advance(begin, fromNs);
    Cursor end = begin;
    advance(end, toNs);
    const PlotColumn column = summary(begin, end);
    *min = column.min;
    *max = column.max;
    return column.count > 0;
}

} // namespace alcedo
