// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// What was not heard: a hatch between its bounds, over the grid and under the series.
Item {
    id: root

    required property ChartModel model

    clip: true

    Repeater {
        model: root.model.gaps

        Item {
            id: gap

            required property var model

            Accessible.description: model.detail
            Accessible.name: model.title
            Accessible.role: Accessible.StaticText
            height: root.height
            width: model.bandWidth
            x: model.x

            Rectangle {
                anchors.fill: parent
                color: Theme.base
                visible: !gap.model.healed
            }
            PatternItem {
                anchors.fill: parent
                color: Theme.control
                opacity: 0.6
                pattern: PatternItem.Hatch
                visible: !gap.model.healed
            }
            Rectangle {
                color: Theme.control
                height: parent.height
                width: 1
            }
            Rectangle {
                anchors.right: parent.right
                color: Theme.control
                height: parent.height
                visible: !gap.model.open
                width: 1
            }
        }
    }
}
