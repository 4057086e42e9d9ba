// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <models/chartmodel.h>

#include <QCategoryAxis>
#include <QObject>
#include <QPointer>
#include <QtQml/qqmlregistration.h>
#include <vector>

namespace alcedo {

/// Puts a model's ticks on the two axes of a Qt Charts view. The axes run in pixels of the plot, so that a
/// grid line falls on the very pixel of its label; they are touched only when a tick moved, as each touch
/// repaints the whole view.
class ChartGrid : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(alcedo::ChartModel *model READ model WRITE setModel NOTIFY modelChanged)
    Q_PROPERTY(QCategoryAxis *timeAxis MEMBER m_timeAxis NOTIFY modelChanged)
    Q_PROPERTY(QCategoryAxis *valueAxis MEMBER m_valueAxis NOTIFY modelChanged)
    Q_PROPERTY(QSizeF plotSize MEMBER m_size NOTIFY modelChanged)
public:
    explicit ChartGrid(QObject *parent = nullptr);
    [[nodiscard]] ChartModel *model() const { return m_model; }
    void setModel(ChartModel *model);
    /// How often an axis was touched. For tests.
    [[nodiscard]] quint64 updates() const { return m_updates; }

Q_SIGNALS:
    void modelChanged();

private:
    void update();
    void put(QCategoryAxis *axis, std::vector<double> &shown, std::vector<double> wanted, double length);
    QPointer<ChartModel> m_model;
    QPointer<QCategoryAxis> m_timeAxis, m_valueAxis;
    QSizeF m_size;
    std::vector<double> m_times, m_values;
    double m_width = 0, m_height = 0;
    quint64 m_updates = 0;
};

} // namespace alcedo
