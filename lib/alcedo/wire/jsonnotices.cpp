// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonvalues.h>

#include <array>

// The fields of what a server says by itself. Unknown fields are ignored; of a field that comes twice the
// last counts.
namespace alcedo::wire::json {

namespace {

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

} // namespace

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

template <>
const char *missingField(const Data &data)
{
    return data.s == 0 ? "s" : nullptr;
}

} // namespace alcedo::wire::json
