// SPDX-License-Identifier: MIT
#include <alcedo/feed/linetransport.h>

#include <QPointer>
#include <QSslSocket>

namespace alcedo {

LineTransport::LineTransport(std::unique_ptr<QSslSocket> socket, qint64 maxLineBytes, Clock &clock)
    : m_socket(std::move(socket))
    , m_clock(clock)
    , m_lines(EventStream::Form::Lines, maxLineBytes)
{
    connect(m_socket.get(), &QSslSocket::readyRead, this, &LineTransport::read);
    connect(m_socket.get(), &QSslSocket::disconnected, this, [this] {
        end({1006, m_socket->errorString(), CloseInfo::Initiator::Peer});
    });
    connect(m_socket.get(), &QSslSocket::bytesWritten, this, [this] {
        if (m_queued && pendingBytes() <= LowWaterBytes) {
            m_queued = false;
            Q_EMIT drained();
        }
    });
    // What came with the last packet of the handshake is announced by nobody.
    QMetaObject::invokeMethod(this, &LineTransport::read, Qt::QueuedConnection);
}

LineTransport::~LineTransport()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

SendResult LineTransport::send(const QByteArray &payload, Kind)
{
    if (m_state != State::Open || pendingBytes() + payload.size() > MaxPendingBytes || payload.contains('\n'))
        return SendResult::Dropped;
    m_socket->write(QByteArray(payload + "\r\n"));
    m_queued = pendingBytes() > HighWaterBytes;
    return m_queued ? SendResult::Queued : SendResult::Sent;
}

void LineTransport::read()
{
    if (m_state == State::Closed || !m_reading)
        return;
    QList<QByteArray> lines;
    const bool readable = m_lines.feed(m_socket->readAll(), lines);
    const auto arrival = m_clock.steady();
    const QPointer<LineTransport> self(this);
    for (const QByteArray &line : std::as_const(lines)) {
        Q_EMIT messageReceived(line, Kind::Text, arrival);
        if (!self || m_state == State::Closed)
            return;
    }
    if (!readable) {
        m_socket->disconnect(this); // its end is ours to tell
        m_socket->abort();
        end({1009, QStringLiteral("a line is too long"), CloseInfo::Initiator::Local});
    }
}

void LineTransport::close(int code, const QString &reason)
{
    if (m_state != State::Open)
        return;
    m_state = State::Closing;
    m_socket->disconnect(this);
    m_socket->disconnectFromHost();
    QMetaObject::invokeMethod(
        this,
        [this, code, reason] {
            end({code, reason, CloseInfo::Initiator::Local});
        },
        Qt::QueuedConnection);
}

void LineTransport::abort()
{
    if (m_state == State::Closed)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    end({1006, {}, CloseInfo::Initiator::Local});
}

void LineTransport::end(const CloseInfo &info)
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    Q_EMIT closed(info);
}

qint64 LineTransport::pendingBytes() const
{
    return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

void LineTransport::setReading(bool reading)
{
    m_reading = reading;
    m_socket->setReadBufferSize(reading ? 0 : HighWaterBytes);
    if (reading)
        QMetaObject::invokeMethod(this, &LineTransport::read, Qt::QueuedConnection);
}

QHostAddress LineTransport::peerAddress() const
{
    return m_socket->peerAddress();
}

quint16 LineTransport::peerPort() const
{
    return m_socket->peerPort();
}

} // namespace alcedo
