// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The watchlist of the dashboard: its selection is the symbol that the other panels follow.
WatchlistView {
    id: root

    advice: fresh.advice
    fraction: fresh.fraction
    freshness: fresh.state
    reason: fresh.reason
    stateText: fresh.text.length > 0 ? fresh.text : Theme.stateWord(fresh.state)

    // Something is selected from the start: what was when last closed, else the first.
    function chooseFirst() {
        if (rows.total === 0 || Dashboard.selectedKey.length > 0)
            return
        Dashboard.selectedKey = Workspace.setting("selected", "")
        if (rows.selectedRow < 0)
            rows.selectRow(0)
    }
    function keepColumns() {
        Workspace.setSetting("watchlistSpark", columns.wantsSpark)
        Workspace.setSetting("watchlistBidAsk", columns.wantsBidAsk)
        Workspace.setSetting("watchlistVolume", columns.wantsVolume)
    }

    Component.onCompleted: {
        columns.wantsSpark = Workspace.setting("watchlistSpark", true)
        columns.wantsBidAsk = Workspace.setting("watchlistBidAsk", true)
        columns.wantsVolume = Workspace.setting("watchlistVolume", false)
        columns.changed.connect(keepColumns)
        rows.sortBy(Workspace.setting("watchlistSort", WatchlistModel.Mine), Workspace.setting("watchlistFalling", false))
        rows.sortChanged.connect(() => {
            Workspace.setSetting("watchlistSort", rows.sortKey)
            Workspace.setSetting("watchlistFalling", rows.descending)
        })
    }

    model: WatchlistModel {
        id: rows

        flashOpacity: Theme.reducedMotion ? 0 : Theme.flashOpacity
        selectedKey: Dashboard.selectedKey

        onSelectedKeyChanged: {
            Dashboard.selectedKey = selectedKey
            Workspace.setSetting("selected", selectedKey)
        }
        onTotalChanged: root.chooseFirst()
    }

    PanelFeed {
        model: rows
    }
    PanelFreshness {
        id: fresh

        objectName: "watchlist"
        sourceIds: rows.sourceIds
    }
}
