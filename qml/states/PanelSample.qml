// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A panel in a state without data.
Item {
    id: root

    required property var sample

    PanelHeader {
        fraction: root.sample.state === Freshness.Reconnecting ? 0.35 : 1
        freshness: root.sample.state
        stateText: root.sample.stateText
        subject: root.sample.subject
        title: root.sample.title
        width: parent.width
    }
    // A chart that loads has its axes already.
    Repeater {
        model: root.sample.state === Freshness.Loading ? 8 : 0

        Rectangle {
            required property int index
            readonly property bool across: index < 4

            color: Theme.grid
            height: across ? 1 : root.height - Theme.panelHeader - Theme.row
            width: across ? root.width - Theme.sidePadding * 6 : 1
            x: across ? Theme.sidePadding : Theme.sidePadding + (index - 3.5) * (root.width - Theme.sidePadding * 6) / 4
            y: Theme.panelHeader + (across ? (index + 0.5) * (root.height - Theme.panelHeader - Theme.row) / 4 : 0)
        }
    }
    EmptyState {
        actionText: root.sample.action
        anchors.fill: parent
        failed: root.sample.failed
        secondText: root.sample.second
        sentence: root.sample.sentence
        title: root.sample.headline
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
