// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The sources, one row each: glyph, name, state, rate.
ListView {
    id: root

    required property int current

    signal chosen(int id)

    Accessible.name: qsTr("Sources")
    Accessible.role: Accessible.List
    activeFocusOnTab: true
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    currentIndex: -1
    keyNavigationEnabled: true
    model: Dashboard.sources

    onCurrentIndexChanged: if (activeFocus && currentIndex >= 0) chosen(Dashboard.sources.idAt(currentIndex))

    delegate: Rectangle {
        id: row

        required property int index
        required property int sourceId
        required property string name
        required property int freshness
        required property string panelText
        required property string rate
        required property real fraction
        readonly property bool chosen: sourceId === root.current

        Accessible.name: name + ", " + panelText
        Accessible.role: Accessible.ListItem
        color: chosen ? Theme.select : area.containsMouse ? Theme.hover : "transparent"
        height: Theme.row
        width: ListView.view.width

        Rectangle {
            color: Theme.accent
            height: parent.height
            visible: row.chosen
            width: 2
        }
        StateGlyph {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            color: Theme.chipInk(row.freshness)
            fraction: row.fraction
            glyph: row.freshness
            height: width
            width: Theme.small
            x: Theme.sidePadding + Theme.unit
        }
        AppText {
            height: parent.height
            text: row.name
            width: state.x - x - Theme.unit
            x: sign.x + sign.width + Theme.unit * 2
        }
        LabelText {
            id: state

            color: row.freshness === Freshness.Live || row.freshness === Freshness.Demo ? Theme.text2 : Theme.stateInk(row.freshness)
            height: parent.height
            text: row.panelText
            width: rate.x - x - Theme.unit
            x: Math.round(116 * Theme.textScale)
        }
        LabelText {
            id: rate

            anchors.right: parent.right
            anchors.rightMargin: Theme.sidePadding + Theme.unit
            height: parent.height
            text: row.rate
        }
        MouseArea {
            id: area

            anchors.fill: parent
            hoverEnabled: true

            onClicked: root.chosen(row.sourceId)
        }
    }
}
