// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <span>

class QFileDevice;

namespace alcedo {

/// What is said of files, in the order of filePhrases().
enum class FilePhrase {
    CannotRead,  ///< path, why
    CannotWrite, ///< path, why
    // why
    NotThere,
    NotAllowed,
    IsFolder,
    TooLarge,
    Locked,
    AtLine, ///< file, line, what is wrong there
};

/// Code and English of each.
[[nodiscard]] std::span<const Phrase> filePhrases();
[[nodiscard]] Words say(FilePhrase phrase, std::vector<Words> arguments = {});

/// Why the file could not be opened or written, to be asked right after; what has no phrase is as Qt says it.
[[nodiscard]] Words faultOf(const QFileDevice &file);
/// "cannot read FILE: why".
[[nodiscard]] Words cannotRead(const QFileDevice &file);
[[nodiscard]] Words cannotWrite(const QFileDevice &file);

} // namespace alcedo
