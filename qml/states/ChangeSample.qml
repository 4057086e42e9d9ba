// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A triangle and a signed number.
Row {
    id: root

    required property int glyph
    required property color ink
    required property string text

    spacing: Theme.unit * 2
    width: Math.round(76 * Theme.textScale)

    StateGlyph {
        anchors.verticalCenter: parent.verticalCenter
        color: root.ink
        glyph: root.glyph
        height: width
        width: Theme.small - 3
    }
    AppText {
        color: root.ink
        text: root.text
    }
}
