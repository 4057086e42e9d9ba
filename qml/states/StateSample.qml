// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One state: its chip, its glyph at size, its word and what it means.
Item {
    id: root

    required property var sample

    height: Math.round(100 * Theme.textScale)

    SourceChip {
        focusPolicy: Qt.NoFocus
        fraction: root.sample.fraction
        freshness: root.sample.state
        linkText: root.sample.link
        name: "feed"
        rateText: root.sample.rate
        stateText: root.sample.chip
        x: Theme.sidePadding
        y: Theme.unit * 3
    }
    StateGlyph {
        color: Theme.chipInk(root.sample.state)
        fraction: root.sample.fraction
        glyph: root.sample.state
        height: width
        width: Theme.large
        x: Math.round(166 * Theme.textScale)
        y: Theme.unit * 5
    }
    AppText {
        strong: true
        text: root.sample.word
        x: Math.round(200 * Theme.textScale)
        y: Theme.unit * 5 + 2
    }
    LabelText {
        color: Theme.text2
        lineHeight: 1.15
        text: root.sample.says
        width: parent.width - Theme.sidePadding * 4
        wrapMode: Text.Wrap
        x: Theme.sidePadding * 2
        y: Math.round(54 * Theme.textScale)
    }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
    Hairline {
        anchors.right: parent.right
        height: parent.height
        vertical: true
    }
}
