# SPDX-License-Identifier: MIT
foreach(name timeview linkfacts sourcetoken inspectormodel profiledraft correctedprofile alignednumber watchlistmodel watchlistflash watchlistorder
             scoreboardmodel newsmodel tilesmodel)
  alcedo_test(${name} LIBS alcedo_app)
endforeach()
alcedo_test(linkwords LIBS alcedo_app alcedo_appplugin)
alcedo_test(wording LIBS alcedo_app alcedo_appplugin)
alcedo_test(sourceprobe LIBS alcedo_app alcedo_appplugin)
alcedo_test(fieldmapping LIBS alcedo_app)
alcedo_test(panelviews LIBS alcedo_app alcedo_appplugin)
alcedo_test(watchlistview LIBS alcedo_app alcedo_appplugin)
