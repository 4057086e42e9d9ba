// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/connection/connection.h>
#include <alcedo/wire/jsoncodec.h>

namespace alcedo {

/// A client's messages over its Connection, in the format of the link that stands: what the two ends agreed
/// on, or else what was offered. Thread: the connection's.
class MessageLink
{
public:
    explicit MessageLink(Connection &connection);

    /// A new link is open: its format holds from here on.
    void opened();
    /// False where it was not taken.
    bool send(const QByteArray &json);
    /// What a message of the peer holds; an Error where it broke the protocol, in words.
    [[nodiscard]] Result<std::vector<wire::Message>> read(const QByteArray &payload, Transport::Kind kind);
    /// For results, whose text came through read().
    [[nodiscard]] JsonCodec &codec() { return m_codec; }

private:
    Connection &m_connection;
    JsonCodec m_codec;
    Transport::Kind m_kind = Transport::Kind::Text; ///< Binary: CBOR
};

} // namespace alcedo
