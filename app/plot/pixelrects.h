// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRgb>
#include <cstdint>
#include <vector>

namespace alcedo {

/// A filled rectangle of whole device pixels. All marks of a plot are made of these, so that OpenGL and the
/// software backend paint the very same pixels.
struct PixelRect
{
    std::int16_t x = 0, y = 0, w = 0, h = 0;
    QRgb colour = 0; ///< premultiplied
    friend bool operator==(const PixelRect &, const PixelRect &) = default;
};

using PixelRects = std::vector<PixelRect>;

/// The part of the plot that marks may use, device pixels; bottom is exclusive.
struct PixelPane
{
    int width = 0, top = 0, bottom = 0;
};

/// The colour at an opacity of 0 to 1, premultiplied.
[[nodiscard]] QRgb premultiplied(const QColor &colour, double opacity = 1);
/// The same premultiplied colour, covering only a share of its pixels.
[[nodiscard]] QRgb withCoverage(QRgb premultiplied, double coverage);
/// Adds the rectangle, cut to the pane. Nothing where nothing of it is left.
void addRect(PixelRects &rects, const PixelPane &pane, double x, double y, double w, double h, QRgb colour);
/// Adds the vertical run [top, bottom) of one column, its first and last pixel as far as the run covers them.
void addRun(PixelRects &rects, const PixelPane &pane, int column, double top, double bottom, QRgb colour);

} // namespace alcedo
