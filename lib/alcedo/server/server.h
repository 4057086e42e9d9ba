// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/server/access.h>
#include <alcedo/server/channeloptions.h>
#include <alcedo/server/itemstream.h>
#include <alcedo/server/limits.h>
#include <alcedo/transport/listener.h>
#include <alcedo/wire/streamposition.h>

#include <QObject>
#include <QString>
#include <QUrl>
#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace alcedo {

class Clock;
class Mailbox;
class Tokens;

/// Answers an application call (a method name with a dot). Move it, keep it, answer once from any thread;
/// destroyed unanswered it answers -32603.
class Responder;

/// The server: one port, any number of workers, channels with history and recovery. The native dialect
/// (docs/protocol.md) over WebSocket, HTTP beside it.
/// Thread: its own; publish(), declareChannel() and the counters from any thread.
class Server : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        ListenOptions listen;
        int workers = 0; ///< event loops of their own; 0: all in the server's thread
        ChannelOptions channelDefaults;
        std::chrono::milliseconds pingInterval{25'000};
        std::chrono::milliseconds pongTimeout{10'000};
        std::chrono::milliseconds helloTimeout{10'000}; ///< else bye 4502
        qint64 slowBytes = 256 * 1024;                  ///< pending past this: thin, or lost{slow}
        qint64 maxPendingBytes = 1024 * 1024;           ///< past this: bye 4001
        std::chrono::milliseconds slowTimeout{10'000};  ///< nothing drained for so long: bye 4001
        /// What waits for the time of a rate: bytes a session. Where there is more, subscriptions are sent
        /// theirs before its time, until there is not; 0: rates hold nothing back.
        qint64 maxHeldBytes = 16 * 1024 * 1024;
        /// Between two deliveries of a rate at most, so that a lower one counts as one in so long; 0: rates
        /// hold nothing back. The reply to subscribe tells the rate that holds.
        std::chrono::milliseconds maxRateInterval{std::chrono::hours(24)};
        /// What is remembered of the records that a subscription with deltas was told: bytes. Where there is
        /// more, all is forgotten, and what comes next goes out whole; 0: always whole.
        qint64 maxDeltaBytes = 16 * 1024 * 1024;
        int maxSubscriptions = 128; ///< a session
        int maxInflight = 256;      ///< unanswered calls a session
        int maxBatch = 256;         ///< messages in one JSON array
        int maxChannels = 10'000;
        qint64 historyBytes = 256 * 1024 * 1024; ///< over all channels
        bool clientsMayPublish = false;          ///< without tokens: whether everybody may
        /// Who may sign in, and for what (docs/security.md). Null: nobody needs to, all are guests that may
        /// see everything and call the application. May be changed while the server runs.
        std::shared_ptr<Tokens> tokens;
        std::vector<Grant> guests; ///< with tokens: what who shows none may do; empty: nothing, one is needed
        Limits limits;
        /// Guarded: listen() refuses an address that is not this machine's own without TLS and tokens.
        /// Open: whoever can reach the port is served as the other options say.
        enum class Exposure { Guarded, Open } exposure = Exposure::Guarded;
    };
    using CallHandler = std::function<void(const QByteArray &params, Responder responder)>;
    using StreamHandler = std::function<void(const QByteArray &params, ItemStream stream)>;

    explicit Server(Options options, Clock &clock, QObject *parent = nullptr);
    ~Server() override;

    /// Refused without TLS and tokens where others can reach the address, see Options::exposure.
    [[nodiscard]] Result<void> listen();
    /// Says bye 4000 with a spread of reconnect delays, then closes.
    void close();
    [[nodiscard]] quint16 port() const;
    /// ws://127.0.0.1:PORT/ or wss.
    [[nodiscard]] QUrl url() const;

    void declareChannel(const QString &channel, const ChannelOptions &options);
    /// data: one JSON value, UTF-8.
    Result<StreamPosition> publish(const QString &channel, const QByteArray &data,
                                   const PublishOptions &options = {});
    /// Before listen(). Called in the session's worker thread.
    void handleCall(const QString &method, CallHandler handler);
    /// A call that is answered item by item; the same otherwise.
    void handleStream(const QString &method, StreamHandler handler);
    /// Other HTTP paths than the server's own (/healthz, /channels, /metrics). Before listen(). Called in a
    /// worker's thread.
    void setHttpHandler(Listener::HttpHandler handler);

    struct Counters
    {
        quint64 sessions = 0, sessionsTotal = 0; ///< links that have said something, or should have by now
        quint64 subscriptions = 0;
        quint64 behind = 0; ///< sessions of now for whose reader more than Transport::HighWaterBytes wait: a
                            ///< publisher that can wait, waits until there are none
        quint64 publications = 0, deliveries = 0, conflated = 0, lost = 0, slowClosed = 0, bytesOut = 0;
        /// By a bound per address or overall, or for a token that opens nothing.
        quint64 connectionsRefused = 0, handshakesRefused = 0, messagesRefused = 0, tokensRefused = 0;
    };
    [[nodiscard]] Counters counters() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

class Responder
{
public:
    using Answer =
        std::function<void(Result<QByteArray>)>; ///< JSON text, or an Error (detail: JSON-RPC code)
    explicit Responder(Answer answer)
        : m_answer(std::move(answer))
    {
    }
    Responder(Responder &&other) noexcept
        : m_answer(std::exchange(other.m_answer, nullptr))
        , m_mailbox(std::move(other.m_mailbox))
        , m_session(other.m_session)
        , m_call(other.m_call)
    {
    }
    Responder &operator=(Responder &&other) noexcept
    {
        std::swap(m_answer, other.m_answer);
        std::swap(m_mailbox, other.m_mailbox);
        std::swap(m_session, other.m_session);
        std::swap(m_call, other.m_call);
        return *this;
    }
    ~Responder();
    /// The first answer counts; text that is no JSON answers -32603.
    void answer(Result<QByteArray> result);

private:
    friend class Session;
    /// Of a session's call.
    Responder(std::shared_ptr<Mailbox> mailbox, quint64 session, quint64 call);
    void answerCall(Result<QByteArray> result);

    Answer m_answer;
    std::shared_ptr<Mailbox> m_mailbox; ///< instead of m_answer
    quint64 m_session = 0, m_call = 0;
};

} // namespace alcedo
