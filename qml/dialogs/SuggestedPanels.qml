// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// In what a source will be seen. Its records appear by themselves where their kind does; the chart and the Inspector are asked for.
Item {
    id: root

    required property var suggestions // maps of panel, title, text and choice
    property bool chart: true
    property bool inspector: false
    // The panels that the source will be seen in.
    readonly property int count: suggestions.filter(card => isChosen(card.panel)).length
    readonly property real cardWidth: Math.floor((width - Theme.sidePadding * 3) / 4)

    function isChosen(panel) {
        return panel === "chart" ? chart : panel === "inspector" ? inspector : true
    }

    height: column.height + Theme.unit * 4

    Hairline {
        width: parent.width + Theme.dialogPadding * 2
        x: -Theme.dialogPadding
    }
    Column {
        id: column

        spacing: Theme.unit
        width: parent.width
        y: Theme.unit * 2

        Row {
            height: Theme.row
            spacing: Theme.unit * 4

            AppText {
                height: parent.height
                strong: true
                text: qsTr("Suggested panels")
            }
            LabelText {
                color: Theme.text2
                height: parent.height
                text: qsTr("from the kinds of records")
            }
        }
        Row {
            spacing: Theme.sidePadding

            Repeater {
                model: root.suggestions

                SuggestedPanel {
                    required property var modelData

                    choosable: modelData.choice
                    chosen: root.isChosen(modelData.panel)
                    panel: modelData.panel
                    text: modelData.text
                    title: modelData.title
                    width: root.cardWidth

                    onToggled: {
                        if (panel === "chart")
                            root.chart = !root.chart
                        else
                            root.inspector = !root.inspector
                    }
                }
            }
        }
    }
}
