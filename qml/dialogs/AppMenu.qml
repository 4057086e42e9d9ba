// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Alcedo

// The menu at the right of the top bar: the same commands as in the palette, by hand.
T.Popup {
    id: root

    required property var commands // AppCommands
    readonly property var shown: commands.filter(command => command.listed)

    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    focus: true
    height: list.contentHeight + Theme.unit * 2
    padding: Theme.unit
    parent: T.Overlay.overlay
    width: Math.round(300 * Theme.textScale)
    x: parent ? parent.width - width - Theme.unit * 2 : 0
    y: Theme.barHeight - Theme.unit

    background: Rectangle {
        border.color: Theme.control
        color: Theme.raised
        radius: Theme.radiusControl
    }
    ListView {
        id: list

        Keys.onReturnPressed: {
            root.close()
            root.shown[currentIndex].triggered()
        }
        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        focus: true
        interactive: false
        keyNavigationEnabled: true
        model: root.shown

        delegate: Rectangle {
            id: row

            required property AppCommand modelData
            required property int index

            Accessible.name: modelData.text
            Accessible.role: Accessible.MenuItem
            color: area.containsMouse || ListView.isCurrentItem ? Theme.hover : "transparent"
            height: Theme.buttonHeight
            opacity: modelData.enabled ? 1 : 0.5
            width: ListView.view.width

            AppText {
                height: parent.height
                text: row.modelData.text
                width: key.x - x
                x: Theme.sidePadding
            }
            LabelText {
                id: key

                anchors.right: parent.right
                anchors.rightMargin: Theme.sidePadding
                height: parent.height
                text: row.modelData.keys
            }
            MouseArea {
                id: area

                anchors.fill: parent
                enabled: row.modelData.enabled
                hoverEnabled: true

                onClicked: {
                    root.close()
                    row.modelData.triggered()
                }
            }
        }
    }
}
