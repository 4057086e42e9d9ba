// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// An Alcedo server wants a token: what is wrong, and the way to give one, in place. What is typed is never shown.
Column {
    id: root

    required property ConnectionDetail link
    property bool open: false

    function enter() {
        if (field.text.length > 0 && root.link.enterToken(field.text))
            root.shut()
    }
    function shut() {
        field.text = ""
        open = false
    }

    spacing: Theme.unit * 2
    visible: link.wantsToken

    onVisibleChanged: if (!visible) shut()

    Connections {
        function onSourceIdChanged() {
            root.shut()
        }

        target: root.link
    }
    AppText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.crit
        text: root.link.tokenText
        width: root.width
        wrapMode: Text.Wrap
    }
    LinkButton {
        id: offer

        text: qsTr("Enter token…")
        visible: !root.open

        onClicked: {
            root.open = true
            field.forceActiveFocus()
        }
    }
    Row {
        spacing: Theme.unit * 2
        visible: root.open

        AppField {
            id: field

            Accessible.name: qsTr("Token")
            Accessible.passwordEdit: true
            echoMode: TextInput.Password
            implicitHeight: Theme.buttonHeight
            inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
            maximumLength: 4096
            placeholderText: qsTr("Token")
            width: Math.min(Math.round(320 * Theme.textScale), root.width - signIn.width - Theme.unit * 2)

            Keys.onEscapePressed: {
                root.shut()
                offer.forceActiveFocus()
            }
            onAccepted: root.enter()
        }
        AppButton {
            id: signIn

            enabled: field.text.length > 0
            key: "Enter"
            primary: true
            text: qsTr("Sign in")

            onClicked: root.enter()
        }
    }
    LabelText {
        color: Theme.crit
        text: root.link.tokenProblem
        visible: root.open && text.length > 0
        width: root.width
        wrapMode: Text.Wrap
    }
    LabelText {
        text: qsTr("Kept for this server alone, in the desktop's keychain or in a file that only you can read.")
        visible: root.open
        width: root.width
        wrapMode: Text.Wrap
    }
}
