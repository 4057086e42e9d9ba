# SPDX-License-Identifier: MIT
foreach(plot_test plotticks plotwindow plotrange plotlabels plotlines)
  alcedo_test(${plot_test} LIBS alcedo_app)
endforeach()
alcedo_test(chart SOURCES chartfixture.h LIBS alcedo_app alcedo_appplugin)
