// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/transport/preparedmessage.h>
#include <alcedo/transport/websocketfilter.h>
#include <alcedo/transport/websockettransport.h>

#include <QCoreApplication>
#include <QPointer>
#include <QWebSocket>
#include <QWebSocketServer>
#include <deque>

namespace alcedo {

namespace {

/// Brings a QWebSocket to life on a filter. The real upgrade is over: QWebSocketServer never listens, is
/// given a minimal request of our own (a browser's headers would stay in memory for the connection's life)
/// and its 101 is swallowed by the filter. So client and server come out of one place, and early frames are
/// not lost.
QWebSocket *makeEngine(WebSocketFilter *filter, QObject *parent)
{
    QWebSocketServer server(QString(), QWebSocketServer::NonSecureMode);
    QWebSocket *engine = nullptr;
    QObject::connect(&server, &QWebSocketServer::newConnection, parent,
                     [&] { engine = server.nextPendingConnection(); });
    server.handleConnection(filter);
    filter->feedEngine("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    QCoreApplication::sendPostedEvents(&server, QEvent::MetaCall);
    if (engine)
        engine->setParent(parent); // the server would take it along
    return engine;
}

} // namespace

class WebSocketTransport::Private final : public Transport::Receiver
{
public:
    Private(WebSocketTransport *owner, Clock &time)
        : q(owner)
        , clock(time)
        , closeTimer(time)
    {
    }

    /// A ping on its way.
    struct Ping
    {
        QByteArray payload;
        std::chrono::nanoseconds at;
    };
    static constexpr std::size_t MaxPings = 16; // older ones are forgotten

    void receive(const QByteArray &payload, Kind kind, Nanoseconds arrival) override
    {
        if (receiver)
            receiver->receive(payload, kind, arrival);
        else
            Q_EMIT q->messageReceived(payload, kind, arrival);
    }
    void onPong(const QByteArray &payload);
    void onShrank();
    void end(const CloseInfo &info);
    SendResult accepted();
    [[nodiscard]] bool hasRoom(qsizetype size) const
    {
        return filter->bytesToWrite() + size <= MaxPendingBytes;
    }

    WebSocketTransport *q;
    Clock &clock;
    Receiver *receiver = nullptr;
    Timer closeTimer;
    QString subprotocol;
    QString requestTarget;
    QHostAddress peerAddress;
    quint16 peerPort = 0;
    QPointer<WebSocketFilter> filter; // child of engine
    QPointer<QWebSocket> engine;      // child of q
    std::deque<Ping> pings;
    State state = State::Open;
    bool awaitsDrain = false;
};

WebSocketTransport::WebSocketTransport(UpgradedLink link, Clock &clock)
    : d(std::make_unique<Private>(this, clock))
{
    d->subprotocol = std::move(link.subprotocol);
    d->requestTarget = std::move(link.requestTarget);
    d->peerAddress = link.socket->peerAddress();
    d->peerPort = link.socket->peerPort();
    auto filter = std::make_unique<WebSocketFilter>(std::move(link.socket), link.role, link.maxMessageBytes,
                                                    link.deflate, clock);
    d->filter = filter.get();
    d->engine = makeEngine(filter.get(), this);
    Q_ASSERT(d->engine); // our own request, no peer's
    filter.release()->setParent(d->engine);

    d->filter->setReceiver(d.get());
    connect(d->filter, &WebSocketFilter::pingSeen, this, &Transport::pingReceived);
    connect(d->filter, &WebSocketFilter::pongSeen, this,
            [this](const QByteArray &payload) { d->onPong(payload); });
    connect(d->filter, &WebSocketFilter::pendingShrank, this, [this] { d->onShrank(); });
    connect(d->filter, &WebSocketFilter::closingStarted, this, [this] {
        d->state = State::Closing;
        d->closeTimer.start(CloseTimeout);
    });
    connect(d->filter, &WebSocketFilter::ended, this, [this] { d->end(d->filter->closeInfo()); });
    connect(&d->closeTimer, &Timer::timeout, this, [this] {
        const CloseInfo info = d->filter->closeInfo();
        d->filter->drop();
        d->end(info);
    });
    QMetaObject::invokeMethod(
        d->filter, [filter = d->filter, early = std::move(link.early)] { filter->start(early); },
        Qt::QueuedConnection);
}

WebSocketTransport::~WebSocketTransport()
{
    if (!d->engine)
        return;
    d->filter->disconnect(this);
    d->filter->setReceiver(nullptr);
    d->filter->drop();
    d->engine->disconnect(this);
    // We may be inside a signal that came up through the socket, the filter and QWebSocket: all are still at
    // work.
    d->engine->setParent(nullptr);
    d->engine->deleteLater();
}

void WebSocketTransport::setReceiver(Receiver *receiver)
{
    d->receiver = receiver;
}

Transport::State WebSocketTransport::state() const
{
    return d->state;
}

SendResult WebSocketTransport::send(const QByteArray &payload, Kind kind)
{
    if (d->state != State::Open || !d->hasRoom(payload.size()))
        return SendResult::Dropped;
    d->filter->sendMessage(kind == Kind::Text ? Opcode::Text : Opcode::Binary, payload);
    return d->accepted();
}

SendResult WebSocketTransport::sendPrepared(PreparedMessage &message)
{
    if (d->state != State::Open || !d->hasRoom(message.payload().size()))
        return SendResult::Dropped;
    d->filter->sendPrepared(message);
    return d->accepted();
}

bool WebSocketTransport::isDeflating() const
{
    return d->filter && d->filter->isDeflating();
}

SendResult WebSocketTransport::Private::accepted()
{
    if (filter->bytesToWrite() <= HighWaterBytes)
        return SendResult::Sent;
    awaitsDrain = true;
    return SendResult::Queued;
}

void WebSocketTransport::ping(const QByteArray &payload)
{
    if (d->state != State::Open)
        return;
    const QByteArray sent = payload.first(std::min<qsizetype>(payload.size(), 125));
    d->pings.push_back({sent, d->clock.steady()});
    if (d->pings.size() > Private::MaxPings)
        d->pings.pop_front();
    d->engine->ping(sent);
}

// RFC 6455 5.5.3: a peer may answer only the newest of several pings, and may send pongs that nobody asked
// for.
void WebSocketTransport::Private::onPong(const QByteArray &payload)
{
    const auto ping =
        std::find_if(pings.begin(), pings.end(), [&](const Ping &p) { return p.payload == payload; });
    if (ping == pings.end())
        return;
    const auto roundTrip = clock.steady() - ping->at;
    pings.erase(pings.begin(), ping + 1);
    Q_EMIT q->pongReceived(roundTrip);
}

void WebSocketTransport::Private::onShrank()
{
    if (!awaitsDrain || state != State::Open || filter->bytesToWrite() > LowWaterBytes)
        return;
    awaitsDrain = false;
    Q_EMIT q->drained();
}

void WebSocketTransport::close(int code, const QString &reason)
{
    if (d->state == State::Open)
        d->filter->sendClose(code, reason);
}

void WebSocketTransport::abort()
{
    if (d->state == State::Closed)
        return;
    d->filter->drop();
    d->end({1006, {}, CloseInfo::Initiator::Local});
}

void WebSocketTransport::Private::end(const CloseInfo &info)
{
    if (state == State::Closed)
        return;
    state = State::Closed;
    closeTimer.stop();
    Q_EMIT q->closed(info);
}

qint64 WebSocketTransport::pendingBytes() const
{
    return d->state == State::Closed ? 0 : d->filter->bytesToWrite();
}

void WebSocketTransport::setReading(bool reading)
{
    d->filter->setReading(reading);
}

QString WebSocketTransport::subprotocol() const
{
    return d->subprotocol;
}

QString WebSocketTransport::requestTarget() const
{
    return d->requestTarget;
}

QHostAddress WebSocketTransport::peerAddress() const
{
    return d->peerAddress;
}

quint16 WebSocketTransport::peerPort() const
{
    return d->peerPort;
}

} // namespace alcedo
