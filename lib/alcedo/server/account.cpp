// SPDX-License-Identifier: MIT
#include <alcedo/server/account.h>

#include <algorithm>

namespace alcedo {

RateBound::RateBound(int perSecond, Nanoseconds burst)
    : m_perSecond(perSecond)
    , m_burst(burst)
{
}

RateBound::Nanoseconds RateBound::take(Nanoseconds now, std::int64_t count)
{
    return move(now, count, Beyond::Charged);
}

RateBound::Nanoseconds RateBound::tryTake(Nanoseconds now, std::int64_t count)
{
    return move(now, count, Beyond::Free);
}

RateBound::Nanoseconds RateBound::move(Nanoseconds now, std::int64_t count, Beyond beyond)
{
    if (!isBounded())
        return Nanoseconds(0);
    // At most 2^31 a message, each worth at most a second: no overflow.
    const std::int64_t cost = count * 1'000'000'000 / m_perSecond;
    std::int64_t before = m_paidUntil.load(std::memory_order_relaxed);
    for (;;) {
        const std::int64_t after = std::max<std::int64_t>(before, now.count()) + cost;
        const Nanoseconds over = Nanoseconds(after) - now - m_burst;
        if (over.count() > 0 && beyond == Beyond::Free)
            return over;
        if (m_paidUntil.compare_exchange_weak(before, after, std::memory_order_relaxed))
            return std::max(over, Nanoseconds(0));
    }
}

Account::Account(const Allowance &allowance, std::chrono::nanoseconds burst)
    : connections(allowance.connections)
    , subscriptions(allowance.subscriptions)
    , calls(allowance.inflight)
    , handshakes(allowance.handshakes, burst)
    , messages(allowance.messages, burst)
    , bytes(allowance.bytes, burst)
    , m_maxChannels(allowance.channels)
{
}

bool Account::useChannel(const QString &channel)
{
    if (m_maxChannels <= 0)
        return true;
    const std::lock_guard lock(m_mutex);
    if (m_channels.contains(channel))
        return true;
    if (m_channels.size() >= m_maxChannels)
        return false;
    m_channels.insert(channel);
    return true;
}

} // namespace alcedo
