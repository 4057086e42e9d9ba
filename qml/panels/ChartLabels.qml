// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The labels of both axes, below and right of the plot; one that a tag covers is left out.
Item {
    id: root

    required property ChartModel model
    required property real axisWidth
    required property real plotHeight

    Repeater {
        model: root.model.valueTicks

        Item {
            id: valueTick

            required property var model

            visible: model.shown
            y: model.y

            LabelText {
                Accessible.ignored: true
                anchors.verticalCenter: parent.verticalCenter
                horizontalAlignment: Text.AlignRight
                text: valueTick.model.text
                width: root.axisWidth - Theme.sidePadding
                x: root.width - root.axisWidth
            }
        }
    }
    Repeater {
        model: root.model.timeTicks

        Item {
            id: timeTick

            required property var model

            visible: model.shown
            x: model.x
            y: root.plotHeight

            LabelText {
                Accessible.ignored: true
                anchors.horizontalCenter: parent.horizontalCenter
                height: root.height - root.plotHeight
                text: timeTick.model.text
            }
        }
    }
}
