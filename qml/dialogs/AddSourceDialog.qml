// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// An address of any feed, or a shipped profile by name. An address is dialled and looked at: its messages as they come, and the fields
// that they seem to hold; what is wrong with the guess is put right by clicking. The dial is shown step by step.
AppDialog {
    id: root

    property bool pasted: false
    property string chosenProfile

    signal added(int sourceId, bool inspect)

    function dial() {
        const text = field.text.trim()
        trial.dial(chosenProfile.length > 0 ? trial.probe.word(chosenProfile, profileParts.values) : text)
    }
    function choose(name) {
        startOver()
        chosenProfile = name
        field.text = name
    }
    function startOver() {
        trial.forget()
        chosenProfile = ""
        Dashboard.clearSourceError()
    }
    function look(address) {
        open()
        field.text = address
        dial()
    }
    function keep() {
        const key = trial.probing && arriving.chart ? trial.probe.firstKey : ""
        const inspect = trial.probing && arriving.inspector
        const id = trial.keep(nameField.text)
        if (id < 0)
            return
        if (key.length > 0)
            Dashboard.selectedKey = key
        root.close()
        root.added(id, inspect)
    }

    height: Math.min(parent.height - Theme.barHeight * 2, Math.round((trial.probing ? 760 : 560) * Theme.textScale))
    title: qsTr("Add source")
    width: Math.min(parent.width - Theme.dialogPadding * 2, Math.round((trial.probing ? 1200 : 860) * Theme.textScale))

    onAboutToShow: {
        field.text = Dashboard.clipboardSource()
        root.pasted = field.text.length > 0
        startOver()
        field.selectAll()
        field.forceActiveFocus()
    }
    onClosed: trial.forget()

    SourceTrial {
        id: trial
    }
    Item {
        id: content

        anchors.bottom: footer.top
        anchors.top: parent.top
        width: root.width - Theme.dialogPadding * 2
        x: Theme.dialogPadding

        AppField {
            id: field

            Accessible.name: qsTr("Address or profile")
            focus: true
            mono: true
            note: root.pasted ? qsTr("pasted from the clipboard") : ""
            placeholderText: "wss://…   https://…   coinbase   coinbase@ws://…"
            width: parent.width - (nameField.visible ? nameField.width + Theme.unit * 4 : 0)

            onAccepted: trial.ready ? root.keep() : root.dial()
            onTextEdited: {
                root.pasted = false
                root.startOver()
            }
        }
        AppField {
            id: nameField

            Accessible.name: qsTr("Name")
            anchors.right: parent.right
            note: qsTr("Name")
            text: field.text.replace(/^[a-z]+:\/\//i, "").split(/[\/:?]/)[0].split(".").filter(part => /\D/.test(part)).slice(-2)[0] ?? "feed"
            visible: trial.probing
            width: Math.round(240 * Theme.textScale)
        }
        StageRow {
            id: stages

            anchors.top: field.bottom
            anchors.topMargin: Theme.unit * 3
            stages: trial.link.stages
            visible: trial.candidate >= 0
            width: parent.width
        }
        Hairline {
            id: rule

            anchors.top: stages.visible ? stages.bottom : field.bottom
            anchors.topMargin: Theme.unit * 2
            width: root.width
            x: -Theme.dialogPadding
        }
        AddSourceProfiles {
            id: profileParts

            anchors.bottom: parent.bottom
            anchors.top: rule.bottom
            anchors.topMargin: Theme.unit * 3
            chosen: root.chosenProfile
            probe: trial.probe
            visible: trial.candidate < 0
            width: parent.width

            onAccepted: root.dial()
            onChosenByPerson: name => root.choose(name)
        }
        AddSourceLook {
            id: arriving

            anchors.bottom: parent.bottom
            anchors.top: rule.bottom
            anchors.topMargin: Theme.unit * 2
            trial: trial
            visible: trial.probing && trial.live
            width: parent.width
        }
        AddSourceProgress {
            anchors.top: rule.bottom
            anchors.topMargin: Theme.unit * 4
            trial: trial
            visible: trial.candidate >= 0 && !arriving.visible
            width: parent.width
        }
    }
    AddSourceFooter {
        id: footer

        anchors.bottom: parent.bottom
        canKeep: trial.ready
        canKeepAnyway: trial.candidate >= 0 && !trial.live && !trial.probing
        canTry: field.text.trim().length > 0
        sentence: trial.probe.problem.length > 0 ? trial.probe.problem
            : trial.probing ? qsTr("Saved as a readable profile file. Nothing was sent but the connection itself.")
            : qsTr("Nothing is sent but the connection itself and the profile's subscriptions.")
        width: parent.width

        onCancelled: root.close()
        onKept: root.keep()
        onTried: root.dial()
    }
}
