// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "candlebars.h"
#include "linetracer.h"
#include "pixelrects.h"

#include <models/chartmodel.h>

#include <QColor>
#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace alcedo {

/// Paints a ChartModel's series: lines, areas, candles with volume. updatePolish() turns the series into
/// rectangles of whole pixels in the GUI thread; updatePaintNode() only copies them, and only where they
/// changed.
class PlotItem : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(alcedo::ChartModel *model READ model WRITE setModel NOTIFY modelChanged)
    Q_PROPERTY(QColor upColor MEMBER m_up NOTIFY styleChanged)
    Q_PROPERTY(QColor downColor MEMBER m_down NOTIFY styleChanged)
    Q_PROPERTY(QColor volumeColor MEMBER m_volume NOTIFY styleChanged)
    Q_PROPERTY(QColor zeroColor MEMBER m_zero NOTIFY styleChanged)
    Q_PROPERTY(QList<QColor> lineColors MEMBER m_lines NOTIFY styleChanged)
    /// Of the series, not of the volume: 0 to 1.
    Q_PROPERTY(double inkOpacity MEMBER m_inkOpacity NOTIFY styleChanged)
public:
    static constexpr double LineThickness = 1.4, AreaOpacity = 0.14; ///< logical px; share
    explicit PlotItem(QQuickItem *parent = nullptr);
    [[nodiscard]] ChartModel *model() const { return m_model; }
    void setModel(ChartModel *model);
    /// What was last painted, in device pixels. For tests and measurements.
    [[nodiscard]] const PixelRects &rects() const { return m_rects; }
    /// How often something new was handed to the renderer.
    [[nodiscard]] quint64 paints() const { return m_paints; }

Q_SIGNALS:
    void modelChanged();
    void styleChanged();
    /// What is seen has changed and is about to be painted.
    void repainted();

protected:
    void updatePolish() override;
    QSGNode *updatePaintNode(QSGNode *old, UpdatePaintNodeData *) override;
    void geometryChange(const QRectF &now, const QRectF &before) override;
    void itemChange(ItemChange change, const ItemChangeData &data) override;

private:
    void tellViewport();
    /// Works out what is to be seen. At once where the model's frame changed it: what asks for a repaint from
    /// within the polish of a frame gets a frame of its own, in which nothing changes.
    void trace();
    void drawLines(const TimeScale &time, const PixelPane &pane);
    void drawBars(const TimeScale &time, const PixelPane &pane);
    void noteMarks(std::span<const ColumnExtent> columns);
    void tellMarks();

    QPointer<ChartModel> m_model;
    QColor m_up{Qt::green}, m_down{Qt::red}, m_volume{Qt::gray}, m_zero{Qt::transparent};
    QList<QColor> m_lines{QColor(Qt::blue)};
    double m_inkOpacity = 1, m_scale = 1;
    LineTracer m_tracer;
    std::vector<LineBreak> m_breaks;
    PixelRects m_rects, m_next;
    std::vector<ColumnExtent> m_marks, m_logicalMarks;
    quint64 m_paints = 0;
};

} // namespace alcedo
