// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/recording/recordingtables.h>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace alcedo {

class KeyframeMaker;

/// The writing end of a recording file, without a thread: what is added gathers in one open block a source
/// and kind, commit() writes it all. After a crash the file holds everything up to the last commit.
///
/// A failed commit keeps what it did not write for the next one, up to Options::maxPendingBytes; past that
/// the oldest is let go and counted. Thread: one at a time.
class RecordingWriter
{
public:
    struct Options
    {
        QString path;
        qint64 maxBytes = 0;                ///< of the file with its WAL; at least 4 MiB; 0: no bound
        std::chrono::nanoseconds maxAge{0}; ///< older blocks go; 0: no bound
        std::chrono::nanoseconds keyframeEvery{60'000'000'000}; ///< of recorded time
        std::size_t keyframeRecords = 500'000;                  ///< a keyframe comes after so many, too
        qint64 maxPendingBytes = 64 << 20;                      ///< of blocks that could not be written
    };
    struct Counters
    {
        std::uint64_t records = 0, frames = 0; ///< added in this session
        std::uint64_t dropped = 0;             ///< records and frames let go, here and by noteDropped()
        std::uint64_t refused = 0;             ///< frames of more than MaxFrameBytes
        std::int64_t fileBytes = 0;            ///< with the WAL
        std::int64_t firstNs = 0, lastNs = 0;  ///< of what the file holds
    };
    static constexpr qsizetype MaxFrameBytes = 64 << 20;
    static constexpr qint64 LeastBytes = 4 << 20;

    /// Makes the file, or goes on with the one that is there. Io, Parse, NotSupported; Refused where another
    /// writes it.
    [[nodiscard]] static Result<std::unique_ptr<RecordingWriter>> open(const Options &options);
    ~RecordingWriter();

    /// Its number in the file; one that is known by name and dialect keeps its own.
    int sourceId(const RecordedSource &source);
    /// wallNs: when it arrived. A wall clock that goes back leaves the recording's time standing or, by more
    /// than a second, shifted on.
    void add(const RecordBatch &batch, int source, std::int64_t wallNs);
    void add(const TappedFrame &frame, int source);
    void openGap(int source, std::int64_t fromNs, const QString &cause);
    void closeGap(int source, std::int64_t toNs, std::uint64_t recovered, std::uint64_t missed);
    /// The dashboard forgets a source that was removed; so do keyframes.
    void removeSource(int source);
    void noteDropped(std::uint64_t count);
    /// How far some long work on the file had come with the last commit, in that work's own words; empty:
    /// none is under way. What was added before setWork() is committed with it, or not at all.
    [[nodiscard]] QString work() const { return m_work; }
    void setWork(const QString &work);
    [[nodiscard]] Result<void> commit();
    /// So much waits that it should be written before its time.
    [[nodiscard]] bool isLarge() const { return m_blocks.waitingBytes() > 4 << 20; }
    /// Commits, marks the session as ended, and puts the WAL into the file.
    [[nodiscard]] Result<void> close();
    [[nodiscard]] const Counters &counters() const { return m_counters; }

private:
    explicit RecordingWriter(const Options &options);
    [[nodiscard]] Result<void> load();
    void loadKnown();
    void noteChannels(int source, std::vector<std::pair<RecordKind, std::string>> &&keys, std::int64_t atNs);
    std::int64_t steadied(std::int64_t wallNs, std::int64_t &last);
    [[nodiscard]] std::int64_t lastNs() const { return std::max(m_lastNs, m_lastFrameNs); }
    void takeDropped();
    [[nodiscard]] Result<void> writeAll();
    [[nodiscard]] Result<void> writeSources();
    [[nodiscard]] Result<void> writeKeyframe();
    [[nodiscard]] Result<void> deleteOld();
    void committed();

    const Options m_options;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<RecordingTables> m_tables;
    PendingBlocks m_blocks;
    std::vector<RecordedSource> m_sources;
    std::size_t m_sourcesWritten = 0;
    std::deque<RecordingTables::Event> m_events;  ///< not yet in the file
    std::map<int, RecordingTables::Event> m_gaps; ///< open ones, by source
    struct Channel
    {
        int source;
        RecordKind kind;
        std::string key;
        std::int64_t firstNs;
    };
    std::vector<Channel> m_newChannels;
    std::set<std::tuple<int, RecordKind, std::string>> m_channels;
    std::unique_ptr<KeyframeMaker> m_keyframes;
    std::optional<RecordingTables::Keyframe> m_keyframe; ///< made, not yet in the file
    std::int64_t m_keyframeNs = 0;
    RecordingTables::Session m_session;
    QString m_work;
    bool m_workChanged = false, m_changed = false; ///< since the last commit
    std::int64_t m_nextEvent = 1;
    std::uint64_t m_sequence = 0;
    std::int64_t m_lastNs = 0, m_lastFrameNs = 0, m_shiftNs = 0;
    Counters m_counters;
};

} // namespace alcedo
