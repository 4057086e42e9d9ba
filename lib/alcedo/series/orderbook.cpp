// SPDX-License-Identifier: MIT
#include <alcedo/series/orderbook.h>

#include <algorithm>

namespace alcedo {

namespace {

template <typename Worse>
void changeLevel(std::vector<OrderBook::Level> &side, const BookLevel &level, const Worse &worse)
{
    const auto at = std::lower_bound(
        side.begin(), side.end(), level.price,
        [&](const OrderBook::Level &l, const Decimal &price) { return worse(l.price, price); });
    const bool there = at != side.end() && at->price == level.price;
    if (level.size.isNull() || level.size.mantissa() <= 0) {
        if (there)
            side.erase(at);
    } else if (there) {
        *at = {level.price, level.size};
    } else {
        side.insert(at, {level.price, level.size});
        if (side.size() > OrderBook::MaxLevels)
            side.erase(side.begin());
    }
}

} // namespace

void OrderBook::apply(std::span<const BookLevel> levels, Update update)
{
    if (update == Update::Whole) {
        m_bids.clear();
        m_asks.clear();
        m_known = true;
    }
    for (const BookLevel &level : levels) {
        if (level.price.isNull())
            continue;
        if (level.side == BookLevel::Side::Bid)
            changeLevel(m_bids, level, std::less<Decimal>());
        else
            changeLevel(m_asks, level, std::greater<Decimal>());
    }
}

} // namespace alcedo
