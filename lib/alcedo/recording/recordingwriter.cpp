// SPDX-License-Identifier: MIT
#include <alcedo/recording/recordingwriter.h>

#include <alcedo/recording/compression.h>
#include <alcedo/recording/keyframe.h>
#include <alcedo/recording/recordingschema.h>

#include <QFileInfo>

namespace alcedo {

namespace {

constexpr int KeyframeLevel = 3;
constexpr std::size_t MaxChannels = 50'000;
constexpr std::size_t MaxEvents = 10'000;
constexpr std::int64_t SteppedBack = 1'000'000'000; // a wall clock that goes back further was set
constexpr std::int64_t LeastKeyframeStep = 1'000'000'000;
constexpr qint64 MostWalShare = 8 << 20; // of the bound; the WAL has one transaction more than half of it

/// Blocks go as a whole: they are short where not much is to be kept.
std::int64_t longestBlock(const RecordingWriter::Options &options)
{
    if (options.maxAge.count() <= 0)
        return PendingBlocks::LongestNs;
    return std::clamp<std::int64_t>(options.maxAge.count() / 8, PendingBlocks::UsualNs,
                                    PendingBlocks::LongestNs);
}

} // namespace

RecordingWriter::RecordingWriter(const Options &options)
    : m_options(options)
    , m_blocks(options.maxPendingBytes, longestBlock(options))
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
    writer->m_changed = true; // whether it can be written shows at once
    if (const auto begun = writer->commit(); !begun)
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
        "PRAGMA temp_store = MEMORY;" // else each replaced row goes to a file first, for its ROLLBACK
        "PRAGMA wal_autocheckpoint = " +
        QByteArray::number(wal / RecordingTables::PageBytes) +
        "; PRAGMA journal_size_limit = " + QByteArray::number(wal);
    if (const auto set = database.run(settings.constData()); !set)
        return set;
    m_tables = std::make_unique<RecordingTables>(database);
    loadKnown();
    return {};
}

void RecordingWriter::loadKnown()
{
    Database &database = *m_database;
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
    const RecordingTables::Ends ends = RecordingTables::ends(database);
    m_blocks.setNextId(ends.block + 1);
    m_nextEvent = ends.event + 1;
    m_session.id = ends.session + 1;
    m_sequence = ends.sequence;
    m_lastNs = ends.recordNs;
    m_lastFrameNs = ends.frameNs;
    m_work = RecordingTables::work(database);
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

void RecordingWriter::add(const RecordBatch &batch, int source, std::int64_t wallNs)
{
    const std::int64_t atNs = steadied(wallNs, m_lastNs);
    noteChannels(source, m_blocks.add(batch, source, m_sequence++, atNs), atNs);
    m_keyframes->add(batch, source);
    m_counters.records += batch.size();
    m_changed = true;
    takeDropped();
}

void RecordingWriter::add(const TappedFrame &frame, int source)
{
    if (frame.bytes.size() > MaxFrameBytes) {
        ++m_counters.refused;
        return;
    }
    TappedFrame placed = frame;
    placed.arrivalNs = steadied(frame.arrivalNs, m_lastFrameNs);
    m_blocks.add(placed, source, m_sequence++);
    ++m_counters.frames;
    m_changed = true;
    takeDropped();
}

void RecordingWriter::takeDropped()
{
    m_counters.dropped += m_blocks.takeDropped();
}

void RecordingWriter::noteChannels(int source, std::vector<std::pair<RecordKind, std::string>> &&keys,
                                   std::int64_t atNs)
{
    for (auto &[kind, key] : keys) {
        if (m_channels.size() < MaxChannels && m_channels.emplace(source, kind, key).second)
            m_newChannels.push_back({source, kind, std::move(key), atNs});
    }
}

void RecordingWriter::openGap(int source, std::int64_t fromNs, const QString &cause)
{
    RecordingTables::Event &gap = m_gaps[source];
    gap = {m_nextEvent++, fromNs, 0, source, QStringLiteral("gap"), cause.left(500), 0, 0};
    m_events.push_back(gap);
    m_changed = true;
}

void RecordingWriter::closeGap(int source, std::int64_t toNs, std::uint64_t recovered, std::uint64_t missed)
{
    const auto open = m_gaps.find(source);
    if (open == m_gaps.end())
        return;
    RecordingTables::Event gap = open->second;
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

void RecordingWriter::setWork(const QString &work)
{
    m_work = work;
    m_workChanged = m_changed = true;
}

Result<void> RecordingWriter::commit()
{
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
    committed();
    return {};
}

void RecordingWriter::committed()
{
    m_blocks.committed();
    m_events.clear();
    m_newChannels.clear();
    m_sourcesWritten = m_sources.size();
    m_keyframe.reset();
    m_workChanged = m_changed = false;
    m_counters.fileBytes =
        QFileInfo(m_options.path).size() + QFileInfo(m_options.path + QStringLiteral("-wal")).size();
    m_counters.firstNs = m_tables->oldestNs();
    m_counters.lastNs = lastNs();
}

Result<void> RecordingWriter::writeAll()
{
    if (const auto done = writeSources(); !done)
        return done;
    const auto blocks = m_blocks.writeTo(
        [this](const PendingBlock &block, const QByteArray &data) { return m_tables->put(block, data); });
    if (!blocks)
        return blocks;
    for (const RecordingTables::Event &event : m_events) {
        if (const auto done = m_tables->put(event); !done)
            return done;
    }
    if (const auto done = writeKeyframe(); !done)
        return done;
    if (m_session.firstNs == 0)
        m_session.firstNs = lastNs();
    m_session.lastNs = lastNs();
    m_session.records = m_counters.records;
    m_session.frames = m_counters.frames;
    m_session.dropped = m_counters.dropped;
    if (const auto done = m_tables->put(m_session); !done)
        return done;
    if (const auto done = m_tables->putNextSequence(m_sequence); !done)
        return done;
    if (m_workChanged) {
        if (const auto done = m_tables->putWork(m_work); !done)
            return done;
    }
    return deleteOld();
}

Result<void> RecordingWriter::writeSources()
{
    for (std::size_t i = m_sourcesWritten; i < m_sources.size(); ++i) {
        if (const auto done = m_tables->put(m_sources[i]); !done)
            return done;
    }
    for (const Channel &channel : m_newChannels) {
        if (const auto done = m_tables->putChannel(channel.source, RecordSchema::of(channel.kind).name,
                                                   channel.key, channel.firstNs);
            !done)
            return done;
    }
    return {};
}

Result<void> RecordingWriter::writeKeyframe()
{
    if (!m_keyframe) {
        const std::int64_t since = m_lastNs - m_keyframeNs;
        const bool isDue =
            m_keyframeNs == 0 || since >= m_options.keyframeEvery.count() ||
            (m_keyframes->recordsSince() >= m_options.keyframeRecords && since >= LeastKeyframeStep);
        if (!isDue || m_keyframes->recordsSince() == 0)
            return {};
        const KeyframeParts parts = m_keyframes->make(m_lastNs);
        m_keyframe = RecordingTables::Keyframe{m_keyframeNs,
                                               m_lastNs,
                                               m_sequence - 1,
                                               parts.state.size() + parts.history.size(),
                                               compressed(parts.state, KeyframeLevel),
                                               compressed(parts.history, KeyframeLevel)};
        m_keyframeNs = m_lastNs;
    }
    // Kept until it is committed: the maker has let go of what it is made of.
    return m_tables->put(*m_keyframe, m_session.id);
}

/// Within the same transaction, so that the file never holds more than it may.
Result<void> RecordingWriter::deleteOld()
{
    if (m_options.maxAge.count() > 0) {
        if (const auto done = m_tables->deleteBefore(lastNs() - m_options.maxAge.count()); !done)
            return done;
    }
    if (m_options.maxBytes == 0)
        return {};
    // The WAL has its share of the bound.
    return m_tables->shrinkTo(m_options.maxBytes - std::min(m_options.maxBytes / 2, MostWalShare));
}

Result<void> RecordingWriter::close()
{
    m_blocks.seal();
    takeDropped();
    m_session.ended = m_changed = true;
    if (const auto done = commit(); !done)
        return done;
    (void)m_database->run("PRAGMA incremental_vacuum");
    (void)m_database->run("PRAGMA wal_checkpoint(TRUNCATE)");
    m_counters.fileBytes = QFileInfo(m_options.path).size();
    return {};
}

} // namespace alcedo
