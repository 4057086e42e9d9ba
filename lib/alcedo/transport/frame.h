// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <array>
#include <cstdint>

namespace alcedo {

/// RFC 6455 5.2.
enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// Which end of the link we are: a client masks what it sends, a server expects that (RFC 6455 5.1).
enum class WebSocketRole { Client, Server };

using MaskKey = std::array<char, 4>;

/// XORs with the key, as if the bytes stood at this position of the payload (RFC 6455 5.3).
void applyMask(char *bytes, qsizetype size, const MaskKey &key, quint64 position);
/// A key that a peer cannot foresee (RFC 6455 10.3).
[[nodiscard]] MaskKey makeMaskKey();
/// How a message's payload stands in its frame; Deflated sets RSV1 (RFC 7692 7.2.1).
enum class PayloadForm { Plain, Deflated };
/// One final, unmasked frame. A server may send the same bytes to any number of peers.
[[nodiscard]] QByteArray encodeFrame(Opcode opcode, QByteArrayView payload,
                                     PayloadForm form = PayloadForm::Plain);
/// The same, masked for a server.
[[nodiscard]] QByteArray encodeMaskedFrame(Opcode opcode, QByteArrayView payload,
                                           PayloadForm form = PayloadForm::Plain);
constexpr qsizetype MaxFrameHeader = 10; ///< bytes, without a mask key
/// The header of one final frame, written to where MaxFrameHeader bytes have room; its size.
[[nodiscard]] qsizetype writeFrameHeader(char *out, Opcode opcode, quint64 payloadSize,
                                         PayloadForm form = PayloadForm::Plain);
/// The header of one final frame; a mask key follows it where asked for by the caller.
[[nodiscard]] QByteArray encodeFrameHeader(Opcode opcode, quint64 payloadSize,
                                           PayloadForm form = PayloadForm::Plain);
/// A close frame's payload: code and reason, the reason cut to 123 bytes at a whole character (RFC
/// 6455 5.5.1). Code 1005 makes an empty one.
[[nodiscard]] QByteArray closePayload(int code, const QString &reason);
/// Whether a close frame may carry this code (RFC 6455 7.4 and the IANA registry).
[[nodiscard]] bool isCloseCodeOnWire(int code);

} // namespace alcedo
