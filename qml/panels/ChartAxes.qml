// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtCharts
import Alcedo

// Axes and grid, by Qt Charts; the series are painted over it. It repaints only when a tick moves. Qt Charts hands the software
// renderer an image whose pixels are converted again, by helper threads, whenever it is drawn: there it is a layer, which is not,
// but for screens that are scaled, where the software renderer's layers stay empty (Qt 6.4).
ChartView {
    id: root

    required property ChartModel model

    animationOptions: ChartView.NoAnimation
    antialiasing: false
    backgroundColor: "transparent"
    backgroundRoundness: 0
    dropShadowEnabled: false
    layer.enabled: GraphicsInfo.api === GraphicsInfo.Software && Screen.devicePixelRatio === 1
    legend.visible: false
    margins.bottom: 0
    margins.left: 0
    margins.right: 0
    margins.top: 0
    plotArea: Qt.rect(0, 0, width - 1, height - 1)
    plotAreaColor: "transparent"

    CategoryAxis {
        id: timeAxis

        color: Theme.line
        gridLineColor: Theme.grid
        labelsVisible: false
    }
    CategoryAxis {
        id: valueAxis

        color: Theme.line
        gridLineColor: Theme.grid
        labelsVisible: false
    }
    LineSeries {
        axisX: timeAxis
        axisYRight: valueAxis
    }
    ChartGrid {
        model: root.model
        plotSize: Qt.size(root.width - 1, root.height - 1)
        timeAxis: timeAxis
        valueAxis: valueAxis
    }
}
