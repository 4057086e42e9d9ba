// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// What a panel shows in place of data: what is so, why, and one way on.
Item {
    id: root

    property string title
    property string sentence
    property string actionText
    property string secondText
    property bool failed: false

    signal action
    signal second

    Accessible.description: sentence
    Accessible.name: title
    Accessible.role: Accessible.StaticText

    Column {
        anchors.centerIn: parent
        spacing: Theme.unit * 2
        width: Math.min(parent.width - Theme.sidePadding * 4, Math.round(320 * Theme.textScale))

        Row {
            spacing: Theme.unit * 2
            width: parent.width

            StateGlyph {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.crit
                glyph: Freshness.Failed
                height: width
                visible: root.failed
                width: Theme.small
            }
            AppText {
                strong: true
                text: root.title
                width: parent.width - (root.failed ? Theme.small + Theme.unit * 2 : 0)
                wrapMode: Text.Wrap
            }
        }
        LabelText {
            bottomPadding: Theme.unit
            color: Theme.text2
            lineHeight: 1.2
            text: root.sentence
            visible: text.length > 0
            width: parent.width
            wrapMode: Text.Wrap
        }
        Row {
            spacing: Theme.unit * 2

            AppButton {
                primary: true
                text: root.actionText
                visible: text.length > 0

                onClicked: root.action()
            }
            AppButton {
                text: root.secondText
                visible: text.length > 0

                onClicked: root.second()
            }
        }
    }
}
