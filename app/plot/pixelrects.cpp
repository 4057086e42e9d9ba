// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixelrects.h"

#include <algorithm>
#include <cmath>

namespace alcedo {

namespace {
constexpr double LeastCoverage = 1.0 / 32; // fainter than this is not seen
} // namespace

QRgb premultiplied(const QColor &colour, double opacity)
{
    return qPremultiply(
        QColor::fromRgbF(colour.redF(), colour.greenF(), colour.blueF(), float(colour.alphaF() * opacity))
            .rgba());
}

QRgb withCoverage(QRgb colour, double coverage)
{
    const auto part = [coverage](int channel) { return qRound(channel * coverage); };
    return qRgba(part(qRed(colour)), part(qGreen(colour)), part(qBlue(colour)), part(qAlpha(colour)));
}

void addRect(PixelRects &rects, const PixelPane &pane, double x, double y, double w, double h, QRgb colour)
{
    const double left = std::clamp(std::round(x), 0.0, double(pane.width));
    const double right = std::clamp(std::round(x + w), 0.0, double(pane.width));
    const double top = std::clamp(std::round(y), double(pane.top), double(pane.bottom));
    const double bottom = std::clamp(std::round(y + h), double(pane.top), double(pane.bottom));
    if (right > left && bottom > top)
        rects.push_back({std::int16_t(left), std::int16_t(top), std::int16_t(right - left),
                         std::int16_t(bottom - top), colour});
}

void addRun(PixelRects &rects, const PixelPane &pane, int column, double top, double bottom, QRgb colour)
{
    top = std::clamp(top, double(pane.top), double(pane.bottom));
    bottom = std::clamp(bottom, double(pane.top), double(pane.bottom));
    if (!(bottom > top))
        return;
    const auto x = std::int16_t(column);
    const double firstFull = std::ceil(top), lastFull = std::floor(bottom);
    if (firstFull > lastFull) { // inside one pixel
        rects.push_back({x, std::int16_t(lastFull), 1, 1, withCoverage(colour, bottom - top)});
        return;
    }
    if (firstFull - top > LeastCoverage)
        rects.push_back({x, std::int16_t(firstFull - 1), 1, 1, withCoverage(colour, firstFull - top)});
    if (lastFull > firstFull)
        rects.push_back({x, std::int16_t(firstFull), 1, std::int16_t(lastFull - firstFull), colour});
    if (bottom - lastFull > LeastCoverage)
        rects.push_back({x, std::int16_t(lastFull), 1, 1, withCoverage(colour, bottom - lastFull)});
}

} // namespace alcedo
