// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A name at the left, its value at the right.
Item {
    id: root

    property string label
    property string value
    property color ink: Theme.text

    Accessible.name: label + ": " + value
    Accessible.role: Accessible.StaticText
    implicitHeight: Theme.logRow

    LabelText {
        id: name

        color: Theme.text2
        height: parent.height
        text: root.label
    }
    LabelText {
        anchors.left: name.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: parent.right
        color: root.ink
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.value
    }
}
