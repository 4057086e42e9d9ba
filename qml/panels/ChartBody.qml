// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A chart without its header: read-out, axes, series, gaps, tags; wheel, drag and keys.
FocusScope {
    id: root

    required property ChartModel model
    readonly property real axisWidth: Math.round(68 * Theme.textScale)
    readonly property alias plot: plotItem
    readonly property alias input: inputItem
    readonly property real plotHeight: frame.height

    ChartReadout {
        id: readout

        model: root.model
        width: parent.width
    }
    Item {
        id: frame

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.columnHeader
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.rightMargin: root.axisWidth
        anchors.top: readout.bottom

        ChartAxes {
            anchors.fill: parent
            model: root.model
        }
        ChartGaps {
            anchors.bottomMargin: 1
            anchors.fill: parent
            anchors.rightMargin: 1
            model: root.model
        }
        PlotItem {
            id: plotItem

            anchors.bottomMargin: 1
            anchors.fill: parent
            anchors.rightMargin: 1
            downColor: root.model.stale ? Theme.text2 : Theme.down
            inkOpacity: root.model.stale ? (Theme.dark ? 0.55 : 0.7) : 1
            lineColors: Theme.series
            model: root.model
            upColor: root.model.stale ? Theme.text2 : Theme.up
            volumeColor: Theme.volume
            zeroColor: Theme.control
        }
    }
    ChartLabels {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: frame.top
        axisWidth: root.axisWidth
        model: root.model
        plotHeight: frame.height
    }
    ChartTags {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: frame.top
        axisWidth: root.axisWidth
        model: root.model
        plotHeight: frame.height
    }
    ChartGapLabels {
        anchors.fill: frame
        model: root.model
    }
    // Above the grid, where the read-out will stand: no line crosses the words.
    LabelText {
        anchors.left: readout.left
        anchors.leftMargin: Theme.sidePadding
        anchors.verticalCenter: readout.verticalCenter
        color: Theme.text2
        text: root.model.title.length ? qsTr("No values yet") : qsTr("Choose a symbol in the watchlist")
        visible: root.model.empty
    }
    ChartInput {
        id: inputItem

        Accessible.description: root.model.spoken
        Accessible.focusable: true
        Accessible.name: qsTr("Chart of %1").arg(root.model.title)
        Accessible.role: Accessible.Chart
        anchors.fill: frame
        focus: true
        model: root.model
    }
    Rectangle {
        anchors.fill: frame
        border.color: Theme.accent
        border.width: 1
        color: "transparent"
        visible: inputItem.keyFocus
    }
    LinkButton {
        anchors.bottom: frame.bottom
        anchors.bottomMargin: Theme.unit
        anchors.right: frame.right
        anchors.rightMargin: Theme.unit * 2
        text: qsTr("Back to live (End)")
        visible: !root.model.following && !root.model.empty

        onClicked: root.model.follow()
    }
}
