// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonwriter.h>

#include <type_traits>

namespace alcedo {

namespace wire {
namespace {

void writeText(JsonWriter &writer, QByteArrayView key, const QString &text)
{
    if (!text.isEmpty())
        writer.key(key).text(text);
}

void writeTexts(JsonWriter &writer, QByteArrayView key, const QStringList &texts)
{
    if (texts.isEmpty())
        return;
    writer.key(key).beginArray();
    for (const QString &text : texts)
        writer.text(text);
    writer.endArray();
}

QStringView opName(Publication::Op op)
{
    return op == Publication::Op::Remove ? u"remove" : op == Publication::Op::Merge ? u"merge" : u"set";
}

void writePosition(JsonWriter &writer, QByteArrayView key, const std::optional<StreamPosition> &position)
{
    if (position)
        writer.key(key)
            .beginObject()
            .key("epoch")
            .text(position->epoch)
            .key("offset")
            .number(position->offset)
            .endObject();
}

/// Nanoseconds are beyond what a JSON number carries for many readers, so they are a text.
void writeTime(JsonWriter &writer, std::int64_t ms, std::int64_t ns)
{
    if (ns != 0)
        writer.text(QString::number(ns));
    else
        writer.number(ms);
}

void writePublication(JsonWriter &writer, const Publication &publication)
{
    const bool set = publication.op == Publication::Op::Set;
    writer.beginArray().number(publication.offset);
    writeTime(writer, publication.timeMs, publication.timeNs);
    writer.raw(publication.data);
    if (!set || !publication.key.isEmpty())
        writer.text(publication.key);
    if (!set)
        writer.text(opName(publication.op));
    writer.endArray();
}

void writePublications(JsonWriter &writer, QByteArrayView key, const std::vector<Publication> &publications)
{
    writer.key(key).beginArray();
    for (const Publication &publication : publications)
        writePublication(writer, publication);
    writer.endArray();
}

void writeId(JsonWriter &writer, const std::optional<Id> &id)
{
    writer.key("id");
    if (!id)
        writer.null();
    else if (const auto *number = std::get_if<std::int64_t>(&*id))
        writer.number(*number);
    else
        writer.text(std::get<QString>(*id));
}

void writeFields(JsonWriter &writer, const Hello &hello)
{
    writer.key("v").number(hello.version);
    writeText(writer, "client", hello.client);
    writeText(writer, "token", QString::fromUtf8(hello.token));
    writeTexts(writer, "caps", hello.caps);
}

void writeFields(JsonWriter &writer, const Subscribe &subscribe)
{
    writer.key("channel").text(subscribe.channel).key("mode").text(deliveryModeName(subscribe.mode));
    writeText(writer, "key", subscribe.key);
    writeTexts(writer, "keys", subscribe.keys);
    if (subscribe.rate)
        writer.key("rate").number(*subscribe.rate);
    writeText(writer, "delta", subscribe.delta);
    writePosition(writer, "recover", subscribe.recover);
    if (subscribe.history > 0)
        writer.key("history").number(subscribe.history);
    writeText(writer, "token", QString::fromUtf8(subscribe.token));
}

void writeFields(JsonWriter &writer, const Unsubscribe &unsubscribe)
{
    writer.key("s").number(unsubscribe.s);
}

void writeFields(JsonWriter &writer, const Publish &publish)
{
    writer.key("channel").text(publish.channel).key("data").raw(publish.data);
    writeText(writer, "key", publish.key);
    if (publish.op != Publication::Op::Set)
        writer.key("op").text(opName(publish.op));
    writeText(writer, "idempotency_key", publish.idempotencyKey);
}

void writeFields(JsonWriter &writer, const History &history)
{
    writer.key("channel").text(history.channel);
    writePosition(writer, "since", history.since);
    if (history.until)
        writer.key("until").number(*history.until);
    if (history.limit > 0)
        writer.key("limit").number(history.limit);
    if (history.order == Order::NewestFirst)
        writer.key("reverse").boolean(true);
}

void writeFields(JsonWriter &writer, const Channels &channels)
{
    writeText(writer, "prefix", channels.prefix);
}

void writeFields(JsonWriter &writer, const Ping &ping)
{
    writer.key("t").number(ping.t);
}

void writeFields(JsonWriter &writer, const Data &data)
{
    writer.key("s").number(data.s).key("prev").number(data.prev);
    writePublications(writer, "pubs", data.pubs);
}

void writeFields(JsonWriter &writer, const Lost &lost)
{
    writer.key("s").number(lost.s).key("n").number(lost.n).key("from").number(lost.from).key("to").number(
        lost.to);
    writer.key("why").text(whyName(lost.why));
}

void writeFields(JsonWriter &writer, const Unsubscribed &unsubscribed)
{
    writer.key("s").number(unsubscribed.s).key("code").number(unsubscribed.code);
    writer.key("reason").text(unsubscribed.reason).key("resubscribe").boolean(unsubscribed.resubscribe);
}

void writeFields(JsonWriter &writer, const Bye &bye)
{
    writer.key("code")
        .number(bye.code)
        .key("reason")
        .text(bye.reason)
        .key("reconnect")
        .boolean(bye.reconnect);
    if (bye.afterMaxMs > 0)
        writer.key("after_ms").beginArray().number(bye.afterMinMs).number(bye.afterMaxMs).endArray();
    writeText(writer, "url", bye.url);
}

void writeFields(JsonWriter &writer, const PresenceQuery &query)
{
    writer.key("channel").text(query.channel);
}

void writeFields(JsonWriter &writer, const PresenceChange &change)
{
    writer.key("s").number(change.s).key("client").text(change.client).key("user").text(change.user);
}

void writeFields(JsonWriter &writer, const Item &item)
{
    writeId(writer, item.id);
    writer.key("seq").number(item.seq).key("data").raw(item.data);
}

void writeFields(JsonWriter &writer, const Credit &credit)
{
    writeId(writer, credit.id);
    writer.key("n").number(credit.n);
}

void writeFields(JsonWriter &writer, const Cancel &cancel)
{
    writeId(writer, cancel.id);
}

template <typename Fields>
void writeParams(JsonWriter &writer, const Fields &fields)
{
    writer.key("params").beginObject();
    writeFields(writer, fields);
    writer.endObject();
}

void writeRawParams(JsonWriter &writer, const QByteArray &params)
{
    if (!params.isEmpty())
        writer.key("params").raw(params);
}

void writeMessage(JsonWriter &writer, const Request &request)
{
    writeId(writer, request.id);
    writer.key("method").text(methodName(request.params));
    std::visit(
        [&writer](const auto &params) {
            if constexpr (std::is_same_v<std::decay_t<decltype(params)>, ApplicationCall>) {
                writeRawParams(writer, params.params);
                writeText(writer, "idempotency_key", params.idempotencyKey);
            } else {
                writeParams(writer, params);
            }
        },
        request.params);
}

void writeMessage(JsonWriter &writer, const Notification &notification)
{
    writer.key("method");
    if (const auto *other = std::get_if<OtherNotice>(&notification.params)) {
        writer.text(other->method);
        writeRawParams(writer, other->params);
    } else if (const auto *data = std::get_if<Data>(&notification.params)) {
        writeParams(writer.text(u"data"), *data);
    } else if (const auto *lost = std::get_if<Lost>(&notification.params)) {
        writeParams(writer.text(u"lost"), *lost);
    } else if (const auto *unsubscribed = std::get_if<Unsubscribed>(&notification.params)) {
        writeParams(writer.text(u"unsubscribed"), *unsubscribed);
    } else if (const auto *bye = std::get_if<Bye>(&notification.params)) {
        writeParams(writer.text(u"bye"), *bye);
    } else if (const auto *item = std::get_if<Item>(&notification.params)) {
        writeParams(writer.text(u"item"), *item);
    } else if (const auto *credit = std::get_if<Credit>(&notification.params)) {
        writeParams(writer.text(u"credit"), *credit);
    } else if (const auto *change = std::get_if<PresenceChange>(&notification.params)) {
        const bool joined = change->what == PresenceChange::What::Joined;
        writeParams(writer.text(joined ? u"joined" : u"left"), *change);
    } else {
        writeParams(writer.text(u"cancel"), std::get<Cancel>(notification.params));
    }
}

void writeMessage(JsonWriter &writer, const Reply &reply)
{
    writeId(writer, reply.id);
    writer.key("result").raw(reply.result);
}

void writeFailure(JsonWriter &writer, const std::optional<Id> &id, const Failure &failure)
{
    writeId(writer, id);
    writer.key("error").beginObject().key("code").number(failure.code).key("message").text(failure.message);
    writer.key("data").beginObject().key("temporary").boolean(failure.temporary);
    if (failure.retryAfter)
        writer.key("retry_ms").number(std::int64_t(failure.retryAfter->count()));
    writer.endObject().endObject();
}

void writeMessage(JsonWriter &writer, const ErrorReply &reply)
{
    writeFailure(writer, reply.id, reply.failure);
}

void writeMessage(JsonWriter &writer, const Invalid &invalid)
{
    writeFailure(writer, invalid.id, invalid.failure);
}

} // namespace
} // namespace wire

void JsonCodec::append(QByteArray &out, const wire::Message &message)
{
    JsonWriter writer(out);
    writer.beginObject().key("jsonrpc").text(u"2.0");
    std::visit([&writer](const auto &kind) { wire::writeMessage(writer, kind); }, message);
    writer.endObject();
}

QByteArray JsonCodec::encode(const wire::Message &message)
{
    QByteArray out;
    out.reserve(128);
    append(out, message);
    return out;
}

QByteArray JsonCodec::toJson(const wire::HelloResult &result)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject().key("session").text(result.session).key("node").text(result.node);
    wire::writeTime(writer.key("now"), result.now, result.nowNs);
    writer.key("user").text(result.user);
    if (result.expiresIn)
        writer.key("expires_in").number(*result.expiresIn);
    wire::writeTexts(writer, "caps", result.caps);
    writer.key("ping_ms").number(result.pingMs).key("pong_ms").number(result.pongMs);
    writer.key("limits").beginObject().key("message").number(result.limits.message);
    writer.key("channels").number(result.limits.channels).key("inflight").number(result.limits.inflight);
    writer.key("batch").number(result.limits.batch).endObject().endObject();
    return out;
}

QByteArray JsonCodec::toJson(const wire::SubscribeResult &result)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject().key("s").number(result.s).key("epoch").text(result.position.epoch);
    writer.key("offset").number(result.position.offset).key("mode").text(deliveryModeName(result.mode));
    writer.key("rate").number(result.rate);
    if (!result.schema.isEmpty())
        writer.key("schema").raw(result.schema);
    writer.key("recoverable").boolean(result.recoverable).key("recovered").boolean(result.recovered);
    if (result.snapshot)
        wire::writePublications(writer, "snapshot", *result.snapshot);
    wire::writePublications(writer, "pubs", result.pubs);
    writer.endObject();
    return out;
}

QByteArray JsonCodec::toJson(const wire::PublishResult &result)
{
    QByteArray out;
    JsonWriter(out)
        .beginObject()
        .key("epoch")
        .text(result.position.epoch)
        .key("offset")
        .number(result.position.offset)
        .endObject();
    return out;
}

QByteArray JsonCodec::toJson(const wire::HistoryResult &result)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject()
        .key("epoch")
        .text(result.position.epoch)
        .key("offset")
        .number(result.position.offset);
    wire::writePublications(writer, "pubs", result.pubs);
    writer.endObject();
    return out;
}

QByteArray JsonCodec::toJson(const wire::ChannelsResult &result)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginArray();
    for (const wire::ChannelEntry &entry : result.channels) {
        writer.beginObject().key("channel").text(entry.channel);
        if (!entry.schema.isEmpty())
            writer.key("schema").raw(entry.schema);
        writer.key("subscribers").number(entry.subscribers).key("rate").number(entry.rate).endObject();
    }
    writer.endArray();
    return out;
}

QByteArray JsonCodec::toJson(const wire::PresenceResult &result)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject().key("clients").beginObject();
    for (const wire::PresenceEntry &entry : result.clients) {
        QByteArray name;
        JsonWriter(name).text(entry.client);
        writer.key(QByteArrayView(name).sliced(1, name.size() - 2)).beginObject();
        writer.key("user").text(entry.user).key("info").text(entry.info).endObject();
    }
    writer.endObject().endObject();
    return out;
}

QByteArray JsonCodec::toJson(const wire::PingResult &result)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject().key("t").number(result.t);
    wire::writeTime(writer.key("now"), result.now, result.nowNs);
    writer.endObject();
    return out;
}

QByteArray JsonCodec::encodePublication(const Publication &publication)
{
    QByteArray out;
    out.reserve(publication.data.size() + publication.key.size() + 48);
    JsonWriter writer(out);
    wire::writePublication(writer, publication);
    return out;
}

void JsonCodec::appendData(QByteArray &out, std::int64_t s, std::uint64_t prev,
                           std::span<const QByteArray> publications)
{
    JsonWriter writer(out);
    writer.beginObject().key("jsonrpc").text(u"2.0").key("method").text(u"data").key("params").beginObject();
    writer.key("s").number(s).key("prev").number(prev).key("pubs").beginArray();
    for (const QByteArray &publication : publications)
        writer.raw(publication);
    writer.endArray().endObject().endObject();
}

} // namespace alcedo
