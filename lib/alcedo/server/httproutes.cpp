// SPDX-License-Identifier: MIT
#include <alcedo/server/httproutes.h>

#include <alcedo/server/doorkeeper.h>
#include <alcedo/server/metrics.h>
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsoncodec.h>

#include <QUrlQuery>

namespace alcedo {

namespace {

constexpr QByteArrayView PublishPath("/publish/");

HttpResponse jsonAnswer(const QByteArray &json)
{
    return {200, json + '\n', "application/json", {{"Cache-Control", "no-store"}}};
}

/// What a refused publication is in HTTP's terms.
HttpResponse answerFor(const Error &error)
{
    const QByteArray text = error.message().toUtf8();
    switch (RpcError(error.detail())) {
    case RpcError::TooLarge:
        return plainAnswer(413, text);
    case RpcError::LimitReached:
        return plainAnswer(429, text, {{"Retry-After", "60"}});
    case RpcError::InvalidParams:
        return plainAnswer(400, text);
    default:
        return plainAnswer(503, text);
    }
}

PublicationDraft draftOf(const HttpRequest &request)
{
    const qsizetype mark = request.target.indexOf('?');
    const QUrlQuery query(mark < 0 ? QString() : QString::fromLatin1(request.target.mid(mark + 1)));
    PublicationDraft draft;
    draft.data = request.body.trimmed();
    draft.key = query.queryItemValue(QStringLiteral("key"), QUrl::FullyDecoded);
    const QString op = query.queryItemValue(QStringLiteral("op"));
    if (op == QLatin1String("remove"))
        draft.op = Publication::Op::Remove;
    else if (op == QLatin1String("merge"))
        draft.op = Publication::Op::Merge;
    if (draft.op == Publication::Op::Remove && draft.data.isEmpty())
        draft.data = "null";
    draft.idempotencyKey = QString::fromUtf8(request.header("idempotency-key"));
    return draft;
}

} // namespace

HttpResponse plainAnswer(int status, const QByteArray &text, const HttpHeaders &headers)
{
    return {status, text + '\n', "text/plain; charset=utf-8", headers};
}

HttpRoutes::HttpRoutes(const Services &services, Listener::HttpHandler fallback)
    : m_services(services)
    , m_fallback(std::move(fallback))
{
}

HttpResponse HttpRoutes::operator()(const HttpRequest &request) const
{
    if (auto refusal = m_services.door.judge(request))
        return *refusal;
    const IdentityPtr identity = m_services.door.identityOf(request);
    const QByteArray path = request.path();
    if (path.startsWith(PublishPath))
        return publish(request, *identity);
    if (path == "/healthz" || path == "/channels" || path == "/metrics")
        return read(request, *identity);
    return m_fallback ? m_fallback(request) : plainAnswer(404, "not found");
}

HttpResponse HttpRoutes::read(const HttpRequest &request, const Identity &identity) const
{
    if (request.method != "GET" && request.method != "HEAD")
        return plainAnswer(405, "GET only", {{"Allow", "GET, HEAD"}});
    if (request.path() == "/channels")
        return channels(identity);
    if (request.path() == "/metrics")
        return metrics(identity);
    return plainAnswer(200, "ok", {{"Cache-Control", "no-store"}});
}

HttpResponse HttpRoutes::forbidden(const Identity &identity) const
{
    if (m_services.door.tokens() && identity.tokenId.isEmpty())
        return plainAnswer(401, "a token is needed", {{"WWW-Authenticate", "Bearer realm=\"alcedo\""}});
    return plainAnswer(403, "not allowed");
}

HttpResponse HttpRoutes::channels(const Identity &identity) const
{
    if (!identity.mayAnywhere(Role::Viewer))
        return forbidden(identity);
    wire::ChannelsResult result;
    for (const ChannelSummary &summary : m_services.broker.channels({})) {
        if (identity.may(Role::Viewer, summary.channel))
            result.channels.push_back({summary.channel, summary.schema, summary.subscribers, summary.rate});
    }
    return jsonAnswer(JsonCodec::toJson(result));
}

HttpResponse HttpRoutes::metrics(const Identity &identity) const
{
    // They speak of everybody, so a right for some channels is not enough.
    if (m_services.door.tokens() && !identity.may(Role::Admin, {}))
        return forbidden(identity);
    return {200,
            metricsText(m_services.totals, m_services.broker.counters(), m_services.door.counters()),
            "text/plain; version=0.0.4; charset=utf-8",
            {{"Cache-Control", "no-store"}}};
}

HttpResponse HttpRoutes::publish(const HttpRequest &request, const Identity &identity) const
{
    if (request.method != "POST")
        return plainAnswer(405, "POST only", {{"Allow", "POST"}});
    const QString channel =
        QString::fromUtf8(QByteArray::fromPercentEncoding(request.path().mid(PublishPath.size())));
    if (!ChannelName::isValid(channel))
        return plainAnswer(400, "not a channel's name");
    const bool isOpen = m_services.door.tokens() || m_services.options.clientsMayPublish;
    if (!isOpen || !identity.may(Role::Publisher, channel))
        return forbidden(identity);
    const PublicationDraft draft = draftOf(request);
    if (const auto checked = checkDraft(draft, m_services.options.slowBytes); !checked)
        return answerFor(checked.error());
    if (!m_services.door.useChannel(Doorkeeper::accountOf(request.pass.get()), channel))
        return plainAnswer(429, "too many channels", {{"Retry-After", "60"}});
    const auto position = m_services.broker.publish(channel, draft, Creation::Allowed);
    if (!position)
        return answerFor(position.error());
    return jsonAnswer(JsonCodec::toJson(wire::PublishResult{*position}));
}

} // namespace alcedo
