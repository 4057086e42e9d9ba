// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// Icon, workspace, sources, palette, menu.
Rectangle {
    id: root

    readonly property int chipWidth: Math.round(132 * Theme.textScale)
    readonly property int chipRoom: Math.max(0, Math.floor((search.x - tab.x - tab.width - Theme.unit * 6) / chipWidth))
    readonly property bool folds: Dashboard.sources.count > chipRoom
    readonly property int chipsShown: folds ? Math.max(0, chipRoom - 1) : Dashboard.sources.count

    signal paletteWanted
    signal menuWanted
    signal sourceChosen(int sourceId)

    color: Theme.raised
    implicitHeight: Theme.barHeight

    Image {
        anchors.verticalCenter: parent.verticalCenter
        height: 24
        source: "qrc:/alcedo/icons/alcedo-mark.png"
        sourceSize.height: 64
        sourceSize.width: 64
        width: 24
        x: Theme.sidePadding - 2
    }
    Rectangle {
        id: tab

        Accessible.name: tabText.text
        Accessible.role: Accessible.PageTab
        color: Theme.base
        height: parent.height
        width: tabText.implicitWidth + Theme.unit * 6
        x: Theme.unit * 11

        Rectangle {
            color: Theme.replay ? Theme.replayAccent : Theme.accent
            height: 2
            width: parent.width
        }
        AppText {
            id: tabText

            anchors.centerIn: parent
            strong: true
            text: qsTr("Overview")
        }
    }
    Row {
        id: chips

        anchors.right: search.left
        anchors.rightMargin: Theme.sidePadding
        height: parent.height

        Repeater {
            model: Dashboard.sources

            SourceChip {
                required property int index
                required property int sourceId

                visible: index < root.chipsShown

                onClicked: root.sourceChosen(sourceId)
            }
        }
        SourceChip {
            fraction: 1
            freshness: Dashboard.sources.worst
            linkText: ""
            name: qsTr("%1 more").arg(Dashboard.sources.count - root.chipsShown)
            rateText: Dashboard.sources.summary
            stateText: ""
            visible: root.folds

            onClicked: root.sourceChosen(-1)
        }
    }
    Hairline {
        anchors.left: chips.right
        height: parent.height
        vertical: true
        visible: Dashboard.sources.count > 0
    }
    SearchBox {
        id: search

        anchors.right: menu.left
        anchors.rightMargin: Theme.sidePadding
        anchors.verticalCenter: parent.verticalCenter

        onClicked: root.paletteWanted()
    }
    IconButton {
        id: menu

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        anchors.verticalCenter: parent.verticalCenter
        glyph: StateGlyph.Menu
        text: qsTr("Menu")

        onClicked: root.menuWanted()
    }
    Hairline {
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
