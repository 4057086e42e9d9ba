// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/log.h>
#include <alcedo/transport/directlinks.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/incomingconnection.h>
#include <alcedo/transport/listener.h>
#include <alcedo/transport/websockettransport.h>

#include <QMetaMethod>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>

namespace alcedo {

namespace {

/// A QTcpServer that makes no sockets: descriptors go to whoever serves them.
class DescriptorServer final : public QTcpServer
{
public:
    std::function<void(qintptr)> accepted;

protected:
    void incomingConnection(qintptr descriptor) override { accepted(descriptor); }
};

// Past the limit so many more are told so; the rest is dropped unheard.
constexpr int MaxRefusedAtOnce = 64;

HttpResponse comeLater(int status, const QByteArray &text)
{
    return {status, text + '\n', "text/plain; charset=utf-8", {{"Retry-After", "5"}}};
}

} // namespace

class Listener::Private
{
public:
    Private(Listener *owner, Clock &time)
        : q(owner)
        , clock(time)
    {
    }

    void stop();
    void makeDirect();
    void adopt(qintptr descriptor);
    void adoptSocket(qintptr descriptor, DirectLinks::Begun begun);
    void askGate(DirectLinks::Begun &begun, const QHostAddress &peer);
    void upgraded(IncomingConnection *incoming);
    void announce(std::unique_ptr<Transport> transport, std::chrono::nanoseconds age);
    [[nodiscard]] int count() const
    {
        return incomingCount + transportCount + (direct ? direct->count() : 0);
    }

    Listener *q;
    Clock &clock;
    ListenOptions options;
    std::unique_ptr<QTcpServer> server;
    HttpHandler httpHandler;
    UpgradeFilter upgradeFilter;
    Gate gate;
    std::function<void(qintptr)> sink;
    std::unique_ptr<DirectLinks> direct; ///< null: all take the portable way
    bool directTried = false;
    int incomingCount = 0;
    int refusedCount = 0; ///< of incomingCount: by the gate
    int transportCount = 0;
};

Listener::Listener(Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, clock))
{
}

Listener::~Listener()
{
    d->stop();
}

Result<void> Listener::listen(const ListenOptions &options)
{
    configure(options);
    if (options.tls && (options.tls->localCertificate().isNull() || options.tls->privateKey().isNull()))
        return Error(ErrorCode::Tls, QStringLiteral("TLS needs a certificate and its private key"));
    auto server = std::make_unique<DescriptorServer>();
    server->accepted = [this](qintptr descriptor) {
        if (d->sink)
            d->sink(descriptor);
        else
            d->adopt(descriptor);
    };
    server->setListenBacklogSize(1024);
    connect(server.get(), &QTcpServer::acceptError, this, [server = server.get()] {
        qCWarning(log::transport) << "accept failed:" << server->errorString();
    });
    if (!server->listen(options.address, options.port)) {
        return Error(ErrorCode::Network, QStringLiteral("cannot listen on %1 port %2: %3")
                                             .arg(options.address.toString(), QString::number(options.port),
                                                  server->errorString()));
    }
    d->server = std::move(server);
    return {};
}

void Listener::configure(const ListenOptions &options)
{
    d->options = options;
}

void Listener::close()
{
    d->stop();
    if (d->direct)
        d->direct->handOut();
}

void Listener::Private::stop()
{
    server.reset();
    if (direct)
        direct->dropFresh();
    qDeleteAll(q->findChildren<IncomingConnection *>(QString(), Qt::FindDirectChildrenOnly));
    incomingCount = 0;
    refusedCount = 0;
}

quint16 Listener::port() const
{
    return d->server ? d->server->serverPort() : quint16(0);
}

void Listener::setHttpHandler(HttpHandler handler)
{
    d->httpHandler = std::move(handler);
}

void Listener::setUpgradeFilter(UpgradeFilter filter)
{
    d->upgradeFilter = std::move(filter);
}

void Listener::setGate(Gate gate)
{
    d->gate = std::move(gate);
}

void Listener::adopt(qintptr descriptor)
{
    d->adopt(descriptor);
}

void Listener::setDescriptorSink(std::function<void(qintptr)> sink)
{
    d->sink = std::move(sink);
}

void Listener::flush()
{
    if (d->direct)
        d->direct->flush();
}

// Late, because a listener may have been moved to its thread.
void Listener::Private::makeDirect()
{
    if (std::exchange(directTried, true) || options.tls)
        return;
    std::function<DirectLinks::Begun(const QHostAddress &)> begin;
    if (gate) {
        begin = [this](const QHostAddress &peer) {
            DirectLinks::Begun begun;
            askGate(begun, peer);
            return begun;
        };
    }
    direct = DirectLinks::make(
        {options, upgradeFilter, begin, clock,
         [this](qintptr descriptor, DirectLinks::Begun begun) { adoptSocket(descriptor, std::move(begun)); },
         [this](Transport *transport, std::chrono::nanoseconds age) {
             announce(std::unique_ptr<Transport>(transport), age);
         }});
}

void Listener::Private::adopt(qintptr descriptor)
{
    makeDirect();
    const bool full = options.maxConnections > 0 && count() >= options.maxConnections;
    if (direct && !full)
        return direct->adopt(descriptor);
    DirectLinks::Begun begun;
    if (full)
        begun.refusal = comeLater(503, "Too many connections");
    adoptSocket(descriptor, std::move(begun));
}

void Listener::Private::askGate(DirectLinks::Begun &begun, const QHostAddress &peer)
{
    if (!gate || begun.gateAsked || begun.refusal)
        return;
    begun.gateAsked = true;
    auto pass = gate(peer);
    if (pass)
        begun.pass = std::move(pass).value();
    else
        begun.refusal = comeLater(429, "Too many connections from your address");
}

void Listener::Private::adoptSocket(qintptr descriptor, DirectLinks::Begun begun)
{
    std::unique_ptr<QTcpSocket> socket;
    if (options.tls)
        socket = std::make_unique<QSslSocket>();
    else
        socket = std::make_unique<QTcpSocket>();
    if (!socket->setSocketDescriptor(descriptor)) {
        qCWarning(log::transport) << "a descriptor could not be adopted:" << socket->errorString();
        return;
    }
    askGate(begun, socket->peerAddress());
    const bool isRefused = begun.refusal.has_value();
    if (isRefused && refusedCount >= MaxRefusedAtOnce) {
        socket->abort();
        return;
    }
    const IncomingConnection::Services services{options, httpHandler, upgradeFilter, clock};
    auto *incoming = new IncomingConnection(std::move(socket), services, std::move(begun), q);
    ++incomingCount;
    refusedCount += isRefused;
    QObject::connect(incoming, &QObject::destroyed, q, [this, isRefused] {
        incomingCount = std::max(incomingCount - 1, 0);
        refusedCount = std::max(refusedCount - int(isRefused), 0);
    });
    QObject::connect(incoming, &IncomingConnection::finished, incoming, &QObject::deleteLater);
    QObject::connect(incoming, &IncomingConnection::upgraded, q, [this, incoming] { upgraded(incoming); });
    incoming->start();
}

void Listener::Private::upgraded(IncomingConnection *incoming)
{
    UpgradedLink link = incoming->takeLink();
    std::shared_ptr<LinkPass> pass = incoming->takePass();
    incoming->deleteLater();
    if (direct) {
        if (auto transport = direct->takeOver(link)) {
            transport->setPass(std::move(pass));
            return announce(std::move(transport), std::chrono::nanoseconds(0));
        }
        if (!link.socket)
            return;
    }
    auto transport = std::make_unique<WebSocketTransport>(std::move(link), clock);
    transport->setPass(std::move(pass));
    ++transportCount;
    QObject::connect(transport.get(), &QObject::destroyed, q, [this] { --transportCount; });
    announce(std::move(transport), std::chrono::nanoseconds(0));
}

void Listener::Private::announce(std::unique_ptr<Transport> transport, std::chrono::nanoseconds age)
{
    if (q->isSignalConnected(QMetaMethod::fromSignal(&Listener::newTransport)))
        Q_EMIT q->newTransport(transport.release(), age);
    // else: nobody to own it
}

QByteArray HttpRequest::header(QByteArrayView name) const
{
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto &h) { return h.first == name; });
    return found == headers.end() ? QByteArray() : found->second;
}

QByteArray HttpRequest::path() const
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.first(query);
}

} // namespace alcedo
