# SPDX-License-Identifier: GPL-3.0-or-later
set(panels_files
  panels/Board.qml
  panels/ConnectionControls.qml
  panels/ConnectionFigures.qml
  panels/ConnectionLog.qml
  panels/ConnectionStages.qml
  panels/ConnectionsPanel.qml
  panels/PanelSlot.qml
  panels/SourceList.qml
  panels/TimeBar.qml
  panels/TopBar.qml
)
