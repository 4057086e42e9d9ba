// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>

/// Small proxies for the dialer's tests. Whatever name they are asked for, they go to this machine.
namespace links {

/// What a proxy does with a request that it understood.
enum class ProxyMood { Willing, Refusing, Silent, HangsUp, Babbling };

class Proxy : public QObject
{
public:
    explicit Proxy(ProxyMood mood)
        : m_mood(mood)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *client = m_server.nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, this, [this, client] { onReadyRead(client); });
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        });
        m_listening = m_server.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] bool isListening() const { return m_listening; }
    [[nodiscard]] QNetworkProxy toUse(const QString &password = {}) const
    {
        return QNetworkProxy(type(), QStringLiteral("127.0.0.1"), m_server.serverPort(),
                             password.isEmpty() ? QString() : QStringLiteral("user"), password);
    }
    /// Set: nobody gets through without it, as "user".
    void setPassword(const QByteArray &password) { m_password = password; }
    [[nodiscard]] QByteArray askedFor() const { return m_askedFor; } ///< the last "host:port"

protected:
    [[nodiscard]] virtual QNetworkProxy::ProxyType type() const = 0;
    /// Takes what it can from the front of the bytes so far.
    virtual void advance(QTcpSocket *client, QByteArray &bytes) = 0;

    [[nodiscard]] const QByteArray &password() const { return m_password; }
    [[nodiscard]] ProxyMood mood() const { return m_mood; }
    void asked(const QByteArray &host, quint16 port)
    {
        m_askedFor = host;
        m_askedFor.append(':').append(QByteArray::number(port));
    }
    /// Says yes once it is there, and then carries bytes both ways.
    void tunnel(QTcpSocket *client, quint16 port, const QByteArray &yes)
    {
        client->disconnect(this);
        auto *server = new QTcpSocket(client);
        const auto pump = [](QTcpSocket *from, QTcpSocket *to) {
            connect(from, &QTcpSocket::readyRead, to, [from, to] { to->write(from->readAll()); });
            connect(from, &QTcpSocket::disconnected, to, &QTcpSocket::disconnectFromHost);
        };
        connect(server, &QTcpSocket::connected, client, [client, yes] { client->write(yes); });
        pump(client, server);
        pump(server, client);
        server->connectToHost(QHostAddress::LocalHost, port);
    }

private:
    void onReadyRead(QTcpSocket *client)
    {
        QByteArray bytes = client->property("bytes").toByteArray() + client->readAll();
        if (m_mood == ProxyMood::Babbling) {
            client->write("\x00\x01 what?\r\n\r\n", 12);
            bytes.clear();
        } else if (m_mood == ProxyMood::HangsUp) {
            client->abort();
            return;
        } else if (m_mood != ProxyMood::Silent) {
            advance(client, bytes);
        }
        client->setProperty("bytes", bytes);
    }

    const ProxyMood m_mood;
    QTcpServer m_server;
    QByteArray m_password;
    QByteArray m_askedFor;
    bool m_listening = false;
};

/// RFC 9110 9.3.6, with Basic credentials.
class ConnectProxy final : public Proxy
{
public:
    using Proxy::Proxy;

protected:
    QNetworkProxy::ProxyType type() const override { return QNetworkProxy::HttpProxy; }
    void advance(QTcpSocket *client, QByteArray &bytes) override
    {
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = bytes.first(end);
        bytes.remove(0, end + 4);
        const QByteArray credentials = QByteArray("user:" + password()).toBase64();
        if (!password().isEmpty() &&
            !head.contains(QByteArray("\r\nProxy-Authorization: Basic " + credentials))) {
            client->write(
                "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        const QByteArray target = head.split(' ').value(1);
        const qsizetype colon = target.lastIndexOf(':');
        const quint16 port = target.mid(colon + 1).toUShort();
        asked(target.first(colon), port);
        if (mood() == ProxyMood::Refusing)
            client->write("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        else
            tunnel(client, port, "HTTP/1.1 200 Here you are\r\n\r\n");
    }
};

/// RFC 1928 and 1929.
class SocksProxy final : public Proxy
{
public:
    using Proxy::Proxy;

protected:
    QNetworkProxy::ProxyType type() const override { return QNetworkProxy::Socks5Proxy; }
    void advance(QTcpSocket *client, QByteArray &bytes) override
    {
        enum Step { Greeting, SignIn, Request };
        const int step = client->property("step").toInt();
        if (step == Greeting && bytes.size() >= 2 && bytes.size() >= 2 + bytes[1]) {
            const bool knowsPasswords = bytes.mid(2, bytes[1]).contains('\x02');
            const bool wanted = !password().isEmpty();
            bytes.remove(0, 2 + bytes[1]);
            const char method = !wanted ? 0 : knowsPasswords ? 2 : char(0xFF);
            client->write(QByteArray("\x05").append(method));
            client->setProperty("step", wanted ? SignIn : Request);
        } else if (step == SignIn && bytes.size() >= 2) {
            const bool right =
                bytes == QByteArray("\x01\x04user").append(char(password().size())).append(password());
            bytes.clear();
            client->write(right ? QByteArray("\x01\x00", 2) : QByteArray("\x01\x01", 2));
            client->setProperty("step", Request);
        } else if (step == Request && bytes.size() >= 5) {
            request(client, bytes);
        }
    }

private:
    void request(QTcpSocket *client, QByteArray &bytes)
    {
        const char kind = bytes[3];
        const qsizetype size = kind == 1 ? 4 : kind == 4 ? 16 : 1 + std::uint8_t(bytes[4]);
        if (bytes.size() < 4 + size + 2)
            return;
        const QByteArray address = bytes.mid(4, size);
        const auto port = quint16(std::uint8_t(bytes[4 + size]) << 8 | std::uint8_t(bytes[5 + size]));
        bytes.clear();
        asked(kind == 3 ? address.mid(1) : kind == 4 ? "IPv6" : "IPv4", port);
        const char reply = mood() == ProxyMood::Refusing ? 2 : 0; // 2: the rules forbid it
        const QByteArray answer =
            QByteArray("\x05").append(reply).append("\x00\x01\x00\x00\x00\x00\x00\x00", 8);
        if (reply)
            client->write(answer);
        else
            tunnel(client, port, answer);
    }
};

} // namespace links
