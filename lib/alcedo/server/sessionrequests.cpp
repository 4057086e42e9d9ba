// SPDX-License-Identifier: MIT
// A session's requests: one function a method of the protocol.
#include <alcedo/server/callmemory.h>
#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/mailbox.h>
#include <alcedo/server/opencall.h>
#include <alcedo/server/session.h>
#include <alcedo/server/sessionreply.h>
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsoncodec.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr qsizetype MaxKeyLength = 255; ///< of a publication's key and of an idempotency key
constexpr qsizetype KeptParamsBytes = 16 * 1024;

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
        const bool isVersion = result.error().detail() == int(RpcError::NotSupported);
        bye(isVersion ? CloseCode::BadProtocol : CloseCode::BadToken, result.error().message());
    }
}

Result<QByteArray> Session::run(const wire::Hello &hello)
{
    if (hello.version != wire::ProtocolVersion)
        return refusal(RpcError::NotSupported, QStringLiteral("this server speaks version 1"));
    if (const auto signedIn = signIn(hello.token); !signedIn)
        return signedIn.error();
    m_state = State::Open;
    m_helloDue.reset();
    wire::HelloResult result;
    result.session = name();
    m_client = hello.client;
    result.node = m_context.node;
    result.user = m_identity->user;
    result.expiresIn = expiresIn();
    result.now = wallMs();
    // Of what was asked for, what this version does.
    for (const QLatin1String cap :
         {QLatin1String("batch"), QLatin1String("delta"), QLatin1String("credit"), QLatin1String("ns")}) {
        if (hello.caps.contains(cap))
            result.caps << cap;
    }
    m_mayStream = result.caps.contains(QLatin1String("credit"));
    m_mayDelta = result.caps.contains(QLatin1String("delta"));
    if (result.caps.contains(QLatin1String("ns")))
        m_encoding.times = Encoding::Times::Nanoseconds;
    result.nowNs = wallNs();
    result.pingMs = int(m_options.pingInterval.count());
    result.pongMs = int(m_options.pongTimeout.count());
    result.limits = {m_options.listen.maxMessageBytes, m_options.maxSubscriptions, m_options.maxInflight,
                     m_options.maxBatch};
    return JsonCodec::toJson(result);
}

Result<QByteArray> Session::run(const wire::Publish &publish)
{
    if (!ChannelName::isValid(publish.channel))
        return refusal(RpcError::InvalidParams, QStringLiteral("not a channel's name"));
    if (!mayPublish(publish.channel))
        return refusal(RpcError::Forbidden);
    if (publish.key.size() > MaxKeyLength || publish.idempotencyKey.size() > MaxKeyLength)
        return refusal(RpcError::InvalidParams, QStringLiteral("a key has at most 255 characters"));
    if (publish.data.size() > m_options.slowBytes)
        return refusal(RpcError::TooLarge,
                       QStringLiteral("data of at most %1 bytes").arg(m_options.slowBytes));
    if (!m_context.door.useChannel(account(), publish.channel))
        return refusal(RpcError::LimitReached, QStringLiteral("too many channels"));
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
    if (!may(Role::Viewer, history.channel))
        return refusal(RpcError::Forbidden);
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
    writeElements(writer, "pubs", page->publications, m_encoding.times);
    writer.endObject();
    return out;
}

Result<QByteArray> Session::run(const wire::Channels &channels)
{
    if (!ChannelName::isValidPrefix(channels.prefix))
        return refusal(RpcError::InvalidParams, QStringLiteral("not a prefix of channels' names"));
    wire::ChannelsResult result;
    for (const ChannelSummary &summary : m_context.broker.channels(channels.prefix)) {
        if (!may(Role::Viewer, summary.channel))
            continue;
        result.channels.push_back({summary.channel, summary.schema, summary.subscribers, summary.rate});
    }
    return JsonCodec::toJson(result);
}

Result<QByteArray> Session::run(const wire::Ping &ping)
{
    return JsonCodec::toJson(wire::PingResult{ping.t, wallMs(), wallNs()});
}

Result<QByteArray> Session::run(const wire::PresenceQuery &query)
{
    if (!may(Role::Viewer, query.channel))
        return refusal(RpcError::Forbidden);
    const auto options = m_context.broker.options(query.channel);
    if (!options)
        return options.error();
    if (options->presence != ChannelOptions::Presence::Told)
        return refusal(RpcError::Forbidden, QStringLiteral("the channel does not tell who follows it"));
    wire::PresenceResult result;
    for (const Presence::Member &member : m_context.presence.members(query.channel))
        result.clients.push_back({member.client, member.user, member.info});
    return JsonCodec::toJson(result);
}

void Session::call(const wire::Id &id, const wire::ApplicationCall &call)
{
    if (call.method == QLatin1String("refresh"))
        return reply(id, refresh(call.params));
    if (wire::isReservedMethod(call.method))
        return reply(id, refusal(RpcError::NotSupported));
    if (call.method == u"credit" || call.method == u"cancel")
        return reply(id, refusal(RpcError::InvalidRequest, QStringLiteral("a notification has no id")));
    if (!may(Role::Publisher, call.method))
        return reply(id, refusal(RpcError::Forbidden));
    const QByteArray name = call.method.toUtf8();
    if (const auto *streamed = m_context.streamHandlers.find(name))
        return stream(id, call, streamed->handler);
    const auto *method = m_context.handlers.find(name);
    if (!method)
        return reply(id, refusal(RpcError::MethodNotFound));
    if (!mayCall(id))
        return;
    if (call.idempotencyKey.isEmpty())
        return void(carryOut(id, call.params, method->handler));
    const quint64 number = ++m_lastCall;
    m_calls.push_back({number, id});
    auto answer = [mailbox = m_context.mailbox, session = m_number,
                   number](const Result<QByteArray> &result) {
        mailbox->answer({session, number, result});
    };
    const QString key = call.method + QChar(0) + call.idempotencyKey;
    if (m_context.callMemory->ask(key, std::move(answer)) == CallMemory::Found::Known)
        return;
    method->handler(call.params,
                    Responder([memory = m_context.callMemory, key](const Result<QByteArray> &result) {
                        memory->settle(key, result);
                    }));
}

// Most handlers answer before they return. False where the session is gone then, in a loop of the handler's.
bool Session::carryOut(const wire::Id &id, const QByteArray &params, const Server::CallHandler &handler)
{
    const quint64 number = ++m_lastCall;
    m_calls.push_back({number, id});
    OpenCall open(*m_context.mailbox, m_number, number, params);
    handler(params, Responder(m_context.mailbox, m_number, number));
    if (open.isForgotten())
        return false;
    if (const Result<QByteArray> *result = open.result())
        settle(number, *result); // who called this flushes
    return true;
}

// What most messages are where an application is called: read, checked and answered without making values of
// what stands in it. False where it is anything else, of which nothing has been taken then.
bool Session::readCall(const QByteArray &json)
{
    const auto call = m_context.codec.decodeCall(json);
    const auto *method = call ? m_context.handlers.find(call->method) : nullptr;
    if (!method || m_context.streamHandlers.find(call->method))
        return false;
    if (!checkBacklog() || !isInTime(&call->id)) {
        flush();
        return true;
    }
    ++m_context.totals.requests;
    if (!may(Role::Publisher, method->name)) {
        reply(call->id, refusal(RpcError::Forbidden));
    } else if (mayCall(call->id)) {
        // The handler's own, which it may keep; where it does not, the next call has the room.
        QByteArray params = std::exchange(m_context.params, {});
        params.resize(call->params.size());
        std::copy(call->params.begin(), call->params.end(), params.data());
        if (!carryOut(call->id, params, method->handler))
            return true;
        if (params.isDetached() && params.capacity() <= KeptParamsBytes)
            m_context.params = std::move(params);
    }
    flushResult();
    return true;
}

} // namespace alcedo
