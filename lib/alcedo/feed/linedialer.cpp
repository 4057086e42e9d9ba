// SPDX-License-Identifier: MIT
#include <alcedo/feed/linedialer.h>

#include <alcedo/feed/linetransport.h>

#include <QSslSocket>
#include <utility>

namespace alcedo {

LineDialer::LineDialer(Clock &clock, QObject *parent)
    : Dialer(clock, parent)
    , m_clock(clock)
    , m_timeout(clock)
{
    connect(&m_timeout, &Timer::timeout, this, [this] {
        fail(QStringLiteral("no answer within %1 s").arg(double(m_options.timeout.count()) / 1000.0));
    });
}

LineDialer::~LineDialer() = default;

void LineDialer::dial(const DialOptions &options)
{
    cancel();
    m_options = options;
    const bool isSecure = options.url.scheme() == QLatin1String("tls");
    m_stage = Stage::Name;
    m_since = m_clock.steady();
    m_socket = std::make_unique<QSslSocket>();
    if (options.timeout.count() > 0)
        m_timeout.start(options.timeout);
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
    connect(socket, &QSslSocket::errorOccurred, this, [this, socket] { fail(socket->errorString()); });
    // A failure may come while the call still runs; nobody may be told before dial() has returned.
    QMetaObject::invokeMethod(
        socket,
        [this, socket, isSecure] {
            const QUrl &url = m_options.url;
            if (url.host().isEmpty() || url.port() <= 0)
                return fail(QStringLiteral("the address needs a host and a port"), true);
            socket->setProxy(m_options.proxy);
            socket->setSslConfiguration(m_options.tls);
            if (isSecure)
                socket->connectToHostEncrypted(url.host(), quint16(url.port()));
            else
                socket->connectToHost(url.host(), quint16(url.port()));
        },
        Qt::QueuedConnection);
}

void LineDialer::pass(Stage next)
{
    const auto now = m_clock.steady();
    const Stage passed = std::exchange(m_stage, next);
    const auto took = now - std::exchange(m_since, now);
    Q_EMIT stagePassed(passed, took);
}

void LineDialer::fail(const QString &message, bool terminal)
{
    if (!m_socket)
        return;
    m_timeout.stop();
    m_socket->disconnect(this);
    m_socket.release()->deleteLater(); // it may be in one of its own signals
    Q_EMIT failed({m_stage, message, 0, {}, terminal});
}

void LineDialer::ready()
{
    m_timeout.stop();
    m_socket->disconnect(this);
    m_transport = std::make_unique<LineTransport>(std::move(m_socket), m_options.maxMessageBytes, m_clock);
    Q_EMIT opened();
}

void LineDialer::cancel()
{
    m_timeout.stop();
    m_transport.reset();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket.release()->deleteLater();
}

std::unique_ptr<Transport> LineDialer::take()
{
    return std::move(m_transport);
}

} // namespace alcedo
