// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

Window {
    id: window

    property bool connectionsOpen: false
    property bool inspectorOpen: false

    function openConnections(sourceId) {
        if (sourceId >= 0)
            connections.sourceId = sourceId
        connectionsOpen = true
        connections.forceActiveFocus()
    }

    function openPart(part) {
        if (part.startsWith("add-source:"))
            return addDialog.look(part.slice(11))
        if (part.startsWith("inspector:")) {
            inspectorOpen = true
            return inspector.showSoon(part.slice(10))
        }
        switch (part) {
        case "connections": openConnections(-1); break
        case "add-source": addDialog.open(); break
        case "inspector": inspectorOpen = true; break
        case "palette": palette.open(); break
        case "keys": keysDialog.open(); break
        case "menu": menu.open(); break
        case "paused": Dashboard.held = true; break
        case "scrubbed": Dashboard.time.seekBy(-3); break
        case "replaying": Dashboard.time.seekBy(-3); Dashboard.time.play(); break
        }
    }

    color: Theme.base
    height: 1000
    minimumHeight: 480
    minimumWidth: 720
    title: qsTr("Alcedo")
    width: 1600

    Binding { property: "dark"; target: Theme; value: Dashboard.preferences.dark }
    Binding { property: "japanese"; target: Theme; value: Dashboard.preferences.japanese }
    Binding { property: "textScale"; target: Theme; value: Dashboard.preferences.textScale }
    Binding { property: "upDown"; target: Theme; value: Dashboard.preferences.upDownScheme }
    Binding { property: "replay"; target: Theme; value: Dashboard.held }

    MainCommands {
        id: commands

        connectionsOpen: window.connectionsOpen
        link: connections.link

        onAddSource: addDialog.open()
        onCloseConnections: window.connectionsOpen = false
        onShowKeys: keysDialog.open()
        onShowPalette: palette.open()
        onToggleInspector: {
            window.inspectorOpen = !window.inspectorOpen
            if (window.inspectorOpen)
                inspector.forceActiveFocus()
        }
        onToggleConnections: window.connectionsOpen ? window.connectionsOpen = false : window.openConnections(-1)
    }
    TopBar {
        id: topBar

        width: parent.width

        onMenuWanted: menu.open()
        onPaletteWanted: palette.open()
        onSourceChosen: id => window.openConnections(id)
    }
    Board {
        id: board

        anchors.bottom: inspector.visible ? inspector.top : timeBar.top
        anchors.left: parent.left
        anchors.right: window.connectionsOpen ? connections.left : parent.right
        anchors.top: topBar.bottom
    }
    ConnectionsPanel {
        id: connections

        anchors.bottom: timeBar.top
        anchors.right: parent.right
        anchors.top: topBar.bottom
        visible: window.connectionsOpen
        width: Math.round(392 * Theme.textScale)

        Keys.onEscapePressed: window.connectionsOpen = false
        onAddWanted: addDialog.open()
        onCloseWanted: window.connectionsOpen = false
    }
    InspectorPanel {
        id: inspector

        anchors.bottom: timeBar.top
        anchors.right: window.connectionsOpen ? connections.left : parent.right
        height: Math.round(300 * Theme.textScale)
        visible: window.inspectorOpen
        width: parent.width - (window.connectionsOpen ? connections.width : 0)

        Keys.onEscapePressed: window.inspectorOpen = false
        onMapWanted: (id, pointer) => addDialog.map(id, pointer, inspector.model)
    }
    TimeBar {
        id: timeBar

        anchors.bottom: parent.bottom
        width: parent.width
    }
    Rectangle {
        anchors.fill: parent
        border.color: Theme.replayAccent
        border.width: 2
        color: "transparent"
        visible: Dashboard.held
    }
    AddSourceDialog {
        id: addDialog

        onAdded: (id, inspect) => {
            if (inspect)
                window.inspectorOpen = true
            else
                window.openConnections(id)
        }
    }
    CommandPalette {
        id: palette

        commands: commands.list
    }
    KeysDialog {
        id: keysDialog

        commands: commands.list
    }
    AppMenu {
        id: menu

        commands: commands.list
    }
}
