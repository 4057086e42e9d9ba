// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>

#include <cstdint>
#include <cstdlib>
#include <optional>

namespace alcedo {

/// The wall clock was set: what was stamped before is to be read as so much later.
struct WallStep
{
    std::int64_t byNs = 0;
    std::int64_t nowNs =
        0; ///< what the wall clock shows now; before it was set it would have shown nowNs - byNs

    /// Whether a stamp of just now was made before the step: it lies nearer to what the clock would have
    /// shown.
    [[nodiscard]] bool isBefore(std::int64_t stampNs) const
    {
        const std::int64_t since = nowNs - stampNs;
        return std::abs(since - byNs) < std::abs(since);
    }
    /// A stamp made before the step, as the clock would make it now. 0, which is none, stays.
    [[nodiscard]] std::int64_t corrected(std::int64_t stampNs) const
    {
        return stampNs == 0 ? 0 : stampNs + byNs;
    }
};

/// Notices that the wall clock was set, by holding it against the steady one, so that ages which are told by
/// wall times (a record's arrival) stay true. Steps below a second pass unnoticed until they add up to one.
/// Thread: one at a time.
class WallSteps
{
public:
    explicit WallSteps(const Clock &clock);
    /// The step since the last call.
    [[nodiscard]] std::optional<WallStep> look();

private:
    const Clock &m_clock;
    Clock::Nanoseconds m_offset; ///< wall less steady
};

} // namespace alcedo
