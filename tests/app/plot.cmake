# SPDX-License-Identifier: MIT
foreach(plot_test plotticks plotwindow plotrange plotlabels plotlines)
  alcedo_test(${plot_test} LIBS alcedo_app)
endforeach()
alcedo_test(hoverwatch LIBS alcedo_app alcedo_appplugin)
alcedo_test(chart SOURCES chartfixture.h LIBS alcedo_app alcedo_appplugin)
alcedo_test(chartframes SOURCES chartfixture.h chartwindow.h LIBS alcedo_app alcedo_appplugin)
alcedo_test(chartaxes SOURCES chartfixture.h chartwindow.h LIBS alcedo_app alcedo_appplugin)
add_test(NAME app.chartaxes.scaled COMMAND tst_chartaxes)
set_tests_properties(app.chartaxes.scaled PROPERTIES TIMEOUT 60 ENVIRONMENT
  "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;QT_SCALE_FACTOR=2")
# The same pixels by OpenGL (llvmpipe), which draws geometry where the software backend fills an image.
add_test(NAME app.chart_opengl COMMAND xvfb-run -a -s "-screen 0 1600x1200x24" $<TARGET_FILE:tst_chart>
  bothBackendsPaintTheSamePixels theNewestStandsBeforeTheAxis aGapIsHatchedAndNamedInEmptySpace)
set_tests_properties(app.chart_opengl PROPERTIES TIMEOUT 60 ENVIRONMENT "QT_QPA_PLATFORM=xcb;QT_QUICK_BACKEND=;LIBGL_ALWAYS_SOFTWARE=1"
  # libdbus and the GL driver keep 1,272 bytes in 4 blocks, and the driver is unloaded before LeakSanitizer looks: it has no
  # name left to be suppressed by. What our own code keeps is seen by app.chart, which draws the same.
  ENVIRONMENT_MODIFICATION "ASAN_OPTIONS=string_append::detect_leaks=0")
