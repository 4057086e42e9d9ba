// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// Lies over a panel in which much changes at once and, at each update(), has all of it painted anew as one
/// rectangle. Qt's software renderer joins the rectangles of all that changed, at a cost of their number
/// squared: 25 rows of texts cost more to join than to paint. Where little changes the renderer is left to
/// itself. Draws nothing, takes no input; with a graphics card it does nothing at all. Thread: GUI.
class RepaintArea : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
public:
    explicit RepaintArea(QQuickItem *parent = nullptr);

protected:
    QSGNode *updatePaintNode(QSGNode *old, UpdatePaintNodeData *) override;
};

} // namespace alcedo
