// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/deflater.h>
#include <alcedo/transport/framereader.h>
#include <alcedo/transport/transport.h>

#include <QTcpSocket>
#include <chrono>
#include <memory>
#include <optional>

class QSslSocket;

namespace alcedo {

class Clock;
class PreparedMessage;

/// Stands between a connected socket and a QWebSocket, and holds what RFC 6455 asks and QtWebSockets lacks.
/// In: frames are checked and joined to whole messages, which leave to a receiver: through QWebSocket they
/// would be framed, parsed and copied once more, and text become UTF-16. Pings go up to it, and it answers.
/// Out: every byte to the peer passes writeOut(); in client role QWebSocket's frames are masked on the way.
/// Messages are inflated and deflated here too, where that was agreed on. The closing handshake is the
/// filter's own: QWebSocket sees only an end.
///
/// To QWebSocket this is the QTcpSocket of an accepted connection, in both roles (see WebSocketEngine).
/// Thread: its own. Ownership: the inner socket becomes its child.
class WebSocketFilter final : public QTcpSocket
{
    Q_OBJECT
public:
    WebSocketFilter(std::unique_ptr<QTcpSocket> inner, WebSocketRole role, qint64 maxMessageBytes,
                    const std::optional<DeflateTerms> &deflate, Clock &clock);
    ~WebSocketFilter() override;

    /// Gives QWebSocket bytes as if the peer had sent them: the request that brings it to life.
    void feedEngine(const QByteArray &bytes);
    /// Begins to read; early: what came behind the upgrade's head.
    void start(const QByteArray &early);
    void setReading(bool reading);

    /// One whole message, compressed where that was agreed on and pays.
    void sendMessage(Opcode opcode, const QByteArray &payload);
    /// The same, with the work done once for many.
    void sendPrepared(PreparedMessage &message);
    /// A frame from encodeFrame(), made once and sent to many.
    void sendFrame(const QByteArray &frame);
    /// Starts the closing handshake.
    void sendClose(int code, const QString &reason);
    /// Drops the connection now; no signal of ended() follows.
    void drop();

    [[nodiscard]] bool isClosing() const { return m_sentClose || m_receivedClose; }
    [[nodiscard]] bool isDeflating() const { return m_deflater != nullptr; }
    /// How it ended, once ended() was emitted.
    [[nodiscard]] CloseInfo closeInfo() const;

    // What QWebSocket uses of a QTcpSocket.
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override;
    bool canReadLine() const override;
    void close() override;
    void disconnectFromHost() override;
    qintptr socketDescriptor() const override;
    void setReadBufferSize(qint64 size) override;
    void setSocketOption(SocketOption option, const QVariant &value) override;
    QVariant socketOption(SocketOption option) override;

    /// Gets whole messages, inflated and checked.
    void setReceiver(Transport::Receiver *receiver) { m_receiver = receiver; }

Q_SIGNALS:
    void pingSeen();
    void pongSeen(const QByteArray &payload);
    /// The closing handshake began, by either side.
    void closingStarted();
    /// Bytes left for the peer.
    void pendingShrank();
    void ended();

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 readLineData(char *data, qint64 size) override;
    qint64 skipData(qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    void pull();
    [[nodiscard]] bool handle(FrameReader::Event event);
    void deliverUp(Opcode opcode, const QByteArray &payload);
    void peerClosed();
    void protocolFault();
    void endAfterFlush();
    void onInnerDisconnected();
    void sendFrame(Opcode opcode, QByteArrayView payload, PayloadForm form);
    void writeOut(const QByteArray &bytes);
    void maskEngineFrames(QByteArrayView bytes);

    QTcpSocket *const m_inner; // child
    QSslSocket *const m_tls;   // the same, where it is one
    const WebSocketRole m_role;
    Clock &m_clock;
    Timer m_linger; // after a fault
    Transport::Receiver *m_receiver = nullptr;
    FrameReader m_reader;
    std::unique_ptr<Deflater> m_deflater; // where permessage-deflate was agreed on
    QByteArray m_up;                      // what QWebSocket has yet to read: one frame at a time
    qsizetype m_upOffset = 0;
    QByteArray m_engineOut; // a frame header from QWebSocket that is not whole yet
    quint64 m_engineLeft = 0;
    quint64 m_engineDone = 0;
    MaskKey m_engineKey{};
    std::optional<CloseInfo> m_sentClose;
    std::optional<CloseInfo> m_receivedClose;
    QString m_errorText;
    std::chrono::nanoseconds m_arrival{0};
    bool m_engineAnswered = false; // QWebSocket's 101 has been swallowed
    bool m_started = false;
    bool m_reading = true;
    bool m_delivering = false;
    bool m_faulty = false;
    bool m_weClosedFirst = false;
};

} // namespace alcedo
