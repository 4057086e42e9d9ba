// SPDX-License-Identifier: GPL-3.0-or-later
#include "watchlistcolumns.h"

#include <algorithm>

namespace alcedo {

qreal WatchlistColumns::needed(bool bidAsk, bool volume, bool spark) const
{
    return 2 * Side + scaled(LeastName) + flashWidth() + ageWidth() + (bidAsk ? 2 * numberWidth() : 0) +
           (volume ? volumeWidth() : 0) + (spark ? sparkWidth() + scaled(12) : 0);
}

qreal WatchlistColumns::flashX() const
{
    const qreal end = showsBidAsk() ? bidX() : showsVolume() ? volumeX() : ageX();
    return end - flashWidth() - scaled(2);
}

qreal WatchlistColumns::nameWidth() const
{
    const qreal end = showsSpark() ? sparkX() : flashX();
    return std::max<qreal>(0, end - nameX() - scaled(4));
}

} // namespace alcedo
