// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <string_view>

namespace load {

inline std::uint64_t nowNs(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::uint64_t(time.tv_sec) * 1'000'000'000U + std::uint64_t(time.tv_nsec);
}
inline std::uint64_t wallNs()
{
    return nowNs(CLOCK_REALTIME);
}
inline std::uint64_t steadyNs()
{
    return nowNs(CLOCK_MONOTONIC);
}

/// 128 bytes of JSON, the same for every server that is measured: "t" (19 digits, ns since the Unix epoch)
/// first, the text BTC-USD once, so that a B in what arrives counts one tick.
class Tick
{
public:
    static constexpr std::size_t Size = 128;
    Tick()
    {
        constexpr std::string_view start =
            R"({"t":0000000000000000000,"n":1000000000,"s":"BTC-USD","b":64123.25,"a":64123.75,"v":1.2345,"x":")";
        m_text.fill('.');
        std::memcpy(m_text.data(), start.data(), start.size());
        m_text[Size - 2] = '"';
        m_text[Size - 1] = '}';
    }
    /// The next one, with the time of now. Stands until the one after it.
    std::string_view next()
    {
        write(5, 19, wallNs());
        write(29, 10, 1'000'000'000U + m_number++ % 1'000'000'000U);
        return {m_text.data(), Size};
    }

private:
    void write(std::size_t at, std::size_t digits, std::uint64_t value)
    {
        for (std::size_t i = at + digits; i-- > at; value /= 10)
            m_text[i] = char('0' + value % 10);
    }

    std::array<char, Size> m_text{};
    std::uint64_t m_number = 0;
};

} // namespace load
