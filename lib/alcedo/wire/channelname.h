// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

namespace alcedo {

/// What a channel may be called: 1 to 255 of A-Z a-z 0-9 and . _ - : / @ = + , ~ (so "market.BTC/USD" is
/// one). Compared byte by byte; a prefix of names is any text of the same characters, also an empty one.
struct ChannelName
{
    static constexpr qsizetype MaxLength = 255;
    [[nodiscard]] static bool isValid(QStringView name);
    [[nodiscard]] static bool isValidPrefix(QStringView prefix);
};

} // namespace alcedo
