// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// An address of any feed, or a shipped profile by name. An address is dialled and looked at: its messages as they come, and the fields
// that they seem to hold; what is wrong with the guess is put right by clicking. The dial is shown step by step. The same for a field
// that the Inspector points at, in a source that is there already.
AppDialog {
    id: root

    property string chosenProfile

    signal added(int sourceId, bool inspect)

    function dial() {
        const text = address.text.trim()
        trial.dial(chosenProfile.length > 0 ? trial.probe.word(chosenProfile, profileParts.values) : text)
    }
    function choose(name) {
        startOver()
        chosenProfile = name
        address.begin(name)
    }
    function startOver() {
        trial.forget()
        chosenProfile = ""
        Dashboard.clearSourceError()
    }
    function look(url) {
        open()
        address.begin(url)
        dial()
    }
    function map(sourceId, pointer, frames) {
        open()
        trial.map(sourceId, pointer, frames)
        address.begin(trial.link.url)
    }
    function keep(withPanels) {
        const key = withPanels && trial.probing && arriving.chart ? trial.probe.firstKey : ""
        const inspect = trial.mapping || (withPanels && trial.probing && arriving.inspector)
        const id = trial.keep(address.name)
        if (id < 0)
            return
        if (key.length > 0)
            Dashboard.selectedKey = key
        root.close()
        root.added(id, inspect)
    }

    height: Math.min(parent.height - Theme.barHeight * 2, Math.round((trial.probing && trial.live ? 760 : 560) * Theme.textScale))
    title: trial.mapping ? qsTr("Map fields of %1").arg(trial.link.name) : qsTr("Add source")
    width: Math.min(parent.width - Theme.dialogPadding * 2, Math.round((trial.probing ? 1200 : 860) * Theme.textScale))

    onAboutToShow: {
        address.begin(Dashboard.clipboardSource())
        address.pasted = address.text.length > 0
        startOver()
        address.focusField()
    }
    onClosed: trial.forget()

    SourceTrial {
        id: trial
    }
    Item {
        anchors.bottom: footer.top
        anchors.top: parent.top
        width: root.width - Theme.dialogPadding * 2
        x: Theme.dialogPadding

        AddSourceAddress {
            id: address

            trial: trial
            width: parent.width

            onAccepted: trial.ready ? root.keep(true) : trial.writing ? undefined : root.dial()
            onEdited: root.startOver()
        }
        AddSourceProfiles {
            id: profileParts

            anchors.bottom: parent.bottom
            anchors.top: address.bottom
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
            anchors.top: address.bottom
            anchors.topMargin: Theme.unit * 2
            trial: trial
            visible: trial.probing && trial.live
            width: parent.width

            onAccepted: if (trial.ready) root.keep(true)
            onTextWanted: trial.write(address.name)
        }
        AddSourceProgress {
            anchors.top: address.bottom
            anchors.topMargin: Theme.unit * 4
            trial: trial
            visible: trial.candidate >= 0 && !arriving.visible
            width: parent.width
        }
    }
    AddSourceFooter {
        id: footer

        anchors.bottom: parent.bottom
        address: address.text.trim()
        panelCount: arriving.panelCount
        trial: trial
        width: parent.width

        onCancelled: root.close()
        onKept: root.keep(true)
        onKeptOnly: root.keep(false)
        onTried: root.dial()
    }
}
