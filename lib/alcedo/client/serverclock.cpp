// SPDX-License-Identifier: MIT
#include <alcedo/client/serverclock.h>

#include <alcedo/client/requesttable.h>

#include <utility>

namespace alcedo {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

ServerClock::ServerClock(RequestTable &requests, JsonCodec &codec, Clock &clock)
    : m_requests(requests)
    , m_codec(codec)
    , m_clock(clock)
    , m_ping(clock)
{
    connect(&m_ping, &Timer::timeout, this, &ServerClock::ask);
}

void ServerClock::start()
{
    m_ping.start(PingInterval, Timer::Repeat::Always);
}

void ServerClock::stop()
{
    m_ping.stop();
}

void ServerClock::ask()
{
    const nanoseconds sentAt = m_clock.steady();
    const wire::Ping ping{std::chrono::duration_cast<milliseconds>(m_clock.wall()).count()};
    m_requests.send(ping, [this, sentAt](const Result<QByteArray> &result, const wire::Failure *) {
        if (!result)
            return;
        if (const auto pong = m_codec.read<wire::PingResult>(*result))
            learn(milliseconds(pong->now), sentAt);
    });
}

void ServerClock::learn(milliseconds serverNow, nanoseconds sentAt)
{
    if (serverNow.count() <= 0)
        return;
    // The server looked at its clock halfway, as far as anyone can tell.
    const nanoseconds halfway = m_clock.wall() - (m_clock.steady() - sentAt) / 2;
    const milliseconds learnt = std::chrono::round<milliseconds>(nanoseconds(serverNow) - halfway);
    if (std::exchange(m_offset, learnt) != learnt)
        Q_EMIT offsetChanged();
}

} // namespace alcedo
