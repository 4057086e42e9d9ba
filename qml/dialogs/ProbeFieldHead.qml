// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The columns' names, at the places that ProbeField has.
Item {
    id: root

    readonly property real nameX: Math.round(28 * Theme.textScale)
    readonly property real typeX: Math.round(width * 0.34)
    readonly property real roleX: Math.round(width * 0.53)
    readonly property real nowX: Math.round(width * 0.68)
    readonly property real rateWidth: Math.round(64 * Theme.textScale)

    height: Theme.columnHeader

    LabelText { height: parent.height; text: qsTr("Field"); x: root.nameX }
    LabelText { height: parent.height; text: qsTr("Type"); x: root.typeX }
    LabelText { height: parent.height; text: qsTr("Role"); x: root.roleX }
    LabelText {
        anchors.right: parent.right
        anchors.rightMargin: root.rateWidth + Theme.sidePadding
        height: parent.height
        text: qsTr("Now")
    }
    LabelText {
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        height: parent.height
        text: qsTr("Rate")
    }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
