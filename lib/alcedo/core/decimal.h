// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>
#include <QString>
#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace alcedo {

/// A decimal number as feeds write it: mantissa × 10^-scale, the digits after the point kept as they came
/// ("0.35210000" stays "0.35210000"). 16 bytes, trivially copyable. A default Decimal is null (absent).
///
/// Up to 18 significant digits and a scale of 0 to 18. What does not fit is refused by parse(), never
/// rounded.
class Decimal
{
public:
    /// Longest text that toChars() writes, in bytes.
    static constexpr std::size_t MaxChars = 24;

    constexpr Decimal() = default;
    constexpr Decimal(std::int64_t mantissa, int scale)
        : m_mantissa(mantissa)
        , m_scale(std::int8_t(scale))
    {
    }

    /// Reads a JSON number or the same in text: [-]digits[.digits][(e|E)[+-]digits]. A leading '+' is
    /// accepted. Exponents are folded into the scale. Null where it is not a number or does not fit.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);
    /// The same; null where parse() has nothing. Two registers instead of memory, where millions are read.
    [[nodiscard]] static Decimal orNull(std::string_view text);
    /// The nearest decimal with the given number of digits after the point; null for NaN, infinity or too
    /// large.
    [[nodiscard]] static Decimal fromDouble(double value, int scale);

    [[nodiscard]] constexpr bool isNull() const { return m_scale < 0; }
    [[nodiscard]] constexpr std::int64_t mantissa() const { return m_mantissa; }
    [[nodiscard]] constexpr int scale() const { return m_scale; }
    /// NaN where null.
    [[nodiscard]] double toDouble() const
    {
        return isNull() ? std::numeric_limits<double>::quiet_NaN()
                        : double(m_mantissa) / PowersOfTen[std::size_t(m_scale)];
    }
    /// The exact text, with all digits after the point; empty where null.
    [[nodiscard]] QString toString() const;
    /// Writes the text to a buffer of at least MaxChars bytes; returns the end.
    char *toChars(char *out) const;
    /// The same value with this many digits after the point, half away from zero where digits go.
    [[nodiscard]] Decimal rescaled(int scale) const;

    /// By value: 1.50 == 1.5. Null equals null and is less than every number.
    friend bool operator==(const Decimal &a, const Decimal &b) { return (a <=> b) == 0; }
    friend std::strong_ordering operator<=>(const Decimal &a, const Decimal &b)
    {
        // A venue gives one instrument's prices with one number of digits.
        return a.m_scale == b.m_scale && !a.isNull() ? a.m_mantissa <=> b.m_mantissa : compare(a, b) <=> 0;
    }

private:
    static int compare(const Decimal &a, const Decimal &b);
    static constexpr std::array<double, 19> PowersOfTen{1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                                                        1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                                        1e14, 1e15, 1e16, 1e17, 1e18}; ///< all exact

    std::int64_t m_mantissa = 0;
    std::int8_t m_scale = -1;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::Decimal)
