// SPDX-License-Identifier: MIT
#include <alcedo/transport/utf8validator.h>

#include <cstring>

namespace alcedo {

bool Utf8Validator::feed(QByteArrayView piece)
{
    const char *at = piece.data();
    const char *const end = at + piece.size();
    while (at < end) {
        if (m_missing == 0) {
            // ASCII, eight at a time: what most feeds send.
            std::uint64_t word = 0;
            while (end - at >= 8) {
                std::memcpy(&word, at, 8);
                if (word & 0x8080808080808080u)
                    break;
                at += 8;
            }
            if (at == end)
                break;
            if (!lead(std::uint8_t(*at++)))
                return false;
            continue;
        }
        const auto byte = std::uint8_t(*at++);
        if (byte < m_low || byte > m_high)
            return false;
        --m_missing;
        m_low = 0x80;
        m_high = 0xBF;
    }
    return true;
}

// RFC 3629 4: the lead byte says how many follow, and what the first of them may be.
bool Utf8Validator::lead(std::uint8_t byte)
{
    if (byte < 0x80)
        return true;
    if (byte >= 0xC2 && byte <= 0xDF) {
        m_missing = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
        m_missing = 2;
        m_low = byte == 0xE0 ? 0xA0 : 0x80;
        m_high = byte == 0xED ? 0x9F : 0xBF;
    } else if (byte >= 0xF0 && byte <= 0xF4) {
        m_missing = 3;
        m_low = byte == 0xF0 ? 0x90 : 0x80;
        m_high = byte == 0xF4 ? 0x8F : 0xBF;
    } else {
        return false;
    }
    return true;
}

} // namespace alcedo
