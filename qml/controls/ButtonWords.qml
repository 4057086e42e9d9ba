// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// What a button says, in its middle, and the key that does the same.
Item {
    id: root

    property string text
    property string key
    property color ink: Theme.text
    property bool strong: false

    implicitWidth: words.implicitWidth

    Row {
        id: words

        anchors.centerIn: parent
        height: parent.height
        spacing: Theme.unit * 2

        AppText {
            color: root.ink
            height: parent.height
            strong: root.strong
            text: root.text
        }
        LabelText {
            color: root.strong ? root.ink : Theme.text3
            height: parent.height
            text: root.key
            visible: root.key.length > 0
        }
    }
}
