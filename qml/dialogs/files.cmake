# SPDX-License-Identifier: GPL-3.0-or-later
set(dialogs_files
  dialogs/AddSourceDialog.qml
  dialogs/AppDialog.qml
  dialogs/AppMenu.qml
  dialogs/CommandPalette.qml
  dialogs/AddSourceFooter.qml
  dialogs/AddSourceProfiles.qml
  dialogs/KeysDialog.qml
  dialogs/ProbeField.qml
  dialogs/ProbeFieldHead.qml
  dialogs/ProbeFields.qml
  dialogs/ProbeLine.qml
  dialogs/ProbeMessages.qml
)
