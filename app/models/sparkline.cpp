// SPDX-License-Identifier: GPL-3.0-or-later
#include "sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace alcedo {

namespace {
constexpr qreal DiscRadius = 2.25;
constexpr qreal Inset = 1; // so that an extreme is not cut in half
} // namespace

Sparkline::Sparkline(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void Sparkline::assign(QColor &member, const QColor &color)
{
    if (member == color)
        return;
    member = color;
    Q_EMIT changed();
    update();
}

void Sparkline::setShape(const QVariant &shape)
{
    const auto next = shape.value<SparkShape>();
    if (m_shape == next)
        return;
    m_shape = next;
    Q_EMIT changed();
    update();
}

void Sparkline::setColor(const QColor &color)
{
    assign(m_color, color);
}

void Sparkline::setLimitColor(const QColor &color)
{
    assign(m_limitColor, color);
}

void Sparkline::setEndColor(const QColor &color)
{
    assign(m_endColor, color);
}

QPointF Sparkline::place(float x, float y) const
{
    const qreal side = m_endColor.alpha() > 0 ? DiscRadius : Inset;
    return {side + qreal(x) * (width() - 2 * side), side + (1 - qreal(y)) * (height() - 2 * side)};
}

void Sparkline::paintLimit(QPainter *painter, float height) const
{
    if (height < 0)
        return;
    const qreal y = std::floor(place(0, height).y()) + 0.5;
    painter->drawLine(QPointF(0, y), QPointF(width(), y));
}

void Sparkline::paint(QPainter *painter)
{
    painter->setRenderHint(QPainter::Antialiasing);
    QPen dashed(m_limitColor, 1);
    dashed.setDashPattern({4, 3});
    dashed.setCapStyle(Qt::FlatCap);
    painter->setPen(dashed);
    paintLimit(painter, m_shape.low());
    paintLimit(painter, m_shape.high());
    if (m_shape.isEmpty())
        return;

    QPainterPath path;
    for (const SparkShape::Vertex &vertex : m_shape.vertices()) {
        const QPointF point = place(vertex.x, vertex.y);
        if (vertex.starts)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    painter->strokePath(path, QPen(m_color, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (m_endColor.alpha() > 0) {
        const SparkShape::Vertex newest = m_shape.vertices().back();
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_endColor);
        painter->drawEllipse(place(newest.x, newest.y), DiscRadius, DiscRadius);
    }
}

} // namespace alcedo
