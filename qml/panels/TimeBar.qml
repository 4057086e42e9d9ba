// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// Which moment is shown, and the way to any other: live, paused, a moment of the recording, or the recording playing.
Rectangle {
    id: root

    readonly property bool away: Dashboard.time.mode !== TimeView.Live
    readonly property bool plays: Dashboard.time.mode === TimeView.Playing
    readonly property color modeInk: away ? Theme.replayAccent : Theme.accent

    color: Theme.replay ? Qt.tint(Theme.raised, Qt.alpha(Theme.replayAccent, 0.18)) : Theme.raised
    implicitHeight: Theme.barHeight

    Hairline {
        width: parent.width
    }
    IconButton {
        id: pause

        anchors.verticalCenter: parent.verticalCenter
        filled: root.away && Dashboard.time.recorded
        framed: true
        glyph: root.away && !root.plays ? StateGlyph.Play : Freshness.Paused
        text: root.plays ? qsTr("Stand still (P)") : !root.away ? qsTr("Pause the view (Space)") : Dashboard.time.recorded ? qsTr("Play from here (P)") : qsTr("Return to live (End)")
        x: Theme.sidePadding

        onClicked: !root.away || Dashboard.time.recorded ? Dashboard.time.togglePlay() : Dashboard.time.returnToLive()
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
            color: root.modeInk
            glyph: root.plays ? Freshness.Replay : root.away ? Freshness.Paused : Freshness.Live
            height: width
            width: Theme.small - 1
        }
        AppText {
            id: modeText

            anchors.verticalCenter: parent.verticalCenter
            color: root.modeInk
            strong: true
            text: root.plays ? qsTr("REPLAY") : root.away ? qsTr("PAUSED") : qsTr("LIVE")
        }
    }
    AppText {
        id: clock

        anchors.left: mode.right
        anchors.leftMargin: Theme.unit * 2
        height: parent.height
        strong: true
        text: Dashboard.time.clockText
        width: Math.round((root.away ? 90 : 66) * Theme.textScale)
    }
    LabelText {
        id: summary

        anchors.left: clock.right
        anchors.leftMargin: Theme.unit * 2
        color: Dashboard.time.trouble.length > 0 ? Theme.attn : root.away ? Theme.replayAccent : Dashboard.sources.liveCount < Dashboard.sources.count ? Theme.attn : Theme.text2
        elide: Text.ElideRight
        height: parent.height
        text: Dashboard.time.trouble.length > 0 ? Dashboard.time.trouble : root.away ? Dashboard.time.behindText : Dashboard.sources.summary
        width: Math.round((Dashboard.time.trouble.length > 0 ? 280 : 148) * Theme.textScale)
    }
    LabelText {
        id: begin

        anchors.left: summary.right
        anchors.leftMargin: Theme.unit * 2
        height: parent.height
        text: line.beginText
        width: Math.round(40 * Theme.textScale)
    }
    TimeScrubber {
        id: line

        anchors.left: begin.right
        anchors.right: edge.left
        anchors.rightMargin: Theme.unit * 2
        height: parent.height
    }
    LabelText {
        id: edge

        anchors.right: speed.visible ? speed.left : parent.right
        anchors.rightMargin: speed.visible ? Theme.unit * 3 : Theme.sidePadding
        color: Theme.accent
        height: parent.height
        text: root.away ? qsTr("live %1").arg(Dashboard.time.nowText) : qsTr("live edge")
        width: Math.max(Math.ceil(implicitWidth), Math.round(84 * Theme.textScale))
    }
    TimeSpeed {
        id: speed

        anchors.right: back.left
        anchors.rightMargin: Theme.unit * 3
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.buttonHeight
        visible: root.away && Dashboard.time.recorded
    }
    AppButton {
        id: back

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        anchors.verticalCenter: parent.verticalCenter
        key: "End"
        primary: true
        text: qsTr("Return to live")
        visible: root.away

        onClicked: Dashboard.time.returnToLive()
    }
}
