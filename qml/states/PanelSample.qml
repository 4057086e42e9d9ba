// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A panel in a state without data.
Item {
    id: root

    required property var sample

    PanelHeader {
        freshness: root.sample.state
        stateText: root.sample.stateText
        subject: root.sample.subject
        title: root.sample.title
        width: parent.width
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
