// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// What a field or a kind is taken for, and the sign that it can be chosen.
Item {
    id: root

    property string text
    property bool chosen: true

    signal tapped

    Accessible.name: text
    Accessible.role: Accessible.ButtonDropDown

    Accessible.onPressAction: root.tapped()

    LabelText {
        id: words

        color: hover.hovered ? Theme.accent : root.chosen ? Theme.text2 : Theme.text3
        height: parent.height
        text: root.text
        width: Math.min(implicitWidth, root.width - chevron.width - Theme.unit * 2)
    }
    StateGlyph {
        id: chevron

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: parent.verticalCenter
        color: words.color
        glyph: StateGlyph.Chevron
        height: width
        width: Theme.small - 3
    }
    HoverWatch {
        id: hover
    }
    TapHandler {
        onTapped: root.tapped()
    }
}
