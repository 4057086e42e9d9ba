// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// What happens, and the three ways on.
Item {
    id: root

    required property SourceTrial trial
    required property string address
    required property int panelCount // that come with it
    readonly property bool canKeep: trial.ready
    // Without the panels that can be left out.
    readonly property bool canKeepOnly: trial.probing && trial.ready && !trial.mapping && panelCount > 0
    readonly property bool canTry: address.length > 0 && !trial.mapping && !trial.writing
    readonly property string keepText: trial.mapping ? qsTr("Use this mapping") : !trial.probing || panelCount === 0 ? qsTr("Add source")
        : panelCount === 1 ? qsTr("Add source and 1 panel") : qsTr("Add source and %1 panels").arg(panelCount)
    // What happens, or what did.
    readonly property string sentence: {
        if (trial.probe.problem.length > 0)
            return trial.probe.problem
        if (trial.mapping)
            return qsTr("Saved as a profile of your own; the source starts anew with it.")
        if (trial.probing && trial.live)
            return qsTr("Saved as a readable profile file. Nothing was sent but the connection itself.")
        if (trial.failed && trial.link.outcome === TrialOutcome.Unreachable)
            return trial.link.state === Freshness.Reconnecting ? qsTr("Nothing was sent. It is tried again by itself while this is open.")
                : qsTr("Nothing was sent.")
        if (trial.failed && trial.link.outcome === TrialOutcome.Refused)
            return qsTr("Nothing is added yet. Mend the address, or try once more.")
        if (trial.failed)
            return qsTr("The link is kept open: what comes is shown at once.")
        return trial.candidate >= 0 && trial.probing || trial.isAddress(address)
            ? qsTr("Nothing is sent but the connection itself.")
            : qsTr("Nothing is sent but the connection itself and the profile's subscriptions.")
    }

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
            visible: root.trial.candidate >= 0 && !root.trial.live && !root.trial.probing

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
            text: root.canKeep || root.trial.writing ? root.keepText : root.trial.failed ? qsTr("Retry") : qsTr("Connect")

            onClicked: root.canKeep ? root.kept() : root.tried()
        }
    }
}
