// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "steadyrange.h"

#include <cmath>
#include <cstdint>

namespace alcedo {

/// Times to device pixels from the plot's left edge.
struct TimeScale
{
    std::int64_t fromNs = 0;
    double nsPerPixel = 1;

    [[nodiscard]] double x(std::int64_t timeNs) const { return double(timeNs - fromNs) / nsPerPixel; }
    [[nodiscard]] std::int64_t time(double x) const
    {
        return fromNs + std::int64_t(std::floor(x * nsPerPixel));
    }
};

/// Values to device pixels from the plot's top edge. factor and offset turn a series' own value into the
/// axis's first (rebased to percent: 100 / base and -100).
class ValueScale
{
public:
    ValueScale() = default;
    ValueScale(const SteadyRange &range, double top, double bottom, double factor = 1, double offset = 0)
        : m_isLog(range.scale() == SteadyRange::Scale::Log)
        , m_factor(factor)
        , m_offset(offset)
    {
        const double low = m_isLog ? std::log10(range.low()) : range.low();
        const double high = m_isLog ? std::log10(range.high()) : range.high();
        m_slope = high > low ? (top - bottom) / (high - low) : 0;
        m_origin = bottom - low * m_slope;
    }
    [[nodiscard]] double y(double value) const
    {
        const double onAxis = value * m_factor + m_offset;
        if (m_isLog)
            return onAxis > 0 ? m_origin + std::log10(onAxis) * m_slope : OutOfSight;
        return m_origin + onAxis * m_slope;
    }

private:
    static constexpr double OutOfSight = 1e6; ///< below any plot: what a log axis cannot show
    bool m_isLog = false;
    double m_factor = 1, m_offset = 0, m_slope = 0, m_origin = 0;
};

} // namespace alcedo
