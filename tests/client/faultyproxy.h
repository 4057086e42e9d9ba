// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <memory>
#include <vector>

namespace alcedo {

/// A TCP relay in front of a server that breaks links on demand, at any byte: what a network does, and what
/// no code that is under test agrees to.
class FaultyProxy : public QObject
{
public:
    enum class Fault {
        Now,         ///< both sides, at once
        MidChunk,    ///< half of the next bytes of the server arrive
        RequestLost, ///< the next bytes of the client do not arrive
        AnswerLost,  ///< the next bytes of the client arrive, nothing comes back
    };
    explicit FaultyProxy(quint16 target)
        : m_target(target)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                accept(socket);
        });
        m_listening = m_server.listen(QHostAddress::LocalHost);
    }
    ~FaultyProxy() override { killAll(); }

    [[nodiscard]] QUrl url() const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(m_server.serverPort()));
    }
    void setTarget(quint16 port) { m_target = port; }
    /// New links end as soon as they are accepted.
    void setRefusing(bool refusing) { m_refusing = refusing; }
    /// The client reads nothing; TCP pushes back up to the server.
    void setPaused(bool paused)
    {
        m_paused = paused;
        for (const auto &link : m_links)
            fromServer(*link);
    }
    /// The next link ends once so many bytes of the server have passed; negative: lives.
    void setNextBudget(qint64 bytes) { m_nextBudget = bytes; }
    [[nodiscard]] std::size_t links() const { return m_links.size(); }
    void strike(std::size_t index, Fault fault)
    {
        Link &link = *m_links.at(index);
        if (fault == Fault::Now)
            kill(link);
        else
            link.fault = fault;
    }
    void killAll()
    {
        while (!m_links.empty())
            kill(*m_links.front());
    }

    int killed = 0;

private:
    struct Link
    {
        std::unique_ptr<QTcpSocket> client, server;
        Fault fault = Fault::Now; ///< Now: none is due
        qint64 budget = -1;
        QByteArray early; ///< before the way to the server stood
    };

    void accept(QTcpSocket *socket)
    {
        auto owned = std::make_unique<Link>();
        Link &link = *owned;
        link.client.reset(socket);
        socket->setParent(nullptr);
        if (m_refusing) {
            socket->abort();
            return;
        }
        link.server = std::make_unique<QTcpSocket>();
        link.server->setReadBufferSize(64 * 1024);
        link.budget = std::exchange(m_nextBudget, -1);
        m_links.push_back(std::move(owned));
        connect(link.client.get(), &QTcpSocket::readyRead, this, [this, &link] { fromClient(link); });
        connect(link.server.get(), &QTcpSocket::readyRead, this, [this, &link] { fromServer(link); });
        connect(link.server.get(), &QTcpSocket::connected, this,
                [&link] { link.server->write(std::exchange(link.early, {})); });
        connect(link.client.get(), &QTcpSocket::disconnected, this, [this, &link] { kill(link); });
        connect(link.server.get(), &QTcpSocket::disconnected, this, [this, &link] { finish(link); });
        connect(link.server.get(), &QTcpSocket::errorOccurred, this, [this, &link] { finish(link); });
        link.server->connectToHost(QHostAddress(QHostAddress::LocalHost), m_target);
    }
    void fromClient(Link &link)
    {
        const QByteArray bytes = link.client->readAll();
        if (link.fault == Fault::RequestLost)
            return kill(link);
        if (link.server->state() == QAbstractSocket::ConnectedState)
            link.server->write(bytes);
        else
            link.early += bytes;
        if (link.fault == Fault::AnswerLost) {
            link.server->flush();
            link.client->abort(); // its end ends the rest
        }
    }
    void fromServer(Link &link)
    {
        if (m_paused)
            return;
        const QByteArray bytes = link.server->readAll();
        if (bytes.isEmpty())
            return;
        if (link.fault == Fault::MidChunk) {
            link.client->write(bytes.left(bytes.size() / 2));
            link.client->flush();
            return kill(link);
        }
        if (link.budget >= 0 && bytes.size() >= link.budget) {
            link.client->write(bytes.left(link.budget));
            link.client->flush();
            return kill(link);
        }
        if (link.budget >= 0)
            link.budget -= bytes.size();
        link.client->write(bytes);
    }
    /// The server ended: what it said before still arrives.
    void finish(Link &link)
    {
        fromServer(link);
        link.client->disconnectFromHost();
    }
    void kill(Link &link)
    {
        const auto found = std::find_if(m_links.begin(), m_links.end(),
                                        [&](const auto &entry) { return entry.get() == &link; });
        if (found == m_links.end())
            return;
        const std::unique_ptr<Link> owned = std::move(*found);
        m_links.erase(found);
        ++killed;
        for (auto *end : {&owned->client, &owned->server}) {
            (*end)->disconnect(this);
            (*end)->abort();
            end->release()->deleteLater(); // one of them may be the sender
        }
    }

    QTcpServer m_server;
    std::vector<std::unique_ptr<Link>> m_links;
    quint16 m_target;
    qint64 m_nextBudget = -1;
    bool m_listening = false;
    bool m_refusing = false;
    bool m_paused = false;
};

} // namespace alcedo
