// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// A button of one drawn sign. text is what it is called.
T.Button {
    id: root

    property int glyph
    property bool framed: false
    property bool filled: false // the one action of a replayed view

    Accessible.name: text
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.buttonHeight
    implicitWidth: Theme.buttonHeight

    Keys.onEnterPressed: root.clicked()
    Keys.onReturnPressed: root.clicked()

    background: Rectangle {
        border.color: root.visualFocus ? Theme.accent : Theme.control
        border.width: root.visualFocus ? 2 : root.framed ? 1 : 0
        color: root.filled ? Theme.replayAccent : root.hovered || root.down ? Theme.hover : "transparent"
        radius: Theme.radiusControl
    }
    contentItem: Item {
        StateGlyph {
            anchors.centerIn: parent
            color: root.filled ? Theme.base : Theme.text2
            glyph: root.glyph
            height: width
            width: Theme.small + 2
        }
    }

    AppToolTip {
        shown: root.hovered
        text: root.text
    }
}
