// SPDX-License-Identifier: MIT
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsonvalues.h>

// The fields of what a client says: requests, and its notifications in a call. Unknown fields are ignored; of
// a field that comes twice the last counts.
namespace alcedo::wire::json {

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

bool readField(std::string_view key, od::value value, PresenceQuery &out)
{
    return key != "channel" || getChannel(value, out.channel);
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
const char *missingField(const PresenceQuery &query)
{
    return query.channel.isEmpty() ? "channel" : nullptr;
}

} // namespace alcedo::wire::json
