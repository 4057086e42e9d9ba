// SPDX-License-Identifier: MIT
#include <alcedo/recording/recordingtables.h>

namespace alcedo {

namespace {

constexpr int DeletedAtOnce = 4;

// By when they ended: a quiet source's block may have begun long before that of a busy one. Both halves run
// along block_time.
constexpr char DeleteFirst[] =
    "DELETE FROM block WHERE id IN (SELECT id FROM"
    " (SELECT * FROM (SELECT id, last_ns FROM block WHERE kind = 'records' ORDER BY last_ns LIMIT ?1)"
    " UNION ALL"
    " SELECT * FROM (SELECT id, last_ns FROM block WHERE kind = 'frames' ORDER BY last_ns LIMIT ?1))"
    " ORDER BY last_ns LIMIT ?1)";
constexpr char DeleteAged[] =
    "DELETE FROM block WHERE id IN (SELECT id FROM block WHERE kind = 'records' AND last_ns < ?1"
    " UNION ALL SELECT id FROM block WHERE kind = 'frames' AND last_ns < ?1)";

// Numbers are given in order of time: the lowest is of the block that began first.
constexpr char DeleteKeyframes[] =
    "DELETE FROM keyframe WHERE at_ns < (SELECT first_ns FROM block ORDER BY id LIMIT 1)";
constexpr char DeleteEvents[] =
    "DELETE FROM event WHERE at_ns < (SELECT first_ns FROM block ORDER BY id LIMIT 1)";

std::int64_t answer(Statement &query)
{
    const auto row = query.step();
    const std::int64_t number = row && *row ? query.integer(0) : 0;
    query.reset();
    return number;
}

} // namespace

RecordingTables::RecordingTables(Database &d)
    : m_block(d, "INSERT OR REPLACE INTO block VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
    , m_source(d, "INSERT OR REPLACE INTO source VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
    , m_channel(d, "INSERT OR IGNORE INTO channel VALUES(?1, ?2, ?3, ?4)")
    , m_event(d, "INSERT OR REPLACE INTO event VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    , m_session(d, "INSERT OR REPLACE INTO session VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    , m_keyframe(d, "INSERT INTO keyframe VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    , m_sequence(d, "UPDATE meta SET value = ?1 WHERE name = 'next_seq'")
    , m_work(d, "INSERT OR REPLACE INTO meta VALUES('work', ?1)")
    , m_deleteFirst(d, DeleteFirst)
    , m_deleteAged(d, DeleteAged)
    , m_deleteKeyframes(d, DeleteKeyframes)
    , m_deleteEvents(d, DeleteEvents)
    , m_oldest(d, "SELECT first_ns FROM block ORDER BY id LIMIT 1")
    , m_pages(d, "PRAGMA page_count")
    , m_freePages(d, "PRAGMA freelist_count")
{
}

RecordingTables::Ends RecordingTables::ends(Database &database)
{
    return {database.number("SELECT max(id) FROM block"),
            database.number("SELECT max(id) FROM event"),
            database.number("SELECT max(id) FROM session"),
            std::uint64_t(database.number("SELECT value FROM meta WHERE name = 'next_seq'")),
            database.number("SELECT max(last_ns) FROM block WHERE kind = 'records'"),
            database.number("SELECT max(last_ns) FROM block WHERE kind = 'frames'")};
}

Result<void> RecordingTables::put(const RecordedSource &source)
{
    m_source.bind(source.id, source.name, source.dialect, source.url, int(source.demo), source.profile);
    return m_source.run();
}

Result<void> RecordingTables::putChannel(int source, std::string_view kind, std::string_view key,
                                         std::int64_t firstNs)
{
    m_channel.bind(source, kind, key, firstNs);
    return m_channel.run();
}

Result<void> RecordingTables::put(const PendingBlock &block, const QByteArray &data)
{
    m_block.bind(block.id, block.isFrames ? "frames" : "records", block.source, block.firstNs, block.lastNs,
                 block.firstSequence, block.lastSequence, std::uint64_t(block.count),
                 std::uint64_t(block.rawBytes), data);
    return m_block.run();
}

Result<void> RecordingTables::put(const Event &event)
{
    m_event.bind(event.id, event.atNs, event.toNs, event.source, event.kind, event.text, event.missed,
                 event.recovered);
    return m_event.run();
}

Result<void> RecordingTables::put(const Keyframe &keyframe, std::int64_t session)
{
    m_keyframe.bind(session, keyframe.atNs, keyframe.sequence, keyframe.fromNs,
                    std::uint64_t(keyframe.rawBytes), keyframe.state, keyframe.history);
    return m_keyframe.run();
}

Result<void> RecordingTables::put(const Session &session)
{
    m_session.bind(session.id, session.firstNs, session.lastNs, int(session.ended), session.records,
                   session.frames, session.dropped);
    return m_session.run();
}

Result<void> RecordingTables::putNextSequence(std::uint64_t sequence)
{
    m_sequence.bind(sequence);
    return m_sequence.run();
}

Result<void> RecordingTables::putWork(const QString &work)
{
    m_work.bind(work);
    return m_work.run();
}

QString RecordingTables::work(Database &database)
{
    Statement query(database, "SELECT value FROM meta WHERE name = 'work'");
    const auto row = query.step();
    return row && *row ? query.text(0) : QString();
}

Result<void> RecordingTables::deleteBefore(std::int64_t atNs)
{
    m_deleteAged.bind(atNs);
    if (const auto done = m_deleteAged.run(); !done)
        return done;
    return deleteOrphans();
}

Result<void> RecordingTables::shrinkTo(qint64 bytes)
{
    for (qint64 before = usedBytes(); before > bytes;) {
        m_deleteFirst.bind(DeletedAtOnce);
        if (const auto done = m_deleteFirst.run(); !done)
            return done;
        if (const auto done = deleteOrphans(); !done)
            return done;
        const qint64 after = usedBytes();
        if (after >= before)
            break;
        before = after;
    }
    return {};
}

qint64 RecordingTables::usedBytes()
{
    return PageBytes * (answer(m_pages) - answer(m_freePages));
}

Result<void> RecordingTables::deleteOrphans()
{
    for (Statement *statement : {&m_deleteKeyframes, &m_deleteEvents}) {
        if (const auto done = statement->run(); !done)
            return done;
    }
    return {};
}

std::int64_t RecordingTables::oldestNs()
{
    return answer(m_oldest);
}

} // namespace alcedo
