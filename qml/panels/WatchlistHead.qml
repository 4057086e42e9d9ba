// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The columns' names; a click sorts, the sorted one has a triangle.
Item {
    id: root

    required property WatchlistModel model
    required property WatchlistColumns columns

    implicitHeight: Theme.columnHeader

    WatchlistHeadCell {
        height: root.height
        horizontalAlignment: Text.AlignLeft
        key: WatchlistModel.Name
        model: root.model
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
    WatchlistHeadCell {
        height: root.height
        key: WatchlistModel.Last
        model: root.model
        text: qsTr("Last")
        width: root.columns.numberWidth
        x: root.columns.lastX
    }
    WatchlistHeadCell {
        height: root.height
        key: WatchlistModel.Change
        model: root.model
        text: qsTr("Change %")
        width: root.columns.changeWidth + Theme.unit * 3
        x: root.columns.changeX - Theme.unit * 3
    }
    WatchlistHeadCell {
        height: root.height
        key: WatchlistModel.Bid
        model: root.model
        text: qsTr("Bid")
        visible: root.columns.showsBidAsk
        width: root.columns.numberWidth
        x: root.columns.bidX
    }
    WatchlistHeadCell {
        height: root.height
        key: WatchlistModel.Ask
        model: root.model
        text: qsTr("Ask")
        visible: root.columns.showsBidAsk
        width: root.columns.numberWidth
        x: root.columns.askX
    }
    WatchlistHeadCell {
        height: root.height
        key: WatchlistModel.Volume
        model: root.model
        text: qsTr("Volume")
        visible: root.columns.showsVolume
        width: root.columns.volumeWidth
        x: root.columns.volumeX
    }
    WatchlistHeadCell {
        height: root.height
        key: WatchlistModel.Age
        model: root.model
        text: qsTr("Age")
        width: root.columns.ageWidth
        x: root.columns.ageX
    }
}
