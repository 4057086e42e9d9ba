// SPDX-License-Identifier: MIT
// A session's requests: one function a method of the protocol.
#include <alcedo/server/callmemory.h>
#include <alcedo/server/hub.h>
#include <alcedo/server/mailbox.h>
#include <alcedo/server/session.h>
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonwriter.h>

#include <QPointer>
#include <algorithm>

namespace alcedo {

namespace {

/// What a reply carries of a history; the rest follows as data.
constexpr qint64 ReplyHistoryBytes = 64 * 1024;
/// What a reply carries of a keyed snapshot; the rest follows as data.
constexpr qint64 ReplySnapshotBytes = 256 * 1024;
constexpr qsizetype MaxKeyLength = 255; ///< of a publication's key and of an idempotency key

Error refusal(RpcError code, const QString &message = {})
{
    return Error(alcedo::ErrorCode::Refused, message.isEmpty() ? rpcErrorText(code) : message, int(code));
}

void writeElements(JsonWriter &writer, QByteArrayView name,
                   const std::vector<StoredPublicationPtr> &publications)
{
    writer.key(name).beginArray();
    for (const StoredPublicationPtr &publication : publications)
        writer.raw(publication->element);
    writer.endArray();
}

bool asksForMore(const wire::Subscribe &subscribe)
{
    const bool known = subscribe.mode == DeliveryMode::All || subscribe.mode == DeliveryMode::Keyed;
    return !known || !subscribe.key.isEmpty() || !subscribe.keys.isEmpty() || subscribe.rate ||
           !subscribe.delta.isEmpty();
}

/// Where a new subscription begins, and what its reply says of what came before.
struct Start
{
    std::vector<StoredPublicationPtr> publications;
    std::vector<StoredPublicationPtr> snapshot, snapshotRest;
    std::uint64_t offset = 0;   ///< accounted for by the reply
    std::uint64_t position = 0; ///< accounted for by the reply and by what is queued behind it
    std::uint64_t top = 0;      ///< of the channel, when read
    bool recovered = false;
};

// The snapshot ascends: up to the last offset of its first part, that part is the newest of every key.
void splitSnapshot(Start &start, std::vector<StoredPublicationPtr> snapshot)
{
    qint64 bytes = 0;
    auto cut = snapshot.begin();
    while (cut != snapshot.end() && bytes < ReplySnapshotBytes)
        bytes += (*cut++)->element.size();
    start.snapshotRest.assign(cut, snapshot.end());
    snapshot.erase(cut, snapshot.end());
    if (!start.snapshotRest.empty())
        start.offset = snapshot.back()->offset;
    start.snapshot = std::move(snapshot);
}

Result<Start> startOf(Broker &broker, const wire::Subscribe &subscribe, const Joined &joined)
{
    Start start;
    start.offset = start.position = start.top = joined.top.offset;
    if (subscribe.mode != DeliveryMode::All)
        splitSnapshot(start, joined.snapshot);
    const auto &recover = subscribe.recover;
    const bool sameEpoch =
        recover && recover->epoch == joined.top.epoch && recover->offset <= joined.top.offset;
    if (!recover && (subscribe.history == 0 || subscribe.mode != DeliveryMode::All))
        return start;
    HistoryQuery query;
    query.maxBytes = ReplyHistoryBytes;
    if (sameEpoch) {
        query.since = recover;
    } else if (!recover) {
        // The wanted ones from their oldest on, so that what the reply has no room for follows as data.
        const auto wanted = std::min(std::uint64_t(subscribe.history), joined.top.offset);
        query.since = StreamPosition{joined.top.epoch, joined.top.offset - wanted};
    }
    const auto page = broker.read(subscribe.channel, query);
    if (!page)
        return page.error();
    start.recovered = sameEpoch && page->firstHeld <= recover->offset + 1;
    // Keyed: the snapshot at joined.top is the whole truth, whatever the history holds.
    if (subscribe.mode != DeliveryMode::All)
        return start;
    start.publications = page->publications;
    start.offset = start.position = page->end();
    start.top = page->top.offset;
    return start;
}

QByteArray subscribeResult(const Subscriber &subscriber, const Joined &joined, const Start &start)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject().key("s").number(subscriber.id).key("epoch").text(joined.top.epoch);
    writer.key("offset").number(start.offset).key("mode").text(deliveryModeName(subscriber.mode));
    writer.key("rate").number(0);
    if (!joined.schema.isEmpty())
        writer.key("schema").raw(joined.schema);
    writer.key("recoverable").boolean(joined.recoverable).key("recovered").boolean(start.recovered);
    if (subscriber.mode != DeliveryMode::All)
        writeElements(writer, "snapshot", start.snapshot);
    writeElements(writer, "pubs", start.publications);
    writer.endObject();
    return out;
}

} // namespace

void Session::handle(const wire::Request &request)
{
    const bool isHello = std::holds_alternative<wire::Hello>(request.params);
    if (isHello != (m_state == State::Greeting)) {
        return reply(request.id,
                     isHello ? refusal(RpcError::InvalidRequest, QStringLiteral("hello was said already"))
                             : refusal(RpcError::NotAuthenticated, QStringLiteral("say hello first")));
    }
    if (const auto *application = std::get_if<wire::ApplicationCall>(&request.params))
        return call(request.id, *application);
    const auto result = std::visit(
        [this](const auto &params) -> Result<QByteArray> {
            if constexpr (std::is_same_v<std::decay_t<decltype(params)>, wire::ApplicationCall>)
                return refusal(RpcError::InternalError);
            else
                return run(params);
        },
        request.params);
    reply(request.id, result);
    if (isHello && !result) {
        closeBatch();
        flush(); // the reason first, then the end
        bye(CloseCode::BadProtocol, QStringLiteral("this server speaks version 1"));
    }
}

Result<QByteArray> Session::run(const wire::Hello &hello)
{
    if (hello.version != wire::ProtocolVersion)
        return refusal(RpcError::NotSupported, QStringLiteral("this server speaks version 1"));
    m_state = State::Open;
    m_helloDue.reset();
    wire::HelloResult result;
    result.session = QString::number(m_number, 36);
    result.node = m_context.node;
    result.now = m_context.clock.wall() / std::chrono::milliseconds(1);
    // Of what was asked for, what this version does.
    if (hello.caps.contains(QLatin1String("batch")))
        result.caps = QStringList{QStringLiteral("batch")};
    result.pingMs = int(m_options.pingInterval.count());
    result.pongMs = int(m_options.pongTimeout.count());
    result.limits = {m_options.listen.maxMessageBytes, m_options.maxSubscriptions, m_options.maxInflight,
                     m_options.maxBatch};
    return JsonCodec::toJson(result);
}

Result<QByteArray> Session::run(const wire::Subscribe &subscribe)
{
    if (!ChannelName::isValid(subscribe.channel))
        return refusal(RpcError::InvalidParams, QStringLiteral("not a channel's name"));
    if (asksForMore(subscribe))
        return refusal(RpcError::NotSupported,
                       QStringLiteral("modes all and keyed, without key, keys, rate and delta"));
    const bool known = std::any_of(m_subscribers.begin(), m_subscribers.end(), [&](const auto &entry) {
        return entry.second->channel == subscribe.channel;
    });
    if (known)
        return refusal(RpcError::AlreadySubscribed);
    if (m_subscribers.size() >= std::size_t(m_options.maxSubscriptions))
        return refusal(RpcError::LimitReached, QStringLiteral("too many subscriptions"));

    const bool keyed = subscribe.mode != DeliveryMode::All;
    const auto joined = m_context.broker.join(subscribe.channel, *m_context.mailbox,
                                              keyed ? Broker::Snapshot::Wanted : Broker::Snapshot::Unwanted);
    if (!joined)
        return joined.error();
    const auto start = startOf(m_context.broker, subscribe, *joined);
    if (!start) {
        m_context.broker.leave(subscribe.channel, *m_context.mailbox);
        return start.error();
    }
    auto subscriber = std::make_unique<Subscriber>();
    subscriber->session = this;
    subscriber->id = ++m_lastSubscription;
    subscriber->channel = subscribe.channel;
    subscriber->mode = subscribe.mode;
    subscriber->position = {joined->top.epoch, start->position};
    subscriber->prev = start->offset;
    m_queue.addSnapshotRest(*subscriber, start->snapshotRest);
    m_context.hub.add(*subscriber);
    ++m_context.totals.subscriptions;
    if (start->position < start->top)
        catchUp(*subscriber);
    const QByteArray result = subscribeResult(*subscriber, *joined, *start);
    m_subscribers.emplace(subscriber->id, std::move(subscriber));
    return result;
}

Result<QByteArray> Session::run(const wire::Unsubscribe &unsubscribe)
{
    const auto it = m_subscribers.find(unsubscribe.s);
    if (it == m_subscribers.end())
        return refusal(RpcError::InvalidParams, QStringLiteral("no such subscription"));
    endSubscription(*it->second);
    return QByteArray("{}");
}

Result<QByteArray> Session::run(const wire::Publish &publish)
{
    if (!m_options.clientsMayPublish)
        return refusal(RpcError::Forbidden, QStringLiteral("clients may not publish here"));
    if (!ChannelName::isValid(publish.channel))
        return refusal(RpcError::InvalidParams, QStringLiteral("not a channel's name"));
    if (publish.key.size() > MaxKeyLength || publish.idempotencyKey.size() > MaxKeyLength)
        return refusal(RpcError::InvalidParams, QStringLiteral("a key has at most 255 characters"));
    if (publish.op == Publication::Op::Remove && publish.key.isEmpty())
        return refusal(RpcError::InvalidParams, QStringLiteral("remove needs a key"));
    if (publish.data.size() > m_options.slowBytes)
        return refusal(RpcError::TooLarge,
                       QStringLiteral("data of at most %1 bytes").arg(m_options.slowBytes));
    const auto position = m_context.broker.publish(
        publish.channel, {publish.data, publish.key, publish.op, publish.idempotencyKey}, Creation::Allowed);
    if (!position)
        return position.error();
    return JsonCodec::toJson(wire::PublishResult{*position});
}

Result<QByteArray> Session::run(const wire::History &history)
{
    if (!ChannelName::isValid(history.channel))
        return refusal(RpcError::InvalidParams, QStringLiteral("not a channel's name"));
    HistoryQuery query;
    query.since = history.since;
    query.until = history.until;
    query.limit = history.limit;
    query.maxBytes = m_options.slowBytes;
    query.from =
        history.order == wire::Order::NewestFirst ? HistoryQuery::From::Newest : HistoryQuery::From::Oldest;
    auto page = m_context.broker.read(history.channel, query);
    if (!page)
        return page.error();
    const auto &since = history.since;
    if (since && (since->epoch != page->top.epoch || since->offset > page->top.offset ||
                  since->offset + 1 < page->firstHeld))
        return refusal(RpcError::Unrecoverable);
    if (history.order == wire::Order::NewestFirst)
        std::reverse(page->publications.begin(), page->publications.end());
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject().key("epoch").text(page->top.epoch).key("offset").number(page->top.offset);
    writeElements(writer, "pubs", page->publications);
    writer.endObject();
    return out;
}

Result<QByteArray> Session::run(const wire::Channels &channels)
{
    if (!ChannelName::isValidPrefix(channels.prefix))
        return refusal(RpcError::InvalidParams, QStringLiteral("not a prefix of channels' names"));
    wire::ChannelsResult result;
    for (const ChannelSummary &summary : m_context.broker.channels(channels.prefix))
        result.channels.push_back({summary.channel, summary.schema, summary.subscribers, summary.rate});
    return JsonCodec::toJson(result);
}

Result<QByteArray> Session::run(const wire::Ping &ping)
{
    return JsonCodec::toJson(wire::PingResult{ping.t, m_context.clock.wall() / std::chrono::milliseconds(1)});
}

void Session::call(const wire::Id &id, const wire::ApplicationCall &call)
{
    if (wire::isReservedMethod(call.method))
        return reply(id, refusal(RpcError::NotSupported));
    const auto handler = m_context.handlers.find(call.method);
    if (handler == m_context.handlers.end())
        return reply(id, refusal(RpcError::MethodNotFound));
    if (m_calls.size() >= std::size_t(m_options.maxInflight))
        return reply(id, refusal(RpcError::LimitReached, QStringLiteral("too many unanswered calls")));
    const bool inFlight =
        std::any_of(m_calls.begin(), m_calls.end(), [&](const Call &waiting) { return waiting.id == id; });
    if (inFlight)
        return reply(id, refusal(RpcError::DuplicateInFlight));
    const quint64 number = ++m_lastCall;
    m_calls.push_back({number, id});
    auto answer = [mailbox = m_context.mailbox, session = m_number,
                   number](const Result<QByteArray> &result) {
        mailbox->answer({session, number, result});
    };
    if (call.idempotencyKey.isEmpty()) {
        // Most handlers answer before they return; that need not go through the mailbox.
        const QPointer<Session> self(this);
        const std::shared_ptr<Mailbox> mailbox = m_context.mailbox;
        Mailbox::Direct direct{m_number, number, {}};
        Mailbox::Direct *const outer = mailbox->expect(&direct);
        handler->second(call.params, Responder(std::move(answer)));
        mailbox->expect(outer);
        if (self && direct.result)
            settle(number, *direct.result); // receive() flushes
        return;
    }
    const QString key = call.method + QChar(0) + call.idempotencyKey;
    if (m_context.callMemory->ask(key, std::move(answer)) == CallMemory::Found::Known)
        return;
    handler->second(call.params,
                    Responder([memory = m_context.callMemory, key](const Result<QByteArray> &result) {
                        memory->settle(key, result);
                    }));
}

} // namespace alcedo
