# SPDX-License-Identifier: GPL-3.0-or-later
# The QML module Alcedo: the QML files of this folder and the QML_ELEMENT types of app/; icons and translations beside it.
set(alcedo_qml_root ${CMAKE_CURRENT_LIST_DIR})
include(${alcedo_qml_root}/controls/files.cmake)
include(${alcedo_qml_root}/panels/files.cmake)
include(${alcedo_qml_root}/dialogs/files.cmake)
include(${alcedo_qml_root}/states/files.cmake)

set(alcedo_qml_files)
foreach(file Main.qml MainCommands.qml ${controls_files} ${panels_files} ${dialogs_files} ${states_files})
  set_source_files_properties(${alcedo_qml_root}/${file} PROPERTIES QT_RESOURCE_ALIAS ${file})
  list(APPEND alcedo_qml_files ${alcedo_qml_root}/${file})
endforeach()
foreach(singleton ${qml_singletons})
  set_source_files_properties(${alcedo_qml_root}/${singleton} PROPERTIES QT_QML_SINGLETON_TYPE TRUE)
endforeach()

qt_add_qml_module(alcedo_app
  URI Alcedo
  VERSION 1.0
  RESOURCE_PREFIX /qt/qml
  IMPORTS QtQuick
  DEPENDENCIES QtCharts
  OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/qml/Alcedo
  QML_FILES ${alcedo_qml_files})

qt_add_resources(alcedo_app alcedo_icons PREFIX /alcedo BASE ${CMAKE_SOURCE_DIR}/resources FILES
  ${CMAKE_SOURCE_DIR}/resources/icons/alcedo-mark.png
  ${CMAKE_SOURCE_DIR}/resources/icons/alcedo-32.png
  ${CMAKE_SOURCE_DIR}/resources/icons/alcedo-256.png)

qt_add_translations(alcedo_app
  TS_FILES ${CMAKE_SOURCE_DIR}/resources/translations/alcedo_ja.ts
  RESOURCE_PREFIX /alcedo/i18n)
