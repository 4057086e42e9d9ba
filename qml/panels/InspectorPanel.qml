// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

// Raw frames in and out of every source, the newest first; at the right the chosen one, line by line. Choosing holds the list.
FocusScope {
    id: root

    property alias model: rows
    property string notice
    property string wanted // a word of the frame to choose when it comes
    property int wantedLine: 1
    readonly property real detailWidth: Math.min(width * 0.45, Math.round(640 * Theme.textScale))

    signal closeWanted
    signal mapWanted(int sourceId, string pointer)

    function step(by) {
        rows.currentRow = Math.max(0, Math.min(rows.count - 1, rows.currentRow < 0 ? 0 : rows.currentRow + by))
        list.positionViewAtIndex(rows.currentRow, ListView.Contain)
    }
    // "WORD" or "WORD@LINE".
    function showSoon(frame) {
        const parts = frame.split("@")
        wanted = parts[0]
        wantedLine = Number(parts[1] ?? 2) - 1
    }
    function toggle() {
        rows.held = !rows.held
    }

    Accessible.name: qsTr("Inspector")
    Accessible.role: Accessible.Pane

    Keys.onPressed: event => {
        switch (event.key) {
        case Qt.Key_Slash: bar.focusFilter(); break
        case Qt.Key_J:
        case Qt.Key_Down: step(1); break
        case Qt.Key_K:
        case Qt.Key_Up: step(-1); break
        case Qt.Key_C: rows.copy(); root.notice = qsTr("Copied"); break
        case Qt.Key_P: toggle(); break
        case Qt.Key_M: detail.map(); break
        case Qt.Key_Right: detail.focusLines(); break
        case Qt.Key_Left: list.forceActiveFocus(); break
        default: return
        }
        event.accepted = true
    }

    InspectorModel {
        id: rows

        active: root.visible

        onCountsChanged: {
            const row = root.wanted.length > 0 ? rows.rowWith(root.wanted) : -1
            if (row < 0)
                return
            root.wanted = ""
            rows.currentRow = row
            list.positionViewAtIndex(row, ListView.Contain)
            detail.focusValue(root.wantedLine)
        }
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.base
    }
    Hairline {
        width: parent.width
    }
    PanelHeader {
        id: header

        freshness: rows.held ? Freshness.Paused : Freshness.Live
        subject: qsTr("raw frames, in and out")
        title: qsTr("Inspector")
        width: parent.width
    }
    InspectorBar {
        id: bar

        anchors.top: header.bottom
        model: rows
        notice: root.notice
        width: root.width - root.detailWidth - x - Theme.sidePadding
        x: Theme.sidePadding

        onFinished: list.forceActiveFocus()
    }
    InspectorHead {
        id: head

        anchors.top: bar.bottom
        width: root.width - root.detailWidth
    }
    ListView {
        id: list

        Accessible.name: qsTr("Frames")
        Accessible.role: Accessible.List
        activeFocusOnTab: true
        anchors.bottom: parent.bottom
        anchors.top: head.bottom
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        model: rows
        reuseItems: true
        width: root.width - root.detailWidth

        delegate: InspectorRow {
            columns: head
            width: ListView.view.width

            onPressed: {
                list.forceActiveFocus()
                root.notice = ""
                rows.currentRow = index
            }
        }
    }
    LabelText {
        anchors.centerIn: list
        text: rows.filter.length > 0 ? qsTr("No frame passes the filter.") : qsTr("Frames appear when they come.")
        visible: rows.count === 0
    }
    InspectorDetail {
        id: detail

        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.top: header.bottom
        model: rows
        width: root.detailWidth

        onCopied: root.notice = qsTr("Copied")
        onMapped: pointer => root.mapWanted(rows.currentSource, pointer)
        onMoved: by => root.step(by)
        onSaved: where => root.notice = where
    }
}
