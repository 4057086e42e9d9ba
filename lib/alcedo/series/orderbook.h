// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/recordbatch.h>

#include <span>
#include <vector>

namespace alcedo {

/// Both sides of one key's order book, from a snapshot and the changes after it. Before a first snapshot it
/// says nothing: changes alone do not show the best price. Bounded: past MaxLevels a side, the level furthest
/// from the market goes.
class OrderBook
{
public:
    static constexpr std::size_t MaxLevels = 5'000;
    struct Level
    {
        Decimal price, size;
    };
    enum class Update { Whole, Change };
    void apply(std::span<const BookLevel> levels, Update update);
    [[nodiscard]] bool isKnown() const { return m_known; }
    /// The best level last.
    [[nodiscard]] const std::vector<Level> &bids() const { return m_bids; }
    [[nodiscard]] const std::vector<Level> &asks() const { return m_asks; }
    /// Null prices where the side is empty.
    [[nodiscard]] Level bestBid() const { return m_bids.empty() ? Level{} : m_bids.back(); }
    [[nodiscard]] Level bestAsk() const { return m_asks.empty() ? Level{} : m_asks.back(); }

private:
    // Best last, as most changes are near the market.
    std::vector<Level> m_bids, m_asks;
    bool m_known = false;
};

} // namespace alcedo
