// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectiondetail.h"

#include "dashboard.h"
#include "failuretext.h"
#include "format.h"
#include "linkfacts.h"
#include "linkwords.h"
#include "stateglyph.h"
#include "trialoutcome.h"
#include "wording.h"

#include <alcedo/feed/secretstore.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QUrl>
#include <algorithm>

namespace alcedo {

using namespace std::chrono_literals;

namespace {

int glyphOf(LinkLogEntry::Severity severity)
{
    switch (severity) {
    case LinkLogEntry::Severity::Failure:
        return freshness::Failed;
    case LinkLogEntry::Severity::Warning:
        return StateGlyph::Warning;
    case LinkLogEntry::Severity::Good:
    case LinkLogEntry::Severity::Note:
        break;
    }
    return -1;
}

} // namespace

ConnectionDetail::ConnectionDetail(QObject *parent)
    : QObject(parent)
{
}

void ConnectionDetail::componentComplete()
{
    if (!m_dashboard) {
        if (Dashboard *dashboard = Dashboard::of(this))
            setDashboard(*dashboard);
    }
}

void ConnectionDetail::setDashboard(Dashboard &dashboard)
{
    m_dashboard = &dashboard;
    connect(&dashboard.sources(), &SourcesModel::refreshed, this, &ConnectionDetail::update);
    update();
}

void ConnectionDetail::setSourceId(int id)
{
    if (m_sourceId == id)
        return;
    m_sourceId = id;
    Q_EMIT sourceIdChanged();
    m_lines = 0;
    m_log.clear();
    m_wishSince = {};
    m_tokenProblem.clear();
    Q_EMIT logChanged();
    update();
}

void ConnectionDetail::update()
{
    updateWish();
    Q_EMIT changed();
    updateLog();
}

void ConnectionDetail::updateWish()
{
    const SourceStatus *now = status();
    if (!now || tokenWish(*now, false) == TokenWish::None) {
        m_wish = TokenWish::None;
        m_wishSince = {};
        return;
    }
    if (m_wishSince == now->link.since)
        return; // where tokens are kept is asked once a refusal
    m_wishSince = now->link.since;
    m_wish = tokenWish(*now, !serverToken(QUrl(now->url)).isEmpty());
}

bool ConnectionDetail::enterToken(const QString &token)
{
    const SourceStatus *now = status();
    const QByteArray shown = token.trimmed().toUtf8();
    if (!now || !m_dashboard || shown.isEmpty())
        return false;
    const auto kept = keepServerToken(QUrl(now->url), shown);
    m_tokenProblem = kept ? QString()
                     : kept.error().code() == ErrorCode::InvalidArgument
                         ? tr("A token has no blanks in it.")
                         : tr("Not kept: %1").arg(worded(kept.error().words()));
    if (kept)
        m_dashboard->sources().signIn(m_sourceId, shown);
    Q_EMIT changed();
    return kept.hasValue();
}

void ConnectionDetail::updateLog()
{
    const SourceStatus *now = status();
    if (!now)
        return;
    const auto &lines = now->link.log;
    const auto newest = lines.empty() ? 0ns : lines.back().wall;
    const QString language = m_dashboard->preferences().language();
    if (lines.size() == m_lines && newest == m_newestLine && language == m_logLanguage)
        return;
    m_lines = lines.size();
    m_newestLine = newest;
    m_logLanguage = language;
    m_log.clear();
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        m_log << QVariantMap{
            {QStringLiteral("time"), format::clockTime(line->wall, format::Precision::Milliseconds)},
            {QStringLiteral("text"), linkwords::log(*line)},
            {QStringLiteral("glyph"), glyphOf(line->severity)},
            {QStringLiteral("failure"), line->severity == LinkLogEntry::Severity::Failure}};
    }
    Q_EMIT logChanged();
}

const SourceStatus *ConnectionDetail::status() const
{
    return m_dashboard ? m_dashboard->sources().status(m_sourceId) : nullptr;
}

QString ConnectionDetail::name() const
{
    const SourceStatus *now = status();
    return now ? format::harmless(now->name) : QString();
}

QString ConnectionDetail::url() const
{
    const SourceStatus *now = status();
    return now ? format::harmless(now->url) : QString();
}

int ConnectionDetail::state() const
{
    return m_dashboard ? m_dashboard->sources().freshness(m_sourceId) : freshness::Off;
}

qreal ConnectionDetail::fraction() const
{
    const SourceWords *words = m_dashboard ? m_dashboard->sources().words(m_sourceId) : nullptr;
    return words ? words->fraction : 1;
}

QString ConnectionDetail::countdown() const
{
    const SourceWords *words = m_dashboard ? m_dashboard->sources().words(m_sourceId) : nullptr;
    return words && words->secondsLeft > 0 ? QString::number(words->secondsLeft) : QString();
}

QString ConnectionDetail::headline() const
{
    const SourceWords *words = m_dashboard ? m_dashboard->sources().words(m_sourceId) : nullptr;
    return words ? words->headline : QString();
}

int ConnectionDetail::outcome() const
{
    const SourceStatus *now = status();
    return now ? trialOutcome(*now) : TrialOutcome::Dialling;
}

QString ConnectionDetail::outcomeText() const
{
    return trialOutcomeText(TrialOutcome(outcome()));
}

QString ConnectionDetail::sinceText() const
{
    const SourceStatus *now = status();
    if (!now || !m_dashboard)
        return {};
    const LinkStatus &link = now->link;
    const bool down = !linkfacts::isUp(link) && link.lastDown.count() > 0 && link.state != LinkState::Off;
    const auto since = down ? link.lastDown : link.since;
    if (since.count() == 0)
        return tr("Not connected yet");
    const QString time = format::clockTime(since),
                  lasted = format::duration(m_dashboard->clock().wall() - since);
    return down ? tr("Down since %1, for %2").arg(time, lasted) : tr("Since %1, for %2").arg(time, lasted);
}

QString ConnectionDetail::backoffText() const
{
    const SourceStatus *now = status();
    if (!now)
        return {};
    if (now->dialect == QLatin1String("simulated"))
        return tr("Made on this computer; there is no link to lose");
    if (!hasLink())
        return tr("No link to keep open");
    if (!now->link.autoReconnect)
        return tr("Does not reconnect by itself");
    const auto seconds = [](int ms) { return QLocale().toString(ms / 1000.0, 'g', 4); };
    return tr("Waits up to %1 s, then %2 s, … at most %3 s; drawn at random, no limit on attempts")
        .arg(seconds(backoffBase()), seconds(std::min(backoffBase() * 2, backoffCap())),
             seconds(backoffCap()));
}

bool ConnectionDetail::hasLink() const
{
    const SourceStatus *now = status();
    return now && now->link.backoff;
}

int ConnectionDetail::backoffBase() const
{
    return hasLink() ? int(status()->link.backoff->base.count()) : 0;
}

int ConnectionDetail::backoffCap() const
{
    return hasLink() ? int(status()->link.backoff->cap.count()) : 0;
}

bool ConnectionDetail::canOpen() const
{
    const SourceStatus *now = status();
    return now && (now->link.state == LinkState::Off || now->link.state == LinkState::Failed);
}

bool ConnectionDetail::canClose() const
{
    const SourceStatus *now = status();
    return now && now->link.state != LinkState::Off && now->link.state != LinkState::Closing;
}

bool ConnectionDetail::canRetry() const
{
    const SourceStatus *now = status();
    return now && (now->link.state == LinkState::Waiting || now->link.state == LinkState::Failed ||
                   now->link.state == LinkState::Stalled);
}

bool ConnectionDetail::autoReconnect() const
{
    const SourceStatus *now = status();
    return now && now->link.autoReconnect;
}

QString ConnectionDetail::attemptText() const
{
    const SourceStatus *now = status();
    if (!now)
        return {};
    if (now->link.attempt > 0)
        return tr("Attempt %1").arg(now->link.attempt);
    return linkfacts::isUp(now->link)
               ? tr("Opened %1")
                     .arg(format::clockTime(now->link.lastUp.count() ? now->link.lastUp : now->link.since))
               : QString();
}

QVariantList ConnectionDetail::stages() const
{
    const SourceStatus *now = status();
    return now ? linkfacts::stages(*now) : QVariantList();
}

QVariantList ConnectionDetail::session() const
{
    const SourceStatus *now = status();
    return now ? linkfacts::session(now->link) : QVariantList();
}

QVariantList ConnectionDetail::figures() const
{
    const SourceStatus *now = status();
    return now ? linkfacts::figures(*now) : QVariantList();
}

QString ConnectionDetail::problem() const
{
    const SourceStatus *now = status();
    if (!now)
        return {};
    if (now->link.failure && !linkfacts::isUp(now->link))
        return failureText(*now->link.failure);
    return worded(now->lastError);
}

QString ConnectionDetail::advice() const
{
    const SourceStatus *now = status();
    return now && now->link.failure && !linkfacts::isUp(now->link) ? adviceFor(*now->link.failure)
                                                                   : QString();
}

QString ConnectionDetail::traffic() const
{
    const SourceStatus *now = status();
    return now && now->link.messagesPerSecond > 0
               ? QString(format::messageRate(now->link.messagesPerSecond) + QStringLiteral(" · ") +
                         format::byteRate(now->link.bytesPerSecond))
               : QString();
}

void ConnectionDetail::copyLog() const
{
    QString text;
    for (const QVariant &line : m_log) {
        const QVariantMap map = line.toMap();
        text += map[QStringLiteral("time")].toString() + QLatin1String("  ") +
                map[QStringLiteral("text")].toString() + QLatin1Char('\n');
    }
    QGuiApplication::clipboard()->setText(text);
}

} // namespace alcedo
