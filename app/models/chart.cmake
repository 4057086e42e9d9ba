# SPDX-License-Identifier: GPL-3.0-or-later
target_sources(alcedo_app PRIVATE
  chartlayout.cpp chartmodel.cpp chartmodel.h
  chartseries.cpp chartseries.h
  readouttexts.cpp readouttexts.h
  rowlistmodel.cpp rowlistmodel.h
  timelink.h)
