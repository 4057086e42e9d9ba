// SPDX-License-Identifier: MIT
#include <alcedo/client/messagelink.h>

#include <alcedo/wire/cbor.h>

namespace alcedo {

namespace {

/// The JSON text of a CBOR message is so much longer at most.
constexpr qsizetype TextPerCbor = 8;

JsonCodec::Options codecOptions(qint64 maxMessageBytes, Transport::Kind kind)
{
    JsonCodec::Options codec;
    codec.maxBytes = maxMessageBytes * (kind == Transport::Kind::Binary ? TextPerCbor : 1);
    codec.maxBatch = 65'536; // bounded by the bytes
    codec.check = JsonCodec::Check::Envelope;
    return codec;
}

} // namespace

MessageLink::MessageLink(Connection &connection)
    : m_connection(connection)
    , m_codec(codecOptions(connection.options().dial.maxMessageBytes, Transport::Kind::Text))
{
}

void MessageLink::opened()
{
    const QString cbor = QString::fromLatin1(wire::CborSubprotocol), agreed = m_connection.subprotocol();
    const DialOptions &dial = m_connection.options().dial;
    // A polled link agrees on JSON, whatever was offered.
    const bool isCbor = agreed.isEmpty() ? dial.subprotocols.contains(cbor) : agreed == cbor;
    m_kind = isCbor ? Transport::Kind::Binary : Transport::Kind::Text;
    m_codec = JsonCodec(codecOptions(dial.maxMessageBytes, m_kind));
}

bool MessageLink::send(const QByteArray &json)
{
    const SendResult sent =
        m_connection.send(m_kind == Transport::Kind::Binary ? cborFromJson(json) : json, m_kind);
    return sent != SendResult::Dropped;
}

Result<std::vector<wire::Message>> MessageLink::read(const QByteArray &payload, Transport::Kind kind)
{
    if (kind != m_kind)
        return Error(ErrorCode::Protocol, QStringLiteral("a message of the other kind"));
    if (kind == Transport::Kind::Text)
        return m_codec.decode(payload);
    const Result<QByteArray> text = jsonFromCbor(payload, {TextPerCbor * payload.size() + 1024, 64});
    if (!text)
        return text.error();
    return m_codec.decode(*text);
}

} // namespace alcedo
