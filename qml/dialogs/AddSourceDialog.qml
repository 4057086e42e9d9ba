// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// An address of any feed, or a shipped profile by name. An address is dialled and looked at: its messages as they come, and the fields
// that they seem to hold; what is wrong with the guess is put right by clicking. The dial is shown step by step.
AppDialog {
    id: root

    property int candidate: -1
    property bool pasted: false
    property bool probing: false
    property string chosenProfile
    readonly property bool live: candidate >= 0 && (link.state === Freshness.Live || link.state === Freshness.Demo
        || link.state === Freshness.Replay)
    readonly property bool ready: live && (!probing || probe.fieldCount > 0)

    signal added(int sourceId)

    function isAddress(text) {
        return /^(wss?|https?|tcp|tls):\/\//i.test(text)
    }
    function dial() {
        forget()
        const text = field.text.trim()
        // Alcedo's own servers answer under /alcedo; whatever else is looked at first.
        probing = isAddress(text) && !/\/alcedo(\/|$)/.test(text)
        const word = chosenProfile.length > 0 ? probe.word(chosenProfile, profileParts.values) : text
        candidate = Dashboard.trySource(probing ? "raw@" + text : word)
    }
    function dialAsOurs() {
        forget()
        probing = false
        candidate = Dashboard.trySource(field.text.trim())
    }
    function forget() {
        if (candidate >= 0)
            Dashboard.removeSource(candidate)
        candidate = -1
        probing = false
    }
    function choose(name) {
        forget()
        Dashboard.clearSourceError()
        chosenProfile = name
        field.text = name
    }
    function look(address) {
        open()
        field.text = address
        dial()
    }
    function keep() {
        let id = candidate
        if (probing) {
            const word = probe.write(nameField.text, field.text.trim())
            if (word.length === 0)
                return
            forget()
            id = Dashboard.trySource(word)
        }
        candidate = -1
        probing = false
        Dashboard.keepSource(id)
        root.close()
        root.added(id)
    }

    height: Math.min(parent.height - Theme.barHeight * 2, Math.round((probing ? 760 : 560) * Theme.textScale))
    title: qsTr("Add source")
    width: Math.min(parent.width - Theme.dialogPadding * 2, Math.round((probing ? 1200 : 860) * Theme.textScale))

    onAboutToShow: {
        field.text = Dashboard.clipboardSource()
        root.pasted = field.text.length > 0
        root.chosenProfile = ""
        Dashboard.clearSourceError()
        field.selectAll()
        field.forceActiveFocus()
    }
    onClosed: forget()

    ConnectionDetail {
        id: link

        sourceId: root.candidate
    }
    SourceProbe {
        id: probe

        sourceId: root.probing ? root.candidate : -1
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

            onAccepted: root.ready ? root.keep() : root.dial()
            onTextEdited: {
                root.pasted = false
                root.chosenProfile = ""
                root.forget()
                Dashboard.clearSourceError()
            }
        }
        AppField {
            id: nameField

            Accessible.name: qsTr("Name")
            anchors.right: parent.right
            note: qsTr("Name")
            text: field.text.replace(/^[a-z]+:\/\//i, "").split(/[\/:?]/)[0].split(".").filter(part => /\D/.test(part)).slice(-2)[0] ?? "feed"
            visible: root.probing
            width: Math.round(240 * Theme.textScale)
        }
        StageRow {
            id: stages

            anchors.top: field.bottom
            anchors.topMargin: Theme.unit * 3
            stages: link.stages
            visible: root.candidate >= 0
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
            probe: probe
            visible: root.candidate < 0
            width: parent.width

            onAccepted: root.dial()
            onChosenByPerson: name => root.choose(name)
        }
        ProbeMessages {
            id: arriving

            anchors.bottom: parent.bottom
            anchors.top: rule.bottom
            anchors.topMargin: Theme.unit * 2
            freshness: link.state
            marked: proposed.marked
            probe: probe
            rate: link.figures.length > 1 ? link.figures[0].value + " · " + link.figures[1].value : ""
            visible: root.probing && root.live
            width: Math.round(parent.width * 0.4)
        }
        Rectangle {
            anchors.bottom: parent.bottom
            anchors.left: arriving.right
            anchors.top: rule.bottom
            color: Theme.line
            visible: arriving.visible
            width: 1
        }
        ProbeFields {
            id: proposed

            anchors.bottom: parent.bottom
            anchors.left: arriving.right
            anchors.leftMargin: Theme.unit * 4
            anchors.right: parent.right
            anchors.top: arriving.top
            probe: probe
            visible: arriving.visible
        }
        Column {
            anchors.top: rule.bottom
            anchors.topMargin: Theme.unit * 4
            spacing: Theme.unit * 3
            visible: root.candidate >= 0 && !arriving.visible
            width: parent.width

            StateLabel {
                fraction: link.fraction
                freshness: link.state
                text: link.headline
            }
            AppText {
                color: Theme.crit
                text: link.problem
                visible: text.length > 0
                width: parent.width
                wrapMode: Text.Wrap
            }
            AppText {
                color: Theme.text2
                text: link.advice
                visible: text.length > 0
                width: parent.width
                wrapMode: Text.Wrap
            }
            LinkButton {
                text: qsTr("It is an Alcedo server: speak its own protocol")
                visible: root.probing

                onClicked: root.dialAsOurs()
            }
            Row {
                spacing: Theme.unit * 6
                visible: root.live && !root.probing

                Repeater {
                    model: link.figures.slice(0, 5)

                    FigureRow {
                        required property var modelData

                        label: modelData.label
                        value: modelData.value
                        width: Math.round(124 * Theme.textScale)
                    }
                }
            }
        }
    }
    AddSourceFooter {
        id: footer

        anchors.bottom: parent.bottom
        canKeep: root.ready
        canKeepAnyway: root.candidate >= 0 && !root.live && !root.probing
        canTry: field.text.trim().length > 0
        sentence: root.probing && probe.panels.length > 0
            ? qsTr("Shown in: %1. Saved as a readable profile file; nothing was sent but the connection itself.").arg(probe.panels)
            : qsTr("Nothing is sent but the connection itself and the profile's subscriptions.")
        width: parent.width

        onCancelled: root.close()
        onKept: root.keep()
        onTried: root.dial()
    }
}
