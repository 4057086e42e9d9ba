// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/transport/preparedmessage.h>
#include <alcedo/transport/websocketfilter.h>

#include <QPointer>
#include <QSslSocket>

namespace alcedo {

namespace {

// So that a peer is pushed back by TCP while nobody reads, and a flood of pings is not answered without end.
constexpr qint64 InnerReadBuffer = 256 * 1024;
constexpr qint64 MaxPendingForPongs = 1024 * 1024;
// After a fault the peer may still be sending. Closing on unread bytes resets the connection, and the close
// frame would be lost with it (RFC 6455 7.1.1), so these are read and thrown away for a while.
constexpr std::chrono::milliseconds FaultLinger{250};

/// After a fault frames are read no more; but a peer's answer mostly comes alone, and then nothing is left to
/// wait for.
bool isOneCloseFrame(const QByteArray &bytes)
{
    if (bytes.size() < 2 || std::uint8_t(bytes[0]) != 0x88)
        return false;
    const std::uint8_t second = std::uint8_t(bytes[1]);
    return bytes.size() == 2 + (second & 0x7F) + (second & 0x80 ? 4 : 0);
}

} // namespace

WebSocketFilter::WebSocketFilter(std::unique_ptr<QTcpSocket> inner, WebSocketRole role,
                                 qint64 maxMessageBytes, const std::optional<DeflateTerms> &deflate,
                                 Clock &clock)
    : m_inner(inner.release())
    , m_tls(qobject_cast<QSslSocket *>(m_inner))
    , m_role(role)
    , m_clock(clock)
    , m_linger(clock)
    , m_reader(role, maxMessageBytes, deflate)
    , m_deflater(deflate ? std::make_unique<Deflater>(*deflate) : nullptr)
{
    m_inner->setParent(this);
    m_inner->setReadBufferSize(InnerReadBuffer);
    m_inner->setSocketOption(LowDelayOption, 1);
    setOpenMode(ReadWrite | Unbuffered);
    setSocketState(ConnectedState);
    setPeerAddress(m_inner->peerAddress());
    setPeerPort(m_inner->peerPort());
    setLocalAddress(m_inner->localAddress());
    setLocalPort(m_inner->localPort());
    connect(m_inner, &QTcpSocket::readyRead, this, &WebSocketFilter::pull);
    connect(m_inner, &QTcpSocket::bytesWritten, this, &WebSocketFilter::pendingShrank);
    if (m_tls)
        connect(m_tls, &QSslSocket::encryptedBytesWritten, this, &WebSocketFilter::pendingShrank);
    connect(m_inner, &QTcpSocket::errorOccurred, this, [this] { m_errorText = m_inner->errorString(); });
    connect(m_inner, &QTcpSocket::disconnected, this, &WebSocketFilter::onInnerDisconnected);
    connect(&m_linger, &Timer::timeout, this, &WebSocketFilter::endAfterFlush);
}

WebSocketFilter::~WebSocketFilter()
{
    m_inner->disconnect(this);
    setSocketState(UnconnectedState); // else QAbstractSocket would abort an engine that it has not got
}

void WebSocketFilter::feedEngine(const QByteArray &bytes)
{
    m_up.append(bytes);
    Q_EMIT readyRead();
}

void WebSocketFilter::start(const QByteArray &early)
{
    if (state() == UnconnectedState)
        return; // dropped before it began
    m_started = true;
    m_reader.add(early);
    m_arrival = m_clock.steady();
    pull();
}

void WebSocketFilter::setReading(bool reading)
{
    if (m_reading == reading)
        return;
    m_reading = reading;
    // In a later turn: the caller may be in the middle of a message.
    if (reading)
        QMetaObject::invokeMethod(this, &WebSocketFilter::pull, Qt::QueuedConnection);
}

// Messages go up one at a time, so that whoever gets one may stop reading, close or delete before the next.
void WebSocketFilter::pull()
{
    if (!m_started || m_delivering)
        return;
    if (m_faulty) {
        if (isOneCloseFrame(m_inner->readAll())) {
            m_linger.stop();
            endAfterFlush();
        }
        return;
    }
    const QPointer<WebSocketFilter> self(this);
    m_delivering = true;
    while ((m_reading || isClosing()) && state() != UnconnectedState) {
        const FrameReader::Event event = m_reader.next();
        if (event != FrameReader::Event::NeedMore) {
            const bool goOn = handle(event);
            if (!self)
                return;
            if (!goOn)
                break;
            continue;
        }
        if (m_inner->bytesAvailable() <= 0)
            break;
        m_arrival = m_clock.steady();
        m_reader.add(m_inner->readAll());
    }
    m_delivering = false;
    m_reader.letGo();
}

bool WebSocketFilter::handle(FrameReader::Event event)
{
    switch (event) {
    case FrameReader::Event::Text:
    case FrameReader::Event::Binary:
        // RFC 6455 5.5.1 lets data follow our close frame; nobody up there wants it any more.
        if (m_sentClose)
            return true;
        if (m_receiver)
            m_receiver->receive(m_reader.payload(),
                                event == FrameReader::Event::Text ? Transport::Kind::Text
                                                                  : Transport::Kind::Binary,
                                m_arrival);
        return true;
    case FrameReader::Event::Ping:
        if (m_sentClose || bytesToWrite() > MaxPendingForPongs)
            return true;
        deliverUp(Opcode::Ping, m_reader.payload()); // QWebSocket answers
        Q_EMIT pingSeen();
        return true;
    case FrameReader::Event::Pong:
        Q_EMIT pongSeen(m_reader.payload());
        return true;
    case FrameReader::Event::Close:
        peerClosed();
        return false;
    case FrameReader::Event::Fault:
        protocolFault();
        return false;
    case FrameReader::Event::NeedMore:
        break;
    }
    return false;
}

void WebSocketFilter::deliverUp(Opcode opcode, const QByteArray &payload)
{
    if (m_upOffset == m_up.size()) {
        m_up.clear();
        m_upOffset = 0;
    }
    m_up.append(encodeFrameHeader(opcode, quint64(payload.size())));
    m_up.append(payload);
    Q_EMIT readyRead();
}

void WebSocketFilter::peerClosed()
{
    m_receivedClose = CloseInfo{m_reader.closeCode(), m_reader.closeReason(), CloseInfo::Initiator::Peer};
    if (!m_sentClose) {
        // RFC 6455 5.5.1: the answer echoes the code.
        m_sentClose = m_receivedClose;
        sendFrame(Opcode::Close, closePayload(m_reader.closeCode(), {}), PayloadForm::Plain);
        Q_EMIT closingStarted();
    }
    endAfterFlush();
}

// RFC 6455 7.1.7: fail the connection.
void WebSocketFilter::protocolFault()
{
    m_faulty = true;
    if (!m_sentClose)
        sendFrame(Opcode::Close, closePayload(m_reader.closeCode(), m_reader.closeReason()),
                  PayloadForm::Plain);
    m_sentClose = CloseInfo{m_reader.closeCode(), m_reader.closeReason(), CloseInfo::Initiator::Local};
    m_inner->skip(m_inner->bytesAvailable());
    m_linger.start(FaultLinger);
    Q_EMIT closingStarted();
}

void WebSocketFilter::sendMessage(Opcode opcode, const QByteArray &payload)
{
    if (m_deflater) {
        if (const std::optional<QByteArray> compressed = m_deflater->deflate(payload))
            return sendFrame(opcode, *compressed, PayloadForm::Deflated);
    }
    sendFrame(opcode, payload, PayloadForm::Plain);
}

void WebSocketFilter::sendPrepared(PreparedMessage &message)
{
    if (m_deflater && !m_deflater->isStateless())
        return sendMessage(message.opcode(), message.payload());
    sendFrame(m_deflater ? message.deflatedFrame(*m_deflater) : message.plainFrame());
}

void WebSocketFilter::sendFrame(Opcode opcode, QByteArrayView payload, PayloadForm form)
{
    writeOut(m_role == WebSocketRole::Client ? encodeMaskedFrame(opcode, payload, form)
                                             : encodeFrame(opcode, payload, form));
}

void WebSocketFilter::sendFrame(const QByteArray &frame)
{
    if (m_role == WebSocketRole::Server)
        writeOut(frame);
    else
        maskEngineFrames(frame);
}

void WebSocketFilter::sendClose(int code, const QString &reason)
{
    if (m_sentClose)
        return;
    m_weClosedFirst = true;
    m_sentClose = CloseInfo{code, reason, CloseInfo::Initiator::Local};
    sendFrame(Opcode::Close, closePayload(code, reason), PayloadForm::Plain);
    Q_EMIT closingStarted();
    if (!m_reading) // the peer's answer must be seen
        QMetaObject::invokeMethod(this, &WebSocketFilter::pull, Qt::QueuedConnection);
}

void WebSocketFilter::drop()
{
    m_inner->disconnect(this);
    m_inner->abort();
    if (state() == UnconnectedState)
        return;
    setSocketState(UnconnectedState);
    Q_EMIT stateChanged(UnconnectedState);
}

CloseInfo WebSocketFilter::closeInfo() const
{
    if (m_faulty)
        return *m_sentClose;
    if (m_receivedClose)
        return m_weClosedFirst ? *m_sentClose : *m_receivedClose;
    // RFC 6455 7.1.5: no close frame came, whatever we sent.
    if (m_weClosedFirst)
        return {1006, QStringLiteral("the peer did not answer our close"), CloseInfo::Initiator::Local};
    return {1006, m_errorText, CloseInfo::Initiator::Network};
}

void WebSocketFilter::endAfterFlush()
{
    if (state() == ConnectedState) {
        setSocketState(ClosingState);
        Q_EMIT stateChanged(ClosingState);
    }
    m_inner->disconnectFromHost();
}

void WebSocketFilter::onInnerDisconnected()
{
    const QPointer<WebSocketFilter> self(this);
    m_reading = true;
    pull(); // what came before the end
    if (!self || state() == UnconnectedState)
        return;
    setSocketState(UnconnectedState);
    Q_EMIT stateChanged(UnconnectedState);
    if (self)
        Q_EMIT disconnected();
    if (self)
        Q_EMIT ended();
}

// The one place where bytes leave for the peer.
void WebSocketFilter::writeOut(const QByteArray &bytes)
{
    if (m_inner->state() == ConnectedState)
        m_inner->write(bytes);
}

// QWebSocket writes unmasked frames, header and payload apart; a client's must be masked (RFC 6455 5.3).
void WebSocketFilter::maskEngineFrames(QByteArrayView bytes)
{
    QByteArray out;
    out.reserve(bytes.size() + 8);
    while (!bytes.isEmpty()) {
        if (m_engineLeft > 0) {
            const auto size = qsizetype(std::min<quint64>(m_engineLeft, quint64(bytes.size())));
            const qsizetype start = out.size();
            out.append(bytes.first(size));
            applyMask(out.data() + start, size, m_engineKey, m_engineDone);
            m_engineDone += quint64(size);
            m_engineLeft -= quint64(size);
            bytes = bytes.sliced(size);
            continue;
        }
        m_engineOut.append(bytes.front());
        bytes = bytes.sliced(1);
        if (m_engineOut.size() < 2)
            continue;
        const int shortSize = m_engineOut[1] & 0x7F;
        const qsizetype headerSize = shortSize == 126 ? 4 : shortSize == 127 ? 10 : 2;
        if (m_engineOut.size() < headerSize)
            continue;
        m_engineLeft = headerSize == 2 ? quint64(shortSize) : 0;
        for (qsizetype i = 2; i < headerSize; ++i)
            m_engineLeft = (m_engineLeft << 8) | std::uint8_t(m_engineOut[i]);
        m_engineDone = 0;
        m_engineKey = makeMaskKey();
        m_engineOut[1] = char(std::uint8_t(m_engineOut[1]) | 0x80);
        out.append(m_engineOut).append(m_engineKey.data(), m_engineKey.size());
        m_engineOut.clear();
    }
    if (!out.isEmpty())
        writeOut(out);
}

} // namespace alcedo
