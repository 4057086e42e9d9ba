// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The reference of all states, sizes and colours, built from the very controls that the panels use.
Window {
    id: window

    readonly property int column: Math.floor(width / 5)
    readonly property int quarter: Math.floor(width / 4)

    color: Theme.base
    height: 1000
    title: qsTr("State reference")
    width: 1600

    Binding { property: "dark"; target: Theme; value: Dashboard.preferences.dark }
    Binding { property: "japanese"; target: Theme; value: Dashboard.preferences.japanese }
    Binding { property: "textScale"; target: Theme; value: Dashboard.preferences.textScale }
    Binding { property: "upDown"; target: Theme; value: Dashboard.preferences.upDownScheme }

    StateSamples {
        id: samples
    }
    Column {
        anchors.fill: parent

        Rectangle {
            color: Theme.raised
            height: Theme.barHeight
            width: parent.width

            AppText {
                height: parent.height
                strong: true
                text: qsTr("State reference")
                x: Theme.sidePadding
            }
        }
        Hairline {
            width: parent.width
        }
        Grid {
            columns: 5

            Repeater {
                model: samples.states

                StateSample {
                    required property var modelData

                    sample: modelData
                    width: window.column
                }
            }
        }
        Grid {
            columns: 4

            Repeater {
                model: samples.panels

                PanelSample {
                    required property var modelData

                    height: Math.round(236 * Theme.textScale)
                    sample: modelData
                    width: window.quarter
                }
            }
        }
        Row {
            LongTextSample {
                height: Math.round(276 * Theme.textScale)
                width: window.quarter * 2
            }
            TokenSample {
                height: Math.round(276 * Theme.textScale)
                width: window.quarter * 2
            }
        }
    }
}
