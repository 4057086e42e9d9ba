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
    property bool current: false
    property bool marked: false
    readonly property color ink: chosen ? Theme.text : Theme.text3

    signal toggled
    signal nextRole
    signal pointed

    Accessible.checkable: true
    Accessible.checked: chosen
    Accessible.description: reason
    Accessible.name: isKind ? name + " " + kind : name + " " + role
    Accessible.role: Accessible.CheckBox
    height: Theme.row

    Accessible.onPressAction: root.toggled()

    HoverHandler {
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
        width: Math.round((root.isKind ? parent.width * 0.24 : parent.width * 0.34) - x - Theme.unit)
        x: Math.round((root.isKind ? 28 : 40) * Theme.textScale)
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        text: root.isKind ? root.kind + (root.path.length > 0 ? " · " + root.path : "") : root.type
        width: Math.round(parent.width * (root.isKind ? 0.5 : 0.19)) - Theme.unit
        x: Math.round(parent.width * (root.isKind ? 0.26 : 0.34))
    }
    LabelText {
        color: root.chosen ? Theme.accent : Theme.text3
        font.underline: roleHover.hovered
        height: parent.height
        text: root.role
        visible: !root.isKind
        width: Math.round(parent.width * 0.15)
        x: Math.round(parent.width * 0.53)

        HoverHandler {
            id: roleHover
        }
        TapHandler {
            onTapped: root.nextRole()
        }
    }
    AppText {
        anchors.right: parent.right
        anchors.rightMargin: Math.round(64 * Theme.textScale) + Theme.sidePadding
        color: root.ink
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.now
        visible: !root.isKind
        width: Math.round(parent.width * 0.22)
    }
    LabelText {
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        color: Theme.text2
        height: parent.height
        text: root.rate
    }
    AppToolTip {
        shown: hover.hovered && root.reason.length > 0
        text: root.reason
    }
}
