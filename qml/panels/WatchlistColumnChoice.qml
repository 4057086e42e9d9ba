// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Alcedo

// Which of the columns that may go are wanted.
LabelText {
    id: root

    required property WatchlistColumns columns

    Accessible.name: qsTr("Choose columns")
    Accessible.role: Accessible.Button
    activeFocusOnTab: true
    color: activeFocus ? Theme.accent : Theme.text2
    text: qsTr("columns")

    Accessible.onPressAction: choice.open()
    Keys.onReturnPressed: choice.open()

    TapHandler {
        onTapped: choice.open()
    }
    T.Popup {
        id: choice

        closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
        focus: true
        implicitHeight: contentHeight + padding * 2
        implicitWidth: contentWidth + padding * 2
        padding: Theme.sidePadding
        y: -height

        background: Rectangle {
            border.color: Theme.control
            color: Theme.raised
            radius: Theme.radiusControl
        }
        contentItem: Column {
            spacing: Theme.unit * 2

            AppToggle {
                checked: root.columns.wantsSpark
                focus: true
                text: qsTr("Sparkline")

                onToggled: root.columns.wantsSpark = checked
            }
            AppToggle {
                checked: root.columns.wantsBidAsk
                text: qsTr("Bid and ask")

                onToggled: root.columns.wantsBidAsk = checked
            }
            AppToggle {
                checked: root.columns.wantsVolume
                text: qsTr("Volume")

                onToggled: root.columns.wantsVolume = checked
            }
        }
    }
}
