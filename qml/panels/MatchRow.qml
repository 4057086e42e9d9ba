// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One match: clock and period, two sides, the event line and the last event in words.
Item {
    id: root

    required property int index
    required property string clock
    required property string period
    required property string home
    required property string away
    required property string homeScore
    required property string awayScore
    required property string homeYellow
    required property string awayYellow
    required property string homeRed
    required property string awayRed
    required property bool homeGoal
    required property bool awayGoal
    required property var shape
    required property string note
    required property int noteKind
    required property bool finished
    required property bool stale
    required property string description
    property bool current: false
    readonly property color ink: stale || finished ? Theme.text3 : Theme.text
    readonly property color nameInk: stale ? Theme.text3 : finished ? Theme.text2 : Theme.text
    readonly property color yellowInk: Theme.dark ? "#f0cb46" : "#cf9a06" // of the card itself, not a state
    readonly property color redInk: Theme.dark ? "#ff5a63" : "#c42f3d"
    readonly property int sideHeight: Theme.row

    Accessible.focusable: true
    Accessible.name: description
    Accessible.role: Accessible.ListItem
    implicitHeight: Theme.matchHeight

    Rectangle {
        border.color: Theme.accent
        border.width: 1
        color: "transparent"
        height: parent.height - 1
        visible: root.current
        width: parent.width
    }
    AppText {
        color: root.ink
        elide: Text.ElideNone
        height: root.sideHeight
        text: root.clock
        x: Theme.sidePadding
        y: Theme.unit
    }
    LabelText {
        height: root.sideHeight
        text: root.period
        width: Math.round(68 * Theme.textScale)
        x: Theme.sidePadding
        y: Theme.unit + root.sideHeight
    }
    MatchSide {
        id: first

        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding + Math.round(76 * Theme.textScale)
        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        goal: root.homeGoal
        height: root.sideHeight
        ink: root.nameInk
        name: root.home
        red: root.homeRed
        redInk: root.redInk
        score: root.homeScore
        y: Theme.unit
        yellow: root.homeYellow
        yellowInk: root.yellowInk
    }
    MatchSide {
        anchors.left: first.left
        anchors.right: first.right
        anchors.top: first.bottom
        goal: root.awayGoal
        height: root.sideHeight
        ink: root.nameInk
        name: root.away
        red: root.awayRed
        redInk: root.redInk
        score: root.awayScore
        yellow: root.awayYellow
        yellowInk: root.yellowInk
    }
    MatchLine {
        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding
        anchors.right: words.left
        anchors.rightMargin: words.width > 0 ? Theme.sidePadding : 0
        goalColor: root.stale ? Theme.text3 : Theme.text
        height: Math.round(24 * Theme.textScale)
        opacity: root.stale ? 0.55 : 1
        playedColor: root.finished ? Theme.text3 : Theme.text2
        redColor: root.redInk
        restColor: Theme.line
        shape: root.shape
        y: root.height - height - Theme.unit
        yellowColor: root.yellowInk
    }
    LabelText {
        id: words

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        color: root.stale ? Theme.text3 : root.noteKind === ScoreboardModel.FreshGoal ? Theme.accent : root.noteKind === ScoreboardModel.Correction ? Theme.attn : Theme.text3
        height: Math.round(24 * Theme.textScale)
        horizontalAlignment: Text.AlignRight
        text: root.note
        width: text.length > 0 ? Math.round(138 * Theme.textScale) : 0
        y: root.height - height - Theme.unit
    }
    Hairline {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding
        anchors.right: parent.right
    }
}
