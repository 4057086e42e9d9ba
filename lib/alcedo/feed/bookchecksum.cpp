// SPDX-License-Identifier: MIT
#include <alcedo/feed/bookchecksum.h>

#include <array>
#include <iterator>
#include <zlib.h>

namespace alcedo {

namespace {

void appendDecimal(std::string &out, const Decimal &value)
{
    std::array<char, Decimal::MaxChars> text{};
    out.append(text.data(), value.toChars(text.data()));
}

/// Without the point and the zeros before the first digit: the mantissa.
void appendDigits(std::string &out, const Decimal &value)
{
    out += std::to_string(value.mantissa());
}

std::uint32_t crc(const std::string &text)
{
    return std::uint32_t(crc32(0, reinterpret_cast<const Bytef *>(text.data()), uInt(text.size())));
}

/// The best 25 of both sides by turns, "price:size:price:size"; a side that ends is left out.
template <typename Bids, typename Asks>
std::int64_t okx(const Bids &bids, const Asks &asks)
{
    constexpr int Depth = 25;
    std::string text;
    const auto append = [&text](auto &at, const auto &end) {
        if (at == end)
            return;
        if (!text.empty())
            text += ':';
        appendDecimal(text, at->first);
        text += ':';
        appendDecimal(text, at->second);
        ++at;
    };
    auto bid = bids.begin();
    auto ask = asks.begin();
    for (int i = 0; i < Depth; ++i) {
        append(bid, bids.end());
        append(ask, asks.end());
    }
    return std::int32_t(crc(text));
}

/// The best 10 asks, then the best 10 bids, each as its digits alone.
template <typename Bids, typename Asks>
std::int64_t kraken(const Bids &bids, const Asks &asks)
{
    constexpr int Depth = 10;
    std::string text;
    const auto append = [&text](const auto &side) {
        int left = Depth;
        for (auto at = side.begin(); at != side.end() && left > 0; ++at, --left) {
            appendDigits(text, at->first);
            appendDigits(text, at->second);
        }
    };
    append(asks);
    append(bids);
    return crc(text);
}

template <typename Side>
void cutSide(Side &side, std::size_t depth)
{
    while (side.size() > depth)
        side.erase(std::prev(side.end()));
}

} // namespace

BookChecksum::Book *BookChecksum::book(std::string_view key, bool fresh)
{
    auto found = m_books.find(key);
    if (found == m_books.end()) {
        if (m_books.size() >= MaxKeys)
            return nullptr;
        found = m_books.emplace(std::string(key), Book()).first;
    }
    if (fresh)
        found->second = Book();
    return &found->second;
}

void BookChecksum::Book::apply(const BookLevel &level)
{
    const auto change = [&level](auto &side) {
        if (level.size.mantissa() == 0) {
            side.erase(level.price);
            return;
        }
        side[level.price] = level.size;
        if (side.size() > MaxLevels)
            side.erase(std::prev(side.end()));
    };
    level.side == BookLevel::Side::Bid ? change(m_bids) : change(m_asks);
}

void BookChecksum::Book::cut(int depth)
{
    if (depth <= 0)
        return;
    cutSide(m_bids, std::size_t(depth));
    cutSide(m_asks, std::size_t(depth));
}

std::int64_t BookChecksum::Book::checksum(ProfileChecksum::Kind kind) const
{
    return kind == ProfileChecksum::Kind::Okx ? okx(m_bids, m_asks) : kraken(m_bids, m_asks);
}

} // namespace alcedo
