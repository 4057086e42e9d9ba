// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// The whole of what had to be cut, or the name of a sign.
T.ToolTip {
    id: root

    property bool shown: false

    closePolicy: T.Popup.NoAutoClose
    delay: 500
    implicitHeight: Theme.row
    implicitWidth: Math.min(contentItem.implicitWidth + Theme.sidePadding * 2, 600)
    padding: 0
    visible: shown && text.length > 0
    x: parent ? Math.round((parent.width - implicitWidth) / 2) : 0
    y: parent ? parent.height + Theme.unit : 0

    background: Rectangle {
        border.color: Theme.control
        color: Theme.hover
        radius: Theme.radiusControl
    }
    contentItem: LabelText {
        color: Theme.text
        leftPadding: Theme.sidePadding
        rightPadding: Theme.sidePadding
        text: root.text
    }
}
