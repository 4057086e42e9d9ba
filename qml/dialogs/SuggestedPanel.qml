// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A card: a panel, what of the source it will show, and its sketch. One that may be chosen has a box to tick.
FocusScope {
    id: root

    required property string panel
    required property string title
    required property string text
    property bool choosable: false
    property bool chosen: true

    signal toggled

    Accessible.checkable: choosable
    Accessible.checked: chosen
    Accessible.description: text
    Accessible.name: title
    Accessible.role: choosable ? Accessible.CheckBox : Accessible.StaticText
    activeFocusOnTab: choosable
    height: Math.round(56 * Theme.textScale)

    Accessible.onPressAction: if (root.choosable) root.toggled()
    Keys.onSpacePressed: if (root.choosable) root.toggled()

    Rectangle {
        anchors.fill: parent
        border.color: root.activeFocus ? Theme.text : root.chosen ? Theme.accent : Theme.line
        color: root.chosen ? Theme.select : "transparent"
        radius: Theme.radiusControl
    }
    TapHandler {
        enabled: root.choosable

        onTapped: root.toggled()
    }
    CheckMark {
        id: box

        checked: root.chosen
        visible: root.choosable
        x: Theme.sidePadding
        y: heading.y + Math.round((heading.height - height) / 2)
    }
    AppText {
        id: heading

        height: Theme.row
        strong: true
        text: root.title
        width: sketch.x - x - Theme.unit * 2
        x: root.choosable ? box.x + box.width + Theme.unit * 2 : Theme.sidePadding
        y: Theme.unit
    }
    LabelText {
        anchors.top: heading.bottom
        color: Theme.text2
        text: root.text
        width: heading.width
        x: heading.x
    }
    PanelSketch {
        id: sketch

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        anchors.verticalCenter: parent.verticalCenter
        height: Math.round(34 * Theme.textScale)
        panel: root.panel
        width: Math.round(58 * Theme.textScale)
    }
}
