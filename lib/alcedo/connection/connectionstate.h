// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/linkstatus.h>

#include <vector>

namespace alcedo {

/// What can happen to a link. An event with two outcomes is two events, so that the table stays a table.
enum class LinkEvent {
    OpenWanted,      ///< a person or a program asks for the link
    CloseWanted,     ///< and no longer does
    RetryWanted,     ///< a person will not wait
    NetworkUp,       ///< the machine's network came back, or the machine woke up
    ReconnectWanted, ///< the dialect needs a new session
    AutoReconnectOn,
    AutoReconnectOff,
    DialSucceeded,
    DialFailed,  ///< may work next time
    DialRefused, ///< would not work next time
    GreetingDone,
    GreetingFailed,  ///< refused for now, or timed out
    GreetingRefused, ///< refused for good
    LinkLost,        ///< closed or dropped; a new one may do better
    LinkEnded,       ///< closed with a terminal code
    FellSilent,      ///< half of the dead time went by
    Heard,           ///< life after silence
    PeerDead,        ///< all of the dead time went by
    StayedUp,        ///< up for ReconnectPolicy::Options::stableAfter
    WaitOver,
};

/// What the owner of the link does about it, in the order given.
enum class LinkAction {
    Dial,
    CancelDial,
    WatchGreeting,  ///< the greeting has a time limit
    WatchSilence,   ///< the heartbeat starts
    WatchStability, ///< the clock towards StayedUp starts
    StopWatching,   ///< all three of them
    CloseLink,      ///< closing handshake; its end is LinkLost or LinkEnded
    DropLink,       ///< the same, but nobody waits for its end
    AbortLink,
    ScheduleRetry,
    CancelRetry,
    SayOpened,
    SayLost,
};

/// What the transition function remembers between events.
struct LinkModel
{
    LinkState state = LinkState::Off;
    int attempt = 0; ///< tries since the link was last stable
    bool autoReconnect = true;
    bool terminal = false; ///< in Failed: only a person helps, not auto-reconnect
    friend bool operator==(const LinkModel &, const LinkModel &) = default;
};

struct LinkStep
{
    LinkModel model;
    std::vector<LinkAction> actions;
};

/// The whole behaviour of a supervised link. Pure. An event that means nothing in a state changes nothing.
[[nodiscard]] LinkStep transition(const LinkModel &model, LinkEvent event);

} // namespace alcedo
