// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace alcedo {

/// The stretch of time that a chart shows, and whether it follows the newest datum. Pure; times in ns since
/// the epoch. While following, the newest datum stays a fixed number of pixels before the right edge, and the
/// window moves by whole pixel columns of an absolute grid, so that a column keeps its points from frame to
/// frame and nothing shimmers.
class TimeWindow
{
public:
    static constexpr std::int64_t MinSpanNs = 1'000'000; ///< 1 ms
    static constexpr std::int64_t MaxSpanNs = std::int64_t(400) * 24 * 3'600 * 1'000'000'000;

    [[nodiscard]] std::int64_t fromNs() const { return m_fromNs; }
    [[nodiscard]] std::int64_t toNs() const { return m_fromNs + m_spanNs; }
    [[nodiscard]] std::int64_t spanNs() const { return m_spanNs; }
    [[nodiscard]] bool isFollowing() const { return m_following; }
    [[nodiscard]] double nsPerPixel() const { return double(m_spanNs) / m_width; }

    /// Width of the plot in pixels, and how many of them stay free after the newest datum. Keeps the ns per
    /// pixel.
    void setWidth(int width, int margin);
    /// The span kept in the width; clamped to [MinSpanNs, MaxSpanNs]. The right edge stays, or the newest if
    /// following.
    void setSpan(std::int64_t spanNs);
    /// Where the data begins and ends (end: the newest, or now while a gap is open). Moves the window if
    /// following.
    void setData(std::int64_t oldestNs, std::int64_t newestNs);
    void setFollowing(bool following);
    /// Steps by which a following window moves, ns: a pixel column, or a candle's interval. 0: one column.
    void setStep(std::int64_t stepNs);
    /// Zooms by factor (2: half the span) about x pixels from the left; leaves following unless x is beyond
    /// the newest.
    void zoomAbout(double factor, double x);
    /// Zooms about the newest datum if following, else about the middle.
    void zoom(double factor);
    /// Moves the view to later (positive) or earlier times; leaves following. Some data always stays in view.
    void panPixels(double dx);
    /// All data, from the oldest to the newest.
    void showAll();

    [[nodiscard]] double xOf(std::int64_t timeNs) const { return double(timeNs - m_fromNs) / nsPerPixel(); }
    [[nodiscard]] std::int64_t timeAt(double x) const { return m_fromNs + std::int64_t(x * nsPerPixel()); }

private:
    void resnap();
    void clampToData();

    std::int64_t m_fromNs = 0, m_spanNs = 900'000'000'000;
    std::int64_t m_oldestNs = 0, m_newestNs = 0;
    std::int64_t m_stepNs = 0;
    int m_width = 1, m_margin = 0;
    bool m_following = true;
};

} // namespace alcedo
