// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/heartbeat.h>
#include <alcedo/connection/reconnectpolicy.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/stage.h>
#include <alcedo/transport/transport.h>

#include <QObject>
#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace alcedo {

class Clock;

/// Where a supervised link stands. Pure data; the transition function is in connectionstate.h.
enum class LinkState {
    Off,          ///< not started, or disconnected by a person
    Opening,      ///< name, TCP, TLS, upgrade under way
    Greeting,     ///< open; the dialect signs in and subscribes
    Live,         ///< messages flow, or the peer answers
    Stalled,      ///< open, but silent for longer than it should be
    Waiting,      ///< lost; the next try is scheduled
    Closing,
    Failed,       ///< stopped for good: a terminal refusal, or auto-reconnect is off
};

/// One line of a link's log. No payloads.
struct LinkLogEntry
{
    std::chrono::nanoseconds wall{0};
    enum class Severity { Note, Good, Warning, Failure } severity = Severity::Note;
    QString text; ///< English, technical: "attempt 13: HTTP 503, next in 29.1 s"
};

/// Everything that a connection panel shows of a link, as one immutable value.
struct LinkStatus
{
    LinkState state = LinkState::Off;
    std::chrono::nanoseconds since{0};                     ///< wall time of the last state change
    int attempt = 0;                                       ///< tries since the link was last up; 0 when up
    std::optional<std::chrono::nanoseconds> nextTryAt;     ///< steady time, in Waiting
    std::chrono::nanoseconds waitedFor{0};                 ///< the whole delay that nextTryAt ends, for the ring
    Stage stage = Stage::Name;                             ///< reached so far, or failed in
    std::array<std::optional<std::chrono::nanoseconds>, 7> stageTook{}; ///< of the last try, indexed by Stage
    std::optional<DialFailure> failure;                    ///< of the last try
    std::optional<CloseInfo> lastClose;
    std::chrono::nanoseconds lastUp{0}, lastDown{0};       ///< wall; the session before
    std::optional<std::chrono::nanoseconds> roundTrip;
    quint64 messagesIn = 0, messagesOut = 0, bytesIn = 0, bytesOut = 0; ///< since start
    double messagesPerSecond = 0, bytesPerSecond = 0;      ///< in, over the last second or two
    std::chrono::nanoseconds lastMessageAt{0};             ///< steady; zero: never
    bool autoReconnect = true;
    std::deque<LinkLogEntry> log;                          ///< newest last, at most 200
};

/// One supervised link, for every dialect: dials, watches, redials. The dialect on top sends and receives
/// messages and says when its greeting is done (setReady) or refused (fail).
/// Thread: its own; LinkStatus may travel anywhere.
class Connection : public QObject
{
    Q_OBJECT
public:
    /// Makes a link: the default dials DialOptions; tests give Loopback ends.
    struct Options
    {
        DialOptions dial;
        ReconnectPolicy::Options reconnect;
        Heartbeat::Options heartbeat;
        bool autoReconnect = true;
        std::chrono::milliseconds greetingTimeout{10'000}; ///< from open to setReady(); zero: none
    };
    /// For tests: called instead of dialling; answers a link or a failure, at once.
    using LinkFactory = std::function<std::unique_ptr<Transport>(DialFailure *)>;

    explicit Connection(Options options, Clock &clock, QObject *parent = nullptr);
    ~Connection() override;
    void setLinkFactory(LinkFactory factory);

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
    /// From the dialect: drop this link and redial (a gap that only a new session mends, a planned renewal).
    void reconnect(int code, const QString &reason);
    void addLogEntry(LinkLogEntry::Severity severity, const QString &text);

Q_SIGNALS:
    /// A new link is open: the dialect greets now. Emitted once a try, before any messageReceived.
    void opened();
    void messageReceived(const QByteArray &payload, alcedo::Transport::Kind kind, std::chrono::nanoseconds arrival);
    /// The link that opened() announced has ended.
    void lost(const alcedo::CloseInfo &info);
    void drained();
    void stateChanged(alcedo::LinkState state);
    /// Something in status() worth repainting changed (state, stage, round trip, log), but not for counters alone.
    void statusChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::LinkStatus)
