// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/frametap.h>
#include <alcedo/recording/bytestream.h>

#include <cstdint>
#include <string>
#include <vector>

namespace alcedo {

/// A frame and its place in a recording; its time is the frame's arrival.
struct RecordedMessage
{
    std::uint64_t sequence = 0;
    TappedFrame frame;
};

/// Frames of one source: their times, lengths and marks as columns, then all their bytes.
/// docs/recording-format.md has the layout.
class FrameBlockWriter
{
public:
    static constexpr int Version = 2;
    void add(const TappedFrame &frame, std::uint64_t sequence);
    [[nodiscard]] bool isEmpty() const { return m_arrivals.empty(); }
    [[nodiscard]] std::size_t count() const { return m_arrivals.size(); }
    [[nodiscard]] std::size_t bytes() const { return 8 * m_arrivals.size() + m_payload.size(); }
    /// What is said of the frames, and their bytes: a block is the one after the other.
    [[nodiscard]] std::string head() const;
    [[nodiscard]] const std::string &payload() const { return m_payload.bytes(); }
    [[nodiscard]] std::string block() const { return head() + payload(); }

private:
    ByteWriter m_sequences, m_marks, m_links, m_lengths, m_payload;
    std::vector<std::int64_t> m_arrivals;
    std::int64_t m_unitNs = 1'000'000; ///< the largest of the known ones that all times are multiples of
    std::uint64_t m_sequence = 0;
    std::uint32_t m_link = 0;
};

/// Reads a block; Parse where its bytes are not what the format says. source: given to the frames.
[[nodiscard]] Result<std::vector<RecordedMessage>> readFrameBlock(std::string_view block, SourceId source);

} // namespace alcedo
