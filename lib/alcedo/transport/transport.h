// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHostAddress>
#include <QObject>
#include <QString>
#include <chrono>
#include <memory>
#include <span>

namespace alcedo {

class PreparedMessage;

/// What a listening side keeps with a connection from its acceptance to its end (see Listener::Gate). Ends
/// with it, in its thread.
class LinkPass
{
public:
    LinkPass() = default;
    LinkPass(const LinkPass &) = delete;
    LinkPass &operator=(const LinkPass &) = delete;
    virtual ~LinkPass() = default;
};

/// What became of a message given to send().
enum class SendResult {
    Sent,    ///< handed to the operating system or to the next flush
    Queued,  ///< taken, but the peer reads slower than we write: wait for drained()
    Dropped, ///< not taken: not open, larger than the limit, or past the queue's bound
};

/// How a link ended. RFC 6455 7.1.5 and 7.4: 1006 where no close frame came, never 1000 for a dropped
/// connection.
struct CloseInfo
{
    int code = 1006;
    QString reason;
    enum class Initiator { Local, Peer, Network } initiator = Initiator::Network;
    friend bool operator==(const CloseInfo &, const CloseInfo &) = default;
};

/// Messages over a link: the one port between the dialects and the wire. A Transport is born open (a Dialer
/// or a Listener made it so) and ends once, with closed().
///
/// Thread: the thread that made it. Ownership: its receiver's; deleting it aborts the link without a signal.
class Transport : public QObject
{
    Q_OBJECT
public:
    enum class Kind { Text, Binary };
    enum class State { Open, Closing, Closed };
    using Nanoseconds = std::chrono::nanoseconds;
    using QObject::QObject;

    /// send() answers Queued while more than this is pending, and drained() follows below the low mark.
    static constexpr qint64 HighWaterBytes = 64 * 1024;
    static constexpr qint64 LowWaterBytes = 32 * 1024;
    /// Past this much pending, send() answers Dropped. The dialects have their own, tighter bounds.
    static constexpr qint64 MaxPendingBytes = 64 * 1024 * 1024;
    /// Takes a link's messages with less ado than a signal makes: a tenth of what a short message costs.
    class Receiver
    {
    public:
        /// As messageReceived(). It may close or delete the transport.
        virtual void receive(const QByteArray &payload, Kind kind, Nanoseconds arrival) = 0;

    protected:
        ~Receiver() = default;
    };
    /// How long close() waits for the peer's answer before it aborts.
    static constexpr std::chrono::milliseconds CloseTimeout{5'000};

    [[nodiscard]] virtual State state() const = 0;
    /// From now on messages go there, and messageReceived() need not be emitted any more; null: as before.
    /// Whoever gives itself takes itself back before it goes.
    virtual void setReceiver(Receiver *receiver);
    /// Queues one whole message. Text must be UTF-8; bytes go out as they are.
    virtual SendResult send(const QByteArray &payload, Kind kind) = 0;
    /// The same for a message that lies in pieces, one behind the other; none of them is kept.
    virtual SendResult sendParts(std::span<const QByteArrayView> parts, Kind kind);
    /// The same for a message that goes to many: what the peers can share of it is made once.
    virtual SendResult sendPrepared(PreparedMessage &message);
    /// Whether permessage-deflate was agreed on.
    [[nodiscard]] virtual bool isDeflating() const { return false; }
    /// A ping with up to 125 bytes (RFC 6455 5.5.2); pongReceived() follows.
    virtual void ping(const QByteArray &payload = {}) = 0;
    /// Starts the closing handshake; a peer that does not answer is aborted after CloseTimeout.
    virtual void close(int code = 1000, const QString &reason = {}) = 0;
    /// Drops the link at once; closed() is emitted before this returns.
    virtual void abort() = 0;
    /// Bytes taken by send() that the operating system has not, TLS backlog included.
    [[nodiscard]] virtual qint64 pendingBytes() const = 0;
    /// Stops (false) or goes on (true) reading from the peer, so that TCP pushes back.
    virtual void setReading(bool reading) = 0;

    [[nodiscard]] virtual QString subprotocol() const = 0;
    /// The upgrade request's path and query, server side; empty on the client side. A query may hold a
    /// secret.
    [[nodiscard]] virtual QString requestTarget() const { return {}; }
    /// What the listening side put with it; null: nothing.
    [[nodiscard]] const std::shared_ptr<LinkPass> &pass() const { return m_pass; }
    void setPass(std::shared_ptr<LinkPass> pass) { m_pass = std::move(pass); }
    [[nodiscard]] virtual QHostAddress peerAddress() const = 0;
    [[nodiscard]] virtual quint16 peerPort() const = 0;

Q_SIGNALS:
    /// A whole message. arrival is the injected clock's steady time, stamped once when its bytes were read.
    void messageReceived(const QByteArray &payload, alcedo::Transport::Kind kind,
                         std::chrono::nanoseconds arrival);
    /// A pong, with the time from our ping.
    void pongReceived(std::chrono::nanoseconds roundTrip);
    /// Any ping from the peer (already answered).
    void pingReceived();
    /// pendingBytes() fell to LowWaterBytes or below after a send() answered Queued.
    void drained();
    /// The end; state() is Closed. Emitted once.
    void closed(const alcedo::CloseInfo &info);

private:
    std::shared_ptr<LinkPass> m_pass;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::CloseInfo)
