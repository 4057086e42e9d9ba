// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The steps of a dial in one line: a mark, a word, and how long it took.
Row {
    id: root

    required property var stages

    height: Theme.row
    spacing: Theme.unit * 6

    Repeater {
        model: root.stages

        Row {
            id: stage

            required property var modelData

            Accessible.name: modelData.name + " " + modelData.took
            Accessible.role: Accessible.StaticText
            height: root.height
            spacing: Theme.unit * 2

            StateGlyph {
                anchors.verticalCenter: parent.verticalCenter
                color: stage.modelData.failed ? Theme.crit : stage.modelData.passed ? Theme.accent : Theme.text3
                glyph: stage.modelData.mark
                height: width
                width: Theme.small - 1
            }
            LabelText {
                color: stage.modelData.failed ? Theme.crit : stage.modelData.passed ? Theme.text : Theme.text3
                height: parent.height
                text: stage.modelData.name
            }
            LabelText {
                color: stage.modelData.failed ? Theme.crit : Theme.text3
                height: parent.height
                text: stage.modelData.took
                visible: text.length > 0
            }
        }
    }
}
