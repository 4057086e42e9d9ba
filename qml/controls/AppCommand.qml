// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// One thing that a person can do: its words for the palette, its key for the keyboard, and triggered() to do it.
Item {
    id: root

    property string text
    property string keys
    property string group
    property bool listed: true

    signal triggered

    Shortcut {
        enabled: root.enabled && root.keys.length > 0
        sequence: root.keys

        onActivated: root.triggered()
    }
}
