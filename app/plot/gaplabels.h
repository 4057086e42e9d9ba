// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "labelplacement.h"

#include <QRectF>
#include <QSizeF>
#include <cstdint>
#include <span>
#include <vector>

namespace alcedo {

/// A gap on the plot, logical px, and the size of its label; id tells it from frame to frame (when it began).
struct GapBand
{
    std::int64_t id = 0;
    double left = 0, right = 0;
    QSizeF label;
};

/// Finds each gap's label a place in empty plot space, beside its gap: never over marks, hatches or another
/// label. A label stays where it was while that place is free. Keeps its memory from call to call. Pure
/// otherwise.
class GapLabels
{
public:
    /// marks: one column per logical pixel. Answers one rectangle per band; null where there is no room.
    std::span<const QRectF> place(std::span<const GapBand> bands, QSizeF pane,
                                  std::span<const ColumnExtent> marks);

private:
    struct Habit
    {
        std::int64_t id;
        int candidate;
    };
    std::vector<Habit> m_habits;
    std::vector<QRectF> m_places;
};

} // namespace alcedo
