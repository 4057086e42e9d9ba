# SPDX-License-Identifier: GPL-3.0-or-later
set(controls_files
  controls/AppButton.qml
  controls/AppCommand.qml
  controls/AppField.qml
  controls/AppText.qml
  controls/AppToggle.qml
  controls/AppToolTip.qml
  controls/Badge.qml
  controls/ButtonWords.qml
  controls/CheckMark.qml
  controls/EmptyState.qml
  controls/FigureRow.qml
  controls/Hairline.qml
  controls/IconButton.qml
  controls/LabelText.qml
  controls/LinkButton.qml
  controls/MonoText.qml
  controls/PanelHeader.qml
  controls/SearchBox.qml
  controls/SourceChip.qml
  controls/SplitHandle.qml
  controls/StageRow.qml
  controls/StateLabel.qml
  controls/Theme.qml
  controls/TokenEntry.qml
)
set(qml_singletons controls/Theme.qml)
