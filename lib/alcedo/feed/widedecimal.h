// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/decimal.h>

namespace alcedo {

/// A number of more digits than a Decimal takes, or one that a power of ten belongs to.
struct WideDecimal
{
    Decimal value; ///< null: no number, or too large for 18 digits
    bool isRounded = false;
    /// Reads text × 10^exponent. Digits after the point beyond the eighteenth are rounded, half away from
    /// zero.
    [[nodiscard]] static WideDecimal parse(std::string_view text, int exponent);
};

} // namespace alcedo
