// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/transport.h>

#include <memory>
#include <utility>

namespace alcedo {

class Clock;

/// Two ends of a link in memory, for tests: messages arrive in the next turn of the event loop, in order.
/// cut() drops the link as a network would; setReading(false) at one end makes it a slow reader.
/// Thread: both ends in one thread.
class LoopbackTransport final : public Transport
{
    Q_OBJECT
public:
    using Pair = std::pair<std::unique_ptr<LoopbackTransport>, std::unique_ptr<LoopbackTransport>>;
    [[nodiscard]] static Pair makePair(Clock &clock, const QString &subprotocol = {});
    ~LoopbackTransport() override;

    [[nodiscard]] State state() const override;
    SendResult send(const QByteArray &payload, Kind kind) override;
    void ping(const QByteArray &payload = {}) override;
    void close(int code = 1000, const QString &reason = {}) override;
    void abort() override;
    [[nodiscard]] qint64 pendingBytes() const override;
    void setReading(bool reading) override;
    [[nodiscard]] QString subprotocol() const override;
    [[nodiscard]] QHostAddress peerAddress() const override;
    [[nodiscard]] quint16 peerPort() const override;

    /// The network goes away: both ends end with 1006. What was under way is lost.
    void cut();

private:
    explicit LoopbackTransport(Clock &clock, QString subprotocol);
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
