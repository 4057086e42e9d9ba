// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// Frames, logs, URLs. A URL elides in the middle: set elide.
AppText {
    color: Theme.text2
    font.family: Theme.monoFamily
    font.pixelSize: Theme.small
}
