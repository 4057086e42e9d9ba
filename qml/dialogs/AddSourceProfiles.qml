// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// The shipped profiles by name, and what the chosen one asks for. Secrets are kept apart from the workspace.
Item {
    id: root

    required property SourceProbe probe
    property string chosen
    property var values: ({})

    signal chosenByPerson(string name)
    signal accepted

    onChosenChanged: values = {}

    Column {
        spacing: Theme.unit * 3
        width: parent.width

        Row {
            spacing: Theme.unit * 2
            visible: Dashboard.sourceError.length > 0

            StateGlyph {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.crit
                glyph: Freshness.Failed
                height: width
                width: Theme.small
            }
            AppText {
                Accessible.name: text
                Accessible.role: Accessible.AlertMessage
                color: Theme.crit
                text: Dashboard.sourceError
                width: root.width - Theme.unit * 6
            }
        }
        LabelText {
            color: Theme.text2
            lineHeight: 1.3
            text: qsTr("An address is looked at first: what it sends, and what that seems to mean. A profile knows its feed already.")
            width: parent.width
            wrapMode: Text.Wrap
        }
        LabelText {
            text: qsTr("Shipped profiles")
        }
        Grid {
            id: names

            columnSpacing: Theme.unit * 4
            columns: 4
            rowSpacing: 0

            Repeater {
                model: root.probe.profiles()

                LinkButton {
                    required property var modelData

                    Accessible.name: modelData.title
                    implicitHeight: Theme.row
                    text: modelData.title
                    width: Math.floor((root.width - names.columnSpacing * 3) / 4)

                    onClicked: root.chosenByPerson(modelData.name)
                }
            }
        }
        Grid {
            columnSpacing: Theme.unit * 4
            columns: 2
            rowSpacing: Theme.unit * 2
            visible: root.chosen.length > 0

            Repeater {
                model: root.chosen.length > 0 ? root.probe.params(root.chosen) : []

                Column {
                    id: param

                    required property var modelData

                    spacing: Theme.unit
                    width: Math.floor((root.width - Theme.unit * 4) / 2)

                    LabelText {
                        color: Theme.text2
                        text: param.modelData.title
                        width: parent.width
                    }
                    AppField {
                        Accessible.name: param.modelData.title
                        echoMode: param.modelData.secret ? TextInput.Password : TextInput.Normal
                        implicitHeight: Theme.buttonHeight
                        mono: !param.modelData.secret
                        note: param.modelData.secret ? (param.modelData.kept ? qsTr("kept") : qsTr("needed")) : ""
                        text: param.modelData.value
                        width: parent.width

                        onAccepted: root.accepted()
                        onTextEdited: root.values[param.modelData.name] = text
                    }
                }
            }
        }
    }
}
