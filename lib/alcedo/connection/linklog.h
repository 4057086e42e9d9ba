// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/linkstatus.h>

namespace alcedo {

/// A change of a link's state, with what caused it.
struct LinkChange
{
    LinkState from = LinkState::Off, to = LinkState::Off;
    int attempt = 0;
    std::chrono::nanoseconds wait{0}; ///< until the next try, where to is Waiting
    std::optional<DialFailure> failure = {};
    std::optional<CloseInfo> close = {}; ///< looked at where there is no failure
};

/// The line of the log that says it; its time is left to the caller.
[[nodiscard]] LinkLogEntry logEntryOf(const LinkChange &change);

/// "29.1 s", as the log writes a duration.
[[nodiscard]] QString logDuration(std::chrono::nanoseconds time);

} // namespace alcedo
