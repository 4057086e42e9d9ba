// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/core/words.h>
#include <alcedo/recording/replayer.h>
#include <alcedo/series/store.h>

#include <QObject>
#include <QThread>
#include <atomic>
#include <map>
#include <memory>
#include <vector>

namespace alcedo {

/// A clock that stands at the moment that is shown, for the store that shows it. Thread: any.
class MomentClock final : public Clock
{
    Q_OBJECT
public:
    [[nodiscard]] Nanoseconds steady() const override { return m_system.steady(); }
    [[nodiscard]] Nanoseconds wall() const override { return Nanoseconds(m_wallNs.load()); }
    void setWall(std::int64_t wallNs) { m_wallNs.store(wallNs); }

private:
    SystemClock m_system;
    std::atomic<std::int64_t> m_wallNs{0};
};

/// A store that shows one moment of a recording and, while it plays, those after it. Kept together, as the
/// store reads the clock.
struct MomentView
{
    explicit MomentView(const Store::Options &options)
        : store(options, clock)
    {
    }
    MomentClock clock;
    Store store;
};

/// Shows a recording, at any moment, in stores of its own, on a thread of its own: a seek makes a new one and
/// hands it over whole. Of seeks that come faster than they are done, the newest counts.
/// Thread: the one that made it; results come there.
class Playback : public QObject
{
    Q_OBJECT
public:
    struct Sought
    {
        std::shared_ptr<MomentView> view; ///< null where it failed
        std::int64_t atNs = 0;
        Words error;
        std::chrono::nanoseconds took{0};
    };
    /// What a strip of time shows of a recording.
    struct Overview
    {
        TimeRange range; ///< of all that there is
        TimeRange asked;
        std::vector<std::uint64_t> density; ///< of the asked range
        Words error;
    };

    explicit Playback(QString path, QObject *parent = nullptr);
    ~Playback() override;

    /// The sources that a recording's sources of these names and dialects stand for; the rest is left out.
    using Sources = std::map<std::pair<QString, QString>, SourceId>;
    /// live: whose rows the new store has, in their order; its snapshot's lists are shared, not copied.
    void seek(std::int64_t atNs, const Sources &sources, const Snapshot &live);
    /// From where the last seek went; zero: as fast as it goes.
    void play(double speed);
    void pause();
    /// One batch further.
    void step();
    /// No moment is shown any more.
    void leave();
    [[nodiscard]] bool isSeeking() const { return m_isSeeking; }
    /// Of the view that was handed over last, as it plays. Any thread.
    [[nodiscard]] std::int64_t positionNs() const { return m_positionNs.load(); }
    void look(TimeRange range, int parts);

Q_SIGNALS:
    void sought(const alcedo::Playback::Sought &sought);
    void looked(const alcedo::Playback::Overview &overview);
    /// Playing came to the end of what is recorded.
    void caughtUp();
    /// Paused after a step.
    void stepped();

private:
    class Worker;
    void sendSeek();
    QString m_path;
    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
    std::atomic<std::int64_t> m_positionNs{0};
    struct Wanted
    {
        std::int64_t atNs = 0;
        Sources sources;
        Snapshot live;
    };
    std::unique_ptr<Wanted> m_wanted; ///< the newest seek that is not yet under way
    bool m_isSeeking = false;
};

} // namespace alcedo
