// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alcedo {

/// How a feed writes a point in time.
enum class TimeUnit : std::uint8_t { Seconds, Milliseconds, Microseconds, Nanoseconds, Rfc3339 };

/// ns since the Unix epoch. Numbers may be fractions ("1641343691.244"); RFC 3339 may have up to 9 digits
/// after the second, a space for the T, and Z or an offset; a date alone is its midnight. Without an offset
/// it is local in zone (an IANA name; empty: UTC). Nothing where it is no such time or beyond the years
/// 1678-2262.
[[nodiscard]] std::optional<std::int64_t> parseTime(std::string_view text, TimeUnit unit,
                                                    const std::string &zone = {});
/// Whether this machine knows a zone of that name.
[[nodiscard]] bool isTimeZone(const std::string &zone);

/// A length of time in ns: a number with ns, us, ms, s, m, h, d or w ("1m", "250ms", "1.5s"). Nothing where
/// it is none.
[[nodiscard]] std::optional<std::int64_t> parseDuration(std::string_view text);

} // namespace alcedo
