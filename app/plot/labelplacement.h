// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <span>
#include <vector>

namespace alcedo {

/// One tag beside an axis. centre is where it belongs; place is where it may stand, once pushed apart.
struct AxisTag
{
    double centre = 0;
    double height = 0;
    int priority = 0; ///< the highest stays where it belongs; the others give way
    double place = 0; ///< out: centre of the tag
};

/// Moves tags so that none overlaps another and all lie in [low, high], each as near to its own place as the
/// order by centre allows; the one with the highest priority moves only to stay inside. Where they do not
/// fit, the last ones overlap.
void pushApart(std::vector<AxisTag> &tags, double low, double high);

/// What a pixel column of a plot holds: marks from top to bottom. Empty where top > bottom.
struct ColumnExtent
{
    float top = 1, bottom = 0;
};

/// The first of the candidates that lies inside bounds and over no mark; a null rectangle where there is
/// none.
[[nodiscard]] QRectF freePlace(std::span<const QRectF> candidates, const QRectF &bounds,
                               std::span<const ColumnExtent> marks);

} // namespace alcedo
