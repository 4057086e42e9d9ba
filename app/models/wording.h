// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/words.h>
#include <alcedo/feed/profilefault.h>

#include <QString>
#include <span>

namespace alcedo {

/// How the window says one of the library's phrases: in English, and by its translations in other languages.
struct Wording
{
    const char *code; ///< Phrase::code
    const char *text;
};

/// All of them; what the library can say and is not here comes out in its English.
[[nodiscard]] std::span<const Wording> wordings();
/// The words in the language of the day; what is nobody's to translate made harmless. Thread: GUI.
[[nodiscard]] QString worded(const Words &words);
/// "line 3: a profile has no "tilte"".
[[nodiscard]] QString worded(const ProfileFault &fault);

} // namespace alcedo
