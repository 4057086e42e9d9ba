// SPDX-License-Identifier: MIT
#include <alcedo/connection/reconnectpolicy.h>

#include <algorithm>

namespace alcedo {

std::chrono::milliseconds ReconnectPolicy::delay(int attempt, std::uint32_t random) const
{
    // Past 2^20 any base is over any cap; the bound also keeps the shift from overflowing.
    const int doublings = std::clamp(attempt - 1, 0, 20);
    const std::int64_t base = std::max<std::int64_t>(m_options.base.count(), 0);
    const std::int64_t ceiling = std::min<std::int64_t>(m_options.cap.count(), base << doublings);
    const double share = double(random) / double(UINT32_MAX);
    const std::chrono::milliseconds drawn(std::int64_t(double(ceiling) * share));
    return std::max(drawn, m_options.minimum);
}

bool ReconnectPolicy::isTerminal(int closeCode)
{
    switch (closeCode) {
    case 1002: // RFC 6455 7.4.1: protocol error, unacceptable data, inconsistent data, policy, extension
               // wanted
    case 1003:
    case 1007:
    case 1008:
    case 1010:
        return true;
    default:
        return closeCode >= 4500 && closeCode <= 4999;
    }
}

} // namespace alcedo
