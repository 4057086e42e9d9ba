// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// Ctrl+K: type a few letters, Enter runs.
AppDialog {
    id: root

    required property var commands // AppCommands
    readonly property var found: commands.filter(command => command.listed && command.enabled
        && command.text.toLowerCase().includes(field.text.trim().toLowerCase()))

    function run(command) {
        root.close()
        command.triggered()
    }

    height: field.height + Theme.unit * 4 + Math.max(1, Math.min(found.length, 12)) * Theme.buttonHeight
    width: Math.round(520 * Theme.textScale)
    y: Theme.barHeight * 2

    onOpened: {
        field.clear()
        list.currentIndex = 0
        field.forceActiveFocus()
    }

    AppField {
        id: field

        Accessible.name: qsTr("Search or run a command")
        Keys.onDownPressed: list.incrementCurrentIndex()
        Keys.onUpPressed: list.decrementCurrentIndex()
        focus: true
        placeholderText: qsTr("Search or run a command")
        width: root.width - Theme.unit * 4
        x: Theme.unit * 2
        y: Theme.unit * 2

        onAccepted: if (root.found.length > 0) root.run(root.found[Math.max(0, list.currentIndex)])
        onTextEdited: list.currentIndex = 0
    }
    ListView {
        id: list

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit
        anchors.top: field.bottom
        anchors.topMargin: Theme.unit
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: root.found
        width: parent.width

        delegate: Rectangle {
            id: row

            required property AppCommand modelData
            required property int index

            Accessible.name: modelData.text
            Accessible.role: Accessible.MenuItem
            color: ListView.isCurrentItem ? Theme.select : area.containsMouse ? Theme.hover : "transparent"
            height: Theme.buttonHeight
            width: ListView.view.width

            AppText {
                height: parent.height
                text: row.modelData.text
                width: key.x - x - Theme.unit
                x: Theme.unit * 5
            }
            LabelText {
                id: key

                anchors.right: parent.right
                anchors.rightMargin: Theme.unit * 5
                height: parent.height
                text: row.modelData.keys
            }
            MouseArea {
                id: area

                anchors.fill: parent
                hoverEnabled: true

                onClicked: root.run(row.modelData)
            }
        }
    }
    LabelText {
        anchors.top: field.bottom
        anchors.topMargin: Theme.unit * 2
        text: qsTr("Nothing matches “%1”").arg(field.text)
        visible: root.found.length === 0
        x: Theme.unit * 5
    }
}
