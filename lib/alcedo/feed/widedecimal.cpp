// SPDX-License-Identifier: MIT
#include <alcedo/feed/widedecimal.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace alcedo {

namespace {

constexpr int MaxDigits = 18; // Decimal's
constexpr int MaxExponent = 10'000;

struct Digits
{
    std::string digits; ///< without leading zeros
    int scale = 0;      ///< of them, so many are behind the point; may be negative
    bool negative = false;
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::optional<Digits> digitsOf(std::string_view text)
{
    Digits out;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+'))
        out.negative = text[at++] == '-';
    bool any = false, point = false;
    for (; at < text.size() && (isDigit(text[at]) || (text[at] == '.' && !point)); ++at) {
        if (text[at] == '.') {
            point = true;
            continue;
        }
        any = true;
        out.scale += point;
        if (!out.digits.empty() || text[at] != '0')
            out.digits += text[at];
    }
    if (!any)
        return std::nullopt;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        at += 1 + std::size_t(at + 1 < text.size() && text[at + 1] == '+');
        int exponent = 0;
        const auto read = std::from_chars(text.data() + at, text.data() + text.size(), exponent);
        if (read.ec != std::errc() || exponent > MaxExponent || exponent < -MaxExponent)
            return std::nullopt;
        out.scale -= exponent;
        at = std::size_t(read.ptr - text.data());
    }
    return at == text.size() ? std::optional(out) : std::nullopt;
}

} // namespace

WideDecimal WideDecimal::parse(std::string_view text, int exponent)
{
    constexpr std::size_t MaxText = 400; // longer is no number that anyone means
    auto number = text.size() <= MaxText ? digitsOf(text) : std::nullopt;
    if (!number)
        return {};
    number->scale -= exponent;
    std::string &digits = number->digits;
    WideDecimal out;
    bool up = false;
    while (!digits.empty() && (number->scale > MaxDigits || int(digits.size()) > MaxDigits) &&
           number->scale > 0) {
        out.isRounded |= digits.back() != '0';
        up = digits.back() >= '5';
        digits.pop_back();
        --number->scale;
    }
    if (digits.empty())
        number->scale = std::clamp(number->scale, 0, MaxDigits);
    for (; number->scale < 0 && !digits.empty() && int(digits.size()) <= MaxDigits; ++number->scale)
        digits += '0';
    if (int(digits.size()) > MaxDigits || number->scale < 0)
        return {};
    std::int64_t mantissa = 0;
    (void)std::from_chars(digits.data(), digits.data() + digits.size(), mantissa);
    mantissa += up && mantissa < 999'999'999'999'999'999;
    out.value = Decimal(number->negative ? -mantissa : mantissa, number->scale);
    return out;
}

} // namespace alcedo
