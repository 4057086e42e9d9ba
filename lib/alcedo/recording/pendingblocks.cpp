// SPDX-License-Identifier: MIT
#include <alcedo/recording/pendingblocks.h>

#include <alcedo/recording/compression.h>

#include <algorithm>
#include <array>

namespace alcedo {

namespace {

// A block is as long as compresses well, and as short as a seek may decode. What seldom comes gathers for
// longer: on its own it would hardly compress, and a row of a page or two costs little to replace.
constexpr std::size_t FullBytes = 1u << 20;
constexpr std::size_t LeastRecordBytes = 64u << 10; // for an end by time
constexpr int GrowingLevel = 1;                     // it is written again and again
constexpr int BusyLevel = 3;
// Up to so many bytes zstd looks for the best of all parses at this level. A piece takes 30 to 50 ms of a
// slow core, so a busy machine commits in time with one of them in between.
constexpr int ThoroughLevel = 15;
constexpr std::size_t ThoroughBytes = 256u << 10;
constexpr std::int64_t ThoroughCostNs = 200; // a byte
constexpr std::int64_t Ahead = 500'000'000, AheadAtEnd = 10'000'000'000;

/// One part in twenty of the recorded time may go into compressing better: a busy feed has no such time, a
/// quiet one has plenty.
bool isTimeLeft(std::int64_t workedUntilNs, std::int64_t atNs)
{
    return workedUntilNs <= atNs + Ahead;
}

} // namespace

QByteArray PendingBlock::packed(int level, std::size_t &raw) const
{
    if (isFrames) {
        const std::string head = frames->head();
        raw = head.size() + frames->payload().size();
        return compressed(std::array<std::string_view, 2>{head, frames->payload()}, level);
    }
    const std::string block = records->block();
    raw = block.size();
    return compressed(block, level);
}

PendingBlock &PendingBlocks::growing(bool isFrames, int source, std::uint64_t sequence, std::int64_t atNs)
{
    PendingBlock &block = m_growing[{isFrames, source}];
    if (block.id != 0) {
        const std::int64_t span = atNs - block.firstNs;
        const std::size_t bytes = block.bytes(), least = isFrames ? ThoroughBytes : LeastRecordBytes;
        if (bytes >= FullBytes || span > m_longestNs || (span > UsualNs && bytes >= least) ||
            (bytes >= ThoroughBytes && isTimeLeft(m_workedUntilNs, atNs)))
            seal(block);
    }
    if (block.id == 0) {
        block.id = m_nextId++;
        block.isFrames = isFrames;
        block.source = source;
        block.firstNs = atNs;
        block.firstSequence = sequence;
        if (isFrames)
            block.frames = std::make_unique<FrameBlockWriter>();
        else
            block.records = std::make_unique<RecordBlockWriter>();
    }
    return block;
}

void PendingBlocks::grown(PendingBlock &block, std::uint64_t sequence, std::int64_t atNs, std::size_t count)
{
    block.lastNs = atNs;
    block.lastSequence = sequence;
    block.count += count;
    block.changed = true;
}

std::vector<std::pair<RecordKind, std::string>> PendingBlocks::add(const RecordBatch &batch, int source,
                                                                   std::uint64_t sequence, std::int64_t atNs)
{
    PendingBlock &block = growing(false, source, sequence, atNs);
    block.records->add(batch, sequence, atNs);
    grown(block, sequence, atNs, batch.size());
    return block.records->takeNewKeys();
}

void PendingBlocks::add(const TappedFrame &frame, int source, std::uint64_t sequence)
{
    PendingBlock &block = growing(true, source, sequence, frame.arrivalNs);
    block.frames->add(frame, sequence);
    grown(block, sequence, frame.arrivalNs, 1);
}

int PendingBlocks::levelOf(const PendingBlock &block)
{
    if (block.bytes() > 2 * ThoroughBytes || !isTimeLeft(m_workedUntilNs, block.lastNs))
        return BusyLevel;
    m_workedUntilNs =
        std::max(m_workedUntilNs, block.lastNs) + 20 * ThoroughCostNs * std::int64_t(block.bytes());
    return ThoroughLevel;
}

void PendingBlocks::seal(PendingBlock &block)
{
    if (block.id != 0) {
        block.data = block.packed(levelOf(block), block.rawBytes);
        block.frames.reset();
        block.records.reset();
        m_sealedBytes += block.data.size();
        m_sealed.push_back(std::move(block));
        letGo();
    }
    block = {};
}

void PendingBlocks::seal()
{
    m_workedUntilNs -= AheadAtEnd; // nothing waits for us any more
    for (auto &[place, block] : m_growing)
        seal(block);
    m_growing.clear();
}

/// Where nothing can be written, the newest is kept.
void PendingBlocks::letGo()
{
    while (m_sealedBytes > m_maxBytes && m_sealed.size() > 1) {
        m_dropped += m_sealed.front().count;
        m_sealedBytes -= m_sealed.front().data.size();
        m_sealed.pop_front();
    }
}

Result<void> PendingBlocks::writeTo(const Write &write)
{
    for (const PendingBlock &block : m_sealed) {
        if (const auto done = write(block, block.data); !done)
            return done;
    }
    for (auto &[place, block] : m_growing) {
        if (!block.changed)
            continue;
        const QByteArray data = block.packed(GrowingLevel, block.rawBytes);
        if (const auto done = write(block, data); !done)
            return done;
    }
    return {};
}

void PendingBlocks::committed()
{
    for (auto &[place, block] : m_growing)
        block.changed = false;
    m_sealed.clear();
    m_sealedBytes = 0;
}

} // namespace alcedo
