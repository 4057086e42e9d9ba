// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <span>

namespace alcedo {

/// What is wrong with a source's word, its parameters, the recording or the secrets that it needs, in the
/// order of sourcePhrases().
enum class SourcePhrase {
    SourceIs,
    NoAddress,             ///< what was given
    NoProfile,             ///< the name, the names that there are
    NoProfileForRecording, ///< of which host
    SpeedIs,
    ReplayHasNoParameter, ///< parameter
    ProfileTooLarge,      ///< file
    // of parameters
    NeedsParameter,  ///< profile, parameter
    HasNoParameter,  ///< profile, parameter, the parameters that there are
    TakesOneValue,   ///< parameter
    ThereIsNone,     ///< parameter
    TooManyMessages, ///< the limit
    // of recordings
    RecordingTooLarge, ///< file
    NoFrames,          ///< file
    DirectionIs,
    TimeIs,
    ReceivedNeedsRaw,
    RecordingEnded, ///< LinkStatus::lastCloseWhy of a replay that has come to its end
    // of secrets
    TokenHasNoBlanks,
    KeychainRefused, ///< why
    KeychainIsSilent,
};

/// Code and English of each.
[[nodiscard]] std::span<const Phrase> sourcePhrases();
[[nodiscard]] Words say(SourcePhrase phrase, std::vector<Words> arguments = {});

} // namespace alcedo
