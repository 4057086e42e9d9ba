// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pixelrects.h"

#include <QImage>
#include <QSGGeometryNode>
#include <QSGImageNode>
#include <memory>

class QQuickWindow;

namespace alcedo {

/// Paints rectangles of whole device pixels: as one geometry where there is a graphics API, as one image on
/// the software backend, where QSGGeometryNode draws nothing. The pixels are the same. Thread: render.
class PixelNode : public QSGNode
{
public:
    explicit PixelNode(QQuickWindow *window);
    /// width, height: of the plot in device pixels; scale: device pixels per logical pixel.
    void update(const PixelRects &rects, int width, int height, double scale);

private:
    void updateGeometry(const PixelRects &rects, double scale);
    void updateImage(const PixelRects &rects, int width, int height, double scale);

    QQuickWindow *m_window;
    std::unique_ptr<QSGGeometryNode> m_geometry;
    std::unique_ptr<QSGImageNode> m_imageNode;
    QImage m_image, m_shown; ///< the one to paint next, and the one that the texture shares
};

/// Fills the rectangles into a premultiplied image, source over. Also for tests.
void fillRects(QImage &image, const PixelRects &rects);

} // namespace alcedo
