// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/decimal.h>

#include <QString>

namespace alcedo {

/// What a column of numbers holds, in widths of one digit: the whole part ends where the fraction starts.
struct NumberColumn
{
    double wholeDigits = 6.5;
    int fractionDigits = 5;
    [[nodiscard]] double digits() const { return wholeDigits + fractionDigits; }
};

/// A number cut at its decimal point, so that a column of them meets there.
/// One too wide for that loses decimals before it loses digits, then goes over to e-notation; never wider
/// than the column.
struct AlignedNumber
{
    QString whole;     ///< with sign and groups; all of the text where wide
    QString fraction;  ///< with the point; empty for an integer
    bool wide = false; ///< does not meet the others: stands at the end of its column
    friend bool operator==(const AlignedNumber &, const AlignedNumber &) = default;

    /// An en dash where null. By the default QLocale.
    [[nodiscard]] static AlignedNumber of(Decimal value, const NumberColumn &column = {});
};

} // namespace alcedo
