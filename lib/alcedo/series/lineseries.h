// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/pyramid.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace alcedo {

struct Point
{
    std::int64_t timeNs = 0;
    double value = 0;
};

/// What one pixel column shows: the extremes of all points in it, so that no spike is ever lost.
struct PlotColumn
{
    double min = 0, max = 0;
    double first = 0, last = 0; ///< for joining to the neighbours
    std::uint32_t count = 0;    ///< 0: no point here
};

/// A frozen view of a growing series: cheap to copy (a shared list and a length), safe to read while the
/// writer goes on. Points are in time order.
class LineSeriesView
{
public:
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] Point at(std::size_t i) const; ///< 0: the oldest still held; i < size()
    [[nodiscard]] Point back() const;            ///< only where not empty
    /// Index of the first point at or after timeNs; size() where there is none.
    [[nodiscard]] std::size_t lowerBound(std::int64_t timeNs) const;
    /// Fills columns.size() columns that split [fromNs, toNs) evenly. Cost: O(columns × log n), whatever the
    /// zoom.
    void decimate(std::int64_t fromNs, std::int64_t toNs, std::vector<PlotColumn> &columns) const;
    /// Extremes over [fromNs, toNs); false where no point is in it.
    bool extremes(std::int64_t fromNs, std::int64_t toNs, double *min, double *max) const;

private:
    friend class LineSeries;
    struct Chunk;
    struct Directory;
    struct Cursor;
    [[nodiscard]] std::size_t chunkSize(std::size_t chunk) const;
    [[nodiscard]] std::size_t index(const Cursor &cursor) const;
    void advance(Cursor &cursor, std::int64_t timeNs) const;
    PlotColumn summary(const Cursor &begin, const Cursor &end) const;
    // The writer appends to the same chunks and directory, but only past these two counts.
    std::shared_ptr<const Directory> m_directory;
    std::size_t m_chunks = 0, m_size = 0;
};

/// The writer's side: append-only chunks with a pyramid of min/max (Pyramid) in each and over them. Chunks
/// grow with the series, from 64 to 4,096 points, so that many short series are small and a long one has few
/// chunks. Where it is told to, it thins with age: the newest points stay as they came, older ones leave the
/// first, lowest, highest and last of each 16, still older ones those of each 16 of these, and so on; so a
/// series takes a bounded room that grows only with the logarithm of its length, and no spike ever goes.
/// Thread: the feed's. Late points are clamped to the newest time and counted by the caller (append
/// answers false). A view becomes safe to read in another thread by any release/acquire hand-over (Store does
/// it); no lock after that.
class alignas(64) LineSeries
{
public:
    /// Of the newest, at least fullPoints stay as they came, at most twice as many; each thinner level holds
    /// as many. 0: none is ever thinned; else at least 64.
    explicit LineSeries(std::size_t fullPoints = 0);
    ~LineSeries();
    LineSeries(LineSeries &&) noexcept;
    LineSeries &operator=(LineSeries &&) noexcept;
    bool append(Point point)
    {
        const bool inOrder = point.timeNs >= m_tail.newestNs;
        if (!inOrder) [[unlikely]]
            point.timeNs = m_tail.newestNs;
        if (isFull()) [[unlikely]]
            addChunk(point.timeNs);
        m_tail.newestNs = point.timeNs;
        m_tail.points[m_tail.size++] = point;
        ++m_tail.all;
        m_tail.group.add(Extremes::of(point.value));
        if (m_tail.size % Pyramid::FanOut == 0) [[unlikely]]
            closeGroup();
        return inOrder;
    }
    /// Lets the oldest chunk go, be it the only one; answers how many points went. Views that hold it keep
    /// it.
    std::size_t dropOldestChunk();
    [[nodiscard]] std::size_t size() const { return m_tail.all; }
    [[nodiscard]] std::size_t bytes() const;
    /// Time of the oldest point held; 0 where empty.
    [[nodiscard]] std::int64_t oldestNs() const;
    [[nodiscard]] LineSeriesView view() const;
    /// Brings a view up to date. Where it is of this series already, nothing is counted that threads share.
    void writeView(LineSeriesView &view) const;
    /// The same where the view was up to date, and since then only points came for which there was room.
    void writeNewest(LineSeriesView &view) const { view.m_size = m_tail.all; }
    /// Whether the next point needs new room, so that bytes() may change.
    [[nodiscard]] bool isFull() const { return m_tail.size == m_tail.capacity; }

private:
    class Private;
    void addChunk(std::int64_t firstNs);
    void closeGroup();
    /// What each point touches: the newest chunk's rows, and how far they are filled. Beside the pointer to
    /// all else, and one cache line with it, for a series that was not touched lately comes from memory.
    struct Tail
    {
        Point *points = nullptr;
        Extremes *groups = nullptr; ///< the lowest level of the chunk's pyramid
        std::uint32_t size = 0, capacity = 0;
        std::size_t all = 0; ///< points of the whole series
        std::int64_t newestNs = std::numeric_limits<std::int64_t>::min();
        Extremes group; ///< of the points behind the last whole group
    };
    Tail m_tail;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
