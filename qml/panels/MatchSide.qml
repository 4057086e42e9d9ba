// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One side of a match: name, cards with counts, score. The score is filled for ten seconds after a goal.
Item {
    id: root

    property string name
    property string yellow
    property string red
    property string score
    property bool goal: false
    property color ink: Theme.text
    property color yellowInk
    property color redInk

    component Cards: Row {
        property string count
        property alias ink: card.color

        opacity: count.length > 0 ? 1 : 0 // keeps its place
        spacing: Theme.unit
        width: Math.round(22 * Theme.textScale)

        Rectangle {
            id: card

            anchors.verticalCenter: parent.verticalCenter
            height: Math.round(10 * Theme.textScale)
            width: Math.round(7 * Theme.textScale)
        }
        LabelText {
            color: Theme.text2
            height: parent.height
            text: parent.count
        }
    }

    AppText {
        anchors.left: parent.left
        anchors.right: cards.left
        anchors.rightMargin: Theme.unit * 2
        color: root.ink
        height: parent.height
        strong: root.goal
        text: root.name
    }
    Row {
        id: cards

        anchors.right: cell.left
        anchors.rightMargin: Theme.unit * 2
        height: parent.height
        spacing: Theme.unit

        Cards {
            count: root.yellow
            height: parent.height
            ink: root.yellowInk
        }
        Cards {
            count: root.red
            height: parent.height
            ink: root.redInk
        }
    }
    Rectangle {
        id: cell

        anchors.right: parent.right
        color: root.goal ? Theme.accent : "transparent"
        height: parent.height
        width: Math.round(32 * Theme.textScale)

        AppText {
            anchors.fill: parent
            color: root.goal ? Theme.accentInk : root.ink
            elide: Text.ElideNone
            font.pixelSize: Theme.large
            horizontalAlignment: Text.AlignHCenter
            strong: true
            text: root.score
        }
    }
}
