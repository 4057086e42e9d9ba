// SPDX-License-Identifier: GPL-3.0-or-later
#include "steadyrange.h"

#include <algorithm>
#include <cmath>

namespace alcedo {

namespace {

constexpr double Room = 0.08; ///< free above and below the data, as a share of its height

double toAxis(double value, SteadyRange::Scale scale)
{
    return scale == SteadyRange::Scale::Log ? std::log10(value) : value;
}

double fromAxis(double position, SteadyRange::Scale scale)
{
    return scale == SteadyRange::Scale::Log ? std::pow(10.0, position) : position;
}

} // namespace

void SteadyRange::setScale(Scale scale)
{
    if (m_wanted == scale)
        return;
    m_wanted = scale;
    m_fit = true;
}

bool SteadyRange::follow(double min, double max, double nowMs)
{
    if (!std::isfinite(min) || !std::isfinite(max) || max < min)
        return false;
    const Scale scale = m_wanted == Scale::Log && min > 0 ? Scale::Log : Scale::Linear;
    if (m_fit || !isValid() || scale != m_scale || min < m_low || max > m_high) {
        const double low = m_low, high = m_high;
        const Scale old = m_scale;
        m_scale = scale;
        fit(min, max);
        return low != m_low || high != m_high || old != m_scale;
    }
    const double filled = fraction(max) - fraction(min);
    const double minimum = std::abs(max) * 1e-6; // a flat line fills nothing, and never will
    if (filled >= ShrinkBelow || max - min <= minimum) {
        m_roomySinceMs = -1;
        return false;
    }
    if (m_roomySinceMs < 0)
        m_roomySinceMs = nowMs;
    if (nowMs - m_roomySinceMs < ShrinkAfterMs)
        return false;
    fit(min, max);
    return true;
}

void SteadyRange::fit(double min, double max)
{
    m_fit = false;
    m_roomySinceMs = -1;
    double low = toAxis(min, m_scale), high = toAxis(max, m_scale);
    if (high - low <= std::abs(high) * 1e-9) {
        const double half = m_scale == Scale::Log ? 0.05 : std::max(std::abs(high) * 0.001, 1e-9);
        low -= half;
        high += half;
    }
    const double room = (high - low) * Room;
    // Bounds on a grid of an eighth of the height's power of two: small growth then lands on the same bound.
    const double grid = std::pow(2.0, std::floor(std::log2(high - low))) / 8;
    m_low = fromAxis(std::floor((low - room) / grid) * grid, m_scale);
    m_high = fromAxis(std::ceil((high + room) / grid) * grid, m_scale);
}

double SteadyRange::fraction(double value) const
{
    const double low = toAxis(m_low, m_scale), high = toAxis(m_high, m_scale);
    if (!(high > low))
        return 0.5;
    if (m_scale == Scale::Log && value <= 0)
        return -1;
    return (toAxis(value, m_scale) - low) / (high - low);
}

double SteadyRange::valueAt(double fraction) const
{
    const double low = toAxis(m_low, m_scale), high = toAxis(m_high, m_scale);
    return fromAxis(low + fraction * (high - low), m_scale);
}

} // namespace alcedo
