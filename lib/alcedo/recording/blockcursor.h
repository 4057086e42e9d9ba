// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/recording/recording.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>

namespace alcedo {

/// Goes through a recording's records or frames in the order in which they came, block by block: only the
/// blocks that overlap the place where it stands are in memory. Entry: RecordedBatch or RecordedMessage.
/// Thread: the recording's.
template <typename Entry>
class BlockCursor
{
public:
    /// Reads one block; see Recording::records() and frames().
    using Read = std::function<Result<std::vector<Entry>>(const BlockEntry &)>;
    BlockCursor() = default;
    BlockCursor(std::vector<BlockEntry> blocks, Read read)
        : m_read(std::move(read))
        , m_blocks(blocks.begin(), blocks.end())
    {
    }

    /// The next entry, or null at the end of the blocks that it was given. It stays until pop().
    Result<Entry *> peek()
    {
        for (;;) {
            const auto next =
                std::min_element(m_open.begin(), m_open.end(),
                                 [](const Open &a, const Open &b) { return a.sequence() < b.sequence(); });
            const bool isNext = next != m_open.end() &&
                                (m_blocks.empty() || next->sequence() < m_blocks.front().firstSequence);
            if (isNext) {
                m_current = next - m_open.begin();
                return &next->entries[next->at];
            }
            if (m_blocks.empty())
                return nullptr;
            const BlockEntry block = m_blocks.front();
            m_blocks.pop_front();
            auto entries = m_read(block);
            if (!entries && entries.error().code() == ErrorCode::Closed)
                continue; // the ring has let it go meanwhile
            if (!entries)
                return entries.error();
            if (!entries->empty())
                m_open.push_back({std::move(entries).value(), 0});
        }
    }
    /// Only after peek() answered an entry.
    void pop()
    {
        Open &open = m_open[std::size_t(m_current)];
        if (++open.at == open.entries.size())
            m_open.erase(m_open.begin() + m_current);
    }

private:
    struct Open
    {
        std::vector<Entry> entries;
        std::size_t at = 0;
        [[nodiscard]] std::uint64_t sequence() const { return entries[at].sequence; }
    };
    Read m_read;
    std::deque<BlockEntry> m_blocks;
    std::vector<Open> m_open;
    std::ptrdiff_t m_current = 0;
};

} // namespace alcedo
