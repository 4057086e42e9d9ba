// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// State of the link with its countdown, and what can be done about it.
Column {
    id: root

    required property ConnectionDetail link
    readonly property bool counting: link.countdown.length > 0
    property bool backoffShown: false

    function fillBackoff() {
        base.text = link.backoffBase
        cap.text = link.backoffCap
    }

    leftPadding: Theme.sidePadding + Theme.unit
    rightPadding: leftPadding
    spacing: Theme.unit * 3

    onBackoffShownChanged: fillBackoff()

    Connections {
        function onSourceIdChanged() {
            root.backoffShown = false
        }

        target: root.link
    }
    Hairline {
        width: root.width
        x: 0
    }
    Row {
        spacing: Theme.unit * 4

        Item {
            height: width
            width: Math.round(64 * Theme.textScale)

            StateGlyph {
                anchors.centerIn: parent
                color: Theme.chipInk(root.link.state)
                fraction: root.link.fraction
                glyph: root.counting ? StateGlyph.Ring : root.link.state
                height: width
                width: root.counting ? parent.width : parent.width / 2
            }
            Column {
                anchors.centerIn: parent
                visible: root.counting

                AppText {
                    anchors.horizontalCenter: parent.horizontalCenter
                    font.pixelSize: Theme.large
                    strong: true
                    text: root.link.countdown
                }
                LabelText {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: qsTr("s", "seconds, under a number")
                }
            }
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit
            width: root.width - Math.round(64 * Theme.textScale) - root.leftPadding * 2 - Theme.unit * 4

            AppText {
                Accessible.name: text
                Accessible.role: Accessible.StaticText
                color: Theme.chipInk(root.link.state)
                strong: true
                text: root.link.headline
                width: parent.width
            }
            LabelText {
                color: Theme.text2
                text: root.link.sinceText
                width: parent.width
            }
            LabelText {
                text: root.link.backoffText
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
    }
    Row {
        spacing: Theme.unit * 2

        AppButton {
            enabled: root.link.canRetry
            key: "R"
            primary: true
            text: qsTr("Retry now")

            onClicked: Dashboard.sources.retryNow(root.link.sourceId)
        }
        AppButton {
            enabled: root.link.canOpen
            text: qsTr("Connect")

            onClicked: Dashboard.sources.open(root.link.sourceId)
        }
        AppButton {
            enabled: root.link.canClose
            text: qsTr("Disconnect")

            onClicked: Dashboard.sources.close(root.link.sourceId)
        }
        AppButton {
            text: qsTr("Remove")

            onClicked: Dashboard.removeSource(root.link.sourceId)
        }
    }
    Item {
        height: Theme.buttonHeight
        width: root.width - root.leftPadding * 2

        AppToggle {
            checked: root.link.autoReconnect && root.link.hasLink
            enabled: root.link.hasLink
            text: qsTr("Auto-reconnect")

            onToggled: Dashboard.sources.setAutoReconnect(root.link.sourceId, checked)
        }
        LinkButton {
            anchors.right: parent.right
            enabled: root.link.hasLink
            text: qsTr("Backoff settings")

            onClicked: root.backoffShown = !root.backoffShown
        }
    }
    Row {
        spacing: Theme.unit * 2
        visible: root.backoffShown

        AppField {
            id: base

            implicitHeight: Theme.buttonHeight
            inputMethodHints: Qt.ImhDigitsOnly
            note: qsTr("ms first")
            placeholderText: "500"
            validator: IntValidator { bottom: 100; top: 60000 }
            width: Math.round(116 * Theme.textScale)
        }
        AppField {
            id: cap

            implicitHeight: Theme.buttonHeight
            inputMethodHints: Qt.ImhDigitsOnly
            note: qsTr("ms at most")
            placeholderText: "20000"
            validator: IntValidator { bottom: 100; top: 600000 }
            width: Math.round(140 * Theme.textScale)
        }
        AppButton {
            enabled: base.acceptableInput && cap.acceptableInput
            text: qsTr("Apply")

            onClicked: Dashboard.sources.setBackoff(root.link.sourceId, base.text, cap.text)
        }
    }
    Item {
        height: 1
        width: 1
    }
}
