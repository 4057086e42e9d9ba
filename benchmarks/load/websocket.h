// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// As much of RFC 6455 as a load test needs, with no library in between: what is measured should be the
/// server.
namespace load {

enum class Mask { No, Yes };

/// One final frame at the end of out. The mask is a constant: nobody listens in on a load test.
inline void appendFrame(std::string &out, unsigned opcode, std::string_view payload, Mask mask)
{
    const std::size_t size = payload.size();
    const unsigned bit = mask == Mask::Yes ? 0x80 : 0;
    out += char(0x80 | opcode);
    if (size < 126) {
        out += char(bit | size);
    } else {
        const int bytes = size < 65536 ? 2 : 8;
        out += char(bit | (bytes == 2 ? 126U : 127U));
        for (int i = bytes; i-- > 0;)
            out += char(size >> (8 * i));
    }
    if (mask == Mask::No) {
        out += payload;
        return;
    }
    constexpr std::string_view key("\x5A\x17\xC3\x2E", 4);
    out += key;
    const std::size_t start = out.size();
    out += payload;
    for (std::size_t i = 0; i < size; ++i)
        out[start + i] = char(out[start + i] ^ key[i & 3]);
}

/// Walks over a stream of frames of any cut, without keeping them.
class FrameWalker
{
public:
    unsigned opcode = 0;
    bool final = true;
    bool compressed = false;

    /// onPart(bytes) for each piece of payload, onEnd() after each frame.
    template <typename Part, typename End>
    void walk(std::string_view bytes, Part &&onPart, End &&onEnd)
    {
        while (!bytes.empty()) {
            if (!m_inPayload && !header(bytes))
                return;
            const auto size = std::size_t(m_left < bytes.size() ? m_left : bytes.size());
            if (size > 0)
                onPart(bytes.substr(0, size));
            bytes.remove_prefix(size);
            m_left -= size;
            if (m_left == 0) {
                m_inPayload = false;
                onEnd();
            }
        }
    }

private:
    bool header(std::string_view &bytes)
    {
        while (m_have < m_need) {
            if (bytes.empty())
                return false;
            m_header[m_have++] = std::uint8_t(bytes.front());
            bytes.remove_prefix(1);
            if (m_have == 2) {
                const unsigned size = m_header[1] & 0x7FU;
                m_need = size == 126 ? 4 : size == 127 ? 10 : 2;
            }
        }
        m_left = m_need == 2 ? m_header[1] & 0x7FU : 0;
        for (unsigned i = 2; i < m_need; ++i)
            m_left = m_left << 8 | m_header[i];
        opcode = m_header[0] & 15U;
        final = m_header[0] & 0x80U;
        if (opcode != 0)
            compressed = m_header[0] & 0x40U;
        m_have = 0;
        m_need = 2;
        m_inPayload = true;
        return true;
    }

    std::uint8_t m_header[10]{};
    unsigned m_have = 0, m_need = 2;
    std::uint64_t m_left = 0;
    bool m_inPayload = false;
};

} // namespace load
