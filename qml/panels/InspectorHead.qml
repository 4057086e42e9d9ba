// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The columns' names, and where the columns stand: InspectorRow takes its places from here.
Item {
    id: root

    readonly property real timeWidth: Math.round(96 * Theme.textScale)
    readonly property real sourceWidth: Math.round(84 * Theme.textScale)
    readonly property real sortWidth: Math.round(108 * Theme.textScale)
    readonly property real bytesWidth: Math.round(52 * Theme.textScale)
    readonly property real lagWidth: Math.round(56 * Theme.textScale)
    readonly property real sourceX: Theme.sidePadding + timeWidth + 20
    readonly property real sortX: sourceX + sourceWidth
    readonly property real bytesX: sortX + sortWidth
    readonly property real lagX: bytesX + bytesWidth
    readonly property real messageX: lagX + lagWidth + Theme.sidePadding

    height: Theme.columnHeader

    LabelText { height: parent.height; text: qsTr("Time"); x: Theme.sidePadding }
    LabelText { height: parent.height; text: qsTr("Source"); x: root.sourceX }
    LabelText { height: parent.height; text: qsTr("Kind"); x: root.sortX }
    LabelText {
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: qsTr("Bytes")
        width: root.bytesWidth
        x: root.bytesX
    }
    LabelText {
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: qsTr("Lag ms", "a column: from what a frame says of its making to its arrival")
        width: root.lagWidth
        x: root.lagX
    }
    LabelText { height: parent.height; text: qsTr("Message"); x: root.messageX }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
