// SPDX-License-Identifier: MIT
#include <alcedo/feed/feedloop.h>

#include <algorithm>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

constexpr Clock::Nanoseconds PublishInterval = 8ms;
constexpr Clock::Nanoseconds StatusInterval = 100ms;
constexpr Clock::Nanoseconds WallInterval = 1s;      // for a look at the wall clock where no records come
constexpr Clock::Nanoseconds CountsInterval = 500ms; // for counts alone, which change with every batch
constexpr std::int64_t LongestDelay =
    60'000'000'000; // above it the arrival is no arrival: history, or a clock that jumped

} // namespace

void StoreDelay::add(std::int64_t nanoseconds)
{
    if (nanoseconds >= 0 && nanoseconds < LongestDelay)
        m_samples[m_count++ % m_samples.size()] = nanoseconds;
}

void StoreDelay::writeTo(SourceStatus &status) const
{
    const auto count = std::ptrdiff_t(std::min(m_count, m_samples.size()));
    if (count == 0)
        return;
    auto sorted = m_samples;
    std::sort(sorted.begin(), sorted.begin() + count);
    status.arrivalToStoreP50 = Clock::Nanoseconds(sorted[std::size_t(count / 2)]);
    status.arrivalToStoreP99 = Clock::Nanoseconds(sorted[std::size_t(count * 99 / 100)]);
}

Timer &FeedLoop::timer(std::unique_ptr<Timer> &slot, void (FeedLoop::*onTimeout)())
{
    if (!slot) {
        slot = std::make_unique<Timer>(m_clock);
        connect(slot.get(), &Timer::timeout, this, onTimeout);
    }
    return *slot;
}

void FeedLoop::add(SourceId id, const Pipeline::Factory &factory)
{
    std::unique_ptr<Source> source = factory(id, m_clock);
    if (!source) {
        Q_EMIT removed(id);
        return;
    }
    Source &added = *source;
    m_sources[id].source = std::move(source);
    follow(id, added);
    added.setFrameTap(tap(), m_clock);
    if (Timer &looks = timer(m_wallTimer, &FeedLoop::lookAtWall); !looks.isActive())
        looks.start(WallInterval, Timer::Repeat::Always);
    tell(m_sources.at(id)); // before its first record, so that everybody knows whose that is
    added.start();
    if (const auto found = m_sources.find(id); found != m_sources.end())
        noteStatus(found->second, StatusInterval);
}

void FeedLoop::follow(SourceId id, Source &source)
{
    // Sources are only deleted from posted work, never in one of their own signals: the entry is there.
    connect(&source, &Source::batchReady, this,
            [this, id](const RecordBatchPtr &batch) { take(m_sources.at(id), batch); });
    connect(&source, &Source::gapOpened, this, [this, id](qint64 fromNs, const QString &cause) {
        m_store.openGap(id, {fromNs, 0, cause, 0, 0});
        Q_EMIT gapOpened(id, fromNs, cause);
        publishSoon();
    });
    connect(&source, &Source::gapClosed, this, [this, id](qint64 toNs, quint64 recovered, quint64 missed) {
        m_store.closeGap(id, toNs, recovered, missed);
        Q_EMIT gapClosed(id, toNs, recovered, missed);
        publishSoon();
    });
    connect(&source, &Source::statusChanged, this,
            [this, id] { noteStatus(m_sources.at(id), StatusInterval); });
    connect(&source, &Source::finished, this, [this, id] { tell(m_sources.at(id)); });
}

void FeedLoop::take(Entry &entry, const RecordBatchPtr &batch)
{
    if (!batch || batch->size() == 0)
        return;
    // All that the store holds was stamped before a step that is noticed now; this batch may have been, or
    // not.
    const std::optional<WallStep> step = m_wallSteps.look();
    const bool isBefore = step && step->isBefore(batch->arrivalNs(batch->size() - 1));
    if (step && !isBefore)
        correct(*step, &entry);
    m_store.append(*batch);
    if (isBefore)
        correct(*step);
    entry.delay.add(m_clock.wall().count() - batch->arrivalNs(batch->size() - 1));
    Q_EMIT batchReady(batch);
    publishSoon();
    noteStatus(entry, CountsInterval);
}

/// Ages are told by the wall time of arrival, which a person or NTP may set at any moment.
void FeedLoop::lookAtWall()
{
    if (const std::optional<WallStep> step = m_wallSteps.look())
        correct(*step);
}

/// fresh: its newest record was stamped after the step.
void FeedLoop::correct(const WallStep &step, const Entry *fresh)
{
    m_store.wallStepped(step);
    for (auto &[id, entry] : m_sources) {
        const std::int64_t newest = entry.source->status().lastRecordNs;
        if (std::exchange(entry.stampedNs, newest) != newest)
            entry.correctedNs = newest;
        if (&entry != fresh)
            entry.correctedNs = step.corrected(entry.correctedNs);
        tell(entry);
    }
    publishSoon();
}

void FeedLoop::publishSoon()
{
    const Clock::Nanoseconds now = m_clock.steady();
    if (!m_publishedAt || now - *m_publishedAt >= PublishInterval) {
        publish();
        return;
    }
    Timer &pacing = timer(m_publishTimer, &FeedLoop::publish);
    if (!pacing.isActive())
        pacing.start(PublishInterval - (now - *m_publishedAt));
}

void FeedLoop::publish()
{
    lookAtWall(); // so that ages in what is published are by one clock
    m_publishedAt = m_clock.steady();
    m_store.publish();
}

void FeedLoop::noteStatus(Entry &entry, Clock::Nanoseconds atMostEvery)
{
    const Clock::Nanoseconds now = m_clock.steady();
    const bool isDue = !entry.state || now - entry.toldAt >= atMostEvery;
    if (isDue || (atMostEvery == StatusInterval && entry.source->status().link.state != *entry.state)) {
        tell(entry);
        return;
    }
    entry.dueAt = std::min(entry.dueAt, entry.toldAt + atMostEvery);
    Timer &pacing = timer(m_statusTimer, &FeedLoop::tellDue);
    if (!pacing.isActive() || pacing.remaining() > entry.dueAt - now)
        pacing.start(entry.dueAt - now);
}

void FeedLoop::tell(Entry &entry)
{
    lookAtWall();
    SourceStatus status = entry.source->status();
    entry.delay.writeTo(status);
    if (status.lastRecordNs == entry.stampedNs)
        status.lastRecordNs = entry.correctedNs;
    status.lastRecordAt = m_clock.steady() - (m_clock.wall() - Clock::Nanoseconds(status.lastRecordNs));
    entry.state = status.link.state;
    entry.toldAt = m_clock.steady();
    entry.dueAt = Clock::Nanoseconds::max();
    Q_EMIT statusTold(status);
}

void FeedLoop::tellAll()
{
    for (auto &[id, entry] : m_sources)
        tell(entry);
}

void FeedLoop::tellDue()
{
    const Clock::Nanoseconds now = m_clock.steady();
    Clock::Nanoseconds next = Clock::Nanoseconds::max();
    for (auto &[id, entry] : m_sources) {
        if (entry.dueAt <= now)
            tell(entry);
        next = std::min(next, entry.dueAt);
    }
    if (next != Clock::Nanoseconds::max())
        timer(m_statusTimer, &FeedLoop::tellDue).start(next - now);
}

void FeedLoop::remove(SourceId id)
{
    const auto found = m_sources.find(id);
    if (found == m_sources.end())
        return;
    found->second.source->stop();
    found->second.source->disconnect(this); // what it still says while it goes has no entry any more
    m_sources.erase(found);
    m_store.removeSource(id);
    publish();
    Q_EMIT removed(id);
}

void FeedLoop::withSource(SourceId id, const std::function<void(Source &)> &action)
{
    const auto found = m_sources.find(id);
    if (found != m_sources.end())
        action(*found->second.source);
}

void FeedLoop::addTap(std::shared_ptr<FrameTap> tap)
{
    const bool isFirst = m_taps.empty();
    m_taps.push_back(std::move(tap));
    for (auto &[id, entry] : m_sources) {
        if (isFirst)
            entry.source->setFrameTap(this, m_clock);
    }
}

void FeedLoop::removeTap(const FrameTap *tap)
{
    std::erase_if(m_taps, [tap](const auto &known) { return known.get() == tap; });
    for (auto &[id, entry] : m_sources) {
        if (m_taps.empty())
            entry.source->setFrameTap(nullptr, m_clock);
    }
}

void FeedLoop::frameSeen(const TappedFrame &frame)
{
    for (const auto &tap : m_taps)
        tap->frameSeen(frame);
}

void FeedLoop::shutDown()
{
    for (auto &[id, entry] : m_sources) {
        entry.source->stop();
        entry.source->disconnect(this);
    }
    m_sources.clear();
    m_taps.clear();
    m_publishTimer.reset();
    m_statusTimer.reset();
    m_wallTimer.reset();
}

} // namespace alcedo
