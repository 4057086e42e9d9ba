// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QQmlParserStatus>
#include <QtQml/qqmlregistration.h>

class QQuickItem;

namespace alcedo {

/// Whether the mouse is over the item that it stands in. What Qt's HoverHandler says, which must not be used:
/// for each frame in which something moves beneath a mouse that rests, Qt keeps a pointer per handler until
/// the mouse moves again (QTBUG-135975), 70 MB in eight hours at five handlers and 60 frames a second.
class HoverWatch : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    QML_ELEMENT
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(bool hovered READ isHovered NOTIFY hoveredChanged)
    Q_PROPERTY(Qt::CursorShape cursorShape READ cursorShape WRITE setCursorShape NOTIFY cursorShapeChanged)
public:
    explicit HoverWatch(QObject *parent = nullptr);

    [[nodiscard]] bool isHovered() const { return m_hovered; }
    /// What the mouse looks like over the item. Default: an arrow.
    [[nodiscard]] Qt::CursorShape cursorShape() const { return m_cursorShape; }
    void setCursorShape(Qt::CursorShape shape);
    void classBegin() override {}
    void componentComplete() override;

Q_SIGNALS:
    void hoveredChanged();
    void cursorShapeChanged();

protected:
    bool eventFilter(QObject *item, QEvent *event) override;

private:
    QQuickItem *m_item = nullptr; // the parent, once complete
    Qt::CursorShape m_cursorShape = Qt::ArrowCursor;
    bool m_hovered = false;
};

} // namespace alcedo
