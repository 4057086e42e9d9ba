// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// Glyph and words of a state. Live is quiet: only trouble and a held view have colour.
Row {
    id: root

    property int freshness: Freshness.Live
    property string text: Theme.stateWord(freshness)
    property real fraction: 1
    readonly property color ink: Theme.stateInk(freshness)

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    spacing: Theme.unit * 2

    StateGlyph {
        anchors.verticalCenter: parent.verticalCenter
        color: root.ink
        fraction: root.fraction
        glyph: root.freshness
        height: width
        width: Theme.small
    }
    LabelText {
        anchors.verticalCenter: parent.verticalCenter
        color: root.ink
        text: root.text
    }
}
