// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/store.h>

namespace alcedo {

inline constexpr std::int64_t Second = 1'000'000'000;
inline constexpr std::int64_t T0 = 1'700'000'040 * Second; // begins a minute

inline Decimal number(std::string_view text)
{
    return Decimal::parse(text).value();
}

/// One record of one field more often than not: begin, set, take.
class Feed
{
public:
    explicit Feed(SourceId source = 0)
        : builder(source)
    {
    }
    Feed &begin(RecordKind kind, std::string_view key, std::int64_t at = 0, std::uint8_t flags = 0)
    {
        builder.begin(kind, key, T0 + at * Second, T0 + at * Second + 5, flags);
        return *this;
    }
    Feed &quote(std::string_view key, std::string_view last, std::int64_t at = 0, std::uint8_t flags = 0)
    {
        return begin(RecordKind::Quote, key, at, flags).set(quote::Last, number(last));
    }
    Feed &trade(std::string_view key, std::string_view price, std::string_view size, std::int64_t at = 0,
                std::uint8_t flags = 0)
    {
        return begin(RecordKind::Trade, key, at, flags)
            .set(trade::Price, number(price))
            .set(trade::Size, number(size));
    }
    Feed &level(BookLevel::Side side, std::string_view price, std::string_view size)
    {
        builder.addLevel(book::Levels, {number(price), number(size), side});
        return *this;
    }
    template <typename T>
    Feed &set(int field, T value)
    {
        builder.set(field, value);
        return *this;
    }
    Feed &text(int field, std::string_view value) { return set(field, value); }
    Feed &integer(int field, std::int64_t value) { return set(field, value); }
    const Snapshot &into(Store &store)
    {
        if (const RecordBatchPtr batch = builder.take())
            store.append(*batch);
        store.publish();
        return store.latest();
    }
    RecordBatchBuilder builder;
};

inline QString keyOf(const Snapshot &snapshot, std::uint32_t key)
{
    return snapshot.keys->at(key);
}

} // namespace alcedo
