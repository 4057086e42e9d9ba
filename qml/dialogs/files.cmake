# SPDX-License-Identifier: GPL-3.0-or-later
set(dialogs_files
  dialogs/AddSourceDialog.qml
  dialogs/AppDialog.qml
  dialogs/AppMenu.qml
  dialogs/CommandPalette.qml
  dialogs/KeysDialog.qml
)
