// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// A quiet action inside a line of text, in the accent.
T.Button {
    id: root

    Accessible.name: text
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.buttonHeight
    implicitWidth: implicitContentWidth

    Keys.onEnterPressed: root.clicked()
    Keys.onReturnPressed: root.clicked()

    contentItem: LabelText {
        color: root.enabled ? Theme.accent : Theme.text3
        font.underline: root.hovered || root.visualFocus
        text: root.text
    }
}
