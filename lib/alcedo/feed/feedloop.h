// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/core/wallsteps.h>
#include <alcedo/feed/pipeline.h>
#include <alcedo/feed/source.h>
#include <alcedo/series/store.h>

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace alcedo {

/// How long the newest records took from arrival to the store: the last 256 batches.
class StoreDelay
{
public:
    void add(std::int64_t nanoseconds);
    void writeTo(SourceStatus &status) const;

private:
    std::array<std::int64_t, 256> m_samples{};
    std::size_t m_count = 0;
};

/// The pipeline's half in the feed thread: owns the sources, writes the store, paces what the GUI hears.
/// Thread: the feed's, but for construction (before the thread runs) and destruction (after it ended).
class FeedLoop : public QObject, private FrameTap
{
    Q_OBJECT
public:
    FeedLoop(Store &store, Clock &clock)
        : m_store(store)
        , m_clock(clock)
        , m_wallSteps(clock)
    {
    }
    void add(SourceId id, const Pipeline::Factory &factory);
    void remove(SourceId id);
    void withSource(SourceId id, const std::function<void(Source &)> &action);
    void tellAll();
    void addTap(std::shared_ptr<FrameTap> tap);
    void removeTap(const FrameTap *tap);
    /// Stops and deletes all sources and timers.
    void shutDown();

Q_SIGNALS:
    // Emitted in the feed thread.
    void statusTold(const alcedo::SourceStatus &status);
    void removed(alcedo::SourceId id);
    void batchReady(const alcedo::RecordBatchPtr &batch);
    void gapOpened(alcedo::SourceId id, qint64 fromNs, const QString &cause);
    void gapClosed(alcedo::SourceId id, qint64 toNs, quint64 recovered, quint64 missed);

private:
    struct Entry
    {
        std::unique_ptr<Source> source;
        std::optional<LinkState> state; ///< as last told
        Clock::Nanoseconds toldAt{0};
        Clock::Nanoseconds dueAt = Clock::Nanoseconds::max();
        StoreDelay delay;
        /// The newest record's arrival as it was stamped, and as the wall clock, set since, would have it.
        std::int64_t stampedNs = 0, correctedNs = 0;
    };
    void frameSeen(const TappedFrame &frame) override;
    [[nodiscard]] FrameTap *tap() { return m_taps.empty() ? nullptr : this; }
    void follow(SourceId id, Source &source);
    void take(Entry &entry, const RecordBatchPtr &batch);
    void lookAtWall();
    void correct(const WallStep &step, const Entry *fresh = nullptr);
    void publishSoon();
    void publish();
    void noteStatus(Entry &entry, Clock::Nanoseconds atMostEvery);
    void tell(Entry &entry);
    void tellDue();
    Timer &timer(std::unique_ptr<Timer> &slot, void (FeedLoop::*onTimeout)());

    Store &m_store;
    Clock &m_clock;
    std::map<SourceId, Entry> m_sources;
    std::vector<std::shared_ptr<FrameTap>> m_taps;
    WallSteps m_wallSteps;
    std::unique_ptr<Timer> m_publishTimer, m_statusTimer, m_wallTimer; ///< made in the feed thread
    std::optional<Clock::Nanoseconds> m_publishedAt;
};

} // namespace alcedo
