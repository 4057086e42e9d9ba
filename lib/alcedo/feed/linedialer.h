// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/stageddialer.h>

class QSslSocket;

namespace alcedo {

/// Dials tcp://host:port and tls://host:port, where messages are lines (ended by LF or CR LF). The link ends
/// with 1009 where a line is longer than DialOptions::maxMessageBytes, with 1006 where the peer goes. There
/// are no pings: what comes is life. Thread: its own.
class LineDialer final : public StagedDialer
{
    Q_OBJECT
public:
    explicit LineDialer(Clock &clock, QObject *parent = nullptr);
    ~LineDialer() override;
    void dial(const DialOptions &options) override;
    void cancel() override;

private:
    void connectTo(QSslSocket &socket, const QUrl &url);
    void fail(const DialFailure &failure) override;
    void ready();

    std::unique_ptr<QSslSocket> m_socket;
};

} // namespace alcedo
