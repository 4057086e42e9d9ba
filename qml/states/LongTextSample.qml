// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// What becomes of text that is too long, or hostile.
Item {
    id: root

    readonly property var rows: [
        ["FRONT-MONTH-NORTH-SEA-BRENT-BLEND-CRUDE-OIL-FUTURE-SETTLED", "86.89", "+1.28", 1],
        ["<b>not bold</b> & <script>x</script>", "1.00", "0.00", 0],
        [qsTr("override made harmless: %1").arg("⟨U+202E⟩abc"), "12.50", "−0.31", -1],
        ["株式会社とても長い名前の銘柄サンプルホールディングス第三種優先株式", "9,999,999,999.12", "+12,345.67", 1],
        [qsTr("Temperature of the third bearing of the second generator, north hall"), "1.2e+308", "–", 0]
    ]

    PanelHeader {
        freshness: Freshness.Live
        title: qsTr("A workspace panel whose title someone made far, far too long for the room that there is, and it goes on and on past the state of the panel")
        width: parent.width
    }
    Column {
        width: parent.width
        y: Theme.panelHeader + Theme.unit

        Repeater {
            model: root.rows

            Item {
                id: row

                required property var modelData

                height: Theme.row
                width: root.width

                AppText {
                    height: parent.height
                    text: row.modelData[0]
                    width: Math.round(360 * Theme.textScale)
                    x: Theme.sidePadding
                }
                AppText {
                    height: parent.height
                    horizontalAlignment: Text.AlignRight
                    text: row.modelData[1]
                    width: Math.round(160 * Theme.textScale)
                    x: Math.round(386 * Theme.textScale)
                }
                AppText {
                    color: row.modelData[3] > 0 ? Theme.up : row.modelData[3] < 0 ? Theme.down : Theme.text2
                    height: parent.height
                    horizontalAlignment: Text.AlignRight
                    text: row.modelData[2]
                    width: Math.round(110 * Theme.textScale)
                    x: Math.round(556 * Theme.textScale)
                }
            }
        }
    }
    LabelText {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit * 6
        color: Theme.text2
        lineHeight: 1.2
        text: qsTr("Plain text only; elided at the end for names, in the middle for URLs and paths. A number too wide for its column loses decimals before it loses digits, then shows in e-notation; the column never widens while data runs.")
        width: parent.width - Theme.sidePadding * 4
        wrapMode: Text.Wrap
        x: Theme.sidePadding
    }
    Hairline {
        anchors.right: parent.right
        height: parent.height
        vertical: true
    }
}
