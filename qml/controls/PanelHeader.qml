// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A panel's first line: title, subject, and at the right the state. The title elides first; the state never.
Item {
    id: root

    property string title
    property string subject
    property int freshness: Freshness.Live
    property string stateText: Theme.stateWord(freshness)
    property real fraction: 1
    default property alias actions: actions.data

    Accessible.name: stateText.length ? title + ", " + stateText : title
    Accessible.role: Accessible.Heading
    implicitHeight: Theme.panelHeader

    AppText {
        id: name

        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding
        height: parent.height
        strong: true
        text: root.title
        width: Math.min(implicitWidth, state.x - x - Theme.sidePadding)
    }
    LabelText {
        anchors.left: name.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: actions.left
        anchors.rightMargin: Theme.unit * 2
        anchors.top: parent.top
        anchors.topMargin: 1
        color: Theme.text2
        height: parent.height
        text: root.subject
        visible: width > Theme.unit * 8
    }
    Row {
        id: actions

        anchors.right: state.left
        anchors.rightMargin: Theme.sidePadding
        height: parent.height
        spacing: Theme.unit * 2
    }
    StateLabel {
        id: state

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        anchors.verticalCenter: parent.verticalCenter
        fraction: root.fraction
        freshness: root.freshness
        text: root.stateText
    }
}
