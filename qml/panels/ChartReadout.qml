// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The values of the crosshair's moment, else the newest, in columns that stand still.
Item {
    id: root

    required property ChartModel model
    readonly property var values: model.readout
    readonly property color ink: model.stale && !model.crosshairShown ? Theme.text3 : Theme.text
    readonly property bool candles: model.shownKind === ChartModel.Candles

    // What has no room is left out whole: the volume first, then from the open on; the close and its change stay.
    readonly property var fields: [[qsTr("O"), "open"], [qsTr("H"), "high"], [qsTr("L"), "low"], [qsTr("C"), "close"], [qsTr("V"), "volume"]]
    readonly property real spacing: Math.round(Theme.unit * (width < 560 * Theme.textScale ? 2.5 : 5) * Theme.textScale)
    readonly property real fieldWidth: Math.round(76 * Theme.textScale) + spacing
    readonly property int room: Math.max(0, Math.floor((width - 2 * Theme.sidePadding - Math.round(100 * Theme.textScale) - spacing) / fieldWidth))

    clip: true
    implicitHeight: Theme.row

    Row {
        height: parent.height
        leftPadding: Theme.sidePadding
        spacing: root.spacing
        visible: !root.model.empty

        LabelText {
            Accessible.ignored: true
            color: Theme.text2
            height: parent.height
            text: root.values.time ?? ""
            width: Math.round((root.candles ? 36 : 48) * Theme.textScale)
        }
        Repeater {
            model: !root.candles ? [] : root.room >= 5 ? root.fields : root.fields.slice(Math.max(0, 4 - root.room), 4)

            Row {
                id: field

                required property var modelData

                height: root.height
                spacing: Theme.unit * 2

                LabelText {
                    Accessible.ignored: true
                    height: parent.height
                    text: field.modelData[0]
                }
                LabelText {
                    Accessible.ignored: true
                    color: root.ink
                    height: parent.height
                    text: root.values[field.modelData[1]] ?? ""
                    width: Math.round(60 * Theme.textScale)
                }
            }
        }
        Row {
            height: parent.height
            spacing: Theme.unit
            visible: root.candles

            ChartTriangle {
                anchors.verticalCenter: parent.verticalCenter
                direction: root.values.direction ?? 0
                color: change.color
            }
            LabelText {
                id: change

                Accessible.ignored: true
                color: root.model.stale && !root.model.crosshairShown ? Theme.text3 : (root.values.direction ?? 0) > 0 ? Theme.up : (root.values.direction ?? 0) < 0 ? Theme.down : Theme.text2
                height: parent.height
                text: root.values.change ?? ""
            }
        }
        Repeater {
            model: root.candles ? null : root.model.series

            Row {
                id: entry

                required property var model

                height: root.height
                opacity: x + width <= root.width ? 1 : 0
                spacing: Theme.unit * 2

                Rectangle {
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.series[entry.model.colorIndex % Theme.series.length]
                    height: 2
                    opacity: root.model.stale ? 0.55 : 1
                    width: 12
                }
                LabelText {
                    Accessible.ignored: true
                    color: Theme.text2
                    height: parent.height
                    text: entry.model.label
                    width: Math.min(implicitWidth, Math.round((root.width < 560 * Theme.textScale ? 72 : 120) * Theme.textScale))
                }
                LabelText {
                    Accessible.ignored: true
                    color: root.ink
                    height: parent.height
                    text: entry.model.value
                    width: Math.round(56 * Theme.textScale)
                }
            }
        }
    }
}
