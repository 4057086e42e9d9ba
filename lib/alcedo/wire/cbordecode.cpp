// SPDX-License-Identifier: MIT
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/cborhead.h>
#include <alcedo/wire/jsonwriter.h>
#include <alcedo/wire/rpcerror.h>

#include <QSet>
#include <QtEndian>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <simdjson.h>

namespace alcedo {

namespace {

using Major = cbor::Major;

struct ItemHead
{
    Major major = Major::Unsigned;
    quint8 info = 0;   ///< the other five bits
    quint64 value = 0; ///< the argument
    [[nodiscard]] bool isIndefinite() const { return info == 31; }
    [[nodiscard]] bool isBreak() const { return major == Major::Simple && info == 31; }
};

/// Beyond this a decimal fraction is no number that anybody means.
constexpr qint64 MaxExponent = 400;
constexpr qsizetype FewKeys = 16;

template <typename Number>
void appendText(QByteArray &out, Number value)
{
    std::array<char, 48> chars;
    const auto end = std::to_chars(chars.data(), chars.data() + chars.size(), value).ptr;
    out.append(chars.data(), end - chars.data());
}

double halfToDouble(quint16 half)
{
    const int exponent = (half >> 10) & 0x1F, mantissa = half & 0x3FF;
    double value = 0;
    if (exponent == 0)
        value = std::ldexp(mantissa, -24);
    else if (exponent != 31)
        value = std::ldexp(mantissa + 1024, exponent - 25);
    else
        return std::numeric_limits<double>::quiet_NaN(); // or infinite: refused alike
    return half & 0x8000 ? -value : value;
}

/// One pass over the bytes, which writes as it reads. Each function answers false where it must end.
class CborReader
{
public:
    CborReader(QByteArrayView bytes, const CborLimits &limits)
        : m_cbor(bytes)
        , m_limits(limits)
    {
        m_out.reserve(bytes.size() * 2);
    }
    bool run() { return item(0) && (m_at == m_cbor.size() || fail("more than one item")); }
    QByteArray take() { return std::move(m_out); }
    [[nodiscard]] const char *problem() const { return m_problem; }

private:
    bool fail(const char *problem)
    {
        m_problem = problem;
        return false;
    }
    bool head(ItemHead &out);
    bool item(int depth);
    bool content(const ItemHead &head, int depth);
    bool text(const ItemHead &head, QByteArray &out);
    bool chunk(quint64 size, QByteArray &out);
    /// Calls onItem(head) for each item of an array, or each key of a map, and writes what stands between.
    template <typename OnItem>
    bool each(const ItemHead &start, OnItem &&onItem);
    bool array(const ItemHead &head, int depth);
    bool map(const ItemHead &head, int depth);
    bool key(const ItemHead &head, QSet<QByteArray> &many, std::vector<QByteArray> &few);
    bool decimal();
    bool integer(qint64 &out);
    bool simple(const ItemHead &head);
    bool number(double value);
    void writeText(const QByteArray &utf8);
    [[nodiscard]] bool fits() { return m_out.size() <= m_limits.maxJsonBytes || fail("too large"); }

    const QByteArrayView m_cbor;
    const CborLimits &m_limits;
    qsizetype m_at = 0;
    QByteArray m_out;
    const char *m_problem = "";
};

bool CborReader::head(ItemHead &out)
{
    if (m_at >= m_cbor.size())
        return fail("the item ends too early");
    const auto first = quint8(m_cbor[m_at++]);
    out.major = Major(first >> 5);
    out.info = first & 0x1F;
    if (out.info < 24) {
        out.value = out.info;
        return true;
    }
    if (out.info == 31) // indefinite length, or a break
        return (out.major >= Major::Bytes && out.major != Major::Tag) || fail("not well-formed");
    if (out.info > 27)
        return fail("not well-formed");
    const qsizetype size = qsizetype(1) << (out.info - 24);
    if (m_cbor.size() - m_at < size)
        return fail("the item ends too early");
    out.value = 0;
    for (qsizetype i = 0; i < size; ++i)
        out.value = out.value << 8 | quint8(m_cbor[m_at++]);
    return true;
}

bool CborReader::item(int depth)
{
    ItemHead next;
    return head(next) && content(next, depth);
}

bool CborReader::content(const ItemHead &next, int depth)
{
    if (depth > m_limits.maxDepth)
        return fail("nested too deep");
    switch (next.major) {
    case Major::Unsigned:
        appendText(m_out, next.value);
        return fits();
    case Major::Negative: // -1 - n, which may need 65 bits
        if (next.value == std::numeric_limits<quint64>::max()) {
            m_out += "-18446744073709551616";
        } else {
            m_out += '-';
            appendText(m_out, next.value + 1);
        }
        return fits();
    case Major::Text: {
        QByteArray utf8;
        if (!text(next, utf8))
            return false;
        writeText(utf8);
        return fits();
    }
    case Major::Array:
        return array(next, depth);
    case Major::Map:
        return map(next, depth);
    case Major::Tag:
        if (next.value == cbor::DecimalFraction)
            return decimal();
        return next.value == cbor::SelfDescribed ? item(depth + 1) : fail("an unknown tag");
    case Major::Simple:
        return simple(next);
    case Major::Bytes:
        break;
    }
    return fail("a byte string");
}

bool CborReader::chunk(quint64 size, QByteArray &out)
{
    if (size > quint64(m_cbor.size() - m_at))
        return fail("the item ends too early");
    const QByteArrayView utf8 = m_cbor.sliced(m_at, qsizetype(size));
    // RFC 8949 3.2.3: no character is split between chunks.
    if (!simdjson::validate_utf8(utf8.data(), std::size_t(utf8.size())))
        return fail("no UTF-8");
    m_at += utf8.size();
    out += utf8;
    return true;
}

bool CborReader::text(const ItemHead &start, QByteArray &out)
{
    if (!start.isIndefinite())
        return chunk(start.value, out);
    while (true) {
        ItemHead next;
        if (!head(next))
            return false;
        if (next.isBreak())
            return true;
        if (next.major != Major::Text || next.isIndefinite())
            return fail("a text of other pieces");
        if (!chunk(next.value, out))
            return false;
    }
}

template <typename OnItem>
bool CborReader::each(const ItemHead &start, OnItem &&onItem)
{
    for (quint64 i = 0; start.isIndefinite() || i < start.value; ++i) {
        ItemHead next;
        if (!head(next))
            return false;
        if (start.isIndefinite() && next.isBreak())
            return true;
        if (i > 0)
            m_out += ',';
        if (!onItem(next))
            return false;
    }
    return true;
}

bool CborReader::array(const ItemHead &start, int depth)
{
    m_out += '[';
    if (!each(start, [&](const ItemHead &next) { return content(next, depth + 1); }))
        return false;
    m_out += ']';
    return fits();
}

bool CborReader::map(const ItemHead &start, int depth)
{
    std::vector<QByteArray> few;
    QSet<QByteArray> many;
    m_out += '{';
    const auto onKey = [&](const ItemHead &next) {
        if (!key(next, many, few))
            return false;
        m_out += ':';
        return item(depth + 1);
    };
    if (!each(start, onKey))
        return false;
    m_out += '}';
    return fits();
}

// RFC 8949 5.6: two readers could take the same key twice for two different messages.
bool CborReader::key(const ItemHead &start, QSet<QByteArray> &many, std::vector<QByteArray> &few)
{
    if (start.major != Major::Text)
        return fail("a key that is no text");
    QByteArray name;
    if (!text(start, name))
        return false;
    writeText(name);
    if (many.isEmpty()) {
        if (std::find(few.begin(), few.end(), name) != few.end())
            return fail("the same key twice");
        few.push_back(name);
        if (few.size() > FewKeys)
            many = QSet<QByteArray>(few.begin(), few.end());
        return true;
    }
    const qsizetype before = many.size();
    many.insert(name);
    return many.size() > before || fail("the same key twice");
}

bool CborReader::integer(qint64 &out)
{
    ItemHead next;
    if (!head(next))
        return false;
    if (next.major > Major::Negative || next.value > quint64(std::numeric_limits<qint64>::max()))
        return fail("a decimal fraction of other parts");
    out = next.major == Major::Negative ? -1 - qint64(next.value) : qint64(next.value);
    return true;
}

// RFC 8949 3.4.4: [exponent, mantissa], mantissa * 10^exponent.
bool CborReader::decimal()
{
    ItemHead pair;
    qint64 exponent = 0, mantissa = 0;
    if (!head(pair))
        return false;
    if (pair.major != Major::Array || pair.isIndefinite() || pair.value != 2)
        return fail("a decimal fraction of other parts");
    if (!integer(exponent) || !integer(mantissa))
        return false;
    if (exponent < -MaxExponent || exponent > MaxExponent)
        return fail("a decimal fraction out of range");
    appendText(m_out, mantissa);
    if (exponent != 0) {
        m_out += 'e';
        appendText(m_out, exponent);
    }
    return fits();
}

bool CborReader::number(double value)
{
    if (!std::isfinite(value))
        return fail("a number that is none");
    appendText(m_out, value);
    return fits();
}

bool CborReader::simple(const ItemHead &next)
{
    switch (next.info) {
    case 20:
        m_out += "false";
        return fits();
    case 21:
        m_out += "true";
        return fits();
    case 22:
        m_out += "null";
        return fits();
    case 25:
        return number(halfToDouble(quint16(next.value)));
    case 26: {
        const auto bits = quint32(next.value);
        float value = 0;
        std::memcpy(&value, &bits, sizeof value);
        return number(value);
    }
    case 27: {
        double value = 0;
        std::memcpy(&value, &next.value, sizeof value);
        return number(value);
    }
    case 31:
        return fail("a break without its beginning");
    default:
        return fail("an unknown simple value");
    }
}

void CborReader::writeText(const QByteArray &utf8)
{
    static constexpr char hex[] = "0123456789abcdef";
    m_out += '"';
    qsizetype plain = 0; // from where on nothing was escaped
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const auto c = uchar(utf8[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        m_out.append(utf8.constData() + plain, i - plain);
        plain = i + 1;
        if (c >= 0x20)
            m_out.append('\\').append(char(c));
        else
            m_out.append("\\u00").append(hex[c >> 4]).append(hex[c & 0xF]);
    }
    m_out.append(utf8.constData() + plain, utf8.size() - plain);
    m_out += '"';
}

} // namespace

Result<QByteArray> jsonFromCbor(QByteArrayView bytes, const CborLimits &limits)
{
    CborReader reader(bytes, limits);
    if (reader.run())
        return reader.take();
    return Error(ErrorCode::Parse,
                 QStringLiteral("no CBOR that JSON could say: ") + QLatin1String(reader.problem()),
                 int(RpcError::ParseError));
}

} // namespace alcedo
