// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/deflater.h>
#include <alcedo/transport/epollset.h>
#include <alcedo/transport/framereader.h>
#include <alcedo/transport/transport.h>
#include <alcedo/transport/websockettransport.h>

#include <memory>
#include <vector>

namespace alcedo {

class Clock;
class Timer;

/// The server's end of a plain WebSocket link, straight on its descriptor in an EpollSet, for the many
/// connections of a server on Linux: without a QWebSocket and its sockets it takes a twentieth of the memory,
/// and a message costs one copy. Framing is FrameReader's, as everywhere. Thread: the set's.
class EpollTransport final : public Transport, private EpollSet::Watch
{
    Q_OBJECT
public:
    /// Holds a link of which nobody has heard yet.
    class Keeper
    {
    public:
        /// Its first message is about to be emitted.
        virtual void spoke(EpollTransport &transport) = 0;
        /// It has ended, unheard.
        virtual void wentUnheard(EpollTransport &transport) = 0;

    protected:
        ~Keeper() = default;
    };
    struct Peer
    {
        QHostAddress address;
        quint16 port = 0;
    };
    /// Takes the descriptor. answer: what is to be written first, the 101. link: without a socket.
    EpollTransport(std::shared_ptr<EpollSet> set, int descriptor, Peer peer, UpgradedLink link,
                   const QByteArray &answer, Clock &clock);
    ~EpollTransport() override;
    /// False where the set could not take the descriptor: closed from the beginning.
    [[nodiscard]] bool isValid() const { return m_descriptor >= 0; }

    void setKeeper(Keeper *keeper) { m_keeper = keeper; }
    std::size_t keptAt = 0; ///< the keeper's own

    [[nodiscard]] State state() const override { return m_state; }
    void setReceiver(Receiver *receiver) override { m_receiver = receiver; }
    SendResult send(const QByteArray &payload, Kind kind) override;
    SendResult sendParts(std::span<const QByteArrayView> parts, Kind kind) override;
    SendResult sendPrepared(PreparedMessage &message) override;
    [[nodiscard]] bool isDeflating() const override { return m_deflater != nullptr; }
    void ping(const QByteArray &payload = {}) override;
    void close(int code = 1000, const QString &reason = {}) override;
    void abort() override;
    [[nodiscard]] qint64 pendingBytes() const override { return m_pending; }
    void setReading(bool reading) override;
    [[nodiscard]] QString subprotocol() const override { return m_subprotocol; }
    [[nodiscard]] QString requestTarget() const override { return m_requestTarget; }
    [[nodiscard]] QHostAddress peerAddress() const override { return m_peer.address; }
    [[nodiscard]] quint16 peerPort() const override { return m_peer.port; }

private:
    struct Ping
    {
        QByteArray payload;
        std::chrono::nanoseconds at{0};
    };
    /// What only the end of a link needs.
    struct Ending
    {
        explicit Ending(Clock &clock);
        ~Ending();
        std::unique_ptr<Timer> timer;
        std::optional<CloseInfo> sent, received;
        bool weClosedFirst = false;
        bool faulty = false;
        bool leaving = false; ///< goes as soon as all is written
    };

    void ready(quint32 events) override;
    void flush() override;
    void receive();
    void drainRest();
    void pull();
    [[nodiscard]] bool handle(FrameReader::Event event);
    void message(Kind kind);
    void onPong(const QByteArray &payload);
    void peerClosed();
    void protocolFault();
    void leaveAfterFlush();
    void onEndingTimer();
    void finish(const CloseInfo &info);
    [[nodiscard]] CloseInfo closeInfo() const;
    [[nodiscard]] bool isLeaving() const { return m_ending && m_ending->leaving; }
    [[nodiscard]] Ending &ending();
    void drop();

    void queue(Opcode opcode, const QByteArray &payload, PayloadForm form = PayloadForm::Plain);
    void queueCopy(std::span<const QByteArrayView> parts);
    void queueShared(const QByteArray &bytes);
    void queued(qsizetype bytes);
    [[nodiscard]] SendResult accepted();
    void written(qint64 bytes);
    void writeOut();
    void answerPing(const QByteArray &payload);
    void answerOwedPing();
    void rearm();

    const std::shared_ptr<EpollSet> m_set;
    Clock &m_clock;
    Keeper *m_keeper = nullptr;
    Receiver *m_receiver = nullptr;
    FrameReader m_reader;
    const std::unique_ptr<Deflater> m_deflater; ///< where permessage-deflate was agreed on
    const QString m_subprotocol;
    const QString m_requestTarget;
    const Peer m_peer;
    std::unique_ptr<Ending> m_ending;
    std::vector<Ping> m_pings;
    std::unique_ptr<QByteArray> m_owedPong; ///< of the newest ping that came while much was pending
    std::vector<QByteArray> m_out;          ///< in order; the last may be added to where it is ours
    qint64 m_outOffset = 0;                 ///< written of m_out.front()
    qint64 m_pending = 0;
    std::chrono::nanoseconds m_arrival{0};
    int m_descriptor;
    State m_state = State::Open;
    bool m_tailIsOurs = false;
    bool m_blocked = false; ///< the kernel took less than all: wait for EPOLLOUT
    bool m_broken = false;  ///< a send failed; the end comes as an event
    bool m_reading = true;
    bool m_delivering = false;
    bool m_started = false;
    bool m_awaitsDrain = false;
};

} // namespace alcedo
