// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/polldialer.h>
#include <alcedo/transport/transport.h>

#include <deque>
#include <optional>

namespace alcedo {

/// The client's end of a link by long poll: one request asks for messages, all the time; another brings ours,
/// one after the other. A request that is lost on the way is made again, MaxTries times; its number keeps the
/// server from taking it twice. What comes together is one message, a JSON array. Text only. Thread: its own.
class PollClient final : public Transport
{
    Q_OBJECT
public:
    static constexpr int MaxTries = 4;
    static constexpr std::chrono::milliseconds RetryAfter{250}; ///< twice as long each time

    PollClient(std::unique_ptr<PollRequests> requests, QByteArray session, Clock &clock);
    ~PollClient() override;
    [[nodiscard]] State state() const override { return m_state; }
    SendResult send(const QByteArray &payload, Kind kind) override;
    /// A request without a message; pongReceived() with its answer.
    void ping(const QByteArray &payload) override;
    void close(int code, const QString &reason) override;
    void abort() override;
    [[nodiscard]] qint64 pendingBytes() const override { return m_pending; }
    void setReading(bool reading) override;
    [[nodiscard]] QString subprotocol() const override { return m_subprotocol; }
    [[nodiscard]] QHostAddress peerAddress() const override { return {}; }
    [[nodiscard]] quint16 peerPort() const override { return 0; }

private:
    /// One of the two strings of requests.
    struct Lane
    {
        explicit Lane(Clock &clock)
            : retry(clock)
        {
        }
        QPointer<QNetworkReply> reply;
        Timer retry;
        int tries = 0;
    };
    void ask();
    void onAsked();
    void bring();
    void onBrought();
    [[nodiscard]] bool isGood(Lane &lane);
    void drop(Lane &lane);
    void sayGoodbye();
    void end(const CloseInfo &info);

    std::unique_ptr<PollRequests> m_requests; ///< null once goodbye was said
    const QByteArray m_session;
    const QString m_subprotocol;
    Clock &m_clock;
    Lane m_asking, m_bringing;
    std::deque<QByteArray> m_out; ///< the first is under way; bounded by MaxPendingBytes
    std::deque<std::chrono::nanoseconds> m_pings;
    quint64 m_after = 0, m_number = 1;
    qint64 m_pending = 0;
    std::optional<CloseInfo> m_leaving;
    State m_state = State::Open;
    bool m_reading = true, m_awaitsDrain = false;
};

} // namespace alcedo
