// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One line of a frame: number, name, value; at the right what it means.
Item {
    id: root

    required property int index
    required property int number
    required property int indent
    required property string key
    required property string value
    required property string tail
    required property bool isText
    required property string path
    required property string note
    property bool marked: false

    signal pressed

    Accessible.name: key + " " + value + " " + note
    Accessible.role: Accessible.ListItem
    height: Theme.logRow

    TapHandler {
        onTapped: root.pressed()
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.select
        visible: root.marked
    }
    MonoText {
        color: Theme.text3
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.number
        width: Math.round(26 * Theme.textScale)
        x: Theme.unit
    }
    Row {
        height: parent.height
        spacing: Math.round(7 * Theme.textScale)
        x: Math.round((44 + root.indent * 16) * Theme.textScale)

        MonoText {
            color: Theme.text
            font.pixelSize: Theme.body
            height: parent.height
            text: root.key
            visible: text.length > 0
        }
        MonoText {
            id: words

            color: root.isText ? Theme.series[2] : Theme.text
            font.pixelSize: Theme.body
            height: parent.height
            text: root.value + root.tail
            width: Math.min(implicitWidth, root.width - parent.x - x - meaning.width - Theme.sidePadding * 2)
        }
    }
    LabelText {
        id: meaning

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        color: root.marked ? Theme.accent : Theme.text3
        height: parent.height
        text: root.note.length > 0 ? root.note : root.marked ? root.path : ""
    }
}
