// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/wire/message.h>

#include <limits>
#include <simdjson.h>
#include <string_view>

/// Inside the codec: values of an On Demand document into the protocol's types. Each get() answers false
/// where the value is of another type or out of its bounds. Text from a peer is bounded here, so that no
/// field outgrows its use.
namespace alcedo::wire::json {

namespace od = simdjson::ondemand;

inline constexpr qsizetype MaxText = 1024;
inline constexpr qsizetype MaxToken = 16 * 1024;
inline constexpr qsizetype MaxId = 128;
inline constexpr qsizetype MaxMethod = 128;
inline constexpr qsizetype MaxListItems = 4096;

/// Whether nothing follows the value that was read last.
inline bool isAtEnd(od::document &document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

inline bool isNull(od::value &value)
{
    bool null = false;
    return !value.is_null().get(null) && null;
}

inline bool get(od::value value, QString &out, qsizetype maxLength = MaxText)
{
    std::string_view text;
    if (value.get_string().get(text) || qsizetype(text.size()) > maxLength)
        return false;
    out = QString::fromUtf8(text.data(), qsizetype(text.size()));
    return true;
}

inline bool getToken(od::value value, QByteArray &out)
{
    std::string_view text;
    if (value.get_string().get(text) || qsizetype(text.size()) > MaxToken)
        return false;
    out = QByteArray(text.data(), qsizetype(text.size()));
    return true;
}

/// The value's own text, as it came.
inline bool getRaw(od::value value, std::string_view &out)
{
    if (simdjson::to_json_string(value).get(out))
        return false;
    while (!out.empty() &&
           (out.back() == ' ' || out.back() == '\n' || out.back() == '\r' || out.back() == '\t'))
        out.remove_suffix(1);
    return !out.empty();
}

inline bool getRaw(od::value value, QByteArray &out)
{
    std::string_view text;
    if (!getRaw(value, text))
        return false;
    out = QByteArray(text.data(), qsizetype(text.size()));
    return true;
}

inline bool get(od::value value, std::int64_t &out)
{
    std::int64_t number = 0;
    if (value.get_int64().get(number) || number > std::int64_t(MaxInteger) ||
        number < -std::int64_t(MaxInteger))
        return false;
    out = number;
    return true;
}

inline bool get(od::value value, std::uint64_t &out)
{
    std::int64_t number = 0;
    if (!get(value, number) || number < 0)
        return false;
    out = std::uint64_t(number);
    return true;
}

inline bool get(od::value value, int &out)
{
    std::int64_t number = 0;
    if (!get(value, number) || number < std::numeric_limits<int>::min() ||
        number > std::numeric_limits<int>::max())
        return false;
    out = int(number);
    return true;
}

/// A number that counts something: not negative.
inline bool getCount(od::value value, int &out)
{
    return get(value, out) && out >= 0;
}

inline bool get(od::value value, double &out)
{
    return !value.get_double().get(out);
}

inline bool get(od::value value, bool &out)
{
    return !value.get_bool().get(out);
}

inline bool get(od::value value, Id &out)
{
    od::json_type type;
    if (value.type().get(type))
        return false;
    if (type == od::json_type::string) {
        QString text;
        if (!get(value, text, MaxId))
            return false;
        out = std::move(text);
        return true;
    }
    std::int64_t number = 0;
    if (value.get_int64().get(number))
        return false;
    out = number;
    return true;
}

/// Calls onItem(value) for each; false where it is no array, or an item is refused, or there are more than
/// the bound.
template <typename OnItem>
bool forEach(od::value value, OnItem &&onItem, qsizetype bound = std::numeric_limits<qsizetype>::max())
{
    od::array array;
    if (value.get_array().get(array))
        return false;
    for (auto element : array) {
        od::value item;
        if (element.get(item) || --bound < 0 || !onItem(item))
            return false;
    }
    return true;
}

/// Calls onField(key, value) for each; the key of the first that is refused goes to refused.
template <typename OnField>
bool forEachField(od::object object, OnField &&onField, std::string &refused)
{
    for (auto element : object) {
        std::string_view key;
        od::field field;
        if (std::move(element).get(field) || field.unescaped_key().get(key))
            return false;
        if (!onField(key, field.value())) {
            refused = key;
            return false;
        }
    }
    return true;
}

bool readField(std::string_view key, od::value value, Hello &out);
bool readField(std::string_view key, od::value value, Subscribe &out);
bool readField(std::string_view key, od::value value, Unsubscribe &out);
bool readField(std::string_view key, od::value value, Publish &out);
bool readField(std::string_view key, od::value value, History &out);
bool readField(std::string_view key, od::value value, Channels &out);
bool readField(std::string_view key, od::value value, Ping &out);
bool readField(std::string_view key, od::value value, HelloResult &out);
bool readField(std::string_view key, od::value value, SubscribeResult &out);
bool readField(std::string_view key, od::value value, PublishResult &out);
bool readField(std::string_view key, od::value value, HistoryResult &out);
bool readField(std::string_view key, od::value value, ChannelEntry &out);
bool readField(std::string_view key, od::value value, PingResult &out);
bool readField(std::string_view key, od::value value, Data &out);
bool readField(std::string_view key, od::value value, Lost &out);
bool readField(std::string_view key, od::value value, Unsubscribed &out);
bool readField(std::string_view key, od::value value, Bye &out);
bool readField(std::string_view key, od::value value, PresenceQuery &out);
bool readField(std::string_view key, od::value value, PresenceResult &out);
bool readField(std::string_view key, od::value value, PresenceChange &out);
bool readField(std::string_view key, od::value value, Item &out);
bool readField(std::string_view key, od::value value, Credit &out);
bool readField(std::string_view key, od::value value, Cancel &out);
bool readField(std::string_view key, od::value value, Failure &out);

/// What a value lacks once all its fields are read: the field's name, or null where complete.
template <typename T>
const char *missingField(const T &)
{
    return nullptr;
}
template <>
const char *missingField(const Subscribe &subscribe);
template <>
const char *missingField(const Unsubscribe &unsubscribe);
template <>
const char *missingField(const Publish &publish);
template <>
const char *missingField(const History &history);
template <>
const char *missingField(const SubscribeResult &result);
template <>
const char *missingField(const PublishResult &result);
template <>
const char *missingField(const Data &data);
template <>
const char *missingField(const PresenceQuery &query);

} // namespace alcedo::wire::json
