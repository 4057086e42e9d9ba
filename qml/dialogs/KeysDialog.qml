// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// All keys, from the same list that the palette runs.
AppDialog {
    id: root

    required property var commands // AppCommands
    // What the panels do with keys while they have the focus.
    readonly property var ofPanels: [
        { keys: "Tab", text: qsTr("Next panel or control") },
        { keys: "/", text: qsTr("Filter the panel") },
        { keys: "S", text: qsTr("Watchlist: sort by the next column; with Shift the other way") },
        { keys: "↑ ↓", text: qsTr("Lists: move the selection") },
        { keys: "← →", text: qsTr("Chart: move in time; with Shift the crosshair") },
        { keys: "+ −", text: qsTr("Chart: zoom") },
        { keys: "C", text: qsTr("Chart: candles, line, area") },
        { keys: "L", text: qsTr("Chart: log scale") },
        { keys: "Home", text: qsTr("Chart: all that is held; End is live") }
    ]

    height: Math.min(parent.height - Theme.barHeight * 2, Theme.row * keys.count + Theme.large + Theme.dialogPadding * 3)
    title: qsTr("Keys")
    width: Math.min(parent.width - Theme.dialogPadding * 2, Math.round(480 * Theme.textScale))

    ListView {
        id: keys

        anchors.fill: parent
        anchors.leftMargin: Theme.dialogPadding
        anchors.rightMargin: Theme.dialogPadding
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        model: root.commands.filter(command => command.keys.length > 0).concat(root.ofPanels)

        delegate: Item {
            id: row

            required property var modelData

            height: Theme.row
            width: ListView.view.width

            AppText {
                height: parent.height
                text: row.modelData.text
                width: parent.width - key.width - Theme.sidePadding
            }
            LabelText {
                id: key

                anchors.right: parent.right
                color: Theme.text2
                height: parent.height
                text: row.modelData.keys
            }
        }
    }
}
