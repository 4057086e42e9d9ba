// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// Up and down in three schemes, the three sizes, the tokens.
Item {
    id: root

    readonly property var schemes: [
        [qsTr("West"), Theme.green, Theme.red],
        [qsTr("Japan, China, Korea"), Theme.red, Theme.green],
        [qsTr("Colour-blind safe"), Theme.series[0], Theme.attn]
    ]
    readonly property var tokens: [
        ["base", Theme.base], ["raised", Theme.raised], ["hover", Theme.hover], ["line", Theme.line], ["control", Theme.control],
        ["text3", Theme.text3], ["text2", Theme.text2], ["text", Theme.text], ["accent", Theme.accent], ["up", Theme.up],
        ["down", Theme.down], ["attn", Theme.attn], ["crit", Theme.crit], ["replay", Theme.replayAccent]
    ]

    Column {
        anchors.fill: parent
        anchors.leftMargin: Theme.sidePadding
        spacing: Theme.unit * 2

        AppText {
            height: Theme.panelHeader
            strong: true
            text: qsTr("Up and down")
        }
        Repeater {
            model: root.schemes

            Row {
                id: scheme

                required property var modelData

                height: Theme.logRow
                spacing: Theme.unit * 3

                AppText {
                    color: Theme.text2
                    text: scheme.modelData[0]
                    width: Math.round(150 * Theme.textScale)
                }
                ChangeSample {
                    glyph: StateGlyph.Up
                    ink: scheme.modelData[1]
                    text: "+1.84"
                }
                ChangeSample {
                    glyph: StateGlyph.Down
                    ink: scheme.modelData[2]
                    text: "−0.92"
                }
                Rectangle {
                    border.color: scheme.modelData[1]
                    color: "transparent"
                    height: 16
                    width: 6
                }
                Rectangle {
                    color: scheme.modelData[2]
                    height: 16
                    width: 6
                }
                LabelText {
                    color: Theme.text2
                    text: qsTr("up hollow, down filled")
                }
            }
        }
        AppText {
            strong: true
            text: qsTr("Three sizes")
        }
        Row {
            spacing: Theme.unit * 8

            LabelText {
                anchors.baseline: big.baseline
                color: Theme.text2
                text: qsTr("%1 labels, ages, axes 0123456789").arg(Theme.small)
            }
            AppText {
                anchors.baseline: big.baseline
                text: qsTr("%1 rows, body, buttons 0123456789").arg(Theme.body)
            }
            AppText {
                id: big

                font.pixelSize: Theme.large
                strong: true
                text: qsTr("%1 values, scores").arg(Theme.large)
            }
        }
        AppText {
            strong: true
            text: qsTr("Tokens")
        }
        Row {
            spacing: Theme.unit

            Repeater {
                model: root.tokens

                Column {
                    id: token

                    required property var modelData

                    spacing: Theme.unit

                    Rectangle {
                        border.color: Theme.control
                        color: token.modelData[1]
                        height: Theme.row
                        width: Math.round(46 * Theme.textScale)
                    }
                    LabelText {
                        color: Theme.text2
                        text: token.modelData[0]
                        width: Math.round(46 * Theme.textScale)
                    }
                }
            }
        }
    }
}
