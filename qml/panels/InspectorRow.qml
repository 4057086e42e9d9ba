// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One frame: when, which way, whose, what sort, how large, and its beginning.
Item {
    id: root

    required property int index
    required property string time
    required property int direction
    required property string source
    required property string sort
    required property string bytes
    required property string lag
    required property string message
    required property bool current
    required property string description
    required property InspectorHead columns

    signal pressed

    Accessible.focusable: true
    Accessible.name: description
    Accessible.role: Accessible.ListItem
    height: Theme.logRow

    Accessible.onPressAction: root.pressed()

    TapHandler {
        onTapped: root.pressed()
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.select
        visible: root.current
    }
    Rectangle {
        color: Theme.accent
        height: parent.height
        visible: root.current
        width: 2
    }
    MonoText {
        color: root.current ? Theme.text : Theme.text2
        height: parent.height
        text: root.time
        x: Theme.sidePadding
    }
    MonoText {
        color: root.direction === 1 ? Theme.text : Theme.text3
        height: parent.height
        text: root.direction === 1 ? "\u2191" : root.direction === 0 ? "\u2193" : "\u2013"
        x: root.columns.sourceX - 20
    }
    LabelText {
        color: Theme.text
        height: parent.height
        text: root.source
        width: root.columns.sortX - root.columns.sourceX - Theme.unit
        x: root.columns.sourceX
    }
    LabelText {
        color: root.direction === 2 ? Theme.text3 : Theme.text2
        height: parent.height
        text: root.sort
        width: root.columns.bytesX - root.columns.sortX - Theme.unit
        x: root.columns.sortX
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.bytes
        width: root.columns.bytesWidth
        x: root.columns.bytesX
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.lag
        width: root.columns.lagWidth
        x: root.columns.lagX
    }
    MonoText {
        color: root.direction === 2 ? Theme.text3 : Theme.text
        height: parent.height
        text: root.message
        width: parent.width - x - Theme.sidePadding
        x: root.columns.messageX
    }
}
