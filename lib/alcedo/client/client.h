// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/connection.h>
#include <alcedo/core/result.h>
#include <alcedo/wire/streamposition.h>

#include <QFuture>
#include <QObject>
#include <QPointer>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace alcedo {

class Call;
class Clock;
class Subscription;

enum class DeliveryMode { All, Keyed };

struct SubscribeOptions
{
    DeliveryMode mode = DeliveryMode::All;
    int history = 0;                       ///< newest publications wanted at the first subscribe
    std::optional<StreamPosition> recover; ///< go on from here (a position kept from an earlier run)
};

struct CallOptions
{
    std::chrono::milliseconds timeout{10'000}; ///< zero: none
    QString idempotencyKey;
};

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
    };
    explicit Client(Options options, Clock &clock, QObject *parent = nullptr);
    ~Client() override;
    [[nodiscard]] Connection &connection();

    /// A handle at once; it (re)subscribes whenever the link is up, recovering from its position.
    Subscription *subscribe(const QString &channel, const SubscribeOptions &options = {});
    /// params: JSON text of an object or array; empty: none. A call made while the link is down waits for it until its timeout.
    Call *call(const QString &method, const QByteArray &params = {}, const CallOptions &options = {});
    QFuture<Result<StreamPosition>> publish(const QString &channel, const QByteArray &data, const QString &key = {});

    /// From hello; empty before.
    [[nodiscard]] QString session() const;
    /// Server's wall clock minus ours, from hello and pings; nothing before the first.
    [[nodiscard]] std::optional<std::chrono::milliseconds> clockOffset() const;

Q_SIGNALS:
    /// hello was answered.
    void ready();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// What did not come, with its bounds: offsets first..last of epoch; count may be less where some were thinned on purpose.
struct Loss
{
    QString epoch;
    std::uint64_t first = 0, last = 0, count = 0;
    QString why; ///< "slow", "rate", "retention", "reset"
    friend bool operator==(const Loss &, const Loss &) = default;
};

/// A channel's stream, over any number of links: every offset once, in order, or one lost().
class Subscription : public QObject
{
    Q_OBJECT
public:
    enum class State { Waiting, Subscribing, Subscribed, Refused, Ended };
    [[nodiscard]] State state() const;
    [[nodiscard]] QString channel() const;
    [[nodiscard]] StreamPosition position() const;
    [[nodiscard]] Error error() const; ///< in Refused
    struct Counters
    {
        quint64 received = 0, recovered = 0, lost = 0;
    };
    [[nodiscard]] Counters counters() const;
    ~Subscription() override;

Q_SIGNALS:
    /// In order; the position has advanced to the last of them already.
    void received(const std::vector<alcedo::Publication> &publications);
    /// keyed: the newest of every key, replacing what was known. Before any received() of that link.
    void snapshotReceived(const std::vector<alcedo::Publication> &publications);
    void lost(const alcedo::Loss &loss);
    void stateChanged(alcedo::Subscription::State state);

private:
    friend class Client;
    explicit Subscription(QString channel, SubscribeOptions options, QObject *parent);
    class Private;
    std::unique_ptr<Private> d;
};

/// One request and its one outcome. Deletes itself after finished(), unless kept by setAutoDelete(false).
class Call : public QObject
{
    Q_OBJECT
public:
    [[nodiscard]] QFuture<Result<QByteArray>> future() const; ///< JSON text of the result
    void cancel();
    void setAutoDelete(bool on);
    ~Call() override;

Q_SIGNALS:
    void finished(const alcedo::Result<QByteArray> &result);

private:
    friend class Client;
    explicit Call(QObject *parent);
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
