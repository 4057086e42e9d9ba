// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton
import QtQuick
import Alcedo

// Every colour, size and distance of the application. One neutral scale, one accent; any other colour is a meaning.
QtObject {
    property bool dark: true
    property bool replay: false
    enum UpDown { West, East, ColourBlind }
    property int upDown: Theme.UpDown.West
    property real textScale: 1.0
    property bool japanese: false
    property bool reducedMotion: false

    readonly property color base: replay ? (dark ? "#12101d" : "#f8f6ff") : (dark ? "#0d1215" : "#ffffff")
    readonly property color raised: dark ? "#141b20" : "#f3f6f8"
    readonly property color hover: dark ? "#1b242a" : "#e9eef2"
    readonly property color select: dark ? "#11303a" : "#dceff5"
    readonly property color grid: dark ? "#1a2329" : "#edf1f4"
    readonly property color line: dark ? "#253038" : "#dce3e8"
    readonly property color control: dark ? "#6d7b86" : "#7d8a95"
    readonly property color text: dark ? "#e8edf0" : "#10171c"
    readonly property color text2: dark ? "#adb8c0" : "#46525c"
    readonly property color text3: dark ? "#8996a0" : "#5f6b75"
    readonly property color accent: dark ? "#3cb8dc" : "#08708f"
    readonly property color accentInk: dark ? "#04222c" : "#ffffff"
    readonly property color green: dark ? "#35c48d" : "#0b7a4b"
    readonly property color red: dark ? "#ff7078" : "#c42f3d"
    readonly property color attn: dark ? "#f0a63e" : "#925800"
    readonly property color crit: dark ? "#ff6fa5" : "#b4145c"
    readonly property color critFill: "#c2185b"
    readonly property color critInk: "#ffffff"
    readonly property color replayAccent: dark ? "#b7a3ff" : "#5b3fc4"
    readonly property list<color> series: dark ? ["#4fb6f0", "#c79cf5", "#d6bd74"] : ["#0a6fb0", "#7d3fc0", "#7b610a"]
    readonly property color volume: dark ? "#33424d" : "#c3ced6"
    readonly property color up: upDown === Theme.UpDown.West ? green : upDown === Theme.UpDown.East ? red : series[0]
    readonly property color down: upDown === Theme.UpDown.West ? red : upDown === Theme.UpDown.East ? green : attn
    readonly property real flashOpacity: dark ? 0.26 : 0.12

    readonly property string fontFamily: "Roboto"
    readonly property string monoFamily: "JetBrains Mono"
    readonly property int small: Math.round((japanese ? 12 : 11) * textScale)
    readonly property int body: Math.round(13 * textScale)
    readonly property int large: Math.round(20 * textScale)

    readonly property int unit: 4
    readonly property int barHeight: Math.round(40 * textScale)
    readonly property int panelHeader: Math.round(28 * textScale)
    readonly property int columnHeader: Math.round(20 * textScale)
    readonly property int row: Math.round(24 * textScale)
    readonly property int logRow: Math.round(20 * textScale)
    readonly property int matchHeight: Math.round(84 * textScale)
    readonly property int tileHeight: Math.round(116 * textScale)
    readonly property int sidePadding: 12
    readonly property int buttonHeight: Math.round(28 * textScale)
    readonly property int dialogPadding: 24
    readonly property int radiusBadge: 2
    readonly property int radiusControl: 4
    readonly property int radiusDialog: 8

    // The words and the ink of a Freshness. Live and demo are quiet here; chips set the accent themselves.
    function stateWord(state) {
        switch (state) {
        case Freshness.Live: return qsTr("live")
        case Freshness.Demo: return qsTr("DEMO")
        case Freshness.Stale: return qsTr("stale")
        case Freshness.Stalled: return qsTr("stalled")
        case Freshness.Reconnecting: return qsTr("reconnecting")
        case Freshness.Failed: return qsTr("failed")
        case Freshness.Paused: return qsTr("paused")
        case Freshness.Replay: return qsTr("replay")
        case Freshness.Loading: return qsTr("loading")
        case Freshness.Off: return qsTr("off")
        default: return qsTr("empty")
        }
    }
    function stateInk(state) {
        switch (state) {
        case Freshness.Live:
        case Freshness.Demo: return text2
        case Freshness.Stale:
        case Freshness.Stalled:
        case Freshness.Reconnecting: return attn
        case Freshness.Failed: return crit
        case Freshness.Paused:
        case Freshness.Replay: return replayAccent
        default: return text3
        }
    }
    // In chips and lists of sources live has the accent.
    function chipInk(state) {
        return state === Freshness.Live || state === Freshness.Demo ? accent : stateInk(state)
    }
    // Values that are not current are never at full contrast.
    function valueInk(state) {
        return isCurrent(state) ? text : text3
    }
    function isCurrent(state) {
        return state === Freshness.Live || state === Freshness.Demo || state === Freshness.Paused || state === Freshness.Replay
    }
}
