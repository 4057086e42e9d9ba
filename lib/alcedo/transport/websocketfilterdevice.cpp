// SPDX-License-Identifier: MIT
// What QWebSocket sees of WebSocketFilter: a QTcpSocket that has bytes and takes bytes.
#include <alcedo/transport/websocketfilter.h>

#include <QSslSocket>

namespace alcedo {

qint64 WebSocketFilter::bytesAvailable() const
{
    // 0 on a closed device: QWebSocket reads for as long as there is something.
    return isOpen() ? m_up.size() - m_upOffset : 0;
}

qint64 WebSocketFilter::bytesToWrite() const
{
    return m_inner->bytesToWrite() + (m_tls ? m_tls->encryptedBytesToWrite() : 0);
}

bool WebSocketFilter::canReadLine() const
{
    return m_up.indexOf('\n', m_upOffset) >= 0;
}

void WebSocketFilter::close()
{
    endAfterFlush();
}

void WebSocketFilter::disconnectFromHost()
{
    endAfterFlush();
}

qintptr WebSocketFilter::socketDescriptor() const
{
    return m_inner->socketDescriptor();
}

void WebSocketFilter::setReadBufferSize(qint64) {} // the inner one has its own

void WebSocketFilter::setSocketOption(SocketOption option, const QVariant &value)
{
    m_inner->setSocketOption(option, value);
}

QVariant WebSocketFilter::socketOption(SocketOption option)
{
    return m_inner->socketOption(option);
}

qint64 WebSocketFilter::readData(char *data, qint64 size)
{
    const qint64 taken = std::min<qint64>(size, m_up.size() - m_upOffset);
    std::copy_n(m_up.constData() + m_upOffset, taken, data);
    m_upOffset += taken;
    return taken;
}

qint64 WebSocketFilter::readLineData(char *data, qint64 size)
{
    const qsizetype end = m_up.indexOf('\n', m_upOffset);
    return readData(data, end < 0 ? size : std::min<qint64>(size, end + 1 - m_upOffset));
}

qint64 WebSocketFilter::skipData(qint64 size)
{
    const qint64 taken = std::min<qint64>(size, m_up.size() - m_upOffset);
    m_upOffset += taken;
    return taken;
}

qint64 WebSocketFilter::writeData(const char *data, qint64 size)
{
    QByteArrayView bytes(data, size);
    if (!m_engineAnswered) {
        m_engineOut.append(bytes);
        const qsizetype end = m_engineOut.indexOf("\r\n\r\n");
        if (end >= 0) {
            m_engineAnswered = true;
            m_engineOut.clear();
        }
        return size;
    }
    if (m_role == WebSocketRole::Server)
        writeOut(bytes.toByteArray());
    else
        maskEngineFrames(bytes);
    return size;
}

} // namespace alcedo
