// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/dialer.h>

#include <QPointer>

class QSslSocket;

namespace alcedo {

/// Dials tcp://host:port and tls://host:port, where messages are lines (ended by LF or CR LF). The link ends
/// with 1009 where a line is longer than DialOptions::maxMessageBytes, with 1006 where the peer goes. There
/// are no pings: what comes is life. Thread: its own.
class LineDialer final : public Dialer
{
    Q_OBJECT
public:
    explicit LineDialer(Clock &clock, QObject *parent = nullptr);
    ~LineDialer() override;
    void dial(const DialOptions &options) override;
    void cancel() override;
    [[nodiscard]] Stage stage() const override { return m_stage; }
    [[nodiscard]] std::unique_ptr<Transport> take() override;

private:
    void pass(Stage next);
    void fail(const QString &message, bool terminal = false);
    void ready();

    Clock &m_clock;
    Timer m_timeout;
    DialOptions m_options;
    std::unique_ptr<QSslSocket> m_socket;
    std::unique_ptr<Transport> m_transport;
    Stage m_stage = Stage::Name;
    std::chrono::nanoseconds m_since{0};
};

} // namespace alcedo
