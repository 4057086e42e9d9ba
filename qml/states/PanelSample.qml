// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// A panel in a state without data, or with old ones.
Item {
    id: root

    required property var sample
    readonly property bool loading: sample.state === Freshness.Loading
    readonly property var held: sample.tiles ?? []
    readonly property real gridTop: Theme.panelHeader + Theme.columnHeader
    readonly property real gridHeight: height - gridTop - Theme.row

    PanelHeader {
        fraction: root.sample.state === Freshness.Reconnecting ? 0.35 : 1
        freshness: root.sample.state
        stateText: root.sample.stateText
        subject: root.sample.subject
        title: root.sample.title
        width: parent.width
    }
    LabelText {
        color: Theme.text2
        height: Theme.columnHeader
        text: qsTr("%1. %2").arg(root.sample.headline).arg(root.sample.sentence)
        visible: root.loading
        width: root.width - 2 * Theme.sidePadding
        x: Theme.sidePadding
        y: Theme.panelHeader
    }
    // A chart that loads has its axes already.
    Repeater {
        model: root.loading ? 8 : 0

        Rectangle {
            required property int index
            readonly property bool across: index < 4

            color: Theme.grid
            height: across ? 1 : root.gridHeight
            width: across ? root.width - Theme.sidePadding * 6 : 1
            x: across ? Theme.sidePadding : Theme.sidePadding + (index - 3.5) * (root.width - Theme.sidePadding * 6) / 4
            y: root.gridTop + (across ? (index + 0.5) * root.gridHeight / 4 : 0)
        }
    }
    // What came before stays, at lower contrast and with its age.
    Row {
        id: tiles

        visible: root.held.length > 0
        y: Theme.panelHeader

        Repeater {
            model: root.held

            TileCell {
                required property var modelData

                age: modelData.age
                description: modelData.name
                level: TilesModel.Within
                levelText: ""
                limits: ""
                name: modelData.name
                seen: modelData.value !== "–"
                shape: undefined
                source: ""
                stale: seen
                unit: modelData.unit
                value: modelData.value
                height: Math.round(84 * Theme.textScale)
                width: root.width / 3
            }
        }
    }
    EmptyState {
        actionText: root.sample.action
        anchors.fill: parent
        anchors.topMargin: tiles.visible ? tiles.y + tiles.height : 0
        failed: root.sample.failed
        secondText: root.sample.second
        sentence: root.sample.sentence
        title: root.sample.headline
        visible: !root.loading
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
