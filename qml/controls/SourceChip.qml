// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// One source in the top bar: two fixed lines, so that nothing moves while data runs.
T.AbstractButton {
    id: root

    required property string name
    required property int freshness
    required property string stateText
    required property string rateText
    required property string linkText
    required property real fraction

    Accessible.description: rateText + " " + linkText
    Accessible.name: name + ", " + stateText
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.barHeight
    implicitWidth: Math.round(132 * Theme.textScale)

    Keys.onEnterPressed: root.clicked()
    Keys.onReturnPressed: root.clicked()

    background: Rectangle {
        border.color: Theme.accent
        border.width: root.visualFocus ? 2 : 0
        color: root.hovered || root.down ? Theme.hover : "transparent"

        Hairline {
            height: parent.height
            vertical: true
        }
    }

    StateGlyph {
        id: sign

        color: Theme.chipInk(root.freshness)
        fraction: root.fraction
        glyph: root.freshness
        height: width
        width: Theme.small - 1
        x: Theme.sidePadding
        y: Theme.unit * 2
    }
    LabelText {
        id: state

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        anchors.verticalCenter: sign.verticalCenter
        color: root.freshness === Freshness.Live ? Theme.text2 : Theme.chipInk(root.freshness)
        text: root.stateText
    }
    LabelText {
        anchors.left: sign.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: state.left
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: sign.verticalCenter
        color: Theme.text
        font.weight: Font.Medium
        text: root.name
    }
    LabelText {
        anchors.left: sign.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: second.left
        anchors.rightMargin: Theme.unit
        anchors.verticalCenter: second.verticalCenter
        color: Theme.text2
        text: root.rateText
    }
    LabelText {
        id: second

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit + 2
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        color: Theme.text2
        text: root.linkText
    }
}
