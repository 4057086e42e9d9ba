// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// One headline, at most two lines. Its height is set by its text once, and by nothing that changes later.
Item {
    id: root

    required property int index
    required property string time
    required property bool unread
    required property string headline
    required property int severity
    required property string severityWord
    required property string tags
    required property bool stale
    required property string description
    property bool current: false
    readonly property bool hasFoot: severityWord.length > 0 || tags.length > 0

    signal pressed

    Accessible.focusable: true
    Accessible.name: description
    Accessible.role: Accessible.ListItem
    implicitHeight: words.y + words.implicitHeight + (hasFoot ? foot.height : 0) + Theme.unit * 2

    Accessible.onPressAction: root.pressed()

    TapHandler {
        onTapped: root.pressed()
    }
    Rectangle {
        border.color: Theme.accent
        border.width: 1
        color: "transparent"
        height: parent.height - 1
        visible: root.current
        width: parent.width
    }
    LabelText {
        color: root.stale ? Theme.text3 : Theme.text2
        elide: Text.ElideNone
        height: words.lineBox
        text: root.time
        x: Theme.sidePadding
        y: words.y
    }
    Rectangle {
        border.color: root.stale ? Theme.text3 : Theme.accent
        border.width: root.stale ? 1 : 0
        color: root.stale ? "transparent" : Theme.accent
        height: width
        radius: width / 2
        visible: root.unread
        width: Math.round(6 * Theme.textScale)
        x: words.x - Theme.unit * 2 - width
        y: words.y + (words.lineBox - height) / 2
    }
    AppText {
        id: words

        readonly property int lineBox: Math.round(18 * Theme.textScale)

        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding + Math.round(52 * Theme.textScale)
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        color: root.stale ? Theme.text3 : root.unread ? Theme.text : Theme.text2
        lineHeight: lineBox
        lineHeightMode: Text.FixedHeight
        maximumLineCount: 2
        strong: root.unread
        text: root.headline
        verticalAlignment: Text.AlignTop
        wrapMode: Text.Wrap
        y: Theme.unit * 2
    }
    Row {
        id: foot

        anchors.left: words.left
        anchors.top: words.bottom
        height: Math.round(18 * Theme.textScale)
        spacing: Theme.unit * 2
        visible: root.hasFoot

        StateGlyph {
            anchors.verticalCenter: parent.verticalCenter
            color: severityLabel.color
            glyph: StateGlyph.Warning
            height: width
            visible: root.severityWord.length > 0
            width: Theme.small
        }
        LabelText {
            id: severityLabel

            color: root.stale ? Theme.text3 : root.severity === NewsModel.Urgent ? Theme.attn : Theme.text2
            height: parent.height
            text: root.severityWord
            visible: text.length > 0
        }
        LabelText {
            height: parent.height
            text: root.tags
            width: Math.min(implicitWidth, words.width - x)
        }
    }
    Hairline {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding
        anchors.right: parent.right
    }
}
