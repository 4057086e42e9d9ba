// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <alcedo/series/store.h>

#include <QObject>
#include <QPointer>
#include <QQuickWindow>

namespace alcedo {

/// Turns the store's newest snapshot into one event a rendered frame. Every model and plot follows frame(), none
/// follows a record. While held (paused) the snapshot stands still and live goes on behind it.
/// Thread: GUI.
class FrameClock : public QObject
{
    Q_OBJECT
public:
    explicit FrameClock(Store &store, QObject *parent = nullptr);
    /// Follows the window's frames (QQuickWindow::afterAnimating) and keeps asking for the next while data flows.
    void follow(QQuickWindow *window);
    /// For tests and the first paint: take the newest snapshot now and emit frame().
    void tick();
    [[nodiscard]] const Snapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] bool isHeld() const { return m_held; }
    void setHeld(bool held);
    /// Frames emitted since start; each model may count its own cost against it.
    [[nodiscard]] quint64 frames() const { return m_frames; }

Q_SIGNALS:
    /// A new frame is about to be painted; snapshot() is what it may show. Also once a second without new data, for ages.
    void frame(const alcedo::Snapshot &snapshot);
    void heldChanged(bool held);

private:
    Store &m_store;
    Snapshot m_snapshot;
    bool m_held = false;
    quint64 m_frames = 0;
};

} // namespace alcedo
