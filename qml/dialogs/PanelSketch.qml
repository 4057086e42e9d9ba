// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// A panel in a few strokes: left, top, width and height of each, in hundredths.
Item {
    id: root

    required property string panel
    readonly property var strokes: ({
        watchlist: [[0, 4, 26, 4], [37, 4, 26, 4], [74, 4, 26, 4], [0, 26, 26, 4], [37, 26, 26, 4], [74, 26, 26, 4], [0, 48, 26, 4],
            [37, 48, 26, 4], [74, 48, 26, 4], [0, 70, 26, 4], [37, 70, 26, 4], [74, 70, 26, 4], [0, 92, 26, 4], [37, 92, 26, 4], [74, 92, 26, 4]],
        chart: [[0, 96, 100, 3], [4, 46, 3, 34], [16, 34, 3, 32], [28, 40, 3, 22], [40, 22, 3, 30], [52, 10, 3, 28], [64, 18, 3, 34],
            [76, 28, 3, 20], [88, 6, 3, 34]],
        tiles: [[0, 0, 44, 40], [54, 0, 44, 40], [0, 56, 44, 40], [54, 56, 44, 40]],
        scores: [[0, 4, 60, 5], [84, 0, 14, 14], [0, 26, 48, 5], [84, 24, 14, 14], [0, 62, 52, 5], [84, 58, 14, 14], [0, 84, 64, 5], [84, 82, 14, 14]],
        news: [[0, 4, 90, 5], [0, 20, 60, 5], [0, 48, 84, 5], [0, 64, 70, 5], [0, 92, 40, 5]],
        inspector: [[0, 4, 12, 4], [22, 4, 78, 4], [0, 26, 12, 4], [22, 26, 60, 4], [0, 48, 12, 4], [22, 48, 70, 4], [0, 70, 12, 4],
            [22, 70, 44, 4], [0, 92, 12, 4], [22, 92, 78, 4]]
    })

    Accessible.ignored: true

    Repeater {
        model: root.strokes[root.panel] ?? []

        Rectangle {
            required property var modelData
            readonly property bool hollow: modelData[2] > 30 && modelData[3] > 30

            border.color: Theme.text2
            border.width: hollow ? 1 : 0
            color: hollow ? "transparent" : Theme.text2
            height: Math.max(1, Math.round(modelData[3] / 100 * root.height))
            width: Math.max(1, Math.round(modelData[2] / 100 * root.width))
            x: Math.round(modelData[0] / 100 * root.width)
            y: Math.round(modelData[1] / 100 * root.height)
        }
    }
}
