// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// Everything that a person can do in the main window, once: the palette, the menu, F1 and the keyboard all use this list.
Item {
    id: root

    required property bool connectionsOpen
    required property ConnectionDetail link
    // Those below, in their order.
    readonly property var list: Array.from(children)

    signal addSource
    signal closeConnections
    signal showKeys
    signal showPalette
    signal toggleConnections
    signal toggleInspector

    AppCommand {
        keys: "Ctrl+N"
        text: qsTr("Add source…")

        onTriggered: root.addSource()
    }
    AppCommand {
        keys: "Ctrl+K"
        listed: false
        text: qsTr("Search or run a command")

        onTriggered: root.showPalette()
    }
    AppCommand {
        keys: "Space"
        text: Dashboard.held ? qsTr("Return to live") : qsTr("Pause the view")

        onTriggered: Dashboard.held = !Dashboard.held
    }
    AppCommand {
        enabled: Dashboard.held
        keys: "End"
        listed: false
        text: qsTr("Return to live")

        onTriggered: Dashboard.held = false
    }
    AppCommand {
        enabled: Dashboard.time.recorded && Dashboard.held
        keys: "P"
        text: Dashboard.time.mode === TimeView.Playing ? qsTr("Stand still") : qsTr("Play the recording from here")

        onTriggered: Dashboard.time.togglePlay()
    }
    AppCommand {
        enabled: Dashboard.time.recorded
        keys: "Alt+Left"
        text: qsTr("Back 10 s")

        onTriggered: Dashboard.time.seekBy(-10)
    }
    AppCommand {
        enabled: Dashboard.time.recorded && Dashboard.held
        keys: "Alt+Right"
        text: qsTr("Forward 10 s")

        onTriggered: Dashboard.time.seekBy(10)
    }
    AppCommand {
        enabled: Dashboard.time.recorded && Dashboard.held
        keys: "."
        listed: false
        text: qsTr("Next message")

        onTriggered: Dashboard.time.step()
    }
    AppCommand {
        enabled: Dashboard.time.recorded && Dashboard.held
        keys: "["
        listed: false
        text: qsTr("Slower")

        onTriggered: Dashboard.time.slower()
    }
    AppCommand {
        enabled: Dashboard.time.recorded && Dashboard.held
        keys: "]"
        listed: false
        text: qsTr("Faster")

        onTriggered: Dashboard.time.faster()
    }
    AppCommand {
        keys: "Ctrl+J"
        text: qsTr("Connections")

        onTriggered: root.toggleConnections()
    }
    AppCommand {
        keys: "Ctrl+I"
        text: qsTr("Inspector: raw frames")

        onTriggered: root.toggleInspector()
    }
    AppCommand {
        enabled: root.connectionsOpen && root.link.canRetry
        keys: "R"
        listed: false
        text: qsTr("Retry the chosen source now")

        onTriggered: Dashboard.sources.retryNow(root.link.sourceId)
    }
    AppCommand {
        keys: "Ctrl+R"
        text: qsTr("Retry all troubled sources")

        onTriggered: Dashboard.sources.retryAll()
    }
    AppCommand {
        keys: "Ctrl+D"
        text: Dashboard.preferences.dark ? qsTr("Light theme") : qsTr("Dark theme")

        onTriggered: Dashboard.preferences.theme = Dashboard.preferences.dark ? Preferences.Light : Preferences.Dark
    }
    AppCommand {
        text: Dashboard.preferences.japanese ? "English" : "日本語"

        onTriggered: Dashboard.preferences.language = Dashboard.preferences.japanese ? "en" : "ja"
    }
    AppCommand {
        text: qsTr("Colours of up and down: next scheme")

        onTriggered: Dashboard.preferences.nextUpDown()
    }
    AppCommand {
        text: Dashboard.preferences.records ? qsTr("Stop recording what comes") : qsTr("Record everything that comes")

        onTriggered: Dashboard.preferences.records = !Dashboard.preferences.records
    }
    AppCommand {
        enabled: Dashboard.preferences.records
        text: qsTr("Recording: %1 at most; next size").arg(Dashboard.preferences.recordingSize)

        onTriggered: Dashboard.preferences.nextRecordingSize()
    }
    AppCommand {
        keys: "Ctrl++"
        text: qsTr("Larger text")

        onTriggered: Dashboard.preferences.enlarge()
    }
    AppCommand {
        keys: "Ctrl+-"
        text: qsTr("Smaller text")

        onTriggered: Dashboard.preferences.reduce()
    }
    AppCommand {
        keys: "F1"
        text: qsTr("Keys")

        onTriggered: root.showKeys()
    }
    AppCommand {
        keys: "Ctrl+Q"
        text: qsTr("Quit")

        onTriggered: Qt.quit()
    }
}
