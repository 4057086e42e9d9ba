// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The one line that separates: as wide as its parent, or as high where vertical.
Rectangle {
    property bool vertical: false

    color: Theme.line
    implicitHeight: 1
    implicitWidth: 1
}
