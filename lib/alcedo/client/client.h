// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/call.h>
#include <alcedo/client/outbox.h>
#include <alcedo/client/streamedcall.h>
#include <alcedo/client/subscription.h>
#include <alcedo/connection/connection.h>
#include <alcedo/core/result.h>
#include <alcedo/wire/streamposition.h>

#include <QFuture>
#include <QObject>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace alcedo {

class Clock;

/// The native dialect on a Connection: hello, subscriptions that survive drops, calls in parallel.
/// Thread: its own. Subscriptions and calls belong to the client; delete one to unsubscribe or cancel.
class Client : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        Connection::Options connection; ///< subprotocols are set by the client
        QString name;                   ///< told in hello
        QByteArray token;               ///< told in hello where set; never logged
        enum class Format {
            Json,
            Cbor
        } format = Format::Json; ///< over WebSocket; polled messages are JSON. A server refuses what it
                                 ///< does not speak
        enum class Times {
            Milliseconds,
            Nanoseconds
        } times = Times::Milliseconds; ///< Nanoseconds: Publication::timeNs is told, too
        /// Allowed: by long poll where a proxy breaks WebSocket and it never worked on this network; back as
        /// soon as it does (LinkChoice).
        enum class Fallback { Allowed, Never } fallback = Fallback::Allowed;
    };
    explicit Client(Options options, Clock &clock, QObject *parent = nullptr);
    ~Client() override;
    /// open() it to begin.
    [[nodiscard]] Connection &connection();
    [[nodiscard]] const Connection &connection() const;

    /// A handle at once; it (re)subscribes whenever the link is up, recovering from its position. One per
    /// channel: the server refuses a second one.
    Subscription *subscribe(const QString &channel, const SubscribeOptions &options = {});
    /// params: JSON text of an object or array; empty: none. A call made while the link is down waits for it
    /// until its timeout. Any number go in parallel; what is beyond the server's limit waits here, at most
    /// RequestTable::MaxWaiting.
    Call *call(const QString &method, const QByteArray &params = {}, const CallOptions &options = {});
    /// The same for a method that answers item by item. It waits for the link, without a timeout.
    StreamedCall *stream(const QString &method, const QByteArray &params = {},
                         const StreamOptions &options = {});
    /// data: one JSON value. Sent again after a lost link under a key of its own, so that it is applied once.
    /// Fails with TimedOut after 10 s.
    QFuture<Result<StreamPosition>> publish(const QString &channel, const QByteArray &data,
                                            const QString &key = {},
                                            Publication::Op op = Publication::Op::Set);

    /// The same for those who do not wait for an outcome but want to know how fast they may go on. Applied
    /// once; a refusal comes as sendFailed(). What waits is bounded (Outbox) and survives the link, not the
    /// client.
    ///
    ///     if (client.send("quotes", json, {.key = "AAPL", .waiting = SendOptions::Waiting::Thin}) ==
    ///     Sending::Dropped)
    ///         wait for drained()
    Sending send(const QString &channel, const QByteArray &data, const SendOptions &options = {});

    /// The server's channels whose names begin so; empty: all.
    QFuture<Result<std::vector<wire::ChannelEntry>>> channels(const QString &prefix = {});

    /// Who follows a channel, by session; where the channel does not tell: an Error with -32003.
    QFuture<Result<std::vector<wire::PresenceEntry>>> presence(const QString &channel);
    /// Shows a newer token of the same user on this link, and in every hello from now on. Answers how long it
    /// lives; zero: it does not expire. Refused: the old one holds on, on this link and the next.
    QFuture<Result<std::chrono::seconds>> refresh(const QByteArray &token);

    /// Another token in every hello from now on; a link that stands goes on as it signed in. For a server
    /// that refused the last one: then retry the connection.
    void setToken(const QByteArray &token);

    /// hello was answered and the link stands.
    [[nodiscard]] bool isReady() const;
    /// From hello; empty before.
    [[nodiscard]] QString session() const;
    /// Server's wall clock minus ours, from hello and from a ping every 30 s; nothing before the first.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clockOffset() const;

Q_SIGNALS:
    /// hello was answered.
    void ready();
    void clockOffsetChanged();
    /// Nothing waits any more, after a send() that did not answer Sent.
    void drained();
    /// The server did not take what was given to send().
    void sendFailed(const QString &channel, const alcedo::Error &error);
    /// The token expires so soon: refresh() now.
    void tokenExpiring(std::chrono::seconds left);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
