// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// One sensor: name and source, value and unit, its line between the limits, the limits in words and the badge.
Item {
    id: root

    required property int index
    required property string name
    required property string source
    required property string value
    required property string unit
    required property bool seen
    required property var shape
    required property string limits
    required property int level
    required property string levelText
    required property bool stale
    required property string age
    required property string description
    property bool current: false
    readonly property bool beyond: level === TilesModel.High || level === TilesModel.Low
    readonly property color ink: stale || !seen ? Theme.text3 : Theme.text

    Accessible.focusable: true
    Accessible.name: description
    Accessible.role: Accessible.ListItem
    implicitHeight: Theme.tileHeight

    Rectangle {
        anchors.fill: parent
        border.color: Theme.accent
        border.width: 1
        color: "transparent"
        visible: root.current
    }
    LabelText {
        id: name

        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding
        anchors.right: from.left
        anchors.rightMargin: Theme.unit * 2
        color: root.stale ? Theme.text3 : Theme.text2
        height: Theme.logRow
        text: root.name
        y: Theme.unit * 2
    }
    LabelText {
        id: from

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        anchors.top: name.top
        height: name.height
        text: root.source
        width: Math.min(implicitWidth, root.width / 3)
    }
    AppText {
        id: number

        anchors.left: name.left
        anchors.top: name.bottom
        color: root.ink
        elide: Text.ElideNone
        font.pixelSize: Theme.large
        height: Math.round(28 * Theme.textScale)
        strong: true
        text: root.value
    }
    AppText {
        anchors.baseline: number.baseline
        anchors.left: number.right
        anchors.leftMargin: Theme.unit
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        color: root.stale ? Theme.text3 : Theme.text2
        text: root.unit
    }
    Sparkline {
        anchors.bottom: foot.top
        anchors.left: name.left
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        anchors.top: number.bottom
        color: root.stale ? Theme.text3 : Theme.text2
        endColor: root.stale ? Theme.text3 : root.beyond ? Theme.crit : Theme.text
        limitColor: Theme.control
        shape: root.shape
    }
    LabelText {
        id: foot

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit
        anchors.left: name.left
        anchors.right: badge.left
        anchors.rightMargin: Theme.unit
        height: Theme.logRow
        text: root.seen ? root.limits : root.age
    }
    Badge {
        id: badge

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        anchors.verticalCenter: foot.verticalCenter
        glyph: root.stale ? Freshness.Stale : root.level === TilesModel.Low ? StateGlyph.Down : StateGlyph.Up
        kind: root.beyond && !root.stale ? Badge.Kind.Critical : Badge.Kind.Attention
        text: root.stale ? root.age : root.levelText
        visible: text.length > 0
        width: visible ? implicitWidth : 0
    }
}
