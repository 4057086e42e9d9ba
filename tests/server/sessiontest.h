// SPDX-License-Identifier: MIT
#pragma once

#include "sessionpeer.h"

#include <QObject>
#include <QTest>
#include <memory>

namespace alcedo {

/// A test of sessions over a LoopbackTransport: the protocol as a client sees it, time and the network in our
/// hands. Each test begins with a server of guests who may publish.
class SessionTest : public QObject
{
protected:
    void begin()
    {
        m_clock = std::make_unique<ManualClock>();
        m_channel = {};
        Server::Options options;
        options.clientsMayPublish = true;
        makeServer(options);
    }
    void end()
    {
        m_worker.reset();
        m_shared.reset();
        m_broker.reset();
    }
    /// The one before it goes. Takes m_channel as what channels are like.
    void makeServer(Server::Options options = {})
    {
        end();
        MemoryBroker::Options broker;
        broker.channelDefaults = m_channel;
        broker.maxChannels = options.maxChannels;
        m_broker = std::make_unique<MemoryBroker>(broker, *m_clock);
        m_shared.reset(
            new WorkerShared{options, *m_clock, *m_broker, {}, {}, QStringLiteral("node"), {0}, {}});
        m_shared->handlers[QStringLiteral("test.echo")] = [](const QByteArray &params, Responder responder) {
            responder.answer(params);
        };
        m_shared->handlers[QStringLiteral("test.drop")] = [](const QByteArray &, Responder) {};
        m_shared->handlers[QStringLiteral("test.broken")] = [](const QByteArray &, Responder responder) {
            responder.answer(QByteArray("{"));
        };
        m_shared->handlers[QStringLiteral("test.fail")] = [](const QByteArray &params, Responder responder) {
            responder.answer(
                Error(ErrorCode::Refused, QStringLiteral("no"), params.mid(1, params.size() - 2).toInt()));
        };
        m_worker = std::make_unique<Worker>(*m_shared);
    }
    StreamPosition publish(const QByteArray &data = "1", const QString &key = {},
                           Publication::Op op = Publication::Op::Set)
    {
        const auto position = m_broker->publish(QStringLiteral("c"), {data, key, op, {}}, Creation::Allowed);
        return position ? *position : StreamPosition{};
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<MemoryBroker> m_broker;
    std::unique_ptr<WorkerShared> m_shared;
    std::unique_ptr<Worker> m_worker;
    ChannelOptions m_channel;
};

} // namespace alcedo
