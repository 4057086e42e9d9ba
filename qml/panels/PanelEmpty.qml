// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// What a panel of rows shows without rows: loading, failed, nothing yet, or nothing that the filter lets through.
Item {
    id: root

    property int freshness: Freshness.Empty
    property string stateText
    property string reason
    property string advice
    property string nothing
    property string sentence
    property string filter
    property int hidden: 0
    readonly property bool failed: freshness === Freshness.Failed
    readonly property bool filtered: filter.length > 0 && hidden > 0

    signal cleared

    EmptyState {
        actionText: root.filtered ? qsTr("Clear filter") : ""
        anchors.fill: parent
        failed: root.failed && !root.filtered
        sentence: {
            if (root.filtered)
                return qsTr("%n hidden by the filter.", "", root.hidden)
            if (root.failed)
                return root.advice
            switch (root.freshness) {
            case Freshness.Loading: return qsTr("Nothing came yet.")
            case Freshness.Reconnecting: return qsTr("The link was lost before anything came.")
            case Freshness.Off: return qsTr("Connect the source again to go on.")
            default: return root.sentence
            }
        }
        title: {
            if (root.filtered)
                return qsTr("Nothing matches “%1”").arg(root.filter)
            if (root.failed && root.reason.length > 0)
                return root.reason
            switch (root.freshness) {
            case Freshness.Loading: return qsTr("Opening the source")
            case Freshness.Off: return qsTr("Disconnected")
            case Freshness.Reconnecting:
            case Freshness.Failed: return root.stateText
            default: return root.nothing
            }
        }

        onAction: root.cleared()
    }
}
