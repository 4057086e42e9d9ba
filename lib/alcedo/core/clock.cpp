// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>

#include <ctime>

namespace alcedo {

Clock::Nanoseconds SystemClock::steady() const
{
#ifdef Q_OS_LINUX
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::seconds(time.tv_sec) + Nanoseconds(time.tv_nsec);
#else
    return std::chrono::steady_clock::now().time_since_epoch();
#endif
}

Clock::Nanoseconds SystemClock::wall() const
{
    return std::chrono::system_clock::now().time_since_epoch();
}

ManualClock::ManualClock(Nanoseconds wall, QObject *parent)
    : Clock(parent)
    , m_wall(wall)
{
}

void ManualClock::advance(Nanoseconds by)
{
    const auto target = m_steady + by;
    for (;;) {
        // Each live Timer reports its due time while it answers advanced(); step to the earliest one.
        m_nextDue = Nanoseconds::max();
        Q_EMIT advanced();
        if (m_steady >= target && m_nextDue > target)
            return;
        const auto next = std::max(std::min(m_nextDue, target), m_steady);
        m_wall += next - m_steady;
        m_steady = next;
    }
}

} // namespace alcedo
