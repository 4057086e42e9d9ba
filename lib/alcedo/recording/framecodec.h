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
    static constexpr int Version = 1;
    void add(const TappedFrame &frame, std::uint64_t sequence);
    [[nodiscard]] bool isEmpty() const { return m_count == 0; }
    [[nodiscard]] std::size_t count() const { return m_count; }
    [[nodiscard]] std::size_t bytes() const { return m_places.size() + m_marks.size() + m_payload.size(); }
    [[nodiscard]] std::string block() const;

private:
    ByteWriter m_places, m_marks, m_payload;
    std::uint64_t m_sequence = 0;
    std::int64_t m_arrivalNs = 0;
    std::size_t m_count = 0;
};

/// Reads a block; Parse where its bytes are not what the format says. source: given to the frames.
[[nodiscard]] Result<std::vector<RecordedMessage>> readFrameBlock(std::string_view block, SourceId source);

} // namespace alcedo
