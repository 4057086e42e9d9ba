// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QMetaType>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <vector>

namespace alcedo {

/// What happened in a match, placed on its line. An immutable value that a role hands to a delegate.
struct MatchShape
{
    enum class Mark : std::uint8_t { Goal, Yellow, Red };
    struct Event
    {
        float x = 0;       ///< 0 at kick-off, 1 at the end
        bool home = false; ///< above the line, else below
        Mark mark = Mark::Goal;
        friend bool operator==(const Event &, const Event &) = default;
    };
    std::vector<Event> events;
    float elapsed = 0; ///< how much of the line is played, 0 to 1
    float half = 0.5f; ///< where half-time is
    friend bool operator==(const MatchShape &, const MatchShape &) = default;
};

/// A match's event line, from 0 to 90 minutes: home above, away below, a disc for a goal, a bar for a card.
/// Painted, not geometry: it changes a few times an hour, and is the same on every backend.
class MatchLine : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    /// A MatchShape, as the model's role gives it.
    Q_PROPERTY(QVariant shape READ shape WRITE setShape NOTIFY changed)
    Q_PROPERTY(QColor playedColor MEMBER m_playedColor WRITE setPlayedColor NOTIFY changed)
    Q_PROPERTY(QColor restColor MEMBER m_restColor WRITE setRestColor NOTIFY changed)
    Q_PROPERTY(QColor goalColor MEMBER m_goalColor WRITE setGoalColor NOTIFY changed)
    Q_PROPERTY(QColor yellowColor MEMBER m_yellowColor WRITE setYellowColor NOTIFY changed)
    Q_PROPERTY(QColor redColor MEMBER m_redColor WRITE setRedColor NOTIFY changed)
public:
    explicit MatchLine(QQuickItem *parent = nullptr);
    [[nodiscard]] QVariant shape() const { return QVariant::fromValue(m_shape); }
    void setShape(const QVariant &shape);
    void setPlayedColor(const QColor &color) { assign(m_playedColor, color); }
    void setRestColor(const QColor &color) { assign(m_restColor, color); }
    void setGoalColor(const QColor &color) { assign(m_goalColor, color); }
    void setYellowColor(const QColor &color) { assign(m_yellowColor, color); }
    void setRedColor(const QColor &color) { assign(m_redColor, color); }
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    void assign(QColor &member, const QColor &color);
    void paintEvent(QPainter *painter, const MatchShape::Event &event, qreal middle) const;

    MatchShape m_shape;
    QColor m_playedColor = Qt::gray, m_restColor = Qt::darkGray, m_goalColor = Qt::white;
    QColor m_yellowColor = Qt::yellow, m_redColor = Qt::red;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::MatchShape)
