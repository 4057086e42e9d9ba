// SPDX-License-Identifier: GPL-3.0-or-later
#include "gaplabels.h"

#include <algorithm>
#include <array>

namespace alcedo {

namespace {

constexpr double Distance = 10; ///< from the gap's bound and from the plot's edges
constexpr int CandidateCount = 12;

/// Right of the gap then left, from the top, the bottom, and between.
QRectF candidate(int index, const GapBand &band, QSizeF pane)
{
    constexpr std::array Heights{0.0, 1.0, 0.25, 0.75, 0.5, 0.12};
    const double x = index % 2 == 0 ? band.right + Distance : band.left - Distance - band.label.width();
    const double room = pane.height() - band.label.height() - 2 * Distance;
    return QRectF(QPointF(x, Distance + room * Heights[std::size_t(index / 2)]), band.label);
}

} // namespace

std::span<const QRectF> GapLabels::place(std::span<const GapBand> bands, QSizeF pane,
                                         std::span<const ColumnExtent> marks)
{
    std::vector<Habit> habits;
    m_places.clear();
    for (const GapBand &band : bands) {
        const auto isFree = [&](const QRectF &rect) {
            const bool hitsBand = std::any_of(bands.begin(), bands.end(), [&](const GapBand &other) {
                return rect.left() < other.right && rect.right() > other.left;
            });
            const bool hitsLabel = std::any_of(m_places.begin(), m_places.end(),
                                               [&](const QRectF &other) { return rect.intersects(other); });
            return !hitsBand && !hitsLabel &&
                   !freePlace(std::span(&rect, 1), QRectF(QPointF(), pane), marks).isNull();
        };
        const auto known = std::find_if(m_habits.begin(), m_habits.end(),
                                        [&](const Habit &habit) { return habit.id == band.id; });
        int chosen = known != m_habits.end() && isFree(candidate(known->candidate, band, pane))
                         ? known->candidate
                         : -1;
        for (int i = 0; i < CandidateCount && chosen < 0; ++i) {
            if (isFree(candidate(i, band, pane)))
                chosen = i;
        }
        m_places.push_back(chosen < 0 ? QRectF() : candidate(chosen, band, pane));
        if (chosen >= 0)
            habits.push_back({band.id, chosen});
    }
    m_habits = std::move(habits);
    return m_places;
}

} // namespace alcedo
