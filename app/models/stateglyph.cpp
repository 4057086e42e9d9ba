// SPDX-License-Identifier: GPL-3.0-or-later
#include "stateglyph.h"

#include <QPainter>
#include <QPainterPath>

namespace alcedo {

namespace {

/// Draws in a square of 12 × 12.
class GlyphPen
{
public:
    GlyphPen(QPainter &painter, const QColor &color)
        : m_painter(painter)
        , m_color(color)
    {
    }

    void fill(const QPolygonF &shape)
    {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_color);
        m_painter.drawPolygon(shape);
    }
    void fillRect(qreal x, qreal y, qreal w, qreal h) { m_painter.fillRect(QRectF(x, y, w, h), m_color); }
    void disc(qreal radius)
    {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_color);
        m_painter.drawEllipse(QPointF(6, 6), radius, radius);
    }
    void stroke(const QPolygonF &line, qreal width)
    {
        m_painter.setBrush(Qt::NoBrush);
        m_painter.setPen(QPen(m_color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        m_painter.drawPolyline(line);
    }
    void ring(qreal width, qreal fraction, qreal rest)
    {
        const QRectF box(width / 2 + 0.5, width / 2 + 0.5, 11 - width, 11 - width);
        m_painter.setBrush(Qt::NoBrush);
        if (rest > 0) {
            QColor faint = m_color;
            faint.setAlphaF(float(rest));
            m_painter.setPen(QPen(faint, width));
            m_painter.drawEllipse(box);
        }
        m_painter.setPen(QPen(m_color, width, Qt::SolidLine, Qt::FlatCap));
        m_painter.drawArc(box, 90 * 16, -int(fraction * 360 * 16));
    }

private:
    QPainter &m_painter;
    QColor m_color;
};

void drawState(GlyphPen &pen, int state, qreal fraction)
{
    switch (state) {
    case freshness::Live:
        pen.disc(4.4);
        break;
    case freshness::Demo:
        pen.fill({{6, 0.6}, {11.4, 6}, {6, 11.4}, {0.6, 6}});
        break;
    case freshness::Stale:
        pen.ring(1.5, 1, 0);
        pen.stroke({{6, 2.8}, {6, 6.4}, {8.4, 7.9}}, 1.3);
        break;
    case freshness::Stalled:
        pen.stroke({{1.25, 1.25}, {10.75, 1.25}, {10.75, 10.75}, {1.25, 10.75}, {1.25, 0.5}}, 1.5);
        pen.fillRect(3.5, 5.2, 5, 1.6);
        break;
    case freshness::Reconnecting:
        pen.ring(2, fraction, 0.3);
        break;
    case freshness::Failed:
        pen.stroke({{1.4, 1.4}, {10.6, 10.6}}, 2.2);
        pen.stroke({{10.6, 1.4}, {1.4, 10.6}}, 2.2);
        break;
    case freshness::Paused:
        pen.fillRect(1.8, 1, 3, 10);
        pen.fillRect(7.2, 1, 3, 10);
        break;
    case freshness::Replay:
        pen.fillRect(1.5, 1, 2, 10);
        pen.fill({{10.8, 1}, {4.2, 6}, {10.8, 11}});
        break;
    case freshness::Loading:
        for (const qreal x : {0.2, 4.6, 9.0})
            pen.fillRect(x, 4.6, 2.8, 2.8);
        break;
    default:
        pen.ring(1.5, 1, 0);
        break; // Off, Empty
    }
}

void drawShape(GlyphPen &pen, int shape, qreal fraction)
{
    switch (shape) {
    case StateGlyph::Up:
        pen.fill({{6, 2.5}, {11, 9.5}, {1, 9.5}});
        break;
    case StateGlyph::Down:
        pen.fill({{6, 9.5}, {11, 2.5}, {1, 2.5}});
        break;
    case StateGlyph::Warning:
        pen.stroke({{6, 1.5}, {11.2, 10.7}, {0.8, 10.7}, {6, 1.5}, {6.5, 2.4}}, 1.2);
        pen.fillRect(5.4, 4.6, 1.2, 3.2);
        pen.fillRect(5.4, 8.5, 1.2, 1.2);
        break;
    case StateGlyph::Check:
        pen.stroke({{1.2, 6.2}, {4.6, 9.4}, {10.8, 2.6}}, 1.8);
        break;
    case StateGlyph::Dash:
        pen.fillRect(3, 5.3, 6, 1.4);
        break;
    case StateGlyph::Menu:
        for (const qreal y : {2.0, 5.4, 8.8})
            pen.fillRect(0.5, y, 11, 1.3);
        break;
    case StateGlyph::Search:
        pen.stroke({{7.8, 7.8}, {11.4, 11.4}}, 1.5);
        break;
    case StateGlyph::Chevron:
        pen.stroke({{2, 4}, {6, 8}, {10, 4}}, 1.4);
        break;
    case StateGlyph::Record:
        pen.ring(1.3, 1, 0);
        pen.disc(2.6);
        break;
    case StateGlyph::Close:
        pen.stroke({{2, 2}, {10, 10}}, 1.4);
        pen.stroke({{10, 2}, {2, 10}}, 1.4);
        break;
    case StateGlyph::Play:
        pen.fill({{2, 1}, {10.6, 6}, {2, 11}});
        break;
    case StateGlyph::Step:
        pen.fillRect(1.5, 1.5, 1.8, 9);
        pen.fill({{5, 1.5}, {11, 6}, {5, 10.5}});
        break;
    case StateGlyph::Slower:
        pen.fill({{5.8, 1.5}, {0.6, 6}, {5.8, 10.5}});
        pen.fill({{11.4, 1.5}, {6.2, 6}, {11.4, 10.5}});
        break;
    case StateGlyph::Faster:
        pen.fill({{0.6, 1.5}, {5.8, 6}, {0.6, 10.5}});
        pen.fill({{6.2, 1.5}, {11.4, 6}, {6.2, 10.5}});
        break;
    case StateGlyph::Plus:
        pen.fillRect(5.3, 1.5, 1.4, 9);
        pen.fillRect(1.5, 5.3, 9, 1.4);
        break;
    case StateGlyph::Ring:
        pen.ring(0.7, fraction, 0.25);
        break;
    default:
        break;
    }
}

} // namespace

StateGlyph::StateGlyph(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    setImplicitSize(12, 12);
}

void StateGlyph::setGlyph(int glyph)
{
    if (m_glyph == glyph)
        return;
    m_glyph = glyph;
    update();
    Q_EMIT changed();
}

void StateGlyph::setColor(const QColor &color)
{
    if (m_color == color)
        return;
    m_color = color;
    update();
    Q_EMIT changed();
}

void StateGlyph::setFraction(qreal fraction)
{
    const qreal bounded = std::clamp(fraction, 0.0, 1.0);
    if (qFuzzyCompare(m_fraction + 1, bounded + 1))
        return;
    m_fraction = bounded;
    update();
    Q_EMIT changed();
}

void StateGlyph::paint(QPainter *painter)
{
    const qreal side = std::min(width(), height());
    if (side <= 0)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate((width() - side) / 2, (height() - side) / 2);
    painter->scale(side / 12, side / 12);
    GlyphPen pen(*painter, m_color);
    if (m_glyph >= Up) {
        drawShape(pen, m_glyph, m_fraction);
        if (m_glyph == Search) {
            painter->setPen(QPen(m_color, 1.5));
            painter->drawEllipse(QPointF(5, 5), 3.9, 3.9);
        }
    } else if (m_glyph >= 0) {
        drawState(pen, m_glyph, m_fraction);
    }
}

} // namespace alcedo
