// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

namespace alcedo {

/// When to try again: exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And
/// Jitter"): a delay drawn evenly from [0, min(cap, base × 2^(attempt - 1))], never below minimum. Pure:
/// randomness is given in.
class ReconnectPolicy
{
public:
    struct Options
    {
        std::chrono::milliseconds base{500};   ///< the first try waits up to this
        std::chrono::milliseconds cap{20'000}; ///< and no try more than this
        std::chrono::milliseconds minimum{
            50}; ///< no delay is shorter, so that a refusing peer is not hammered
        std::chrono::milliseconds stableAfter{30'000}; ///< live this long resets the attempts
        friend bool operator==(const Options &, const Options &) = default;
    };
    ReconnectPolicy() = default;
    explicit ReconnectPolicy(Options options)
        : m_options(options)
    {
    }
    [[nodiscard]] const Options &options() const { return m_options; }
    /// The delay before try number attempt (1, 2, …). random: even over all 2^32 values.
    [[nodiscard]] std::chrono::milliseconds delay(int attempt, std::uint32_t random) const;
    /// Whether an application or protocol close code ends the tries: 4500-4999, and 1002, 1003, 1007, 1008,
    /// 1010.
    [[nodiscard]] static bool isTerminal(int closeCode);

private:
    Options m_options;
};

} // namespace alcedo
