// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixelnode.h"

#include <QQuickWindow>
#include <QSGRendererInterface>
#include <QSGVertexColorMaterial>
#include <algorithm>

namespace alcedo {

namespace {

constexpr int VerticesPerRect = 6;
constexpr std::size_t CapacityStep =
    512; // rectangles: the geometry grows in steps, so that a steady plot allocates nothing

QRgb sourceOver(QRgb below, QRgb above)
{
    const int rest = 255 - qAlpha(above);
    const auto mix = [rest](int b, int a) { return a + (b * rest + 127) / 255; };
    return qRgba(mix(qRed(below), qRed(above)), mix(qGreen(below), qGreen(above)),
                 mix(qBlue(below), qBlue(above)), mix(qAlpha(below), qAlpha(above)));
}

} // namespace

void fillRects(QImage &image, const PixelRects &rects)
{
    const int width = image.width(), height = image.height();
    for (const PixelRect &rect : rects) {
        const int left = std::max(0, int(rect.x)), right = std::min(width, rect.x + rect.w);
        const int bottom = std::min(height, rect.y + rect.h);
        for (int y = std::max(0, int(rect.y)); y < bottom; ++y) {
            auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
            if (qAlpha(rect.colour) == 255)
                std::fill(line + left, line + std::max(left, right), rect.colour);
            else
                std::transform(line + left, line + std::max(left, right), line + left,
                               [&](QRgb below) { return sourceOver(below, rect.colour); });
        }
    }
}

PixelNode::PixelNode(QQuickWindow *window)
    : m_window(window)
{
    if (window->rendererInterface()->graphicsApi() == QSGRendererInterface::Software) {
        m_imageNode.reset(window->createImageNode());
        m_imageNode->setOwnsTexture(true);
        m_imageNode->setFiltering(QSGTexture::Nearest);
        m_imageNode->setFlag(QSGNode::OwnedByParent, false);
        return; // joins the tree with its first texture
    }
    m_geometry = std::make_unique<QSGGeometryNode>();
    auto geometry = std::make_unique<QSGGeometry>(QSGGeometry::defaultAttributes_ColoredPoint2D(), 0);
    geometry->setDrawingMode(QSGGeometry::DrawTriangles);
    geometry->setVertexDataPattern(QSGGeometry::StreamPattern);
    m_geometry->setGeometry(geometry.release());
    m_geometry->setMaterial(std::make_unique<QSGVertexColorMaterial>().release());
    m_geometry->setFlags(QSGNode::OwnsGeometry | QSGNode::OwnsMaterial);
    m_geometry->setFlag(QSGNode::OwnedByParent, false);
    appendChildNode(m_geometry.get());
}

void PixelNode::update(const PixelRects &rects, int width, int height, double scale)
{
    if (m_geometry)
        updateGeometry(rects, scale);
    else
        updateImage(rects, width, height, scale);
}

void PixelNode::updateGeometry(const PixelRects &rects, double scale)
{
    QSGGeometry *geometry = m_geometry->geometry();
    const std::size_t capacity = (rects.size() + CapacityStep - 1) / CapacityStep * CapacityStep;
    if (std::size_t(geometry->vertexCount()) != capacity * VerticesPerRect)
        geometry->allocate(int(capacity * VerticesPerRect));
    auto *vertex = geometry->vertexDataAsColoredPoint2D();
    const auto put = [&vertex](double x, double y, QRgb c) {
        vertex++->set(float(x), float(y), uchar(qRed(c)), uchar(qGreen(c)), uchar(qBlue(c)),
                      uchar(qAlpha(c)));
    };
    for (const PixelRect &rect : rects) {
        const double left = rect.x / scale, right = (rect.x + rect.w) / scale;
        const double top = rect.y / scale, bottom = (rect.y + rect.h) / scale;
        for (const auto &[x, y] : {std::pair{left, top},
                                   {right, top},
                                   {left, bottom},
                                   {left, bottom},
                                   {right, top},
                                   {right, bottom}})
            put(x, y, rect.colour);
    }
    for (std::size_t unused = rects.size(); unused < capacity; ++unused) {
        for (int i = 0; i < VerticesPerRect; ++i)
            put(0, 0, 0); // no area, no pixel
    }
    m_geometry->markDirty(QSGNode::DirtyGeometry);
}

void PixelNode::updateImage(const PixelRects &rects, int width, int height, double scale)
{
    if (width < 1 || height < 1)
        return;
    if (m_image.size() != QSize(width, height))
        m_image = QImage(width, height, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    fillRects(m_image, rects);
    m_imageNode->setTexture(m_window->createTextureFromImage(m_image, QQuickWindow::TextureHasAlphaChannel));
    // The texture before this one is gone, so that its image is free again: two in turn, and none is copied.
    std::swap(m_image, m_shown);
    m_imageNode->setRect(0, 0, width / scale, height / scale);
    if (!m_imageNode->parent())
        appendChildNode(m_imageNode.get());
    m_imageNode->markDirty(QSGNode::DirtyMaterial);
}

} // namespace alcedo
