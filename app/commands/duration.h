// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <chrono>
#include <optional>

namespace alcedo {

/// "10s", "500ms", "2m", "1.5s"; a bare number is seconds. At most a day; nothing where it is no time.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(const QString &text);

} // namespace alcedo
