// SPDX-License-Identifier: MIT
#include <alcedo/series/lineserieschunks.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <utility>

namespace alcedo {

namespace {

constexpr std::size_t SmallestChunk = 64, LargestChunk = 4'096, SmallestDirectory = 16;
constexpr std::size_t ChunksWanted = 4; // of a short series: one let go takes away a fourth at most
constexpr std::size_t GroupSize = 16;   // points of which thinning keeps at most four
constexpr std::uint8_t HighestLevel = 16;
constexpr std::int64_t Oldest = std::numeric_limits<std::int64_t>::min();

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

class LineSeries::Private
{
public:
    using Chunk = LineSeriesView::Chunk;
    using Directory = LineSeriesView::Directory;

    void addChunk(Tail &tail, std::int64_t firstNs)
    {
        thin(tail);
        if (!directory || chunks == directory->slots.size())
            rebuild(tail, std::max(SmallestDirectory, chunks * 2), 0, 0);
        const std::size_t wanted = std::bit_floor(size / ChunksWanted);
        // Of a thinned series no chunk is more than a fourth of a level, since levels change by whole chunks.
        const std::size_t largest =
            fullPoints == 0 ? LargestChunk
                            : std::clamp(std::bit_floor(fullPoints / 4), SmallestChunk, LargestChunk);
        auto &slot = directory->slots[chunks++];
        slot.chunk = std::make_shared<Chunk>(std::clamp(wanted, SmallestChunk, largest));
        slot.start = size;
        slot.firstNs = firstNs;
        chunkBytes += slot.chunk->bytes();
        tail.group = {};
        measure(tail);
    }

    [[nodiscard]] std::size_t start(std::size_t chunk) const
    {
        return chunk < chunks ? directory->slots[chunk].start : size;
    }

    /// Where a level holds twice what it may, its older half becomes one chunk of the level above. The oldest
    /// points are of the highest level, so each level is one run of chunks. To be called where all are full.
    void thin(Tail &tail)
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
            thin(tail, begin, end, std::uint8_t(level + 1));
        }
    }

    void thin(Tail &tail, std::size_t begin, std::size_t end, std::uint8_t level)
    {
        std::vector<Point> points;
        points.reserve(start(end) - start(begin));
        for (std::size_t i = begin; i < end; ++i) {
            const Point *from = directory->slots[i].chunk->points.get();
            points.insert(points.end(), from, from + (start(i + 1) - start(i)));
        }
        keepExtremes(points, GroupSize);
        Directory::Slot slot;
        slot.chunk = std::make_shared<Chunk>(points.size());
        std::copy(points.begin(), points.end(), slot.chunk->points.get());
        for (std::size_t k = Pyramid::FanOut; k <= points.size(); k += Pyramid::FanOut)
            slot.chunk->pointsAdded(k);
        slot.firstNs = points.front().timeNs;
        slot.extremes = slot.chunk->range(0, points.size());
        slot.level = level;
        rebuild(tail, directory->slots.size(), begin, end, &slot);
    }

    /// A new list of chunks without those of [begin, end), and with standIn in their place: views go on with
    /// the old one.
    void rebuild(Tail &tail, std::size_t capacity, std::size_t begin, std::size_t end,
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
        tail.all = size = points;
        measure(tail);
    }

    void measure(Tail &tail)
    {
        bytes = sizeof(Private) + chunkBytes + directory->slots.size() * sizeof(Directory::Slot) +
                directory->pyramid.bytes();
        const auto *slot = chunks > 0 ? &directory->slots[chunks - 1] : nullptr;
        tail.points = slot ? slot->chunk->points.get() : nullptr;
        tail.groups = slot ? slot->chunk->pyramid.groups() : nullptr;
        tail.capacity = slot ? std::uint32_t(slot->chunk->capacity) : 0;
        tail.size = slot ? std::uint32_t(size - slot->start) : 0;
    }

    /// To be called where the newest chunk has another Pyramid::FanOut groups, or is full.
    void groupsFilled(const Tail &tail)
    {
        directory->slots[chunks - 1].chunk->pyramid.groupAdded(tail.size / Pyramid::FanOut);
        if (tail.size == tail.capacity)
            directory->chunkFilled(chunks);
    }

    std::size_t size = 0; ///< points when the newest chunk was begun or rebuilt; Tail::all is up to date
    std::size_t bytes = sizeof(Private), fullPoints = 0, chunks = 0, chunkBytes = 0;
    std::shared_ptr<Directory> directory;
};

LineSeries::LineSeries(std::size_t fullPoints)
    : d(std::make_unique<Private>())
{
    // Of fewer points, groups would be so short that all in them are extremes, and nothing would go.
    d->fullPoints = fullPoints == 0 ? 0 : std::max(fullPoints, 4 * GroupSize);
}
LineSeries::~LineSeries() = default;
LineSeries::LineSeries(LineSeries &&) noexcept = default;
LineSeries &LineSeries::operator=(LineSeries &&) noexcept = default;

void LineSeries::addChunk(std::int64_t firstNs)
{
    d->size = m_tail.all;
    d->addChunk(m_tail, firstNs);
}

void LineSeries::closeGroup()
{
    m_tail.groups[m_tail.size / Pyramid::FanOut - 1] = std::exchange(m_tail.group, {});
    if (m_tail.size % (Pyramid::FanOut * Pyramid::FanOut) == 0 || isFull())
        d->groupsFilled(m_tail);
}

std::size_t LineSeries::dropOldestChunk()
{
    if (d->chunks == 0)
        return 0;
    const std::size_t before = d->size = m_tail.all;
    d->rebuild(m_tail, d->directory->slots.size(), 0, 1);
    if (m_tail.all == 0)
        m_tail.newestNs = Oldest;
    return before - m_tail.all;
}

std::size_t LineSeries::bytes() const
{
    return d->bytes;
}

std::int64_t LineSeries::oldestNs() const
{
    return m_tail.all ? d->directory->slots[0].firstNs : 0;
}

LineSeriesView LineSeries::view() const
{
    LineSeriesView view;
    writeView(view);
    return view;
}

void LineSeries::writeView(LineSeriesView &view) const
{
    if (view.m_directory != d->directory)
        view.m_directory = d->directory;
    view.m_chunks = d->chunks;
    view.m_size = m_tail.all;
}

} // namespace alcedo
