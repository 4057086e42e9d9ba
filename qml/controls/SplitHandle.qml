// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// The hairline between two panels, with room to grab it.
Rectangle {
    id: root

    property bool across: true // between columns; else between rows

    color: T.SplitHandle.hovered || T.SplitHandle.pressed ? Theme.accent : Theme.line
    implicitHeight: 1
    implicitWidth: 1

    containmentMask: Item {
        height: root.across ? root.height : 9
        width: root.across ? 9 : root.width
        x: root.across ? -4 : 0
        y: root.across ? 0 : -4
    }
}
