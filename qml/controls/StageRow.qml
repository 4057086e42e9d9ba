// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// name — TCP — TLS — … : a mark, a word and the time for each step of a dial.
Row {
    id: root

    required property var stages

    Repeater {
        model: root.stages

        Item {
            id: stage

            required property var modelData
            required property int index

            Accessible.name: modelData.name + " " + modelData.took
            Accessible.role: Accessible.StaticText
            height: Theme.small * 4 + Theme.unit
            width: Math.floor(root.width / root.stages.length)

            StateGlyph {
                id: mark

                color: stage.modelData.failed ? Theme.crit : stage.modelData.passed ? Theme.accent : Theme.control
                glyph: stage.modelData.mark
                height: width
                width: Theme.small - 1
                y: 2
            }
            Rectangle {
                anchors.left: mark.right
                anchors.leftMargin: Theme.unit
                anchors.right: parent.right
                anchors.rightMargin: Theme.unit
                anchors.verticalCenter: mark.verticalCenter
                color: stage.modelData.passed ? Theme.text3 : Theme.line
                height: 1
                visible: stage.index < root.stages.length - 1
            }
            LabelText {
                anchors.top: mark.bottom
                anchors.topMargin: Theme.unit
                color: stage.modelData.failed ? Theme.crit : stage.modelData.passed ? Theme.text2 : Theme.text3
                text: stage.modelData.name
                width: parent.width - 2
            }
            LabelText {
                anchors.bottom: parent.bottom
                color: stage.modelData.failed ? Theme.crit : Theme.text3
                text: stage.modelData.took
                width: parent.width - 2
            }
        }
    }
}
