// SPDX-License-Identifier: GPL-3.0-or-later
#include "freshness.h"

#include <array>

namespace alcedo {

namespace {

Freshness ofLiveLink(const SourceStatus &status, const FreshnessContext &context)
{
    if (status.lastRecordNs == 0)
        return freshness::Empty;
    const bool stale =
        context.staleAfter.count() > 0 && context.nowNs - status.lastRecordNs > context.staleAfter.count();
    if (stale)
        return freshness::Stale;
    if (status.demo)
        return freshness::Demo;
    return status.dialect == QLatin1String("replay") ? freshness::Replay : freshness::Live;
}

int gravity(Freshness state)
{
    // Live, Demo, Stale, Stalled, Reconnecting, Failed, Paused, Replay, Loading, Off, Empty
    constexpr std::array<int, 11> Gravity{0, 1, 6, 7, 8, 9, 10, 2, 5, 4, 3};
    return Gravity[std::size_t(state)];
}

} // namespace

Freshness freshnessOf(const SourceStatus &status, const FreshnessContext &context)
{
    if (context.held)
        return freshness::Paused;
    switch (status.link.state) {
    case LinkState::Live:
        return ofLiveLink(status, context);
    case LinkState::Stalled:
        return freshness::Stalled;
    case LinkState::Waiting:
        return freshness::Reconnecting;
    case LinkState::Failed:
        return freshness::Failed;
    case LinkState::Opening:
    case LinkState::Greeting:
        // The first try opens; any later one, or one after a session, is a reconnection under way.
        return status.link.attempt > 1 || status.link.lastUp.count() > 0 ? freshness::Reconnecting
                                                                         : freshness::Loading;
    case LinkState::Off:
    case LinkState::Closing:
        break;
    }
    return freshness::Off;
}

bool isCurrent(Freshness state)
{
    return state == freshness::Live || state == freshness::Demo || state == freshness::Paused ||
           state == freshness::Replay;
}

Freshness graver(Freshness a, Freshness b)
{
    return gravity(a) >= gravity(b) ? a : b;
}

} // namespace alcedo
