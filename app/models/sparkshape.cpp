// SPDX-License-Identifier: GPL-3.0-or-later
#include "sparkshape.h"

#include <algorithm>
#include <array>
#include <limits>

namespace alcedo {

namespace {

struct ValueRange
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void take(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void take(Decimal limit)
    {
        if (!limit.isNull())
            take(limit.toDouble());
    }
    /// A flat line stands in the middle.
    [[nodiscard]] float at(double value) const
    {
        return high > low ? float((value - low) / (high - low)) : 0.5f;
    }
};

/// One that covers more than leastNs of the way; shorter ones do not show at this size.
bool gapBetween(std::span<const Gap> gaps, std::int64_t fromNs, std::int64_t toNs, std::int64_t leastNs)
{
    return std::any_of(gaps.begin(), gaps.end(), [=](const Gap &gap) {
        const std::int64_t end = gap.toNs ? gap.toNs : std::numeric_limits<std::int64_t>::max();
        return std::min(end, toNs) - std::max(gap.fromNs, fromNs) > leastNs;
    });
}

} // namespace

SparkShape SparkShape::of(const LineSeriesView &line, const Request &request)
{
    SparkShape result;
    const auto columnCount = std::size_t(std::max(request.columns, 2));
    if (request.toNs <= request.fromNs)
        return result;
    std::vector<PlotColumn> columns(columnCount);
    line.decimate(request.fromNs, request.toNs, columns);

    ValueRange range;
    range.take(request.low);
    range.take(request.high);
    for (const PlotColumn &column : columns) {
        if (column.count > 0) {
            range.take(column.min);
            range.take(column.max);
        }
    }

    auto shape = std::make_shared<Shape>();
    const double span = double(request.toNs - request.fromNs);
    const auto halfColumnNs = std::int64_t(span / double(columnCount) / 2);
    std::int64_t previousNs = 0;
    for (std::size_t i = 0; i < columnCount; ++i) {
        const PlotColumn &column = columns[i];
        if (column.count == 0)
            continue;
        const auto middleNs = request.fromNs + std::int64_t(span * (double(i) + 0.5) / double(columnCount));
        const bool starts =
            shape->vertices.empty() || gapBetween(request.gaps, previousNs, middleNs, halfColumnNs);
        const auto x = [&](double within) { return float((double(i) + within) / double(columnCount)); };
        // Both extremes of the column, in the order that leads to its last value.
        const bool risesLast = column.last - column.min >= column.max - column.last;
        shape->vertices.push_back(
            {x(column.max > column.min ? 0.25 : 0.5), range.at(risesLast ? column.min : column.max), starts});
        if (column.max > column.min)
            shape->vertices.push_back({x(0.75), range.at(risesLast ? column.max : column.min), false});
        previousNs = middleNs;
    }
    if (!request.low.isNull())
        shape->low = range.at(request.low.toDouble());
    if (!request.high.isNull())
        shape->high = range.at(request.high.toDouble());
    result.m_shape = std::move(shape);
    return result;
}

SparkShape SparkShape::of(const QList<double> &values)
{
    SparkShape result;
    if (values.size() < 2)
        return result;
    ValueRange range;
    for (const double value : values)
        range.take(value);
    auto shape = std::make_shared<Shape>();
    for (qsizetype i = 0; i < values.size(); ++i)
        shape->vertices.push_back(
            {float(double(i) / double(values.size() - 1)), range.at(values[i]), i == 0});
    result.m_shape = std::move(shape);
    return result;
}

std::int64_t sparkSpanFor(std::int64_t knownNs)
{
    constexpr std::int64_t MinuteNs = 60'000'000'000;
    constexpr std::array<std::int64_t, 4> Steps{MinuteNs, 2 * MinuteNs, 5 * MinuteNs, 15 * MinuteNs};
    return *std::find_if(Steps.begin(), Steps.end() - 1,
                         [knownNs](std::int64_t step) { return step >= knownNs; });
}

std::int64_t historyLagNs(std::int64_t timeNs, std::int64_t arrivalNs)
{
    constexpr std::int64_t Tolerated =
        300'000'000'000; // clocks that differ by less than five minutes tell of now
    return arrivalNs - timeNs > Tolerated ? arrivalNs - timeNs : 0;
}

std::span<const SparkShape::Vertex> SparkShape::vertices() const
{
    return m_shape ? std::span<const Vertex>(m_shape->vertices) : std::span<const Vertex>();
}

} // namespace alcedo
