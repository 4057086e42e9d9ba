// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One key. Everything comes formatted from the model; the columns say where it stands.
WatchlistCells {
    id: root

    required property int index
    property WatchlistColumns columns
    property bool allStale: false // the panel says it already: no badge a row
    readonly property color ink: stale ? Theme.text3 : Theme.text
    readonly property color quietInk: stale ? Theme.text3 : Theme.text2
    readonly property color changeInk: stale ? Theme.text3 : direction > 0 ? Theme.up : direction < 0 ? Theme.down : Theme.text2

    signal pressed

    Accessible.focusable: true
    Accessible.name: description
    Accessible.role: Accessible.ListItem
    Accessible.selectable: true
    Accessible.selected: selected
    implicitHeight: Theme.row

    Accessible.onPressAction: root.pressed()

    TapHandler {
        onTapped: root.pressed()
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.select
        visible: root.selected

        Rectangle {
            color: Theme.accent
            height: parent.height
            width: 2
        }
    }
    Rectangle {
        color: root.flashUp ? Theme.up : Theme.down
        height: parent.height
        opacity: root.flash
        visible: root.flash > 0
        width: root.columns.flashWidth
        x: root.columns.flashX
    }
    AppText {
        color: root.ink
        height: parent.height
        text: root.name
        width: root.columns.nameWidth
        x: root.columns.nameX
    }
    Sparkline {
        color: root.quietInk
        height: parent.height - Theme.unit * 2
        shape: root.spark
        visible: root.columns.showsSpark
        width: root.columns.sparkWidth
        x: root.columns.sparkX
        y: Theme.unit
    }
    WatchlistNumber {
        fraction: root.lastFraction
        fractionWidth: root.columns.fractionWidth
        height: parent.height
        ink: root.ink
        strong: !root.stale
        whole: root.lastWhole
        wide: root.lastWide
        width: root.columns.numberWidth
        x: root.columns.lastX
    }
    StateGlyph {
        anchors.verticalCenter: parent.verticalCenter
        color: root.changeInk
        glyph: root.direction > 0 ? StateGlyph.Up : StateGlyph.Down
        height: width
        visible: root.direction !== 0
        width: Math.round(8 * Theme.textScale)
        x: root.columns.triangleX
    }
    AppText {
        color: root.changeInk
        elide: Text.ElideNone
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.change
        width: root.columns.changeWidth
        x: root.columns.changeX
    }
    WatchlistNumber {
        fraction: visible ? root.bidFraction : ""
        fractionWidth: root.columns.fractionWidth
        height: parent.height
        ink: root.quietInk
        visible: root.columns.showsBidAsk
        whole: visible ? root.bidWhole : ""
        wide: root.bidWide
        width: root.columns.numberWidth
        x: root.columns.bidX
    }
    WatchlistNumber {
        fraction: visible ? root.askFraction : ""
        fractionWidth: root.columns.fractionWidth
        height: parent.height
        ink: root.quietInk
        visible: root.columns.showsBidAsk
        whole: visible ? root.askWhole : ""
        wide: root.askWide
        width: root.columns.numberWidth
        x: root.columns.askX
    }
    AppText {
        color: root.quietInk
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.volume
        visible: root.columns.showsVolume
        width: root.columns.volumeWidth
        x: root.columns.volumeX
    }
    LabelText {
        height: parent.height
        horizontalAlignment: Text.AlignRight
        text: root.age
        visible: !root.stale || root.allStale
        width: root.columns.ageWidth
        x: root.columns.ageX
    }
    Badge {
        // What is not shown is not laid out again ten times a second.
        readonly property bool shown: root.stale && !root.allStale

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        anchors.verticalCenter: parent.verticalCenter
        glyph: Freshness.Stale
        text: shown ? root.age : ""
        visible: shown
    }
}
