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
    // Two lines of fixed height: a fallback font is taller and must not move them.
    readonly property int lineHeight: Math.round(14 * Theme.textScale)
    readonly property int lineTop: Math.round((height - lineHeight * 2) / 2)

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
        y: Math.round((root.lineTop * 2 + root.lineHeight - height) / 2)
    }
    LabelText {
        id: state

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        height: root.lineHeight
        color: root.freshness === Freshness.Live ? Theme.text2 : Theme.chipInk(root.freshness)
        text: root.stateText
        y: root.lineTop
    }
    LabelText {
        anchors.left: sign.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: state.left
        anchors.rightMargin: Theme.unit
        height: root.lineHeight
        color: Theme.text
        font.weight: Font.Medium
        text: root.name
        y: root.lineTop
    }
    LabelText {
        anchors.left: sign.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: second.left
        anchors.rightMargin: Theme.unit
        color: Theme.text2
        height: root.lineHeight
        text: root.rateText
        y: root.lineTop + root.lineHeight
    }
    LabelText {
        id: second

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        color: Theme.text2
        height: root.lineHeight
        text: root.linkText
        y: root.lineTop + root.lineHeight
    }
}
