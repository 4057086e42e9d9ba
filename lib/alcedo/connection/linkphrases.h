// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <span>

namespace alcedo {

/// Why we end a link ourselves, or complain of one, in the order of linkPhrases().
enum class LinkPhrase {
    RedialledByHand,
    NoSignOfLife, ///< for how many seconds
    WebSocketWorksAgain,
    ProtocolError, ///< what the peer did
    Renewed,
    VenueAsks,
    DoesNotFollow,
    BrokenFrame,
    FrameTooLarge, ///< the limit in bytes
    BookFailed,    ///< key, why
    BookNotAsSaid, ///< key
    // where the peer gave no words of its own
    SignInRefused,
    SubscriptionRefused,
    Refused,
    GreetingSilent, ///< for how many seconds
};

/// Code and English of each.
[[nodiscard]] std::span<const Phrase> linkPhrases();
[[nodiscard]] Words say(LinkPhrase phrase, std::vector<Words> arguments = {});

} // namespace alcedo
