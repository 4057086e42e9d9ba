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

void RepaintArea::setRows(QAbstractItemModel *rows)
{
    if (m_rows == rows)
        return;
    if (m_rows)
        m_rows->disconnect(this);
    m_rows = rows;
    if (rows) {
        connect(rows, &QAbstractItemModel::dataChanged, this,
                [this](const QModelIndex &first, const QModelIndex &last) {
                    if (last.row() - first.row() >= ManyRows - 1)
                        update();
                });
    }
    Q_EMIT followedChanged();
}

void RepaintArea::setChart(ChartModel *chart)
{
    if (m_chart == chart)
        return;
    if (m_chart)
        m_chart->disconnect(this);
    m_chart = chart;
    if (chart)
        connect(chart, &ChartModel::plotChanged, this, &QQuickItem::update);
    Q_EMIT followedChanged();
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
