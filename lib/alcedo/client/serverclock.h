// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/wire/jsoncodec.h>

#include <QObject>
#include <chrono>
#include <optional>

namespace alcedo {

class RequestTable;

/// What the server's wall clock says, as far as a client can tell: from hello, and from a ping now and then
/// while the link stands. Thread: its client's.
class ServerClock final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds PingInterval{30};

    ServerClock(RequestTable &requests, JsonCodec &codec, Clock &clock);
    /// Server's minus ours; nothing before the first answer. It outlives the link.
    [[nodiscard]] std::optional<std::chrono::milliseconds> offset() const { return m_offset; }
    /// The link stands: ask from now on.
    void start();
    void stop();
    /// serverNow: wall, as an answer told it; zero or less: it did not. sentAt: steady, when it was asked.
    void learn(std::chrono::milliseconds serverNow, std::chrono::nanoseconds sentAt);

Q_SIGNALS:
    void offsetChanged();

private:
    void ask();

    RequestTable &m_requests;
    JsonCodec &m_codec;
    Clock &m_clock;
    Timer m_ping;
    std::optional<std::chrono::milliseconds> m_offset;
};

} // namespace alcedo
