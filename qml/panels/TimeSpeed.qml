// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// How fast the recording plays: slower, the speed, faster; and one step further.
Row {
    spacing: Theme.unit

    IconButton {
        framed: true
        glyph: StateGlyph.Step
        text: qsTr("Next message (.)")

        onClicked: Dashboard.time.step()
    }
    IconButton {
        framed: true
        glyph: StateGlyph.Slower
        text: qsTr("Slower ([)")

        onClicked: Dashboard.time.slower()
    }
    AppText {
        Accessible.name: qsTr("Speed %1").arg(text)
        height: parent.height
        horizontalAlignment: Text.AlignHCenter
        text: Dashboard.time.speedText
        width: Math.round(44 * Theme.textScale)
    }
    IconButton {
        framed: true
        glyph: StateGlyph.Faster
        text: qsTr("Faster (])")

        onClicked: Dashboard.time.faster()
    }
}
