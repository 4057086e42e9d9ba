// SPDX-License-Identifier: MIT
#include <alcedo/client/client.h>
#include <alcedo/client/linkchoice.h>
#include <alcedo/client/subscriptionhost.h>
#include <alcedo/core/clock.h>
#include <alcedo/core/log.h>
#include <alcedo/core/post.h>
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/closecode.h>
#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonsyntax.h>

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QPromise>
#include <QRandomGenerator>
#include <QSet>
#include <QUuid>

namespace alcedo {

using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

namespace {

constexpr auto ClockPingInterval = 30s;
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

JsonCodec::Options clientCodecOptions(const Client::Options &options)
{
    JsonCodec::Options codec;
    codec.maxBytes = options.connection.dial.maxMessageBytes;
    if (options.format == Client::Options::Format::Cbor)
        codec.maxBytes *= 8; // of the text that is made of it
    codec.maxBatch = 65'536; // bounded by the bytes
    codec.check = JsonCodec::Check::Envelope;
    return codec;
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
        , m_requests(time, [this](const QByteArray &text) { return send(text); })
        , outbox(
              m_requests,
              {[this] {
                   return m_requests.hasRoom() && connection.pendingBytes() <= Transport::HighWaterBytes;
               },
               [this](const QString &channel, const Error &error) { Q_EMIT q->sendFailed(channel, error); },
               [this] { Q_EMIT q->drained(); }})
        , codec(clientCodecOptions(options))
        , clockPing(time)
    {
        if (options.fallback == Options::Fallback::Allowed && !isCbor()) // polled messages are JSON
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

    [[nodiscard]] bool isCbor() const { return options.format == Options::Format::Cbor; }
    bool send(const QByteArray &text)
    {
        const SendResult sent = isCbor() ? connection.send(cborFromJson(text), Transport::Kind::Binary)
                                         : connection.send(text, Transport::Kind::Text);
        return sent != SendResult::Dropped;
    }
    void greet();
    void onHello(const Result<QByteArray> &result, const wire::Failure *failure, nanoseconds sentAt);
    void welcome(const wire::HelloResult &hello, nanoseconds sentAt);
    void onLost();
    void onMessage(const QByteArray &payload, Transport::Kind kind);
    void take(wire::Message &&message);
    void take(wire::Notification &&notification);
    void onBye(const wire::Bye &bye);
    /// One part of a result, as a future that ends after 10 s at the latest.
    template <typename T, typename Part>
    QFuture<Result<Part>> ask(wire::Params params, Part T::*part);
    void onNotice(const wire::OtherNotice &notice);
    /// Nobody waits for the answer any more.
    void giveUp(std::int64_t id);
    void pingClock();
    void learnOffset(milliseconds serverNow, nanoseconds sentAt);
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
    RequestTable m_requests;
    Outbox outbox;
    JsonCodec codec;
    Timer clockPing;
    std::unique_ptr<LinkChoice> choice; ///< null: WebSocket only
    QHash<std::int64_t, Subscription *> routes;
    QHash<std::int64_t, StreamedCall *> streams; ///< those without a reply
    QSet<QString> leaving;
    QString session;
    std::optional<milliseconds> offset;
    quint64 links = 0; ///< that have ended
    bool ready = false;
};

template <typename T, typename Part>
QFuture<Result<Part>> Client::Private::ask(wire::Params params, Part T::*part)
{
    const auto promise = std::make_shared<QPromise<Result<Part>>>();
    promise->start();
    m_requests.enqueue(std::move(params), 10s, RequestTable::OnLoss::Retry,
                       [this, promise, part](const Result<QByteArray> &result, const wire::Failure *) {
                           Result<Part> outcome = Error();
                           if (!result)
                               outcome = result.error();
                           else if (auto read = codec.read<T>(*result))
                               outcome = std::move((*read).*part);
                           else
                               outcome = read.error();
                           promise->addResult(std::move(outcome));
                           promise->finish();
                       });
    return promise->future();
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
    connection.reconnect(1002, QStringLiteral("protocol error: ") + text);
}

void Client::Private::greet()
{
    wire::Hello hello;
    hello.client = options.name;
    hello.token = options.token;
    hello.caps = QStringList{QStringLiteral("batch"), QStringLiteral("credit"), QStringLiteral("delta")};
    if (options.times == Options::Times::Nanoseconds)
        hello.caps << QStringLiteral("ns");
    m_requests.send(hello, [this, sentAt = m_clock.steady()](const Result<QByteArray> &result,
                                                             const wire::Failure *failure) {
        onHello(result, failure, sentAt);
    });
}

void Client::Private::onHello(const Result<QByteArray> &result, const wire::Failure *failure,
                              nanoseconds sentAt)
{
    if (failure) {
        const QString text = QStringLiteral("%1 (%2)").arg(result.error().message()).arg(failure->code);
        return connection.fail({Stage::SignIn, text, 0, failure->retryAfter, !failure->temporary});
    }
    if (!result)
        return; // the link is gone: the connection knows
    const auto hello = codec.read<wire::HelloResult>(*result);
    if (!hello)
        return breach(QStringLiteral("the answer to hello: ") + hello.error().message());
    welcome(*hello, sentAt);
}

void Client::Private::welcome(const wire::HelloResult &hello, nanoseconds sentAt)
{
    Heartbeat::Options heartbeat = options.connection.heartbeat;
    if (hello.pingMs > 0) {
        heartbeat.interval = std::max<milliseconds>(milliseconds(hello.pingMs), MinHeartbeat);
        heartbeat.grace = std::max<milliseconds>(milliseconds(hello.pongMs), MinHeartbeat);
    }
    connection.setHeartbeatOptions(heartbeat);
    session = hello.session;
    ready = true;
    if (choice)
        choice->ready();
    clockPing.start(ClockPingInterval, Timer::Repeat::Always);
    const QPointer<Client> self(q);
    connection.setReady();
    if (!self)
        return;
    learnOffset(milliseconds(hello.now), sentAt);
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
    clockPing.stop();
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
    if (kind != (isCbor() ? Transport::Kind::Binary : Transport::Kind::Text))
        return breach(QStringLiteral("a message of the other kind"));
    const Result<QByteArray> text =
        isCbor() ? jsonFromCbor(payload, {8 * payload.size() + 1024, 64}) : Result<QByteArray>(payload);
    if (!text)
        return breach(text.error().message());
    auto messages = codec.decode(*text);
    if (!messages)
        return breach(messages.error().message());
    const QPointer<Client> self(q);
    const quint64 link = links;
    for (wire::Message &message : *messages) {
        take(std::move(message));
        if (!self || link != links)
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
        onNotice(*other);
    } else if (auto *item = std::get_if<wire::Item>(&notification.params)) {
        const auto *id = std::get_if<std::int64_t>(&item->id);
        if (StreamedCall *stream = id ? streams.value(*id) : nullptr)
            stream->onItem(std::move(*item));
    }
}

void Client::Private::onNotice(const wire::OtherNotice &notice)
{
    if (notice.method != QLatin1String("expiring"))
        return; // of a later version
    const int left = QJsonDocument::fromJson(notice.params).object().value(QLatin1String("in")).toInt();
    Q_EMIT q->tokenExpiring(std::chrono::seconds(std::max(left, 0)));
}

void Client::Private::onBye(const wire::Bye &bye)
{
    QString text = closeCodeText(bye.code);
    if (text.isEmpty())
        text = QStringLiteral("the server says bye");
    if (!bye.reason.isEmpty())
        text += QStringLiteral(": ") + bye.reason;
    const QUrl url(bye.url, QUrl::StrictMode);
    // A server may send us elsewhere, but never from an encrypted link to an open one.
    const bool encrypted = options.connection.dial.url.scheme() == QLatin1String("wss");
    if (!bye.url.isEmpty() && url.isValid() &&
        (url.scheme() == QLatin1String("wss") || (url.scheme() == QLatin1String("ws") && !encrypted))) {
        DialOptions dial = connection.options().dial;
        dial.url = url;
        connection.setDialOptions(dial);
    }
    const std::int64_t spread =
        std::min<std::int64_t>(bye.afterMaxMs - bye.afterMinMs, std::numeric_limits<int>::max() - 1);
    const milliseconds after(std::min<std::int64_t>(bye.afterMinMs, 3'600'000) +
                             QRandomGenerator::global()->bounded(int(spread) + 1));
    connection.fail({Stage::Data, text, 0, after, !bye.reconnect},
                    {bye.code, bye.reason, CloseInfo::Initiator::Peer});
}

void Client::Private::giveUp(std::int64_t id)
{
    if (m_requests.isSent(id))
        m_requests.notify(wire::Cancel{id});
    m_requests.forget(id);
}

void Client::Private::pingClock()
{
    const nanoseconds sentAt = m_clock.steady();
    const wire::Ping ping{duration_cast<milliseconds>(m_clock.wall()).count()};
    m_requests.send(ping, [this, sentAt](const Result<QByteArray> &result, const wire::Failure *) {
        if (!result)
            return;
        if (const auto pong = codec.read<wire::PingResult>(*result); pong && pong->now > 0)
            learnOffset(milliseconds(pong->now), sentAt);
    });
}

void Client::Private::learnOffset(milliseconds serverNow, nanoseconds sentAt)
{
    if (serverNow.count() <= 0)
        return;
    // The server looked at its clock halfway, as far as anyone can tell.
    const nanoseconds halfway = m_clock.wall() - (m_clock.steady() - sentAt) / 2;
    const milliseconds learnt = std::chrono::round<milliseconds>(nanoseconds(serverNow) - halfway);
    if (std::exchange(offset, learnt) != learnt)
        Q_EMIT q->clockOffsetChanged();
}

Client::Client(Options options, Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(options), clock))
{
    connect(&d->connection, &Connection::opened, this, [this] { d->greet(); });
    connect(&d->connection, &Connection::lost, this, [this] { d->onLost(); });
    connect(&d->connection, &Connection::messageReceived, this,
            [this](const QByteArray &payload, Transport::Kind kind) { d->onMessage(payload, kind); });
    connect(&d->connection, &Connection::drained, this, [this] { d->outbox.pump(); });
    connect(&d->clockPing, &Timer::timeout, this, [this] { d->pingClock(); });
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
    const auto promise = std::make_shared<QPromise<Result<StreamPosition>>>();
    promise->start();
    const auto finish = [promise](Result<StreamPosition> result) {
        promise->addResult(std::move(result));
        promise->finish();
    };
    if (!ChannelName::isValid(channel) || !isJsonText({data.constData(), std::size_t(data.size())})) {
        finish(Error(ErrorCode::InvalidArgument,
                     QStringLiteral("a publication needs a channel's name and one JSON value")));
        return promise->future();
    }
    wire::Publish params{channel, data, key, op, QUuid::createUuid().toString(QUuid::WithoutBraces)};
    d->m_requests.enqueue(std::move(params), 10s, RequestTable::OnLoss::Retry,
                          [this, finish](const Result<QByteArray> &result, const wire::Failure *) {
                              if (!result)
                                  return finish(result.error());
                              const auto position = d->codec.read<wire::PublishResult>(*result);
                              position ? finish(position->position) : finish(position.error());
                          });
    return promise->future();
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
    const auto promise = std::make_shared<QPromise<Result<std::chrono::seconds>>>();
    promise->start();
    const QByteArray params = QJsonDocument(QJsonObject{{QStringLiteral("token"), QString::fromUtf8(token)}})
                                  .toJson(QJsonDocument::Compact);
    d->m_requests.enqueue(
        wire::ApplicationCall{QStringLiteral("refresh"), params, {}}, 10s, RequestTable::OnLoss::Retry,
        [this, promise, token](const Result<QByteArray> &result, const wire::Failure *) {
            Result<std::chrono::seconds> outcome = Error();
            if (result) {
                d->options.token = token;
                outcome = std::chrono::seconds(
                    QJsonDocument::fromJson(*result).object().value(QLatin1String("expires_in")).toInt());
            } else {
                outcome = result.error();
            }
            promise->addResult(std::move(outcome));
            promise->finish();
        });
    return promise->future();
}

bool Client::isReady() const
{
    return d->ready;
}

QString Client::session() const
{
    return d->session;
}

std::optional<milliseconds> Client::clockOffset() const
{
    return d->offset;
}

} // namespace alcedo
