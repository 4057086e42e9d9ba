// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The newest messages of a source that is being looked at, as JSON over lines.
Item {
    id: root

    required property SourceProbe probe
    property int freshness: Freshness.Loading
    property string traffic
    property string marked // the path whose line is lit

    Row {
        id: head

        height: Theme.row
        spacing: Theme.unit * 3

        AppText {
            height: parent.height
            strong: true
            text: qsTr("Arriving")
        }
        StateLabel {
            anchors.verticalCenter: parent.verticalCenter
            freshness: root.freshness
            text: Theme.stateWord(root.freshness)
        }
        LabelText {
            color: Theme.text2
            height: parent.height
            text: root.traffic
        }
    }
    LinkButton {
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        height: head.height
        text: root.probe.held ? qsTr("Follow") : qsTr("Hold")

        onClicked: root.probe.held = !root.probe.held
    }
    ListView {
        Accessible.name: qsTr("Arriving")
        Accessible.role: Accessible.List
        anchors.bottom: parent.bottom
        anchors.top: head.bottom
        anchors.topMargin: Theme.unit
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: root.probe.lines
        width: parent.width - Theme.sidePadding

        delegate: ProbeLine {
            marked: root.marked.length > 0 && path === root.marked
            // The list ends at a whole line.
            visible: y + height < ListView.view.contentY + ListView.view.height + 1
            width: ListView.view.width
        }
    }
}
