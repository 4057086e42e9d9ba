// SPDX-License-Identifier: MIT
#include <alcedo/recording/recorder.h>

#include <alcedo/core/log.h>
#include <alcedo/core/post.h>
#include <alcedo/feed/pipeline.h>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace alcedo {

namespace {

using namespace std::chrono_literals;

// Nobody wakes this thread for one record: it looks.
constexpr Clock::Nanoseconds ShortestWait = 5ms, LongestWait = 50ms;
constexpr qint64 RoundBytes = 256 << 10;
constexpr Clock::Nanoseconds CommitInterval = 400ms;
constexpr Clock::Nanoseconds RetryInterval = 1s, TellInterval = 1s;
constexpr std::size_t ItemsKept = 4'096; // room for so many stays when they were written

/// Recording waits for the feed and the screen where there are too few processors for all.
void yieldToOthers()
{
#ifdef Q_OS_LINUX
    setpriority(PRIO_PROCESS, id_t(syscall(SYS_gettid)), 10);
#endif
}

/// For how long to wait where so many bytes came within the last wait. Of a busy feed about RoundBytes are
/// taken at a time: what is let go of soon is still in the processor's caches when the feed thread writes to
/// it again.
Clock::Nanoseconds pacedWait(Clock::Nanoseconds last, qint64 bytes)
{
    const double change = double(RoundBytes) / double(std::max<qint64>(bytes, 1));
    return Clock::Nanoseconds(qint64(std::clamp(double(last.count()) * change, double(ShortestWait.count()),
                                                double(LongestWait.count()))));
}

} // namespace

/// Held by the pipeline's feed thread too, so it may outlive the recorder by a moment.
class Recorder::Tap final : public FrameTap
{
public:
    explicit Tap(Recorder &recorder)
        : m_recorder(&recorder)
    {
    }
    void frameSeen(const TappedFrame &frame) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_recorder)
            m_recorder->push(frame);
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_recorder = nullptr;
    }

private:
    std::mutex m_mutex;
    Recorder *m_recorder;
};

Recorder::Recorder(Options options, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(clock)
    , m_tap(std::make_shared<Tap>(*this))
{
    m_status.path = m_options.file.path;
}

Recorder::~Recorder()
{
    stopFollowing();
    m_tap->close();
    stop();
}

void Recorder::start()
{
    if (m_thread)
        return;
    m_stopping = false;
    m_thread.reset(QThread::create([this] { run(); }));
    m_thread->setObjectName(QStringLiteral("recorder"));
    m_thread->start();
}

void Recorder::stop()
{
    if (!m_thread)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread->wait();
    m_thread.reset();
}

void Recorder::flush()
{
    if (!m_thread)
        return;
    std::unique_lock lock(m_mutex);
    const std::uint64_t wanted = ++m_flushWanted;
    m_wake.notify_all();
    m_flushed.wait(lock, [&] { return m_flushDone >= wanted; });
}

void Recorder::follow(Pipeline &pipeline)
{
    m_pipeline = &pipeline;
    pipeline.inFeedThread([this, &pipeline] { connectTo(pipeline); });
    pipeline.tellStatuses(); // whose records they are that come from now on
    connect(&pipeline, &Pipeline::sourceRemoved, this, [this](SourceId id) {
        push(Item{Item::Kind::Removed, id, 0, nullptr, {}, {}, 0, 0}, ItemBytes, 0);
    });
    if (m_options.frames)
        pipeline.addFrameTap(m_tap);
}

/// In the feed thread, which emits these: so no emission meets a connection that is being made or taken back.
void Recorder::connectTo(Pipeline &pipeline)
{
    const auto direct = [&](auto signal, auto slot) {
        m_followed.push_back(connect(&pipeline, signal, this, slot, Qt::DirectConnection));
    };
    direct(&Pipeline::batchReady, [this](const RecordBatchPtr &batch) { push(batch); });
    direct(&Pipeline::gapOpened,
           [this](SourceId id, qint64 fromNs, const QString &cause) { pushGap(id, fromNs, cause); });
    direct(&Pipeline::gapClosed, [this](SourceId id, qint64 toNs, quint64 recovered, quint64 missed) {
        push(Item{Item::Kind::GapClosed, id, toNs, nullptr, {}, {}, recovered, missed}, ItemBytes, 0);
    });
    direct(&Pipeline::statusTold, [this](const SourceStatus &status) { noteSource(status); });
}

void Recorder::stopFollowing()
{
    if (!m_pipeline)
        return;
    disconnect(m_pipeline, &Pipeline::sourceRemoved, this, nullptr);
    m_pipeline->inFeedThread([this] {
        for (const QMetaObject::Connection &connection : m_followed)
            disconnect(connection);
        m_followed.clear();
    });
    if (m_options.frames)
        m_pipeline->removeFrameTap(m_tap);
    m_pipeline->sync(); // none of our slots runs there any more
    m_pipeline = nullptr;
}

void Recorder::follow(Source &source)
{
    noteSource(source.status());
    const SourceId id = source.id();
    connect(&source, &Source::batchReady, this, [this](const RecordBatchPtr &batch) { push(batch); });
    connect(&source, &Source::statusChanged, this, [this, &source] { noteSource(source.status()); });
    connect(&source, &Source::gapOpened, this,
            [this, id](qint64 fromNs, const QString &cause) { pushGap(id, fromNs, cause); });
    connect(&source, &Source::gapClosed, this, [this, id](qint64 toNs, quint64 recovered, quint64 missed) {
        push(Item{Item::Kind::GapClosed, id, toNs, nullptr, {}, {}, recovered, missed}, ItemBytes, 0);
    });
    if (m_options.frames)
        source.setFrameTap(m_tap.get(), m_clock);
}

void Recorder::push(const RecordBatchPtr &batch)
{
    if (batch)
        push(Item{Item::Kind::Batch, batch->source(), m_clock.wall().count(), batch, {}, {}, 0, 0},
             qint64(batch->bytes()) + ItemBytes, batch->size());
}

void Recorder::push(const TappedFrame &frame)
{
    push(Item{Item::Kind::Frame, frame.source, frame.arrivalNs, nullptr, frame, {}, 0, 0},
         frame.bytes.size() + ItemBytes, 1);
}

void Recorder::noteSource(const SourceStatus &status, const QString &profile)
{
    {
        const std::lock_guard lock(m_mutex);
        RecordedSource named{0, status.name, status.dialect, status.url, status.demo, profile};
        auto &known = m_told[status.id];
        if (known.name == named.name && known.dialect == named.dialect && known.url == named.url &&
            known.demo == named.demo)
            return;
        known = std::move(named);
    }
    auto named = std::make_unique<RecordedSource>(
        RecordedSource{0, status.name, status.dialect, status.url, status.demo, profile});
    push(Item{Item::Kind::Name, status.id, 0, nullptr, {}, std::move(named), 0, 0}, ItemBytes, 0);
}

void Recorder::pushGap(SourceId source, qint64 fromNs, const QString &cause)
{
    auto named = std::make_unique<RecordedSource>();
    named->name = cause;
    push(Item{Item::Kind::GapOpened, source, fromNs, nullptr, {}, std::move(named), 0, 0}, ItemBytes, 0);
}

void Recorder::push(Item item, qint64 bytes, std::uint64_t count)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_mutex);
        // What has no count is small, and its loss would be a wrong name or an endless gap.
        if (count > 0 && m_queueBytes + bytes > m_options.maxQueueBytes) {
            m_overflowed += count;
            return;
        }
        wake =
            m_queueBytes < m_options.maxQueueBytes / 4 && m_queueBytes + bytes >= m_options.maxQueueBytes / 4;
        m_queueBytes += bytes;
        m_queue.push_back(std::move(item));
    }
    if (wake)
        m_wake.notify_one();
}

RecorderStatus Recorder::status() const
{
    const std::lock_guard lock(m_mutex);
    RecorderStatus status = m_status;
    status.queueBytes = m_queueBytes;
    status.overflowed = m_overflowed;
    return status;
}

void Recorder::run()
{
    yieldToOthers();
    openFile();
    std::vector<Item> items;
    Clock::Nanoseconds wait = LongestWait;
    for (;;) {
        bool isLast = false;
        std::uint64_t flush = 0, overflowed = 0;
        {
            std::unique_lock lock(m_mutex);
            if (!m_stopping && m_flushWanted == m_flushDone)
                m_wake.wait_for(lock, wait);
            items.swap(m_queue);
            wait = pacedWait(wait, m_queueBytes);
            m_queueBytes = 0;
            isLast = m_stopping;
            flush = m_flushWanted;
            overflowed = m_overflowed;
        }
        const auto now = m_clock.steady();
        const bool isFlush = isLast || flush != m_flushDone;
        if (!m_writer && (isFlush || now - m_triedAt >= RetryInterval))
            openFile();
        write(items);
        if (m_writer && overflowed > m_noted)
            m_writer->noteDropped(overflowed - std::exchange(m_noted, overflowed));
        if (m_writer && (isFlush || now - m_committedAt >= CommitInterval || m_writer->isLarge()))
            commit();
        if (isLast && m_writer)
            (void)m_writer->close();
        {
            const std::lock_guard lock(m_mutex);
            m_flushDone = flush;
            noteCounters();
        }
        m_flushed.notify_all();
        if (now - m_toldAt >= TellInterval || isLast)
            tell();
        if (isLast)
            break;
    }
    m_writer.reset();
    m_fileSources.clear();
    setState(RecorderStatus::State::Off, {}, false);
}

void Recorder::openFile()
{
    m_triedAt = m_clock.steady();
    auto writer = RecordingWriter::open(m_options.file);
    if (!writer) {
        suspend(writer.error());
        return;
    }
    m_writer = std::move(writer).value();
    m_fileSources.clear();
    if (m_unwritten > 0)
        m_writer->noteDropped(std::exchange(m_unwritten, 0));
    setState(RecorderStatus::State::Recording, {}, false);
}

void Recorder::write(std::vector<Item> &items)
{
    for (Item &item : items) {
        write(item);
        item = {}; // the feed thread has use for its room
    }
    items.clear();
    if (items.capacity() > ItemsKept)
        items.shrink_to_fit(); // what piled up while this thread had to wait
}

int Recorder::fileSource(SourceId source)
{
    const auto known = m_fileSources.find(source);
    if (known != m_fileSources.end())
        return known->second;
    RecordedSource named = m_names[source];
    if (named.name.isEmpty())
        named.name = QStringLiteral("source %1").arg(source);
    return m_fileSources[source] = m_writer->sourceId(named);
}

void Recorder::write(const Item &item)
{
    if (item.kind == Item::Kind::Name) {
        m_names[item.source] = *item.named;
        m_fileSources.erase(item.source);
        return;
    }
    if (!m_writer) {
        m_unwritten += item.kind == Item::Kind::Batch ? item.batch->size() : item.kind == Item::Kind::Frame;
        return;
    }
    const int source = fileSource(item.source);
    switch (item.kind) {
    case Item::Kind::Batch:
        m_writer->add(*item.batch, source, item.wallNs);
        break;
    case Item::Kind::Frame:
        m_writer->add(item.frame, source);
        break;
    case Item::Kind::GapOpened:
        m_writer->openGap(source, item.wallNs, item.named->name);
        break;
    case Item::Kind::GapClosed:
        m_writer->closeGap(source, item.wallNs, item.recovered, item.missed);
        break;
    case Item::Kind::Removed:
        m_writer->removeSource(source);
        break;
    case Item::Kind::Name:
        break;
    }
}

void Recorder::commit()
{
    m_committedAt = m_clock.steady();
    const bool wasSuspended = status().state == RecorderStatus::State::Suspended;
    if (wasSuspended && m_committedAt - m_triedAt < RetryInterval)
        return;
    m_triedAt = m_committedAt;
    if (const auto done = m_writer->commit(); !done)
        suspend(done.error());
    else if (wasSuspended)
        setState(RecorderStatus::State::Recording, {}, false);
}

void Recorder::suspend(const Error &error)
{
    const bool full = Database::isFull(error);
    setState(RecorderStatus::State::Suspended, error.words(), full);
}

void Recorder::setState(RecorderStatus::State state, const Words &reason, bool full)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.state == state && m_status.reason == reason)
            return;
        m_status.state = state;
        m_status.reason = reason;
        m_status.full = full;
        m_status.sinceNs = m_clock.wall().count();
    }
    if (state == RecorderStatus::State::Suspended)
        qCWarning(log::recording).noquote() << "recording is suspended:" << reason.text();
    tell();
}

/// Under the lock.
void Recorder::noteCounters()
{
    if (m_writer)
        m_counters = m_writer->counters();
    m_status.counters = m_counters;
    m_status.counters.dropped += m_unwritten;
}

void Recorder::tell()
{
    m_toldAt = m_clock.steady();
    {
        const std::lock_guard lock(m_mutex);
        noteCounters();
    }
    post(this, [this, told = status()] { Q_EMIT statusChanged(told); });
}

} // namespace alcedo
