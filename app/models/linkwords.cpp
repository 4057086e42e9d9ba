// SPDX-License-Identifier: GPL-3.0-or-later
#include "linkwords.h"

#include "failuretext.h"
#include "format.h"
#include "sourcetext.h"
#include "wording.h"

#include <alcedo/wire/closecode.h>

#include <QCoreApplication>
#include <QLocale>
#include <array>

namespace alcedo::linkwords {

namespace {

struct LinkTr
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::LinkWords)
};

// The library's table of close codes, for lupdate; a test looks that none is missing.
[[maybe_unused]] constexpr std::array CloseTexts{
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "closed normally"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the peer is going away"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "WebSocket protocol error"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the peer does not take this kind of message"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "closed without a code"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the connection dropped"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "a text message was not UTF-8"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "refused by policy"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "a message was too big"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "a needed extension is missing"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "internal error of the peer"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the service restarts"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "try again later"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "TLS failed"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the server is shutting down"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "we read too slowly"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "we did not answer a ping"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the token expired"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the server lost its state"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "too many messages"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the server moved"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "the token was refused"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "we broke the protocol"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "no hello came in time"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "disconnected by the operator"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "too many connections"),
    QT_TRANSLATE_NOOP("alcedo::LinkWords", "not allowed"),
};

QString who(CloseInfo::Initiator initiator)
{
    switch (initiator) {
    case CloseInfo::Initiator::Local:
        return LinkTr::tr("closed by us");
    case CloseInfo::Initiator::Peer:
        return LinkTr::tr("closed by the server");
    case CloseInfo::Initiator::Network:
        break;
    }
    return LinkTr::tr("connection lost");
}

QString cause(const LinkChange &change)
{
    if (change.failure)
        return LinkTr::tr("%1: %2").arg(stageWord(change.failure->stage), failureText(*change.failure));
    return change.close ? close(*change.close, change.why) : QString();
}

QString ofChange(const LinkChange &change)
{
    const QString why = cause(change);
    switch (change.to) {
    case LinkState::Opening:
        return LinkTr::tr("attempt %1").arg(change.attempt);
    case LinkState::Greeting:
        return LinkTr::tr("link open");
    case LinkState::Live:
        return change.from == LinkState::Stalled ? LinkTr::tr("alive again") : LinkTr::tr("live");
    case LinkState::Stalled:
        return LinkTr::tr("silent");
    case LinkState::Waiting: {
        const double seconds = std::chrono::duration<double>(change.wait).count();
        return LinkTr::tr("attempt %1: %2, next in %3 s")
            .arg(QString::number(change.attempt), why, QLocale().toString(seconds, 'f', 1));
    }
    case LinkState::Closing:
        return LinkTr::tr("closing");
    case LinkState::Failed:
        return why.isEmpty() ? LinkTr::tr("stopped") : LinkTr::tr("stopped: %1").arg(why);
    case LinkState::Off:
        return why.isEmpty() ? LinkTr::tr("off") : why;
    }
    return {};
}

} // namespace

QString log(const LinkLogEntry &entry)
{
    return entry.change ? ofChange(*entry.change) : worded(entry.words);
}

QString close(const CloseInfo &close, const Words &why)
{
    const QString meaning = closeCode(close.code), said = closeReason(close, why);
    const QString head =
        meaning.isEmpty()
            ? LinkTr::tr("%1 (%2)").arg(who(close.initiator), QString::number(close.code))
            : LinkTr::tr("%1 (%2, %3)").arg(who(close.initiator), QString::number(close.code), meaning);
    return said.isEmpty() ? head : LinkTr::tr("%1: %2").arg(head, said);
}

QString closeReason(const CloseInfo &close, const Words &why)
{
    return why.isEmpty() ? format::harmless(close.reason) : worded(why);
}

QString closeCode(int code)
{
    const QString text = closeCodeText(code);
    return text.isEmpty() ? text : LinkTr::tr(text.toUtf8().constData());
}

} // namespace alcedo::linkwords
