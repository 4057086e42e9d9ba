// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// An arrow, a word and a number.
Row {
    id: root

    required property string arrow
    required property string label
    required property string value

    height: Theme.buttonHeight
    spacing: Theme.unit

    MonoText {
        color: Theme.text2
        height: parent.height
        text: root.arrow
    }
    LabelText {
        color: Theme.text2
        height: parent.height
        text: root.label + " " + root.value
    }
}
