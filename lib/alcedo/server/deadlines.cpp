// SPDX-License-Identifier: MIT
#include <alcedo/server/deadlines.h>

namespace alcedo {

Deadlines::Deadlines(Clock &clock, std::function<void(quint64)> due, QObject *parent)
    : m_clock(clock)
    , m_due(std::move(due))
    , m_timer(new Timer(clock, parent))
{
    QObject::connect(m_timer, &Timer::timeout, m_timer, [this] { fire(); });
}

void Deadlines::set(quint64 session, Nanoseconds before, Nanoseconds at)
{
    if (before != Never)
        m_order.erase({before, session});
    if (at != Never)
        m_order.emplace(at, session);
    start();
}

void Deadlines::start()
{
    // Only ever sooner: a deadline that was put off finds the timer early, which then starts again.
    if (m_order.empty()) {
        m_timer->stop();
        m_timerDue = Never;
        return;
    }
    if (m_order.begin()->first >= m_timerDue)
        return;
    m_timerDue = m_order.begin()->first;
    m_timer->start(m_timerDue - m_clock.steady());
}

void Deadlines::fire()
{
    m_timerDue = Never;
    const Nanoseconds now = m_clock.steady();
    while (!m_order.empty() && m_order.begin()->first <= now) {
        const quint64 session = m_order.begin()->second;
        m_order.erase(m_order.begin());
        m_due(session);
    }
    start();
}

} // namespace alcedo
