// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chartmodel.h"

#include <QAbstractItemModel>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// Lies over a panel in which much changes at once and has it painted anew as one rectangle. Qt's software
/// renderer joins the rectangles of all that changed, at a cost of their number squared: 25 rows of texts
/// cost more to join than to paint. Draws nothing, takes no input; with a graphics card it does nothing at
/// all. Thread: GUI.
class RepaintArea : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    /// Repaints where at least ManyRows rows change in one go.
    Q_PROPERTY(QAbstractItemModel *rows READ rows WRITE setRows NOTIFY followedChanged)
    /// Repaints whenever this chart's plot moves.
    Q_PROPERTY(alcedo::ChartModel *chart READ chart WRITE setChart NOTIFY followedChanged)
public:
    static constexpr int ManyRows = 8;
    explicit RepaintArea(QQuickItem *parent = nullptr);
    [[nodiscard]] QAbstractItemModel *rows() const { return m_rows; }
    void setRows(QAbstractItemModel *rows);
    [[nodiscard]] ChartModel *chart() const { return m_chart; }
    void setChart(ChartModel *chart);

Q_SIGNALS:
    void followedChanged();

protected:
    QSGNode *updatePaintNode(QSGNode *old, UpdatePaintNodeData *) override;

private:
    QPointer<QAbstractItemModel> m_rows;
    QPointer<ChartModel> m_chart;
};

} // namespace alcedo
