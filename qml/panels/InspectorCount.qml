// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// An arrow, a word and a number.
Row {
    id: root

    required property int glyph
    required property string label
    required property string value

    height: Theme.buttonHeight
    spacing: Theme.unit

    StateGlyph {
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.text2
        glyph: root.glyph
        height: width
        width: Theme.small
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        text: root.label + " " + root.value
    }
}
