// SPDX-License-Identifier: MIT
#include <alcedo/transport/preparedmessage.h>
#include <alcedo/transport/transport.h>

namespace alcedo {

void Transport::setReceiver(Receiver *receiver)
{
    disconnect(this, &Transport::messageReceived, this, nullptr);
    if (receiver)
        connect(this, &Transport::messageReceived, this,
                [receiver](const QByteArray &payload, Kind kind, Nanoseconds arrival) {
                    receiver->receive(payload, kind, arrival);
                });
}

SendResult Transport::sendParts(std::span<const QByteArrayView> parts, Kind kind)
{
    qsizetype size = 0;
    for (const QByteArrayView part : parts)
        size += part.size();
    QByteArray payload;
    payload.reserve(size);
    for (const QByteArrayView part : parts)
        payload.append(part);
    return send(payload, kind);
}

SendResult Transport::sendPrepared(PreparedMessage &message)
{
    return send(message.payload(), message.opcode() == Opcode::Text ? Kind::Text : Kind::Binary);
}

} // namespace alcedo
