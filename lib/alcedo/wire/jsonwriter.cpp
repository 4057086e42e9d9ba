// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonwriter.h>

#include <QChar>
#include <array>
#include <charconv>
#include <cmath>

namespace alcedo {

namespace {

template <typename Number>
void appendChars(QByteArray &out, Number value)
{
    std::array<char, 40> chars;
    const auto end = std::to_chars(chars.data(), chars.data() + chars.size(), value).ptr;
    out.append(chars.data(), end - chars.data());
}

void appendUtf8(QByteArray &out, char32_t point)
{
    if (point < 0x800) {
        out.append(char(0xC0 | (point >> 6)));
    } else if (point < 0x10000) {
        out.append(char(0xE0 | (point >> 12)));
        out.append(char(0x80 | ((point >> 6) & 0x3F)));
    } else {
        out.append(char(0xF0 | (point >> 18)));
        out.append(char(0x80 | ((point >> 12) & 0x3F)));
        out.append(char(0x80 | ((point >> 6) & 0x3F)));
    }
    out.append(char(0x80 | (point & 0x3F)));
}

} // namespace

void JsonWriter::separate()
{
    if (m_commaDue)
        m_out.append(',');
    m_commaDue = true;
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_out.append(bracket);
    m_commaDue = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_out.append(bracket);
    m_commaDue = true;
    return *this;
}

JsonWriter &JsonWriter::key(QByteArrayView name)
{
    separate();
    m_out.append('"').append(name).append("\":");
    m_commaDue = false;
    return *this;
}

JsonWriter &JsonWriter::number(std::int64_t value)
{
    separate();
    appendChars(m_out, value);
    return *this;
}

JsonWriter &JsonWriter::number(std::uint64_t value)
{
    separate();
    appendChars(m_out, value);
    return *this;
}

JsonWriter &JsonWriter::number(double value)
{
    if (!std::isfinite(value))
        return null();
    separate();
    appendChars(m_out, value);
    return *this;
}

JsonWriter &JsonWriter::raw(QByteArrayView json)
{
    separate();
    m_out.append(json.isEmpty() ? QByteArrayView("null") : json);
    return *this;
}

void JsonWriter::escape(char16_t c)
{
    static constexpr char hex[] = "0123456789abcdef";
    switch (c) {
    case u'"':
        m_out.append("\\\"");
        break;
    case u'\\':
        m_out.append("\\\\");
        break;
    case u'\n':
        m_out.append("\\n");
        break;
    case u'\r':
        m_out.append("\\r");
        break;
    case u'\t':
        m_out.append("\\t");
        break;
    default:
        m_out.append("\\u00").append(hex[(c >> 4) & 0xF]).append(hex[c & 0xF]);
    }
}

JsonWriter &JsonWriter::text(QStringView value)
{
    separate();
    m_out.append('"');
    for (qsizetype i = 0; i < value.size(); ++i) {
        const char16_t c = value[i].unicode();
        if (c < 0x20 || c == u'"' || c == u'\\')
            escape(c);
        else if (c < 0x80)
            m_out.append(char(c));
        else if (QChar::isHighSurrogate(c) && i + 1 < value.size() && value[i + 1].isLowSurrogate())
            appendUtf8(m_out, QChar::surrogateToUcs4(c, value[++i].unicode()));
        else
            appendUtf8(m_out, QChar::isSurrogate(c) ? char32_t(QChar::ReplacementCharacter) : char32_t(c));
    }
    m_out.append('"');
    return *this;
}

} // namespace alcedo
