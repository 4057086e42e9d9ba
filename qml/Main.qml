// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound
import QtQuick
import Alcedo

Window {
    width: 1600
    height: 1000
    visible: true
    color: Theme.base
    title: qsTr("Alcedo")
}
