// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Alcedo

// A button with its key beside the words. One primary at most in a view.
T.Button {
    id: root

    property bool primary: false
    property string key // "R", "Esc": shown, not bound
    readonly property color ink: !enabled ? Theme.control : primary ? Theme.accentInk : Theme.text

    Accessible.name: text
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.buttonHeight
    implicitWidth: implicitContentWidth + Theme.sidePadding * 2

    Keys.onEnterPressed: root.clicked()
    Keys.onReturnPressed: root.clicked()

    background: Rectangle {
        border.color: root.visualFocus ? Theme.accent : root.primary ? "transparent" : root.enabled ? Theme.control : Theme.line
        border.width: root.visualFocus ? 2 : 1
        color: root.primary && root.enabled ? Theme.accent : root.down || root.hovered ? Theme.hover : "transparent"
        radius: Theme.radiusControl

        Rectangle {
            anchors.fill: parent
            anchors.margins: 3
            border.color: Theme.accentInk
            color: "transparent"
            radius: 2
            visible: root.primary && root.visualFocus
        }
    }
    contentItem: ButtonWords {
        ink: root.ink
        key: root.key
        strong: root.primary
        text: root.text
    }
}
