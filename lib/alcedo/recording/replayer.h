// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/feed/source.h>
#include <alcedo/recording/blockcursor.h>
#include <alcedo/recording/moment.h>

#include <memory>
#include <optional>

namespace alcedo {

/// A recording as a source: any part of it, at any speed, as often as asked, always the same batches in the
/// same order with the times of arrival that were recorded. Where the recording is still being written, it
/// goes on as more comes (Options::follow).
///
/// finished() follows the last batch. A damaged block ends it as Failed with the reason. Thread: the one that
/// made it. The clock must outlive it.
class Replayer final : public Source
{
    Q_OBJECT
public:
    struct Options
    {
        double speed = 1; ///< times as fast as recorded; zero: as fast as the event loop turns
        std::int64_t fromNs = 0, toNs = 0; ///< recorded time; zero: from the beginning, to the end
        SourceMap sources = nullptr; ///< null: every source of the recording goes by this source's number
        bool follow = false;         ///< at the end wait for more, instead of finished()
        bool frames = false;         ///< show its raw frames to the tap, among the records
    };
    enum class State { Stopped, Playing, Paused };

    /// Opens the file. Errors as Recording::open().
    [[nodiscard]] static Result<std::unique_ptr<Replayer>>
    open(SourceId id, const QString &name, const QString &path, Options options, Clock &clock);
    ~Replayer() override;

    /// From the beginning of the range.
    void start() override;
    void stop() override;
    [[nodiscard]] SourceStatus status() const override;

    [[nodiscard]] State state() const { return m_state; }
    void pause();
    void resume();
    /// Takes effect at once, from the moment that is being played.
    void setSpeed(double speed);
    /// Everything at or before atNs counts as played; nothing is emitted. The state stays.
    void seek(std::int64_t atNs);
    /// As seek(), to just after a batch: what restoreMoment() answered goes on without a record lost or
    /// twice.
    void seek(const RestoredMoment &moment);
    /// Emits the next batch of records at once, and is paused after it. False at the end.
    bool step();
    /// The recorded time that is being played: of the newest batch, or between two.
    [[nodiscard]] std::int64_t positionNs() const;
    [[nodiscard]] Recording &recording() { return *m_recording; }

Q_SIGNALS:
    void stateChanged();

private:
    Replayer(SourceId id, const QString &name, std::unique_ptr<Recording> recording, Options options,
             Clock &clock);
    [[nodiscard]] std::optional<SourceId> mapped(int fileSource) const;
    void anchor(std::int64_t atNs);
    [[nodiscard]] Clock::Nanoseconds dueAt(std::int64_t atNs) const;
    void load(std::int64_t fromNs);
    void playDue();
    /// The next batch that counts, or null at the end (or where it failed).
    RecordedBatch *next();
    void emitNext(RecordedBatch &batch);
    void showFrames(std::uint64_t beforeSequence);
    void atEnd();
    void fail(const Error &error);
    void setLink(LinkState state);

    Clock &m_clock;
    Options m_options;
    std::unique_ptr<Recording> m_recording;
    Timer m_timer;
    BlockCursor<RecordedBatch> m_records;
    BlockCursor<RecordedMessage> m_frames;
    State m_state = State::Stopped;
    std::uint64_t m_sequence = 0; ///< what is at or below is played
    std::int64_t m_playedNs = 0;  ///< of the newest batch, or where seek() went
    std::int64_t m_loadedNs = 0;  ///< what was committed later than this is not in the cursors
    std::int64_t m_anchorNs = 0;
    Clock::Nanoseconds m_anchorSteady{0};
    SourceStatus m_status;
};

} // namespace alcedo
