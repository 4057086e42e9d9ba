// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>
#include <models/preferences.h>

#include <QSize>
#include <QStringList>
#include <chrono>
#include <optional>

namespace alcedo {

/// What the words after `alcedo` ask of the dashboard.
struct DashboardOptions
{
    QStringList sources; ///< SOURCE words; given, they stand in place of the demo and the kept ones
    QString picture;     ///< --screenshot: file to write; empty: none
    std::chrono::milliseconds after{3'000};        ///< --after: when the picture is taken
    QSize size;                                    ///< --size; invalid: the window's own
    std::optional<Preferences::ThemeChoice> theme; ///< --theme
    QString language;                              ///< --lang; empty: kept, else the system's
    std::optional<double> textScale;               ///< --text-scale
    bool demo = true;                              ///< --no-demo
    bool statesPage = false;                       ///< --states
    QString open;              ///< --open: a part of the window to open at the start; empty: none
    bool startupTime = false;  ///< --startup-time
    bool records = true;       ///< --no-recording
    QString recording;         ///< --recording: the ring's file; empty: in the data folder
    qint64 recordingBytes = 0; ///< --recording-size; 0: as kept, else 2 GiB
    bool statusLines = false;  ///< --status-json

    [[nodiscard]] bool isPicture() const { return !picture.isEmpty(); }
    [[nodiscard]] static Result<DashboardOptions> parse(const QStringList &args);
};

/// Before the QApplication: a picture is painted without any display; a window without one is an error that
/// says what can be done. Explicit settings in the environment win.
[[nodiscard]] Result<void> prepareDisplay(const DashboardOptions &options);

} // namespace alcedo
