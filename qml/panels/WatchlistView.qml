// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import Alcedo

// The watchlist over a model, whoever feeds it. Arrows, Page keys, Ctrl+Home and Ctrl+End move the selection.
FocusScope {
    id: root

    required property WatchlistModel model
    property int freshness: Freshness.Live
    property string stateText: Theme.stateWord(freshness)
    property real fraction: 1
    property string reason
    property string advice
    property alias columns: columns
    readonly property bool filtered: model.filter.length > 0

    signal addRequested

    function move(ranks) {
        root.model.moveSelection(ranks)
        list.positionViewAtIndex(root.model.selectedRow, ListView.Contain)
    }

    Accessible.name: qsTr("Watchlist")
    Accessible.role: Accessible.Pane

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Slash) {
            footer.begin()
            event.accepted = true
        } else if (event.key === Qt.Key_S && event.modifiers === Qt.NoModifier) {
            root.model.sortNext()
            event.accepted = true
        } else if (event.key === Qt.Key_S && event.modifiers === Qt.ShiftModifier) {
            root.model.sortBy(root.model.sortKey, !root.model.descending)
            event.accepted = true
        }
    }

    WatchlistColumns {
        id: columns

        textScale: Theme.textScale
        width: root.width
    }
    PanelHeader {
        id: header

        fraction: root.fraction
        freshness: root.freshness
        stateText: root.stateText
        subject: root.model.sourceNames
        title: qsTr("Watchlist")
        width: parent.width
    }
    WatchlistHead {
        id: head

        anchors.top: header.bottom
        columns: columns
        model: root.model
        visible: root.model.count > 0
        width: parent.width
    }
    ListView {
        id: list

        readonly property int page: Math.max(1, Math.floor(height / Theme.row) - 1)
        readonly property real room: footer.y - head.y - head.height
        readonly property int rowsAbove: Math.floor(height / Theme.row / 2) // its middle

        Accessible.name: qsTr("Watchlist")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.top: head.bottom
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        height: room - room % Theme.row // whole rows: none is cut through its figures
        keyNavigationEnabled: false
        model: root.model
        objectName: "rows"
        reuseItems: true
        width: parent.width

        C.ScrollBar.vertical: C.ScrollBar {
            policy: list.contentHeight > list.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
        }
        delegate: WatchlistRow {
            allStale: !Theme.isCurrent(root.freshness)
            columns: root.columns
            height: Theme.row
            width: ListView.view.width

            onPressed: {
                list.forceActiveFocus()
                root.model.selectRow(index)
            }
        }

        Keys.onDownPressed: root.move(1)
        Keys.onPressed: event => {
            const control = event.modifiers & Qt.ControlModifier
            if (event.key === Qt.Key_PageDown)
                root.move(list.page)
            else if (event.key === Qt.Key_PageUp)
                root.move(-list.page)
            else if (control && event.key === Qt.Key_Home)
                root.move(-root.model.total)
            else if (control && event.key === Qt.Key_End)
                root.move(root.model.total)
            else
                return
            event.accepted = true
        }
        Keys.onUpPressed: root.move(-1)

        HoverWatch {
            onHoveredChanged: root.model.orderHeld = hovered
        }
        Rectangle {
            anchors.fill: parent
            border.color: Theme.accent
            color: "transparent"
            visible: list.activeFocus && root.model.selectedRow < 0
            z: 1
        }
    }
    RepaintArea {
        id: upperHalf

        anchors { left: list.left; right: list.right; top: list.top }
        height: list.rowsAbove * Theme.row
    }
    RepaintArea {
        id: lowerHalf

        anchors { bottom: list.bottom; left: list.left; right: list.right; top: upperHalf.bottom }
    }
    Binding {
        property: "middleRow"
        target: root.model
        value: Math.floor(list.contentY / Theme.row) + list.rowsAbove
    }
    Connections {
        function onManyChanged(upper: bool) {
            (upper ? upperHalf : lowerHalf).update()
        }

        target: root.model
    }
    PanelEmpty {
        advice: root.advice
        anchors.fill: list
        filter: root.model.filter
        freshness: root.freshness
        hidden: root.model.total
        nothing: qsTr("No keys yet")
        reason: root.reason
        sentence: qsTr("The source is open and sends keys when they change.")
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
            WatchlistColumnChoice {
                columns: root.columns
                height: footer.height
            }
        ]

        onClosed: list.forceActiveFocus()
        onEdited: text => root.model.filter = text
    }
}
