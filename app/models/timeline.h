// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "timemarks.h"

#include <alcedo/core/timer.h>

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <deque>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace alcedo {

class Dashboard;
struct Snapshot;
struct TimeRange;

/// The strip of the time bar: how many values there are of each time, from the oldest held to now at the
/// right edge; gaps hatched, and marks below where something happened. Heights are logarithmic: history may
/// be far sparser than what is live. Thread: GUI.
class Timeline : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QColor ink MEMBER m_ink NOTIFY inkChanged)
    Q_PROPERTY(QColor gapInk MEMBER m_gapInk NOTIFY inkChanged)
    /// Of the marks of what happened; those of trouble bear gapInk.
    Q_PROPERTY(QColor markInk MEMBER m_markInk NOTIFY inkChanged)
    Q_PROPERTY(QColor labelInk MEMBER m_labelInk NOTIFY inkChanged)
    Q_PROPERTY(QColor edge MEMBER m_edge NOTIFY inkChanged)
    /// Of what lies before the moment that is shown, where that is not now.
    Q_PROPERTY(QColor pastInk MEMBER m_pastInk NOTIFY inkChanged)
    Q_PROPERTY(QColor liveInk MEMBER m_liveInk NOTIFY inkChanged)
    Q_PROPERTY(int labelSize MEMBER m_labelSize NOTIFY inkChanged)
    Q_PROPERTY(QString family MEMBER m_family NOTIFY inkChanged)
    /// Where the strip begins.
    Q_PROPERTY(QString beginText READ beginText NOTIFY ticked)
public:
    explicit Timeline(QQuickItem *parent = nullptr);
    void componentComplete() override;
    [[nodiscard]] QString beginText() const;
    void paint(QPainter *painter) override;
    /// Wall ns at a place of the strip, for TimeView::seek().
    Q_INVOKABLE double timeAt(qreal x) const;
    /// Where a time is; left of 0: before the strip.
    Q_INVOKABLE qreal placeOf(double wallNs) const { return xOf(qint64(wallNs)); }

Q_SIGNALS:
    void inkChanged();
    void ticked();

private:
    void sample();
    void chooseStep(const Snapshot &snapshot);
    void count(const Snapshot &snapshot, qint64 firstBin, qint64 lastBin);
    void takeGaps(const Snapshot &snapshot);
    void askRecording();
    void takeRecording(const TimeRange &asked, const std::vector<std::uint64_t> &density);
    void paintBars(QPainter &painter) const;
    void paintGaps(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintTimes(QPainter &painter) const;
    [[nodiscard]] int barCount() const;
    [[nodiscard]] qreal topRoom() const { return m_labelSize + 4; }
    [[nodiscard]] qreal xOf(qint64 timeNs) const;

    QPointer<Dashboard> m_dashboard;
    std::unique_ptr<Timer> m_timer;
    std::deque<quint64> m_bins; ///< values in each step of time, as many as there are bars, newest last
    std::vector<std::pair<qint64, qint64>> m_gaps; ///< wall ns; an open one ends now
    TimeMarks m_marks;
    std::size_t m_lines = 0;
    qint64 m_stepNs = 1'000'000'000, m_newestBin = 0, m_nowNs = 0;
    qint64 m_recordedFrom = 0;            ///< where the recording begins; 0: there is none
    std::map<qint64, quint64> m_recorded; ///< messages in a bin, of the strip's step, as recorded
    int m_samples = 0;
    QColor m_ink = Qt::gray, m_gapInk = Qt::darkYellow, m_markInk = Qt::white, m_labelInk = Qt::gray,
           m_edge = Qt::cyan, m_pastInk = Qt::gray, m_liveInk = Qt::cyan;
    int m_labelSize = 11;
    QString m_family;
};

} // namespace alcedo
