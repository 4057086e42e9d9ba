// SPDX-License-Identifier: MIT
#include <alcedo/connection/connection.h>
#include <alcedo/connection/connectionprivate.h>
#include <alcedo/connection/linklog.h>
#include <alcedo/connection/linkphrases.h>
#include <alcedo/core/log.h>

#include <QMetaMethod>

namespace alcedo {

using std::chrono::nanoseconds;

void Connection::Private::log(LinkLogEntry entry)
{
    qCDebug(alcedo::log::connection).noquote() << entry.words.text();
    entry.wall = clock.wall();
    status.log.push_back(std::move(entry));
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
        fail({d->status.stage,
              say(LinkPhrase::GreetingSilent, {logSeconds(d->options.greetingTimeout)}),
              0,
              {},
              false});
    });
    connect(&d->silenceTimer, &Timer::timeout, this, [this] { d->lookAtSilence(); });
    connect(&d->stabilityTimer, &Timer::timeout, this, [this] { d->dispatch({LinkEvent::StayedUp}); });
}

Connection::~Connection()
{
    if (d->link) {
        d->link->disconnect(this);
        d->link->setReceiver(nullptr);
    }
    if (d->dialer)
        d->dialer->disconnect(this);
}

void Connection::setLinkFactory(LinkFactory factory)
{
    d->factory = std::move(factory);
}

void Connection::setDialerFactory(DialerFactory factory)
{
    d->dialerFactory = std::move(factory);
}

LinkState Connection::state() const
{
    return d->model.state;
}

LinkStatus Connection::status() const
{
    LinkStatus status = d->status;
    status.backoff = d->policy.options();
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
    Q_EMIT statusChanged();
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
    d->end(LinkEvent::RetryWanted, 1006, say(LinkPhrase::RedialledByHand), CloseInfo::Initiator::Local);
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
        // The clock is read only for those who listen.
        static const QMetaMethod Sent = QMetaMethod::fromSignal(&Connection::messageSent);
        if (isSignalConnected(Sent))
            Q_EMIT messageSent(payload, kind, d->clock.steady());
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
    fail(failure, {1000, failure.message.text(), CloseInfo::Initiator::Local});
}

void Connection::fail(const DialFailure &failure, const CloseInfo &close)
{
    d->dispatch({failure.terminal ? LinkEvent::GreetingRefused : LinkEvent::GreetingFailed, failure, close});
}

void Connection::reconnect(int code, const Words &reason)
{
    d->end(LinkEvent::ReconnectWanted, code, reason, CloseInfo::Initiator::Local);
}

void Connection::addLogEntry(LinkLogEntry::Severity severity, const Words &words)
{
    d->log({{}, severity, words});
    Q_EMIT statusChanged();
}

} // namespace alcedo
