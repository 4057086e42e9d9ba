// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/decimal.h>

#include <QString>
#include <chrono>

/// How numbers, ages and a peer's text are written, in one place. Numbers by the default QLocale, with U+2212
/// for minus; words through tr(). Pure but for the locale and the language. Thread: any.
namespace alcedo::format {

/// U+2212, as wide as a plus.
inline constexpr QChar Minus(0x2212);
/// What stands where there is no value: an en dash.
inline constexpr QChar Absent(0x2013);

/// A number as whole part and fraction (with the decimal point), so that a column meets on the point.
struct Split
{
    QString whole, fraction;
};

enum class Sign { Negative, Always };

/// "67,412.50" with the digits that the value has, or with scale digits where scale >= 0. Absent where null.
[[nodiscard]] QString number(Decimal value, int scale = -1, Sign sign = Sign::Negative);
[[nodiscard]] Split split(Decimal value, int scale = -1);
/// "+1.84", "−0.92", "0.00" (no sign on nothing). Absent for NaN and infinity.
[[nodiscard]] QString signedNumber(double value, int decimals);
[[nodiscard]] QString number(double value, int decimals);
/// The text, or a shorter one of the same value with at most maxChars: fewer decimals first, then e-notation.
[[nodiscard]] QString fitted(Decimal value, int maxChars);

/// "0.1 s", "48 s", "3:13", "2:04:11", "3 d".
[[nodiscard]] QString age(std::chrono::nanoseconds age);
/// "2 ms", "0.3 ms", "1.2 s": latencies.
[[nodiscard]] QString latency(std::chrono::nanoseconds time);
/// "5 min 26 s", "24 min 30 s", "4 s".
[[nodiscard]] QString duration(std::chrono::nanoseconds time);
/// A rate's figure, short enough for a column: "38.9", "12,346", "1.17 M".
[[nodiscard]] QString rateFigure(double perSecond);
/// "1,284 msg/s", "1.05 M msg/s"; below 10, one decimal where it is not whole.
[[nodiscard]] QString messageRate(double perSecond);
/// "8.6 kB/s".
[[nodiscard]] QString byteRate(double perSecond);
[[nodiscard]] QString count(quint64 value);
/// Local "14:32:07"; with ms "14:32:07.402". Absent for 0.
enum class Precision { Seconds, Milliseconds, Minutes };
[[nodiscard]] QString clockTime(std::chrono::nanoseconds wall, Precision precision = Precision::Seconds);

/// A peer's text with control and bidirectional characters made visible, "⟨U+202E⟩", and line ends as spaces.
[[nodiscard]] QString harmless(const QString &text);

} // namespace alcedo::format
