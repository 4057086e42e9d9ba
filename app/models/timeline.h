// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/timer.h>

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <deque>

namespace alcedo {

class Dashboard;

/// The strip of the time bar: how many records came in each second, newest at the right edge, seconds without any
/// source live hatched. Keeps half an hour.
/// Thread: GUI.
class Timeline : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor ink MEMBER m_ink NOTIFY inkChanged)
    Q_PROPERTY(QColor gapInk MEMBER m_gapInk NOTIFY inkChanged)
    Q_PROPERTY(QColor labelInk MEMBER m_labelInk NOTIFY inkChanged)
    Q_PROPERTY(QColor edge MEMBER m_edge NOTIFY inkChanged)
    Q_PROPERTY(int labelSize MEMBER m_labelSize NOTIFY inkChanged)
    Q_PROPERTY(QString family MEMBER m_family NOTIFY inkChanged)
    /// Local time now, or the moment at which the view is held.
    Q_PROPERTY(QString clockText READ clockText NOTIFY ticked)
    /// Where the strip begins.
    Q_PROPERTY(QString beginText READ beginText NOTIFY ticked)
public:
    explicit Timeline(QQuickItem *parent = nullptr);
    void componentComplete() override;
    [[nodiscard]] QString clockText() const;
    [[nodiscard]] QString beginText() const;
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void inkChanged();
    void ticked();

private:
    struct Second
    {
        qint64 wallSecond = 0;
        double perSecond = 0;
        bool anyLive = false;
    };
    void sample();
    void paintTimes(QPainter &painter) const;
    [[nodiscard]] int shownSeconds() const;
    [[nodiscard]] qreal heightOf(const Second &second, double most) const;

    QPointer<Dashboard> m_dashboard;
    std::unique_ptr<Timer> m_timer;
    std::deque<Second> m_seconds; ///< bounded by KeptSeconds, newest last
    quint64 m_lastRecords = 0;
    qint64 m_heldAt = 0;
    QColor m_ink = Qt::gray, m_gapInk = Qt::darkYellow, m_labelInk = Qt::gray, m_edge = Qt::cyan;
    int m_labelSize = 11;
    QString m_family;
};

} // namespace alcedo
