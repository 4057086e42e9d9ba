// SPDX-License-Identifier: MIT
#include <alcedo/core/log.h>
#include <alcedo/transport/incomingconnection.h>
#include <alcedo/transport/upgrade.h>

#include <QPointer>
#include <QSslSocket>

namespace alcedo {

namespace {

constexpr qint64 LargestHead = 80 * 1024;         // http_parser's own bound
constexpr qint64 MaxPendingAnswers = 1024 * 1024; // a peer that does not read gets no further answers
constexpr std::chrono::milliseconds RefusalLinger{1'000};

qint64 orUnlimited(qint64 limit, qint64 unlimited = std::numeric_limits<qint64>::max() / 2)
{
    return limit > 0 ? limit : unlimited;
}

} // namespace

IncomingConnection::IncomingConnection(std::unique_ptr<QTcpSocket> socket, const Services &services,
                                       DirectLinks::Begun begun, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_services(services)
    , m_begun(std::move(begun))
    , m_timer(services.clock)
    , m_linger(services.clock)
{
    m_socket->setReadBufferSize(64 * 1024);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &IncomingConnection::onReadyRead);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &IncomingConnection::process);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &IncomingConnection::finished);
    connect(&m_timer, &Timer::timeout, this, &IncomingConnection::onTimeout);
    connect(&m_linger, &Timer::timeout, this, [this] {
        if (m_socket->state() == QAbstractSocket::ConnectedState)
            m_socket->disconnectFromHost();
        m_timer.start(Transport::CloseTimeout);
    });
}

IncomingConnection::~IncomingConnection()
{
    if (m_held)
        m_held->leave();
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater(); // we may be in one of its signals
}

void IncomingConnection::start()
{
    restartTimer();
    m_buffer = std::exchange(m_begun.received, {});
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket.get())) {
        tls->setSslConfiguration(*m_services.options.tls);
        tls->startServerEncryption();
    }
    if (!m_buffer.isEmpty() || m_socket->bytesAvailable() > 0)
        onReadyRead();
}

void IncomingConnection::restartTimer()
{
    if (m_services.options.handshakeTimeout.count() > 0)
        m_timer.start(m_services.options.handshakeTimeout);
}

void IncomingConnection::onReadyRead()
{
    if (m_leaving) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    process();
}

void IncomingConnection::process()
{
    const QPointer<IncomingConnection> self(this);
    // Read only when what has come is no whole request, so that the buffer stays small however much is sent
    // ahead.
    while (!m_leaving && !m_held && m_socket && m_socket->bytesToWrite() < MaxPendingAnswers) {
        const bool again = processOne();
        if (!self)
            return;
        if (again)
            continue;
        if (m_leaving || m_held || !m_socket || m_socket->bytesAvailable() <= 0)
            return;
        m_buffer.append(m_socket->readAll());
    }
}

// True where another request may stand in the buffer.
bool IncomingConnection::processOne()
{
    if (!m_head) {
        if (m_buffer.isEmpty())
            return false;
        HttpHeadResult result =
            parseRequestHead(m_buffer, orUnlimited(m_services.options.maxHeadBytes, LargestHead));
        switch (result.state) {
        case HttpHeadResult::State::Incomplete:
            return false;
        case HttpHeadResult::State::Bad:
            return refuse(400, "Malformed request"), false;
        case HttpHeadResult::State::TooLarge:
            return refuse(431, "Request head is too large"), false;
        case HttpHeadResult::State::Complete:
            break;
        }
        m_head = std::move(result.head);
        m_headSize = result.size;
    }
    if (m_begun.refusal)
        return refuse(*m_begun.refusal), false;
    if (isUpgradeRequest(*m_head)) {
        upgrade();
        return false;
    }
    if (!isWelcome() || !bodyHasCome())
        return false;
    answer();
    return true;
}

bool IncomingConnection::isWelcome()
{
    if (m_head->minorVersion >= 1 && !m_head->hasOneHost())
        return refuse(400, "One Host header, please"), false; // RFC 9112 3.2
    if (!isHostAllowed(*m_head, m_services.options.allowedHosts))
        return refuse(403, "Host not allowed"), false;
    if (!isOriginAllowed(*m_head, m_socket->peerAddress(), m_services.options.allowedOrigins))
        return refuse(403, "Origin not allowed"), false;
    return true;
}

bool IncomingConnection::bodyHasCome()
{
    if (m_head->chunked)
        return refuse(411, "Content-Length, please"), false;
    if (m_head->contentLength > orUnlimited(m_services.options.maxBodyBytes))
        return refuse(413, "Request body is too large"), false;
    if (m_buffer.size() - m_headSize >= m_head->contentLength)
        return true;
    if (!m_continueSaid && m_head->hasToken("expect", "100-continue")) {
        m_continueSaid = true;
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    return false;
}

void IncomingConnection::answer()
{
    const HttpHead head = *m_head;
    HttpResponse response{404, "Not found\n", "text/plain; charset=utf-8", {}};
    if (m_services.http) {
        const QPointer<IncomingConnection> self(this);
        response = m_services.http(request());
        if (!self)
            return; // the handler closed the listener
    }
    m_buffer.remove(0, m_headSize + qsizetype(head.contentLength));
    m_head.reset();
    m_continueSaid = false;
    const bool withBody = head.method != "HEAD";
    if (response.later)
        hold(response, head.keepAlive, withBody);
    else
        finish(response, head.keepAlive, withBody);
}

// Until it is answered nothing more is read of this connection; what comes waits in the socket, so that its
// end is seen when there is something to write, or by its close.
void IncomingConnection::hold(const HttpResponse &response, bool keepAlive, bool withBody)
{
    m_timer.stop();
    m_held =
        std::make_shared<HttpAnswer::Owner>(this, [this, keepAlive, withBody](const HttpResponse &given) {
            m_held.reset();
            const QPointer<IncomingConnection> self(this);
            finish(given, keepAlive, withBody);
            if (self)
                process();
        });
    response.later(HttpAnswer(m_held));
}

void IncomingConnection::finish(const HttpResponse &response, bool keepAlive, bool withBody)
{
    m_answeredOnce = true;
    m_socket->write(encodeResponse(response, keepAlive, withBody));
    restartTimer();
    if (keepAlive)
        return;
    m_leaving = true;
    m_timer.start(Transport::CloseTimeout);
    m_socket->disconnectFromHost();
}

void IncomingConnection::upgrade()
{
    const auto verdict = judgeUpgrade(*m_head, m_socket->peerAddress(), m_services.options);
    if (const auto *refusal = std::get_if<HttpResponse>(&verdict))
        return refuse(*refusal);
    if (m_services.filter) {
        const QPointer<IncomingConnection> self(this);
        const std::optional<HttpResponse> refusal = m_services.filter(request());
        if (!self)
            return;
        if (refusal)
            return refuse(*refusal);
    }
    const auto &agreed = std::get<UpgradeAgreed>(verdict);
    m_timer.stop();
    m_leaving = true;
    m_socket->disconnect(this);
    m_socket->write(agreed.answer);
    m_link = agreedLink(agreed, *m_head, m_services.options);
    m_link.early = m_buffer.mid(m_headSize);
    m_link.socket = std::move(m_socket);
    Q_EMIT upgraded();
}

void IncomingConnection::refuse(const HttpResponse &response)
{
    m_leaving = true;
    m_buffer.clear();
    m_socket->write(encodeResponse(response, false, true));
    m_timer.start(Transport::CloseTimeout);
    // Closing on unread bytes resets the connection, and the answer with it; where all was read we need not
    // wait.
    const bool allRead = m_head && !m_head->chunked && m_head->contentLength == 0;
    const bool mayStillSend = !allRead && response.status != 408;
    if (mayStillSend)
        m_linger.start(RefusalLinger);
    else
        m_socket->disconnectFromHost();
}

void IncomingConnection::refuse(int status, const char *text)
{
    qCDebug(log::transport) << "refused with" << status << text;
    QByteArray body(text);
    body.append('\n');
    refuse({status, body, "text/plain; charset=utf-8", {}});
}

void IncomingConnection::onTimeout()
{
    const auto *tls = qobject_cast<QSslSocket *>(m_socket.get());
    const bool silent = m_answeredOnce && m_buffer.isEmpty() && !m_head;
    if (m_leaving || silent || (tls && !tls->isEncrypted())) {
        m_socket->abort();
        Q_EMIT finished();
        return;
    }
    refuse(408, "The request did not come in time");
}

HttpRequest IncomingConnection::request() const
{
    HttpRequest request;
    request.method = m_head->method;
    request.target = m_head->target;
    request.headers = m_head->headers;
    request.body = m_buffer.mid(m_headSize, qsizetype(m_head->contentLength));
    request.peer = m_socket->peerAddress();
    request.pass = m_begun.pass;
    return request;
}

} // namespace alcedo
