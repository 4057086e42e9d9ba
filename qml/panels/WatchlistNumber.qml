// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A number cut at its decimal point: the whole part ends where the fraction starts. One too wide for that stands at the end.
Item {
    id: root

    property alias whole: wholeText.text
    property alias fraction: fractionText.text
    property bool wide: false
    property bool strong: false
    property color ink: Theme.text
    property real fractionWidth

    AppText {
        id: wholeText

        color: root.ink
        elide: Text.ElideNone
        height: parent.height
        horizontalAlignment: Text.AlignRight
        strong: root.strong
        width: root.wide ? root.width : root.width - root.fractionWidth
    }
    AppText {
        id: fractionText

        color: root.ink
        elide: Text.ElideNone
        height: parent.height
        strong: root.strong
        visible: !root.wide
        x: root.width - root.fractionWidth
    }
}
