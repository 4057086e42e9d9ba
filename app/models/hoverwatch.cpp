// SPDX-License-Identifier: GPL-3.0-or-later
#include "hoverwatch.h"

#include <QEvent>
#include <QQmlInfo>
#include <QQuickItem>

namespace alcedo {

HoverWatch::HoverWatch(QObject *parent)
    : QObject(parent)
{
}

void HoverWatch::setCursorShape(Qt::CursorShape shape)
{
    if (m_cursorShape == shape)
        return;
    m_cursorShape = shape;
    if (m_item)
        m_item->setCursor(shape);
    Q_EMIT cursorShapeChanged();
}

void HoverWatch::componentComplete()
{
    m_item = qobject_cast<QQuickItem *>(parent());
    if (!m_item) {
        qmlWarning(this) << "stands in no item";
        return;
    }
    m_item->setAcceptHoverEvents(true);
    m_item->installEventFilter(this);
    if (m_cursorShape != Qt::ArrowCursor)
        m_item->setCursor(m_cursorShape);
}

bool HoverWatch::eventFilter(QObject *, QEvent *event)
{
    const bool isOver = event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverMove;
    if ((isOver || event->type() == QEvent::HoverLeave) && isOver != m_hovered) {
        m_hovered = isOver;
        Q_EMIT hoveredChanged();
    }
    return false; // the item's own
}

} // namespace alcedo
