// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// Docked at the right: every source, and all about the chosen one. Nothing here ever opens by itself.
FocusScope {
    id: root

    property int sourceId: -1
    readonly property alias link: detail

    signal closeWanted
    signal addWanted

    function retry() {
        if (detail.canRetry)
            Dashboard.sources.retryNow(root.sourceId)
    }

    Accessible.name: qsTr("Connections")
    Accessible.role: Accessible.Pane

    ConnectionDetail {
        id: detail

        sourceId: root.sourceId
    }
    Connections {
        function onCountChanged() {
            if (!detail.valid)
                root.sourceId = Dashboard.sources.idAt(0)
        }

        target: Dashboard.sources
    }
    Component.onCompleted: if (root.sourceId < 0) root.sourceId = Dashboard.sources.idAt(0)

    Rectangle {
        anchors.fill: parent
        color: Theme.raised
    }
    Hairline {
        height: parent.height
        vertical: true
    }
    Item {
        id: header

        height: Math.round(36 * Theme.textScale)
        width: parent.width

        AppText {
            height: parent.height
            strong: true
            text: qsTr("Connections")
            x: Theme.sidePadding + Theme.unit
        }
        LinkButton {
            anchors.right: close.left
            anchors.rightMargin: Theme.sidePadding
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Add source")

            onClicked: root.addWanted()
        }
        IconButton {
            id: close

            anchors.right: parent.right
            anchors.rightMargin: Theme.unit * 2
            anchors.verticalCenter: parent.verticalCenter
            glyph: StateGlyph.Close
            text: qsTr("Close (Esc)")

            onClicked: root.closeWanted()
        }
    }
    SourceList {
        id: list

        anchors.top: header.bottom
        current: root.sourceId
        height: Math.min(contentHeight, Theme.row * 8)
        width: parent.width

        onChosen: id => root.sourceId = id
    }
    Flickable {
        anchors.bottom: parent.bottom
        anchors.top: list.bottom
        anchors.topMargin: Theme.unit * 2
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: Math.max(height, upper.height + Theme.logRow * 9)
        contentWidth: width
        visible: detail.valid
        width: parent.width

        Column {
            id: upper

            width: parent.width

            ConnectionControls {
                link: detail
                width: parent.width
            }
            ConnectionStages {
                link: detail
                width: parent.width
            }
            ConnectionFigures {
                link: detail
                width: parent.width
            }
        }
        ConnectionLog {
            anchors.top: upper.bottom
            link: detail
            height: parent.height - upper.height
            width: parent.width
        }
    }
    EmptyState {
        actionText: qsTr("Add source")
        anchors.fill: parent
        sentence: qsTr("A source is an address, a shipped profile, or both: coinbase@wss://…")
        title: qsTr("No sources")
        visible: Dashboard.sources.count === 0

        onAction: root.addWanted()
    }
}
