// SPDX-License-Identifier: MIT
#include <alcedo/series/lineseries.h>

#include <alcedo/series/pyramid.h>

#include <algorithm>
#include <array>
#include <bit>

namespace alcedo {

namespace {

constexpr std::size_t SmallestChunk = 64, LargestChunk = 4'096, SmallestDirectory = 16;
constexpr std::size_t ChunksWanted = 8; // of a short series: what dropping one chunk takes away is an eighth
constexpr std::size_t GroupSize = 64;   // points of which thinning keeps at most four
constexpr std::uint8_t HighestLevel = 8;

/// Of each group of points the first, the lowest, the highest and the last, in their order: a line through
/// them, drawn with a group in a pixel column, covers the very pixels that all would (M4; Jugel et al.,
/// "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB 2014). Extremes of extremes are exact.
void keepExtremes(std::vector<Point> &points, std::size_t groupSize)
{
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < points.size(); begin += groupSize) {
        const std::size_t last = std::min(begin + groupSize, points.size()) - 1;
        std::size_t low = begin, high = begin;
        for (std::size_t i = begin; i <= last; ++i) {
            low = points[i].value < points[low].value ? i : low;
            high = points[i].value > points[high].value ? i : high;
        }
        std::array<std::size_t, 4> chosen{begin, std::min(low, high), std::max(low, high), last};
        const auto end = std::unique(chosen.begin(), chosen.end());
        for (auto at = chosen.begin(); at != end; ++at)
            points[kept++] = points[*at];
    }
    points.resize(kept);
}

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
        thin();
        if (!directory || chunks == directory->slots.size())
            rebuild(std::max(SmallestDirectory, chunks * 2), 0, 0);
        const std::size_t wanted = std::bit_floor(size / ChunksWanted);
        auto &slot = directory->slots[chunks++];
        slot.chunk = std::make_shared<Chunk>(std::clamp(wanted, SmallestChunk, LargestChunk));
        slot.start = size;
        slot.firstNs = firstNs;
        chunkBytes += slot.chunk->bytes();
        measure();
    }

    [[nodiscard]] std::size_t start(std::size_t chunk) const
    {
        return chunk < chunks ? directory->slots[chunk].start : size;
    }

    /// Where a level holds twice what it may, its older half becomes one chunk of the level above. The oldest
    /// points are of the highest level, so each level is one run of chunks. To be called where all are full.
    void thin()
    {
        if (fullPoints == 0)
            return;
        for (std::uint8_t level = 0; level < HighestLevel; ++level) {
            std::size_t begin = 0;
            while (begin < chunks && directory->slots[begin].level > level)
                ++begin;
            std::size_t end = begin;
            while (end < chunks && directory->slots[end].level == level)
                ++end;
            if (start(end) - start(begin) < 2 * fullPoints)
                return;
            const std::size_t stays = start(end) - fullPoints;
            for (end = begin; start(end + 1) <= stays;)
                ++end;
            if (end == begin)
                return;
            thin(begin, end, std::uint8_t(level + 1));
        }
    }

    void thin(std::size_t begin, std::size_t end, std::uint8_t level)
    {
        std::vector<Point> points;
        points.reserve(start(end) - start(begin));
        for (std::size_t i = begin; i < end; ++i) {
            const Chunk &chunk = *directory->slots[i].chunk;
            for (std::size_t k = 0; k < start(i + 1) - start(i); ++k)
                points.push_back({chunk.times[k], chunk.values[k]});
        }
        keepExtremes(points, GroupSize);
        Directory::Slot slot;
        slot.chunk = std::make_shared<Chunk>(points.size());
        for (std::size_t k = 0; k < points.size(); ++k)
            slot.chunk->append(k, points[k]);
        slot.firstNs = points.front().timeNs;
        slot.extremes = slot.chunk->range(0, points.size());
        slot.level = level;
        rebuild(directory->slots.size(), begin, end, &slot);
    }

    /// A new list of chunks without those of [begin, end), and with standIn in their place: views go on with
    /// the old one.
    void rebuild(std::size_t capacity, std::size_t begin, std::size_t end,
                 const Directory::Slot *standIn = nullptr)
    {
        auto next = std::make_shared<Directory>(capacity);
        std::size_t count = 0, points = 0;
        const auto put = [&](const Directory::Slot &from, std::size_t held) {
            auto &slot = next->slots[count++];
            slot = from;
            slot.start = points;
            points += held;
            if (held == slot.chunk->capacity)
                next->pyramid.leafAdded(count, [&next](std::size_t k) { return next->slots[k].extremes; });
        };
        chunkBytes = 0;
        for (std::size_t i = 0; i <= chunks; ++i) {
            if (i == begin && standIn)
                put(*standIn, standIn->chunk->capacity);
            if (i < chunks && (i < begin || i >= end))
                put(directory->slots[i], start(i + 1) - start(i));
        }
        for (std::size_t i = 0; i < count; ++i)
            chunkBytes += next->slots[i].chunk->bytes();
        directory = std::move(next);
        chunks = count;
        size = points;
        measure();
    }

    void measure()
    {
        bytes = sizeof(Private) + chunkBytes + directory->slots.size() * sizeof(Directory::Slot) +
                directory->pyramid.bytes();
        tail = chunks > 0 ? directory->slots[chunks - 1].chunk.get() : nullptr;
        tailStart = chunks > 0 ? directory->slots[chunks - 1].start : 0;
    }

    std::size_t fullPoints = 0;
    std::shared_ptr<Directory> directory;
    std::size_t chunks = 0, size = 0, chunkBytes = 0;
    std::size_t bytes = sizeof(Private);
    Chunk *tail = nullptr; ///< the newest chunk, and the position of its first point
    std::size_t tailStart = 0;
    std::int64_t newestNs = 0;
};

LineSeries::LineSeries(std::size_t fullPoints)
    : d(std::make_unique<Private>())
{
    d->fullPoints = fullPoints;
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
    d->rebuild(d->directory->slots.size(), 0, 1);
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
