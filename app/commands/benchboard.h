// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/core/result.h>

#include <QMutex>
#include <QObject>
#include <QQmlEngine>
#include <QQuickWindow>
#include <chrono>
#include <memory>
#include <vector>

namespace alcedo {

class Dashboard;
class InspectorModel;

/// The benchmark's window: the product's own panels, a watchlist of all keys and 16 charts of the first ones,
/// and the time that their frames take. Thread: GUI; frames are noted from the thread that paints.
class BenchBoard : public QObject
{
    Q_OBJECT
public:
    static constexpr int Charts = 16;
    explicit BenchBoard(Dashboard &dashboard);
    ~BenchBoard() override;
    /// Loads and shows it (Io where a panel does not load).
    [[nodiscard]] Result<void> open(const QStringList &keys);
    enum class Inspector { Closed, Open };
    /// Shows the Inspector over the lower part of the board, as the dashboard does, or takes it away. After
    /// open().
    const InspectorModel &showInspector(Inspector inspector);
    /// Forgets what was noted so far: the warm-up.
    void beginMeasuring();

    struct Frames
    {
        std::size_t count = 0;
        double perSecond = 0;
        double gapP50 = 0, gapP99 = 0; ///< ms from one painted frame to the next
        double guiP50 = 0, guiP99 = 0; ///< ms of the GUI thread's processor time from one frame to the next
        double renderP50 = 0, renderP99 = 0; ///< and of the renderer's thread
    };
    [[nodiscard]] Frames frames() const;
    [[nodiscard]] QQuickWindow *window() const { return m_window.get(); }

private:
    void noteGuiTime();
    void notePainted();
    Dashboard &m_dashboard;
    QQmlEngine m_engine;
    std::unique_ptr<QQuickWindow> m_window;
    mutable QMutex m_mutex; ///< over what is noted, below
    std::vector<std::chrono::nanoseconds> m_paintedAt;
    std::vector<double> m_guiMs, m_renderMs;
    std::chrono::nanoseconds m_guiTime{0}, m_renderTime{0};
};

} // namespace alcedo
