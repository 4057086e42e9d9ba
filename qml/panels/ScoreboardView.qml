// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import Alcedo

// The matches over a model, whoever feeds it.
FocusScope {
    id: root

    required property ScoreboardModel model
    property int freshness: Freshness.Live
    property string stateText: Theme.stateWord(freshness)
    property real fraction: 1
    property string reason
    property string advice

    Accessible.name: qsTr("Scores")
    Accessible.role: Accessible.Pane

    PanelHeader {
        id: header

        fraction: root.fraction
        freshness: root.freshness
        stateText: root.stateText
        subject: qsTr("by latest change")
        title: qsTr("Scores")
        width: parent.width
    }
    ListView {
        id: list

        Accessible.name: qsTr("Scores")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.bottom: parent.bottom
        anchors.top: header.bottom
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        model: root.model
        reuseItems: true
        width: parent.width

        C.ScrollBar.vertical: C.ScrollBar {
            policy: list.contentHeight > list.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
        }
        delegate: MatchRow {
            current: ListView.isCurrentItem && list.activeFocus
            height: Theme.matchHeight
            width: ListView.view.width
        }

        Keys.onPressed: event => {
            const control = event.modifiers & Qt.ControlModifier
            if (control && event.key === Qt.Key_Home)
                currentIndex = 0
            else if (control && event.key === Qt.Key_End)
                currentIndex = count - 1
            else
                return
            event.accepted = true
        }

        HoverWatch {
            onHoveredChanged: root.model.orderHeld = hovered
        }
    }
    PanelEmpty {
        advice: root.advice
        anchors.fill: list
        freshness: root.freshness
        nothing: qsTr("No matches yet")
        reason: root.reason
        sentence: qsTr("The source is open; matches appear when one is announced.")
        stateText: root.stateText
        visible: root.model.count === 0
    }
}
