// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <models/chartmodel.h>

#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// Lies over a plot and turns wheel, drag, pointer and keys into calls on its model. Wheel: zoom about the
/// pointer (Shift or sideways: move); drag: move; double click or End: back to live. Keys: Left, Right, +, -,
/// Home (all), L (log), C (kind), Shift+arrows (crosshair), Escape.
class ChartInput : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(alcedo::ChartModel *model MEMBER m_model NOTIFY modelChanged)
    Q_PROPERTY(bool dragging READ isDragging NOTIFY draggingChanged)
    /// It has the focus, and not by the mouse: the focus frame is to be seen.
    Q_PROPERTY(bool keyFocus READ hasKeyFocus NOTIFY keyFocusChanged)
public:
    explicit ChartInput(QQuickItem *parent = nullptr);
    [[nodiscard]] bool isDragging() const { return m_isDragging; }
    [[nodiscard]] bool hasKeyFocus() const { return m_hasKeyFocus; }

Q_SIGNALS:
    void modelChanged();
    void draggingChanged();
    void keyFocusChanged();

protected:
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseUngrabEvent() override;
    void hoverMoveEvent(QHoverEvent *event) override;
    void hoverLeaveEvent(QHoverEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void setDragging(bool dragging);
    [[nodiscard]] bool moveCrosshair(int key);
    [[nodiscard]] bool act(int key);

    QPointer<ChartModel> m_model;
    QPointF m_pressedAt, m_draggedTo;
    bool m_isDragging = false, m_hasKeyFocus = false;
};

} // namespace alcedo
