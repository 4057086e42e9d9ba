// SPDX-License-Identifier: MIT
// What happens to a connection, one event after the other, and what is done for it.
#include <alcedo/connection/connectionprivate.h>
#include <alcedo/connection/linklog.h>
#include <alcedo/connection/linkphrases.h>

#include <QPointer>
#include <QRandomGenerator>
#include <utility>

namespace alcedo {

using std::chrono::nanoseconds;

// A slot may call back into the connection; its event waits until this one has been carried out.
void Connection::Private::dispatch(Occurrence occurrence)
{
    events.push_back(std::move(occurrence));
    if (dispatching)
        return;
    dispatching = true;
    while (!events.empty()) {
        const Occurrence next = std::move(events.front());
        events.pop_front();
        if (!apply(next))
            return; // deleted in a slot
    }
    dispatching = false;
}

void Connection::Private::end(LinkEvent event, int code, const Words &why, CloseInfo::Initiator initiator)
{
    dispatch({event, {}, CloseInfo{code, why.text(), initiator}, why});
}

bool Connection::Private::apply(const Occurrence &occurrence)
{
    const LinkStep step = transition(model, occurrence.event);
    if (step.model == model && step.actions.empty())
        return true;
    const LinkState before = model.state;
    model = step.model;
    if (occurrence.failure)
        status.failure = occurrence.failure;
    if (occurrence.close) {
        loss = *occurrence.close;
        lossWhy = occurrence.why;
    }
    for (const LinkAction action : step.actions)
        perform(action, occurrence);
    if (model.state != before) {
        status.since = clock.wall();
        const LinkChange change{before,           model.state,        model.attempt,
                                status.waitedFor, occurrence.failure, occurrence.close,
                                occurrence.why};
        log(logEntryOf(change));
    }

    const QPointer<Connection> self(q);
    const bool opened = std::exchange(sayOpened, false);
    const bool lost = std::exchange(sayLost, false);
    const CloseInfo lostBy = loss;
    const LinkState now = model.state;
    if (now != before)
        Q_EMIT q->stateChanged(now);
    if (self && opened)
        Q_EMIT q->opened();
    if (self && lost)
        Q_EMIT q->lost(lostBy);
    if (self)
        Q_EMIT q->statusChanged();
    if (self && now == LinkState::Live && before == LinkState::Greeting)
        lookAtSilence();
    return !self.isNull();
}

void Connection::Private::perform(LinkAction action, const Occurrence &occurrence)
{
    switch (action) {
    case LinkAction::Dial:
        dial();
        return;
    case LinkAction::CancelDial:
        ++dialGeneration;
        dropDialer();
        return;
    case LinkAction::WatchGreeting:
        if (options.greetingTimeout.count() > 0)
            greetingTimer.start(options.greetingTimeout);
        return;
    case LinkAction::WatchSilence:
        heartbeat.start(clock.steady());
        silenceTimer.start(nanoseconds::zero());
        return;
    case LinkAction::WatchStability:
        greetingTimer.stop();
        stabilityTimer.start(policy.options().stableAfter);
        return;
    case LinkAction::StopWatching:
        greetingTimer.stop();
        silenceTimer.stop();
        stabilityTimer.stop();
        return;
    case LinkAction::CloseLink:
        link->close(wantedClose.code, wantedClose.reason);
        return;
    case LinkAction::DropLink:
    case LinkAction::AbortLink:
        if (action == LinkAction::AbortLink)
            link->disconnect(q), link->abort();
        else
            link->disconnect(q), link->close(loss.code, loss.reason);
        return;
    case LinkAction::ScheduleRetry:
        scheduleRetry(occurrence);
        return;
    case LinkAction::CancelRetry:
        retryTimer.stop();
        status.nextTryAt.reset();
        return;
    case LinkAction::SayOpened:
        sayOpened = true;
        return;
    case LinkAction::SayLost:
        sayLost = true;
        status.lastClose = loss;
        status.lastCloseWhy = lossWhy;
        status.lastDown = clock.wall();
        letGo();
        return;
    }
}

void Connection::Private::scheduleRetry(const Occurrence &occurrence)
{
    nanoseconds delay = policy.delay(model.attempt + 1, QRandomGenerator::global()->generate());
    if (occurrence.failure && occurrence.failure->retryAfter)
        delay = std::max<nanoseconds>(delay, *occurrence.failure->retryAfter);
    status.nextTryAt = clock.steady() + delay;
    status.waitedFor = delay;
    retryTimer.start(delay);
}

void Connection::Private::lookAtSilence()
{
    if (!link)
        return;
    const nanoseconds now = clock.steady();
    if (heartbeat.pingDue(now)) {
        heartbeat.pinged(now);
        const QPointer<Connection> self(q);
        link->ping();
        if (!self || !link)
            return; // the ping found the link broken
    }
    if (const auto next = heartbeat.nextLook(now))
        silenceTimer.start(*next - now);
    switch (heartbeat.judge(now)) {
    case Heartbeat::Verdict::Fine:
        dispatch({LinkEvent::Heard});
        return;
    case Heartbeat::Verdict::Stalled:
        dispatch({LinkEvent::FellSilent});
        return;
    case Heartbeat::Verdict::Dead: {
        const nanoseconds dead = heartbeat.options().interval + heartbeat.options().grace;
        end(LinkEvent::PeerDead, 1006, say(LinkPhrase::NoSignOfLife, {logSeconds(dead)}),
            CloseInfo::Initiator::Network);
        return;
    }
    }
}

} // namespace alcedo
