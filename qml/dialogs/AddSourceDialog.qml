// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Alcedo

// An address, a shipped profile by name, or both. The dial is shown step by step; a failure names the step and what to try.
AppDialog {
    id: root

    property int candidate: -1
    property bool pasted: false
    readonly property bool live: candidate >= 0 && (link.state === Freshness.Live || link.state === Freshness.Demo
        || link.state === Freshness.Replay)

    signal added(int sourceId)

    function dial() {
        forget()
        candidate = Dashboard.trySource(field.text.trim())
    }
    function forget() {
        if (candidate >= 0)
            Dashboard.removeSource(candidate)
        candidate = -1
    }
    function keep() {
        const id = candidate
        candidate = -1
        Dashboard.keepSource(id)
        root.close()
        root.added(id)
    }

    height: Math.round(392 * Theme.textScale)
    title: qsTr("Add source")
    width: Math.min(parent.width - Theme.dialogPadding * 2, Math.round(760 * Theme.textScale))

    onAboutToShow: {
        field.text = Dashboard.clipboardSource()
        root.pasted = field.text.length > 0
        Dashboard.clearSourceError()
        field.selectAll()
        field.forceActiveFocus()
    }
    onClosed: forget()

    ConnectionDetail {
        id: link

        sourceId: root.candidate
    }
    Item {
        id: content

        anchors.bottom: footer.top
        width: root.width - Theme.dialogPadding * 2
        x: Theme.dialogPadding

        anchors.top: parent.top

        AppField {
            id: field

            Accessible.name: qsTr("Address or profile")
            focus: true
            mono: true
            note: root.pasted ? qsTr("pasted from the clipboard") : ""
            placeholderText: "wss://…   coinbase   coinbase@ws://…"
            width: parent.width

            onAccepted: root.live ? root.keep() : root.dial()
            onTextEdited: {
                root.pasted = false
                root.forget()
                Dashboard.clearSourceError()
            }
        }
        Row {
            id: profiles

            anchors.top: field.bottom
            anchors.topMargin: Theme.unit * 2
            height: Theme.buttonHeight
            spacing: Theme.unit * 4

            LabelText {
                height: parent.height
                text: qsTr("Shipped profiles")
                visible: names.count > 0
            }
            Repeater {
                id: names

                model: Dashboard.profiles

                LinkButton {
                    required property string modelData

                    text: modelData

                    onClicked: {
                        field.text = modelData
                        root.dial()
                    }
                }
            }
        }
        Hairline {
            id: rule

            anchors.top: profiles.bottom
            anchors.topMargin: Theme.unit * 2
            width: root.width
            x: -Theme.dialogPadding
        }
        Column {
            anchors.top: rule.bottom
            anchors.topMargin: Theme.unit * 4
            spacing: Theme.unit * 3
            visible: root.candidate >= 0
            width: parent.width

            StageRow {
                stages: link.stages
                width: parent.width
            }
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
            Row {
                spacing: Theme.unit * 6
                visible: root.live

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
        Column {
            anchors.top: rule.bottom
            anchors.topMargin: Theme.unit * 4
            spacing: Theme.unit * 2
            visible: root.candidate < 0
            width: parent.width

            Row {
                spacing: Theme.unit * 2
                visible: Dashboard.sourceError.length > 0

                StateGlyph {
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.crit
                    glyph: Freshness.Failed
                    height: width
                    width: Theme.small
                }
                AppText {
                    Accessible.name: text
                    Accessible.role: Accessible.AlertMessage
                    color: Theme.crit
                    text: Dashboard.sourceError
                    width: content.width - Theme.unit * 6
                }
            }
            LabelText {
                color: Theme.text2
                lineHeight: 1.3
                text: qsTr("A URL alone speaks Alcedo's own protocol. A profile says how another feed is read: its name alone uses the profile's own address, and PROFILE@URL another one.")
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
    }
    Item {
        id: footer

        anchors.bottom: parent.bottom
        height: Theme.buttonHeight + Theme.dialogPadding * 1.5
        width: parent.width

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
            text: qsTr("Nothing is sent but the connection itself and the profile's subscriptions.")
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

                onClicked: root.close()
            }
            AppButton {
                enabled: root.candidate >= 0 && !root.live
                text: qsTr("Add anyway")

                onClicked: root.keep()
            }
            AppButton {
                enabled: field.text.trim().length > 0
                key: "Enter"
                primary: true
                text: root.live ? qsTr("Add source") : qsTr("Connect")

                onClicked: root.live ? root.keep() : root.dial()
            }
        }
    }
}
