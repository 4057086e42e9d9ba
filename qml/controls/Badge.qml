// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A small framed word. Near and stale are outlined in the colour of attention, beyond is filled.
Rectangle {
    id: root

    enum Kind { Attention, Critical, Quiet }
    property int kind: Badge.Kind.Attention
    property string text
    property int glyph: -1 // a Freshness or a StateGlyph shape; -1: none
    readonly property color ink: kind === Badge.Kind.Critical ? Theme.critInk : kind === Badge.Kind.Attention ? Theme.attn : Theme.text2

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    border.color: kind === Badge.Kind.Critical ? Theme.critFill : kind === Badge.Kind.Attention ? Theme.attn : Theme.control
    border.width: 1
    color: kind === Badge.Kind.Critical ? Theme.critFill : "transparent"
    implicitHeight: Math.round(16 * Theme.textScale)
    implicitWidth: row.implicitWidth + Theme.unit * 2
    radius: Theme.radiusBadge

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.unit

        StateGlyph {
            anchors.verticalCenter: parent.verticalCenter
            color: root.ink
            glyph: root.glyph
            height: width
            visible: root.glyph >= 0
            width: Theme.small
        }
        LabelText {
            anchors.verticalCenter: parent.verticalCenter
            color: root.ink
            text: root.text
        }
    }
}
