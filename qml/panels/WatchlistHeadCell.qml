// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The name of a column that can be sorted by.
LabelText {
    id: root

    required property WatchlistModel model
    property int key: WatchlistModel.Mine
    readonly property bool sorted: root.model.sortKey === key && key !== WatchlistModel.Mine

    Accessible.description: sorted ? root.model.descending ? qsTr("sorted, falling") : qsTr("sorted, rising") : ""
    Accessible.name: text
    Accessible.role: Accessible.ColumnHeader
    activeFocusOnTab: true
    color: activeFocus ? Theme.accent : sorted ? Theme.text : hover.hovered ? Theme.text2 : Theme.text3
    horizontalAlignment: Text.AlignRight

    Accessible.onPressAction: root.model.toggleSort(root.key)
    Keys.onEnterPressed: root.model.toggleSort(root.key)
    Keys.onReturnPressed: root.model.toggleSort(root.key)

    HoverWatch {
        id: hover

        cursorShape: Qt.PointingHandCursor
    }
    TapHandler {
        onTapped: root.model.toggleSort(root.key)
    }
    StateGlyph {
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.text
        glyph: root.model.descending ? StateGlyph.Down : StateGlyph.Up
        height: width
        visible: root.sorted
        width: Theme.unit * 2
        x: root.horizontalAlignment === Text.AlignRight ? root.width - root.contentWidth - width - Theme.unit : root.contentWidth + Theme.unit
    }
}
