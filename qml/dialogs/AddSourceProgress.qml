// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// How far a dial has come; where it failed, why and what to try.
Column {
    id: root

    required property SourceTrial trial

    spacing: Theme.unit * 3

    StateLabel {
        fraction: root.trial.link.fraction
        freshness: root.trial.link.state
        text: root.trial.failed ? root.trial.link.outcomeText : root.trial.link.headline
    }
    LabelText {
        text: root.trial.link.headline
        visible: root.trial.failed && root.trial.link.state === Freshness.Reconnecting
    }
    AppText {
        color: Theme.crit
        text: root.trial.link.problem
        visible: text.length > 0 && !root.trial.link.wantsToken
        width: parent.width
        wrapMode: Text.Wrap
    }
    TokenEntry {
        link: root.trial.link
        width: root.width
    }
    AppText {
        color: Theme.text2
        text: root.trial.link.advice
        visible: text.length > 0 && !root.trial.link.wantsToken
        width: parent.width
        wrapMode: Text.Wrap
    }
    AppText {
        color: Theme.text2
        text: qsTr("The link stands, and nothing comes by itself. Many feeds wait to be asked: a profile does that.")
        visible: root.trial.probing && root.trial.link.state === Freshness.Empty
        width: parent.width
        wrapMode: Text.Wrap
    }
    LinkButton {
        text: qsTr("It is an Alcedo server: speak its own protocol")
        visible: root.trial.probing

        onClicked: root.trial.dialAsOurs()
    }
    Row {
        spacing: Theme.unit * 6
        visible: root.trial.live && !root.trial.probing

        Repeater {
            model: root.trial.link.figures

            FigureRow {
                required property int index
                required property var modelData

                label: modelData.label
                value: modelData.value
                visible: index < 5
                width: Math.round(124 * Theme.textScale)
            }
        }
    }
}
