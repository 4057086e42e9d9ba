// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/heartbeat.h>
#include <alcedo/connection/linkstatus.h>
#include <alcedo/connection/reconnectpolicy.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/transport.h>

#include <QObject>
#include <chrono>
#include <functional>
#include <memory>

namespace alcedo {

class Clock;

/// One supervised link, for every dialect: dials, watches, redials. The dialect on top sends and receives
/// messages and says when its greeting is done (setReady) or refused (fail).
/// Thread: its own; LinkStatus may travel anywhere.
class Connection : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        DialOptions dial;
        ReconnectPolicy::Options reconnect;
        Heartbeat::Options heartbeat;
        bool autoReconnect = true;
        std::chrono::milliseconds greetingTimeout{10'000}; ///< from open to setReady(); zero: none
    };
    /// For tests: called instead of dialling; answers a link or a failure, at once. The outcome is taken up
    /// in the next turn of the event loop, as a real dial's would be.
    using LinkFactory = std::function<std::unique_ptr<Transport>(DialFailure *)>;

    /// For links that are no WebSockets: makes the dialer of each try.
    using DialerFactory = std::function<std::unique_ptr<Dialer>()>;

    explicit Connection(Options options, Clock &clock, QObject *parent = nullptr);
    ~Connection() override;
    void setLinkFactory(LinkFactory factory);
    /// Takes effect at the next try; null: a WebSocket's.
    void setDialerFactory(DialerFactory factory);

    [[nodiscard]] LinkState state() const;
    [[nodiscard]] LinkStatus status() const;
    [[nodiscard]] const Options &options() const;
    /// Takes effect at the next try.
    void setDialOptions(const DialOptions &dial);
    void setAutoReconnect(bool on);
    void setReconnectOptions(const ReconnectPolicy::Options &options);
    void setHeartbeatOptions(const Heartbeat::Options &options);

    /// Connect; also leaves Failed. Nothing where already up or on the way.
    void open();
    /// By a person: close, and stay Off.
    void close(int code = 1000, const QString &reason = {});
    /// Ends any wait and dials at once; the attempt count goes on.
    void retryNow();
    /// The network came back (or the machine woke up): as retryNow(), only where waiting.
    void networkAvailable();

    SendResult send(const QByteArray &payload, Transport::Kind kind);
    [[nodiscard]] qint64 pendingBytes() const;
    [[nodiscard]] QString subprotocol() const;
    void ping();

    /// From the dialect: the greeting stands at this stage (SignIn, Subscribe).
    void setStage(Stage stage);
    /// From the dialect: greeting done, the link is Live.
    void setReady();
    /// From the dialect: the greeting was refused. Terminal failures stop; others back off as any lost link.
    void fail(const DialFailure &failure);
    /// The same where the peer said why it ends (a bye): close is what status() shows as the last close.
    void fail(const DialFailure &failure, const CloseInfo &close);
    /// From the dialect: drop this link and redial (a gap that only a new session mends, a planned renewal).
    /// The peer is told the reason in English.
    void reconnect(int code, const Words &reason);
    void addLogEntry(LinkLogEntry::Severity severity, const Words &words);

Q_SIGNALS:
    /// A new link is open: the dialect greets now. Emitted once a try, before any messageReceived.
    void opened();
    void messageReceived(const QByteArray &payload, alcedo::Transport::Kind kind,
                         std::chrono::nanoseconds arrival);
    /// send() has given this to the link (not Dropped). at: steady time. For those who watch the wire.
    void messageSent(const QByteArray &payload, alcedo::Transport::Kind kind, std::chrono::nanoseconds at);
    /// The link that opened() announced has ended.
    void lost(const alcedo::CloseInfo &info);
    void drained();
    void stateChanged(alcedo::LinkState state);
    /// Something in status() worth repainting changed (state, stage, round trip, log), but not for counters
    /// alone.
    void statusChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
