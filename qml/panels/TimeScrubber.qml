// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The strip of time: press or drag to any moment; by keyboard the arrows, Page Up and Down, Home and End.
FocusScope {
    id: root

    readonly property alias beginText: line.beginText

    Accessible.description: Dashboard.time.clockText
    Accessible.focusable: true
    Accessible.name: qsTr("Messages over time")
    Accessible.role: Accessible.Slider
    activeFocusOnTab: Dashboard.time.recorded

    Keys.onLeftPressed: event => Dashboard.time.seekBy(event.modifiers & Qt.ShiftModifier ? -60 : -10)
    Keys.onRightPressed: event => Dashboard.time.seekBy(event.modifiers & Qt.ShiftModifier ? 60 : 10)
    Keys.onPressed: event => {
        switch (event.key) {
        case Qt.Key_PageUp: Dashboard.time.seekBy(-600); break
        case Qt.Key_PageDown: Dashboard.time.seekBy(600); break
        case Qt.Key_Home: Dashboard.time.seek(line.timeAt(0)); break
        default: return
        }
        event.accepted = true
    }

    Timeline {
        id: line

        anchors.fill: parent
        edge: Theme.replay ? Theme.replayAccent : Theme.accent
        family: Theme.fontFamily
        gapInk: Theme.attn
        ink: Theme.dark ? "#3d4b56" : "#b4c0c8"
        labelInk: Theme.text3
        labelSize: Theme.small
        liveInk: Theme.accent
        markInk: Theme.text2
        pastInk: Theme.dark ? "#7565b0" : "#a293dd"
    }
    Rectangle {
        anchors.fill: parent
        border.color: Theme.accent
        border.width: 2
        color: "transparent"
        radius: Theme.radiusControl
        visible: root.activeFocus
    }
    MouseArea {
        id: mouse

        acceptedButtons: Qt.LeftButton
        anchors.fill: parent
        cursorShape: Dashboard.time.recorded ? Qt.SizeHorCursor : Qt.ArrowCursor
        enabled: Dashboard.time.recorded
        hoverEnabled: true
        preventStealing: true

        onPositionChanged: event => {
            if (mouse.pressed)
                Dashboard.time.seek(line.timeAt(event.x))
        }
        onPressed: event => {
            root.forceActiveFocus()
            Dashboard.time.seek(line.timeAt(event.x))
        }
    }
    AppToolTip {
        shown: mouse.containsMouse && !mouse.pressed
        text: Dashboard.time.recorded ? qsTr("Drag to any moment; Alt+Left and Alt+Right go 10 s") + (Dashboard.time.recordedText.length > 0 ? " · " + Dashboard.time.recordedText : "") : qsTr("Nothing is recorded: there is no going back")
    }
}
