// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The steps of the last try with the time that each took, and what went wrong.
Column {
    id: root

    required property ConnectionDetail link

    bottomPadding: Theme.unit * 2
    leftPadding: Theme.sidePadding + Theme.unit
    rightPadding: leftPadding
    spacing: Theme.unit

    Hairline {
        width: root.width
        x: 0
    }
    Item {
        height: Theme.row
        width: root.width - root.leftPadding * 2

        LabelText {
            id: attempt

            color: Theme.text2
            height: parent.height
            text: root.link.attemptText
        }
        MonoText {
            anchors.left: attempt.right
            anchors.leftMargin: Theme.sidePadding
            anchors.right: parent.right
            color: Theme.text3
            elide: Text.ElideMiddle
            height: parent.height
            horizontalAlignment: Text.AlignRight
            text: root.link.url
        }
    }
    StageRow {
        stages: root.link.stages
        width: root.width - root.leftPadding * 2
    }
    LabelText {
        color: Theme.text
        text: root.link.problem
        visible: text.length > 0 && !root.link.wantsToken
        width: root.width - root.leftPadding * 2
        wrapMode: Text.Wrap
    }
    TokenEntry {
        link: root.link
        width: root.width - root.leftPadding * 2
    }
    LabelText {
        color: Theme.text2
        text: root.link.advice
        visible: text.length > 0 && !root.link.wantsToken
        width: root.width - root.leftPadding * 2
        wrapMode: Text.Wrap
    }
}
