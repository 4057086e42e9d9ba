// SPDX-License-Identifier: MIT
// A session's requests: one function a method of the protocol.
#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/session.h>
#include <alcedo/server/sessionreply.h>
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsoncodec.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr qsizetype MaxKeyLength = 255; ///< of a publication's key and of an idempotency key

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

} // namespace alcedo
