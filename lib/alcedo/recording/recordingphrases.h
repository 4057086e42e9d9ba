// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <span>

namespace alcedo {

/// Why a recording cannot be written or shown, in the order of recordingPhrases().
enum class RecordingPhrase {
    NothingYet,
    LetGo,
    NoFile,
    NoMemory,       ///< file
    NoFolder,       ///< folder
    FolderIsLocked, ///< folder
    NotARecording,  ///< file
    OtherFormat,    ///< file, its format, ours
    BadCompression, ///< why
    BlockTooLarge,  ///< bytes
    DamagedKeyframe,
    DamagedBlock, ///< what is wrong with it
};

/// Code and English of each.
[[nodiscard]] std::span<const Phrase> recordingPhrases();
[[nodiscard]] Words say(RecordingPhrase phrase, std::vector<Words> arguments = {});

} // namespace alcedo
