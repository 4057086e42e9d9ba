// SPDX-License-Identifier: GPL-3.0-or-later
#include "repaintarea.h"

#include <QQuickWindow>
#include <QSGRenderNode>
#include <QSGRendererInterface>

namespace alcedo {

namespace {

/// A node that changes and paints nothing: what lies under it is painted anew.
class NothingNode : public QSGRenderNode
{
public:
    void setRect(const QRectF &rect) { m_rect = rect; }
    void render(const RenderState *) override {}
    [[nodiscard]] StateFlags changedStates() const override { return {}; }
    [[nodiscard]] RenderingFlags flags() const override { return BoundedRectRendering; }
    [[nodiscard]] QRectF rect() const override { return m_rect; }

private:
    QRectF m_rect;
};

} // namespace

RepaintArea::RepaintArea(QQuickItem *parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
}

QSGNode *RepaintArea::updatePaintNode(QSGNode *old, UpdatePaintNodeData *)
{
    auto *node = static_cast<NothingNode *>(old);
    if (window()->rendererInterface()->graphicsApi() != QSGRendererInterface::Software) {
        delete node;
        setFlag(ItemHasContents, false);
        return nullptr;
    }
    if (!node)
        node = new NothingNode;
    node->setRect(boundingRect());
    node->markDirty(QSGNode::DirtyMaterial);
    return node;
}

} // namespace alcedo
