// SPDX-License-Identifier: MIT
#include <alcedo/client/client.h>

#include <alcedo/client/farewell.h>
#include <alcedo/client/futurerequest.h>
#include <alcedo/client/linkchoice.h>
#include <alcedo/client/messagelink.h>
#include <alcedo/client/serverclock.h>
#include <alcedo/client/signin.h>
#include <alcedo/client/subscriptionhost.h>
#include <alcedo/connection/linkphrases.h>
#include <alcedo/core/clock.h>
#include <alcedo/core/log.h>
#include <alcedo/core/post.h>
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsonsyntax.h>

#include <QHash>
#include <QPointer>
#include <QSet>
#include <QUuid>

namespace alcedo {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

/// A server cannot make us ping faster than this.
constexpr auto MinHeartbeat = 50ms;

Client::Options prepared(Client::Options options)
{
    // The token goes out after the upgrade, to whoever answered it.
    if (!options.token.isEmpty())
        options.connection.dial.redirects = DialOptions::Redirects::SameOrigin;
    options.connection.dial.subprotocols = {QString::fromLatin1(
        options.format == Client::Options::Format::Cbor ? wire::CborSubprotocol : wire::JsonSubprotocol)};
    return options;
}

wire::Hello helloOf(const Client::Options &options)
{
    wire::Hello hello;
    hello.client = options.name;
    hello.token = options.token;
    hello.caps = QStringList{QStringLiteral("batch"), QStringLiteral("credit"), QStringLiteral("delta")};
    if (options.times == Client::Options::Times::Nanoseconds)
        hello.caps << QStringLiteral("ns");
    return hello;
}

bool isCall(const QString &method, const QByteArray &params)
{
    const bool structured = params.startsWith('{') || params.startsWith('[');
    return !method.isEmpty() &&
           (params.isEmpty() || (structured && isJsonText({params.constData(), std::size_t(params.size())})));
}

Error notACall()
{
    return Error(ErrorCode::InvalidArgument,
                 QStringLiteral("a call needs a method, and an object or array as parameters"));
}

} // namespace

class Client::Private final : public SubscriptionHost
{
public:
    Private(Client *owner, Options wanted, Clock &time)
        : q(owner)
        , options(prepared(std::move(wanted)))
        , m_clock(time)
        , connection(options.connection, time)
        , link(connection)
        , m_requests(time, [this](const QByteArray &json) { return link.send(json); })
        , signIn(helloOf(options), m_requests, link.codec(), time)
        , serverClock(m_requests, link.codec(), time)
        , outbox(
              m_requests,
              {[this] {
                   return m_requests.hasRoom() && connection.pendingBytes() <= Transport::HighWaterBytes;
               },
               [this](const QString &channel, const Error &error) { Q_EMIT q->sendFailed(channel, error); },
               [this] { Q_EMIT q->drained(); }})
    {
        if (options.fallback == Options::Fallback::Allowed)
            choice = std::make_unique<LinkChoice>(connection, time);
    }

    RequestTable &requests() override { return m_requests; }
    Clock &clock() override { return m_clock; }
    bool isReady() const override { return ready; }
    bool isLeaving(const QString &channel) const override { return leaving.contains(channel); }
    void setLeaving(const QString &channel) override { leaving.insert(channel); }
    void left(const QString &channel) override;
    void route(std::int64_t s, Subscription *subscription) override;
    void breach(const QString &text) override;

    void onOpened();
    void onWelcomed(const wire::HelloResult &hello, nanoseconds sentAt);
    void onLost();
    void onMessage(const QByteArray &payload, Transport::Kind kind);
    void take(wire::Message &&message);
    void take(wire::Notification &&notification);
    void onBye(const wire::Bye &bye);
    /// One part of a result.
    template <typename T, typename Part>
    QFuture<Result<Part>> ask(wire::Params params, Part T::*part);
    /// Nobody waits for the answer any more.
    void giveUp(std::int64_t id);
    /// Guarded: a slot may delete any of them.
    [[nodiscard]] QList<QPointer<Subscription>> subscriptions() const
    {
        const auto all = q->findChildren<Subscription *>(QString(), Qt::FindDirectChildrenOnly);
        return {all.begin(), all.end()};
    }

    Client *q;
    Options options;
    Clock &m_clock;
    Connection connection;
    MessageLink link;
    RequestTable m_requests;
    SignIn signIn;
    ServerClock serverClock;
    Outbox outbox;
    std::unique_ptr<LinkChoice> choice; ///< null: WebSocket only
    QHash<std::int64_t, Subscription *> routes;
    QHash<std::int64_t, StreamedCall *> streams; ///< those without a reply
    QSet<QString> leaving;
    quint64 links = 0; ///< that have ended
    bool ready = false;
};

template <typename T, typename Part>
QFuture<Result<Part>> Client::Private::ask(wire::Params params, Part T::*part)
{
    return askForFuture<Part>(m_requests, std::move(params), [this, part](const QByteArray &json) {
        auto read = link.codec().read<T>(json);
        return read ? Result<Part>(std::move((*read).*part)) : Result<Part>(read.error());
    });
}

void Client::Private::left(const QString &channel)
{
    leaving.remove(channel);
    for (const auto &subscription : subscriptions()) {
        if (subscription && subscription->channel() == channel)
            subscription->linkReady();
    }
}

void Client::Private::route(std::int64_t s, Subscription *subscription)
{
    if (subscription)
        routes.insert(s, subscription);
    else
        routes.remove(s);
}

void Client::Private::breach(const QString &text)
{
    qCWarning(alcedo::log::client).noquote() << "the server broke the protocol:" << text;
    connection.reconnect(1002, say(LinkPhrase::ProtocolError, {text}));
}

void Client::Private::onOpened()
{
    link.opened();
    signIn.greet();
}

void Client::Private::onWelcomed(const wire::HelloResult &hello, nanoseconds sentAt)
{
    Heartbeat::Options heartbeat = options.connection.heartbeat;
    if (hello.pingMs > 0) {
        heartbeat.interval = std::max<milliseconds>(milliseconds(hello.pingMs), MinHeartbeat);
        heartbeat.grace = std::max<milliseconds>(milliseconds(hello.pongMs), MinHeartbeat);
    }
    connection.setHeartbeatOptions(heartbeat);
    ready = true;
    if (choice)
        choice->ready();
    serverClock.start();
    const QPointer<Client> self(q);
    connection.setReady();
    if (!self)
        return;
    serverClock.learn(milliseconds(hello.now), sentAt);
    if (!self || !ready)
        return;
    // Subscriptions first: their recovery is what the calls may speak of.
    for (const auto &subscription : subscriptions()) {
        if (subscription)
            subscription->linkReady();
        if (!self || !ready)
            return;
    }
    m_requests.setReady(hello.limits.inflight);
    outbox.pump();
    if (self && ready)
        Q_EMIT q->ready();
}

void Client::Private::onLost()
{
    ready = false;
    ++links;
    serverClock.stop();
    routes.clear();
    const QPointer<Client> self(q);
    for (const auto &subscription : subscriptions()) {
        if (subscription)
            subscription->linkLost();
        if (!self)
            return;
    }
    m_requests.linkLost();
}

void Client::Private::onMessage(const QByteArray &payload, Transport::Kind kind)
{
    auto messages = link.read(payload, kind);
    if (!messages)
        return breach(messages.error().message());
    const QPointer<Client> self(q);
    const quint64 before = links;
    for (wire::Message &message : *messages) {
        take(std::move(message));
        if (!self || before != links)
            return; // the rest was for a link that is no more
    }
}

void Client::Private::take(wire::Message &&message)
{
    if (auto *notification = std::get_if<wire::Notification>(&message))
        take(std::move(*notification));
    else if (const auto *reply = std::get_if<wire::Reply>(&message))
        m_requests.answered(*reply);
    else if (const auto *error = std::get_if<wire::ErrorReply>(&message))
        m_requests.answered(*error);
    else if (const auto *invalid = std::get_if<wire::Invalid>(&message))
        breach(invalid->failure.message);
    // A request from a server is not in the protocol; a later version may have it, so it is passed over.
}

void Client::Private::take(wire::Notification &&notification)
{
    if (auto *data = std::get_if<wire::Data>(&notification.params)) {
        if (Subscription *subscription = routes.value(data->s))
            subscription->onData(std::move(*data));
    } else if (const auto *lost = std::get_if<wire::Lost>(&notification.params)) {
        if (Subscription *subscription = routes.value(lost->s))
            subscription->onLost(*lost);
    } else if (const auto *unsubscribed = std::get_if<wire::Unsubscribed>(&notification.params)) {
        if (Subscription *subscription = routes.value(unsubscribed->s))
            subscription->onUnsubscribed(*unsubscribed);
    } else if (const auto *bye = std::get_if<wire::Bye>(&notification.params)) {
        onBye(*bye);
    } else if (const auto *change = std::get_if<wire::PresenceChange>(&notification.params)) {
        if (Subscription *subscription = routes.value(change->s))
            subscription->onPresence(*change);
    } else if (const auto *other = std::get_if<wire::OtherNotice>(&notification.params)) {
        if (other->method == QLatin1String("expiring")) // others are of a later version
            signIn.takeExpiring(other->params);
    } else if (auto *item = std::get_if<wire::Item>(&notification.params)) {
        const auto *id = std::get_if<std::int64_t>(&item->id);
        if (StreamedCall *stream = id ? streams.value(*id) : nullptr)
            stream->onItem(std::move(*item));
    }
}

void Client::Private::onBye(const wire::Bye &bye)
{
    DialOptions dial = connection.options().dial;
    const Farewell farewell = Farewell::of(bye, dial.url);
    if (!farewell.elsewhere.isEmpty()) {
        dial.url = farewell.elsewhere;
        connection.setDialOptions(dial);
    }
    connection.fail(farewell.failure, farewell.close);
}

void Client::Private::giveUp(std::int64_t id)
{
    if (m_requests.isSent(id))
        m_requests.notify(wire::Cancel{id});
    m_requests.forget(id);
}

Client::Client(Options options, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(options), clock))
{
    connect(&d->connection, &Connection::opened, this, [this] { d->onOpened(); });
    connect(&d->connection, &Connection::lost, this, [this] { d->onLost(); });
    connect(&d->connection, &Connection::messageReceived, this,
            [this](const QByteArray &payload, Transport::Kind kind) { d->onMessage(payload, kind); });
    connect(&d->connection, &Connection::drained, this, [this] { d->outbox.pump(); });
    connect(&d->signIn, &SignIn::welcomed, this,
            [this](const wire::HelloResult &hello, nanoseconds sentAt) { d->onWelcomed(hello, sentAt); });
    connect(&d->signIn, &SignIn::refused, this,
            [this](const DialFailure &failure) { d->connection.fail(failure); });
    connect(&d->signIn, &SignIn::breached, this, [this](const QString &text) { d->breach(text); });
    connect(&d->signIn, &SignIn::expiring, this, &Client::tokenExpiring);
    connect(&d->serverClock, &ServerClock::offsetChanged, this, &Client::clockOffsetChanged);
}

Client::~Client()
{
    // They speak to what is about to go.
    while (!children().isEmpty())
        delete children().first();
}

Connection &Client::connection()
{
    return d->connection;
}

const Connection &Client::connection() const
{
    return d->connection;
}

Subscription *Client::subscribe(const QString &channel, const SubscribeOptions &options)
{
    auto *subscription = new Subscription(channel, options, *d, this);
    // Later, so that the caller has connected to its signals.
    post(subscription, [subscription] { subscription->linkReady(); });
    return subscription;
}

Call *Client::call(const QString &method, const QByteArray &params, const CallOptions &options)
{
    auto *call = new Call(this);
    if (!isCall(method, params)) {
        post(call, [call] { call->finish(notACall()); });
        return call;
    }
    const auto onLoss =
        options.idempotencyKey.isEmpty() ? RequestTable::OnLoss::Fail : RequestTable::OnLoss::Retry;
    const std::int64_t id = d->m_requests.enqueue(
        wire::ApplicationCall{method, params, options.idempotencyKey}, options.timeout, onLoss,
        [call](const Result<QByteArray> &result, const wire::Failure *) { call->finish(result); });
    call->setCanceller([this, id] { d->giveUp(id); });
    return call;
}

StreamedCall *Client::stream(const QString &method, const QByteArray &params, const StreamOptions &options)
{
    auto *stream = new StreamedCall(options, this);
    if (!isCall(method, params)) {
        post(stream, [stream] { stream->onReply(notACall()); });
        return stream;
    }
    const std::int64_t id = d->m_requests.enqueue(wire::ApplicationCall{method, params, {}}, milliseconds(0),
                                                  RequestTable::OnLoss::Fail, {});
    d->streams.insert(id, stream);
    d->m_requests.replaceAnswer(id, [this, id](const Result<QByteArray> &result, const wire::Failure *) {
        if (StreamedCall *answered = d->streams.take(id))
            answered->onReply(result);
    });
    StreamedCall::Peer peer;
    peer.grant = [this, id](qint64 n) { d->m_requests.notify(wire::Credit{id, n}); };
    peer.breach = [this](const QString &text) { d->breach(text); };
    peer.cancel = [this, id] {
        d->streams.remove(id);
        d->giveUp(id);
    };
    stream->setPeer(std::move(peer));
    d->m_requests.onSent(id, [stream] { stream->onSent(); });
    return stream;
}

QFuture<Result<StreamPosition>> Client::publish(const QString &channel, const QByteArray &data,
                                                const QString &key, Publication::Op op)
{
    if (!ChannelName::isValid(channel) || !isJsonText({data.constData(), std::size_t(data.size())}))
        return QtFuture::makeReadyFuture(Result<StreamPosition>(
            Error(ErrorCode::InvalidArgument,
                  QStringLiteral("a publication needs a channel's name and one JSON value"))));
    return d->ask(wire::Publish{channel, data, key, op, QUuid::createUuid().toString(QUuid::WithoutBraces)},
                  &wire::PublishResult::position);
}

Sending Client::send(const QString &channel, const QByteArray &data, const SendOptions &options)
{
    if (!ChannelName::isValid(channel) || !isJsonText({data.constData(), std::size_t(data.size())}))
        return Sending::Dropped;
    return d->outbox.send({channel, data, options.key, options.op, {}}, options.waiting);
}

QFuture<Result<std::vector<wire::ChannelEntry>>> Client::channels(const QString &prefix)
{
    return d->ask<wire::ChannelsResult>(wire::Channels{prefix}, &wire::ChannelsResult::channels);
}

QFuture<Result<std::vector<wire::PresenceEntry>>> Client::presence(const QString &channel)
{
    return d->ask<wire::PresenceResult>(wire::PresenceQuery{channel}, &wire::PresenceResult::clients);
}

QFuture<Result<std::chrono::seconds>> Client::refresh(const QByteArray &token)
{
    return d->signIn.refresh(token);
}

void Client::setToken(const QByteArray &token)
{
    d->options.token = token;
    d->signIn.setToken(token);
    DialOptions dial = d->connection.options().dial;
    if (!token.isEmpty())
        dial.redirects = DialOptions::Redirects::SameOrigin; // as in prepared()
    d->connection.setDialOptions(dial);
}

bool Client::isReady() const
{
    return d->ready;
}

QString Client::session() const
{
    return d->signIn.session();
}

std::optional<milliseconds> Client::clockOffset() const
{
    return d->serverClock.offset();
}

} // namespace alcedo
