// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/error.h>
#include <alcedo/core/words.h>
#include <alcedo/feed/frametap.h>
#include <alcedo/feed/source.h>
#include <alcedo/recording/recordingwriter.h>

#include <QMetaType>
#include <QObject>
#include <QThread>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

namespace alcedo {

class Pipeline;

/// How a recorder does, as one immutable value.
struct RecorderStatus
{
    enum class State {
        Off,       ///< not started, or stopped
        Recording, ///< what comes is in the file within half a second
        Suspended, ///< nothing can be written, for the reason given; tried again every second
    };
    State state = State::Off;
    QString path;
    Words reason;             ///< of Suspended: "disk full", or the system's words
    bool full = false;        ///< Suspended, because the disk has no room
    std::int64_t sinceNs = 0; ///< wall time of the last change of state
    RecordingWriter::Counters counters;
    qint64 queueBytes = 0;        ///< that wait for the recorder's thread
    std::uint64_t overflowed = 0; ///< records and frames that found the queue full; in counters.dropped too
};

/// Records what sources say, on a thread of its own. The feed thread only pushes shared, immutable batches
/// and frames to a bounded queue, under a lock held for one append; it never waits for the disk, and where
/// the queue is full the new is dropped and counted.
///
/// What was pushed is committed within half a second; a kill loses no more than that and what was in the
/// queue. Where the file cannot be written the state is Suspended, with the reason, until it can.
///
/// Thread: construct, start and stop in one; push…() from any; signals come in the constructing one.
class Recorder : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        RecordingWriter::Options file;
        qint64 maxQueueBytes = 64 << 20;
        bool frames = true; ///< also the raw messages
    };
    Recorder(Options options, Clock &clock, QObject *parent = nullptr);
    ~Recorder() override;

    /// Opens the file in the recorder's thread; what goes wrong is in the status.
    void start();
    /// Writes what is queued, ends the session and waits for it.
    void stop();
    /// Waits until all that was pushed so far is in the file, or cannot be written.
    void flush();

    /// Everything that a pipeline's sources say from now on. The pipeline must outlive the recorder, or
    /// stopFollowing() come before its end.
    void follow(Pipeline &pipeline);
    void stopFollowing();
    /// Everything that one source says; it must live in one thread with this, or end before.
    void follow(Source &source);

    void push(const RecordBatchPtr &batch);
    void push(const TappedFrame &frame);
    /// Names a source; what it says before is recorded under its number.
    void noteSource(const SourceStatus &status, const QString &profile = {});
    [[nodiscard]] RecorderStatus status() const;

Q_SIGNALS:
    /// The state changed, or a second went by with changed counts.
    void statusChanged(const alcedo::RecorderStatus &status);

private:
    struct Item
    {
        enum class Kind { Batch, Frame, Name, GapOpened, GapClosed, Removed } kind = Kind::Batch;
        SourceId source = 0;
        std::int64_t wallNs = 0;
        RecordBatchPtr batch;
        TappedFrame frame;
        std::unique_ptr<RecordedSource> named; ///< of Name; of GapOpened its name is the cause
        quint64 recovered = 0, missed = 0;
    };
    static constexpr qint64 ItemBytes = sizeof(Item); ///< that an entry of the queue takes by itself
    class Tap;
    void connectTo(Pipeline &pipeline);
    void push(Item item, qint64 bytes, std::uint64_t count);
    void pushGap(SourceId source, qint64 fromNs, const QString &cause);
    void run();
    void openFile();
    void write(std::vector<Item> &items);
    void write(const Item &item);
    int fileSource(SourceId source);
    void commit();
    void suspend(const Error &error);
    void tell();
    void noteCounters();
    void setState(RecorderStatus::State state, const Words &reason, bool full);

    const Options m_options;
    Clock &m_clock;
    std::shared_ptr<Tap> m_tap;
    Pipeline *m_pipeline = nullptr;
    std::vector<QMetaObject::Connection> m_followed; // the pipeline's feed thread alone
    std::unique_ptr<QThread> m_thread;

    // The recorder's thread alone.
    std::unique_ptr<RecordingWriter> m_writer;
    std::map<SourceId, RecordedSource> m_names;
    std::map<SourceId, int> m_fileSources;
    Clock::Nanoseconds m_triedAt{0}, m_committedAt{0}, m_toldAt{0};
    std::uint64_t m_noted = 0;            ///< of m_overflowed, what the writer was told
    std::uint64_t m_unwritten = 0;        ///< came while there was no file
    RecordingWriter::Counters m_counters; ///< of the file, also when it is closed

    mutable std::mutex m_mutex; // guards what follows: any thread meets ours here
    std::condition_variable m_wake, m_flushed;
    std::vector<Item> m_queue;
    qint64 m_queueBytes = 0;
    std::uint64_t m_overflowed = 0, m_flushWanted = 0, m_flushDone = 0;
    bool m_stopping = false;
    std::map<SourceId, RecordedSource> m_told; ///< as last pushed, so that counts alone are no news
    RecorderStatus m_status;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::RecorderStatus)
