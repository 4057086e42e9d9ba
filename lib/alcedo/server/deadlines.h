// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>

#include <functional>
#include <set>
#include <utility>

namespace alcedo {

/// When each of many sessions wants to be looked at next, with one timer for all of them: a timer each would
/// cost half a kilobyte, and Qt walks over all of a thread's timers whenever one is started. Thread: its own.
class Deadlines
{
public:
    using Nanoseconds = Clock::Nanoseconds;
    static constexpr Nanoseconds Never = Nanoseconds::max();

    /// due is called for each session whose time has come, once; it may set and clear.
    /// The timer is a child of parent, so that it goes along where that is moved to its thread.
    Deadlines(Clock &clock, std::function<void(quint64 session)> due, QObject *parent);
    /// at: of the clock's steady time; before: what was set last, or Never. Never clears.
    void set(quint64 session, Nanoseconds before, Nanoseconds at);

private:
    void fire();
    void start();

    Clock &m_clock;
    const std::function<void(quint64)> m_due;
    std::set<std::pair<Nanoseconds, quint64>> m_order;
    Timer *const m_timer; // child of parent
    Nanoseconds m_timerDue = Never;
};

} // namespace alcedo
