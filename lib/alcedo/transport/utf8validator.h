// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <cstdint>

namespace alcedo {

/// Checks UTF-8 piece by piece (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF. A
/// character may be split over pieces. Pure.
class Utf8Validator
{
public:
    /// False as soon as no continuation could make the text valid.
    [[nodiscard]] bool feed(QByteArrayView piece);
    /// True where the text so far ends with a whole character.
    [[nodiscard]] bool isComplete() const { return m_missing == 0; }
    void reset() { *this = {}; }

private:
    [[nodiscard]] bool lead(std::uint8_t byte);

    int m_missing = 0;         ///< continuation bytes still to come
    std::uint8_t m_low = 0x80; ///< what the next of them may be
    std::uint8_t m_high = 0xBF;
};

} // namespace alcedo
