// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// Pause, the moment that is shown, how many sources are live, how much came when.
Rectangle {
    id: root

    color: Theme.replay ? Qt.tint(Theme.raised, Qt.alpha(Theme.replayAccent, 0.18)) : Theme.raised
    implicitHeight: Theme.barHeight

    Hairline {
        width: parent.width
    }
    IconButton {
        id: pause

        anchors.verticalCenter: parent.verticalCenter
        framed: true
        glyph: Dashboard.held ? StateGlyph.Play : Freshness.Paused
        text: Dashboard.held ? qsTr("Return to live (End)") : qsTr("Pause the view (Space)")
        x: Theme.sidePadding

        onClicked: Dashboard.held = !Dashboard.held
    }
    Row {
        id: mode

        Accessible.name: modeText.text
        Accessible.role: Accessible.StaticText
        anchors.left: pause.right
        anchors.leftMargin: Theme.unit * 4
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.unit * 2
        width: Math.round(76 * Theme.textScale)

        StateGlyph {
            anchors.verticalCenter: parent.verticalCenter
            color: Dashboard.held ? Theme.replayAccent : Theme.accent
            glyph: Dashboard.held ? Freshness.Paused : Freshness.Live
            height: width
            width: Theme.small - 1
        }
        AppText {
            id: modeText

            anchors.verticalCenter: parent.verticalCenter
            color: Dashboard.held ? Theme.replayAccent : Theme.accent
            strong: true
            text: Dashboard.held ? qsTr("PAUSED") : qsTr("LIVE")
        }
    }
    AppText {
        id: clock

        anchors.left: mode.right
        anchors.leftMargin: Theme.unit * 2
        height: parent.height
        strong: true
        text: line.clockText
        width: Math.round(66 * Theme.textScale)
    }
    LabelText {
        id: summary

        anchors.left: clock.right
        anchors.leftMargin: Theme.unit * 2
        color: Dashboard.sources.liveCount < Dashboard.sources.count ? Theme.attn : Theme.text2
        height: parent.height
        text: Dashboard.sources.summary
        width: Math.round(132 * Theme.textScale)
    }
    LabelText {
        id: begin

        anchors.left: summary.right
        anchors.leftMargin: Theme.unit * 2
        height: parent.height
        text: line.beginText
        width: Math.round(40 * Theme.textScale)
    }
    Timeline {
        id: line

        Accessible.name: qsTr("Messages over time")
        Accessible.role: Accessible.Graphic
        anchors.left: begin.right
        anchors.right: edge.left
        anchors.rightMargin: Theme.unit * 2
        edge: Theme.replay ? Theme.replayAccent : Theme.accent
        family: Theme.fontFamily
        gapInk: Theme.attn
        height: parent.height
        ink: Theme.dark ? "#3d4b56" : "#b4c0c8"
        labelInk: Theme.text3
        labelSize: Theme.small
    }
    LinkButton {
        id: edge

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        anchors.verticalCenter: parent.verticalCenter
        enabled: Dashboard.held
        text: Dashboard.held ? qsTr("Return to live") : qsTr("live edge")
        width: Math.round(84 * Theme.textScale)

        onClicked: Dashboard.held = false
    }
}
