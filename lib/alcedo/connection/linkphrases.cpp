// SPDX-License-Identifier: MIT
#include <alcedo/connection/linkphrases.h>

#include <cstddef>

namespace alcedo {

namespace {

// In the order of LinkPhrase.
constexpr Phrase LinkTable[] = {
    {"link.redialled-by-hand", "redialled by hand"},
    {"link.no-sign-of-life", "no sign of life for %1 s"},
    {"link.websocket-works-again", "WebSocket works again"},
    {"link.protocol-error", "protocol error: %1"},
    {"link.renewed", "renewed before the venue's age limit"},
    {"link.venue-asks", "the venue asks for a new link"},
    {"link.does-not-follow", "what came does not follow what was there"},
    {"link.broken-frame", "a compressed frame is broken"},
    {"link.frame-too-large", "a compressed frame holds more than %1 bytes"},
    {"link.book-failed", "book of %1: %2"},
    {"link.book-not-as-said", "book of %1: not what the profile says"},
    {"link.sign-in-refused", "sign-in refused"},
    {"link.subscription-refused", "subscription refused"},
    {"link.refused", "refused"},
    {"link.greeting-silent", "no answer to the greeting within %1 s"},
};
static_assert(std::size(LinkTable) == std::size_t(LinkPhrase::GreetingSilent) + 1);

} // namespace

std::span<const Phrase> linkPhrases()
{
    return LinkTable;
}

Words say(LinkPhrase phrase, std::vector<Words> arguments)
{
    return Words(LinkTable[std::size_t(phrase)], std::move(arguments));
}

} // namespace alcedo
