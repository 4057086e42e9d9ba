// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/feed/framerecording.h>
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/source.h>

#include <memory>

namespace alcedo {

/// A recording as a source: its frames through a profile, at the pace at which they came or faster. recv_ns
/// is when they were recorded. finished() follows the last batch. Thread: the one that made it. The clock
/// must outlive it.
class ReplaySource final : public Source
{
    Q_OBJECT
public:
    /// speed: times as fast as recorded; zero: as fast as the event loop turns.
    ReplaySource(SourceId id, const QString &name, const FeedProfile &profile,
                 std::shared_ptr<const FrameRecording> recording, double speed, Clock &clock,
                 QObject *parent = nullptr);

    /// From the beginning.
    void start() override;
    void stop() override;
    [[nodiscard]] SourceStatus status() const override;
    [[nodiscard]] const Mapping &mapping() const { return m_mapping; }

private:
    /// Frames mapped in one turn of the event loop at most, so that others have their turn.
    static constexpr int FramesATurn = 2'000;
    void playDue();
    [[nodiscard]] Clock::Nanoseconds dueAt(const RecordedFrame &frame) const;

    Clock &m_clock;
    Timer m_timer;
    Mapping m_mapping;
    std::shared_ptr<const FrameRecording> m_recording;
    std::vector<RecordedFrame> m_frames;
    double m_speed;
    RecordBatchBuilder m_builder;
    std::size_t m_next = 0;
    Clock::Nanoseconds m_startedAt{0};
    SourceStatus m_status;
};

} // namespace alcedo
