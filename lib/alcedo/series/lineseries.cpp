// SPDX-License-Identifier: MIT
#include <alcedo/series/lineseries.h>

#include <alcedo/series/pyramid.h>

#include <algorithm>
#include <bit>

namespace alcedo {

namespace {

constexpr std::size_t SmallestChunk = 64, LargestChunk = 4'096, SmallestDirectory = 16;
constexpr std::size_t ChunksWanted = 8; // of a short series: what dropping one chunk takes away is an eighth

} // namespace

struct LineSeriesView::Chunk
{
    explicit Chunk(std::size_t n)
        : capacity(n)
        , times(new std::int64_t[n])
        , values(new double[n])
        , pyramid(n)
    {
    }
    void append(std::size_t at, Point point)
    {
        times[at] = point.timeNs;
        values[at] = point.value;
        pyramid.leafAdded(at + 1, [this](std::size_t i) { return Extremes::of(values[i]); });
    }
    [[nodiscard]] Extremes range(std::size_t begin, std::size_t end) const
    {
        return pyramid.range(begin, end, [this](std::size_t i) { return Extremes::of(values[i]); });
    }
    [[nodiscard]] std::size_t bytes() const
    {
        return sizeof(Chunk) + capacity * sizeof(Point) + pyramid.bytes();
    }

    const std::size_t capacity;
    std::unique_ptr<std::int64_t[]> times;
    std::unique_ptr<double[]> values;
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
    return {slot->chunk->times[i - slot->start], slot->chunk->values[i - slot->start]};
}

Point LineSeriesView::back() const
{
    const auto &slot = m_directory->slots[m_chunks - 1];
    const std::size_t at = m_size - 1 - slot.start;
    return {slot.chunk->times[at], slot.chunk->values[at]};
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
    const std::int64_t *times = slots[cursor.chunk].chunk->times.get();
    const std::size_t size = chunkSize(cursor.chunk);
    std::size_t low = cursor.offset, step = 1;
    while (low + step < size && times[low + step] < timeNs) {
        low += step;
        step *= 2;
    }
    const std::size_t high = std::min(low + step, size);
    cursor.offset = std::size_t(std::lower_bound(times + low, times + high, timeNs) - times);
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
    return {sum.min, sum.max, slots[begin.chunk].chunk->values[begin.offset],
            slots[lastChunk].chunk->values[lastEnd - 1],
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

class LineSeries::Private
{
public:
    using Chunk = LineSeriesView::Chunk;
    using Directory = LineSeriesView::Directory;

    void addChunk(std::int64_t firstNs)
    {
        if (!directory || chunks == directory->slots.size())
            replaceDirectory(0, std::max(SmallestDirectory, chunks * 2));
        const std::size_t wanted = std::bit_floor(size / ChunksWanted);
        auto &slot = directory->slots[chunks++];
        slot.chunk = std::make_shared<Chunk>(std::clamp(wanted, SmallestChunk, LargestChunk));
        slot.start = size;
        slot.firstNs = firstNs;
        chunkBytes += slot.chunk->bytes();
        measure();
    }

    /// A new list with the chunks from `first` on: views go on with the old one.
    void replaceDirectory(std::size_t first, std::size_t capacity)
    {
        auto next = std::make_shared<Directory>(capacity);
        const std::size_t dropped = first < chunks ? directory->slots[first].start : size;
        for (std::size_t i = first; i < chunks; ++i) {
            auto &slot = next->slots[i - first];
            slot.chunk = directory->slots[i].chunk;
            slot.start = directory->slots[i].start - dropped;
            slot.firstNs = directory->slots[i].firstNs;
            const bool full = i + 1 < chunks || size - directory->slots[i].start == slot.chunk->capacity;
            if (full) {
                slot.extremes = directory->slots[i].extremes;
                next->pyramid.leafAdded(i - first + 1,
                                        [&next](std::size_t k) { return next->slots[k].extremes; });
            }
        }
        directory = std::move(next);
        chunks -= first;
        size -= dropped;
        measure();
    }

    void measure()
    {
        bytes = sizeof(Private) + chunkBytes + directory->slots.size() * sizeof(Directory::Slot) +
                directory->pyramid.bytes();
        tail = chunks > 0 ? directory->slots[chunks - 1].chunk.get() : nullptr;
        tailStart = chunks > 0 ? directory->slots[chunks - 1].start : 0;
    }

    std::shared_ptr<Directory> directory;
    std::size_t chunks = 0, size = 0, chunkBytes = 0;
    std::size_t bytes = sizeof(Private);
    Chunk *tail = nullptr; ///< the newest chunk, and the position of its first point
    std::size_t tailStart = 0;
    std::int64_t newestNs = 0;
};

LineSeries::LineSeries()
    : d(std::make_unique<Private>())
{
}
LineSeries::~LineSeries() = default;
LineSeries::LineSeries(LineSeries &&) noexcept = default;
LineSeries &LineSeries::operator=(LineSeries &&) noexcept = default;

bool LineSeries::append(Point point)
{
    const bool inOrder = d->size == 0 || point.timeNs >= d->newestNs;
    if (!inOrder)
        point.timeNs = d->newestNs;
    d->newestNs = point.timeNs;
    if (!d->tail || d->size - d->tailStart == d->tail->capacity)
        d->addChunk(point.timeNs);
    const std::size_t offset = d->size - d->tailStart;
    d->tail->append(offset, point);
    ++d->size;
    if (offset + 1 == d->tail->capacity)
        d->directory->chunkFilled(d->chunks);
    return inOrder;
}

std::size_t LineSeries::dropOldestChunk()
{
    if (d->chunks == 0)
        return 0;
    const std::size_t before = d->size;
    d->chunkBytes -= d->directory->slots[0].chunk->bytes();
    d->replaceDirectory(1, d->directory->slots.size());
    return before - d->size;
}

std::size_t LineSeries::size() const
{
    return d->size;
}

std::size_t LineSeries::bytes() const
{
    return d->bytes;
}

std::int64_t LineSeries::oldestNs() const
{
    return d->size ? d->directory->slots[0].firstNs : 0;
}

LineSeriesView LineSeries::view() const
{
    LineSeriesView view;
    view.m_directory = d->directory;
    view.m_chunks = d->chunks;
    view.m_size = d->size;
    return view;
}

} // namespace alcedo
