// SPDX-License-Identifier: MIT
#include <alcedo/feed/sourcephrases.h>
#include <alcedo/recording/replayer.h>

#include <QFileInfo>
#include <limits>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

/// Records emitted in one turn of the event loop at most, so that others have their turn.
constexpr std::size_t RecordsATurn = 5'000;
constexpr Clock::Nanoseconds GrowthLookInterval = 250ms;
constexpr std::int64_t Latest = std::numeric_limits<std::int64_t>::max();
/// In place of m_loadedNs: the cursors are of another place. A person who drags along a day wants to see its
/// moments; the index from there to its end is read when the first batch is asked for.
constexpr std::int64_t Unloaded = std::numeric_limits<std::int64_t>::min();

} // namespace

Result<std::unique_ptr<Replayer>> Replayer::open(SourceId id, const QString &name, const QString &path,
                                                 Options options, Clock &clock)
{
    auto recording = Recording::open(path);
    if (!recording)
        return recording.error();
    return std::unique_ptr<Replayer>(
        new Replayer(id, name, std::move(recording).value(), std::move(options), clock));
}

Replayer::Replayer(SourceId id, const QString &name, std::unique_ptr<Recording> recording, Options options,
                   Clock &clock)
    : Source(id, name)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_recording(std::move(recording))
    , m_timer(clock)
{
    m_status.id = id;
    m_status.name = name;
    m_status.dialect = QStringLiteral("replay");
    m_status.url = QFileInfo(m_recording->path()).fileName();
    connect(&m_timer, &Timer::timeout, this, &Replayer::playDue);
}

Replayer::~Replayer() = default;

void Replayer::start()
{
    m_sequence = 0;
    m_playedNs = m_options.fromNs;
    m_loadedNs = Unloaded;
    const auto range = m_recording->range();
    anchor(std::max(m_options.fromNs, range.fromNs));
    m_state = State::Playing;
    m_status.link.lastCloseWhy = {};
    setLink(LinkState::Live);
    Q_EMIT stateChanged();
    m_timer.start(Clock::Nanoseconds(0));
}

void Replayer::stop()
{
    m_timer.stop();
    if (m_state == State::Stopped)
        return;
    m_state = State::Stopped;
    setLink(LinkState::Off);
    Q_EMIT stateChanged();
}

SourceStatus Replayer::status() const
{
    return m_status;
}

std::optional<SourceId> Replayer::mapped(int fileSource) const
{
    return m_options.sources ? m_options.sources(fileSource) : std::optional<SourceId>(id());
}

void Replayer::setLink(LinkState state)
{
    if (m_status.link.state == state)
        return;
    m_status.link.state = state;
    m_status.link.since = m_clock.wall();
    Q_EMIT statusChanged();
}

void Replayer::load(std::int64_t fromNs)
{
    const TimeRange range{fromNs, m_options.toNs == 0 ? Latest : m_options.toNs};
    m_loadedNs = m_recording->range().toNs;
    auto blocks = m_recording->blocks(Recording::Kind::Records, range);
    if (!blocks)
        return fail(blocks.error());
    std::erase_if(*blocks, [this](const BlockEntry &block) {
        return block.lastSequence <= m_sequence || !mapped(block.source);
    });
    m_records = {std::move(blocks).value(), [this](const BlockEntry &block) {
                     return m_recording->records(block, mapped(block.source).value_or(id()));
                 }};
    m_frames = {};
    if (!m_options.frames || !frameTap())
        return;
    auto frames = m_recording->blocks(Recording::Kind::Frames, range);
    if (!frames)
        return fail(frames.error());
    std::erase_if(*frames, [this](const BlockEntry &block) {
        return block.lastSequence <= m_sequence || !mapped(block.source);
    });
    m_frames = {std::move(frames).value(), [this](const BlockEntry &block) {
                    return m_recording->frames(block, mapped(block.source).value_or(id()));
                }};
}

void Replayer::anchor(std::int64_t atNs)
{
    m_anchorNs = atNs;
    m_anchorSteady = m_clock.steady();
}

Clock::Nanoseconds Replayer::dueAt(std::int64_t atNs) const
{
    if (m_options.speed <= 0)
        return m_anchorSteady;
    return m_anchorSteady + Clock::Nanoseconds(std::int64_t(double(atNs - m_anchorNs) / m_options.speed));
}

std::int64_t Replayer::positionNs() const
{
    if (m_state != State::Playing || m_options.speed <= 0)
        return m_playedNs;
    const auto elapsed = double((m_clock.steady() - m_anchorSteady).count()) * m_options.speed;
    return std::max(m_playedNs, m_anchorNs + std::int64_t(elapsed));
}

RecordedBatch *Replayer::next()
{
    if (m_loadedNs == Unloaded) {
        load(m_playedNs);
        if (m_status.link.state == LinkState::Failed)
            return nullptr;
    }
    for (;;) {
        const auto batch = m_records.peek();
        if (!batch) {
            fail(batch.error());
            return nullptr;
        }
        if (!*batch || (m_options.toNs != 0 && (*batch)->atNs > m_options.toNs))
            return nullptr;
        if ((*batch)->sequence > m_sequence && (*batch)->atNs >= m_options.fromNs)
            return *batch;
        m_records.pop();
    }
}

void Replayer::showFrames(std::uint64_t beforeSequence)
{
    FrameTap *tap = frameTap();
    for (;;) {
        const auto message = m_frames.peek();
        if (!message || !*message || (*message)->sequence >= beforeSequence)
            return;
        if (tap && (*message)->sequence > m_sequence)
            tap->frameSeen((*message)->frame);
        m_frames.pop();
    }
}

void Replayer::emitNext(RecordedBatch &batch)
{
    if (m_options.frames)
        showFrames(batch.sequence);
    const RecordBatchPtr records = batch.batch;
    m_sequence = batch.sequence;
    m_playedNs = batch.atNs;
    m_records.pop();
    m_status.records += records->size();
    m_status.lastRecordNs = records->arrivalNs(records->size() - 1);
    ++m_status.link.messagesIn;
    Q_EMIT batchReady(records);
}

void Replayer::playDue()
{
    if (m_state != State::Playing)
        return;
    const auto now = m_clock.steady();
    for (std::size_t emitted = 0; m_state == State::Playing;) {
        RecordedBatch *batch = next();
        if (!batch)
            return atEnd();
        const auto due = dueAt(batch->atNs);
        if (due > now || emitted >= RecordsATurn)
            return m_timer.start(std::max(Clock::Nanoseconds(0), due - now));
        emitted += batch->batch->size();
        emitNext(*batch);
    }
}

void Replayer::atEnd()
{
    if (m_state != State::Playing)
        return; // it failed
    if (m_recording->range().toNs > m_loadedNs && (m_options.toNs == 0 || m_playedNs < m_options.toNs)) {
        load(m_playedNs); // the recorder wrote on
        m_timer.start(m_options.follow ? GrowthLookInterval : Clock::Nanoseconds(0));
        return;
    }
    if (m_options.follow) {
        m_timer.start(GrowthLookInterval);
        return;
    }
    if (m_options.frames)
        showFrames(std::numeric_limits<std::uint64_t>::max());
    m_status.link.lastCloseWhy = say(SourcePhrase::RecordingEnded);
    stop();
    Q_EMIT finished();
}

void Replayer::fail(const Error &error)
{
    m_timer.stop();
    m_state = State::Stopped;
    m_status.lastError = error.words();
    m_status.link.failure = DialFailure{Stage::Data, error.words(), 0, {}, true};
    setLink(LinkState::Failed);
    Q_EMIT stateChanged();
}

void Replayer::pause()
{
    if (m_state != State::Playing)
        return;
    if (m_loadedNs != Unloaded) // else it has not begun: it stands where it was to begin
        m_playedNs = positionNs();
    m_state = State::Paused;
    m_timer.stop();
    Q_EMIT stateChanged();
}

void Replayer::resume()
{
    if (m_state != State::Paused)
        return;
    anchor(m_playedNs);
    m_state = State::Playing;
    m_timer.start(Clock::Nanoseconds(0));
    Q_EMIT stateChanged();
}

void Replayer::setSpeed(double speed)
{
    if (m_loadedNs != Unloaded)
        m_playedNs = positionNs();
    m_options.speed = speed;
    anchor(m_playedNs);
    if (m_state == State::Playing)
        m_timer.start(Clock::Nanoseconds(0));
}

void Replayer::seek(std::int64_t atNs)
{
    m_sequence = 0;
    m_playedNs = atNs;
    m_loadedNs = Unloaded;
    // Batches of one moment are played with it.
    for (RecordedBatch *batch = next(); batch && batch->atNs <= atNs; batch = next()) {
        m_sequence = batch->sequence;
        m_records.pop();
    }
    anchor(atNs);
    if (m_state == State::Playing)
        m_timer.start(Clock::Nanoseconds(0));
}

void Replayer::seek(const RestoredMoment &moment)
{
    m_sequence = moment.sequence;
    m_playedNs = moment.atNs;
    m_loadedNs = Unloaded;
    anchor(moment.atNs);
    if (m_state == State::Playing)
        m_timer.start(Clock::Nanoseconds(0));
}

bool Replayer::step()
{
    if (m_state == State::Stopped)
        return false;
    pause();
    RecordedBatch *batch = next();
    if (!batch)
        return false;
    emitNext(*batch);
    return true;
}

} // namespace alcedo
