// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// A dialog: only ever at a person's request. Esc closes it.
T.Popup {
    id: root

    property string title
    default property alias body: body.data

    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    dim: true
    focus: true
    modal: true
    padding: 0
    parent: T.Overlay.overlay
    x: Math.round((parent.width - width) / 2)
    y: Math.round(Math.max(Theme.barHeight, (parent.height - height) * 0.4))

    T.Overlay.modal: Rectangle {
        color: Qt.alpha(Theme.dark ? "#05080a" : "#10171c", 0.55)
    }
    background: Rectangle {
        border.color: Theme.control
        color: Theme.raised
        radius: Theme.radiusDialog
    }
    FocusScope {
        Accessible.name: root.title
        Accessible.role: Accessible.Dialog
        anchors.fill: parent
        focus: true

        AppText {
            id: heading

            font.pixelSize: Theme.large
            height: Theme.large + Theme.dialogPadding * 2 - Theme.unit
            strong: true
            text: root.title
            visible: root.title.length > 0
            x: Theme.dialogPadding
        }
        IconButton {
            anchors.right: parent.right
            anchors.rightMargin: Theme.dialogPadding - Theme.unit * 2
            anchors.verticalCenter: heading.verticalCenter
            focusPolicy: Qt.TabFocus
            glyph: StateGlyph.Close
            text: qsTr("Close (Esc)")
            visible: heading.visible

            onClicked: root.close()
        }
        Item {
            id: body

            anchors.bottom: parent.bottom
            anchors.top: heading.visible ? heading.bottom : parent.top
            width: parent.width
        }
    }
}
