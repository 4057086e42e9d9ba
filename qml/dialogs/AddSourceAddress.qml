// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The address or the profile's name, the name of what will be made of it, and how far the dial has come.
Item {
    id: root

    required property SourceTrial trial
    property bool pasted: false
    readonly property alias text: field.text
    readonly property alias name: nameField.text

    signal accepted
    signal edited

    function begin(text) {
        pasted = false
        field.text = text
    }
    function focusField() {
        field.selectAll()
        field.forceActiveFocus()
    }

    height: rule.y + rule.height

    AppField {
        id: field

        Accessible.name: qsTr("Address or profile")
        focus: true
        mono: true
        note: root.pasted ? qsTr("pasted from the clipboard") : ""
        placeholderText: root.trial.mapping ? "" : "wss://…   https://…   coinbase   coinbase@ws://…"
        readOnly: root.trial.mapping
        width: parent.width - (nameField.visible ? nameField.width + Theme.unit * 4 : 0)

        onAccepted: root.accepted()
        onTextEdited: {
            root.pasted = false
            root.edited()
        }
    }
    AppField {
        id: nameField

        Accessible.name: qsTr("Name")
        anchors.right: parent.right
        lead: qsTr("Name")
        text: field.text.replace(/^[a-z]+:\/\//i, "").split(/[\/:?]/)[0].split(".").filter(part => /\D/.test(part)).slice(-2)[0] ?? "feed"
        visible: root.trial.probing && !root.trial.mapping
        width: Math.round(240 * Theme.textScale)
    }
    StageLine {
        id: stages

        anchors.top: field.bottom
        anchors.topMargin: Theme.unit * 2
        stages: root.trial.link.stages
        visible: root.trial.candidate >= 0
    }
    Hairline {
        id: rule

        anchors.top: stages.visible ? stages.bottom : field.bottom
        anchors.topMargin: Theme.unit * 2
        width: root.width + Theme.dialogPadding * 2
        x: -Theme.dialogPadding
    }
}
