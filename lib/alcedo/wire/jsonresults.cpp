// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonvalues.h>

// The fields of what a server answers. Unknown fields are ignored; of a field that comes twice the last
// counts.
namespace alcedo::wire::json {

namespace {

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

bool readField(std::string_view key, od::value value, PingResult &out)
{
    if (key == "t")
        return get(value, out.t);
    return key != "now" || getTime(value, out.now, out.nowNs);
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
const char *missingField(const SubscribeResult &result)
{
    return result.s == 0 ? "s" : nullptr;
}

template <>
const char *missingField(const PublishResult &result)
{
    return result.position.epoch.isEmpty() ? "epoch" : nullptr;
}

} // namespace alcedo::wire::json
