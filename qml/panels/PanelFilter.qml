// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A panel's last line: what is shown of how much, and the filter. "/" in the panel opens it, Escape clears it.
Item {
    id: root

    property string summary
    property string filter
    property alias actions: extra.data
    readonly property bool open: field.visible

    signal edited(string text)
    signal closed

    function begin() {
        field.visible = true
        field.forceActiveFocus()
        field.selectAll()
    }
    function end() {
        field.clear()
        field.visible = false
        root.edited("")
        root.closed()
    }

    implicitHeight: Theme.row

    Hairline {
        width: parent.width
    }
    LabelText {
        anchors.left: parent.left
        anchors.leftMargin: Theme.sidePadding
        anchors.right: extra.left
        anchors.rightMargin: Theme.unit * 2
        color: Theme.text2
        height: parent.height
        text: root.summary
    }
    Row {
        id: extra

        anchors.right: hint.left
        anchors.rightMargin: Theme.unit * 3
        height: parent.height
        spacing: Theme.unit * 3
    }
    LabelText {
        id: hint

        Accessible.name: qsTr("Filter")
        Accessible.role: Accessible.Button
        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        color: Theme.text2
        height: parent.height
        text: qsTr("/  filter")
        visible: !field.visible

        Accessible.onPressAction: root.begin()

        TapHandler {
            onTapped: root.begin()
        }
    }
    AppField {
        id: field

        anchors.right: parent.right
        anchors.rightMargin: Theme.unit * 2
        anchors.verticalCenter: parent.verticalCenter
        font.pixelSize: Theme.small
        implicitHeight: Theme.row - 2
        placeholderText: qsTr("filter")
        visible: false
        width: Math.min(parent.width / 2, Math.round(180 * Theme.textScale))

        Keys.onEscapePressed: root.end()
        Keys.onReturnPressed: root.closed()
        Keys.onEnterPressed: root.closed()
        onTextEdited: root.edited(text)
    }
}
