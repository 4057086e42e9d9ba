// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/lineseries.h>
#include <alcedo/series/pyramid.h>

// What a LineSeries and its views share; no part of the interface.

namespace alcedo {

struct LineSeriesView::Chunk
{
    explicit Chunk(std::size_t n)
        : capacity(n)
        , points(new Point[n])
        , pyramid(n)
    {
    }
    [[nodiscard]] Extremes leaf(std::size_t i) const { return Extremes::of(points[i].value); }
    /// To be called where the number of points has become a multiple of Pyramid::FanOut, or full.
    void pointsAdded(std::size_t count)
    {
        pyramid.leafAdded(count, [this](std::size_t i) { return leaf(i); });
    }
    [[nodiscard]] Extremes range(std::size_t begin, std::size_t end) const
    {
        return pyramid.range(begin, end, [this](std::size_t i) { return leaf(i); });
    }
    [[nodiscard]] std::size_t bytes() const
    {
        return sizeof(Chunk) + capacity * sizeof(Point) + pyramid.bytes();
    }

    const std::size_t capacity;
    std::unique_ptr<Point[]> points; // not two rows: a tick of a cold series costs one cache line, not two
    Pyramid pyramid;
};

/// The list of chunks: append-only up to its capacity, then replaced. Slots at and past a view's count are
/// the writer's.
struct LineSeriesView::Directory
{
    struct Slot
    {
        std::shared_ptr<Chunk> chunk;
        std::size_t start = 0;    ///< position of its first point
        std::int64_t firstNs = 0; ///< time of its first point
        Extremes extremes;        ///< written when the chunk is full
        std::uint8_t level = 0;   ///< how often its points were thinned
    };
    explicit Directory(std::size_t n)
        : slots(n)
        , pyramid(n)
    {
    }
    void chunkFilled(std::size_t count)
    {
        Slot &slot = slots[count - 1];
        slot.extremes = slot.chunk->range(0, slot.chunk->capacity);
        pyramid.leafAdded(count, [this](std::size_t i) { return slots[i].extremes; });
    }
    std::vector<Slot> slots;
    Pyramid pyramid;
};

/// A place between points; offset may equal the chunk's size only in the last chunk.
struct LineSeriesView::Cursor
{
    std::size_t chunk = 0, offset = 0;
};

} // namespace alcedo
