// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import Alcedo

// What a guess makes of the messages: kinds of records and their fields. A click leaves a field out, or gives it another role.
Item {
    id: root

    required property SourceProbe probe
    property string marked

    signal textWanted

    function focusList() {
        list.forceActiveFocus()
    }
    function choose(row, item, left) {
        list.currentIndex = row
        const offered = probe.choices(row)
        if (offered.length > 0)
            menu.openAt(item, left, offered)
    }

    Connections {
        // What was asked for comes into sight, and into the keys' reach.
        function onSelectedRowChanged() {
            if (root.probe.selectedRow < 0)
                return
            list.currentIndex = root.probe.selectedRow
            list.positionViewAtIndex(list.currentIndex, ListView.Contain)
            root.marked = list.currentItem?.path ?? ""
            list.forceActiveFocus()
        }

        target: root.probe
    }
    Row {
        id: head

        height: Theme.row
        spacing: Theme.unit * 4

        AppText {
            height: parent.height
            strong: true
            text: qsTr("Proposed fields")
        }
        LabelText {
            color: Theme.text2
            height: parent.height
            text: root.probe.summary
        }
    }
    LinkButton {
        anchors.right: parent.right
        enabled: root.probe.fieldCount > 0
        height: head.height
        text: qsTr("Edit as text")

        onClicked: root.textWanted()
    }
    ProbeFieldHead {
        id: heads

        anchors.top: head.bottom
        width: parent.width
    }
    ListView {
        id: list

        Accessible.name: qsTr("Proposed fields")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.bottom: parent.bottom
        anchors.top: heads.bottom
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: root.probe.fields
        width: parent.width

        C.ScrollBar.vertical: C.ScrollBar {
            policy: list.contentHeight > list.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
        }
        delegate: ProbeField {
            columns: heads
            current: ListView.isCurrentItem && list.activeFocus
            marked: !isKind && path.length > 0 && path === root.marked
            width: ListView.view.width

            onChoiceWanted: (item, left) => root.choose(index, item, left)
            onPointed: {
                list.currentIndex = index
                root.marked = isKind ? "" : path
            }
            onToggled: root.probe.toggle(index)
        }

        Keys.onPressed: event => {
            if (event.key === Qt.Key_Space)
                root.probe.toggle(currentIndex)
            else if (event.key === Qt.Key_Right)
                root.probe.chooseNext(currentIndex)
            else if (event.key === Qt.Key_F4 || (event.key === Qt.Key_Down && (event.modifiers & Qt.AltModifier)))
                root.choose(currentIndex, currentItem, heads.roleX)
            else
                return
            event.accepted = true
        }
    }
    ChoiceMenu {
        id: menu

        parent: root

        onChosen: value => root.probe.choose(value)
        onClosed: list.forceActiveFocus()
    }
}
