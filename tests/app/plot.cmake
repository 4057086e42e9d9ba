# SPDX-License-Identifier: MIT
foreach(plot_test plotticks plotwindow plotrange plotlabels)
  alcedo_test(${plot_test} LIBS alcedo_app)
endforeach()
