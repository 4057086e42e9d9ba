// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace alcedo {

/// Small numbers first: 0, -1, 1, -2 … become 0, 1, 2, 3 …
constexpr std::uint64_t zigzag(std::int64_t value)
{
    return (std::uint64_t(value) << 1) ^ std::uint64_t(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value)
{
    return std::int64_t(value >> 1) ^ -std::int64_t(value & 1);
}
/// Differences wrap, so that no pair of values from a file overflows.
constexpr std::int64_t wrappedDifference(std::int64_t a, std::int64_t b)
{
    return std::int64_t(std::uint64_t(a) - std::uint64_t(b));
}
constexpr std::int64_t wrappedSum(std::int64_t a, std::int64_t b)
{
    return std::int64_t(std::uint64_t(a) + std::uint64_t(b));
}

/// Bytes that grow: little-endian numbers and LEB128 varints.
class ByteWriter
{
public:
    void byte(std::uint8_t value) { m_bytes.push_back(char(value)); }
    void varint(std::uint64_t value)
    {
        char buffer[10];
        int size = 0;
        for (; value >= 0x80; value >>= 7)
            buffer[size++] = char(value | 0x80);
        buffer[size++] = char(value);
        m_bytes.append(buffer, std::size_t(size));
    }
    void signedVarint(std::int64_t value) { varint(zigzag(value)); }
    void fixed64(std::uint64_t value)
    {
        for (int i = 0; i < 8; ++i)
            byte(std::uint8_t(value >> (8 * i)));
    }
    /// A difference of times: µs and ms are told from ns, as most sources write them.
    void timeStep(std::int64_t difference)
    {
        if (difference % 1'000'000 == 0)
            varint(zigzag(difference / 1'000'000) << 2 | 2);
        else if (difference % 1'000 == 0)
            varint(zigzag(difference / 1'000) << 2 | 1);
        else if (difference > -(std::int64_t(1) << 60) && difference < (std::int64_t(1) << 60))
            varint(zigzag(difference) << 2);
        else {
            varint(3);
            fixed64(std::uint64_t(difference));
        }
    }
    void raw(std::string_view bytes) { m_bytes.append(bytes); }
    void text(std::string_view bytes)
    {
        varint(bytes.size());
        raw(bytes);
    }
    [[nodiscard]] const std::string &bytes() const { return m_bytes; }
    [[nodiscard]] std::size_t size() const { return m_bytes.size(); }
    void clear() { m_bytes.clear(); }

private:
    std::string m_bytes;
};

/// Reads what a ByteWriter wrote. Past the end, or where a number is none, isGood() is false from there on
/// and every further value is zero or empty: callers look once at the end of a piece of work. Does not own.
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes = {})
        : m_at(bytes.data())
        , m_end(bytes.data() + bytes.size())
    {
    }
    [[nodiscard]] bool isGood() const { return m_good; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }
    [[nodiscard]] std::size_t left() const { return std::size_t(m_end - m_at); }
    std::uint8_t byte()
    {
        if (m_at == m_end)
            return fail();
        return std::uint8_t(*m_at++);
    }
    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_at == m_end)
                return fail();
            const auto part = std::uint8_t(*m_at++);
            value |= std::uint64_t(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
        return fail();
    }
    std::int64_t signedVarint() { return unzigzag(varint()); }
    std::uint64_t fixed64()
    {
        if (left() < 8)
            return fail();
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i)
            value |= std::uint64_t(std::uint8_t(*m_at++)) << (8 * i);
        return value;
    }
    std::int64_t timeStep()
    {
        const std::uint64_t code = varint();
        const auto value = std::uint64_t(unzigzag(code >> 2));
        switch (code & 3) {
        case 2:
            return std::int64_t(value * 1'000'000u);
        case 1:
            return std::int64_t(value * 1'000u);
        case 0:
            return std::int64_t(value);
        default:
            return std::int64_t(fixed64());
        }
    }
    std::string_view raw(std::uint64_t size)
    {
        if (size > left()) {
            fail();
            return {};
        }
        const std::string_view bytes(m_at, std::size_t(size));
        m_at += size;
        return bytes;
    }
    std::string_view text() { return raw(varint()); }

private:
    std::uint8_t fail()
    {
        m_good = false;
        m_at = m_end;
        return 0;
    }
    const char *m_at;
    const char *m_end;
    bool m_good = true;
};

} // namespace alcedo
