// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/reconnectpolicy.h>
#include <alcedo/core/words.h>
#include <alcedo/transport/stage.h>
#include <alcedo/transport/transport.h>

#include <QString>
#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>

namespace alcedo {

/// Where a supervised link stands. Pure data; the transition function is in connectionstate.h.
enum class LinkState {
    Off,      ///< not started, or disconnected by a person
    Opening,  ///< name, TCP, TLS, upgrade under way
    Greeting, ///< open; the dialect signs in and subscribes
    Live,     ///< messages flow, or the peer answers
    Stalled,  ///< open, but silent for longer than it should be
    Waiting,  ///< lost; the next try is scheduled
    Closing,
    Failed, ///< stopped for good: a terminal refusal, or auto-reconnect is off
};

/// A change of a link's state, with what caused it.
struct LinkChange
{
    LinkState from = LinkState::Off, to = LinkState::Off;
    int attempt = 0;
    std::chrono::nanoseconds wait{0}; ///< until the next try, where to is Waiting
    std::optional<DialFailure> failure = {};
    std::optional<CloseInfo> close = {}; ///< looked at where there is no failure
    Words why = {}; ///< where we closed for a reason of our own; its English is close->reason
};

/// One line of a link's log. No payloads.
struct LinkLogEntry
{
    std::chrono::nanoseconds wall{0};
    enum class Severity { Note, Good, Warning, Failure } severity = Severity::Note;
    Words words; ///< technical: "attempt 13: HTTP 503, next in 29.1 s"
    /// What the words tell of, for those who say it in another language; null where it is no change of state.
    std::shared_ptr<const LinkChange> change = {};
};

/// Everything that a connection panel shows of a link, as one immutable value.
struct LinkStatus
{
    LinkState state = LinkState::Off;
    std::chrono::nanoseconds since{0};                 ///< wall time of the last state change
    int attempt = 0;                                   ///< tries since the link was last up; 0 when up
    std::optional<std::chrono::nanoseconds> nextTryAt; ///< steady time, in Waiting
    std::chrono::nanoseconds waitedFor{0};             ///< the whole delay that nextTryAt ends, for the ring
    Stage stage = Stage::Name;                         ///< reached so far, or failed in
    std::array<std::optional<std::chrono::nanoseconds>, StageCount>
        stageTook{};                    ///< of the last try, indexed by Stage
    std::optional<DialFailure> failure; ///< of the last try
    std::optional<CloseInfo> lastClose;
    Words lastCloseWhy;                              ///< as LinkChange::why
    std::chrono::nanoseconds lastUp{0}, lastDown{0}; ///< wall; the session before
    std::optional<std::chrono::nanoseconds> roundTrip;
    quint64 messagesIn = 0, messagesOut = 0, bytesIn = 0, bytesOut = 0; ///< since start
    double messagesPerSecond = 0, bytesPerSecond = 0;                   ///< in, over the last second or two
    std::chrono::nanoseconds lastMessageAt{0};                          ///< steady; zero: never
    bool autoReconnect = true;
    std::optional<ReconnectPolicy::Options>
        backoff; ///< the policy in force; absent where there is no link to supervise
    static constexpr std::size_t MaxLogEntries = 200;
    std::deque<LinkLogEntry> log; ///< newest last, at most MaxLogEntries
};

/// "off", "opening", "greeting", "live", "stalled", "waiting", "closing", "failed": for logs and JSON.
[[nodiscard]] QString linkStateName(LinkState state);

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::LinkStatus)
