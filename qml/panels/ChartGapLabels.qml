// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The words of each gap, where the plot is empty.
Item {
    id: root

    required property ChartModel model

    Repeater {
        model: root.model.gaps

        Rectangle {
            id: label

            required property var model

            color: Theme.base
            height: words.height
            visible: model.labelShown
            width: words.width
            x: model.labelX
            y: model.labelY

            Column {
                id: words

                padding: Theme.unit

                LabelText {
                    Accessible.ignored: true
                    color: label.model.open ? Theme.attn : Theme.text
                    text: label.model.title
                }
                LabelText {
                    Accessible.ignored: true
                    color: Theme.text2
                    text: label.model.detail
                }
            }
        }
    }
}
