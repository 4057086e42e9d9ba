// SPDX-License-Identifier: MIT
#include <alcedo/feed/source.h>

#include <alcedo/core/clock.h>

namespace alcedo {

void Source::setFrameTap(FrameTap *tap, const Clock &clock)
{
    const bool wasTapped = m_tap != nullptr;
    m_tap = tap;
    Connection *link = connection();
    if (!link || wasTapped == (tap != nullptr))
        return;
    if (!tap) {
        for (QMetaObject::Connection &connection : m_tapped)
            disconnect(connection);
        return;
    }
    // Made after the dialect's own connections, so the dialect takes a message first.
    const auto listen = [&](auto signal, TappedFrame::Direction direction) {
        return connect(link, signal, this,
                       [this, &clock, direction](const QByteArray &payload, Transport::Kind kind,
                                                 std::chrono::nanoseconds at) {
                           tapMessage(payload, kind, at, direction, clock);
                       });
    };
    m_tapped = {listen(&Connection::messageReceived, TappedFrame::Direction::In),
                listen(&Connection::messageSent, TappedFrame::Direction::Out),
                // The greeting goes out while opened() is still told: only the end before it is in time.
                connect(link, &Connection::lost, this, [this] { m_linkEnded = true; })};
}

void Source::tapMessage(const QByteArray &payload, Transport::Kind kind, std::chrono::nanoseconds at,
                        TappedFrame::Direction direction, const Clock &clock)
{
    if (!m_tap)
        return;
    m_link += m_linkEnded;
    m_linkEnded = false;
    m_tap->frameSeen(
        {m_id, m_link, direction,
         kind == Transport::Kind::Binary ? TappedFrame::Opcode::Binary : TappedFrame::Opcode::Text,
         (clock.wall() - (clock.steady() - at)).count(), payload});
}

} // namespace alcedo
