// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Alcedo

// All text of the application: plain, elided, digits of one width (Roboto's are). Height comes from the row it stands in.
Text {
    property bool strong: false

    color: Theme.text
    elide: Text.ElideRight
    font.family: Theme.fontFamily
    font.pixelSize: Theme.body
    font.weight: strong ? Font.Medium : Font.Normal
    maximumLineCount: wrapMode === Text.NoWrap ? 1 : 100
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
