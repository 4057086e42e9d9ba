// SPDX-License-Identifier: MIT
#pragma once

#include "links.h"

#include <alcedo/transport/epolltransport.h>

#include <QObject>
#include <QTest>
#include <memory>

namespace alcedo {

/// A test of links on one epoll set, against raw peers.
class EpollTest : public QObject
{
protected:
    /// A raw peer that is upgraded, and its transport here.
    struct Pair
    {
        std::unique_ptr<links::RawClient> raw;
        std::unique_ptr<Transport> transport;
    };
    void begin()
    {
        m_server = std::make_unique<links::Server>(m_clock);
        QVERIFY(m_server->start());
    }
    void end() { m_server.reset(); }
    [[nodiscard]] Pair open()
    {
        Pair pair{std::make_unique<links::RawClient>(m_server->listener.port()), nullptr};
        pair.raw->socket.write(links::upgradeRequest());
        if (!QTest::qWaitFor([this] { return !m_server->accepted.empty(); }) || !pair.raw->gets("\r\n\r\n"))
            return pair;
        pair.raw->received.clear();
        pair.transport = std::move(m_server->accepted.front());
        m_server->accepted.clear();
        return pair;
    }
    static QByteArray text(const QByteArray &payload) { return encodeMaskedFrame(Opcode::Text, payload); }

    SystemClock m_clock;
    std::unique_ptr<links::Server> m_server;
};

} // namespace alcedo
