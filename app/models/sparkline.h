// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sparkshape.h"

#include <QColor>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// Draws a SparkShape: the line, the limits dashed, and a disc on its newest point.
///
/// Painted, not geometry: it changes once a second at most, is a few dozen pixels wide, and is the same on
/// the software and the OpenGL backend.
class Sparkline : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    /// A SparkShape, as a model's role gives it.
    Q_PROPERTY(QVariant shape READ shape WRITE setShape NOTIFY changed)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY changed)
    Q_PROPERTY(QColor limitColor READ limitColor WRITE setLimitColor NOTIFY changed)
    /// Of the disc on the newest point; transparent (the default): none.
    Q_PROPERTY(QColor endColor READ endColor WRITE setEndColor NOTIFY changed)
public:
    explicit Sparkline(QQuickItem *parent = nullptr);
    [[nodiscard]] QVariant shape() const { return QVariant::fromValue(m_shape); }
    void setShape(const QVariant &shape);
    [[nodiscard]] QColor color() const { return m_color; }
    void setColor(const QColor &color);
    [[nodiscard]] QColor limitColor() const { return m_limitColor; }
    void setLimitColor(const QColor &color);
    [[nodiscard]] QColor endColor() const { return m_endColor; }
    void setEndColor(const QColor &color);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    void paintLimit(QPainter *painter, float height) const;
    [[nodiscard]] QPointF place(float x, float y) const;
    void assign(QColor &member, const QColor &color);

    SparkShape m_shape;
    QColor m_color = Qt::gray;
    QColor m_limitColor = Qt::gray;
    QColor m_endColor = Qt::transparent;
};

} // namespace alcedo
