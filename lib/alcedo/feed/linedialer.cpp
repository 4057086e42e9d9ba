// SPDX-License-Identifier: MIT
#include <alcedo/feed/linedialer.h>

#include <alcedo/feed/linetransport.h>
#include <alcedo/transport/dialphrases.h>

#include <QSslSocket>

namespace alcedo {

LineDialer::LineDialer(Clock &clock, QObject *parent)
    : StagedDialer(clock, parent)
{
}

LineDialer::~LineDialer() = default;

void LineDialer::dial(const DialOptions &wanted)
{
    cancel();
    begin(wanted);
    const bool isSecure = wanted.url.scheme() == QLatin1String("tls");
    m_socket = std::make_unique<QSslSocket>();
    QSslSocket *const socket = m_socket.get();
    connect(socket, &QSslSocket::hostFound, this, [this] { pass(Stage::Tcp); });
    connect(socket, &QSslSocket::connected, this, [this, isSecure] {
        pass(isSecure ? Stage::Tls : Stage::SignIn);
        if (!isSecure)
            ready();
    });
    connect(socket, &QSslSocket::encrypted, this, [this] {
        pass(Stage::SignIn);
        ready();
    });
    connect(socket, &QSslSocket::errorOccurred, this, [this, socket] {
        fail({stage(), faultOf(*socket), 0, {}, false});
    });
    // A failure may come while the call still runs; nobody may be told before dial() has returned.
    QMetaObject::invokeMethod(
        socket, [this, socket] { connectTo(*socket, options().url); }, Qt::QueuedConnection);
}

void LineDialer::connectTo(QSslSocket &socket, const QUrl &url)
{
    if (url.host().isEmpty() || url.port() <= 0)
        return fail({stage(), say(DialPhrase::NeedsHostAndPort), 0, {}, true});
    socket.setProxy(options().proxy);
    socket.setSslConfiguration(options().tls);
    if (url.scheme() == QLatin1String("tls"))
        socket.connectToHostEncrypted(url.host(), quint16(url.port()));
    else
        socket.connectToHost(url.host(), quint16(url.port()));
}

void LineDialer::fail(const DialFailure &failure)
{
    if (!m_socket)
        return;
    cancel();
    Q_EMIT failed(failure);
}

void LineDialer::ready()
{
    m_socket->disconnect(this);
    open(std::make_unique<LineTransport>(std::move(m_socket), options().maxMessageBytes, clock()));
}

void LineDialer::cancel()
{
    end();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket.release()->deleteLater(); // it may be in one of its own signals
}

} // namespace alcedo
