# SPDX-License-Identifier: GPL-3.0-or-later
set(states_files
  states/ChangeSample.qml
  states/LongTextSample.qml
  states/PanelSample.qml
  states/StateSample.qml
  states/StateSamples.qml
  states/StatesPage.qml
  states/TokenSample.qml
)
