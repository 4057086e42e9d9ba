# SPDX-License-Identifier: GPL-3.0-or-later
set(controls_files
  controls/Theme.qml
)
set(qml_singletons controls/Theme.qml)
