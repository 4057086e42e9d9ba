// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/transport/frame.h>
#include <alcedo/transport/inflater.h>
#include <alcedo/transport/utf8validator.h>

#include <QByteArray>
#include <QString>
#include <memory>
#include <optional>

namespace alcedo {

/// Bytes from a peer to whole messages, with every rule of RFC 6455 5 held: masks, reserved bits, opcodes,
/// control frames, fragments, UTF-8, close codes, the size of a message; and of RFC 7692 where it was agreed
/// on. Pure: no I/O.
class FrameReader
{
public:
    enum class Event { NeedMore, Text, Binary, Ping, Pong, Close, Fault };

    FrameReader(WebSocketRole role, qint64 maxMessageBytes, const std::optional<DeflateTerms> &deflate = {});
    /// Appends what the peer sent.
    void add(const QByteArray &bytes);
    /// The next whole message or control frame. After Fault only Fault follows.
    [[nodiscard]] Event next();
    /// Of Text, Binary, Ping and Pong, until the next call of next().
    [[nodiscard]] const QByteArray &payload() const { return m_payload; }
    /// Frees what an idle link need not hold; payload() is gone then.
    void letGo();
    /// Of Close: what the peer said (1005: nothing). Of Fault: what we should say.
    [[nodiscard]] int closeCode() const { return m_closeCode; }
    [[nodiscard]] const QString &closeReason() const { return m_closeReason; }

private:
    struct Header
    {
        bool final = false;
        Opcode opcode = Opcode::Continuation;
        quint64 size = 0;
        MaskKey key{};
    };
    [[nodiscard]] qsizetype available() const { return m_buffer.size() - m_offset; }
    [[nodiscard]] bool readHeader();
    [[nodiscard]] bool checkHeader(std::uint8_t first, std::uint8_t second);
    [[nodiscard]] bool readPayload();
    [[nodiscard]] Event frameDone();
    [[nodiscard]] Event messageDone();
    [[nodiscard]] bool inflateMessage();
    [[nodiscard]] Event closeDone();
    Event fault(int code, const char *reason);
    /// Empties it; its room stays where nobody else has it.
    static void empty(QByteArray &bytes);
    [[nodiscard]] bool isControl() const { return std::uint8_t(m_header.opcode) >= 8; }
    [[nodiscard]] quint64 payloadLimit() const;

    WebSocketRole m_role;
    qint64 m_maxMessageBytes;
    std::unique_ptr<Inflater> m_inflater; // where permessage-deflate was agreed on
    QByteArray m_buffer;                  // what has come and is not yet read
    qsizetype m_offset = 0;
    Header m_header;
    quint64 m_done = 0; // bytes read of this frame's payload
    bool m_inPayload = false;
    bool m_inMessage = false;
    bool m_deflated = false; // this message
    bool m_faulty = false;
    Opcode m_messageOpcode = Opcode::Text;
    QByteArray m_message;
    QByteArray m_control;
    QByteArray m_payload;
    Utf8Validator m_utf8;
    int m_closeCode = 0;
    QString m_closeReason;
};

} // namespace alcedo
