// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartinput.h"

#include <QCursor>
#include <QGuiApplication>
#include <QStyleHints>
#include <cmath>

namespace alcedo {

namespace {
constexpr double WheelZoom = 1.0015; ///< per unit of angleDelta: a notch of 120 zooms by 1.2
constexpr double KeyZoom = 1.25, KeyPan = 48;
} // namespace

ChartInput::ChartInput(QQuickItem *parent)
    : QQuickItem(parent)
{
    setAcceptedMouseButtons(Qt::LeftButton);
    setAcceptHoverEvents(true);
    setActiveFocusOnTab(true);
    setCursor(Qt::CrossCursor);
}

void ChartInput::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    if (!m_model || delta.isNull())
        return;
    const bool isSideways =
        std::abs(delta.x()) > std::abs(delta.y()) || event->modifiers().testFlag(Qt::ShiftModifier);
    if (isSideways)
        m_model->pan(-(delta.x() != 0 ? delta.x() : delta.y()));
    else
        m_model->zoomAbout(std::pow(WheelZoom, delta.y()), event->position().x());
    event->accept();
}

void ChartInput::mousePressEvent(QMouseEvent *event)
{
    forceActiveFocus(Qt::MouseFocusReason);
    m_pressedAt = m_draggedTo = event->position();
    event->accept();
}

void ChartInput::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_model)
        return;
    const double away = std::abs(event->position().x() - m_pressedAt.x());
    if (!m_isDragging && away >= QGuiApplication::styleHints()->startDragDistance())
        setDragging(true);
    if (m_isDragging) {
        m_model->pan(m_draggedTo.x() - event->position().x());
        m_draggedTo = event->position();
    }
    m_model->pointAt(event->position().x(), event->position().y());
}

void ChartInput::mouseReleaseEvent(QMouseEvent *)
{
    setDragging(false);
}

void ChartInput::mouseDoubleClickEvent(QMouseEvent *)
{
    if (m_model)
        m_model->follow();
}

void ChartInput::mouseUngrabEvent()
{
    setDragging(false);
}

void ChartInput::setDragging(bool dragging)
{
    if (m_isDragging == dragging)
        return;
    m_isDragging = dragging;
    setCursor(dragging ? Qt::ClosedHandCursor : Qt::CrossCursor);
    Q_EMIT draggingChanged();
}

void ChartInput::hoverMoveEvent(QHoverEvent *event)
{
    if (m_model)
        m_model->pointAt(event->position().x(), event->position().y());
}

void ChartInput::hoverLeaveEvent(QHoverEvent *)
{
    if (m_model)
        m_model->leave();
}

void ChartInput::focusInEvent(QFocusEvent *event)
{
    m_hasKeyFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                    event->reason() == Qt::ShortcutFocusReason;
    Q_EMIT keyFocusChanged();
}

void ChartInput::focusOutEvent(QFocusEvent *)
{
    m_hasKeyFocus = false;
    Q_EMIT keyFocusChanged();
}

void ChartInput::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool isShifted = modifiers == Qt::ShiftModifier;
    // A plus needs Shift on many keyboards; other modifiers belong to the window's shortcuts.
    const bool isOurs = modifiers == Qt::NoModifier || isShifted;
    event->setAccepted(m_model && isOurs &&
                       ((isShifted && moveCrosshair(event->key())) || act(event->key())));
}

bool ChartInput::moveCrosshair(int key)
{
    switch (key) {
    case Qt::Key_Left:
        m_model->stepCrosshair(-1, 0);
        return true;
    case Qt::Key_Right:
        m_model->stepCrosshair(1, 0);
        return true;
    case Qt::Key_Up:
        m_model->stepCrosshair(0, -1);
        return true;
    case Qt::Key_Down:
        m_model->stepCrosshair(0, 1);
        return true;
    default:
        return false;
    }
}

bool ChartInput::act(int key)
{
    switch (key) {
    case Qt::Key_Left:
        m_model->pan(-KeyPan);
        return true;
    case Qt::Key_Right:
        m_model->pan(KeyPan);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_model->zoom(KeyZoom);
        return true;
    case Qt::Key_Minus:
        m_model->zoom(1 / KeyZoom);
        return true;
    case Qt::Key_Home:
        m_model->showAll();
        return true;
    case Qt::Key_End:
        m_model->follow();
        return true;
    case Qt::Key_L:
        m_model->setLogWanted(!m_model->isLogWanted());
        return true;
    case Qt::Key_C:
        m_model->cycleKind();
        return true;
    case Qt::Key_Escape:
        if (!m_model->isPointed())
            return false;
        m_model->leave();
        return true;
    default:
        return false;
    }
}

} // namespace alcedo
