// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Alcedo

// The split board: watchlist, charts, scores and news over the tiles. Sizes are kept in the workspace.
T.SplitView {
    id: root

    function keep() {
        Workspace.setSize("watchlist", watchlist.width)
        Workspace.setSize("side", side.width)
        Workspace.setSize("scores", scores.height)
        Workspace.setSize("secondChart", secondChart.height)
        Workspace.setSize("tiles", tiles.height)
    }

    orientation: Qt.Vertical

    handle: SplitHandle {
        across: false
    }

    onResizingChanged: if (!resizing) keep()

    T.SplitView {
        T.SplitView.fillHeight: true
        T.SplitView.minimumHeight: 240
        orientation: Qt.Horizontal

        handle: SplitHandle {
        }

        onResizingChanged: if (!resizing) root.keep()

        PanelSlot {
            id: watchlist

            T.SplitView.minimumWidth: 240
            T.SplitView.preferredWidth: Workspace.size("watchlist", 548 * Theme.textScale)
            source: "WatchlistPanel.qml"
            title: qsTr("Watchlist")
        }
        T.SplitView {
            T.SplitView.fillWidth: true
            T.SplitView.minimumWidth: 320
            orientation: Qt.Vertical

            handle: SplitHandle {
                across: false
            }

            onResizingChanged: if (!resizing) root.keep()

            PanelSlot {
                T.SplitView.fillHeight: true
                T.SplitView.minimumHeight: 160
                source: "ChartPanel.qml"
                title: qsTr("Chart")
            }
            PanelSlot {
                id: secondChart

                T.SplitView.minimumHeight: 120
                T.SplitView.preferredHeight: Workspace.size("secondChart", 306)
                settings: ({ keys: ["BTC/USD", "ETH/USD", "SOL/USD"], percent: true, kind: 1, title: qsTr("Comparison") })
                source: "ChartPanel.qml"
                title: qsTr("Comparison")
            }
        }
        T.SplitView {
            id: side

            T.SplitView.minimumWidth: 260
            T.SplitView.preferredWidth: Workspace.size("side", 364 * Theme.textScale)
            orientation: Qt.Vertical

            handle: SplitHandle {
                across: false
            }

            onResizingChanged: if (!resizing) root.keep()

            PanelSlot {
                id: scores

                T.SplitView.minimumHeight: 116
                T.SplitView.preferredHeight: Workspace.size("scores", 364 * Theme.textScale)
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
