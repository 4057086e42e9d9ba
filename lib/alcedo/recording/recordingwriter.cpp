// SPDX-License-Identifier: MIT
#include <alcedo/recording/recordingwriter.h>

#include <alcedo/recording/compression.h>
#include <alcedo/recording/keyframe.h>
#include <alcedo/recording/recordingschema.h>

#include <QFileInfo>
#include <algorithm>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

// A block is as long as compresses well, and as short as a seek may decode.
constexpr std::size_t FullBlockBytes = 1u << 20;
constexpr std::int64_t LongestBlock = 10'000'000'000;
constexpr int SealedLevel = 3, OpenLevel = 1; // an open block is written again and again
constexpr std::size_t MaxChannels = 50'000;
constexpr std::int64_t SteppedBack = 1'000'000'000; // a wall clock that goes back further was set
constexpr std::int64_t LeastKeyframeStep = 1'000'000'000;
constexpr int DeletedAtOnce = 4;
constexpr qint64 PageBytes = 16'384;
constexpr qint64 MostWalShare = 8 << 20; // of the bound; the WAL has one transaction more than half of it

} // namespace

struct RecordingWriter::Statements
{
    explicit Statements(Database &d)
        : block(d, "INSERT OR REPLACE INTO block VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
        , source(d, "INSERT OR REPLACE INTO source VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
        , channel(d, "INSERT OR IGNORE INTO channel VALUES(?1, ?2, ?3, ?4)")
        , event(d, "INSERT OR REPLACE INTO event VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        , session(d, "INSERT OR REPLACE INTO session VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        , keyframe(d, "INSERT INTO keyframe VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        , deleteBlocks(d, "DELETE FROM block WHERE id IN (SELECT id FROM block ORDER BY id LIMIT ?1)")
        , deleteAged(
              d, "DELETE FROM block WHERE id IN (SELECT id FROM block WHERE kind = 'records' AND last_ns < ?1"
                 " UNION ALL SELECT id FROM block WHERE kind = 'frames' AND last_ns < ?1)")
        , deleteKeyframes(
              d, "DELETE FROM keyframe WHERE at_ns < (SELECT first_ns FROM block ORDER BY id LIMIT 1)")
        , deleteEvents(d, "DELETE FROM event WHERE at_ns < (SELECT first_ns FROM block ORDER BY id LIMIT 1)")
        , oldest(d, "SELECT first_ns FROM block ORDER BY id LIMIT 1")
        , sequence(d, "UPDATE meta SET value = ?1 WHERE name = 'next_seq'")
        , pages(d, "PRAGMA page_count")
        , freePages(d, "PRAGMA freelist_count")
    {
    }
    Statement block, source, channel, event, session, keyframe, deleteBlocks, deleteAged, deleteKeyframes,
        deleteEvents, oldest, sequence, pages, freePages;
    [[nodiscard]] static std::int64_t answer(Statement &query)
    {
        const auto row = query.step();
        const std::int64_t number = row && *row ? query.integer(0) : 0;
        query.reset();
        return number;
    }
};

RecordingWriter::RecordingWriter(const Options &options)
    : m_options(options)
    , m_keyframes(std::make_unique<KeyframeMaker>())
{
}

RecordingWriter::~RecordingWriter() = default;

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::open(const Options &options)
{
    if (options.maxBytes != 0 && options.maxBytes < LeastBytes)
        return Error(ErrorCode::InvalidArgument,
                     QStringLiteral("a recording needs a bound of 4 MiB or more"));
    std::unique_ptr<RecordingWriter> writer(new RecordingWriter(options));
    auto database = Database::open(options.path, Database::Access::Write);
    if (!database)
        return database.error();
    writer->m_database = std::move(database).value();
    if (const auto loaded = writer->load(); !loaded)
        return loaded.error();
    if (const auto begun = writer->beginSession(); !begun)
        return begun.error();
    return writer;
}

Result<void> RecordingWriter::load()
{
    Database &database = *m_database;
    if (const auto ready = recordingschema::prepare(database, m_options.path); !ready)
        return ready;
    // Debian's SQLite overwrites what is deleted, unless told that blocks of a ring are no secret to shred.
    const qint64 wal =
        m_options.maxBytes == 0 ? MostWalShare / 2 : std::min(m_options.maxBytes / 16, MostWalShare / 2);
    const QByteArray settings =
        "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = OFF; PRAGMA cache_size = -4096;"
        "PRAGMA wal_autocheckpoint = " +
        QByteArray::number(wal / PageBytes) + "; PRAGMA journal_size_limit = " + QByteArray::number(wal);
    if (const auto set = database.run(settings.constData()); !set)
        return set;
    m_statements = std::make_unique<Statements>(database);
    Statement sources(database, "SELECT id, name, dialect, url, demo, profile FROM source ORDER BY id");
    for (auto row = sources.step(); row && *row; row = sources.step())
        m_sources.push_back({int(sources.integer(0)), sources.text(1), sources.text(2), sources.text(3),
                             sources.integer(4) != 0, sources.text(5)});
    m_sourcesWritten = m_sources.size();
    Statement channels(database, "SELECT source, kind, key FROM channel");
    for (auto row = channels.step(); row && *row; row = channels.step()) {
        if (const auto kind = RecordSchema::kindNamed(channels.bytes(1)))
            m_channels.emplace(int(channels.integer(0)), *kind, std::string(channels.bytes(2)));
    }
    m_nextBlock = database.number("SELECT max(id) FROM block") + 1;
    m_nextEvent = database.number("SELECT max(id) FROM event") + 1;
    m_sequence = std::uint64_t(database.number("SELECT value FROM meta WHERE name = 'next_seq'"));
    m_lastNs = database.number("SELECT max(last_ns) FROM block WHERE kind = 'records'");
    m_lastFrameNs = database.number("SELECT max(last_ns) FROM block WHERE kind = 'frames'");
    m_session = database.number("SELECT max(id) FROM session") + 1;
    return {};
}

/// Shows at once whether the file can be written.
Result<void> RecordingWriter::beginSession()
{
    m_changed = true;
    return commit();
}

int RecordingWriter::sourceId(const RecordedSource &source)
{
    const auto known = std::find_if(m_sources.begin(), m_sources.end(), [&](const RecordedSource &other) {
        return other.name == source.name && other.dialect == source.dialect;
    });
    if (known != m_sources.end()) {
        if (known->url != source.url || (known->profile != source.profile && !source.profile.isEmpty())) {
            known->url = source.url;
            known->profile = source.profile.isEmpty() ? known->profile : source.profile;
            m_sourcesWritten = std::min(m_sourcesWritten, std::size_t(known - m_sources.begin()));
            m_changed = true;
        }
        return known->id;
    }
    RecordedSource added = source;
    added.id = m_sources.empty() ? 1 : m_sources.back().id + 1;
    m_sources.push_back(added);
    m_changed = true;
    return added.id;
}

std::int64_t RecordingWriter::steadied(std::int64_t wallNs, std::int64_t &last)
{
    std::int64_t atNs = wallNs + m_shiftNs;
    if (atNs < last - SteppedBack) {
        m_shiftNs += last - atNs;
        atNs = last;
    }
    last = std::max(last, atNs);
    return last;
}

RecordingWriter::Block &RecordingWriter::openBlock(bool isFrames, int source, std::int64_t atNs)
{
    Block &block = m_open[{isFrames, source}];
    if (block.id != 0 && atNs - block.firstNs > LongestBlock)
        seal(block);
    if (block.id == 0) {
        block = {};
        block.id = m_nextBlock++;
        block.isFrames = isFrames;
        block.source = source;
        block.firstNs = atNs;
        block.firstSequence = m_sequence;
        if (isFrames)
            block.frames = std::make_unique<FrameBlockWriter>();
        else
            block.records = std::make_unique<RecordBlockWriter>();
    }
    return block;
}

void RecordingWriter::grow(Block &block, std::int64_t atNs, std::uint64_t sequence, std::size_t count)
{
    block.lastNs = atNs;
    block.lastSequence = sequence;
    block.count += count;
    block.changed = m_changed = true;
    if ((block.isFrames ? block.frames->bytes() : block.records->bytes()) >= FullBlockBytes)
        seal(block);
}

void RecordingWriter::add(const RecordBatch &batch, int source, std::int64_t wallNs)
{
    const std::int64_t atNs = steadied(wallNs, m_lastNs);
    Block &block = openBlock(false, source, atNs);
    block.records->add(batch, m_sequence, atNs);
    noteChannels(block);
    m_keyframes->add(batch, source);
    m_counters.records += batch.size();
    grow(block, atNs, m_sequence++, batch.size());
}

void RecordingWriter::add(const TappedFrame &frame, int source)
{
    if (frame.bytes.size() > MaxFrameBytes) {
        ++m_counters.refused;
        return;
    }
    TappedFrame placed = frame;
    placed.arrivalNs = steadied(frame.arrivalNs, m_lastFrameNs);
    Block &block = openBlock(true, source, placed.arrivalNs);
    block.frames->add(placed, m_sequence);
    ++m_counters.frames;
    grow(block, placed.arrivalNs, m_sequence++, 1);
}

void RecordingWriter::noteChannels(Block &block)
{
    for (auto &[kind, key] : block.records->takeNewKeys()) {
        if (m_channels.size() < MaxChannels && m_channels.emplace(block.source, kind, key).second)
            m_newChannels.push_back({block.source, kind, std::move(key), block.firstNs});
    }
}

void RecordingWriter::seal(Block &block)
{
    if (block.id != 0) {
        const std::string raw = block.isFrames ? block.frames->block() : block.records->block();
        block.rawBytes = raw.size();
        block.data = compressed(raw, SealedLevel);
        block.frames.reset();
        block.records.reset();
        m_sealedBytes += block.data.size();
        m_sealed.push_back(std::move(block));
        boundPending();
    }
    block = {};
}

/// Where nothing can be written, the newest is kept.
void RecordingWriter::boundPending()
{
    while (m_sealedBytes > m_options.maxPendingBytes && m_sealed.size() > 1) {
        m_counters.dropped += m_sealed.front().count;
        m_sealedBytes -= m_sealed.front().data.size();
        m_sealed.pop_front();
    }
}

void RecordingWriter::openGap(int source, std::int64_t fromNs, const QString &cause)
{
    Event &gap = m_gaps[source];
    gap = {m_nextEvent++, fromNs, 0, source, QStringLiteral("gap"), cause.left(500), 0, 0};
    m_events.push_back(gap);
    m_changed = true;
}

void RecordingWriter::closeGap(int source, std::int64_t toNs, std::uint64_t recovered, std::uint64_t missed)
{
    const auto open = m_gaps.find(source);
    if (open == m_gaps.end())
        return;
    Event gap = open->second;
    m_gaps.erase(open);
    gap.toNs = toNs;
    gap.recovered = recovered;
    gap.missed = missed;
    m_events.push_back(std::move(gap));
    m_changed = true;
}

void RecordingWriter::removeSource(int source)
{
    m_keyframes->removeSource(source);
}

void RecordingWriter::noteDropped(std::uint64_t count)
{
    m_counters.dropped += count;
    m_events.push_back({m_nextEvent++, m_lastNs, m_lastNs, 0, QStringLiteral("dropped"),
                        QStringLiteral("the recorder could not keep up"), count, 0});
    m_changed = true;
}

Result<void> RecordingWriter::commit()
{
    constexpr std::size_t MaxEvents = 10'000;
    while (m_events.size() > MaxEvents)
        m_events.pop_front();
    if (!m_changed)
        return {};
    if (const auto begun = m_database->run("BEGIN IMMEDIATE"); !begun)
        return begun;
    auto written = writeAll();
    if (written)
        written = m_database->run("COMMIT");
    if (!written) {
        (void)m_database->run("ROLLBACK");
        return written;
    }
    for (auto &[place, block] : m_open)
        block.changed = false;
    m_sealed.clear();
    m_sealedBytes = 0;
    m_events.clear();
    m_newChannels.clear();
    m_sourcesWritten = m_sources.size();
    m_changed = false;
    measure();
    return {};
}

Result<void> RecordingWriter::writeAll()
{
    Statements &to = *m_statements;
    for (std::size_t i = m_sourcesWritten; i < m_sources.size(); ++i) {
        const RecordedSource &source = m_sources[i];
        to.source.bind(source.id, source.name, source.dialect, source.url, int(source.demo), source.profile);
        if (const auto done = to.source.run(); !done)
            return done;
    }
    for (const Channel &channel : m_newChannels) {
        to.channel.bind(channel.source, RecordSchema::of(channel.kind).name, std::string_view(channel.key),
                        channel.firstNs);
        if (const auto done = to.channel.run(); !done)
            return done;
    }
    for (const Block &block : m_sealed) {
        if (const auto done = writeBlock(block, block.data); !done)
            return done;
    }
    for (auto &[place, block] : m_open) {
        if (!block.changed)
            continue;
        const std::string raw = block.isFrames ? block.frames->block() : block.records->block();
        block.rawBytes = raw.size();
        if (const auto done = writeBlock(block, compressed(raw, OpenLevel)); !done)
            return done;
    }
    for (const Event &event : m_events) {
        to.event.bind(event.id, event.atNs, event.toNs, event.source, event.kind, event.text, event.missed,
                      event.recovered);
        if (const auto done = to.event.run(); !done)
            return done;
    }
    if (const auto done = writeKeyframe(); !done)
        return done;
    if (m_sessionFirstNs == 0)
        m_sessionFirstNs = std::max(m_lastNs, m_lastFrameNs);
    to.session.bind(m_session, m_sessionFirstNs, std::max(m_lastNs, m_lastFrameNs), int(m_ended),
                    m_counters.records, m_counters.frames, m_counters.dropped);
    if (const auto done = to.session.run(); !done)
        return done;
    to.sequence.bind(m_sequence);
    if (const auto done = to.sequence.run(); !done)
        return done;
    return deleteOld();
}

Result<void> RecordingWriter::writeBlock(const Block &block, const QByteArray &data)
{
    m_statements->block.bind(block.id, block.isFrames ? "frames" : "records", block.source, block.firstNs,
                             block.lastNs, block.firstSequence, block.lastSequence,
                             std::uint64_t(block.count), std::uint64_t(block.rawBytes), data);
    return m_statements->block.run();
}

Result<void> RecordingWriter::writeKeyframe()
{
    if (!m_keyframeData) {
        const std::int64_t since = m_lastNs - m_keyframeNs;
        const bool isDue =
            m_keyframeNs == 0 || since >= m_options.keyframeEvery.count() ||
            (m_keyframes->recordsSince() >= m_options.keyframeRecords && since >= LeastKeyframeStep);
        if (!isDue || m_keyframes->recordsSince() == 0)
            return {};
        const KeyframeParts parts = m_keyframes->make(m_lastNs);
        m_keyframeData = KeyframeRow{m_keyframeNs,
                                     m_lastNs,
                                     m_sequence - 1,
                                     parts.state.size() + parts.history.size(),
                                     compressed(parts.state, SealedLevel),
                                     compressed(parts.history, SealedLevel)};
        m_keyframeNs = m_lastNs;
    }
    // Kept until it is committed: the maker has let go of what it is made of.
    const KeyframeRow &row = *m_keyframeData;
    m_statements->keyframe.bind(m_session, row.atNs, row.sequence, row.fromNs, std::uint64_t(row.rawBytes),
                                row.state, row.history);
    return m_statements->keyframe.run();
}

/// Within the same transaction, so that the file never holds more than it may.
Result<void> RecordingWriter::deleteOld()
{
    if (m_options.maxAge.count() > 0) {
        m_statements->deleteAged.bind(std::max(m_lastNs, m_lastFrameNs) - m_options.maxAge.count());
        if (const auto done = m_statements->deleteAged.run(); !done)
            return done;
    }
    bool deleted = m_options.maxAge.count() > 0;
    if (m_options.maxBytes > 0) {
        // The WAL has its share of the bound.
        const qint64 bound = m_options.maxBytes - std::min(m_options.maxBytes / 2, MostWalShare);
        const auto used = [&] {
            return PageBytes *
                   (Statements::answer(m_statements->pages) - Statements::answer(m_statements->freePages));
        };
        for (qint64 before = used(); before > bound; deleted = true) {
            m_statements->deleteBlocks.bind(DeletedAtOnce);
            if (const auto done = m_statements->deleteBlocks.run(); !done)
                return done;
            if (const auto done = deleteOrphans(); !done)
                return done;
            const qint64 after = used();
            if (after >= before)
                break;
            before = after;
        }
    }
    return deleted ? deleteOrphans() : Result<void>();
}

Result<void> RecordingWriter::deleteOrphans()
{
    for (Statement *statement : {&m_statements->deleteKeyframes, &m_statements->deleteEvents}) {
        if (const auto done = statement->run(); !done)
            return done;
    }
    return {};
}

void RecordingWriter::measure()
{
    m_keyframeData.reset();
    m_counters.fileBytes =
        QFileInfo(m_options.path).size() + QFileInfo(m_options.path + QStringLiteral("-wal")).size();
    m_counters.firstNs = Statements::answer(m_statements->oldest);
    m_counters.lastNs = std::max(m_lastNs, m_lastFrameNs);
}

Result<void> RecordingWriter::close()
{
    for (auto &[place, block] : m_open)
        seal(block);
    m_open.clear();
    m_ended = m_changed = true;
    if (const auto done = commit(); !done)
        return done;
    (void)m_database->run("PRAGMA incremental_vacuum");
    (void)m_database->run("PRAGMA wal_checkpoint(TRUNCATE)");
    measure();
    return {};
}

} // namespace alcedo
