// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import QtQuick.Templates as T
import Alcedo

// One of several, from a list that drops from where it was asked for. choices: maps of value, text and current.
T.Popup {
    id: root

    property var choices: []
    readonly property real wanted: choices.length * Theme.row + Theme.unit * 2

    signal chosen(string value)

    // Below the item, or above it where there is no room below.
    function openAt(item, left, offered) {
        choices = offered
        const place = item.mapToItem(parent, left, item.height)
        x = Math.max(0, Math.min(place.x, parent.width - width))
        y = place.y + wanted <= parent.height ? place.y : Math.max(0, place.y - item.height - wanted)
        open()
        list.currentIndex = Math.max(0, offered.findIndex(one => one.current))
        list.positionViewAtIndex(list.currentIndex, ListView.Contain)
    }
    function choose(index) {
        const value = choices[index].value
        close()
        chosen(value)
    }

    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    focus: true
    height: Math.min(wanted, parent.height)
    padding: Theme.unit
    width: Math.round(160 * Theme.textScale)

    background: Rectangle {
        border.color: Theme.control
        color: Theme.hover
        radius: Theme.radiusControl
    }
    ListView {
        id: list

        Accessible.role: Accessible.PopupMenu
        Keys.onEnterPressed: root.choose(currentIndex)
        Keys.onReturnPressed: root.choose(currentIndex)
        Keys.onSpacePressed: root.choose(currentIndex)
        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        keyNavigationEnabled: true
        model: root.choices

        C.ScrollBar.vertical: C.ScrollBar {
            policy: list.contentHeight > list.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
        }
        delegate: Rectangle {
            id: row

            required property var modelData
            required property int index

            Accessible.checkable: true
            Accessible.checked: modelData.current
            Accessible.name: modelData.text
            Accessible.role: Accessible.MenuItem
            color: area.hovered || ListView.isCurrentItem ? Theme.select : "transparent"
            height: Theme.row
            radius: Theme.radiusBadge
            width: ListView.view.width

            Accessible.onPressAction: root.choose(index)

            StateGlyph {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.accent
                glyph: StateGlyph.Check
                height: width
                visible: row.modelData.current
                width: Theme.small - 1
                x: Theme.unit
            }
            AppText {
                height: parent.height
                text: row.modelData.text
                width: parent.width - x - Theme.unit
                x: Theme.unit * 5
            }
            HoverWatch {
                id: area
            }
            TapHandler {
                onTapped: root.choose(row.index)
            }
        }
    }
}
