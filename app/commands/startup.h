// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>

class QQuickWindow;

namespace alcedo {

class FrameClock;

/// Time from the process's start to the first painted frame that shows records. Told once, in the category
/// alcedo.startup, and on stdout where asked for.
class StartupTime : public QObject
{
    Q_OBJECT
public:
    StartupTime(FrameClock &frames, QQuickWindow &window, bool print);

private:
    void painted();

    FrameClock &m_frames;
    bool m_print;
    bool m_told = false;
};

/// How long this process has lived, to 10 ms on Linux; zero where the system does not tell.
[[nodiscard]] std::chrono::milliseconds processAge();

} // namespace alcedo
