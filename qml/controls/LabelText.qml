// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// The small size: labels, ages, axes, subjects.
AppText {
    color: Theme.text3
    font.pixelSize: Theme.small
}
