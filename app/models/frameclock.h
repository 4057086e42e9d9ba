// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/recording/playback.h>
#include <alcedo/series/store.h>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QQuickWindow>
#include <QTimer>

namespace alcedo {

/// Turns the store's newest snapshot into one event a rendered frame. Every model and plot follows frame(),
/// none follows a record. While held (paused) the snapshot stands still and live goes on behind it.
///
/// It ticks at the screen's rate, before the frame is polished, so that what the models change is painted in
/// that same frame; and waits with the next tick until the window has taken up the last one, so that a slow
/// renderer is not drowned, and then ticks at once. Thread: GUI. The store must outlive it.
class FrameClock : public QObject
{
    Q_OBJECT
public:
    explicit FrameClock(Store &store, QObject *parent = nullptr);
    /// Ticks for this window's frames from now on.
    void follow(QQuickWindow *window);
    /// For tests and the first paint: take the newest snapshot now (where not held) and emit frame().
    void tick();
    [[nodiscard]] const Snapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] bool isHeld() const { return m_held; }
    void setHeld(bool held);
    /// While held: another store's frames in place of the live one's, at once; null: none, the view stands.
    void show(std::shared_ptr<MomentView> view);
    /// Frames emitted since start; each model may count its own cost against it.
    [[nodiscard]] quint64 frames() const { return m_frames; }

Q_SIGNALS:
    /// A new frame is about to be painted; snapshot() is what it may show. Also once a second without new
    /// data, for ages.
    void frame(const alcedo::Snapshot &snapshot);
    void heldChanged(bool held);

private:
    void poll();
    void emitFrame();

    [[nodiscard]] Store &shownStore() { return m_view ? m_view->store : m_store; }

    Store &m_store;
    std::shared_ptr<MomentView> m_view; ///< null: live, or what was live when it was held
    Snapshot m_snapshot;
    QPointer<QQuickWindow> m_window;
    QTimer m_timer;
    QElapsedTimer m_sinceFrame;
    bool m_awaitsPaint = false; ///< the window has not yet taken up the last frame
    bool m_isDue = false;       ///< a tick waits for that
    bool m_held = false;
    quint64 m_frames = 0;
};

} // namespace alcedo
