// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The columns' names; a click sorts, the sorted one has a triangle.
Item {
    id: root

    required property WatchlistModel model
    required property WatchlistColumns columns

    implicitHeight: Theme.columnHeader

    component Head: LabelText {
        id: head

        property int key: WatchlistModel.Mine
        readonly property bool sorted: root.model.sortKey === key && key !== WatchlistModel.Mine

        Accessible.description: sorted ? root.model.descending ? qsTr("sorted, falling") : qsTr("sorted, rising") : ""
        Accessible.name: text
        Accessible.role: Accessible.ColumnHeader
        activeFocusOnTab: true
        color: activeFocus ? Theme.accent : sorted ? Theme.text : hover.hovered ? Theme.text2 : Theme.text3
        height: root.height
        horizontalAlignment: Text.AlignRight

        Accessible.onPressAction: root.model.toggleSort(head.key)
        Keys.onEnterPressed: root.model.toggleSort(head.key)
        Keys.onReturnPressed: root.model.toggleSort(head.key)

        HoverHandler {
            id: hover

            cursorShape: Qt.PointingHandCursor
        }
        TapHandler {
            onTapped: root.model.toggleSort(head.key)
        }
        StateGlyph {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.text
            glyph: root.model.descending ? StateGlyph.Down : StateGlyph.Up
            height: width
            visible: head.sorted
            width: Theme.unit * 2
            x: head.horizontalAlignment === Text.AlignRight ? head.width - head.contentWidth - width - Theme.unit : head.contentWidth + Theme.unit
        }
    }

    Head {
        horizontalAlignment: Text.AlignLeft
        key: WatchlistModel.Name
        text: qsTr("Symbol")
        width: root.columns.nameWidth
        x: root.columns.nameX
    }
    LabelText {
        elide: Text.ElideNone
        height: root.height
        text: root.model.sparkSpan
        visible: root.columns.showsSpark
        x: root.columns.sparkX
    }
    Head {
        key: WatchlistModel.Last
        text: qsTr("Last")
        width: root.columns.numberWidth
        x: root.columns.lastX
    }
    Head {
        key: WatchlistModel.Change
        text: qsTr("Change %")
        width: root.columns.changeWidth + Theme.unit * 3
        x: root.columns.changeX - Theme.unit * 3
    }
    Head {
        key: WatchlistModel.Bid
        text: qsTr("Bid")
        visible: root.columns.showsBidAsk
        width: root.columns.numberWidth
        x: root.columns.bidX
    }
    Head {
        key: WatchlistModel.Ask
        text: qsTr("Ask")
        visible: root.columns.showsBidAsk
        width: root.columns.numberWidth
        x: root.columns.askX
    }
    Head {
        key: WatchlistModel.Volume
        text: qsTr("Volume")
        visible: root.columns.showsVolume
        width: root.columns.volumeWidth
        x: root.columns.volumeX
    }
    Head {
        key: WatchlistModel.Age
        text: qsTr("Age")
        width: root.columns.ageWidth
        x: root.columns.ageX
    }
}
