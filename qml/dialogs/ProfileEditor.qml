// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Controls.Basic as C
import Alcedo

// The proposed profile as text: what is wrong with it is said at once, and its line is lit.
Item {
    id: root

    required property ProfileDraft draft
    readonly property real gutter: Math.round(32 * Theme.textScale)

    signal accepted
    signal dismissed

    function focusText() {
        area.forceActiveFocus()
    }

    Row {
        id: head

        height: Theme.row
        spacing: Theme.unit * 4

        AppText {
            id: title

            height: parent.height
            strong: true
            text: qsTr("Profile as text")
        }
        LabelText {
            Accessible.name: text
            Accessible.role: root.draft.problem.length > 0 ? Accessible.AlertMessage : Accessible.StaticText
            color: root.draft.problem.length > 0 ? Theme.crit : Theme.text2
            height: parent.height
            text: root.draft.summary
            width: root.width - title.width - back.width - head.spacing * 2

            HoverWatch {
                id: hover
            }
            AppToolTip {
                shown: hover.hovered
                text: root.draft.problem
            }
        }
    }
    LinkButton {
        id: back

        anchors.right: parent.right
        height: head.height
        text: root.draft.edited ? qsTr("Drop the changes") : qsTr("Show as fields")

        onClicked: root.dismissed()
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit * 2
        anchors.top: head.bottom
        anchors.topMargin: Theme.unit
        border.color: area.activeFocus ? Theme.accent : Theme.control
        color: Theme.base
        radius: Theme.radiusControl
        width: parent.width

        Flickable {
            id: view

            anchors.fill: parent
            anchors.margins: 2
            boundsBehavior: Flickable.StopAtBounds
            clip: true

            C.ScrollBar.horizontal: C.ScrollBar {
                policy: view.contentWidth > view.width ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
            }
            C.ScrollBar.vertical: C.ScrollBar {
                policy: view.contentHeight > view.height ? C.ScrollBar.AsNeeded : C.ScrollBar.AlwaysOff
            }
            C.TextArea.flickable: C.TextArea {
                id: area

                Accessible.description: root.draft.summary
                Accessible.name: qsTr("Profile as text")
                KeyNavigation.priority: KeyNavigation.BeforeItem
                KeyNavigation.tab: back
                color: Theme.text
                font.family: Theme.monoFamily
                font.pixelSize: Theme.small + 1
                leftPadding: root.gutter + Theme.sidePadding
                rightPadding: Theme.sidePadding
                selectByMouse: true
                selectedTextColor: Theme.text
                selectionColor: Theme.select
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.NoWrap

                background: Item {
                    Rectangle {
                        readonly property rect line: area.positionToRectangle(Math.max(0, Math.min(area.length, root.draft.problemPosition)))

                        color: Qt.alpha(Theme.crit, 0.14)
                        height: line.height
                        visible: root.draft.problemPosition >= 0
                        width: area.width
                        y: line.y
                    }
                    Text {
                        color: Theme.text3
                        font: area.font
                        horizontalAlignment: Text.AlignRight
                        text: root.draft.lineNumbers
                        textFormat: Text.PlainText
                        topPadding: area.topPadding
                        width: root.gutter
                    }
                }

                Component.onCompleted: text = root.draft.text
                Keys.onPressed: event => {
                    if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && (event.modifiers & Qt.ControlModifier)) {
                        event.accepted = true
                        root.accepted()
                    }
                }
                onTextChanged: root.draft.text = text
            }
        }
    }
    Connections {
        // Another text to begin with, not what was typed.
        function onChanged() {
            if (area.text !== root.draft.text)
                area.text = root.draft.text
        }

        target: root.draft
    }
}
