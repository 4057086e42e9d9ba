// SPDX-License-Identifier: GPL-3.0-or-later
#include "matchline.h"

#include <QPainter>

#include <cmath>

namespace alcedo {

MatchLine::MatchLine(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void MatchLine::assign(QColor &member, const QColor &color)
{
    if (member == color)
        return;
    member = color;
    Q_EMIT changed();
    update();
}

void MatchLine::setShape(const QVariant &shape)
{
    auto next = shape.value<MatchShape>();
    if (m_shape == next)
        return;
    m_shape = std::move(next);
    Q_EMIT changed();
    update();
}

void MatchLine::paint(QPainter *painter)
{
    const qreal middle = std::floor(height() / 2);
    painter->setPen(Qt::NoPen);
    painter->fillRect(QRectF(0, middle, width(), 1), m_restColor);
    painter->fillRect(QRectF(0, middle, std::round(width() * qreal(m_shape.elapsed)), 1), m_playedColor);
    painter->fillRect(QRectF(std::round(width() * qreal(m_shape.half)), middle - 4, 1, 9), m_playedColor);
    painter->setRenderHint(QPainter::Antialiasing);
    for (const MatchShape::Event &event : m_shape.events)
        paintEvent(painter, event, middle);
}

void MatchLine::paintEvent(QPainter *painter, const MatchShape::Event &event, qreal middle) const
{
    constexpr qreal Radius = 3;
    constexpr qreal BarWidth = 3;
    constexpr qreal BarHeight = 7;
    const qreal x = Radius + qreal(event.x) * (width() - 2 * Radius);
    if (event.mark == MatchShape::Mark::Goal) {
        const qreal y = event.home ? middle - Radius - 1 : middle + Radius + 2;
        painter->setBrush(m_goalColor);
        painter->drawEllipse(QPointF(x, y), Radius, Radius);
        return;
    }
    const qreal top = event.home ? middle - BarHeight - 1 : middle + 2;
    painter->fillRect(QRectF(std::round(x - BarWidth / 2), top, BarWidth, BarHeight),
                      event.mark == MatchShape::Mark::Red ? m_redColor : m_yellowColor);
}

} // namespace alcedo
