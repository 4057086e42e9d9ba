// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import Alcedo

// The sensors over a model, whoever feeds it: as many tiles side by side as the width holds.
FocusScope {
    id: root

    required property TilesModel model
    property bool headed: height >= Theme.tileHeight + Theme.panelHeader // else each tile alone says how it does
    property int freshness: Freshness.Live
    property string stateText: Theme.stateWord(freshness)
    property real fraction: 1
    property string reason
    property string advice

    Accessible.name: qsTr("Tiles")
    Accessible.role: Accessible.Pane

    PanelHeader {
        id: header

        fraction: root.fraction
        freshness: root.freshness
        height: visible ? implicitHeight : 0
        stateText: root.stateText
        subject: root.model.sourceNames
        title: qsTr("Tiles")
        visible: root.headed
        width: parent.width
    }
    GridView {
        id: grid

        readonly property int across: Math.max(1, Math.floor(width / (180 * Theme.textScale)))

        Accessible.name: qsTr("Tiles")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.bottom: parent.bottom
        anchors.top: header.bottom
        boundsBehavior: Flickable.StopAtBounds
        cellHeight: Theme.tileHeight
        cellWidth: width / Math.min(across, Math.max(1, count))
        clip: true
        focus: true
        model: root.model
        width: parent.width

        C.ScrollBar.vertical: C.ScrollBar {
            policy: grid.contentHeight > grid.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
        }
        delegate: TileCell {
            current: GridView.isCurrentItem && grid.activeFocus
            height: grid.cellHeight
            width: grid.cellWidth

            Hairline {
                anchors.right: parent.right
                height: parent.height - Theme.unit * 4
                vertical: true
                y: Theme.unit * 2
            }
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
    }
    PanelEmpty {
        advice: root.advice
        anchors.fill: grid
        freshness: root.freshness
        nothing: qsTr("No sensors yet")
        reason: root.reason
        sentence: qsTr("The source is open; a tile appears with a sensor's first value.")
        stateText: root.stateText
        visible: root.model.count === 0
    }
}
