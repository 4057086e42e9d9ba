// SPDX-License-Identifier: MIT
// Values of a JSON message, some bytes at a time, at places that are known before. Nothing is read beyond
// the given end. All are inlined: a place that goes through memory costs more than what is done there.
#pragma once

#include <alcedo/core/decimal.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

/// Sixteen bytes are looked at in one go. Bit i of an answer is byte i's.
constexpr std::size_t Block = 16;
using Bits = std::uint32_t;
constexpr Bits AllBits = (Bits(1) << Block) - 1;

/// Whether a text cannot stand for itself from here on: a quote, a backslash, a control character (RFC 8259
/// 7) or what is not ASCII.
[[nodiscard, gnu::always_inline]] inline bool isSpecial(char c)
{
    return c == '"' || c == '\\' || static_cast<signed char>(c) < ' ';
}

/// Byte by byte, for machines of which nothing better is known.
namespace bytewise {
template <typename Judge>
[[nodiscard]] inline Bits bitsOf(const Judge &judge)
{
    Bits bits = 0;
    for (std::size_t i = 0; i < Block; ++i)
        bits |= Bits(judge(i)) << i;
    return bits;
}
[[nodiscard]] inline Bits specialBits(const char *at)
{
    return bitsOf([at](std::size_t i) { return isSpecial(at[i]); });
}
[[nodiscard]] inline Bits digitBits(const char *at)
{
    return bitsOf([at](std::size_t i) { return at[i] >= '0' && at[i] <= '9'; });
}
[[nodiscard]] inline Bits sameBits(const char *a, const char *b)
{
    return bitsOf([a, b](std::size_t i) { return a[i] == b[i]; });
}
} // namespace bytewise

#ifdef __SSE2__
[[nodiscard, gnu::always_inline]] inline __m128i loadBlock(const char *at)
{
    return _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
}
[[nodiscard, gnu::always_inline]] inline Bits specialBits(const char *at)
{
    const __m128i bytes = loadBlock(at);
    const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    const __m128i others = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')); // signed, as in isSpecial()
    return Bits(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, backslashes), others)));
}
[[nodiscard, gnu::always_inline]] inline Bits digitBits(const char *at)
{
    const __m128i lessZero = _mm_sub_epi8(loadBlock(at), _mm_set1_epi8('0'));
    return Bits(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(lessZero, _mm_set1_epi8(9)), lessZero)));
}
[[nodiscard, gnu::always_inline]] inline Bits sameBits(const char *a, const char *b)
{
    return Bits(_mm_movemask_epi8(_mm_cmpeq_epi8(loadBlock(a), loadBlock(b))));
}
#else
using bytewise::specialBits, bytewise::digitBits, bytewise::sameBits;
#endif

/// The quote that ends a text without escapes and of ASCII alone; null where it is another.
[[nodiscard, gnu::always_inline]] inline const char *textEnd(const char *at, const char *end)
{
    for (; std::size_t(end - at) >= Block; at += Block) {
        if (const Bits found = specialBits(at)) {
            at += std::countr_zero(found);
            return *at == '"' ? at : nullptr;
        }
    }
    while (at != end && !isSpecial(*at))
        ++at;
    return at != end && *at == '"' ? at : nullptr;
}

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
                                                              char terminator)
{
    static constexpr std::int64_t PowersOfTen[Word + 1] = {1,       10,        100,        1'000,      10'000,
                                                           100'000, 1'000'000, 10'000'000, 100'000'000};
    constexpr std::ptrdiff_t Longest = 1 + Block + 1 + Word; // sign, what is looked at, and read behind it
    if (end - at < Longest)
        return {};
    const bool isNegative = *at == '-';
    const char *const text = at + isNegative;
    const Bits others = ~digitBits(text);
    const auto whole = unsigned(std::countr_zero(others));
    const char *const point = text + whole;
    unsigned fraction = 0;
    const char *after = point;
    if (*point == '.') {
        fraction = unsigned(std::countr_zero(others >> whole >> 1));
        after = point + 1 + fraction;
        if (fraction == 0)
            return {};
    }
    if (whole == 0 || whole > Word || fraction > Word || *after != terminator)
        return {};
    const std::uint64_t first = lessZero(text);
    std::int64_t value = 0;
    if (whole + fraction < Word) { // all in one word, with the point taken out
        const std::uint64_t front = (std::uint64_t(1) << (8 * whole)) - 1;
        value = std::int64_t(
            valueOf(((first & front) | ((first >> 8) & ~front)) << (8 * (Word - whole - fraction))));
    } else {
        value = std::int64_t(valueOf(first << (8 * (Word - whole)))) * PowersOfTen[fraction];
        if (fraction > 0)
            value += std::int64_t(valueOf(lessZero(point + 1) << (8 * (Word - fraction))));
    }
    at = after;
    return Decimal(isNegative ? -value : value, int(fraction));
}

/// Whether these bytes stand at a place; at then goes behind them. Of bytes, a Block may be read.
[[nodiscard, gnu::always_inline]] inline bool skip(const char *&at, const char *end, const char *bytes,
                                                   std::size_t size)
{
    const auto left = std::size_t(end - at);
    Bits same = AllBits;
    if (size <= Block && left >= Block) {
        same = sameBits(at, bytes) | (AllBits << size);
    } else if (size <= left && size > Block) {
        for (std::size_t i = 0; i + Block < size; i += Block)
            same &= sameBits(at + i, bytes + i);
        same &= sameBits(at + size - Block, bytes + size - Block); // the last ones, which may overlap
    } else if (size > left || (size > 0 && std::memcmp(at, bytes, size) != 0)) {
        return false; // of no bytes, memcmp() may not be asked: an empty message is nowhere
    }
    if ((same & AllBits) != AllBits)
        return false;
    at += size;
    return true;
}

} // namespace alcedo::valuescan
