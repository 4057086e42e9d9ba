// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace alcedo {

/// A cell's flash on change: full at once, gone after 300 ms; then a rest, so that a busy table is not lit
/// for good and a flash still tells something. No animation object: a role that is computed from the frame's
/// time.
class Flash
{
public:
    static constexpr std::chrono::milliseconds Duration{300};
    static constexpr std::chrono::milliseconds Rest{900}; ///< from the end of one to the next

    /// Begins one, where none runs or has just run. True where it did.
    bool start(std::chrono::nanoseconds now, bool up)
    {
        if (m_startedAt.count() >= 0 && now - m_startedAt < Duration + Rest)
            return false;
        m_startedAt = now;
        m_up = up;
        return true;
    }
    [[nodiscard]] bool isActive(std::chrono::nanoseconds now) const
    {
        return m_startedAt.count() >= 0 && now - m_startedAt < Duration;
    }
    /// 1 at the start, 0 at the end.
    [[nodiscard]] double strength(std::chrono::nanoseconds now) const
    {
        if (!isActive(now))
            return 0;
        const double passed =
            std::chrono::duration<double>(now - m_startedAt) / std::chrono::duration<double>(Duration);
        return std::clamp(1 - passed, 0.0, 1.0);
    }
    [[nodiscard]] bool isUp() const { return m_up; }

private:
    std::chrono::nanoseconds m_startedAt{-1};
    bool m_up = false;
};

} // namespace alcedo
