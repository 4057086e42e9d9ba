// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// What arrives, what it seems to mean, and what it will be seen in.
Item {
    id: root

    required property SourceTrial trial
    readonly property alias chart: panels.chart
    readonly property alias inspector: panels.inspector
    readonly property alias panelCount: panels.count

    signal accepted
    signal textWanted

    ProbeMessages {
        id: arriving

        anchors.bottom: panels.top
        anchors.top: parent.top
        freshness: root.trial.link.state === Freshness.Empty ? Freshness.Live : root.trial.link.state
        marked: proposed.marked
        probe: root.trial.probe
        traffic: root.trial.link.traffic
        width: Math.round(parent.width * 0.4)
    }
    Rectangle {
        id: rule

        anchors.bottom: panels.top
        anchors.left: arriving.right
        anchors.top: parent.top
        anchors.topMargin: -Theme.unit * 2
        color: Theme.line
        width: 1
    }
    ProbeFields {
        id: proposed

        anchors.bottom: panels.top
        anchors.left: rule.right
        anchors.leftMargin: Theme.unit * 4
        anchors.right: parent.right
        anchors.top: parent.top
        probe: root.trial.probe
        visible: !root.trial.writing

        onTextWanted: {
            root.textWanted()
            if (root.trial.writing)
                editor.focusText()
        }
    }
    ProfileEditor {
        id: editor

        anchors.fill: proposed
        draft: root.trial.draft
        visible: root.trial.writing

        onAccepted: root.accepted()
        onDismissed: {
            root.trial.writing = false
            proposed.focusList()
        }
    }
    SuggestedPanels {
        id: panels

        anchors.bottom: parent.bottom
        suggestions: root.trial.probe.suggestions
        width: parent.width
    }
}
