// SPDX-License-Identifier: MIT
#include <alcedo/recording/recording.h>

#include <alcedo/recording/compression.h>
#include <alcedo/recording/recordingphrases.h>
#include <alcedo/recording/recordingschema.h>

#include <QFile>
#include <algorithm>

namespace alcedo {

struct Recording::Statements
{
    explicit Statements(Database &d)
        : blocks(
              d,
              "SELECT id, source, first_ns, last_ns, first_seq, last_seq, count, raw_bytes FROM block "
              "INDEXED BY block_time WHERE kind = ?1 AND last_ns >= ?2 AND last_ns <= ?3 AND first_ns <= ?4")
        , data(d, "SELECT data FROM block WHERE id = ?1")
        , keyframes(d,
                    "SELECT id, session, from_ns, at_ns, seq FROM keyframe WHERE at_ns > ?1 AND at_ns <= ?2 "
                    "ORDER BY at_ns, seq")
        , state(d, "SELECT state FROM keyframe WHERE id = ?1")
        , history(d, "SELECT history FROM keyframe WHERE id = ?1")
        , events(d, "SELECT at_ns, to_ns, source, kind, text, missed, recovered FROM event WHERE at_ns <= ?2 "
                    "AND (to_ns = 0 OR to_ns >= ?1) ORDER BY at_ns")
    {
    }
    Statement blocks, data, keyframes, state, history, events;
};

namespace {

const char *nameOf(Recording::Kind kind)
{
    return kind == Recording::Kind::Frames ? "frames" : "records";
}

/// Ends the reading transaction with the scope, so that the writer's WAL can be emptied.
class Reading
{
public:
    explicit Reading(Statement &statement)
        : m_statement(statement)
    {
    }
    ~Reading() { m_statement.reset(); }
    Reading(const Reading &) = delete;
    Reading &operator=(const Reading &) = delete;

private:
    Statement &m_statement;
};

} // namespace

Recording::Recording(QString path)
    : m_path(std::move(path))
{
}

Recording::~Recording() = default;

bool Recording::isRecording(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.read(16) == QByteArray("SQLite format 3\0", 16);
}

Result<std::unique_ptr<Recording>> Recording::open(const QString &path)
{
    std::unique_ptr<Recording> recording(new Recording(path));
    auto database = Database::open(path, Database::Access::Read);
    if (!database)
        return database.error();
    recording->m_database = std::move(database).value();
    if (const auto good = recordingschema::check(*recording->m_database, path); !good)
        return good.error();
    recording->m_statements = std::make_unique<Statements>(*recording->m_database);
    return recording;
}

std::vector<RecordedSource> Recording::sources()
{
    std::vector<RecordedSource> all;
    Statement query(*m_database, "SELECT id, name, dialect, url, demo, profile FROM source ORDER BY id");
    for (auto row = query.step(); row && *row; row = query.step())
        all.push_back({int(query.integer(0)), query.text(1), query.text(2), query.text(3),
                       query.integer(4) != 0, query.text(5)});
    return all;
}

std::vector<std::pair<RecordKind, QString>> Recording::channels(int source)
{
    std::vector<std::pair<RecordKind, QString>> all;
    Statement query(*m_database, "SELECT kind, key FROM channel WHERE source = ?1 ORDER BY kind, key");
    query.bind(source);
    for (auto row = query.step(); row && *row; row = query.step()) {
        if (const auto kind = RecordSchema::kindNamed(query.bytes(0)))
            all.emplace_back(*kind, query.text(1));
    }
    return all;
}

TimeRange Recording::range()
{
    // The oldest has the lowest number: the table is not read through for it.
    return {m_database->number("SELECT first_ns FROM block ORDER BY id LIMIT 1"),
            std::max(m_database->number("SELECT max(last_ns) FROM block WHERE kind = 'records'"),
                     m_database->number("SELECT max(last_ns) FROM block WHERE kind = 'frames'"))};
}

std::uint64_t Recording::count(Kind kind)
{
    return std::uint64_t(m_database->number(
        kind == Kind::Frames ? "SELECT sum(count) FROM block INDEXED BY block_time WHERE kind = 'frames'"
                             : "SELECT sum(count) FROM block INDEXED BY block_time WHERE kind = 'records'"));
}

Result<std::vector<BlockEntry>> Recording::blocks(Kind kind, TimeRange range)
{
    std::vector<BlockEntry> all;
    Statement &query = m_statements->blocks;
    const Reading reading(query);
    const std::int64_t latest = std::numeric_limits<std::int64_t>::max();
    query.bind(nameOf(kind), range.fromNs,
               range.toNs > latest - LongestBlockNs ? latest : range.toNs + LongestBlockNs, range.toNs);
    for (;;) {
        const auto row = query.step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        all.push_back({query.integer(0), int(query.integer(1)), query.integer(2), query.integer(3),
                       std::uint64_t(query.integer(4)), std::uint64_t(query.integer(5)),
                       std::uint64_t(query.integer(6)), std::uint64_t(query.integer(7))});
    }
    std::sort(all.begin(), all.end(), [](const BlockEntry &a, const BlockEntry &b) {
        return std::pair(a.firstSequence, a.id) < std::pair(b.firstSequence, b.id);
    });
    return all;
}

std::vector<std::uint64_t> Recording::density(TimeRange range, int parts)
{
    std::vector<std::uint64_t> counts(std::size_t(std::max(parts, 1)), 0);
    const double span = double(range.toNs - range.fromNs);
    for (const Kind kind : {Kind::Records, Kind::Frames}) {
        const auto entries = blocks(kind, range);
        if (!entries || span <= 0)
            continue;
        for (const BlockEntry &entry : *entries) {
            const double scale = double(counts.size()) / span;
            const auto last = std::ptrdiff_t(counts.size()) - 1;
            const auto partOf = [&](std::int64_t atNs) { // a file may say any time
                const std::int64_t within = std::clamp(atNs, range.fromNs, range.toNs) - range.fromNs;
                return std::min(std::ptrdiff_t(double(within) * scale), last);
            };
            const std::ptrdiff_t from = partOf(entry.firstNs), to = partOf(entry.lastNs);
            const auto places = std::uint64_t(std::max<std::ptrdiff_t>(to - from, 0) + 1);
            for (std::uint64_t i = 0; i < places; ++i)
                counts[std::size_t(from) + i] += (i + 1) * entry.count / places - i * entry.count / places;
        }
    }
    return counts;
}

Result<std::string> Recording::blob(Statement &query, std::int64_t id)
{
    const Reading reading(query);
    query.bind(id);
    const auto row = query.step();
    if (!row)
        return row.error();
    if (!*row)
        return Error(ErrorCode::Closed, say(RecordingPhrase::LetGo));
    return decompressed(query.bytes(0), MaxBlockBytes);
}

Result<std::vector<RecordedBatch>> Recording::records(const BlockEntry &block, SourceId source)
{
    const auto raw = blob(m_statements->data, block.id);
    if (!raw)
        return raw.error();
    return readRecordBlock(*raw, source);
}

Result<std::vector<RecordedMessage>> Recording::frames(const BlockEntry &block, SourceId source)
{
    const auto raw = blob(m_statements->data, block.id);
    if (!raw)
        return raw.error();
    return readFrameBlock(*raw, source);
}

std::vector<KeyframeEntry> Recording::keyframes(std::int64_t fromNs, std::int64_t toNs)
{
    std::vector<KeyframeEntry> all;
    Statement &query = m_statements->keyframes;
    const Reading reading(query);
    query.bind(fromNs, toNs);
    for (auto row = query.step(); row && *row; row = query.step())
        all.push_back({query.integer(0), query.integer(1), query.integer(2), query.integer(3),
                       std::uint64_t(query.integer(4))});
    return all;
}

Result<std::string> Recording::keyframeState(std::int64_t id)
{
    return blob(m_statements->state, id);
}

Result<std::string> Recording::keyframeHistory(std::int64_t id)
{
    return blob(m_statements->history, id);
}

std::vector<RecordingEvent> Recording::events(TimeRange range)
{
    std::vector<RecordingEvent> all;
    Statement &query = m_statements->events;
    const Reading reading(query);
    query.bind(range.fromNs, range.toNs);
    for (auto row = query.step(); row && *row; row = query.step())
        all.push_back({query.integer(0), query.integer(1), int(query.integer(2)), query.text(3),
                       query.text(4), std::uint64_t(query.integer(5)), std::uint64_t(query.integer(6))});
    return all;
}

} // namespace alcedo
