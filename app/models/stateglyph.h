// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "freshness.h"

#include <QColor>
#include <QQuickPaintedItem>

namespace alcedo {

/// The shape that says a state beside its word: disc, diamond, clock, square with bar, ring of what is left,
/// cross, bars, step-back, three squares, ring; and the few other signs of the panels. Drawn, never typed.
/// glyph: a Freshness, or a Shape. fraction: of the ring that is left, 0 to 1.
class StateGlyph : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int glyph READ glyph WRITE setGlyph NOTIFY changed)
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY changed)
    Q_PROPERTY(qreal fraction READ fraction WRITE setFraction NOTIFY changed)
public:
    /// Signs that are no Freshness; the numbers go on where that ends.
    enum Shape {
        Up = 20, ///< triangle
        Down,
        Warning, ///< triangle with a bar
        Check,
        Dash,
        Menu,
        Search,
        Chevron, ///< pointing down
        Record,  ///< ring with a disc
        Close,   ///< thin cross
        Play,
        Plus,
        Ring, ///< thin, of what is left
        Step, ///< a bar, then a triangle: the next one
        Slower,
        Faster, ///< two triangles
    };
    Q_ENUM(Shape)

    explicit StateGlyph(QQuickItem *parent = nullptr);
    [[nodiscard]] int glyph() const { return m_glyph; }
    void setGlyph(int glyph);
    [[nodiscard]] QColor color() const { return m_color; }
    void setColor(const QColor &color);
    [[nodiscard]] qreal fraction() const { return m_fraction; }
    void setFraction(qreal fraction);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    int m_glyph = 0;
    QColor m_color = Qt::gray;
    qreal m_fraction = 1;
};

} // namespace alcedo
