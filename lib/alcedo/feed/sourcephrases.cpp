// SPDX-License-Identifier: MIT
#include <alcedo/feed/sourcephrases.h>

#include <cstddef>

namespace alcedo {

namespace {

// In the order of SourcePhrase.
constexpr Phrase SourceTable[] = {
    {"source.is", "a source is a URL, PROFILE or PROFILE@URL"},
    {"source.no-address", "\"%1\" is no address of a WebSocket"},
    {"source.no-profile", "no feed profile \"%1\"; there are: %2"},
    {"source.no-profile-for-recording",
     "no shipped profile is for recordings of \"%1\"; write PROFILE@replay:FILE"},
    {"source.speed-is", "speed is a number or max"},
    {"source.replay-has-no-parameter", "a replay has no parameter %1"},
    {"source.profile-too-large", "%1 is too large for a profile"},
    {"parameter.needed", "%1 needs the parameter %2"},
    {"parameter.unknown", "%1 has no parameter %2; there are: %3"},
    {"parameter.takes-one-value", "the parameter %1 takes one value"},
    {"parameter.none", "there is no parameter %1"},
    {"parameter.too-many-messages", "the subscription takes more than %1 messages"},
    {"frames.too-large", "%1 is larger than 1 GiB"},
    {"frames.none", "%1: no frames"},
    {"frames.direction-is", "\"dir\" must be open, send, recv or http"},
    {"frames.time-is", "\"ts\" must be seconds since 1970"},
    {"frames.received-needs-raw", "a received frame needs \"raw\""},
    {"frames.ended", "recording ended"},
    {"secret.token-has-no-blanks", "a token has no blanks"},
    {"secret.keychain-refused", "the keychain refused: %1"},
    {"secret.keychain-silent", "it did not answer"},
};
static_assert(std::size(SourceTable) == std::size_t(SourcePhrase::KeychainIsSilent) + 1);

} // namespace

std::span<const Phrase> sourcePhrases()
{
    return SourceTable;
}

Words say(SourcePhrase phrase, std::vector<Words> arguments)
{
    return Words(SourceTable[std::size_t(phrase)], std::move(arguments));
}

} // namespace alcedo
