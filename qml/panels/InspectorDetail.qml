// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import Alcedo

// The chosen frame as JSON over lines, with what its times mean; and what can be done with it.
Item {
    id: root

    required property InspectorModel model
    readonly property string markedPath: model.canMap && lines.currentIndex >= 0 ? model.pathAt(lines.currentIndex) : ""

    signal copied
    signal mapped(string pointer)
    signal moved(int by)
    signal saved(string where)

    function focusLines() {
        if (lines.count === 0)
            return
        lines.currentIndex = Math.max(0, lines.currentIndex)
        lines.forceActiveFocus()
    }
    function focusValue(line) {
        focusLines()
        lines.currentIndex = Math.min(line, lines.count - 1)
    }
    function map() {
        if (root.markedPath.length > 0)
            root.mapped(root.markedPath)
    }

    Connections {
        function onCurrentChanged() {
            if (root.model.currentRow < 0)
                lines.currentIndex = -1
        }

        target: root.model
    }
    Rectangle {
        color: Theme.line
        height: parent.height
        width: 1
    }
    Row {
        id: buttons

        height: Theme.buttonHeight + Theme.unit
        spacing: Theme.unit * 2
        x: Theme.sidePadding

        AppButton {
            enabled: root.model.currentRow >= 0
            key: "C"
            text: qsTr("Copy")

            onClicked: {
                root.model.copy()
                root.copied()
            }
        }
        AppButton {
            id: mapButton

            enabled: root.markedPath.length > 0
            key: "M"
            text: qsTr("Map this field")

            onClicked: root.map()
        }
        AppButton {
            enabled: root.model.count > 0
            text: qsTr("Save")

            onClicked: root.saved(root.model.save())
        }
        AppButton {
            enabled: root.model.count > 0
            key: "K"
            text: qsTr("Newer")

            onClicked: root.moved(-1)
        }
        AppButton {
            enabled: root.model.count > 0
            key: "J"
            text: qsTr("Older")

            onClicked: root.moved(1)
        }
        AppButton {
            key: "P"
            text: root.model.held ? qsTr("Follow") : qsTr("Hold")

            onClicked: root.model.held = !root.model.held
        }
    }
    LabelText {
        id: title

        anchors.top: buttons.bottom
        color: Theme.text2
        height: Theme.columnHeader
        text: root.model.currentRow >= 0 ? root.model.detailTitle : qsTr("Choose a frame to see it whole.")
        width: parent.width - Theme.sidePadding * 2
        x: Theme.sidePadding
    }
    ListView {
        id: lines

        Accessible.name: qsTr("Frame")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.bottom: foot.top
        anchors.top: title.bottom
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        currentIndex: -1
        keyNavigationEnabled: true
        model: root.model.detail
        width: parent.width

        C.ScrollBar.vertical: C.ScrollBar {
            policy: lines.contentHeight > lines.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
        }
        delegate: InspectorLine {
            marked: ListView.isCurrentItem
            source: root.model.currentSourceName
            width: ListView.view.width

            onPressed: {
                lines.forceActiveFocus()
                lines.currentIndex = index
            }
        }
    }
    LabelText {
        id: foot

        anchors.bottom: parent.bottom
        height: visible ? Theme.columnHeader : 0
        text: lines.currentIndex >= 0 && root.model.mapHint.length > 0 ? root.model.mapHint : root.model.detailFoot
        visible: text.length > 0
        width: parent.width - Theme.sidePadding * 2
        x: Theme.sidePadding
    }
}
