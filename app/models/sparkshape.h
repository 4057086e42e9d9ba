// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/decimal.h>
#include <alcedo/series/lineseries.h>
#include <alcedo/series/store.h>

#include <QList>
#include <QMetaType>
#include <memory>
#include <span>
#include <vector>

namespace alcedo {

/// A small line ready to be drawn in any rectangle: immutable and shared, so that a role can hand it to a
/// delegate. Thread: any.
class SparkShape
{
    Q_GADGET
public:
    struct Vertex
    {
        float x = 0, y = 0;  ///< 0 to 1; x by time, y upwards by value
        bool starts = false; ///< a stroke begins here: nothing is drawn from the vertex before
    };
    struct Request
    {
        std::int64_t fromNs = 0, toNs = 0;
        int columns = 48;          ///< of the thinned line; every column keeps its extremes
        Decimal low, high;         ///< limits that belong in the picture; null: none
        std::span<const Gap> gaps; ///< no stroke crosses one
    };

    SparkShape() = default;
    [[nodiscard]] static SparkShape of(const LineSeriesView &line, const Request &request);

    /// One value after the other, evenly apart; fewer than two make no line.
    [[nodiscard]] static SparkShape of(const QList<double> &values);

    [[nodiscard]] bool isEmpty() const { return !m_shape || m_shape->vertices.empty(); }
    [[nodiscard]] std::span<const Vertex> vertices() const;
    /// Height of a limit, 0 to 1; negative where there is none.
    [[nodiscard]] float low() const { return m_shape ? m_shape->low : -1; }
    [[nodiscard]] float high() const { return m_shape ? m_shape->high : -1; }
    friend bool operator==(const SparkShape &a, const SparkShape &b) { return a.m_shape == b.m_shape; }

private:
    struct Shape
    {
        std::vector<Vertex> vertices;
        float low = -1, high = -1;
    };
    std::shared_ptr<const Shape> m_shape;
};

/// What the small lines of a panel span, in ns: 1, 2, 5 or 15 minutes, the shortest that holds all that is
/// known.
[[nodiscard]] std::int64_t sparkSpanFor(std::int64_t knownNs);
/// How far a source's own time lies back where it tells of the past (a recording served again); else zero.
[[nodiscard]] std::int64_t historyLagNs(std::int64_t timeNs, std::int64_t arrivalNs);

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::SparkShape)
