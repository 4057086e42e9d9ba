// SPDX-License-Identifier: MIT
// Values of a JSON message, eight bytes at a time, at places that are known before. Nothing is read beyond
// the given end. All are inlined: a place that goes through memory costs more than what is done there.
#pragma once

#include <alcedo/core/decimal.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace alcedo::valuescan {

constexpr std::size_t Word = sizeof(std::uint64_t);
constexpr std::uint64_t Ones = 0x0101010101010101U;
constexpr std::uint64_t Highs = 0x8080808080808080U;

/// Eight bytes, the first of them lowest.
[[nodiscard, gnu::always_inline]] inline std::uint64_t load(const char *at)
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, Word);
    return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

/// Which of eight bytes end a text that stands for itself: a quote, a backslash, a control character (RFC
/// 8259 7) or what is not ASCII. Their high bits; above the lowest set one they may be wrong.
[[nodiscard, gnu::always_inline]] inline std::uint64_t specials(std::uint64_t word)
{
    const std::uint64_t quote = word ^ (Ones * '"'), backslash = word ^ (Ones * '\\');
    return (((quote - Ones) & ~quote) | ((backslash - Ones) & ~backslash) | (word - Ones * ' ') | word) &
           Highs;
}

[[nodiscard, gnu::always_inline]] inline bool isPlain(const char *text, std::size_t size, const char *end)
{
    if (size >= Word) {
        std::uint64_t found = specials(load(text + size - Word));
        for (std::size_t i = 0; i + Word < size; i += Word)
            found |= specials(load(text + i));
        return found == 0;
    }
    if (size == 0)
        return true;
    if (std::size_t(end - text) >= Word) // what lies behind is shifted out
        return specials((load(text) << (8 * (Word - size))) | (Ones * '0' >> (8 * size))) == 0;
    for (std::size_t i = 0; i < size; ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '"' || c == '\\' || c < ' ' || c >= 0x80)
            return false;
    }
    return true;
}

/// The quote that ends a text without escapes and of ASCII alone; null where it is another. size: what it was
/// last time, looked at first and brought up to date.
[[nodiscard, gnu::always_inline]] inline const char *textEnd(const char *text, const char *end,
                                                             std::uint32_t &size)
{
    if (std::size_t(end - text) > size && text[size] == '"' && isPlain(text, size, end))
        return text + size;
    const char *at = text;
    for (; std::size_t(end - at) >= Word; at += Word) {
        if (const std::uint64_t found = specials(load(at))) {
            at += std::countr_zero(found) / 8;
            break;
        }
    }
    while (at != end && *at != '"' && isPlain(at, 1, end))
        ++at;
    if (at == end || *at != '"')
        return nullptr;
    size = std::uint32_t(at - text);
    return at;
}

/// How many digits a decimal had before its point and behind it, last time.
struct Digits
{
    std::uint8_t whole = 1, fraction = 0;
};

/// Eight characters less '0': what was a digit is 0 to 9.
[[nodiscard, gnu::always_inline]] inline std::uint64_t lessZero(const char *at)
{
    return load(at) ^ (Ones * '0');
}
/// Marks what is no digit; above the lowest mark there may be wrong ones.
[[nodiscard, gnu::always_inline]] inline std::uint64_t notDigits(std::uint64_t lessZero)
{
    return ((lessZero + Ones * 0x76) | lessZero) & Highs;
}
[[nodiscard, gnu::always_inline]] inline std::uint8_t leadingDigits(std::uint64_t lessZero)
{
    return std::uint8_t(std::countr_zero(notDigits(lessZero)) / 8); // 8 where all are
}
/// The value of eight digits, the first of them lowest (Daniel Lemire, "Quickly parsing eight digits").
[[nodiscard, gnu::always_inline]] inline std::uint64_t valueOf(std::uint64_t digits)
{
    digits = digits * 10 + (digits >> 8);
    constexpr std::uint64_t Mask = 0x000000FF000000FFU;
    return ((digits & Mask) * (100 + (1'000'000ULL << 32)) +
            ((digits >> 16) & Mask) * (1 + (10'000ULL << 32))) >>
           32;
}

/// The end of a number, or null where none begins here. Its grammar is not judged: what follows it is.
[[nodiscard, gnu::always_inline]] inline const char *numberEnd(const char *text, const char *end)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const char *at = text;
    if (at == end || (*at != '-' && !isDigit(*at)))
        return nullptr;
    ++at;
    while (std::size_t(end - at) >= Word) {
        const std::uint8_t digits = leadingDigits(lessZero(at));
        at += digits;
        if (digits < Word)
            break;
    }
    while (at != end && (isDigit(*at) || *at == '.' || *at == 'e' || *at == 'E' || *at == '+' || *at == '-'))
        ++at;
    return at;
}

/// A number of up to eight digits on each side of its point, that ends before `terminator`; at goes behind
/// it. Null, and at stays, where it is another: Decimal::orNull() reads that.
[[nodiscard, gnu::always_inline]] inline Decimal shortDecimal(const char *&at, const char *end,
                                                              char terminator, Digits &last)
{
    static constexpr std::int64_t PowersOfTen[Word + 1] = {1,       10,        100,        1'000,      10'000,
                                                           100'000, 1'000'000, 10'000'000, 100'000'000};
    constexpr std::ptrdiff_t Longest = 1 + Word + 1 + Word + 1; // sign, digits, point, digits, terminator
    if (end - at < Longest)
        return {};
    const bool isNegative = *at == '-';
    const char *const text = at + isNegative;
    const std::uint64_t first = lessZero(text);
    for (bool isGuess = true;; isGuess = false) {
        const unsigned whole = last.whole, fraction = last.fraction, count = whole + fraction;
        const char *const point = text + whole;
        const char *const after = point + fraction + (fraction != 0);
        std::uint64_t bad = fraction != 0 && *point != '.';
        std::int64_t value = 0;
        if (count < Word) { // all in one word, with the point taken out
            const std::uint64_t front = (std::uint64_t(1) << (8 * whole)) - 1;
            const std::uint64_t digits = ((first & front) | ((first >> 8) & ~front)) << (8 * (Word - count));
            bad |= notDigits(digits);
            value = std::int64_t(valueOf(digits));
        } else {
            const std::uint64_t before = first << (8 * (Word - whole));
            const std::uint64_t behind =
                fraction != 0 ? lessZero(point + 1) << (8 * (Word - fraction)) : std::uint64_t(0);
            bad |= notDigits(before) | notDigits(behind);
            value = std::int64_t(valueOf(before)) * PowersOfTen[fraction] + std::int64_t(valueOf(behind));
        }
        if (bad == 0 && *after == terminator) {
            at = after;
            return Decimal(isNegative ? -value : value, int(fraction));
        }
        if (!isGuess)
            return {};
        last.whole = leadingDigits(first);
        if (last.whole == 0) {
            last.whole = 1;
            return {};
        }
        last.fraction = text[last.whole] == '.' ? leadingDigits(lessZero(text + last.whole + 1)) : 0;
    }
}

/// Whether these bytes stand at a place; at then goes behind them.
[[nodiscard, gnu::always_inline]] inline bool skip(const char *&at, const char *end, const char *bytes,
                                                   std::size_t size)
{
    if (std::size_t(end - at) < size)
        return false;
    const auto differ = [&](auto word, std::size_t i) {
        auto other = word;
        std::memcpy(&word, at + i, sizeof word);
        std::memcpy(&other, bytes + i, sizeof other);
        return word ^ other;
    };
    bool isSame = true;
    if (size > 2 * Word) {
        std::uint64_t difference = differ(std::uint64_t(), size - Word); // the last ones, which may overlap
        for (std::size_t i = 0; i + Word < size; i += Word)
            difference |= differ(std::uint64_t(), i);
        isSame = difference == 0;
    } else if (size >= Word) {
        isSame = (differ(std::uint64_t(), 0) | differ(std::uint64_t(), size - Word)) == 0;
    } else if (size >= sizeof(std::uint32_t)) {
        isSame = (differ(std::uint32_t(), 0) | differ(std::uint32_t(), size - sizeof(std::uint32_t))) == 0;
    } else {
        for (std::size_t i = 0; i < size; ++i)
            isSame = isSame && at[i] == bytes[i];
    }
    at += isSame ? size : 0;
    return isSame;
}

} // namespace alcedo::valuescan
