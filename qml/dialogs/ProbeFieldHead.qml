// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The columns' names, and where the columns stand: ProbeField takes its places from here.
Item {
    id: root

    readonly property real nameX: Math.round(40 * Theme.textScale)
    readonly property real typeX: Math.round(width * 0.25)
    readonly property real roleX: Math.round(width * 0.43)
    readonly property real nowX: Math.round(width * 0.57)
    readonly property real sparkWidth: Math.round(72 * Theme.textScale)
    readonly property real sparkX: width - Theme.sidePadding - sparkWidth
    readonly property real rateWidth: Math.round(56 * Theme.textScale)
    readonly property real rateX: sparkX - Theme.sidePadding - rateWidth
    readonly property real nowWidth: rateX - Theme.unit * 2 - nowX

    height: Theme.columnHeader

    LabelText { height: parent.height; text: qsTr("Field"); x: Math.round(28 * Theme.textScale) }
    LabelText { height: parent.height; text: qsTr("Type"); x: root.typeX }
    LabelText { height: parent.height; text: qsTr("Role"); x: root.roleX }
    LabelText {
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: qsTr("Now")
        width: root.nowWidth
        x: root.nowX
    }
    LabelText {
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: qsTr("Rate")
        width: root.rateWidth
        x: root.rateX
    }
    LabelText {
        height: parent.height
        text: qsTr("Of late", "a column: the newest values as a line")
        width: root.sparkWidth
        x: root.sparkX
    }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
