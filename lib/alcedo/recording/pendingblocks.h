// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/frametap.h>
#include <alcedo/recording/framecodec.h>
#include <alcedo/recording/recordcodec.h>

#include <QByteArray>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace alcedo {

/// A stretch of one source's records or frames on its way into the file.
struct PendingBlock
{
    bool isFrames = false;
    int source = 0;
    std::int64_t id = 0, firstNs = 0, lastNs = 0;
    std::uint64_t firstSequence = 0, lastSequence = 0;
    std::size_t count = 0, rawBytes = 0;
    QByteArray data; ///< compressed, once sealed
    std::unique_ptr<RecordBlockWriter> records;
    std::unique_ptr<FrameBlockWriter> frames;
    bool changed = false; ///< since the last commit

    [[nodiscard]] std::size_t bytes() const { return isFrames ? frames->bytes() : records->bytes(); }
    /// What is in it so far.
    [[nodiscard]] QByteArray packed(int level, std::size_t &rawBytes) const;
};

/// The newest blocks of a recording: of each source and kind one that grows, and those that are whole but not
/// yet in the file, as many as a bound allows. What grows is given out again and again, whole each time.
/// Thread: one at a time.
class PendingBlocks
{
public:
    static constexpr std::int64_t UsualNs = 10'000'000'000, LongestNs = 600'000'000'000;

    /// maxBytes: of whole blocks that wait; past it the oldest is let go, and counted. longestNs: no block
    /// spans more of recorded time; LongestNs at most.
    PendingBlocks(qint64 maxBytes, std::int64_t longestNs)
        : m_maxBytes(maxBytes)
        , m_longestNs(longestNs)
    {
    }
    /// Of the first block to come.
    void setNextId(std::int64_t id) { m_nextId = id; }
    /// Answers kinds and keys that its block had not seen.
    std::vector<std::pair<RecordKind, std::string>> add(const RecordBatch &batch, int source,
                                                        std::uint64_t sequence, std::int64_t atNs);
    void add(const TappedFrame &frame, int source, std::uint64_t sequence);
    /// Nothing grows any more.
    void seal();

    using Write = std::function<Result<void>(const PendingBlock &, const QByteArray &data)>;
    /// All that the file lacks, in order; stops at the first error.
    [[nodiscard]] Result<void> writeTo(const Write &write);
    /// It is in the file.
    void committed();
    /// Of whole blocks that wait.
    [[nodiscard]] qint64 waitingBytes() const { return m_sealedBytes; }
    /// Records and frames let go since the last call.
    [[nodiscard]] std::uint64_t takeDropped() { return std::exchange(m_dropped, 0); }

private:
    PendingBlock &growing(bool isFrames, int source, std::uint64_t sequence, std::int64_t atNs);
    static void grown(PendingBlock &block, std::uint64_t sequence, std::int64_t atNs, std::size_t count);
    void seal(PendingBlock &block);
    [[nodiscard]] int levelOf(const PendingBlock &block);
    void letGo();

    const qint64 m_maxBytes;
    const std::int64_t m_longestNs;
    std::map<std::pair<bool, int>, PendingBlock> m_growing; ///< by kind and source; id 0: none
    std::deque<PendingBlock> m_sealed;
    qint64 m_sealedBytes = 0;
    std::int64_t m_nextId = 1;
    std::int64_t m_workedUntilNs = 0; ///< recorded time that the work on small blocks has used up
    std::uint64_t m_dropped = 0;
};

} // namespace alcedo
