// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/recording/database.h>
#include <alcedo/recording/framecodec.h>
#include <alcedo/recording/recordcodec.h>
#include <alcedo/series/store.h>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

namespace alcedo {

class KeyframeMaker;

/// What a recording knows of one of its sources.
struct RecordedSource
{
    int id = 0; ///< in the file, from 1
    QString name, dialect, url;
    bool demo = false;
    QString profile; ///< the profile's text where it was recorded by one, else empty
};

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
    [[nodiscard]] Result<void> commit();
    /// So much waits that it should be written before its time.
    [[nodiscard]] bool isLarge() const { return m_sealedBytes > 4 << 20; }
    /// Commits, marks the session as ended, and puts the WAL into the file.
    [[nodiscard]] Result<void> close();
    [[nodiscard]] const Counters &counters() const { return m_counters; }

private:
    struct Block
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
    };
    struct Event
    {
        std::int64_t id = 0, atNs = 0, toNs = 0;
        int source = 0;
        QString kind, text;
        std::uint64_t missed = 0, recovered = 0;
    };
    struct Statements;
    explicit RecordingWriter(const Options &options);
    [[nodiscard]] Result<void> load();
    [[nodiscard]] Result<void> beginSession();
    Block &openBlock(bool isFrames, int source, std::int64_t atNs);
    void grow(Block &block, std::int64_t atNs, std::uint64_t sequence, std::size_t count);
    void seal(Block &block);
    void boundPending();
    std::int64_t steadied(std::int64_t wallNs, std::int64_t &last);
    void noteChannels(Block &block);
    [[nodiscard]] Result<void> writeAll();
    [[nodiscard]] Result<void> writeBlock(const Block &block, const QByteArray &data);
    [[nodiscard]] Result<void> writeKeyframe();
    [[nodiscard]] Result<void> deleteOld();
    [[nodiscard]] Result<void> deleteOrphans();
    void measure();

    const Options m_options;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Statements> m_statements;
    std::vector<RecordedSource> m_sources;
    std::size_t m_sourcesWritten = 0;
    std::map<std::pair<bool, int>, Block> m_open; ///< by kind and source
    std::deque<Block> m_sealed;                   ///< not yet in the file
    qint64 m_sealedBytes = 0;
    std::deque<Event> m_events;  ///< not yet in the file
    std::map<int, Event> m_gaps; ///< open ones, by source
    struct Channel
    {
        int source;
        RecordKind kind;
        std::string key;
        std::int64_t firstNs;
    };
    std::vector<Channel> m_newChannels;
    std::set<std::tuple<int, RecordKind, std::string>> m_channels;
    struct KeyframeRow
    {
        std::int64_t fromNs = 0, atNs = 0;
        std::uint64_t sequence = 0;
        std::size_t rawBytes = 0;
        QByteArray state, history;
    };
    std::unique_ptr<KeyframeMaker> m_keyframes;
    std::optional<KeyframeRow> m_keyframeData; ///< made, not yet in the file
    std::int64_t m_keyframeNs = 0, m_sessionFirstNs = 0;
    bool m_ended = false;
    bool m_changed = false; ///< since the last commit
    std::int64_t m_nextBlock = 1, m_nextEvent = 1, m_session = 0;
    std::uint64_t m_sequence = 0;
    std::int64_t m_lastNs = 0, m_lastFrameNs = 0, m_shiftNs = 0;
    Counters m_counters;
};

} // namespace alcedo
