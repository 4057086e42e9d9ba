// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedprofile.h>
#include <alcedo/series/recordbatch.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alcedo {

/// Books kept only to compute the number by which a venue lets its readers check them. Thread: one at a time.
class BookChecksum
{
public:
    /// Keys followed; the books of more are not checked.
    static constexpr std::size_t MaxKeys = 2'000;
    /// Levels kept a side; the farthest go, which no venue's number looks at.
    static constexpr std::size_t MaxLevels = 20'000;

    /// One book, to be given its changes; null where there are too many. fresh: it begins anew.
    class Book;
    [[nodiscard]] Book *book(std::string_view key, bool fresh);
    void reset() { m_books.clear(); }

    class Book
    {
    public:
        void apply(const BookLevel &level);
        /// Lets the farthest levels go, where a depth is subscribed (0: all are kept).
        void cut(int depth);
        /// As ProfileChecksum::Kind says; signed 32 bits for Okx, unsigned for Kraken.
        [[nodiscard]] std::int64_t checksum(ProfileChecksum::Kind kind) const;

    private:
        friend class BookChecksum;
        std::map<Decimal, Decimal, std::greater<>> m_bids;
        std::map<Decimal, Decimal> m_asks;
    };

private:
    struct Hash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };
    std::unordered_map<std::string, Book, Hash, std::equal_to<>> m_books;
};

} // namespace alcedo
