// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "freshness.h"

#include <QString>

namespace alcedo {

/// The words for a source's state, in the language of the day. Pure but for that.
struct SourceWords
{
    QString state;       ///< chip, top right: "live", "DEMO", "in 4 s", "failed"
    QString left;        ///< chip, second line: "212 msg/s", "try 3", "sign-in: 401", "TLS"
    QString right;       ///< "9 ms", "1006"
    QString panel;       ///< panel header and list: "live", "Reconnecting in 4 s", "Failed at sign-in"
    QString headline;    ///< connection panel: "Reconnecting, attempt 14"
    qreal fraction = 1;  ///< what is left of the wait, 0 to 1, moving once a second
    int secondsLeft = 0; ///< of the wait
};

/// now: steady and wall time at which the words are to hold.
struct WordsContext
{
    std::chrono::nanoseconds steady{0}, wall{0};
};

[[nodiscard]] SourceWords wordsOf(const SourceStatus &status, Freshness state, const WordsContext &now);

/// "sign-in", "TCP": a stage as a person reads it, translated.
[[nodiscard]] QString stageWord(Stage stage);
/// "Failed at sign-in": for a sentence.
[[nodiscard]] QString failedAt(Stage stage);
/// What a person can do about a failure in this stage, one sentence.
[[nodiscard]] QString adviceFor(const DialFailure &failure);

} // namespace alcedo
