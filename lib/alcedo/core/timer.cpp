// SPDX-License-Identifier: MIT
#include <alcedo/core/timer.h>

namespace alcedo {

Timer::Timer(Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_timer(this)
{
    if (clock.isManual()) {
        connect(&clock, &Clock::advanced, this, &Timer::followManualClock);
        return;
    }
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Timer::fire);
}

void Timer::start(Clock::Nanoseconds interval, Repeat repeat)
{
    m_interval = std::max(interval, Clock::Nanoseconds::zero());
    m_repeat = repeat;
    m_due = m_clock.steady() + m_interval;
    m_active = true;
    if (m_clock.isManual()) {
        // Started while the clock moves, perhaps after this timer had its say in this step.
        auto &clock = static_cast<ManualClock &>(m_clock);
        clock.m_nextDue = std::min(clock.m_nextDue, m_due);
    } else {
        m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(m_interval));
    }
}

void Timer::stop()
{
    m_active = false;
    m_timer.stop();
}

Clock::Nanoseconds Timer::remaining() const
{
    return m_active ? std::max(m_due - m_clock.steady(), Clock::Nanoseconds::zero())
                    : Clock::Nanoseconds::zero();
}

void Timer::fire()
{
    if (m_repeat == Repeat::Always) {
        m_due += std::max(m_interval, Clock::Nanoseconds(std::chrono::milliseconds(1)));
        if (!m_clock.isManual())
            m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(remaining()));
    } else {
        m_active = false;
    }
    Q_EMIT timeout();
}

void Timer::followManualClock()
{
    auto &clock = static_cast<ManualClock &>(m_clock);
    if (m_active && m_due <= clock.steady())
        fire();
    if (m_active)
        clock.m_nextDue = std::min(clock.m_nextDue, m_due);
}

} // namespace alcedo
