# SPDX-License-Identifier: GPL-3.0-or-later
# The models behind the panels, and the small items that the panels draw with.
target_sources(alcedo_app PRIVATE
  alignednumber.cpp alignednumber.h
  flash.h
  framemeaning.cpp framemeaning.h
  framering.h
  frametext.cpp frametext.h
  inspectormodel.cpp inspectormodel.h inspectorrows.cpp
  matchline.cpp matchline.h
  newsmodel.cpp newsmodel.h
  panelmodel.cpp panelmodel.h
  scoreboardmodel.cpp scoreboardmodel.h scoreboardroles.cpp
  panelsuggestions.cpp panelsuggestions.h
  profiledraft.cpp profiledraft.h
  shapewords.cpp shapewords.h
  correctedprofile.cpp correctedprofile.h
  shapeplace.cpp shapeplace.h
  sourceprobe.cpp sourceprobe.h sourceprobechoices.cpp sourceprobefiles.cpp sourceproberows.cpp
  sparkline.cpp sparkline.h
  sparkshape.cpp sparkshape.h
  tilesmodel.cpp tilesmodel.h
  watchlistcells.h
  watchlistcolumns.cpp watchlistcolumns.h
  watchlistmodel.cpp watchlistmodel.h watchlistroles.cpp
  panelfeed.cpp panelfeed.h)
