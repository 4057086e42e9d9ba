// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import Alcedo

// The headlines over a model, whoever feeds it. A click or Return marks one read; "/" filters; nothing opens by itself.
FocusScope {
    id: root

    required property NewsModel model
    property int freshness: Freshness.Live
    property string stateText: Theme.stateWord(freshness)
    property real fraction: 1
    property string reason
    property string advice

    Accessible.name: qsTr("News")
    Accessible.role: Accessible.Pane

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Slash) {
            footer.begin()
            event.accepted = true
        }
    }

    PanelHeader {
        id: header

        fraction: root.fraction
        freshness: root.freshness
        stateText: root.stateText
        subject: root.model.subject
        title: qsTr("News")
        width: parent.width
    }
    ListView {
        id: list

        Accessible.name: qsTr("News")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.bottom: footer.visible ? footer.top : parent.bottom
        anchors.top: header.bottom
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        model: root.model
        objectName: "newsList"
        reuseItems: true
        width: parent.width

        C.ScrollBar.vertical: C.ScrollBar {
            policy: list.contentHeight > list.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
        }
        delegate: NewsRow {
            current: ListView.isCurrentItem && list.activeFocus
            height: implicitHeight
            objectName: "newsRow"
            // Whole rows: none is cut through its words by the footer. One taller than the panel still shows its head.
            visible: y <= list.contentY || y + height <= list.contentY + list.height
            width: ListView.view.width

            onPressed: {
                list.forceActiveFocus()
                list.currentIndex = index
                root.model.markRead(index)
            }
        }

        Keys.onPressed: event => {
            const control = event.modifiers & Qt.ControlModifier
            if (control && event.key === Qt.Key_Home)
                currentIndex = 0
            else if (control && event.key === Qt.Key_End)
                currentIndex = count - 1
            else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
                root.model.markRead(currentIndex)
            else
                return
            event.accepted = true
        }
    }
    PanelEmpty {
        advice: root.advice
        anchors.fill: list
        filter: root.model.filter
        freshness: root.freshness
        hidden: root.model.total
        nothing: qsTr("No news yet")
        reason: root.reason
        sentence: qsTr("The source is open; items appear when they come.")
        stateText: root.stateText
        visible: root.model.count === 0

        onCleared: footer.end()
    }
    PanelFilter {
        id: footer

        anchors.bottom: parent.bottom
        filter: root.model.filter
        summary: root.model.summary
        visible: root.model.total > 0
        width: parent.width

        actions: [
            LinkButton {
                height: footer.height
                text: qsTr("mark all read")
                visible: root.model.unread > 0

                onClicked: root.model.markAllRead()
            }
        ]

        onClosed: list.forceActiveFocus()
        onEdited: text => root.model.filter = text
    }
}
