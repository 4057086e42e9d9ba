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
    required property bool isText
    required property string path
    required property string note
    required property string mapped
    property string source // whose frame it is
    property bool marked: false
    // What it means, and in the marked line what it becomes, or where it stands.
    readonly property string meaning: {
        if (!marked)
            return note
        const parts = note.length > 0 ? [note] : []
        if (mapped.length > 0)
            parts.push(qsTr("mapped to %1.%2").arg(source).arg(mapped))
        else if (path.length > 0)
            parts.push(qsTr("%1, not mapped").arg(path))
        return parts.join(qsTr("; ", "between a value's meaning and what it is mapped to"))
    }

    signal pressed

    Accessible.name: key + " " + value + " " + note + (mapped.length > 0 ? " " + qsTr("mapped to %1.%2").arg(source).arg(mapped) : "")
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
            text: root.value
            width: Math.min(implicitWidth, root.width - parent.x - x - meaning.width - Theme.sidePadding * 2)
        }
    }
    Row {
        id: meaning

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        height: parent.height
        spacing: Theme.unit * 2

        LabelText {
            color: root.marked ? Theme.accent : Theme.text3
            height: parent.height
            text: root.meaning
            visible: text.length > 0
        }
        StateGlyph {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.accent
            glyph: StateGlyph.Check
            height: width
            visible: root.mapped.length > 0
            width: Theme.small - 2
        }
        LabelText {
            color: Theme.text2
            height: parent.height
            text: root.mapped
            visible: text.length > 0 && !root.marked
        }
    }
}
