// SPDX-License-Identifier: MIT
#include <alcedo/transport/preparedmessage.h>
#include <alcedo/transport/transport.h>

namespace alcedo {

SendResult Transport::sendPrepared(PreparedMessage &message)
{
    return send(message.payload(), message.opcode() == Opcode::Text ? Kind::Text : Kind::Binary);
}

} // namespace alcedo
