// SPDX-License-Identifier: GPL-3.0-or-later
#include "failuretext.h"

#include "format.h"
#include "wording.h"

#include <QCoreApplication>

namespace alcedo {

namespace {

struct FailureTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::FailureText)
};

} // namespace

QString failureText(const DialFailure &failure)
{
    const QString said = worded(failure.message);
    if (failure.message.phrase()) // our own
        return said;
    if (failure.status)
        return FailureTr::tr("The server answered HTTP %1.").arg(failure.status);
    if (said.isEmpty() ||
        failure.stage == Stage::Data) // no dial any more: the server's farewell, as it says it
        return said;
    const bool isPeers = failure.stage == Stage::SignIn || failure.stage == Stage::Subscribe;
    return isPeers ? FailureTr::tr("The server says: %1").arg(said)
                   : FailureTr::tr("The dial failed: %1").arg(said);
}

QString sourceErrorText(const QString &word, const Error &error, const QStringList &profiles)
{
    const QString given = format::harmless(word.left(80)), said = worded(error.words());
    const bool isName = !word.contains(u'/') && !word.contains(u':') && !word.contains(u'.');
    if (isName && !profiles.contains(word.section(u'?', 0, 0)))
        return FailureTr::tr("\"%1\" is neither an address nor the name of a profile.").arg(given);
    switch (error.code()) {
    case ErrorCode::Io:
        return error.words().phrase() ? said : FailureTr::tr("The file cannot be read: %1").arg(said);
    case ErrorCode::Parse:
        return FailureTr::tr("The file is not understood: %1").arg(said);
    case ErrorCode::InvalidArgument:
        return FailureTr::tr("\"%1\" is no source as it stands: %2").arg(given, said);
    default:
        return FailureTr::tr("\"%1\" cannot be added: %2").arg(given, said);
    }
}

} // namespace alcedo
