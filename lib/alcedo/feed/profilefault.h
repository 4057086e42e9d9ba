// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <QByteArray>
#include <optional>

namespace alcedo {

/// What is wrong with a text that should be a feed profile: the first thing that is, as FeedProfile::parse()
/// says it, but for a program to say in the language of its window.
struct ProfileFault
{
    Words words;  ///< its phrases are profilePhrases()
    int line = 0; ///< from 1

    /// Nothing where the text is a profile. Pure; any thread.
    [[nodiscard]] static std::optional<ProfileFault> of(const QByteArray &json);
};

} // namespace alcedo
