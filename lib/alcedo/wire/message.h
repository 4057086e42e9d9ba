// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/wire/rpcerror.h>
#include <alcedo/wire/streamposition.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

/// The protocol's messages as values: JSON-RPC 2.0 envelopes around the typed parameters and results of each
/// method. Field names are the protocol's, in camel case. "Raw" is JSON text that is passed on as it came.
namespace alcedo {

/// How a subscription is thinned: every publication; fields merged; newest per key; newest.
enum class DeliveryMode : std::uint8_t { All, Merge, Keyed, Latest };
[[nodiscard]] QString deliveryModeName(DeliveryMode mode);

namespace wire {

inline constexpr int ProtocolVersion = 1;
inline constexpr const char *JsonSubprotocol = "alcedo.v1.json";
inline constexpr const char *CborSubprotocol = "alcedo.v1.cbor";
/// Largest integer that the protocol carries (JSON numbers are doubles to many readers).
inline constexpr std::uint64_t MaxInteger = (std::uint64_t(1) << 53) - 1;

/// Matches a reply to its request: a whole number or a text of at most 128 characters.
using Id = std::variant<std::int64_t, QString>;

// Client to server: parameters

struct Hello
{
    int version = ProtocolVersion;
    QString client;
    QByteArray token; ///< empty: none. Never logged
    QStringList caps;
    friend bool operator==(const Hello &, const Hello &) = default;
};
struct Subscribe
{
    QString channel;
    DeliveryMode mode = DeliveryMode::All;
    QString key;                           ///< only this key, instead of keys; empty: as keys says
    QStringList keys;                      ///< only these keys; empty: all
    std::optional<double> rate;            ///< deliveries a second per key at most
    QString delta;                         ///< "fields", or empty
    std::optional<StreamPosition> recover; ///< go on after this
    int history = 0;                       ///< newest publications wanted
    QByteArray token;
    friend bool operator==(const Subscribe &, const Subscribe &) = default;
};
struct Unsubscribe
{
    std::int64_t s = 0;
    friend bool operator==(const Unsubscribe &, const Unsubscribe &) = default;
};
struct Publish
{
    QString channel;
    QByteArray data; ///< raw
    QString key;
    Publication::Op op = Publication::Op::Set;
    QString idempotencyKey;
    friend bool operator==(const Publish &, const Publish &) = default;
};
enum class Order : std::uint8_t { OldestFirst, NewestFirst };
struct History
{
    QString channel;
    std::optional<StreamPosition> since; ///< after this
    std::optional<std::uint64_t> until;  ///< up to and with this offset
    int limit = 0;                       ///< 0: as many as the server gives
    Order order = Order::OldestFirst;    ///< NewestFirst: `reverse`
    friend bool operator==(const History &, const History &) = default;
};
struct Channels
{
    QString prefix;
    friend bool operator==(const Channels &, const Channels &) = default;
};
struct Ping
{
    std::int64_t t = 0; ///< ms, given back as it came
    friend bool operator==(const Ping &, const Ping &) = default;
};
struct PresenceQuery
{
    QString channel;
    friend bool operator==(const PresenceQuery &, const PresenceQuery &) = default;
};
/// Any other method: the application's (with a dot), or one that this version does not know.
struct ApplicationCall
{
    QString method;
    QByteArray params;      ///< raw: an object or an array; empty: none
    QString idempotencyKey; ///< beside params in the envelope
    friend bool operator==(const ApplicationCall &, const ApplicationCall &) = default;
};

/// An application's call as it stands in its message, into whose text the views point.
struct CallText
{
    Id id;
    QByteArrayView method; ///< UTF-8, with a dot
    QByteArrayView params; ///< raw: an object or an array; empty: none
};

// Server to client: results

struct Limits
{
    std::int64_t message = 0; ///< bytes; 0: not told, as for all of these
    int channels = 0, inflight = 0, batch = 0;
    friend bool operator==(const Limits &, const Limits &) = default;
};
struct HelloResult
{
    QString session, node;
    std::int64_t now = 0; ///< server's wall clock, ms
    QString user;
    std::optional<int> expiresIn; ///< s
    QStringList caps;
    int pingMs = 25'000, pongMs = 10'000;
    Limits limits;
    std::int64_t nowNs = 0; ///< now in nanoseconds, where they were asked for; else 0
    friend bool operator==(const HelloResult &, const HelloResult &) = default;
};
struct SubscribeResult
{
    std::int64_t s = 0;
    StreamPosition position; ///< of the newest publication that this result accounts for
    DeliveryMode mode = DeliveryMode::All;
    double rate = 0;   ///< Hz; 0: unbounded
    QByteArray schema; ///< raw; empty: none
    bool recoverable = false;
    bool recovered = false;
    std::optional<std::vector<Publication>> snapshot; ///< newest per key
    std::vector<Publication> pubs;                    ///< ascending by offset
    friend bool operator==(const SubscribeResult &, const SubscribeResult &) = default;
};
struct PublishResult
{
    StreamPosition position;
    friend bool operator==(const PublishResult &, const PublishResult &) = default;
};
struct HistoryResult
{
    StreamPosition position; ///< of the channel's newest
    std::vector<Publication> pubs;
    friend bool operator==(const HistoryResult &, const HistoryResult &) = default;
};
struct ChannelEntry
{
    QString channel;
    QByteArray schema; ///< raw; empty: none
    int subscribers = 0;
    double rate = 0; ///< publications a second
    friend bool operator==(const ChannelEntry &, const ChannelEntry &) = default;
};
struct ChannelsResult
{
    std::vector<ChannelEntry> channels;
    friend bool operator==(const ChannelsResult &, const ChannelsResult &) = default;
};
struct PresenceEntry
{
    QString client; ///< its session
    QString user;   ///< empty: nobody in particular
    QString info;   ///< what it calls itself in hello
    friend bool operator==(const PresenceEntry &, const PresenceEntry &) = default;
};
struct PresenceResult
{
    std::vector<PresenceEntry> clients;
    friend bool operator==(const PresenceResult &, const PresenceResult &) = default;
};
struct PingResult
{
    std::int64_t t = 0, now = 0; ///< ms
    std::int64_t nowNs = 0;      ///< now in nanoseconds, where they were asked for; else 0
    friend bool operator==(const PingResult &, const PingResult &) = default;
};

// Server to client: notifications

struct Data
{
    std::int64_t s = 0;
    std::uint64_t prev = 0; ///< offset of the last publication sent to this subscription (or told lost)
    std::vector<Publication> pubs; ///< ascending by offset
    friend bool operator==(const Data &, const Data &) = default;
};
struct Lost
{
    enum class Why : std::uint8_t { Slow, Rate, Retention, Reset };
    std::int64_t s = 0;
    std::uint64_t n = 0, from = 0, to = 0;
    Why why = Why::Slow;
    friend bool operator==(const Lost &, const Lost &) = default;
};
[[nodiscard]] QString whyName(Lost::Why why);
struct Unsubscribed
{
    std::int64_t s = 0;
    int code = 0;
    QString reason;
    bool resubscribe = false;
    friend bool operator==(const Unsubscribed &, const Unsubscribed &) = default;
};
struct Bye
{
    int code = 0; ///< the close code that follows
    QString reason;
    bool reconnect = true;
    std::int64_t afterMinMs = 0, afterMaxMs = 0; ///< wait a time drawn evenly from this
    QString url;                                 ///< go there instead; empty: the same
    friend bool operator==(const Bye &, const Bye &) = default;
};
/// Any other notification.
struct OtherNotice
{
    QString method;
    QByteArray params; ///< raw; empty: none
    friend bool operator==(const OtherNotice &, const OtherNotice &) = default;
};

/// Another one came to a subscription's channel, or went: `joined`, `left`.
struct PresenceChange
{
    enum class What : std::uint8_t { Joined, Left } what = What::Joined;
    std::int64_t s = 0;
    QString client, user;
    friend bool operator==(const PresenceChange &, const PresenceChange &) = default;
};
/// One element of a streamed reply.
struct Item
{
    Id id;
    std::uint64_t seq = 0; ///< from 1
    QByteArray data;       ///< raw
    friend bool operator==(const Item &, const Item &) = default;
};

// Client to server: notifications

/// So many more items of a streamed reply may come.
struct Credit
{
    Id id;
    std::int64_t n = 0;
    friend bool operator==(const Credit &, const Credit &) = default;
};
/// The answer to a call is no longer wanted.
struct Cancel
{
    Id id;
    friend bool operator==(const Cancel &, const Cancel &) = default;
};

// Envelopes

using Params = std::variant<ApplicationCall, Hello, Subscribe, Unsubscribe, Publish, History, Channels, Ping,
                            PresenceQuery>;
struct Request
{
    Id id;
    Params params;
    friend bool operator==(const Request &, const Request &) = default;
};
/// The method's name as on the wire.
[[nodiscard]] QString methodName(const Params &params);

struct Notification
{
    std::variant<OtherNotice, Data, Lost, Unsubscribed, Bye, Item, Credit, Cancel, PresenceChange> params;
    friend bool operator==(const Notification &, const Notification &) = default;
};
struct Reply
{
    Id id;
    QByteArray result; ///< raw; JsonCodec::read() types it
    friend bool operator==(const Reply &, const Reply &) = default;
};
struct ErrorReply
{
    std::optional<Id> id; ///< none: the peer could not tell to which
    Failure failure;
    friend bool operator==(const ErrorReply &, const ErrorReply &) = default;
};
/// JSON, but no message, or one whose parameters are wrong. A server answers it with an ErrorReply of the
/// same fields, unless it was a notification (JSON-RPC 2.0 section 4.1: those are never answered).
struct Invalid
{
    enum class Answer : std::uint8_t { Due, None };
    std::optional<Id> id;
    Failure failure;
    Answer answer = Answer::Due;
    friend bool operator==(const Invalid &, const Invalid &) = default;
};

using Message = std::variant<Request, Notification, Reply, ErrorReply, Invalid>;

/// Method names that the protocol has and this version answers with -32014.
[[nodiscard]] bool isReservedMethod(QStringView method);

} // namespace wire
} // namespace alcedo
