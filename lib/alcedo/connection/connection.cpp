// SPDX-License-Identifier: MIT
#include <alcedo/connection/connection.h>
#include <alcedo/connection/connectionstate.h>
#include <alcedo/connection/ratemeter.h>
#include <alcedo/core/clock.h>
#include <alcedo/core/log.h>
#include <alcedo/core/timer.h>

#include <QPointer>
#include <QRandomGenerator>

namespace alcedo {

using std::chrono::nanoseconds;

namespace {

QString inSeconds(nanoseconds time)
{
    return QStringLiteral("%1 s").arg(std::chrono::duration<double>(time).count(), 0, 'f', 1);
}

QString closeText(const CloseInfo &close)
{
    static const QStringList who{QStringLiteral("closed by us"), QStringLiteral("closed by the peer"),
                                 QStringLiteral("connection lost")};
    QString text = QStringLiteral("%1 (%2)").arg(who.value(int(close.initiator))).arg(close.code);
    if (!close.reason.isEmpty())
        text += QStringLiteral(": ") + close.reason;
    return text;
}

} // namespace

class Connection::Private
{
public:
    /// An event with what came along.
    struct Occurrence
    {
        LinkEvent event;
        std::optional<DialFailure> failure = {};
        std::optional<CloseInfo> close = {};
    };

    Private(Connection *owner, Options wanted, Clock &time)
        : q(owner)
        , options(std::move(wanted))
        , clock(time)
        , policy(options.reconnect)
        , heartbeat(options.heartbeat)
        , retryTimer(time)
        , greetingTimer(time)
        , silenceTimer(time)
        , stabilityTimer(time)
    {
        model.autoReconnect = options.autoReconnect;
    }

    void dispatch(Occurrence occurrence);
    [[nodiscard]] bool apply(const Occurrence &occurrence);
    void perform(LinkAction action, const Occurrence &occurrence);
    void dial();
    void dialWithFactory(quint64 generation);
    void dialFailed(const DialFailure &failure);
    void adopt(std::unique_ptr<Transport> fresh);
    void letGo();
    void scheduleRetry(const Occurrence &occurrence);
    void enterStage(Stage stage);
    void stageDone(Stage stage);
    void lookAtSilence();
    void onMessage(const QByteArray &payload, Transport::Kind kind, nanoseconds arrival);
    void onClosed(const CloseInfo &info);
    void lifeSign(nanoseconds at);
    void logChange(LinkState before, const Occurrence &occurrence);
    void log(LinkLogEntry::Severity severity, const QString &text);
    [[nodiscard]] bool isOpen() const { return link && link->state() == Transport::State::Open; }

    Connection *q;
    Options options;
    Clock &clock;
    ReconnectPolicy policy;
    Heartbeat heartbeat;
    RateMeter rates;
    Timer retryTimer, greetingTimer, silenceTimer, stabilityTimer;
    LinkFactory factory;
    std::unique_ptr<Dialer> dialer;
    std::unique_ptr<Transport> link;
    LinkModel model;
    LinkStatus status;
    std::deque<Occurrence> events; // bounded: each is one call or one signal of this turn
    CloseInfo wantedClose;
    CloseInfo loss;
    nanoseconds stageSince{0};
    quint64 dialGeneration = 0;
    bool dispatching = false;
    bool sayOpened = false, sayLost = false;
    bool dataSeen = false;
};

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

bool Connection::Private::apply(const Occurrence &occurrence)
{
    const LinkStep step = transition(model, occurrence.event);
    if (step.model == model && step.actions.empty())
        return true;
    const LinkState before = model.state;
    model = step.model;
    if (occurrence.failure)
        status.failure = occurrence.failure;
    if (occurrence.close)
        loss = *occurrence.close;
    for (const LinkAction action : step.actions)
        perform(action, occurrence);
    if (model.state != before) {
        status.since = clock.wall();
        logChange(before, occurrence);
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
        if (dialer)
            dialer.release()->deleteLater();
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
        status.lastDown = clock.wall();
        letGo();
        return;
    }
}

void Connection::Private::dial()
{
    ++dialGeneration;
    status.stageTook = {};
    status.stage = Stage::Name;
    stageSince = clock.steady();
    dataSeen = false;
    if (factory) {
        QMetaObject::invokeMethod(
            q, [this, generation = dialGeneration] { dialWithFactory(generation); }, Qt::QueuedConnection);
        return;
    }
    dialer = std::make_unique<Dialer>(clock);
    connect(dialer.get(), &Dialer::stagePassed, q, [this](Stage stage, nanoseconds took) {
        status.stageTook[std::size_t(stage)] = took;
        status.stage = stage < Stage::Upgrade ? Stage(int(stage) + 1) : stage;
        Q_EMIT q->statusChanged();
    });
    connect(dialer.get(), &Dialer::failed, q, [this](const DialFailure &failure) {
        dialer.release()->deleteLater();
        dialFailed(failure);
    });
    connect(dialer.get(), &Dialer::opened, q, [this] {
        std::unique_ptr<Transport> fresh = dialer->take();
        dialer.release()->deleteLater();
        adopt(std::move(fresh));
    });
    dialer->dial(options.dial);
}

void Connection::Private::dialWithFactory(quint64 generation)
{
    if (generation != dialGeneration || model.state != LinkState::Opening)
        return;
    DialFailure failure;
    std::unique_ptr<Transport> fresh = factory(&failure);
    if (fresh)
        adopt(std::move(fresh));
    else
        dialFailed(failure);
}

void Connection::Private::dialFailed(const DialFailure &failure)
{
    status.stage = failure.stage;
    dispatch({failure.terminal ? LinkEvent::DialRefused : LinkEvent::DialFailed, failure});
}

void Connection::Private::adopt(std::unique_ptr<Transport> fresh)
{
    letGo();
    link = std::move(fresh);
    status.failure.reset();
    enterStage(Stage::SignIn);
    connect(link.get(), &Transport::messageReceived, q,
            [this](const QByteArray &payload, Transport::Kind kind, nanoseconds arrival) {
                onMessage(payload, kind, arrival);
            });
    connect(link.get(), &Transport::pongReceived, q, [this](nanoseconds roundTrip) {
        status.roundTrip = roundTrip;
        const QPointer<Connection> self(q);
        lifeSign(clock.steady());
        if (self)
            Q_EMIT q->statusChanged();
    });
    connect(link.get(), &Transport::pingReceived, q, [this] { lifeSign(clock.steady()); });
    connect(link.get(), &Transport::drained, q, &Connection::drained);
    connect(link.get(), &Transport::closed, q, [this](const CloseInfo &info) { onClosed(info); });
    dispatch({LinkEvent::DialSucceeded});
}

// A link that is still closing finishes by itself, at the latest by its own close timer.
void Connection::Private::letGo()
{
    if (!link)
        return;
    link->disconnect(q);
    if (link->state() == Transport::State::Closed) {
        link.release()->deleteLater();
        return;
    }
    link->setParent(q);
    connect(link.get(), &Transport::closed, link.get(), &QObject::deleteLater);
    link.release();
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

void Connection::Private::enterStage(Stage stage)
{
    status.stage = stage;
    stageSince = clock.steady();
}

void Connection::Private::stageDone(Stage stage)
{
    status.stageTook[std::size_t(stage)] = clock.steady() - stageSince;
}

void Connection::Private::lookAtSilence()
{
    if (!link)
        return;
    const nanoseconds now = clock.steady();
    if (heartbeat.pingDue(now)) {
        heartbeat.pinged(now);
        link->ping();
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
        dispatch({LinkEvent::PeerDead,
                  {},
                  CloseInfo{1006, QStringLiteral("no sign of life for %1").arg(inSeconds(dead)),
                            CloseInfo::Initiator::Network}});
        return;
    }
    }
}

void Connection::Private::onMessage(const QByteArray &payload, Transport::Kind kind, nanoseconds arrival)
{
    ++status.messagesIn;
    status.bytesIn += quint64(payload.size());
    status.lastMessageAt = arrival;
    rates.add(arrival, double(payload.size()));
    heartbeat.heardData(arrival);
    if (!dataSeen && status.stage == Stage::Data) {
        dataSeen = true;
        stageDone(Stage::Data);
    }
    const QPointer<Connection> self(q);
    if (model.state == LinkState::Stalled)
        lookAtSilence();
    if (self)
        Q_EMIT q->messageReceived(payload, kind, arrival);
}

void Connection::Private::lifeSign(nanoseconds at)
{
    heartbeat.heard(at);
    if (model.state == LinkState::Stalled)
        lookAtSilence();
}

void Connection::Private::onClosed(const CloseInfo &info)
{
    const bool terminal = ReconnectPolicy::isTerminal(info.code);
    dispatch({terminal ? LinkEvent::LinkEnded : LinkEvent::LinkLost, {}, info});
}

void Connection::Private::logChange(LinkState before, const Occurrence &occurrence)
{
    using Severity = LinkLogEntry::Severity;
    QString cause;
    if (occurrence.failure) {
        cause =
            QStringLiteral("%1: %2").arg(stageName(occurrence.failure->stage), occurrence.failure->message);
    } else if (occurrence.close) {
        cause = closeText(*occurrence.close);
    }
    switch (model.state) {
    case LinkState::Opening:
        return log(Severity::Note, QStringLiteral("attempt %1").arg(model.attempt));
    case LinkState::Greeting:
        return log(Severity::Note, QStringLiteral("link open"));
    case LinkState::Live:
        return log(Severity::Good,
                   before == LinkState::Stalled ? QStringLiteral("alive again") : QStringLiteral("live"));
    case LinkState::Stalled:
        return log(Severity::Warning, QStringLiteral("silent"));
    case LinkState::Waiting:
        return log(Severity::Warning,
                   QStringLiteral("attempt %1: %2, next in %3")
                       .arg(QString::number(model.attempt), cause, inSeconds(status.waitedFor)));
    case LinkState::Closing:
        return log(Severity::Note, QStringLiteral("closing"));
    case LinkState::Failed:
        return log(Severity::Failure,
                   cause.isEmpty() ? QStringLiteral("stopped") : QStringLiteral("stopped: ") + cause);
    case LinkState::Off:
        return log(Severity::Note, cause.isEmpty() ? QStringLiteral("off") : cause);
    }
}

void Connection::Private::log(LinkLogEntry::Severity severity, const QString &text)
{
    qCDebug(alcedo::log::connection).noquote() << text;
    status.log.push_back({clock.wall(), severity, text});
    if (status.log.size() > LinkStatus::MaxLogEntries)
        status.log.pop_front();
}

Connection::Connection(Options options, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(options), clock))
{
    connect(&d->retryTimer, &Timer::timeout, this, [this] {
        d->status.nextTryAt.reset();
        d->dispatch({LinkEvent::WaitOver});
    });
    connect(&d->greetingTimer, &Timer::timeout, this, [this] {
        fail(
            {d->status.stage,
             QStringLiteral("no answer to the greeting within %1").arg(inSeconds(d->options.greetingTimeout)),
             0,
             {},
             false});
    });
    connect(&d->silenceTimer, &Timer::timeout, this, [this] { d->lookAtSilence(); });
    connect(&d->stabilityTimer, &Timer::timeout, this, [this] { d->dispatch({LinkEvent::StayedUp}); });
}

Connection::~Connection()
{
    if (d->link)
        d->link->disconnect(this);
}

void Connection::setLinkFactory(LinkFactory factory)
{
    d->factory = std::move(factory);
}

LinkState Connection::state() const
{
    return d->model.state;
}

LinkStatus Connection::status() const
{
    LinkStatus status = d->status;
    status.state = d->model.state;
    const bool up = status.state == LinkState::Live || status.state == LinkState::Stalled;
    status.attempt = up ? 0 : d->model.attempt;
    status.autoReconnect = d->model.autoReconnect;
    const RateMeter::Rates rates = d->rates.rates(d->clock.steady());
    status.messagesPerSecond = rates.eventsPerSecond;
    status.bytesPerSecond = rates.bytesPerSecond;
    return status;
}

const Connection::Options &Connection::options() const
{
    return d->options;
}

void Connection::setDialOptions(const DialOptions &dial)
{
    d->options.dial = dial;
}

void Connection::setAutoReconnect(bool on)
{
    d->options.autoReconnect = on;
    d->dispatch({on ? LinkEvent::AutoReconnectOn : LinkEvent::AutoReconnectOff});
}

void Connection::setReconnectOptions(const ReconnectPolicy::Options &options)
{
    d->options.reconnect = options;
    d->policy = ReconnectPolicy(options);
}

void Connection::setHeartbeatOptions(const Heartbeat::Options &options)
{
    d->options.heartbeat = options;
    d->heartbeat.setOptions(options);
    if (d->silenceTimer.isActive())
        d->silenceTimer.start(nanoseconds::zero());
}

void Connection::open()
{
    d->dispatch({LinkEvent::OpenWanted});
}

void Connection::close(int code, const QString &reason)
{
    d->wantedClose = {code, reason, CloseInfo::Initiator::Local};
    d->dispatch({LinkEvent::CloseWanted, {}, d->wantedClose});
}

void Connection::retryNow()
{
    d->dispatch({LinkEvent::RetryWanted,
                 {},
                 CloseInfo{1006, QStringLiteral("redialled by hand"), CloseInfo::Initiator::Local}});
}

void Connection::networkAvailable()
{
    d->dispatch({LinkEvent::NetworkUp});
}

SendResult Connection::send(const QByteArray &payload, Transport::Kind kind)
{
    if (!d->isOpen())
        return SendResult::Dropped;
    const SendResult result = d->link->send(payload, kind);
    if (result != SendResult::Dropped) {
        ++d->status.messagesOut;
        d->status.bytesOut += quint64(payload.size());
    }
    return result;
}

qint64 Connection::pendingBytes() const
{
    return d->link ? d->link->pendingBytes() : 0;
}

QString Connection::subprotocol() const
{
    return d->link ? d->link->subprotocol() : QString();
}

void Connection::ping()
{
    if (!d->isOpen())
        return;
    d->heartbeat.pinged(d->clock.steady());
    d->link->ping();
}

void Connection::setStage(Stage stage)
{
    if (d->model.state != LinkState::Greeting || stage <= d->status.stage)
        return;
    d->stageDone(d->status.stage);
    d->enterStage(stage);
    Q_EMIT statusChanged();
}

void Connection::setReady()
{
    if (d->model.state != LinkState::Greeting)
        return;
    d->stageDone(d->status.stage);
    d->enterStage(Stage::Data);
    d->status.lastUp = d->clock.wall();
    d->dispatch({LinkEvent::GreetingDone});
}

void Connection::fail(const DialFailure &failure)
{
    fail(failure, {1000, failure.message, CloseInfo::Initiator::Local});
}

void Connection::fail(const DialFailure &failure, const CloseInfo &close)
{
    d->dispatch({failure.terminal ? LinkEvent::GreetingRefused : LinkEvent::GreetingFailed, failure, close});
}

void Connection::reconnect(int code, const QString &reason)
{
    d->dispatch({LinkEvent::ReconnectWanted, {}, CloseInfo{code, reason, CloseInfo::Initiator::Local}});
}

void Connection::addLogEntry(LinkLogEntry::Severity severity, const QString &text)
{
    d->log(severity, text);
    Q_EMIT statusChanged();
}

} // namespace alcedo
