// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// ScoreboardView, fed by the dashboard.
ScoreboardView {
    id: root

    advice: fresh.advice
    fraction: fresh.fraction
    freshness: fresh.state
    reason: fresh.reason
    stateText: fresh.text.length > 0 ? fresh.text : Theme.stateWord(fresh.state)

    model: ScoreboardModel {
        id: rows
    }

    PanelFeed {
        model: rows
    }
    PanelFreshness {
        id: fresh

        objectName: "scores"
        sourceIds: rows.sourceIds
    }
}
