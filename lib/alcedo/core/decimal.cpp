// SPDX-License-Identifier: MIT
#include <alcedo/core/decimal.h>

#include <cmath>
#include <limits>

namespace alcedo {

namespace {

__extension__ using Int128 = __int128;
constexpr int MaxScale = 18;
constexpr std::int64_t MaxMantissa = 999'999'999'999'999'999;

constexpr std::array<std::int64_t, MaxScale + 1> powersOfTen()
{
    std::array<std::int64_t, MaxScale + 1> table{};
    std::int64_t power = 1;
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = power;
        power *= i + 1 < table.size() ? 10 : 1;
    }
    return table;
}

constexpr auto Pow10 = powersOfTen();

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Appends the digits from p on to the mantissa; the first that is none, or null where they do not fit.
const char *readDigits(const char *p, const char *end, std::int64_t &mantissa)
{
    for (; p != end && isDigit(*p); ++p) {
        if (mantissa > MaxMantissa / 10) // all nines, so that any digit more fits below
            return nullptr;
        mantissa = mantissa * 10 + (*p - '0');
    }
    return p;
}

/// A number without an exponent and so short that it fits, as nearly all are: one pass, no questions about
/// room. Null where it is anything else.
Decimal plain(std::string_view text)
{
    const char *p = text.data();
    const char *const end = p + text.size();
    const bool negative = p != end && *p == '-';
    p += negative;
    const char *const digits = p;
    std::int64_t mantissa = 0;
    for (; p != end && isDigit(*p); ++p)
        mantissa = mantissa * 10 + (*p - '0');
    if (p == digits)
        return {};
    int scale = 0;
    if (p != end && *p == '.') {
        const char *const fraction = ++p;
        for (; p != end && isDigit(*p); ++p)
            mantissa = mantissa * 10 + (*p - '0');
        scale = int(p - fraction);
        if (scale == 0)
            return {};
    }
    return p == end ? Decimal(negative ? -mantissa : mantissa, scale) : Decimal();
}

/// A number of any form that parse() takes; null where it is none or does not fit.
Decimal any(std::string_view text)
{
    const char *p = text.data();
    const char *const end = p + text.size();
    bool negative = false;
    if (p != end && (*p == '-' || *p == '+'))
        negative = *p++ == '-';

    std::int64_t mantissa = 0;
    int scale = 0;
    const char *const digits = p;
    p = readDigits(p, end, mantissa);
    if (!p || p == digits)
        return {};
    if (p != end && *p == '.') {
        const char *const fraction = p + 1;
        p = readDigits(fraction, end, mantissa);
        if (!p || p == fraction)
            return {};
        scale = int(p - fraction);
    }

    if (p != end && (*p == 'e' || *p == 'E')) {
        ++p;
        bool negativeExponent = false;
        if (p != end && (*p == '-' || *p == '+'))
            negativeExponent = *p++ == '-';
        if (p == end)
            return {};
        int exponent = 0;
        for (; p != end && isDigit(*p); ++p)
            exponent = std::min(exponent * 10 + (*p - '0'), 1000);
        scale += negativeExponent ? exponent : -exponent;
        // Digits that say nothing make room: 1.50e-18 has one zero to spare.
        while (scale > MaxScale && mantissa % 10 == 0 && mantissa != 0) {
            mantissa /= 10;
            --scale;
        }
        if (mantissa == 0)
            scale = std::clamp(scale, 0, MaxScale);
        for (; scale < 0; ++scale) {
            if (mantissa > MaxMantissa / 10)
                return {};
            mantissa *= 10;
        }
    }
    if (p != end || scale > MaxScale)
        return {};
    return Decimal(negative ? -mantissa : mantissa, scale);
}

} // namespace

Decimal Decimal::orNull(std::string_view text)
{
    constexpr std::size_t MaxPlain = MaxScale; // as many digits as fit, sign and point included
    if (text.size() <= MaxPlain) {
        if (const Decimal read = plain(text); !read.isNull())
            return read;
    }
    return any(text);
}

std::optional<Decimal> Decimal::parse(std::string_view text)
{
    const Decimal read = orNull(text);
    return read.isNull() ? std::nullopt : std::optional(read);
}

Decimal Decimal::fromDouble(double value, int scale)
{
    Q_ASSERT(scale >= 0 && scale <= MaxScale);
    const double scaled = value * double(Pow10[std::size_t(scale)]);
    if (!(std::abs(scaled) <= double(MaxMantissa)))
        return {};
    return Decimal(std::llround(scaled), scale);
}

char *Decimal::toChars(char *out) const
{
    if (isNull())
        return out;
    auto rest = std::uint64_t(m_mantissa < 0 ? -m_mantissa : m_mantissa);
    std::array<char, MaxChars> reversed{};
    int count = 0;
    do {
        if (count == m_scale && m_scale > 0)
            reversed[std::size_t(count++)] = '.';
        reversed[std::size_t(count++)] = char('0' + rest % 10);
        rest /= 10;
    } while (rest != 0 || (count <= m_scale && m_scale > 0));
    if (m_mantissa < 0)
        *out++ = '-';
    while (count > 0)
        *out++ = reversed[std::size_t(--count)];
    return out;
}

QString Decimal::toString() const
{
    std::array<char, MaxChars> buffer{};
    return QString::fromLatin1(buffer.data(), toChars(buffer.data()) - buffer.data());
}

Decimal Decimal::rescaled(int scale) const
{
    if (isNull() || scale == m_scale)
        return *this;
    if (scale > m_scale) {
        const auto factor = Pow10[std::size_t(scale - m_scale)];
        if (std::abs(m_mantissa) > MaxMantissa / factor)
            return *this;
        return Decimal(m_mantissa * factor, scale);
    }
    const auto divisor = Pow10[std::size_t(m_scale - scale)];
    const auto half = m_mantissa < 0 ? -divisor / 2 : divisor / 2;
    return Decimal((m_mantissa + half) / divisor, scale);
}

int Decimal::compare(const Decimal &a, const Decimal &b)
{
    if (a.isNull() || b.isNull())
        return int(b.isNull()) - int(a.isNull());
    const auto &finer = a.m_scale >= b.m_scale ? a : b;
    const auto &coarser = a.m_scale >= b.m_scale ? b : a;
    // 18 digits times up to 10^18 needs more than 64 bits.
    const auto scaled = Int128(coarser.m_mantissa) * Pow10[std::size_t(finer.m_scale - coarser.m_scale)];
    const auto difference = scaled < finer.m_mantissa ? -1 : int(scaled > finer.m_mantissa);
    return a.m_scale >= b.m_scale ? -difference : difference;
}

} // namespace alcedo
