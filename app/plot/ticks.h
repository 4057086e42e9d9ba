// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <models/format.h>

#include <QLocale>
#include <QString>
#include <QTimeZone>
#include <cstdint>
#include <vector>

namespace alcedo {

/// Round values on a value axis, ascending; decimals is what tells neighbours apart.
struct ValueTicks
{
    std::vector<double> values;
    int decimals = 0;
};

/// Round times on a time axis, ascending, ns since the Unix epoch.
struct TimeTicks
{
    std::vector<std::int64_t> times;
    std::int64_t stepNs = 0;
};

/// Multiples of 1, 2 or 5 × 10^n inside [low, high], at most maxTicks of them. None where the range is empty
/// or not finite.
[[nodiscard]] ValueTicks linearTicks(double low, double high, int maxTicks);
/// For a logarithmic axis: linear steps while the range is under a decade, then 1-2-5 of each decade, then
/// whole decades. None where low is not positive.
[[nodiscard]] ValueTicks logTicks(double low, double high, int maxTicks);
/// Times inside [fromNs, toNs] that are round in the zone: 1-2-5 below a second, then 1, 2, 5, 10, 15, 30 s
/// and min, 1, 2, 3, 6, 12 h and whole days; at most maxTicks.
[[nodiscard]] TimeTicks timeTicks(std::int64_t fromNs, std::int64_t toNs, int maxTicks,
                                  const QTimeZone &zone);

/// The most decimals, up to wanted, with which the number has at most maxChars characters; -1 where only
/// e-notation fits.
[[nodiscard]] int fittingDecimals(double largest, int wanted, int maxChars);
/// The number with wanted decimals in at most maxChars: drops decimals, then goes to e-notation.
[[nodiscard]] QString fittedText(double value, int wanted, int maxChars,
                                 format::Sign sign = format::Sign::Negative);
/// A time as precise as the step needs: "14:30", "14:30:05", "14:30:05.25", or the day where the step is
/// a day or more, and at midnight.
[[nodiscard]] QString timeText(std::int64_t timeNs, std::int64_t stepNs, const QTimeZone &zone,
                               const QLocale &locale);

} // namespace alcedo
