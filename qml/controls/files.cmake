# SPDX-License-Identifier: GPL-3.0-or-later
set(controls_files
  controls/AppButton.qml
  controls/AppField.qml
  controls/AppText.qml
  controls/AppToggle.qml
  controls/Badge.qml
  controls/EmptyState.qml
  controls/Hairline.qml
  controls/LabelText.qml
  controls/LinkButton.qml
  controls/MonoText.qml
  controls/PanelHeader.qml
  controls/StateLabel.qml
  controls/Theme.qml
)
set(qml_singletons controls/Theme.qml)
