// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/deflateoptions.h>
#include <alcedo/transport/frame.h>
#include <alcedo/transport/transport.h>

#include <memory>
#include <optional>

class QTcpSocket;

namespace alcedo {

class Clock;
class PreparedMessage;

/// What a finished upgrade leaves: a connected socket and what was agreed on it.
struct UpgradedLink
{
    std::unique_ptr<QTcpSocket> socket;
    WebSocketRole role = WebSocketRole::Client;
    QString subprotocol;
    QString requestTarget; ///< server side
    QByteArray early;      ///< bytes that came behind the upgrade's head
    qint64 maxMessageBytes = 1 << 20;
    std::optional<DeflateTerms> deflate; ///< where permessage-deflate was agreed on
};

/// A Transport over a QWebSocket, in either role, plain or TLS, with WebSocketFilter under it.
/// Messages begin in a later turn of the event loop than the one that made it.
class WebSocketTransport final : public Transport
{
    Q_OBJECT
public:
    WebSocketTransport(UpgradedLink link, Clock &clock);
    ~WebSocketTransport() override;

    [[nodiscard]] State state() const override;
    void setReceiver(Receiver *receiver) override;
    SendResult send(const QByteArray &payload, Kind kind) override;
    SendResult sendPrepared(PreparedMessage &message) override;
    [[nodiscard]] bool isDeflating() const override;
    void ping(const QByteArray &payload = {}) override;
    void close(int code = 1000, const QString &reason = {}) override;
    void abort() override;
    [[nodiscard]] qint64 pendingBytes() const override;
    void setReading(bool reading) override;
    [[nodiscard]] QString subprotocol() const override;
    [[nodiscard]] QString requestTarget() const override;
    [[nodiscard]] QHostAddress peerAddress() const override;
    [[nodiscard]] quint16 peerPort() const override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
