// SPDX-License-Identifier: MIT
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/cborhead.h>

#include <QtEndian>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>

namespace alcedo {

namespace {

using Major = cbor::Major;

void appendCborHead(QByteArray &out, Major major, quint64 value)
{
    const auto first = quint8(quint8(major) << 5);
    const auto put = [&](quint8 info, int bytes) {
        out += char(first | info);
        for (int i = bytes - 1; i >= 0; --i)
            out += char(quint8(value >> (8 * i)));
    };
    if (value < 24)
        out += char(first | value);
    else if (value <= 0xFF)
        put(24, 1);
    else if (value <= 0xFFFF)
        put(25, 2);
    else if (value <= 0xFFFFFFFF)
        put(26, 4);
    else
        put(27, 8);
}

void appendInteger(QByteArray &out, qint64 value)
{
    if (value < 0)
        appendCborHead(out, Major::Negative, quint64(-1 - value));
    else
        appendCborHead(out, Major::Unsigned, quint64(value));
}

/// The half of the same value, where there is one (RFC 8949 4.1: the shortest float that is exact).
std::optional<quint16> exactHalf(float value)
{
    quint32 bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    const auto sign = quint16(bits >> 16 & 0x8000);
    const int exponent = int(bits >> 23 & 0xFF) - 127;
    const quint32 mantissa = bits & 0x7FFFFF;
    if (exponent == -127 && mantissa == 0)
        return sign;
    if (exponent >= -14 && exponent <= 15 && (mantissa & 0x1FFF) == 0)
        return quint16(sign | (exponent + 15) << 10 | mantissa >> 13);
    if (exponent >= -24 && exponent < -14) {
        const int shift = 13 + (-14 - exponent);
        const quint32 whole = mantissa | 0x800000;
        if ((whole & ((1u << shift) - 1)) == 0)
            return quint16(sign | whole >> shift);
    }
    return std::nullopt;
}

void appendFloat(QByteArray &out, double value)
{
    const auto put = [&out](quint8 info, quint64 bits, int bytes) {
        out += char(quint8(Major::Simple) << 5 | info);
        for (int i = bytes - 1; i >= 0; --i)
            out += char(quint8(bits >> (8 * i)));
    };
    const auto narrow = float(value);
    if (double(narrow) == value) {
        if (const auto half = exactHalf(narrow))
            return put(25, *half, 2);
        quint32 bits = 0;
        std::memcpy(&bits, &narrow, sizeof bits);
        return put(26, bits, 4);
    }
    quint64 bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    put(27, bits, 8);
}

/// A number's text as mantissa * 10^exponent, the mantissa without zeros at its end.
struct DecimalParts
{
    bool negative = false;
    quint64 mantissa = 0;
    qint64 exponent = 0;
    friend bool operator==(const DecimalParts &, const DecimalParts &) = default;
};

/// Nothing where the mantissa needs more than 63 bits.
std::optional<DecimalParts> partsOf(QByteArrayView text)
{
    DecimalParts parts;
    qint64 zeros = 0; // seen and not yet part of the mantissa
    bool fraction = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '-') {
            parts.negative = true;
        } else if (c == '.') {
            fraction = true;
        } else if (c == 'e' || c == 'E') {
            i += text.size() > i + 1 && text[i + 1] == '+' ? 2 : 1;
            qint64 exponent = 0;
            if (std::from_chars(text.data() + i, text.data() + text.size(), exponent).ec != std::errc() ||
                exponent < -1'000'000 || exponent > 1'000'000)
                return std::nullopt;
            parts.exponent += exponent;
            break;
        } else {
            parts.exponent -= fraction ? 1 : 0;
            if (c == '0') {
                ++zeros;
                continue;
            }
            for (; zeros >= 0; --zeros) {
                if (parts.mantissa > quint64(std::numeric_limits<qint64>::max() - 9) / 10)
                    return std::nullopt;
                parts.mantissa *= 10;
            }
            zeros = 0;
            parts.mantissa += quint64(c - '0');
        }
    }
    parts.exponent += zeros;
    if (parts.mantissa == 0)
        parts.exponent = 0;
    return parts;
}

/// Of a number that is beyond the range of a double, and of DecimalParts: on which side.
bool isHuge(QByteArrayView text)
{
    const qsizetype e = std::max(text.indexOf('e'), text.indexOf('E'));
    if (e >= 0)
        return !text.sliced(e + 1).startsWith('-');
    return !text.startsWith("0.") && !text.startsWith("-0.");
}

void appendCborNumber(QByteArray &out, QByteArrayView text)
{
    const char *end = text.data() + text.size();
    quint64 magnitude = 0;
    const bool negative = text.startsWith('-');
    const char *digits = text.data() + (negative ? 1 : 0);
    const auto whole = std::from_chars(digits, end, magnitude);
    if (whole.ec == std::errc() && whole.ptr == end && !(negative && magnitude == 0))
        return appendCborHead(out, negative ? Major::Negative : Major::Unsigned,
                              negative ? magnitude - 1 : magnitude);
    double value = 0;
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec == std::errc::result_out_of_range && !std::isfinite(value))
        value = 0;
    const bool finite = read.ec == std::errc() && std::isfinite(value);
    const auto parts = partsOf(text);
    if (finite && parts) {
        // Exact where the shortest text of the double says the same number.
        std::array<char, 48> shortest;
        const auto made = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value);
        const auto same = partsOf({shortest.data(), made.ptr - shortest.data()});
        if (same && *same == *parts)
            return appendFloat(out, value);
    }
    if (parts && parts->exponent >= -400 && parts->exponent <= 400 &&
        parts->mantissa <= quint64(std::numeric_limits<qint64>::max())) {
        appendCborHead(out, Major::Tag, cbor::DecimalFraction);
        appendCborHead(out, Major::Array, 2);
        appendInteger(out, parts->exponent);
        return appendInteger(out, parts->negative ? -qint64(parts->mantissa) : qint64(parts->mantissa));
    }
    // from_chars leaves the value alone where it is out of range: too small for a double, or too large.
    if (!finite)
        value = (parts ? parts->exponent > 0 : isHuge(text)) ? std::numeric_limits<double>::max() : 0;
    appendFloat(out, negative && value > 0 ? -value : value);
}

/// Reads valid JSON and writes as it reads; how many members there are is known only at a container's end, so
/// each has room for its head, which is closed there.
class CborWriter
{
public:
    explicit CborWriter(QByteArrayView json)
        : m_json(json)
    {
        m_out.reserve(json.size());
    }
    QByteArray run()
    {
        value();
        return std::move(m_out);
    }

private:
    void skipSpace()
    {
        while (m_at < m_json.size() &&
               (m_json[m_at] == ' ' || m_json[m_at] == '\t' || m_json[m_at] == '\n' || m_json[m_at] == '\r'))
            ++m_at;
    }
    [[nodiscard]] char next()
    {
        skipSpace();
        return m_at < m_json.size() ? m_json[m_at] : '\0';
    }
    void value();
    void container(Major major, char end);
    void string();
    void escape(QByteArray &out);
    [[nodiscard]] quint32 hex4();

    const QByteArrayView m_json;
    qsizetype m_at = 0;
    QByteArray m_out;
};

void CborWriter::value()
{
    switch (next()) {
    case '{':
        return container(Major::Map, '}');
    case '[':
        return container(Major::Array, ']');
    case '"':
        return string();
    case 't':
        m_at += 4;
        m_out += char(0xF5);
        return;
    case 'f':
        m_at += 5;
        m_out += char(0xF4);
        return;
    case 'n':
        m_at += 4;
        m_out += char(0xF6);
        return;
    default:
        break;
    }
    const qsizetype from = m_at;
    while (m_at < m_json.size() && QByteArrayView("+-.0123456789eE").contains(m_json[m_at]))
        ++m_at;
    if (m_at == from) { // no JSON: the caller's fault, but no reason to stand still
        m_at = m_json.size();
        m_out += char(0xF6);
        return;
    }
    appendCborNumber(m_out, m_json.sliced(from, m_at - from));
}

void CborWriter::container(Major major, char end)
{
    ++m_at;
    const qsizetype headAt = m_out.size();
    m_out += '\0'; // room for up to 23 members
    quint64 count = 0;
    while (next() != end && m_at < m_json.size()) {
        if (major == Major::Map) {
            string();
            if (next() == ':')
                ++m_at;
        }
        value();
        ++count;
        if (next() == ',')
            ++m_at;
    }
    ++m_at;
    if (count < 24) {
        m_out[headAt] = char(quint8(quint8(major) << 5 | count));
        return;
    }
    QByteArray head;
    appendCborHead(head, major, count);
    m_out.replace(headAt, 1, head);
}

quint32 CborWriter::hex4()
{
    quint32 point = 0;
    const auto digits = m_json.sliced(std::min(m_at, m_json.size()))
                            .first(std::min<qsizetype>(4, std::max<qsizetype>(m_json.size() - m_at, 0)));
    std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
    m_at += 4;
    return point;
}

void CborWriter::escape(QByteArray &out)
{
    const char c = m_at < m_json.size() ? m_json[m_at++] : '"';
    switch (c) {
    case 'b':
        out += '\b';
        return;
    case 'f':
        out += '\f';
        return;
    case 'n':
        out += '\n';
        return;
    case 'r':
        out += '\r';
        return;
    case 't':
        out += '\t';
        return;
    case 'u':
        break;
    default:
        out += c;
        return;
    }
    quint32 point = hex4();
    if (QChar::isHighSurrogate(point) && m_json.sliced(std::min(m_at, m_json.size())).startsWith("\\u")) {
        const qsizetype after = m_at;
        m_at += 2;
        if (const quint32 low = hex4(); QChar::isLowSurrogate(low))
            point = QChar::surrogateToUcs4(char16_t(point), char16_t(low));
        else
            m_at = after; // not of this pair
    }
    // Half a pair is no character (RFC 8949 3.1: text is UTF-8).
    if (QChar::isSurrogate(point))
        point = QChar::ReplacementCharacter;
    const char32_t character = point;
    out += QString::fromUcs4(&character, 1).toUtf8();
}

void CborWriter::string()
{
    ++m_at;
    const qsizetype from = m_at;
    while (m_at < m_json.size() && m_json[m_at] != '"' && m_json[m_at] != '\\')
        ++m_at;
    const QByteArrayView plain =
        m_json.sliced(std::min(from, m_json.size()), std::max<qsizetype>(m_at - from, 0));
    if (m_at >= m_json.size() || m_json[m_at] == '"') {
        ++m_at;
        appendCborHead(m_out, Major::Text, quint64(plain.size()));
        m_out += plain;
        return;
    }
    QByteArray utf8 = plain.toByteArray();
    while (m_at < m_json.size() && m_json[m_at] != '"') {
        if (m_json[m_at] == '\\') {
            ++m_at;
            escape(utf8);
        } else {
            utf8 += m_json[m_at++];
        }
    }
    ++m_at;
    appendCborHead(m_out, Major::Text, quint64(utf8.size()));
    m_out += utf8;
}

} // namespace

QByteArray cborFromJson(QByteArrayView json)
{
    return CborWriter(json).run();
}

} // namespace alcedo
