// SPDX-License-Identifier: GPL-3.0-or-later
#include "failuretext.h"

#include "correctedprofile.h"
#include "format.h"
#include "wording.h"

#include <alcedo/feed/feedprofile.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <array>

namespace alcedo {

namespace {

struct FailureTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::FailureText)
};

/// What the library and Qt's sockets say most often. They say it in English, to logs too; here it is said to
/// a person.
constexpr std::array KnownFailures{
    QT_TRANSLATE_NOOP("alcedo::FailureText", "host not found"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "Host not found"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "Connection refused"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "Connection timed out"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "Socket operation timed out"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "Network unreachable"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "Host unreachable"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "The remote host closed the connection"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "the answer is not HTTP"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "the answer's head is too large"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "redirected from wss to ws"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "redirected to what is no WebSocket address"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "this kind of proxy is not supported"),
    QT_TRANSLATE_NOOP("alcedo::FailureText", "the address needs a host and a port"),
};

/// What is wrong with the profile that a source's word names; empty where it is read, or nothing is wrong
/// with it.
QString profileFaultText(const QString &word)
{
    const QString name = ProfileWord::of(word).profile;
    const auto json = name.isEmpty() ? Result<QByteArray>(QByteArray()) : FeedProfile::text(name);
    const auto fault = !json || json->isEmpty() ? std::nullopt : ProfileFault::of(*json);
    return fault ? FailureTr::tr("%1, %2", "a file, what is wrong with it")
                       .arg(format::harmless(QFileInfo(name).fileName().left(80)), worded(*fault))
                 : QString();
}

} // namespace

QString failureText(const DialFailure &failure)
{
    static const QRegularExpression NoAnswer(QStringLiteral("^no answer within ([0-9.]+) s$"));
    const QString said = format::harmless(failure.message);
    if (failure.status)
        return FailureTr::tr("The server answered HTTP %1.").arg(failure.status);
    for (const char *known : KnownFailures) {
        if (said == QLatin1String(known))
            return FailureTr::tr(known);
    }
    if (const auto match = NoAnswer.match(said); match.hasMatch())
        return FailureTr::tr("no answer within %1 s").arg(match.captured(1));
    if (said.isEmpty() ||
        failure.stage == Stage::Data) // no dial any more: the server's farewell, as it says it
        return said;
    const bool isPeers = failure.stage == Stage::SignIn || failure.stage == Stage::Subscribe;
    return isPeers ? FailureTr::tr("The server says: %1").arg(said)
                   : FailureTr::tr("The dial failed: %1").arg(said);
}

QString sourceErrorText(const QString &word, const Error &error, const QStringList &profiles)
{
    const QString given = format::harmless(word.left(80)), said = format::harmless(error.message());
    const bool isName = !word.contains(u'/') && !word.contains(u':') && !word.contains(u'.');
    if (isName && !profiles.contains(word.section(u'?', 0, 0)))
        return FailureTr::tr("\"%1\" is neither an address nor the name of a profile.").arg(given);
    switch (error.code()) {
    case ErrorCode::Io:
        return FailureTr::tr("The file cannot be read: %1").arg(said);
    case ErrorCode::Parse: {
        const QString fault = profileFaultText(word);
        return FailureTr::tr("The file is not understood: %1").arg(fault.isEmpty() ? said : fault);
    }
    case ErrorCode::InvalidArgument:
        return FailureTr::tr("\"%1\" is no source as it stands: %2").arg(given, said);
    default:
        return FailureTr::tr("\"%1\" cannot be added: %2").arg(given, said);
    }
}

} // namespace alcedo
