// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// Over the plot and its axes: the last values, the crosshair, and their tags.
Item {
    id: root

    required property ChartModel model
    required property real axisWidth
    required property real plotHeight
    readonly property real plotWidth: width - axisWidth
    readonly property bool single: model.seriesCount < 2 && !model.percent
    readonly property color lastInk: model.stale ? Theme.hover : Theme.replay ? Theme.replayAccent : Theme.text

    PatternItem {
        color: Theme.text2
        height: root.plotHeight
        pattern: PatternItem.Dashed
        visible: root.model.crosshairShown
        width: 1
        x: root.model.crosshairX
    }
    PatternItem {
        color: Theme.text2
        height: 1
        pattern: PatternItem.Dashed
        visible: root.model.pointed
        width: root.plotWidth
        y: root.model.crosshairY
    }
    Repeater {
        model: root.model.series

        Item {
            id: last

            required property var model
            readonly property color ink: Theme.series[model.colorIndex % Theme.series.length]

            PatternItem {
                color: Theme.replay ? Theme.replayAccent : Theme.text2
                height: 1
                pattern: PatternItem.Dotted
                visible: root.single && last.model.inside
                width: root.plotWidth
                y: last.model.lastY
            }
            Rectangle {
                color: last.ink
                height: 5
                radius: 2.5
                visible: last.model.dotShown
                width: 5
                x: root.model.crosshairX - 2
                y: last.model.dotY - 2
            }
            Rectangle {
                color: root.single ? root.lastInk : Theme.base
                height: Theme.columnHeader
                radius: root.single ? Theme.radiusBadge : 0
                visible: last.model.lastText.length > 0
                width: root.axisWidth - (root.single ? Theme.unit : 1)
                x: root.plotWidth + (root.single ? 0 : 1)
                y: last.model.tagY - height / 2

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    color: last.ink
                    height: parent.height - Theme.unit * 2
                    opacity: root.model.stale ? 0.55 : 1
                    visible: !root.single
                    width: 2
                }
                LabelText {
                    Accessible.ignored: true
                    anchors.fill: parent
                    anchors.rightMargin: root.single ? Theme.unit * 2 : Theme.sidePadding - 1
                    color: root.model.stale ? Theme.text2 : root.single ? Theme.base : Theme.text
                    horizontalAlignment: Text.AlignRight
                    strong: root.single
                    text: last.model.lastText
                }
            }
        }
    }
    Rectangle {
        color: Theme.hover
        height: Theme.columnHeader
        radius: Theme.radiusBadge
        visible: root.model.pointed && root.model.crosshairValue.length > 0
        width: root.axisWidth - Theme.unit
        x: root.plotWidth
        y: root.model.crosshairY - height / 2

        LabelText {
            Accessible.ignored: true
            anchors.fill: parent
            anchors.rightMargin: Theme.unit * 2
            color: Theme.text
            horizontalAlignment: Text.AlignRight
            text: root.model.crosshairValue
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.hover
        height: parent.height - root.plotHeight - 1
        radius: Theme.radiusBadge
        visible: root.model.crosshairShown
        width: timeText.implicitWidth + Theme.unit * 4
        x: Math.max(0, Math.min(root.width - width, root.model.crosshairX - width / 2))

        LabelText {
            id: timeText

            Accessible.ignored: true
            anchors.centerIn: parent
            color: Theme.text
            text: root.model.crosshairTime
        }
    }
}
