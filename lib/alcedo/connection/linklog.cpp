// SPDX-License-Identifier: MIT
#include <alcedo/connection/linklog.h>

namespace alcedo {

namespace {

QString closeText(const CloseInfo &close)
{
    static const QStringList who{QStringLiteral("closed by us"), QStringLiteral("closed by the peer"),
                                 QStringLiteral("connection lost")};
    QString text = QStringLiteral("%1 (%2)").arg(who.value(int(close.initiator))).arg(close.code);
    if (!close.reason.isEmpty())
        text += QStringLiteral(": ") + close.reason;
    return text;
}

QString causeText(const LinkChange &change)
{
    if (change.failure)
        return QStringLiteral("%1: %2").arg(stageName(change.failure->stage), change.failure->message.text());
    return change.close ? closeText(*change.close) : QString();
}

} // namespace

QString logDuration(std::chrono::nanoseconds time)
{
    return logSeconds(time) + QLatin1String(" s");
}

QString logSeconds(std::chrono::nanoseconds time)
{
    return QString::number(std::chrono::duration<double>(time).count(), 'f', 1);
}

namespace {

/// The line alone.
LinkLogEntry lineOf(const LinkChange &change)
{
    using Severity = LinkLogEntry::Severity;
    const QString cause = causeText(change);
    switch (change.to) {
    case LinkState::Opening:
        return {{}, Severity::Note, QStringLiteral("attempt %1").arg(change.attempt)};
    case LinkState::Greeting:
        return {{}, Severity::Note, QStringLiteral("link open")};
    case LinkState::Live:
        return {{},
                Severity::Good,
                change.from == LinkState::Stalled ? QStringLiteral("alive again") : QStringLiteral("live")};
    case LinkState::Stalled:
        return {{}, Severity::Warning, QStringLiteral("silent")};
    case LinkState::Waiting:
        return {{},
                Severity::Warning,
                QStringLiteral("attempt %1: %2, next in %3")
                    .arg(QString::number(change.attempt), cause, logDuration(change.wait))};
    case LinkState::Closing:
        return {{}, Severity::Note, QStringLiteral("closing")};
    case LinkState::Failed:
        return {{},
                Severity::Failure,
                cause.isEmpty() ? QStringLiteral("stopped") : QStringLiteral("stopped: ") + cause};
    case LinkState::Off:
        return {{}, Severity::Note, cause.isEmpty() ? QStringLiteral("off") : cause};
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace

LinkLogEntry logEntryOf(const LinkChange &change)
{
    LinkLogEntry entry = lineOf(change);
    entry.change = std::make_shared<const LinkChange>(change);
    return entry;
}

} // namespace alcedo
