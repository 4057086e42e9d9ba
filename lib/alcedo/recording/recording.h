// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/recording/database.h>
#include <alcedo/recording/framecodec.h>
#include <alcedo/recording/recordcodec.h>
#include <alcedo/recording/recordingwriter.h>

#include <functional>
#include <memory>
#include <vector>

namespace alcedo {

/// A stretch of recorded time, both ends in it.
struct TimeRange
{
    std::int64_t fromNs = 0, toNs = 0;
    friend bool operator==(const TimeRange &, const TimeRange &) = default;
};

/// The index entry of one block.
struct BlockEntry
{
    std::int64_t id = 0;
    int source = 0;
    std::int64_t firstNs = 0, lastNs = 0;
    std::uint64_t firstSequence = 0, lastSequence = 0;
    std::uint64_t count = 0, rawBytes = 0;
};

/// A whole state at a moment; see KeyframeParts.
struct KeyframeEntry
{
    std::int64_t id = 0, session = 0;
    std::int64_t fromNs = 0, atNs = 0; ///< its history is of (fromNs, atNs]; fromNs 0: of the session so far
    std::uint64_t sequence = 0;        ///< the last batch that is in it
};

/// Something that happened to a source, or to the recorder (source 0).
struct RecordingEvent
{
    std::int64_t atNs = 0, toNs = 0; ///< toNs 0: still open when the recording ended
    int source = 0;
    QString kind; ///< "gap", "dropped"
    QString text;
    std::uint64_t missed = 0, recovered = 0;
};

/// The reading end of a recording, also while it is being written: each call sees what was committed by then.
/// What a file says is hostile: every answer is checked, and an Error says what is damaged. Thread: one at a
/// time.
class Recording
{
public:
    enum class Kind { Records, Frames };
    static constexpr std::size_t MaxBlockBytes = 256u << 20;
    /// No block is longer; an index that says otherwise is not searched further.
    static constexpr std::int64_t LongestBlockNs = PendingBlocks::LongestNs;

    [[nodiscard]] static Result<std::unique_ptr<Recording>> open(const QString &path);
    /// Whether a file begins as an SQLite database does: to tell recordings from other files by their
    /// content.
    [[nodiscard]] static bool isRecording(const QString &path);
    ~Recording();

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] std::vector<RecordedSource> sources();
    /// Kinds and keys of a source, in order.
    [[nodiscard]] std::vector<std::pair<RecordKind, QString>> channels(int source);
    /// Of all that it holds; zeros where it is empty.
    [[nodiscard]] TimeRange range();
    [[nodiscard]] std::uint64_t count(Kind kind);
    /// In order of the first sequence.
    [[nodiscard]] Result<std::vector<BlockEntry>> blocks(Kind kind, TimeRange range);
    /// How many records and frames lie in each of so many even parts of the range; a block counts
    /// evenly over its time.
    [[nodiscard]] std::vector<std::uint64_t> density(TimeRange range, int parts);
    [[nodiscard]] Result<std::vector<RecordedBatch>> records(const BlockEntry &block, SourceId source);
    [[nodiscard]] Result<std::vector<RecordedMessage>> frames(const BlockEntry &block, SourceId source);
    /// At or before toNs and after fromNs, in order of time.
    [[nodiscard]] std::vector<KeyframeEntry> keyframes(std::int64_t fromNs, std::int64_t toNs);
    [[nodiscard]] Result<std::string> keyframeState(std::int64_t id);
    [[nodiscard]] Result<std::string> keyframeHistory(std::int64_t id);
    [[nodiscard]] std::vector<RecordingEvent> events(TimeRange range);

private:
    struct Statements;
    explicit Recording(QString path);
    [[nodiscard]] Result<std::string> blob(Statement &query, std::int64_t id);
    QString m_path;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Statements> m_statements;
};

} // namespace alcedo
