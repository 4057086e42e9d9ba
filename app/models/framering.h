// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/frametap.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace alcedo {

/// Frames on their way from the feed thread to whoever shows them. Bounded: what is not taken in time makes
/// room for what is newer, and is counted. Thread: frameSeen() in the feed thread, all else in the GUI's.
class FrameRing final : public FrameTap
{
public:
    static constexpr std::size_t MaxFrames = 4'000;
    static constexpr qint64 MaxBytes = 16 << 20;
    /// Larger ones are shown by their beginning.
    static constexpr qsizetype MaxFrameBytes = 256 << 10;

    /// Only frames of this source; nothing: of all.
    explicit FrameRing(std::optional<SourceId> only = {})
        : m_only(only)
    {
    }
    void frameSeen(const TappedFrame &frame) override
    {
        if (m_only && frame.source != *m_only)
            return;
        TappedFrame kept = frame;
        if (kept.bytes.size() > MaxFrameBytes)
            kept.bytes = kept.bytes.first(MaxFrameBytes);
        const std::lock_guard lock(m_mutex);
        m_bytes += kept.bytes.size();
        m_frames.push_back(std::move(kept));
        while (m_frames.size() > MaxFrames || m_bytes > MaxBytes) {
            m_bytes -= m_frames.front().bytes.size();
            m_frames.pop_front();
            ++m_dropped;
        }
    }
    /// All that came since the last call, the oldest first.
    [[nodiscard]] std::deque<TappedFrame> take()
    {
        const std::lock_guard lock(m_mutex);
        m_bytes = 0;
        return std::exchange(m_frames, {});
    }
    [[nodiscard]] quint64 dropped() const { return m_dropped; }

private:
    std::optional<SourceId> m_only;
    std::mutex m_mutex;
    std::deque<TappedFrame> m_frames;
    qint64 m_bytes = 0;
    std::atomic<quint64> m_dropped = 0;
};

} // namespace alcedo
