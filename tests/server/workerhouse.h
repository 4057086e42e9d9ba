// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/memorybroker.h>
#include <alcedo/server/worker.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <optional>

/// A client of a worker's session over the loopback, in plain JSON.
class SessionPeer : public QObject
{
public:
    /// pass: what the gate would have put with the connection.
    SessionPeer(alcedo::Clock &clock, alcedo::Worker &worker, std::shared_ptr<alcedo::LinkPass> pass)
    {
        auto pair = alcedo::LoopbackTransport::makePair(clock, QStringLiteral("alcedo.v1.json"));
        m_transport = std::move(pair.first);
        connect(m_transport.get(), &alcedo::Transport::messageReceived, this,
                [this](const QByteArray &text) { take(QJsonDocument::fromJson(text).object()); });
        connect(m_transport.get(), &alcedo::Transport::closed, this,
                [this](const alcedo::CloseInfo &info) { closed = info; });
        pair.second->setPass(std::move(pass));
        worker.add(std::move(pair.second));
    }
    void send(const QByteArray &text) { m_transport->send(text, alcedo::Transport::Kind::Text); }
    void request(const QByteArray &method, const QByteArray &params = "{}")
    {
        send("{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(++m_id) + ",\"method\":\"" + method +
             "\",\"params\":" + params + "}");
    }
    /// Sends a request and waits for its reply.
    QJsonObject ask(const QByteArray &method, const QByteArray &params = "{}")
    {
        request(method, params);
        const int id = m_id;
        (void)QTest::qWaitFor([&] { return replies.contains(id) || closed; }, 5000);
        return replies.take(id);
    }
    /// The error's code; 0 where it was answered well, 1 where it was not answered.
    int codeOf(const QByteArray &method, const QByteArray &params = "{}")
    {
        const QJsonObject reply = ask(method, params);
        if (reply.isEmpty())
            return 1;
        return reply[QLatin1String("error")][QLatin1String("code")].toInt();
    }
    QJsonObject hello(const QByteArray &token = {})
    {
        return ask("hello",
                   token.isEmpty() ? QByteArray(R"({"v":1})") : R"({"v":1,"token":")" + token + "\"}");
    }
    /// The code of the end; 0 where there is none yet.
    int end(int ms = 5000)
    {
        (void)QTest::qWaitFor([&] { return closed.has_value(); }, ms);
        return closed ? closed->code : 0;
    }
    [[nodiscard]] QJsonObject notice(const char *method) const
    {
        for (const QJsonObject &one : notices) {
            if (one[QLatin1String("method")] == QLatin1String(method))
                return one[QLatin1String("params")].toObject();
        }
        return {};
    }

    QHash<int, QJsonObject> replies;
    std::vector<QJsonObject> notices;
    std::optional<alcedo::CloseInfo> closed;

private:
    void take(const QJsonObject &message)
    {
        if (message.contains(QLatin1String("method")))
            notices.push_back(message);
        else
            replies.insert(message[QLatin1String("id")].toInt(), message);
    }
    std::unique_ptr<alcedo::LoopbackTransport> m_transport;
    int m_id = 0;
};

/// All that is posted is delivered, and what that posts in turn.
inline void settleTurns()
{
    for (int turn = 0; turn < 4; ++turn)
        QCoreApplication::processEvents();
}

/// A worker with its broker and a clock in our hands.
struct WorkerHouse
{
    explicit WorkerHouse(const alcedo::Server::Options &options)
        : broker({}, clock)
        , shared{options, clock, broker, {}, {}, QStringLiteral("node"), {0}, {}}
    {
        shared.handlers[QStringLiteral("lab.echo")] =
            [](const QByteArray &params, alcedo::Responder responder) { responder.answer(params); };
        shared.handlers[QStringLiteral("lab.wait")] = [this](const QByteArray &,
                                                             alcedo::Responder responder) {
            waiting.push_back(std::make_unique<alcedo::Responder>(std::move(responder)));
        };
        worker = std::make_unique<alcedo::Worker>(shared);
    }
    [[nodiscard]] alcedo::Doorkeeper &door() { return *shared.door; }
    std::unique_ptr<SessionPeer> peer(const char *address = "127.0.0.1")
    {
        auto pass = door().enter(QHostAddress(QLatin1String(address)));
        return pass ? std::make_unique<SessionPeer>(clock, *worker, std::move(pass).value()) : nullptr;
    }

    alcedo::ManualClock clock;
    alcedo::MemoryBroker broker;
    alcedo::WorkerShared shared;
    std::vector<std::unique_ptr<alcedo::Responder>> waiting;
    std::unique_ptr<alcedo::Worker> worker;
};
