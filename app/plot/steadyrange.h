// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace alcedo {

/// The value range of an axis that follows its data calmly: it grows as soon as data would leave it, to a
/// round bound with room to spare, and shrinks only after the data has filled too little of it for a while.
/// Pure; time in ms, any origin.
class SteadyRange
{
public:
    enum class Scale { Linear, Log };
    static constexpr double ShrinkBelow = 0.55; ///< share of the range that the data must fill
    static constexpr double ShrinkAfterMs = 2'000;

    [[nodiscard]] double low() const { return m_low; }
    [[nodiscard]] double high() const { return m_high; }
    [[nodiscard]] bool isValid() const { return m_high > m_low; }
    [[nodiscard]] Scale scale() const { return m_scale; }
    /// Log is refused (stays linear) while the data reaches zero or below.
    void setScale(Scale scale);
    /// The extremes of what is in view. True where the range changed.
    bool follow(double min, double max, double nowMs);
    /// Fits at the next follow(), as after a zoom by hand.
    void refit() { m_fit = true; }
    /// 0 at low, 1 at high, on the scale; outside for values outside.
    [[nodiscard]] double fraction(double value) const;
    [[nodiscard]] double valueAt(double fraction) const;

private:
    void fit(double min, double max);
    double m_low = 0, m_high = 0, m_roomySinceMs = -1;
    Scale m_wanted = Scale::Linear, m_scale = Scale::Linear;
    bool m_fit = true;
};

} // namespace alcedo
