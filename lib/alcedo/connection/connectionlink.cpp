// SPDX-License-Identifier: MIT
// The link of a connection: dialled, taken over, listened to, let go.
#include <alcedo/connection/connectionprivate.h>

#include <QPointer>

namespace alcedo {

using std::chrono::nanoseconds;

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
    dialer = dialerFactory ? dialerFactory() : std::make_unique<Dialer>(clock);
    connect(dialer.get(), &Dialer::stagePassed, q, [this](Stage stage, nanoseconds took) {
        status.stageTook[std::size_t(stage)] = took;
        status.stage = dialer->stage();
        Q_EMIT q->statusChanged();
    });
    connect(dialer.get(), &Dialer::failed, q, [this](const DialFailure &failure) {
        dropDialer();
        dialFailed(failure);
    });
    connect(dialer.get(), &Dialer::opened, q, [this] {
        std::unique_ptr<Transport> fresh = dialer->take();
        dropDialer();
        adopt(std::move(fresh));
    });
    dialer->dial(options.dial);
}

// It may be in one of its own signals, so it goes in a later turn; of what it still says until then, nothing
// counts.
void Connection::Private::dropDialer()
{
    if (!dialer)
        return;
    dialer->disconnect(q);
    dialer->cancel();
    dialer.release()->deleteLater();
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
    link->setReceiver(this);
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
    link->setReceiver(nullptr);
    if (link->state() == Transport::State::Closed) {
        link.release()->deleteLater();
        return;
    }
    link->setParent(q);
    connect(link.get(), &Transport::closed, link.get(), &QObject::deleteLater);
    (void)link.release(); // its parent has it
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

void Connection::Private::receive(const QByteArray &payload, Transport::Kind kind, nanoseconds arrival)
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
    if (model.state == LinkState::Stalled) {
        const QPointer<Connection> self(q);
        lookAtSilence();
        if (!self)
            return;
    }
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

} // namespace alcedo
