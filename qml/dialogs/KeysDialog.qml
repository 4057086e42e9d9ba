// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// All keys, from the same list that the palette runs.
AppDialog {
    id: root

    required property list<AppCommand> commands

    height: Math.min(parent.height - Theme.barHeight * 2, Theme.row * keys.count + Theme.large + Theme.dialogPadding * 3)
    title: qsTr("Keys")
    width: Math.round(440 * Theme.textScale)

    ListView {
        id: keys

        anchors.fill: parent
        anchors.leftMargin: Theme.dialogPadding
        anchors.rightMargin: Theme.dialogPadding
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        model: Array.from(root.commands).filter(command => command.keys.length > 0)

        delegate: Item {
            id: row

            required property AppCommand modelData

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
