// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The values of the crosshair's moment, else the newest, in columns that stand still.
Item {
    id: root

    required property ChartModel model
    readonly property color ink: model.stale && !model.crosshairShown ? Theme.text3 : Theme.text
    readonly property bool candles: model.shownKind === ChartModel.Candles
    readonly property real spacing: Math.round(Theme.unit * (width < 560 * Theme.textScale ? 2.5 : 5) * Theme.textScale)
    readonly property real fieldWidth: Math.round(76 * Theme.textScale) + spacing
    readonly property int room: Math.max(0, Math.floor((width - 2 * Theme.sidePadding - Math.round(100 * Theme.textScale) - spacing) / fieldWidth))

    component Field: Row {
        property alias letter: letterText.text
        property alias value: valueText.text

        height: root.height
        spacing: Theme.unit * 2

        LabelText {
            id: letterText

            Accessible.ignored: true
            height: parent.height
        }
        LabelText {
            id: valueText

            Accessible.ignored: true
            color: root.ink
            height: parent.height
            width: Math.round(60 * Theme.textScale)
        }
    }

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
            text: root.model.readout.time
            width: Math.round((root.candles ? 36 : 48) * Theme.textScale)
        }
        // What has no room is left out whole: the volume first, then from the open on; the close and its change stay.
        Field {
            letter: qsTr("O")
            value: visible ? root.model.readout.open : ""
            visible: root.candles && root.room >= 4
        }
        Field {
            letter: qsTr("H")
            value: visible ? root.model.readout.high : ""
            visible: root.candles && root.room >= 3
        }
        Field {
            letter: qsTr("L")
            value: visible ? root.model.readout.low : ""
            visible: root.candles && root.room >= 2
        }
        Field {
            letter: qsTr("C")
            value: visible ? root.model.readout.close : ""
            visible: root.candles && root.room >= 1
        }
        Field {
            letter: qsTr("V")
            value: visible ? root.model.readout.volume : ""
            visible: root.candles && root.room >= 5
        }
        Row {
            height: parent.height
            spacing: Theme.unit
            visible: root.candles

            StateGlyph {
                anchors.verticalCenter: parent.verticalCenter
                color: change.color
                glyph: root.model.readout.direction > 0 ? StateGlyph.Up : StateGlyph.Down
                height: width
                opacity: root.model.readout.direction !== 0 ? 1 : 0 // its place stays: the change does not jump
                width: Math.round(8 * Theme.textScale)
            }
            LabelText {
                id: change

                Accessible.ignored: true
                color: root.model.stale && !root.model.crosshairShown ? Theme.text3 : root.model.readout.direction > 0 ? Theme.up : root.model.readout.direction < 0 ? Theme.down : Theme.text2
                height: parent.height
                text: root.model.readout.change
                width: Math.max(implicitWidth, Math.round(60 * Theme.textScale)) // so that the row is not laid out in every frame
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
