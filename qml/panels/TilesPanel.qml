// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// TilesView, fed by the dashboard.
TilesView {
    id: root

    advice: fresh.advice
    fraction: fresh.fraction
    freshness: fresh.state
    reason: fresh.reason
    stateText: fresh.text.length > 0 ? fresh.text : Theme.stateWord(fresh.state)

    model: TilesModel {
        id: rows
    }

    PanelFeed {
        model: rows
    }
    PanelFreshness {
        id: fresh

        objectName: "tiles"
        sourceIds: rows.sourceIds
    }
}
