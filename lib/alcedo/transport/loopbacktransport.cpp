// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QPointer>
#include <deque>

namespace alcedo {

struct LoopbackTransport::Private
{
    struct Item
    {
        enum class Type { Message, Ping, Pong, Close, CloseAnswer, Cut } type = Type::Message;
        QByteArray payload = {};
        Kind kind = Kind::Text;
        CloseInfo close = {};
        std::chrono::nanoseconds pingedAt{0};
    };

    Private(Clock &time, QString agreed)
        : clock(time)
        , subprotocol(std::move(agreed))
        , closeTimer(time)
    {
    }

    Clock &clock;
    QString subprotocol;
    Timer closeTimer;
    QPointer<LoopbackTransport> peer;
    std::deque<Item> inbox; // bounded by MaxPendingBytes at the sender
    qint64 inboxBytes = 0;
    State state = State::Open;
    CloseInfo sentClose;
    bool reading = true;
    bool scheduled = false;
    bool queuedSeen = false;

    void put(LoopbackTransport *to, Item item);
    void deliver(LoopbackTransport *q);
    void handle(LoopbackTransport *q, const Item &item);
    void end(LoopbackTransport *q, const CloseInfo &info);
};

void LoopbackTransport::Private::put(LoopbackTransport *to, Item item)
{
    if (!to || to->d->state == State::Closed)
        return;
    Private &target = *to->d;
    target.inboxBytes += item.payload.size();
    // A cut overtakes: what was under way is lost.
    if (item.type == Item::Type::Cut) {
        target.inbox.clear();
        target.inboxBytes = 0;
        target.reading = true;
    }
    target.inbox.push_back(std::move(item));
    if (target.scheduled || !target.reading)
        return;
    target.scheduled = true;
    QMetaObject::invokeMethod(
        to, [to] { to->d->deliver(to); }, Qt::QueuedConnection);
}

void LoopbackTransport::Private::deliver(LoopbackTransport *q)
{
    scheduled = false;
    const QPointer<LoopbackTransport> self(q);
    // What arrives while we deliver waits for the next turn, as it would on a socket.
    for (auto left = inbox.size(); left > 0 && reading && !inbox.empty(); --left) {
        const Item item = std::move(inbox.front());
        inbox.pop_front();
        inboxBytes -= item.payload.size();
        handle(q, item);
        if (!self || state == State::Closed)
            return;
        if (peer && peer->d->queuedSeen && inboxBytes <= LowWaterBytes) {
            peer->d->queuedSeen = false;
            Q_EMIT peer->drained();
            if (!self)
                return;
        }
    }
    if (!inbox.empty() && reading && !scheduled) {
        scheduled = true;
        QMetaObject::invokeMethod(
            q, [q] { q->d->deliver(q); }, Qt::QueuedConnection);
    }
}

void LoopbackTransport::Private::handle(LoopbackTransport *q, const Item &item)
{
    switch (item.type) {
    case Item::Type::Message:
        if (state == State::Open)
            Q_EMIT q->messageReceived(item.payload, item.kind, clock.steady());
        return;
    case Item::Type::Ping:
        put(peer, {.type = Item::Type::Pong, .pingedAt = item.pingedAt});
        Q_EMIT q->pingReceived();
        return;
    case Item::Type::Pong:
        Q_EMIT q->pongReceived(clock.steady() - item.pingedAt);
        return;
    case Item::Type::Close: {
        put(peer, {.type = Item::Type::CloseAnswer, .close = item.close});
        end(q, {item.close.code, item.close.reason, CloseInfo::Initiator::Peer});
        return;
    }
    case Item::Type::CloseAnswer:
        end(q, {sentClose.code, sentClose.reason, CloseInfo::Initiator::Local});
        return;
    case Item::Type::Cut:
        end(q, {1006, {}, CloseInfo::Initiator::Network});
        return;
    }
}

void LoopbackTransport::Private::end(LoopbackTransport *q, const CloseInfo &info)
{
    if (state == State::Closed)
        return;
    state = State::Closed;
    closeTimer.stop();
    inbox.clear();
    inboxBytes = 0;
    Q_EMIT q->closed(info);
}

LoopbackTransport::LoopbackTransport(Clock &clock, QString subprotocol)
    : d(std::make_unique<Private>(clock, std::move(subprotocol)))
{
    connect(&d->closeTimer, &Timer::timeout, this, &LoopbackTransport::abort);
}

LoopbackTransport::~LoopbackTransport()
{
    if (d->state != State::Closed)
        d->put(d->peer, {.type = Private::Item::Type::Cut});
}

LoopbackTransport::Pair LoopbackTransport::makePair(Clock &clock, const QString &subprotocol)
{
    Pair pair{std::unique_ptr<LoopbackTransport>(new LoopbackTransport(clock, subprotocol)),
              std::unique_ptr<LoopbackTransport>(new LoopbackTransport(clock, subprotocol))};
    pair.first->d->peer = pair.second.get();
    pair.second->d->peer = pair.first.get();
    return pair;
}

Transport::State LoopbackTransport::state() const
{
    return d->state;
}

SendResult LoopbackTransport::send(const QByteArray &payload, Kind kind)
{
    if (d->state != State::Open || pendingBytes() + payload.size() > MaxPendingBytes)
        return SendResult::Dropped;
    d->put(d->peer, {.type = Private::Item::Type::Message, .payload = payload, .kind = kind});
    if (pendingBytes() <= HighWaterBytes)
        return SendResult::Sent;
    d->queuedSeen = true;
    return SendResult::Queued;
}

void LoopbackTransport::ping(const QByteArray &)
{
    if (d->state == State::Open)
        d->put(d->peer, {.type = Private::Item::Type::Ping, .pingedAt = d->clock.steady()});
}

void LoopbackTransport::close(int code, const QString &reason)
{
    if (d->state != State::Open)
        return;
    d->state = State::Closing;
    d->sentClose = {code, reason, CloseInfo::Initiator::Local};
    d->closeTimer.start(CloseTimeout);
    d->put(d->peer, {.type = Private::Item::Type::Close, .close = d->sentClose});
}

void LoopbackTransport::abort()
{
    if (d->state == State::Closed)
        return;
    d->put(d->peer, {.type = Private::Item::Type::Cut});
    d->end(this, {1006, {}, CloseInfo::Initiator::Local});
}

qint64 LoopbackTransport::pendingBytes() const
{
    return d->peer ? d->peer->d->inboxBytes : 0;
}

void LoopbackTransport::setReading(bool reading)
{
    if (d->reading == reading)
        return;
    d->reading = reading;
    if (!reading || d->scheduled || d->inbox.empty())
        return;
    d->scheduled = true;
    QMetaObject::invokeMethod(
        this, [this] { d->deliver(this); }, Qt::QueuedConnection);
}

QString LoopbackTransport::subprotocol() const
{
    return d->subprotocol;
}

QHostAddress LoopbackTransport::peerAddress() const
{
    return QHostAddress::LocalHost;
}

quint16 LoopbackTransport::peerPort() const
{
    return 0;
}

void LoopbackTransport::cut()
{
    d->put(d->peer, {.type = Private::Item::Type::Cut});
    d->end(this, {1006, {}, CloseInfo::Initiator::Network});
}

} // namespace alcedo
