// SPDX-License-Identifier: MIT
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsonreader.h>

#include <charconv>
#include <limits>

// Which fields each message has, and what is in them. Unknown fields are ignored; of a field that comes twice
// the last counts.
namespace alcedo::wire::json {

namespace {

bool getMode(od::value value, DeliveryMode &out)
{
    std::string_view name;
    if (value.get_string().get(name))
        return false;
    if (name == "all")
        out = DeliveryMode::All;
    else if (name == "merge")
        out = DeliveryMode::Merge;
    else if (name == "keyed")
        out = DeliveryMode::Keyed;
    else if (name == "latest")
        out = DeliveryMode::Latest;
    else
        return false;
    return true;
}

bool getOp(od::value value, Publication::Op &out)
{
    std::string_view name;
    if (value.get_string().get(name))
        return false;
    if (name == "remove")
        out = Publication::Op::Remove;
    else if (name == "merge")
        out = Publication::Op::Merge;
    else if (name == "set")
        out = Publication::Op::Set;
    else
        return false;
    return true;
}

bool getWhy(od::value value, Lost::Why &out)
{
    std::string_view name;
    if (value.get_string().get(name))
        return false;
    if (name == "rate")
        out = Lost::Why::Rate;
    else if (name == "retention")
        out = Lost::Why::Retention;
    else if (name == "reset")
        out = Lost::Why::Reset;
    else
        out = Lost::Why::Slow;
    return true;
}

bool getChannel(od::value value, QString &out)
{
    return get(value, out) && ChannelName::isValid(out);
}

bool getTexts(od::value value, QStringList &out)
{
    out.clear();
    return forEach(
        value,
        [&out](od::value item) {
            QString text;
            if (!get(item, text))
                return false;
            out.append(std::move(text));
            return true;
        },
        MaxListItems);
}

bool getPositionField(std::string_view key, od::value value, StreamPosition &out)
{
    if (key == "epoch")
        return get(value, out.epoch);
    if (key == "offset")
        return get(value, out.offset);
    return true;
}

bool getPosition(od::value value, std::optional<StreamPosition> &out)
{
    if (isNull(value))
        return true;
    od::object object;
    std::string refused;
    StreamPosition position;
    const auto readPosition = [&position](std::string_view key, od::value field) {
        return getPositionField(key, field, position);
    };
    if (value.get_object().get(object) || !forEachField(object, readPosition, refused) ||
        position.epoch.isEmpty())
        return false;
    out = position;
    return true;
}

/// Milliseconds, or nanoseconds in a text.
bool getTime(od::value value, std::int64_t &ms, std::int64_t &ns)
{
    od::json_type type;
    if (value.type().get(type))
        return false;
    if (type != od::json_type::string)
        return get(value, ms);
    std::string_view digits;
    if (value.get_string().get(digits))
        return false;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), ns);
    ms = ns / 1'000'000;
    return read.ec == std::errc() && read.ptr == digits.data() + digits.size();
}

bool getPublication(od::value value, Publication &out)
{
    // [offset, time, data, key?, op?]; more elements are for later versions.
    int at = 0;
    const auto readElement = [&at, &out](od::value item) {
        switch (at++) {
        case 0:
            return get(item, out.offset);
        case 1:
            return getTime(item, out.timeMs, out.timeNs);
        case 2:
            return getRaw(item, out.data);
        case 3:
            return get(item, out.key);
        case 4:
            return getOp(item, out.op);
        default:
            return true;
        }
    };
    return forEach(value, readElement) && at >= 3;
}

bool getPublications(od::value value, std::vector<Publication> &out)
{
    out.clear();
    return forEach(value, [&out](od::value item) { return getPublication(item, out.emplace_back()); });
}

bool getLimits(od::value value, Limits &out)
{
    od::object object;
    std::string refused;
    const auto readLimit = [&out](std::string_view key, od::value field) {
        if (key == "message")
            return get(field, out.message);
        if (key == "channels")
            return getCount(field, out.channels);
        if (key == "inflight")
            return getCount(field, out.inflight);
        return key != "batch" || getCount(field, out.batch);
    };
    return !value.get_object().get(object) && forEachField(object, readLimit, refused);
}

bool getAfter(od::value value, Bye &out)
{
    std::array<std::int64_t, 2> bounds{};
    std::size_t at = 0;
    const auto readBound = [&](od::value item) {
        return at < bounds.size() && get(item, bounds[at]) && bounds[at++] >= 0;
    };
    if (!forEach(value, readBound) || at != bounds.size() || bounds[0] > bounds[1])
        return false;
    out.afterMinMs = bounds[0];
    out.afterMaxMs = bounds[1];
    return true;
}

bool getFailureData(od::value value, Failure &out)
{
    // data is free in JSON-RPC: what is not ours is passed over.
    od::json_type type;
    od::object object;
    std::string refused;
    if (value.type().get(type) || type != od::json_type::object)
        return true;
    const auto readMember = [&out](std::string_view key, od::value field) {
        std::int64_t retry = 0;
        if (key == "temporary")
            return get(field, out.temporary);
        if (key == "retry_ms" && get(field, retry) && retry >= 0)
            out.retryAfter = std::chrono::milliseconds(retry);
        return true;
    };
    return !value.get_object().get(object) && forEachField(object, readMember, refused);
}

} // namespace

bool readField(std::string_view key, od::value value, Hello &out)
{
    if (key == "v")
        return get(value, out.version);
    if (key == "client")
        return get(value, out.client);
    if (key == "token")
        return getToken(value, out.token);
    return key != "caps" || getTexts(value, out.caps);
}

bool readField(std::string_view key, od::value value, Subscribe &out)
{
    if (key == "channel")
        return getChannel(value, out.channel);
    if (key == "mode")
        return getMode(value, out.mode);
    if (key == "key")
        return get(value, out.key);
    if (key == "keys")
        return getTexts(value, out.keys);
    if (key == "rate")
        return get(value, out.rate.emplace()) && *out.rate >= 0;
    if (key == "delta")
        return get(value, out.delta);
    if (key == "recover")
        return getPosition(value, out.recover);
    if (key == "history")
        return getCount(value, out.history);
    return key != "token" || getToken(value, out.token);
}

bool readField(std::string_view key, od::value value, Unsubscribe &out)
{
    return key != "s" || get(value, out.s);
}

bool readField(std::string_view key, od::value value, Publish &out)
{
    if (key == "channel")
        return getChannel(value, out.channel);
    if (key == "data")
        return getRaw(value, out.data);
    if (key == "key")
        return get(value, out.key);
    if (key == "op")
        return getOp(value, out.op);
    return key != "idempotency_key" || get(value, out.idempotencyKey, MaxId);
}

bool readField(std::string_view key, od::value value, History &out)
{
    if (key == "channel")
        return getChannel(value, out.channel);
    if (key == "since")
        return getPosition(value, out.since);
    if (key == "until")
        return get(value, out.until.emplace());
    if (key == "limit")
        return getCount(value, out.limit);
    bool reverse = false;
    if (key != "reverse")
        return true;
    if (!get(value, reverse))
        return false;
    out.order = reverse ? Order::NewestFirst : Order::OldestFirst;
    return true;
}

bool readField(std::string_view key, od::value value, Channels &out)
{
    return key != "prefix" || (get(value, out.prefix) && ChannelName::isValidPrefix(out.prefix));
}

bool readField(std::string_view key, od::value value, Ping &out)
{
    return key != "t" || get(value, out.t);
}

bool readField(std::string_view key, od::value value, HelloResult &out)
{
    if (key == "session")
        return get(value, out.session);
    if (key == "node")
        return get(value, out.node);
    if (key == "now")
        return getTime(value, out.now, out.nowNs);
    if (key == "user")
        return isNull(value) || get(value, out.user);
    if (key == "expires_in")
        return isNull(value) || getCount(value, out.expiresIn.emplace());
    if (key == "caps")
        return getTexts(value, out.caps);
    if (key == "ping_ms")
        return getCount(value, out.pingMs);
    if (key == "pong_ms")
        return getCount(value, out.pongMs);
    return key != "limits" || getLimits(value, out.limits);
}

bool readField(std::string_view key, od::value value, SubscribeResult &out)
{
    if (key == "s")
        return get(value, out.s);
    if (key == "mode")
        return getMode(value, out.mode);
    if (key == "rate")
        return get(value, out.rate);
    if (key == "schema")
        return isNull(value) || getRaw(value, out.schema);
    if (key == "recoverable")
        return get(value, out.recoverable);
    if (key == "recovered")
        return get(value, out.recovered);
    if (key == "snapshot")
        return isNull(value) || getPublications(value, out.snapshot.emplace());
    if (key == "pubs")
        return getPublications(value, out.pubs);
    return getPositionField(key, value, out.position);
}

bool readField(std::string_view key, od::value value, PublishResult &out)
{
    return getPositionField(key, value, out.position);
}

bool readField(std::string_view key, od::value value, HistoryResult &out)
{
    return key == "pubs" ? getPublications(value, out.pubs) : getPositionField(key, value, out.position);
}

bool readField(std::string_view key, od::value value, ChannelEntry &out)
{
    if (key == "channel")
        return getChannel(value, out.channel);
    if (key == "schema")
        return isNull(value) || getRaw(value, out.schema);
    if (key == "subscribers")
        return getCount(value, out.subscribers);
    return key != "rate" || get(value, out.rate);
}

bool readField(std::string_view key, od::value value, PingResult &out)
{
    if (key == "t")
        return get(value, out.t);
    return key != "now" || getTime(value, out.now, out.nowNs);
}

bool readField(std::string_view key, od::value value, Data &out)
{
    if (key == "s")
        return get(value, out.s);
    if (key == "prev")
        return get(value, out.prev);
    return key != "pubs" || getPublications(value, out.pubs);
}

bool readField(std::string_view key, od::value value, Lost &out)
{
    if (key == "s")
        return get(value, out.s);
    if (key == "n")
        return get(value, out.n);
    if (key == "from")
        return get(value, out.from);
    if (key == "to")
        return get(value, out.to);
    return key != "why" || getWhy(value, out.why);
}

bool readField(std::string_view key, od::value value, Unsubscribed &out)
{
    if (key == "s")
        return get(value, out.s);
    if (key == "code")
        return get(value, out.code);
    if (key == "reason")
        return get(value, out.reason);
    return key != "resubscribe" || get(value, out.resubscribe);
}

bool readField(std::string_view key, od::value value, Bye &out)
{
    if (key == "code")
        return get(value, out.code);
    if (key == "reason")
        return get(value, out.reason);
    if (key == "reconnect")
        return get(value, out.reconnect);
    if (key == "after_ms")
        return getAfter(value, out);
    return key != "url" || isNull(value) || get(value, out.url);
}

bool readField(std::string_view key, od::value value, PresenceQuery &out)
{
    return key != "channel" || getChannel(value, out.channel);
}

bool readField(std::string_view key, od::value value, PresenceResult &out)
{
    if (key != "clients")
        return true;
    out.clients.clear();
    od::object clients;
    std::string refused;
    const auto readClient = [&out](std::string_view name, od::value client) {
        PresenceEntry &entry = out.clients.emplace_back();
        entry.client = QString::fromUtf8(name.data(), qsizetype(name.size())).left(MaxText);
        const auto readMember = [&entry](std::string_view member, od::value field) {
            if (member == "user")
                return isNull(field) || get(field, entry.user);
            return member != "info" || isNull(field) || get(field, entry.info);
        };
        od::object object;
        std::string inner;
        return !client.get_object().get(object) && forEachField(object, readMember, inner);
    };
    return !value.get_object().get(clients) && forEachField(clients, readClient, refused);
}

bool readField(std::string_view key, od::value value, PresenceChange &out)
{
    if (key == "s")
        return get(value, out.s);
    if (key == "client")
        return get(value, out.client);
    return key != "user" || isNull(value) || get(value, out.user);
}

bool readField(std::string_view key, od::value value, Item &out)
{
    if (key == "id")
        return get(value, out.id);
    if (key == "seq")
        return get(value, out.seq);
    return key != "data" || getRaw(value, out.data);
}

bool readField(std::string_view key, od::value value, Credit &out)
{
    if (key == "id")
        return get(value, out.id);
    return key != "n" || (get(value, out.n) && out.n >= 0);
}

bool readField(std::string_view key, od::value value, Cancel &out)
{
    return key != "id" || get(value, out.id);
}

bool readField(std::string_view key, od::value value, Failure &out)
{
    if (key == "code")
        return get(value, out.code);
    if (key == "message")
        return get(value, out.message);
    return key != "data" || getFailureData(value, out);
}

template <>
const char *missingField(const Subscribe &subscribe)
{
    return subscribe.channel.isEmpty() ? "channel" : nullptr;
}

template <>
const char *missingField(const Unsubscribe &unsubscribe)
{
    return unsubscribe.s == 0 ? "s" : nullptr;
}

template <>
const char *missingField(const Publish &publish)
{
    if (publish.channel.isEmpty())
        return "channel";
    return publish.data.isEmpty() ? "data" : nullptr;
}

template <>
const char *missingField(const History &history)
{
    return history.channel.isEmpty() ? "channel" : nullptr;
}

template <>
const char *missingField(const SubscribeResult &result)
{
    return result.s == 0 ? "s" : nullptr;
}

template <>
const char *missingField(const PublishResult &result)
{
    return result.position.epoch.isEmpty() ? "epoch" : nullptr;
}

template <>
const char *missingField(const PresenceQuery &query)
{
    return query.channel.isEmpty() ? "channel" : nullptr;
}

template <>
const char *missingField(const Data &data)
{
    return data.s == 0 ? "s" : nullptr;
}

} // namespace alcedo::wire::json
