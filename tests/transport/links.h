// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/listener.h>

#include <QFile>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslKey>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <memory>
#include <vector>

/// What the transport's tests share: a listener that keeps what it accepts, dialled links, raw peers.
namespace links {

enum class Security { Plain, Tls };

inline QSslCertificate certificate()
{
    return QSslCertificate::fromPath(QFINDTESTDATA("data/test-cert.pem")).value(0);
}

inline QSslConfiguration serverTls()
{
    QFile file(QFINDTESTDATA("data/test-key.pem"));
    const bool open = file.open(QIODevice::ReadOnly);
    Q_ASSERT(open);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(certificate());
    tls.setPrivateKey(QSslKey(&file, QSsl::Ec));
    return tls;
}

/// A real listener on port 0; accepted transports stay here.
struct Server
{
    explicit Server(alcedo::Clock &clock)
        : listener(clock)
    {
        QObject::connect(&listener, &alcedo::Listener::newTransport, &listener,
                         [this](alcedo::Transport *transport) { accepted.emplace_back(transport); });
    }
    [[nodiscard]] bool start(Security security = Security::Plain)
    {
        if (security == Security::Tls)
            options.tls = serverTls();
        return bool(listener.listen(options));
    }
    [[nodiscard]] QUrl url() const
    {
        QUrl url;
        url.setScheme(options.tls ? QStringLiteral("wss") : QStringLiteral("ws"));
        url.setHost(QStringLiteral("127.0.0.1"));
        url.setPort(listener.port());
        url.setPath(QStringLiteral("/"));
        return url;
    }
    [[nodiscard]] alcedo::Transport *peer() const
    {
        return accepted.empty() ? nullptr : accepted.back().get();
    }

    alcedo::Listener listener;
    alcedo::ListenOptions options;
    std::vector<std::unique_ptr<alcedo::Transport>> accepted;
};

inline alcedo::DialOptions dialOptions(const QUrl &url)
{
    alcedo::DialOptions options;
    options.url = url;
    options.tls.setCaCertificates({certificate()});
    return options;
}

/// Dials and waits for the outcome: a transport, or null and the failure.
inline std::unique_ptr<alcedo::Transport> dial(alcedo::Clock &clock, const alcedo::DialOptions &options,
                                               alcedo::DialFailure *failure = nullptr)
{
    alcedo::Dialer dialer(clock);
    QSignalSpy opened(&dialer, &alcedo::Dialer::opened);
    QSignalSpy failed(&dialer, &alcedo::Dialer::failed);
    dialer.dial(options);
    if (!QTest::qWaitFor([&] { return !opened.isEmpty() || !failed.isEmpty(); }, 15'000))
        return nullptr;
    if (!failed.isEmpty() && failure)
        *failure = failed.first().first().value<alcedo::DialFailure>();
    return dialer.take();
}

/// A raw client: what it got so far, and the end.
struct RawClient
{
    explicit RawClient(quint16 port)
    {
        QObject::connect(&socket, &QTcpSocket::readyRead, &socket, [this] { received += socket.readAll(); });
        socket.connectToHost(QHostAddress::LocalHost, port);
        (void)QTest::qWaitFor([this] { return socket.state() == QAbstractSocket::ConnectedState; });
    }
    [[nodiscard]] bool gets(const QByteArray &part, int ms = 5'000)
    {
        return QTest::qWaitFor([&] { return received.contains(part); }, ms);
    }
    [[nodiscard]] bool isClosed(int ms = 5'000)
    {
        return QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, ms);
    }
    QTcpSocket socket;
    QByteArray received;
};

inline QByteArray upgradeRequest(const QByteArray &more = {}, const QByteArray &target = "/")
{
    QByteArray request("GET ");
    request.append(target).append(
        " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    return request.append(more).append("\r\n");
}

} // namespace links
