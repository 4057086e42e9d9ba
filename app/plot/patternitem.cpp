// SPDX-License-Identifier: GPL-3.0-or-later
#include "patternitem.h"

#include "pixelrects.h"

#include <QQuickWindow>
#include <QSGImageNode>
#include <cmath>

namespace alcedo {

namespace {

constexpr int HatchPitch = 8, DashPitch = 4, DashLength = 2, DotPitch = 4; // logical px
constexpr int SizeStep = 64;

int roundedUp(double size, int most)
{
    return std::min(most, (int(std::ceil(size)) + SizeStep - 1) / SizeStep * SizeStep);
}

} // namespace

PatternItem::PatternItem(QQuickItem *parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
}

void PatternItem::setPattern(Pattern pattern)
{
    if (m_pattern == pattern)
        return;
    m_pattern = pattern;
    m_stale = true;
    Q_EMIT patternChanged();
    update();
}

void PatternItem::setColor(const QColor &color)
{
    if (m_color == color)
        return;
    m_color = color;
    m_stale = true;
    Q_EMIT colorChanged();
    update();
}

QImage PatternItem::image(QSize size, double scale) const
{
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QRgb colour = premultiplied(m_color);
    const int unit = std::max(1, int(std::round(scale)));
    const bool isVertical = size.height() > size.width();
    for (int y = 0; y < size.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const int along = (isVertical ? y : x) / unit;
            const bool isSet = m_pattern == Pattern::Hatch    ? (x + y) % (HatchPitch * unit) < unit
                               : m_pattern == Pattern::Dashed ? along % DashPitch < DashLength
                                                              : along % DotPitch == 0;
            if (isSet)
                line[x] = colour;
        }
    }
    return image;
}

QSGNode *PatternItem::updatePaintNode(QSGNode *old, UpdatePaintNodeData *)
{
    auto *node = static_cast<QSGImageNode *>(old);
    const double scale = window()->effectiveDevicePixelRatio();
    const QSize pixels(int(std::ceil(width() * scale)), int(std::ceil(height() * scale)));
    if (pixels.isEmpty()) {
        delete node;
        m_imageSize = {};
        return nullptr;
    }
    if (!node) {
        node = window()->createImageNode();
        node->setOwnsTexture(true);
        node->setFiltering(QSGTexture::Nearest);
        m_stale = true;
    }
    if (m_stale || pixels.width() > m_imageSize.width() || pixels.height() > m_imageSize.height()) {
        const int most = m_pattern == Pattern::Hatch ? 1 << 14 : 1 << 15;
        const bool isVertical = height() > width();
        m_imageSize = m_pattern == Pattern::Hatch
                          ? QSize(roundedUp(pixels.width(), most), roundedUp(pixels.height(), most))
                      : isVertical ? QSize(pixels.width(), roundedUp(pixels.height(), most))
                                   : QSize(roundedUp(pixels.width(), most), pixels.height());
        node->setTexture(window()->createTextureFromImage(image(m_imageSize, scale),
                                                          QQuickWindow::TextureHasAlphaChannel));
        m_stale = false;
    }
    const QSize shown = pixels.boundedTo(m_imageSize);
    node->setSourceRect(0, 0, shown.width(), shown.height());
    node->setRect(0, 0, shown.width() / scale, shown.height() / scale);
    return node;
}

} // namespace alcedo
