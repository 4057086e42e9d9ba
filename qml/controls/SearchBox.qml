// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// Looks like a field, opens the palette.
T.AbstractButton {
    id: root

    Accessible.name: hint.text
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.buttonHeight
    implicitWidth: Math.round(220 * Theme.textScale)

    Keys.onEnterPressed: root.clicked()
    Keys.onReturnPressed: root.clicked()

    background: Rectangle {
        border.color: root.visualFocus || root.hovered ? Theme.accent : Theme.control
        border.width: root.visualFocus ? 2 : 1
        color: Theme.base
        radius: Theme.radiusControl
    }

    StateGlyph {
        id: glass

        anchors.verticalCenter: parent.verticalCenter
        color: Theme.text2
        glyph: StateGlyph.Search
        height: width
        width: Theme.small
        x: Theme.unit * 2
    }
    LabelText {
        id: hint

        anchors.left: glass.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: key.left
        anchors.rightMargin: Theme.unit
        color: Theme.text2
        height: parent.height
        text: qsTr("Search or run a command")
    }
    LabelText {
        id: key

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        height: parent.height
        text: "Ctrl+K"
    }
}
