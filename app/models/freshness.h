// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/source.h>

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <chrono>

namespace alcedo {

namespace freshness {
Q_NAMESPACE
QML_NAMED_ELEMENT(Freshness)

/// How true to the moment a value, a panel or a source is. The order is the order of the state reference, not
/// of gravity.
enum State {
    Live,
    Demo,         ///< live, but simulated: never shown as real
    Stale,        ///< older than its interval
    Stalled,      ///< the link answers pings, but no messages come
    Reconnecting, ///< lost; the next try is scheduled or under way
    Failed,       ///< stopped: trying again as is would not help
    Paused,       ///< the view is held; live goes on behind it
    Replay,       ///< recorded data runs
    Loading,      ///< the first opening
    Off,          ///< disconnected by a person
    Empty,        ///< open, and nothing came yet
};
Q_ENUM_NS(State)
} // namespace freshness

using Freshness = freshness::State;

/// What the judgement rests on beside the status. Times in ns of wall time.
struct FreshnessContext
{
    std::int64_t nowNs = 0;
    std::chrono::nanoseconds staleAfter{0}; ///< no record for so long is stale; zero: silence is normal
    bool held = false; ///< the view is paused; the chips, which show the links, give false
};

/// The one place where the state of a source becomes what a person is told. Pure.
[[nodiscard]] Freshness freshnessOf(const SourceStatus &status, const FreshnessContext &context);

/// Values under this state are current (full contrast), be it of the moment or of the held or replayed one.
[[nodiscard]] bool isCurrent(Freshness state);

/// The state that a panel over several sources shows: the gravest of them.
[[nodiscard]] Freshness graver(Freshness a, Freshness b);

} // namespace alcedo
