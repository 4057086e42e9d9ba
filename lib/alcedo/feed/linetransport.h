// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/feed/eventstream.h>
#include <alcedo/transport/transport.h>

#include <memory>

class QSslSocket;

namespace alcedo {

/// Messages as lines over a connected socket; LineDialer makes it. Thread: the socket's.
class LineTransport final : public Transport
{
    Q_OBJECT
public:
    LineTransport(std::unique_ptr<QSslSocket> socket, qint64 maxLineBytes, Clock &clock);
    ~LineTransport() override;
    [[nodiscard]] State state() const override { return m_state; }
    SendResult send(const QByteArray &payload, Kind kind) override;
    void ping(const QByteArray &) override {}
    void close(int code, const QString &reason) override;
    void abort() override;
    [[nodiscard]] qint64 pendingBytes() const override;
    void setReading(bool reading) override;
    [[nodiscard]] QString subprotocol() const override { return {}; }
    [[nodiscard]] QHostAddress peerAddress() const override;
    [[nodiscard]] quint16 peerPort() const override;

private:
    void read();
    void end(const CloseInfo &info);

    std::unique_ptr<QSslSocket> m_socket;
    Clock &m_clock;
    EventStream m_lines;
    State m_state = State::Open;
    bool m_reading = true;
    bool m_queued = false; ///< drained() is owed
};

} // namespace alcedo
