// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// What happens, and the three ways on.
Item {
    id: root

    property string sentence
    property bool canKeep: false
    property bool canKeepAnyway: false
    property bool canTry: false
    property bool keeping: false // it is about keeping, also while that cannot be done
    property bool canKeepOnly: false // without the panels that can be left out
    property bool failed: false
    property string keepText

    signal cancelled
    signal kept
    signal keptOnly
    signal tried

    height: Theme.buttonHeight + Theme.dialogPadding * 1.5

    Hairline {
        width: parent.width
    }
    LabelText {
        anchors.left: parent.left
        anchors.leftMargin: Theme.dialogPadding
        anchors.right: buttons.left
        anchors.rightMargin: Theme.sidePadding
        color: Theme.text2
        height: parent.height
        text: root.sentence
    }
    Row {
        id: buttons

        anchors.right: parent.right
        anchors.rightMargin: Theme.dialogPadding
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.unit * 2

        AppButton {
            key: "Esc"
            text: qsTr("Cancel")

            onClicked: root.cancelled()
        }
        AppButton {
            text: qsTr("Add anyway")
            visible: root.canKeepAnyway

            onClicked: root.kept()
        }
        AppButton {
            text: qsTr("Add source only")
            visible: root.canKeepOnly

            onClicked: root.keptOnly()
        }
        AppButton {
            enabled: root.canTry || root.canKeep
            key: "Enter"
            primary: true
            text: root.canKeep || root.keeping ? root.keepText : root.failed ? qsTr("Retry") : qsTr("Connect")

            onClicked: root.canKeep ? root.kept() : root.tried()
        }
    }
}
