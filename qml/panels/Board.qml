// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Alcedo

// The split board: watchlist, charts, scores and news over the tiles. Sizes are kept in the workspace.
T.SplitView {
    id: root

    // Where there is room for all three columns they have their full widths; else the watchlist drops columns first.
    readonly property real fullList: 548 * Theme.textScale
    readonly property real fullSide: 364 * Theme.textScale
    readonly property real leastList: 24 + 300 * Theme.textScale
    readonly property real leastChart: Math.min(320 * Theme.textScale, width * 0.3)
    readonly property bool roomy: width - fullList - fullSide >= 480 * Theme.textScale
    readonly property real listWidth: fitted(Workspace.size("watchlist", roomy ? fullList : Math.max(leastList, width * 0.285)),
        width - leastChart - 200)
    readonly property real sideWidth: fitted(Workspace.size("side", Math.min(fullSide, width * 0.264)), width - leastChart - listWidth)

    function fitted(wanted, most) {
        return Math.round(Math.max(160, Math.min(wanted, most)))
    }

    orientation: Qt.Vertical

    handle: SplitHandle {
        across: false
    }

    onResizingChanged: if (!resizing) Workspace.setSize("tiles", tiles.height)

    T.SplitView {
        T.SplitView.fillHeight: true
        T.SplitView.minimumHeight: 160
        orientation: Qt.Horizontal

        handle: SplitHandle {
        }

        onResizingChanged: {
            if (resizing)
                return
            if (Math.abs(watchlist.width - root.listWidth) > 1)
                Workspace.setSize("watchlist", watchlist.width)
            if (Math.abs(side.width - root.sideWidth) > 1)
                Workspace.setSize("side", side.width)
        }

        PanelSlot {
            id: watchlist

            T.SplitView.minimumWidth: 160
            T.SplitView.preferredWidth: root.listWidth
            source: "WatchlistPanel.qml"
            title: qsTr("Watchlist")
        }
        T.SplitView {
            T.SplitView.fillWidth: true
            T.SplitView.minimumWidth: 160
            orientation: Qt.Vertical

            handle: SplitHandle {
                across: false
            }

            onResizingChanged: if (!resizing) Workspace.setSize("secondChart", secondChart.height)

            PanelSlot {
                T.SplitView.fillHeight: true
                T.SplitView.minimumHeight: 120
                source: "ChartPanel.qml"
                title: qsTr("Chart")
            }
            PanelSlot {
                id: secondChart

                T.SplitView.minimumHeight: 120
                T.SplitView.preferredHeight: Workspace.size("secondChart", Math.min(306 * Theme.textScale, parent.height * 0.42))
                settings: ({ firstKeys: 3, percent: true, kind: 1, title: qsTr("Comparison") })
                source: "ChartPanel.qml"
                title: qsTr("Comparison")
            }
        }
        T.SplitView {
            id: side

            T.SplitView.minimumWidth: 160
            T.SplitView.preferredWidth: root.sideWidth
            orientation: Qt.Vertical

            handle: SplitHandle {
                across: false
            }

            onResizingChanged: if (!resizing) Workspace.setSize("scores", scores.height)

            PanelSlot {
                id: scores

                T.SplitView.minimumHeight: 116
                T.SplitView.preferredHeight: Workspace.size("scores", Math.min(364 * Theme.textScale, side.height * 0.55))
                source: "ScoreboardPanel.qml"
                title: qsTr("Scores")
            }
            PanelSlot {
                T.SplitView.fillHeight: true
                T.SplitView.minimumHeight: 116
                source: "NewsPanel.qml"
                title: qsTr("News")
            }
        }
    }
    PanelSlot {
        id: tiles

        T.SplitView.minimumHeight: 60
        T.SplitView.preferredHeight: Workspace.size("tiles", Theme.tileHeight)
        source: "TilesPanel.qml"
        title: qsTr("Tiles")
    }
}
