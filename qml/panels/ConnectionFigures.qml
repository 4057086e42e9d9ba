// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// Last close, the session before, and the counts, in two columns.
Column {
    id: root

    required property ConnectionDetail link
    readonly property real inner: width - leftPadding * 2

    function ink(tone) {
        return tone === 2 ? Theme.attn : tone === 1 ? Theme.text3 : Theme.text
    }

    bottomPadding: Theme.unit * 2
    leftPadding: Theme.sidePadding + Theme.unit

    Hairline {
        width: root.width
        x: 0
    }
    Item {
        height: Theme.unit
        width: 1
    }
    Repeater {
        model: root.link.session

        FigureRow {
            required property var modelData

            ink: root.ink(modelData.tone)
            label: modelData.label
            value: modelData.value
            width: root.inner
        }
    }
    Grid {
        columnSpacing: Theme.unit * 6
        columns: 2

        Repeater {
            model: root.link.figures

            FigureRow {
                required property var modelData

                ink: root.ink(modelData.tone)
                label: modelData.label
                value: modelData.value
                width: (root.inner - Theme.unit * 6) / 2
            }
        }
    }
}
