// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Alcedo

// One line to type in.
T.TextField {
    id: root

    property bool mono: false
    property string note // at the right end, quiet
    property string lead // at the left end, quiet
    property int glyph: -1 // at the left end; below zero: none

    Accessible.name: placeholderText
    Accessible.role: Accessible.EditableText
    color: Theme.text
    font.family: mono ? Theme.monoFamily : Theme.fontFamily
    font.pixelSize: Theme.body
    implicitHeight: Math.round(36 * Theme.textScale)
    implicitWidth: Theme.unit * 50
    leftPadding: Theme.sidePadding + (lead.length ? leading.implicitWidth + Theme.sidePadding
        : glyph >= 0 ? sign.width + Theme.unit * 2 : 0)
    rightPadding: Theme.sidePadding + (note.length ? trailing.implicitWidth + Theme.sidePadding : 0)
    selectByMouse: true
    selectedTextColor: Theme.text
    selectionColor: Theme.select
    verticalAlignment: TextInput.AlignVCenter

    background: Rectangle {
        border.color: root.activeFocus ? Theme.accent : Theme.control
        border.width: root.activeFocus ? 2 : 1
        color: Theme.base
        radius: Theme.radiusControl
    }

    AppText {
        anchors.fill: parent
        anchors.leftMargin: root.leftPadding
        anchors.rightMargin: root.rightPadding
        color: Theme.text3
        text: root.placeholderText
        visible: root.text.length === 0 && root.preeditText.length === 0
    }
    LabelText {
        id: leading

        height: parent.height
        text: root.lead
        x: Theme.sidePadding
    }
    StateGlyph {
        id: sign

        anchors.verticalCenter: parent.verticalCenter
        color: Theme.text2
        glyph: root.glyph
        height: width
        visible: root.glyph >= 0
        width: Theme.small
        x: Theme.sidePadding
    }
    LabelText {
        id: trailing

        anchors.right: parent.right
        anchors.rightMargin: Theme.sidePadding
        height: parent.height
        text: root.note
    }
}
