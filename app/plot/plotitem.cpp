// SPDX-License-Identifier: GPL-3.0-or-later
#include "plotitem.h"

#include "pixelnode.h"

#include <QQuickWindow>
#include <algorithm>
#include <cmath>

namespace alcedo {

PlotItem::PlotItem(QQuickItem *parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
    connect(this, &PlotItem::styleChanged, this, &QQuickItem::polish);
}

void PlotItem::setModel(ChartModel *model)
{
    if (m_model == model)
        return;
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    if (model) {
        connect(model, &ChartModel::plotChanged, this, &PlotItem::trace);
        tellViewport();
    }
    Q_EMIT modelChanged();
    polish();
}

void PlotItem::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        tellViewport();
}

void PlotItem::itemChange(ItemChange change, const ItemChangeData &data)
{
    QQuickItem::itemChange(change, data);
    if (change == ItemSceneChange || change == ItemDevicePixelRatioHasChanged)
        tellViewport();
}

void PlotItem::tellViewport()
{
    m_scale = window() ? window()->effectiveDevicePixelRatio() : 1;
    if (m_model)
        m_model->setViewport(size(), m_scale);
    polish();
}

void PlotItem::updatePolish()
{
    trace();
}

void PlotItem::trace()
{
    m_next.clear();
    const int width = int(std::round(this->width() * m_scale));
    m_marks.assign(std::size_t(std::max(0, width)), ColumnExtent{});
    if (m_model && width > 0 && m_model->range().isValid()) {
        const TimeScale time{m_model->window().fromNs(), m_model->window().nsPerPixel() / m_scale};
        const PixelPane pane{width, 0, int(std::round(m_model->valuePaneHeight() * m_scale))};
        if (m_model->shownKind() == ChartModel::Kind::Candles)
            drawBars(time, pane);
        else
            drawLines(time, pane);
        tellMarks();
    }
    if (m_next == m_rects)
        return; // nothing that could be seen has changed
    std::swap(m_rects, m_next);
    update();
    Q_EMIT repainted();
}

void PlotItem::drawLines(const TimeScale &time, const PixelPane &pane)
{
    const auto &series = m_model->shownSeries();
    const double scale = std::max(1.0, m_scale);
    const double zero = ValueScale(m_model->range(), pane.top, pane.bottom).y(0);
    if (m_model->isPercent())
        addRect(m_next, pane, 0, std::round(zero), pane.width, std::round(scale), premultiplied(m_zero));
    // The first series lies on top: it is the one that the chart is about.
    for (std::size_t i = series.size(); i-- > 0;) {
        if (!series[i].found)
            continue;
        m_breaks.clear();
        for (const ChartGap &gap : m_model->shownGaps()) {
            if (gap.source == series[i].source && !gap.isHealed())
                m_breaks.push_back({gap.fromNs, gap.toNs});
        }
        const ValueScale value(m_model->range(), pane.top, pane.bottom, series[i].factor, series[i].offset);
        m_tracer.trace(series[i].line, time, value, pane.width, m_breaks);
        const QColor colour = m_lines.isEmpty() ? QColor(Qt::gray) : m_lines[qsizetype(i) % m_lines.size()];
        if (m_model->shownKind() == ChartModel::Kind::Area)
            m_tracer.fillTo(m_next, pane, pane.bottom, premultiplied(colour, AreaOpacity * m_inkOpacity));
        m_tracer.stroke(m_next, pane, LineThickness * scale, premultiplied(colour, m_inkOpacity));
        noteMarks(m_tracer.columns());
    }
}

void PlotItem::drawBars(const TimeScale &time, const PixelPane &pane)
{
    const ValueScale value(m_model->range(), pane.top, pane.bottom);
    const CandleStyle style{premultiplied(m_up, m_inkOpacity), premultiplied(m_down, m_inkOpacity),
                            premultiplied(m_volume), m_scale};
    const int bottom = int(std::round(height() * m_scale));
    const int volumeTop = int(std::round(height() * (1 - ChartModel::VolumeShare) * m_scale));
    drawVolume(m_next, m_model->bars(), {pane.width, volumeTop, bottom}, time, m_model->volumeCeiling(),
               style);
    drawCandles(m_next, m_model->bars(), pane, time, value, style, m_marks);
}

void PlotItem::noteMarks(std::span<const ColumnExtent> columns)
{
    for (std::size_t x = 0; x < std::min(columns.size(), m_marks.size()); ++x) {
        if (columns[x].top > columns[x].bottom)
            continue;
        const bool isEmpty = m_marks[x].top > m_marks[x].bottom;
        m_marks[x].top = isEmpty ? columns[x].top : std::min(m_marks[x].top, columns[x].top);
        m_marks[x].bottom = isEmpty ? columns[x].bottom : std::max(m_marks[x].bottom, columns[x].bottom);
    }
}

void PlotItem::tellMarks()
{
    if (m_model->shownGaps().empty())
        return;
    const auto width = std::size_t(std::max(0.0, this->width()));
    m_logicalMarks.assign(width, ColumnExtent{});
    for (std::size_t x = 0; x < m_marks.size(); ++x) {
        const auto logical = std::size_t(double(x) / m_scale);
        if (m_marks[x].top > m_marks[x].bottom || logical >= width)
            continue;
        ColumnExtent &mark = m_logicalMarks[logical];
        const auto top = float(m_marks[x].top / m_scale), bottom = float(m_marks[x].bottom / m_scale);
        const bool isEmpty = mark.top > mark.bottom;
        mark.top = isEmpty ? top : std::min(mark.top, top);
        mark.bottom = isEmpty ? bottom : std::max(mark.bottom, bottom);
    }
    m_model->placeGapLabels(m_logicalMarks);
}

QSGNode *PlotItem::updatePaintNode(QSGNode *old, UpdatePaintNodeData *)
{
    auto *node = static_cast<PixelNode *>(old);
    if (!node)
        node = std::make_unique<PixelNode>(window()).release(); // the scene graph owns it
    node->update(m_rects, int(std::round(width() * m_scale)), int(std::round(height() * m_scale)), m_scale);
    ++m_paints;
    return node;
}

} // namespace alcedo
