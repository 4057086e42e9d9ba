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

    model: WatchlistModel {
        id: rows

        flashOpacity: Theme.reducedMotion ? 0 : Theme.flashOpacity
        selectedKey: Dashboard.selectedKey

        onSelectedKeyChanged: Dashboard.selectedKey = selectedKey
    }

    PanelFeed {
        model: rows
    }
    PanelFreshness {
        id: fresh

        sourceIds: rows.sourceIds
    }
}
