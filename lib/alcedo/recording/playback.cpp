// SPDX-License-Identifier: MIT
#include <alcedo/recording/playback.h>

#include <alcedo/core/post.h>
#include <alcedo/recording/recordingphrases.h>

#include <optional>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t ViewBudget = 48u << 20; // of series, as much as the live view's
constexpr Clock::Nanoseconds ShowInterval = 16ms;
constexpr Clock::Nanoseconds EndPatience = 1s;

} // namespace

/// The half in the playback's thread.
class Playback::Worker : public QObject
{
public:
    Worker(Playback &owner, QString path)
        : m_owner(owner)
        , m_path(std::move(path))
    {
    }
    [[nodiscard]] Sought seek(const Wanted &wanted);
    void play(double speed);
    void pause();
    void step();
    void leave();
    [[nodiscard]] Overview look(TimeRange range, int parts);
    void close()
    {
        leave();
        m_publish.reset();
        m_replayer.reset();
        m_recording.reset();
    }

private:
    [[nodiscard]] Result<void> open();
    [[nodiscard]] SourceMap mapOf(const Sources &sources);
    void publish();

    Playback &m_owner;
    const QString m_path;
    SystemClock m_clock;
    std::unique_ptr<Recording> m_recording;
    std::unique_ptr<Replayer> m_replayer;
    std::unique_ptr<Timer> m_publish;
    std::shared_ptr<MomentView> m_view;
    std::optional<Clock::Nanoseconds> m_pastSince; ///< since when playing is past all that is committed
};

Result<void> Playback::Worker::open()
{
    if (m_recording)
        return {};
    auto recording = Recording::open(m_path);
    if (!recording)
        return recording.error();
    m_recording = std::move(recording).value();
    return {};
}

SourceMap Playback::Worker::mapOf(const Sources &sources)
{
    auto ids = std::make_shared<std::map<int, SourceId>>();
    for (const RecordedSource &source : m_recording->sources()) {
        const auto found = sources.find({source.name, source.dialect});
        if (found != sources.end())
            ids->emplace(source.id, found->second);
    }
    return [ids](int file) {
        const auto found = ids->find(file);
        return found == ids->end() ? std::nullopt : std::optional(found->second);
    };
}

Playback::Sought Playback::Worker::seek(const Wanted &wanted)
{
    const auto begun = m_clock.steady();
    leave();
    if (const auto opened = open(); !opened)
        return {nullptr, wanted.atNs, opened.error().words(), {}};
    const TimeRange range = m_recording->range();
    if (range.toNs == 0)
        return {nullptr, wanted.atNs, say(RecordingPhrase::NothingYet), {}};
    const std::int64_t atNs = std::clamp(wanted.atNs, range.fromNs, std::max(range.fromNs, range.toNs));
    auto view = std::make_shared<MomentView>(Store::Options{.byteBudget = ViewBudget});
    view->clock.setWall(atNs);
    view->store.adoptRows(wanted.live);
    const SourceMap sources = mapOf(wanted.sources);
    const auto moment = restoreMoment(view->store, *m_recording, atNs, sources);
    if (!moment)
        return {nullptr, atNs, moment.error().words(), {}};
    auto replayer =
        Replayer::open(0, QStringLiteral("playback"), m_path, {.sources = sources, .follow = true}, m_clock);
    if (!replayer)
        return {nullptr, atNs, replayer.error().words(), {}};
    m_replayer = std::move(replayer).value();
    m_view = view;
    connect(m_replayer.get(), &Source::batchReady, this, [this](const RecordBatchPtr &batch) {
        if (m_view)
            m_view->store.append(*batch);
    });
    m_replayer->start();
    m_replayer->pause();
    m_replayer->seek(*moment);
    m_owner.m_positionNs = atNs;
    return {view, atNs, {}, m_clock.steady() - begun};
}

void Playback::Worker::play(double speed)
{
    if (!m_replayer)
        return;
    if (!m_publish) {
        m_publish = std::make_unique<Timer>(m_clock);
        connect(m_publish.get(), &Timer::timeout, this, &Worker::publish);
    }
    m_replayer->setSpeed(speed);
    m_replayer->resume();
    m_publish->start(ShowInterval, Timer::Repeat::Always);
}

void Playback::Worker::pause()
{
    if (!m_replayer)
        return;
    m_replayer->pause();
    publish();
    if (m_publish)
        m_publish->stop();
}

void Playback::Worker::step()
{
    if (!m_replayer)
        return;
    (void)m_replayer->step();
    publish();
    if (m_publish)
        m_publish->stop();
}

void Playback::Worker::publish()
{
    if (!m_view)
        return;
    const std::int64_t atNs = m_replayer->positionNs();
    m_owner.m_positionNs = atNs;
    m_view->clock.setWall(atNs);
    m_view->store.publish();
    // A recorder on a busy machine commits late: the end is where nothing more comes for a while.
    const bool isPast = m_replayer->state() == Replayer::State::Playing && atNs >= m_recording->range().toNs;
    const auto now = m_clock.steady();
    if (!isPast)
        m_pastSince.reset();
    else if (!m_pastSince)
        m_pastSince = now;
    if ((isPast && now - *m_pastSince >= EndPatience) || m_replayer->state() == Replayer::State::Stopped)
        post(&m_owner, [owner = &m_owner] { Q_EMIT owner->caughtUp(); });
}

void Playback::Worker::leave()
{
    if (m_publish)
        m_publish->stop();
    m_pastSince.reset();
    m_replayer.reset();
    m_view.reset();
}

Playback::Overview Playback::Worker::look(TimeRange range, int parts)
{
    if (const auto opened = open(); !opened)
        return {{}, range, {}, opened.error().words()};
    return {m_recording->range(), range, m_recording->density(range, parts), {}};
}

Playback::Playback(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_worker(std::make_unique<Worker>(*this, m_path))
{
    m_thread.setObjectName(QStringLiteral("playback"));
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

Playback::~Playback()
{
    std::atomic<bool> closed = false; // makes the hand-over visible to ThreadSanitizer, see post.h
    post(m_worker.get(), [this, &closed] {
        m_worker->close();
        m_thread.quit();
        closed.store(true, std::memory_order_release);
    });
    m_thread.wait();
    (void)closed.load(std::memory_order_acquire);
}

void Playback::seek(std::int64_t atNs, const Sources &sources, const Snapshot &live)
{
    m_wanted = std::make_unique<Wanted>(Wanted{atNs, sources, live});
    if (!m_isSeeking)
        sendSeek();
}

void Playback::sendSeek()
{
    m_isSeeking = true;
    post(m_worker.get(), [this, wanted = std::shared_ptr<Wanted>(std::move(m_wanted))] {
        post(this, [this, sought = m_worker->seek(*wanted)] {
            m_isSeeking = false;
            if (m_wanted)
                sendSeek();
            else
                Q_EMIT this->sought(sought);
        });
    });
}

void Playback::play(double speed)
{
    post(m_worker.get(), [this, speed] { m_worker->play(speed); });
}

void Playback::pause()
{
    post(m_worker.get(), [this] { m_worker->pause(); });
}

void Playback::step()
{
    post(m_worker.get(), [this] {
        m_worker->step();
        post(this, [this] { Q_EMIT stepped(); });
    });
}

void Playback::leave()
{
    m_wanted.reset();
    post(m_worker.get(), [this] { m_worker->leave(); });
}

void Playback::look(TimeRange range, int parts)
{
    post(m_worker.get(), [this, range, parts] {
        post(this, [this, overview = m_worker->look(range, parts)] { Q_EMIT looked(overview); });
    });
}

} // namespace alcedo
