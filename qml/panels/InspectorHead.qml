// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The columns' names, at the places that InspectorRow has.
Item {
    id: root

    readonly property real timeWidth: Math.round(96 * Theme.textScale)
    readonly property real sourceWidth: Math.round(84 * Theme.textScale)
    readonly property real sortWidth: Math.round(108 * Theme.textScale)
    readonly property real bytesWidth: Math.round(52 * Theme.textScale)

    height: Theme.columnHeader

    LabelText { height: parent.height; text: qsTr("Time"); x: Theme.sidePadding }
    LabelText { height: parent.height; text: qsTr("Source"); x: Theme.sidePadding + root.timeWidth + 20 }
    LabelText { height: parent.height; text: qsTr("Kind"); x: Theme.sidePadding + root.timeWidth + 20 + root.sourceWidth }
    LabelText {
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: qsTr("Bytes")
        width: root.bytesWidth
        x: Theme.sidePadding + root.timeWidth + 20 + root.sourceWidth + root.sortWidth
    }
    LabelText {
        height: parent.height
        text: qsTr("Message")
        x: Theme.sidePadding + root.timeWidth + 20 + root.sourceWidth + root.sortWidth + root.bytesWidth + Theme.sidePadding
    }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
