// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourcetext.h"

#include "format.h"
#include "wording.h"

#include <QCoreApplication>
#include <algorithm>

namespace alcedo {

using namespace std::chrono_literals;

namespace {

struct StateText
{
    Q_DECLARE_TR_FUNCTIONS(alcedo::SourceText)
};

/// Seconds of a wait that are left, rounded up, so that the count ends at 1 and never shows a 0 that lasts.
int secondsLeft(const LinkStatus &link, std::chrono::nanoseconds steady)
{
    if (!link.nextTryAt || *link.nextTryAt <= steady)
        return 0;
    return int((*link.nextTryAt - steady + 999'999'999ns) / 1s);
}

qreal ringFraction(const LinkStatus &link, int left)
{
    const double whole = std::chrono::duration<double>(link.waitedFor).count();
    return whole > 0 ? std::clamp(left / std::max(whole, 1.0), 0.0, 1.0) : 0;
}

void describeReconnecting(SourceWords &words, const LinkStatus &link, std::chrono::nanoseconds steady)
{
    words.secondsLeft = secondsLeft(link, steady);
    const bool waits = link.state == LinkState::Waiting && words.secondsLeft > 0;
    words.fraction = waits ? ringFraction(link, words.secondsLeft) : 0;
    words.state = waits ? StateText::tr("in %1 s").arg(words.secondsLeft) : StateText::tr("trying");
    words.left = StateText::tr("try %1").arg(std::max(1, link.attempt));
    words.panel = waits ? StateText::tr("Reconnecting in %1 s").arg(words.secondsLeft)
                        : StateText::tr("Reconnecting now");
    words.headline = StateText::tr("Reconnecting, attempt %1").arg(std::max(1, link.attempt));
    if (link.failure && link.failure->status)
        words.right = StateText::tr("HTTP %1").arg(link.failure->status);
    else if (link.failure)
        words.right = stageWord(link.failure->stage);
    else if (link.lastClose)
        words.right = StateText::tr("closed %1").arg(link.lastClose->code);
}

void describeFailed(SourceWords &words, const LinkStatus &link)
{
    words.state = StateText::tr("failed");
    if (link.failure) {
        const QString what =
            link.failure->status ? QString::number(link.failure->status) : StateText::tr("refused");
        words.left = StateText::tr("%1: %2").arg(stageWord(link.failure->stage), what);
        words.panel = failedAt(link.failure->stage);
    } else {
        words.left = link.lastClose ? StateText::tr("closed %1").arg(link.lastClose->code) : QString();
        words.panel = StateText::tr("Failed");
    }
    words.headline = words.panel;
}

void describeOpen(SourceWords &words, const SourceStatus &status)
{
    words.left = format::messageRate(status.link.messagesPerSecond > 0 ? status.link.messagesPerSecond
                                                                       : status.recordsPerSecond);
    if (status.link.roundTrip)
        words.right = format::latency(*status.link.roundTrip);
}

void describeQuiet(SourceWords &words, std::chrono::nanoseconds age, const QString &state,
                   const QString &panel)
{
    words.state = state;
    words.left = format::age(age);
    words.panel = panel.arg(format::age(age));
    words.headline = words.panel;
}

} // namespace

QString stageWord(Stage stage)
{
    switch (stage) {
    case Stage::Name:
        return StateText::tr("name");
    case Stage::Tcp:
        return StateText::tr("TCP");
    case Stage::Proxy:
        return StateText::tr("proxy");
    case Stage::Tls:
        return StateText::tr("TLS");
    case Stage::Upgrade:
        return StateText::tr("upgrade");
    case Stage::SignIn:
        return StateText::tr("sign-in");
    case Stage::Subscribe:
        return StateText::tr("subscribe");
    case Stage::Data:
        return StateText::tr("data");
    }
    return {};
}

QString failedAt(Stage stage)
{
    return StateText::tr("Failed at %1").arg(stageWord(stage));
}

QString adviceFor(const DialFailure &failure)
{
    switch (failure.stage) {
    case Stage::Name:
        return StateText::tr("Check the host name in the address, and that this computer is online.");
    case Stage::Tcp:
        return StateText::tr(
            "Nothing answers at that host and port. Check the port, that the server runs, and any firewall.");
    case Stage::Proxy:
        return StateText::tr(
            "The proxy does not answer, or does not let this through. Check the system's proxy "
            "settings, and its user and password.");
    case Stage::Tls:
        return StateText::tr("The certificate or the encryption was not accepted. Check the host name and "
                             "the computer's clock.");
    case Stage::Upgrade:
        if (failure.status == 401 || failure.status == 403)
            return StateText::tr(
                "The server wants a token, or another one. Sign in again, or ask its operator.");
        if (failure.status == 404)
            return StateText::tr("The server has no feed at this path. Check the end of the address.");
        if (failure.status >= 500 || failure.status == 429)
            return StateText::tr("Nothing to do: the server is overloaded, retries go on.");
        return StateText::tr("The server answers, but not as a WebSocket server. Check the address.");
    case Stage::SignIn:
        return StateText::tr("The server refused the token. The same one would be refused again.");
    case Stage::Subscribe:
        return StateText::tr("The server does not know these channels. Check the names in the profile.");
    case Stage::Data:
        return StateText::tr("The link is open, but no messages come. Check what the profile subscribes to.");
    }
    return {};
}

SourceWords wordsOf(const SourceStatus &status, Freshness state, const WordsContext &now)
{
    SourceWords words;
    const auto age = now.wall - std::chrono::nanoseconds(status.lastRecordNs);
    describeOpen(words, status);
    switch (state) {
    case freshness::Live:
        words.state = StateText::tr("live");
        break;
    case freshness::Demo:
        words.state = StateText::tr("DEMO");
        break;
    case freshness::Stale:
        describeQuiet(words, age, StateText::tr("stale"), StateText::tr("Stale %1"));
        break;
    case freshness::Stalled:
        describeQuiet(words, age, StateText::tr("stalled"), StateText::tr("Stalled %1"));
        break;
    case freshness::Reconnecting:
        words.right.clear();
        describeReconnecting(words, status.link, now.steady);
        break;
    case freshness::Failed:
        words.right.clear();
        describeFailed(words, status.link);
        break;
    case freshness::Paused:
        words.state = StateText::tr("paused");
        break;
    case freshness::Replay:
        words.state = StateText::tr("replay");
        break;
    case freshness::Loading:
        words.state = StateText::tr("opening");
        words.left = stageWord(status.link.stage);
        break;
    case freshness::Off:
        words.state = StateText::tr("off");
        words.left = status.link.lastClose || status.link.lastCloseWhy.isEmpty()
                         ? StateText::tr("by you")
                         : worded(status.link.lastCloseWhy); // a recording's end
        words.right.clear();
        break;
    case freshness::Empty:
        words.state = StateText::tr("waiting");
        break;
    }
    if (words.panel.isEmpty())
        words.panel = words.state;
    if (words.headline.isEmpty())
        words.headline = words.state;
    return words;
}

} // namespace alcedo
