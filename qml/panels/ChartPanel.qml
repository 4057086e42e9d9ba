// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A chart with its header. keys: what it shows; empty: the symbol selected on the dashboard. kind: ChartModel.Candles,
// Line or Area. percent: change since the session's open. windowSeconds: time across the plot, 0: by candles of pitch 7.
FocusScope {
    id: root

    property alias keys: chart.keys
    property alias firstKeys: chart.firstKeys
    property alias kind: chart.kind
    property alias percent: chart.percent
    property alias windowSeconds: chart.windowSeconds
    property string title
    property string subject: percent ? qsTr("change since open, %") : chart.empty ? "" : chart.shownKind === ChartModel.Candles ? qsTr("%1, volume").arg(chart.candleText) : chart.logShown ? qsTr("log scale") : ""
    readonly property alias model: chart

    ChartModel {
        id: chart

        axisCharacters: 9
        labelFont: Qt.font({family: Theme.fontFamily, pixelSize: Theme.small})
        link: TimeLink
        selectedKey: Dashboard.selectedKey
        openNote: Theme.isCurrent(fresh.state) ? "" : fresh.text
        tagHeight: Theme.columnHeader
    }
    PanelFreshness {
        id: fresh

        objectName: "chart"
        sourceIds: chart.sourceIds
    }
    PanelHeader {
        id: header

        fraction: fresh.fraction
        freshness: fresh.state
        stateText: fresh.text
        subject: root.subject
        title: root.title.length ? root.title : chart.title
        width: parent.width
    }
    ChartBody {
        id: body

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: header.bottom
        focus: true
        model: chart
    }
    RepaintArea {
        id: moving

        anchors.fill: body
    }
    Connections {
        function onRepainted() {
            moving.update()
        }

        target: body.plot
    }
}
