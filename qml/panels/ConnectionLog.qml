// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// What the link did, newest first, in mono.
Item {
    id: root

    required property ConnectionDetail link

    Hairline {
        width: parent.width
    }
    Item {
        id: header

        height: Theme.panelHeader
        width: parent.width
        y: Theme.unit

        LabelText {
            color: Theme.text
            font.weight: Font.Medium
            height: parent.height
            text: qsTr("Log")
            x: Theme.sidePadding + Theme.unit
        }
        LinkButton {
            anchors.right: parent.right
            anchors.rightMargin: Theme.sidePadding + Theme.unit
            enabled: root.link.log.length > 0
            text: qsTr("Copy")

            onClicked: root.link.copyLog()
        }
    }
    ListView {
        Accessible.name: qsTr("Log")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit
        anchors.top: header.bottom
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        keyNavigationEnabled: true
        model: root.link.log
        width: parent.width

        delegate: Item {
            id: line

            required property var modelData

            height: Theme.logRow
            width: ListView.view.width

            MonoText {
                id: time

                color: Theme.text3
                height: parent.height
                text: line.modelData.time
                x: Theme.sidePadding + Theme.unit
            }
            StateGlyph {
                id: sign

                anchors.left: time.right
                anchors.leftMargin: Theme.sidePadding
                anchors.verticalCenter: parent.verticalCenter
                color: line.modelData.failure ? Theme.crit : Theme.attn
                glyph: line.modelData.glyph
                height: width
                visible: line.modelData.glyph >= 0
                width: Theme.small - 2
            }
            MonoText {
                anchors.left: sign.right
                anchors.leftMargin: Theme.unit * 2
                anchors.right: parent.right
                anchors.rightMargin: Theme.unit * 2
                color: sign.visible ? Theme.text : Theme.text2
                height: parent.height
                text: line.modelData.text
            }
        }
    }
    LabelText {
        anchors.top: header.bottom
        text: qsTr("Nothing yet.")
        visible: root.link.log.length === 0
        x: Theme.sidePadding + Theme.unit
    }
}
