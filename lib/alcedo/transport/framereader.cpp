// SPDX-License-Identifier: MIT
#include <alcedo/transport/framereader.h>

#include <alcedo/core/soleowner.h>

#include <QtEndian>
#include <cstring>
#include <limits>

namespace alcedo {

FrameReader::FrameReader(WebSocketRole role, qint64 maxMessageBytes,
                         const std::optional<DeflateTerms> &deflate)
    : m_role(role)
    , m_maxMessageBytes(maxMessageBytes)
    , m_inflater(deflate ? std::make_unique<Inflater>(*deflate) : nullptr)
{
}

void FrameReader::add(const QByteArray &bytes)
{
    if (available() == 0) {
        m_buffer = bytes;
    } else {
        m_buffer.remove(0, m_offset);
        m_buffer.append(bytes);
    }
    m_offset = 0;
}

void FrameReader::empty(QByteArray &bytes)
{
    if (isSoleOwner(bytes))
        bytes.resize(0);
    else
        bytes = {};
}

void FrameReader::letGo()
{
    m_payload = {};
    if (!m_inMessage)
        m_message = {};
    if (!m_inPayload) // else it holds what has come of a control frame
        m_control = {};
    if (available() == 0) {
        m_buffer = {};
        m_offset = 0;
    }
}

FrameReader::Event FrameReader::next()
{
    for (;;) {
        if (m_faulty)
            return Event::Fault;
        if (!m_inPayload && !readHeader())
            return m_faulty ? Event::Fault : Event::NeedMore;
        if (!readPayload())
            return m_faulty ? Event::Fault : Event::NeedMore;
        const Event event = frameDone();
        if (event != Event::NeedMore)
            return event;
    }
}

bool FrameReader::readHeader()
{
    if (available() < 2)
        return false;
    const auto *at = reinterpret_cast<const uchar *>(m_buffer.constData()) + m_offset;
    const std::uint8_t shortSize = at[1] & 0x7F;
    const bool masked = at[1] & 0x80;
    if (!checkHeader(at[0], at[1]))
        return false;
    qsizetype length = shortSize == 126 ? 4 : shortSize == 127 ? 10 : 2;
    if (available() < length + (masked ? 4 : 0))
        return false;
    m_header.size = shortSize;
    if (shortSize == 126)
        m_header.size = qFromBigEndian<quint16>(at + 2);
    else if (shortSize == 127)
        m_header.size = qFromBigEndian<quint64>(at + 2);
    if (masked) {
        std::copy_n(reinterpret_cast<const char *>(at) + length, 4, m_header.key.begin());
        length += 4;
    }
    // RFC 6455 5.2: the most significant bit of a 64-bit length must be 0.
    if (m_header.size >> 63) {
        fault(1002, "frame length is out of range");
        return false;
    }
    const quint64 before = m_header.opcode == Opcode::Continuation ? quint64(m_message.size()) : 0;
    if (!isControl() && (m_header.size > payloadLimit() || before + m_header.size > payloadLimit())) {
        fault(1009, "message is larger than the limit");
        return false;
    }
    m_offset += length;
    m_done = 0;
    m_inPayload = true;
    return true;
}

// What two bytes tell already (RFC 6455 5.1, 5.2, 5.4, 5.5).
bool FrameReader::checkHeader(std::uint8_t first, std::uint8_t second)
{
    const std::uint8_t opcode = first & 0x0F;
    // RFC 7692 6: RSV1 stands on the first frame of a message, on no other.
    const bool mayBeDeflated = m_inflater && (opcode == 1 || opcode == 2);
    if (first & (mayBeDeflated ? 0x30 : 0x70))
        return fault(1002, "reserved bits are set"), false;
    if ((opcode > 2 && opcode < 8) || opcode > 10)
        return fault(1002, "unknown opcode"), false;
    m_header.final = first & 0x80;
    m_header.opcode = Opcode(opcode);
    const bool masked = second & 0x80;
    if (masked != (m_role == WebSocketRole::Server))
        return fault(1002, masked ? "frame from a server is masked" : "frame from a client is not masked"),
               false;
    if (isControl()) {
        if (!m_header.final)
            return fault(1002, "control frame is fragmented"), false;
        if ((second & 0x7F) > 125)
            return fault(1002, "control frame is too long"), false;
        m_control.clear();
        return true;
    }
    if (m_inMessage != (m_header.opcode == Opcode::Continuation))
        return fault(1002, m_inMessage ? "message begins inside a message" : "continuation of nothing"),
               false;
    if (m_header.opcode != Opcode::Continuation)
        m_deflated = first & 0x40;
    return true;
}

bool FrameReader::readPayload()
{
    QByteArray &target = isControl() ? m_control : m_message;
    if (!isControl() && !m_inMessage) {
        m_inMessage = true;
        m_messageOpcode = m_header.opcode;
        empty(m_message);
        m_utf8.reset();
    }
    const auto size = qsizetype(std::min<quint64>(m_header.size - m_done, quint64(available())));
    if (size > 0) {
        const qsizetype start = target.size();
        const char *from = m_buffer.constData() + m_offset;
        if (start == 0 && quint64(size) == m_header.size) { // a whole message: nothing has to grow
            target.resize(size);
            std::memcpy(target.data(), from, std::size_t(size));
        } else {
            target.append(from, size);
        }
        m_offset += size;
        if (m_role == WebSocketRole::Server)
            applyMask(target.data() + start, size, m_header.key, m_done);
        m_done += quint64(size);
        // Fails at the first bad byte, not at the message's end.
        if (!isControl() && m_messageOpcode == Opcode::Text && !m_deflated &&
            !m_utf8.feed(QByteArrayView(target.constData() + start, size)))
            return fault(1007, "text is not UTF-8"), false;
    }
    return m_done == m_header.size;
}

FrameReader::Event FrameReader::frameDone()
{
    m_inPayload = false;
    switch (m_header.opcode) {
    case Opcode::Ping:
        m_payload = m_control;
        return Event::Ping;
    case Opcode::Pong:
        m_payload = m_control;
        return Event::Pong;
    case Opcode::Close:
        return closeDone();
    default:
        break;
    }
    if (!m_header.final)
        return Event::NeedMore;
    return messageDone();
}

FrameReader::Event FrameReader::messageDone()
{
    m_inMessage = false;
    m_payload.swap(m_message); // whose room was the last payload's is the next one's
    if (m_deflated && !inflateMessage())
        return Event::Fault;
    if (m_messageOpcode == Opcode::Binary)
        return Event::Binary;
    if (m_deflated && !m_utf8.feed(m_payload))
        return fault(1007, "text is not UTF-8");
    return m_utf8.isComplete() ? Event::Text : fault(1007, "text ends inside a character");
}

bool FrameReader::inflateMessage()
{
    const QByteArray compressed = std::exchange(m_payload, {});
    const qint64 factor = m_inflater->terms().inflationLimit;
    const qint64 most = m_maxMessageBytes > std::numeric_limits<qint64>::max() / factor
                            ? m_maxMessageBytes
                            : m_maxMessageBytes * factor;
    switch (m_inflater->inflate(compressed, most, m_payload)) {
    case Inflater::Outcome::Done:
        return true;
    case Inflater::Outcome::TooLarge:
        return fault(1009, "message is larger than the limit"), false;
    case Inflater::Outcome::Corrupt:
        return fault(1007, "compressed message is corrupt"), false;
    }
    return false;
}

/// What does not compress becomes a little larger: 5 bytes a stored block (RFC 1951 3.2.4).
quint64 FrameReader::payloadLimit() const
{
    const auto limit = quint64(m_maxMessageBytes);
    return m_deflated ? limit + limit / 256 + 64 : limit;
}

// RFC 6455 5.5.1 and 7.4.1.
FrameReader::Event FrameReader::closeDone()
{
    m_closeReason.clear();
    if (m_control.isEmpty()) {
        m_closeCode = 1005;
        return Event::Close;
    }
    if (m_control.size() == 1)
        return fault(1002, "close frame with half a code");
    const int code = qFromBigEndian<quint16>(m_control.constData());
    if (!isCloseCodeOnWire(code))
        return fault(1002, "close code is not allowed");
    const QByteArray reason = m_control.mid(2);
    Utf8Validator utf8;
    if (!utf8.feed(reason) || !utf8.isComplete())
        return fault(1007, "close reason is not UTF-8");
    m_closeCode = code;
    m_closeReason = QString::fromUtf8(reason);
    return Event::Close;
}

FrameReader::Event FrameReader::fault(int code, const char *reason)
{
    m_faulty = true;
    m_closeCode = code;
    m_closeReason = QString::fromLatin1(reason);
    m_message.clear();
    m_buffer.clear();
    m_offset = 0;
    return Event::Fault;
}

} // namespace alcedo
