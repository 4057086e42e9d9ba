// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// A place on the board. A panel that cannot be loaded leaves its place, and says so.
Item {
    id: root

    required property string title
    required property string source
    property var settings: ({})
    readonly property Item panel: loader.item as Item

    Loader {
        id: loader

        anchors.fill: parent

        Component.onCompleted: setSource(root.source, root.settings)
    }
    PanelHeader {
        freshness: Freshness.Empty
        title: root.title
        visible: loader.status !== Loader.Ready
        width: parent.width
    }
}
