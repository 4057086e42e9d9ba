// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/streamcursor.h>
#include <alcedo/core/error.h>
#include <alcedo/wire/message.h>

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

namespace alcedo {

class SubscriptionHost;

struct SubscribeOptions
{
    DeliveryMode mode = DeliveryMode::All;
    int history = 0;                            ///< newest publications wanted at the first subscribe
    std::optional<StreamPosition> recover = {}; ///< go on from here (a position kept from an earlier run)
    double rate = 0; ///< Hz, deliveries of each key at most; 0: no bound. Not for All
    /// Fields: only what changed of a record goes over the link. In mode Keyed it is put together again,
    /// received() tells whole records. For Keyed and Merge.
    enum class Delta { None, Fields } delta = Delta::None;
    QStringList keys = {}; ///< only publications of these keys; empty: all. For Keyed and Merge
};

/// A channel's stream, over any number of links: every offset once, in order, or one lost(). It lives until
/// it is deleted, which unsubscribes. Thread: its client's. Ownership: its client's; deleting it earlier is
/// fine.
class Subscription : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Waiting, ///< for the link, or for a refusal's time to pass
        Subscribing,
        Subscribed,
        Refused, ///< by the server, for good: error() says why
        Ended,   ///< by the server, for good, after it was subscribed: error() says why
    };
    ~Subscription() override;
    [[nodiscard]] State state() const;
    [[nodiscard]] QString channel() const;
    [[nodiscard]] DeliveryMode mode() const;
    /// Of the last thing told; already true in the slot that hears it.
    [[nodiscard]] StreamPosition position() const;
    [[nodiscard]] Error error() const; ///< in Refused and Ended
    /// The channel's schema as JSON text; empty before Subscribed, and where it has none.
    [[nodiscard]] QByteArray schema() const;
    struct Counters
    {
        quint64 received = 0;   ///< publications told, recovered ones included, snapshots not
        quint64 recovered = 0;  ///< of them those that came late, over a new link or by healing
        quint64 lost = 0;       ///< sum of Loss::count
        quint64 duplicates = 0; ///< came again and were not told again
        quint64 gaps = 0;       ///< holes seen in the stream of one link
    };
    [[nodiscard]] Counters counters() const;

Q_SIGNALS:
    /// In order; the position has advanced to the last of them already. Those of Op::Merge have only some of
    /// their key's fields: mergeFields() puts them into what is known.
    void received(const std::vector<alcedo::Publication> &publications);
    /// Thinned modes: the newest of every key (Latest: the newest), replacing what was known. Before any
    /// received() of that link.
    void snapshotReceived(const std::vector<alcedo::Publication> &publications);
    void lost(const alcedo::Loss &loss);
    /// Somebody else follows the channel, or no longer does; of channels that tell it, as far as the link is
    /// not slow: Client::presence() knows all.
    void joined(const QString &client, const QString &user);
    void left(const QString &client, const QString &user);
    void stateChanged(alcedo::Subscription::State state);

private:
    friend class Client;
    Subscription(const QString &channel, const SubscribeOptions &options, SubscriptionHost &host,
                 QObject *parent);
    void linkReady();
    void linkLost();
    void onData(wire::Data data);
    void onLost(const wire::Lost &lost);
    void onUnsubscribed(const wire::Unsubscribed &unsubscribed);
    void onPresence(const wire::PresenceChange &change);
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
