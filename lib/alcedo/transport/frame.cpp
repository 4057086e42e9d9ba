// SPDX-License-Identifier: MIT
#include <alcedo/transport/frame.h>

#include <QRandomGenerator>
#include <QtEndian>
#include <cstring>

namespace alcedo {

void applyMask(char *bytes, qsizetype size, const MaskKey &key, quint64 position)
{
    std::array<char, 8> turned{};
    for (std::size_t i = 0; i < turned.size(); ++i)
        turned[i] = key[(position + i) & 3];
    std::uint64_t wide = 0;
    std::memcpy(&wide, turned.data(), 8);
    qsizetype i = 0;
    for (; i + 8 <= size; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + i, 8);
        word ^= wide;
        std::memcpy(bytes + i, &word, 8);
    }
    for (; i < size; ++i)
        bytes[i] = char(bytes[i] ^ turned[std::size_t(i) & 7]);
}

MaskKey makeMaskKey()
{
    const quint32 random = QRandomGenerator::system()->generate();
    MaskKey key{};
    std::memcpy(key.data(), &random, key.size());
    return key;
}

qsizetype writeFrameHeader(char *out, Opcode opcode, quint64 payloadSize, PayloadForm form)
{
    out[0] = char(0x80 | (form == PayloadForm::Deflated ? 0x40 : 0) | std::uint8_t(opcode));
    if (payloadSize < 126) {
        out[1] = char(payloadSize);
        return 2;
    }
    if (payloadSize <= 0xFFFF) {
        out[1] = 126;
        qToBigEndian(quint16(payloadSize), out + 2);
        return 4;
    }
    out[1] = 127;
    qToBigEndian(payloadSize, out + 2);
    return 10;
}

QByteArray encodeFrameHeader(Opcode opcode, quint64 payloadSize, PayloadForm form)
{
    std::array<char, MaxFrameHeader> header{};
    return {header.data(), writeFrameHeader(header.data(), opcode, payloadSize, form)};
}

QByteArray encodeFrame(Opcode opcode, QByteArrayView payload, PayloadForm form)
{
    QByteArray frame = encodeFrameHeader(opcode, quint64(payload.size()), form);
    frame.append(payload);
    return frame;
}

QByteArray encodeMaskedFrame(Opcode opcode, QByteArrayView payload, PayloadForm form)
{
    QByteArray frame = encodeFrameHeader(opcode, quint64(payload.size()), form);
    frame[1] = char(std::uint8_t(frame[1]) | 0x80);
    const MaskKey key = makeMaskKey();
    frame.append(key.data(), key.size());
    const qsizetype start = frame.size();
    frame.append(payload);
    applyMask(frame.data() + start, payload.size(), key, 0);
    return frame;
}

QByteArray closePayload(int code, const QString &reason)
{
    if (!isCloseCodeOnWire(code))
        return {};
    QByteArray text = reason.toUtf8();
    if (text.size() > 123) {
        qsizetype cut = 123;
        while (cut > 0 && (std::uint8_t(text[cut]) & 0xC0) == 0x80)
            --cut;
        text.truncate(cut);
    }
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(quint16(code), payload.data());
    return payload.append(text);
}

bool isCloseCodeOnWire(int code)
{
    if (code >= 3000)
        return code <= 4999;
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

} // namespace alcedo
