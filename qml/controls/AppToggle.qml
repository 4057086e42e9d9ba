// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// A switch with its words.
T.Switch {
    id: root

    // AbstractButton.click() came with Qt 6.8.
    function press() {
        toggle()
        toggled()
    }

    Accessible.name: text
    Accessible.role: Accessible.CheckBox
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.buttonHeight
    implicitWidth: implicitContentWidth

    Keys.onEnterPressed: root.press()
    Keys.onReturnPressed: root.press()

    contentItem: AppText {
        color: root.enabled ? Theme.text : Theme.text3
        leftPadding: root.indicator.width + Theme.unit * 2
        text: root.text
    }
    indicator: Rectangle {
        anchors.verticalCenter: root.verticalCenter
        border.color: root.visualFocus ? Theme.text : root.checked ? Theme.accent : Theme.control
        color: root.checked ? Theme.accent : "transparent"
        opacity: root.enabled ? 1 : 0.5
        height: Theme.unit * 4
        implicitHeight: height
        implicitWidth: width
        radius: height / 2
        width: Theme.unit * 8

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            color: root.checked ? Theme.accentInk : Theme.control
            height: parent.height - 6
            radius: height / 2
            width: height
            x: root.checked ? parent.width - width - 3 : 3
        }
    }
}
