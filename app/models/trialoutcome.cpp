// SPDX-License-Identifier: GPL-3.0-or-later
#include "trialoutcome.h"

#include <QCoreApplication>

namespace alcedo {

namespace {

struct OutcomeTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::TrialOutcome)
};

TrialOutcome outcomeOf(const DialFailure &failure)
{
    switch (failure.stage) {
    case Stage::Name:
    case Stage::Tcp:
    case Stage::Proxy:
    case Stage::Tls:
        return TrialOutcome::Unreachable;
    case Stage::Upgrade: // without a status it did not even answer in HTTP
        return failure.status ? TrialOutcome::Refused : TrialOutcome::Unreachable;
    case Stage::SignIn:
    case Stage::Subscribe:
        return TrialOutcome::Refused;
    case Stage::Data:
        break;
    }
    return TrialOutcome::Silent;
}

} // namespace

TrialOutcome trialOutcome(const SourceStatus &status)
{
    const LinkStatus &link = status.link;
    const bool isUp = link.state == LinkState::Live || link.state == LinkState::Stalled;
    if (isUp)
        return link.messagesIn > 0 || status.records > 0 ? TrialOutcome::Talking : TrialOutcome::Silent;
    // A new attempt is under way; what the last one came to is still all that is known.
    if (link.failure)
        return outcomeOf(*link.failure);
    if (link.state == LinkState::Greeting)
        return TrialOutcome::Dialling;
    return link.lastClose ? TrialOutcome::Refused : TrialOutcome::Dialling;
}

QString trialOutcomeText(TrialOutcome outcome)
{
    switch (outcome) {
    case TrialOutcome::Dialling:
        return OutcomeTr::tr("Connecting");
    case TrialOutcome::Unreachable:
        return OutcomeTr::tr("Could not be reached");
    case TrialOutcome::Refused:
        return OutcomeTr::tr("Refused by the server");
    case TrialOutcome::Silent:
        return OutcomeTr::tr("Connected, no messages yet");
    case TrialOutcome::Talking:
        return OutcomeTr::tr("Connected, messages come");
    }
    return {};
}

} // namespace alcedo
