// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/feed/source.h>

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

namespace trialoutcome {
Q_NAMESPACE
QML_NAMED_ELEMENT(TrialOutcome)

/// What came of dialling a source that a person wants to add.
enum Outcome {
    Dialling,    ///< nothing yet
    Unreachable, ///< no such host, nobody there, no encryption, or no such server
    Refused,     ///< it answered, and said no
    Silent,      ///< the link stands, and no message came
    Talking,
};
Q_ENUM_NS(Outcome)
} // namespace trialoutcome

using TrialOutcome = trialoutcome::Outcome;

/// The outcome of the newest dial. Pure.
[[nodiscard]] TrialOutcome trialOutcome(const SourceStatus &status);
/// In one line, in the language of the day: "Could not be reached".
[[nodiscard]] QString trialOutcomeText(TrialOutcome outcome);

} // namespace alcedo
