// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A field of a proposed record, or the line above a kind's fields.
Item {
    id: root

    required property int index
    required property bool isKind
    required property string kind
    required property string name
    required property string path
    required property string type
    required property string role
    required property string now
    required property string rate
    required property bool chosen
    required property string reason
    required property var spark
    required property string lag
    required property ProbeFieldHead columns
    property bool current: false
    property bool marked: false
    readonly property color ink: chosen ? Theme.text : Theme.text3

    signal toggled
    signal choiceWanted(Item item, real left)
    signal pointed

    Accessible.checkable: true
    Accessible.checked: chosen
    Accessible.description: reason
    Accessible.name: isKind ? name + " " + kind : name + " " + role + " " + lag
    Accessible.role: Accessible.CheckBox
    height: Theme.row

    Accessible.onPressAction: root.toggled()

    HoverWatch {
        id: hover

        onHoveredChanged: if (hovered) root.pointed()
    }
    Rectangle {
        anchors.fill: parent
        border.color: Theme.accent
        border.width: root.current ? 1 : 0
        color: root.marked ? Theme.select : "transparent"
    }
    CheckMark {
        anchors.verticalCenter: parent.verticalCenter
        checked: root.chosen
        x: Theme.unit

        TapHandler {
            margin: Theme.unit

            onTapped: root.toggled()
        }
    }
    MonoText {
        color: root.isKind ? Theme.text : root.ink
        font.pixelSize: Theme.body
        height: parent.height
        text: root.name
        width: root.columns.typeX - x - Theme.unit * 2
        x: root.isKind ? Math.round(28 * Theme.textScale) : root.columns.nameX
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        text: root.isKind ? root.path : root.type
        width: root.columns.roleX - x - Theme.unit * 2
        x: root.columns.typeX
    }
    ProbeChoice {
        chosen: root.chosen
        height: parent.height
        text: root.isKind ? root.kind : root.role
        width: root.columns.nowX - x - Theme.unit
        x: root.columns.roleX

        onTapped: root.choiceWanted(root, x)
    }
    AppText {
        color: root.ink
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.now
        visible: !root.isKind
        width: root.columns.nowWidth
        x: root.columns.nowX
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.rate
        width: root.columns.rateWidth
        x: root.columns.rateX
    }
    Sparkline {
        color: root.chosen ? Theme.text2 : Theme.text3
        height: parent.height - Theme.unit * 2
        shape: root.spark
        visible: root.lag.length === 0
        width: root.columns.sparkWidth
        x: root.columns.sparkX
        y: Theme.unit
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        text: root.lag
        width: root.columns.sparkWidth + Theme.sidePadding
        x: root.columns.sparkX
    }
    AppToolTip {
        shown: hover.hovered && root.reason.length > 0
        text: root.reason
    }
}
