// SPDX-License-Identifier: GPL-3.0-or-later
#include "timewindow.h"

#include <algorithm>
#include <cmath>

namespace alcedo {

void TimeWindow::setWidth(int width, int margin)
{
    width = std::max(1, width);
    if (width == m_width && margin == m_margin)
        return;
    const std::int64_t end = toNs();
    const double perPixel = nsPerPixel();
    const bool first = m_width == 1;
    m_width = width;
    m_margin = std::clamp(margin, 0, width - 1);
    // The first width only divides the span; a later one shows more or less at the same scale.
    if (!first)
        m_spanNs = std::clamp(std::int64_t(std::llround(perPixel * width)), MinSpanNs, MaxSpanNs);
    m_fromNs = end - m_spanNs;
    resnap();
}

void TimeWindow::setSpan(std::int64_t spanNs)
{
    const std::int64_t end = toNs();
    m_spanNs = std::clamp(spanNs, MinSpanNs, MaxSpanNs);
    m_fromNs = end - m_spanNs;
    resnap();
}

void TimeWindow::setData(std::int64_t oldestNs, std::int64_t newestNs)
{
    m_oldestNs = oldestNs;
    m_newestNs = newestNs;
    if (m_following)
        resnap();
}

void TimeWindow::setFollowing(bool following)
{
    m_following = following;
    resnap();
}

void TimeWindow::setStep(std::int64_t stepNs)
{
    m_stepNs = stepNs;
    resnap();
}

void TimeWindow::zoomAbout(double factor, double x)
{
    if (!(factor > 0) || !std::isfinite(factor))
        return;
    m_following = false;
    const std::int64_t anchor = timeAt(x);
    const double span = std::clamp(double(m_spanNs) / factor, double(MinSpanNs), double(MaxSpanNs));
    m_spanNs = std::int64_t(span);
    m_fromNs = anchor - std::int64_t(x * nsPerPixel());
    clampToData();
}

void TimeWindow::zoom(double factor)
{
    const bool following = m_following;
    zoomAbout(factor, following ? xOf(m_newestNs) : m_width / 2.0);
    m_following = following;
    resnap();
}

void TimeWindow::panPixels(double dx)
{
    m_following = false;
    m_fromNs += std::int64_t(dx * nsPerPixel());
    clampToData();
}

void TimeWindow::showAll()
{
    if (m_newestNs <= m_oldestNs)
        return;
    m_following = true;
    const double usable = std::max(1, m_width - m_margin);
    m_spanNs = std::clamp(std::int64_t(double(m_newestNs - m_oldestNs) / usable * m_width) + m_width,
                          MinSpanNs, MaxSpanNs);
    resnap();
}

void TimeWindow::resnap()
{
    if (!m_following)
        return;
    const std::int64_t column = std::max<std::int64_t>(1, m_spanNs / m_width);
    const std::int64_t step = m_stepNs > 0 ? m_stepNs : column;
    const std::int64_t newest = (m_newestNs + step - 1) / step * step;
    m_fromNs = newest + column * m_margin - m_spanNs;
}

void TimeWindow::clampToData()
{
    if (m_newestNs <= m_oldestNs)
        return;
    const std::int64_t keep = m_spanNs / 10; // so much of the view still shows data
    m_fromNs = std::clamp(m_fromNs, m_oldestNs - m_spanNs + keep,
                          std::max(m_oldestNs - m_spanNs + keep, m_newestNs - keep));
}

} // namespace alcedo
