// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/listener.h>
#include <alcedo/transport/transport.h>

#include <deque>
#include <functional>
#include <optional>

namespace alcedo {

/// The server's end of a link by long poll, for clients behind proxies that break WebSocket: what it sends is
/// fetched by one request after the other, each held until there is something or HoldMin to HoldMax have gone
/// by, and kept until the next one says that it came. Text messages only. Whoever asks for nothing during
/// IdleTimeout has gone. docs/protocol.md section 8 has the requests. Thread: its own; PollLinks brings the
/// requests there.
class PollTransport final : public Transport
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds HoldMin{20'000}, HoldMax{25'000}, IdleTimeout{30'000};
    static constexpr qint64 MaxAnswerBytes = 256 * 1024; ///< of one answer; a larger message comes alone

    PollTransport(const QHostAddress &peer, QString target, QString subprotocol, Clock &clock);
    ~PollTransport() override;
    /// Called first thing in the destructor, in its thread.
    void setGone(std::function<void()> gone) { m_gone = std::move(gone); }

    /// A message from the client, the number-th; a repeated one is answered and not told again.
    void take(quint64 number, const QByteArray &message, const HttpAnswer &answer);
    /// The client has all up to after, and wants more.
    void give(quint64 after, const HttpAnswer &answer);
    /// The client goes.
    void leave(const HttpAnswer &answer);

    [[nodiscard]] State state() const override { return m_state; }
    SendResult send(const QByteArray &payload, Kind kind) override;
    /// Ends a poll that is held: the next one is the sign of life.
    void ping(const QByteArray &payload) override;
    void close(int code, const QString &reason) override;
    void abort() override;
    [[nodiscard]] qint64 pendingBytes() const override { return m_pending; }
    void setReading(bool reading) override { m_reading = reading; }
    [[nodiscard]] QString subprotocol() const override { return m_subprotocol; }
    [[nodiscard]] QString requestTarget() const override { return m_target; }
    [[nodiscard]] QHostAddress peerAddress() const override { return m_peer; }
    [[nodiscard]] quint16 peerPort() const override { return 0; }

private:
    struct Waiting
    {
        quint64 number = 0;
        QByteArray message;
    };
    void acknowledge(quint64 after);
    void answerHeld();
    void wake();
    void end(const CloseInfo &info);
    [[nodiscard]] HttpResponse response();

    Clock &m_clock;
    std::function<void()> m_gone;
    const QHostAddress m_peer;
    const QString m_target, m_subprotocol;
    std::deque<Waiting> m_out; ///< not yet acknowledged; bounded by MaxPendingBytes
    std::optional<HttpAnswer> m_held;
    Timer m_holdTimer, m_idleTimer;
    std::optional<CloseInfo> m_leaving;
    quint64 m_lastSent = 0, m_lastTaken = 0;
    qint64 m_pending = 0;
    State m_state = State::Open;
    bool m_reading = true, m_awaitsDrain = false, m_wakes = false;
};

/// Several JSON messages as one: an array of them, those that are arrays taken apart.
[[nodiscard]] QByteArray joinMessages(const QList<QByteArray> &messages);

} // namespace alcedo
