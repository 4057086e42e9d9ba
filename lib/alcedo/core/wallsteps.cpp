// SPDX-License-Identifier: MIT
#include <alcedo/core/wallsteps.h>

namespace alcedo {

namespace {

constexpr Clock::Nanoseconds SmallestStep = std::chrono::seconds(1);

} // namespace

WallSteps::WallSteps(const Clock &clock)
    : m_clock(clock)
    , m_offset(clock.wall() - clock.steady())
{
}

std::optional<WallStep> WallSteps::look()
{
    const Clock::Nanoseconds steady = m_clock.steady();
    const Clock::Nanoseconds offset = m_clock.wall() - steady;
    const Clock::Nanoseconds by = offset - m_offset;
    if (by < SmallestStep && by > -SmallestStep)
        return std::nullopt;
    m_offset = offset;
    return WallStep{by.count(), (steady + offset).count()};
}

} // namespace alcedo
