// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartgrid.h"

#include <algorithm>

namespace alcedo {

ChartGrid::ChartGrid(QObject *parent)
    : QObject(parent)
{
    connect(this, &ChartGrid::modelChanged, this, &ChartGrid::update);
}

void ChartGrid::setModel(ChartModel *model)
{
    if (m_model == model)
        return;
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    if (model)
        connect(model, &ChartModel::ticksMoved, this, &ChartGrid::update);
    Q_EMIT modelChanged();
}

void ChartGrid::update()
{
    if (!m_model || !m_timeAxis || !m_valueAxis || m_size.isEmpty())
        return;
    const auto positions = [](const RowListModel &rows, const char *name) {
        std::vector<double> all;
        for (int row = 0; row < rows.rowCount(); ++row)
            all.push_back(rows.value(row, name).toDouble());
        return all;
    };
    std::vector<double> times = positions(*m_model->timeTickRows(), "x"),
                        values = positions(*m_model->valueTickRows(), "y");
    for (double &y : values)
        y = m_size.height() - y; // Qt Charts counts from the bottom
    std::sort(values.begin(), values.end());
    put(m_timeAxis, m_times, std::move(times), m_size.width());
    put(m_valueAxis, m_values, std::move(values), m_size.height());
}

void ChartGrid::put(QCategoryAxis *axis, std::vector<double> &shown, std::vector<double> wanted,
                    double length)
{
    double &range = axis == m_timeAxis ? m_width : m_height;
    std::erase_if(wanted, [length](double at) { return at <= 0 || at >= length; });
    if (shown == wanted && range == length)
        return;
    ++m_updates;
    const QStringList old = axis->categoriesLabels();
    for (const QString &label : old)
        axis->remove(label);
    if (range != length)
        axis->setRange(0, length);
    range = length;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        axis->append(QString::number(i), wanted[i]);
    shown = std::move(wanted);
}

} // namespace alcedo
