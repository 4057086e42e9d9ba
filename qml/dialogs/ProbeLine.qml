// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One line of an arriving message, or the line above it: when, what, how large.
Item {
    id: root

    required property int indent
    required property string key
    required property string value
    required property string tail
    required property bool isText
    required property string path
    property bool marked: false
    readonly property bool isHead: indent < 0

    Accessible.name: key + " " + value
    Accessible.role: Accessible.ListItem
    height: isHead ? Theme.row : Math.round(18 * Theme.textScale)

    Hairline {
        visible: root.isHead
        width: parent.width
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.select
        visible: root.marked
    }
    Row {
        height: parent.height
        spacing: Theme.unit * (root.isHead ? 4 : 2)
        x: root.isHead ? 0 : Math.round(root.indent * 20 * Theme.textScale)

        MonoText {
            color: root.isHead ? Theme.text2 : Theme.text
            font.pixelSize: root.isHead ? Theme.small : Theme.body
            height: parent.height
            text: root.key
            visible: text.length > 0
        }
        MonoText {
            color: root.isHead ? Theme.text2 : root.isText ? Theme.series[2] : Theme.text
            font.pixelSize: root.isHead ? Theme.small : Theme.body
            height: parent.height
            text: root.value
            width: Math.min(implicitWidth, root.width - parent.x - x)
        }
        MonoText {
            height: parent.height
            text: root.tail
            visible: root.isHead
        }
    }
}
