// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/linkstatus.h>

namespace alcedo {

/// The line of the log that says it; its time is left to the caller.
[[nodiscard]] LinkLogEntry logEntryOf(const LinkChange &change);

/// "29.1 s", as the log writes a duration.
[[nodiscard]] QString logDuration(std::chrono::nanoseconds time);
/// "29.1": the same without its unit.
[[nodiscard]] QString logSeconds(std::chrono::nanoseconds time);

} // namespace alcedo
