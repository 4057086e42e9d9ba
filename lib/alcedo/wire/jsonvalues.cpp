// SPDX-License-Identifier: MIT
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsonvalues.h>

#include <charconv>

namespace alcedo::wire::json {

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

namespace {

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

} // namespace

bool getPublications(od::value value, std::vector<Publication> &out)
{
    out.clear();
    return forEach(value, [&out](od::value item) { return getPublication(item, out.emplace_back()); });
}

} // namespace alcedo::wire::json
