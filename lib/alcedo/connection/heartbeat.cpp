// SPDX-License-Identifier: MIT
#include <alcedo/connection/heartbeat.h>

#include <algorithm>

namespace alcedo {

void Heartbeat::start(Nanoseconds now)
{
    m_heard = now;
    m_heardData = now;
    m_pinged.reset();
}

void Heartbeat::heard(Nanoseconds now)
{
    m_heard = now;
}

void Heartbeat::heardData(Nanoseconds now)
{
    m_heard = now;
    m_heardData = now;
}

void Heartbeat::pinged(Nanoseconds now)
{
    m_pinged = now;
}

Heartbeat::Verdict Heartbeat::judge(Nanoseconds now) const
{
    if (m_options.interval.count() > 0) {
        const Nanoseconds dead = m_options.interval + m_options.grace;
        if (now - m_heard >= dead)
            return Verdict::Dead;
        if (now - m_heard >= dead / 2)
            return Verdict::Stalled;
    }
    if (m_options.dataInterval.count() > 0 && now - m_heardData >= m_options.dataInterval)
        return Verdict::Stalled;
    return Verdict::Fine;
}

bool Heartbeat::pingDue(Nanoseconds now) const
{
    if (m_options.interval.count() <= 0)
        return false;
    if (!m_pinged)
        return true;
    const Nanoseconds interval = m_options.interval;
    return now - *m_pinged >= interval || (now - m_heard >= interval / 2 && now - *m_pinged >= interval / 2);
}

std::optional<Heartbeat::Nanoseconds> Heartbeat::nextLook(Nanoseconds now) const
{
    std::optional<Nanoseconds> next;
    const auto consider = [&](Nanoseconds at) {
        if (at > now && (!next || at < *next))
            next = at;
    };
    if (m_options.interval.count() > 0) {
        const Nanoseconds interval = m_options.interval;
        const Nanoseconds dead = interval + m_options.grace;
        consider(m_heard + dead);
        consider(m_heard + dead / 2);
        consider(std::max(m_heard, m_pinged.value_or(now)) + interval / 2);
        consider(m_pinged.value_or(now) + interval);
    }
    if (m_options.dataInterval.count() > 0)
        consider(m_heardData + m_options.dataInterval);
    return next;
}

} // namespace alcedo
