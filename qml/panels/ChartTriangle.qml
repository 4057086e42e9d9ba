// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick

// Up or down beside a change: drawn, not typed, and made of whole pixels. Nothing for no change.
Item {
    id: root

    property int direction: 0
    property color color

    height: 4
    visible: direction !== 0
    width: 8

    Repeater {
        model: 4

        Rectangle {
            required property int index

            color: root.color
            height: 1
            width: 2 + 2 * index
            x: 3 - index
            y: root.direction > 0 ? index : 3 - index
        }
    }
}
