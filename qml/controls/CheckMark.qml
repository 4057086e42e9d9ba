// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A box that is ticked or not. What it belongs to says so and takes the click.
Rectangle {
    id: root

    property bool checked: false

    Accessible.ignored: true
    border.color: root.checked ? Theme.accent : Theme.control
    color: root.checked ? Theme.accent : "transparent"
    height: width
    radius: Theme.radiusBadge
    width: Math.round(12 * Theme.textScale)

    StateGlyph {
        anchors.centerIn: parent
        color: Theme.accentInk
        glyph: StateGlyph.Check
        height: width
        visible: root.checked
        width: parent.width - 3
    }
}
