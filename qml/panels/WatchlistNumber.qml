// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A number cut at its decimal point: the whole part ends where the fraction starts. One too wide for that stands at the end.
Item {
    id: root

    property string whole
    property string fraction
    property bool wide: false
    property bool strong: false
    property color ink: Theme.text
    property real fractionWidth

    AppText {
        color: root.ink
        elide: Text.ElideNone
        height: parent.height
        horizontalAlignment: Text.AlignRight
        strong: root.strong
        text: root.whole
        width: root.wide ? root.width : root.width - root.fractionWidth
    }
    AppText {
        color: root.ink
        elide: Text.ElideNone
        height: parent.height
        strong: root.strong
        text: root.fraction
        visible: !root.wide
        x: root.width - root.fractionWidth
    }
}
