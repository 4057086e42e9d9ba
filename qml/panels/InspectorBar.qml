// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// Which frames are shown, and how many there were; or what was done with one last.
Row {
    id: root

    required property InspectorModel model
    property string notice

    signal finished

    function focusFilter() {
        search.forceActiveFocus()
    }

    height: Theme.buttonHeight + Theme.unit
    spacing: Theme.unit * 3

    AppField {
        id: search

        Accessible.name: qsTr("Filter of frames")
        glyph: StateGlyph.Search
        height: Theme.buttonHeight
        implicitHeight: Theme.buttonHeight
        mono: true
        placeholderText: "source:…  in  out  link  text"
        text: root.model.filter
        width: Math.round(320 * Theme.textScale)

        Keys.onEscapePressed: {
            text = ""
            root.finished()
        }
        onAccepted: root.finished()
        onTextChanged: root.model.filter = text
    }
    InspectorCount {
        arrow: "\u2193"
        label: qsTr("in")
        value: root.model.inText
    }
    InspectorCount {
        arrow: "\u2191"
        label: qsTr("out")
        value: root.model.outText
    }
    LabelText {
        height: Theme.buttonHeight
        text: root.notice.length > 0 ? root.notice : root.model.summary
        width: Math.max(0, Math.min(implicitWidth, root.width - x))
    }
}
