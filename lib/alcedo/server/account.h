// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/limits.h>

#include <QSet>
#include <QString>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace alcedo {

/// So many at once. Thread: any.
class Gauge
{
public:
    explicit Gauge(int most)
        : m_most(most)
    {
    }
    [[nodiscard]] bool add()
    {
        if (m_now.fetch_add(1, std::memory_order_relaxed) < m_most || m_most <= 0)
            return true;
        remove();
        return false;
    }
    void remove() { m_now.fetch_sub(1, std::memory_order_relaxed); }
    [[nodiscard]] int now() const { return m_now.load(std::memory_order_relaxed); }

private:
    const int m_most;
    std::atomic<int> m_now{0};
};

/// So many a second, and so much of that at once: the generic cell rate algorithm (ITU-T I.371 A), which
/// needs one number. Thread: any.
class RateBound
{
public:
    using Nanoseconds = std::chrono::nanoseconds;
    RateBound(int perSecond, Nanoseconds burst);
    [[nodiscard]] bool isBounded() const { return m_perSecond > 0; }
    /// Takes so many, in any case: what is taken beyond the bound is a debt, paid by time. Answers how long
    /// until it is paid; zero: within the bound.
    [[nodiscard]] Nanoseconds take(Nanoseconds now, std::int64_t count = 1);
    /// Takes only what is within the bound; else answers the time until it would be.
    [[nodiscard]] Nanoseconds tryTake(Nanoseconds now, std::int64_t count = 1);
    [[nodiscard]] Nanoseconds burst() const { return m_burst; }

private:
    enum class Beyond { Charged, Free };
    Nanoseconds move(Nanoseconds now, std::int64_t count, Beyond beyond);

    const int m_perSecond;
    const Nanoseconds m_burst;
    std::atomic<std::int64_t> m_paidUntil{0}; ///< steady, ns
};

/// What one address, or all together, have taken of their Allowance. Thread: any.
class Account
{
public:
    Account(const Allowance &allowance, std::chrono::nanoseconds burst);
    /// False where the name would be one too many. Known ones cost nothing.
    [[nodiscard]] bool useChannel(const QString &channel);

    Gauge connections, subscriptions, calls;
    RateBound handshakes, messages, bytes;

private:
    const int m_maxChannels;
    std::mutex m_mutex;
    QSet<QString> m_channels; ///< published to
};

} // namespace alcedo
