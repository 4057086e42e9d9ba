// SPDX-License-Identifier: MIT
#include <alcedo/server/server.h>

#include <alcedo/core/post.h>
#include <alcedo/core/timer.h>
#include <alcedo/server/httproutes.h>
#include <alcedo/server/memorybroker.h>
#include <alcedo/server/tokens.h>
#include <alcedo/server/worker.h>
#include <alcedo/transport/certificate.h>
#include <alcedo/wire/channelname.h>

#include <QRandomGenerator>
#include <QThread>
#include <algorithm>
#include <array>

namespace alcedo {

namespace {

constexpr std::chrono::minutes SweepInterval{1};

MemoryBroker::Options brokerOptions(const Server::Options &options)
{
    MemoryBroker::Options broker;
    broker.channelDefaults = options.channelDefaults;
    broker.maxChannels = options.maxChannels;
    broker.historyBytes = options.historyBytes;
    return broker;
}

Server::Options completed(Server::Options options)
{
    if (options.listen.subprotocols.isEmpty())
        options.listen.subprotocols = QStringList{QString::fromLatin1(wire::JsonSubprotocol),
                                                  QString::fromLatin1(wire::CborSubprotocol)};
    if (options.listen.allowedHosts.isEmpty())
        options.listen.allowedHosts = namesOfThisMachine();
    return options;
}

} // namespace

class Server::Private
{
public:
    Private(Options options, Clock &clock)
        : broker(brokerOptions(options), clock)
        , shared{completed(std::move(options)),
                 clock,
                 broker,
                 {},
                 {},
                 QString::number(QRandomGenerator::global()->generate(), 36),
                 {0},
                 {}}
        , sweepTimer(clock)
    {
        if (const auto &tokens = shared.options.tokens)
            QObject::connect(tokens.get(), &Tokens::changed, &sweepTimer, [this] { lookAtTokens(); });
        QObject::connect(&sweepTimer, &Timer::timeout, &sweepTimer, [this] { broker.sweep(); });
        sweepTimer.start(SweepInterval, Timer::Repeat::Always);
    }

    struct Thread
    {
        std::unique_ptr<QThread> thread;
        std::unique_ptr<Worker> worker;
    };
    Result<void> listenWithThreads();
    [[nodiscard]] Result<void> checkExposure() const;
    void lookAtTokens();
    void stopThreads();

    MemoryBroker broker;
    WorkerShared shared;
    Listener::HttpHandler fallback;
    Timer sweepTimer;
    std::unique_ptr<Worker> own;        ///< workers == 0
    std::unique_ptr<Listener> acceptor; ///< workers > 0: accepts here, hands the descriptors on
    std::vector<Thread> threads;
    std::size_t nextWorker = 0;
};

Server::Server(Options options, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(options), clock))
{
}

Server::~Server()
{
    d->acceptor.reset();
    d->stopThreads();
}

Result<void> Server::listen()
{
    if (const auto guarded = d->checkExposure(); !guarded)
        return guarded;
    d->shared.http =
        HttpRoutes({d->broker, d->shared.totals, *d->shared.door, d->shared.options}, d->fallback);
    if (d->shared.options.workers > 0)
        return d->listenWithThreads();
    d->own = std::make_unique<Worker>(d->shared);
    return d->own->listen();
}

Result<void> Server::Private::checkExposure() const
{
    const Options &options = shared.options;
    if (options.exposure == Options::Exposure::Open || options.listen.address.isLoopback() ||
        (options.listen.tls && options.tokens))
        return {};
    return Error(ErrorCode::InvalidArgument, QStringLiteral("others can reach %1: that needs TLS and tokens")
                                                 .arg(options.listen.address.toString()));
}

// Before anything else is done for a session whose token has gone.
void Server::Private::lookAtTokens()
{
    if (own)
        own->lookAtTokens();
    for (const Thread &entry : threads)
        post(entry.worker.get(), [worker = entry.worker.get()] { worker->lookAtTokens(); });
}

Result<void> Server::Private::listenWithThreads()
{
    acceptor = std::make_unique<Listener>(shared.clock);
    for (int i = 0; i < shared.options.workers; ++i) {
        Thread entry{std::make_unique<QThread>(), std::make_unique<Worker>(shared)};
        entry.thread->setObjectName(QStringLiteral("worker %1").arg(i));
        entry.worker->moveToThread(entry.thread.get());
        entry.thread->start();
        post(entry.worker.get(), [worker = entry.worker.get()] { worker->start(); });
        threads.push_back(std::move(entry));
    }
    acceptor->setDescriptorSink([this](qintptr descriptor) {
        Worker *worker = threads[nextWorker++ % threads.size()].worker.get();
        post(worker, [worker, descriptor] { worker->adopt(descriptor); });
    });
    return acceptor->listen(shared.options.listen);
}

void Server::Private::stopThreads()
{
    for (Thread &entry : threads) {
        // Sockets and timers end in the thread that they live in.
        std::atomic<bool> cleared = false; // makes the hand-over visible to ThreadSanitizer, see post.h
        QMetaObject::invokeMethod(
            entry.worker.get(),
            [&entry, &cleared] {
                entry.worker->clear();
                cleared.store(true, std::memory_order_release);
            },
            Qt::BlockingQueuedConnection);
        entry.thread->quit();
        entry.thread->wait();
        (void)cleared.load(std::memory_order_acquire);
        entry.worker.reset();
    }
    threads.clear();
}

void Server::close()
{
    if (d->acceptor)
        d->acceptor->close();
    if (d->own)
        d->own->close();
    for (const auto &entry : d->threads)
        post(entry.worker.get(), [worker = entry.worker.get()] { worker->close(); });
}

quint16 Server::port() const
{
    if (d->acceptor)
        return d->acceptor->port();
    return d->own ? d->own->port() : quint16(0);
}

QUrl Server::url() const
{
    const auto &listen = d->shared.options.listen;
    static constexpr std::array Wildcards{QHostAddress::Any, QHostAddress::AnyIPv4, QHostAddress::AnyIPv6};
    const bool any = std::any_of(Wildcards.begin(), Wildcards.end(),
                                 [&](auto wildcard) { return listen.address == wildcard; });
    QUrl url;
    url.setScheme(listen.tls ? QStringLiteral("wss") : QStringLiteral("ws"));
    url.setHost(any ? QStringLiteral("127.0.0.1") : listen.address.toString());
    url.setPort(port());
    url.setPath(QStringLiteral("/"));
    return url;
}

void Server::declareChannel(const QString &channel, const ChannelOptions &options)
{
    Q_ASSERT(ChannelName::isValid(channel));
    d->broker.declare(channel, options);
}

Result<StreamPosition> Server::publish(const QString &channel, const QByteArray &data,
                                       const PublishOptions &options)
{
    if (!ChannelName::isValid(channel))
        return Error(ErrorCode::InvalidArgument, QStringLiteral("not a channel's name"),
                     int(RpcError::InvalidParams));
    const PublicationDraft draft{data, options.key, options.op, options.idempotencyKey};
    if (const auto checked = checkDraft(draft, d->shared.options.slowBytes); !checked)
        return checked.error();
    return d->broker.publish(channel, draft, Creation::Allowed);
}

void Server::handleCall(const QString &method, CallHandler handler)
{
    Q_ASSERT(method.contains(QLatin1Char('.')));
    d->shared.handlers[method] = std::move(handler);
}

void Server::handleStream(const QString &method, StreamHandler handler)
{
    Q_ASSERT(method.contains(QLatin1Char('.')));
    d->shared.streamHandlers[method] = std::move(handler);
}

void Server::setHttpHandler(Listener::HttpHandler handler)
{
    d->fallback = std::move(handler);
}

Server::Counters Server::counters() const
{
    const ServerTotals &totals = d->shared.totals;
    Counters counters;
    counters.sessions = totals.sessions;
    counters.sessionsTotal = totals.sessionsTotal;
    counters.subscriptions = totals.subscriptions;
    counters.behind = totals.behind;
    counters.publications = d->broker.counters().publications;
    counters.deliveries = totals.deliveries;
    counters.conflated = totals.conflated;
    counters.lost = totals.lost;
    counters.slowClosed = totals.slowClosed;
    counters.bytesOut = totals.bytesOut;
    const Doorkeeper::Counters refused = d->shared.door->counters();
    counters.connectionsRefused = refused.connectionsRefused;
    counters.handshakesRefused = refused.handshakesRefused;
    counters.messagesRefused = refused.messagesRefused;
    counters.tokensRefused = refused.tokensRefused;
    return counters;
}

} // namespace alcedo
