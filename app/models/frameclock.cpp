// SPDX-License-Identifier: GPL-3.0-or-later
#include "frameclock.h"

#include <QScreen>
#include <algorithm>

namespace alcedo {

namespace {
constexpr qint64 AgeTickMs = 1000;  // ages are shown to the second
constexpr qint64 PaintWaitMs = 100; // a window that paints slower than this is not waited for
} // namespace

FrameClock::FrameClock(Store &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_timer(this)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &FrameClock::poll);
    m_sinceFrame.start();
}

void FrameClock::follow(QQuickWindow *window)
{
    if (m_window)
        m_window->disconnect(this);
    m_window = window;
    m_awaitsPaint = false;
    connect(window, &QQuickWindow::afterAnimating, this, [this] {
        m_awaitsPaint = false;
        if (m_isDue) // not here: the frame under way is about to be polished
            QMetaObject::invokeMethod(this, &FrameClock::poll, Qt::QueuedConnection);
    });
    const qreal rate = window->screen() ? window->screen()->refreshRate() : 60;
    m_timer.start(int(1000 / std::clamp(rate, 30.0, 240.0)));
}

void FrameClock::poll()
{
    if (m_held && !m_view)
        return;
    const qint64 elapsed = m_sinceFrame.elapsed();
    m_isDue = m_awaitsPaint && elapsed < PaintWaitMs;
    if (m_isDue)
        return;
    const bool isAging = !m_view && elapsed >= AgeTickMs;
    if (shownStore().latest().revision != m_snapshot.revision || isAging)
        tick();
}

void FrameClock::tick()
{
    if (m_held && !m_view)
        return;
    const Snapshot &newest = shownStore().latest();
    if (newest.revision != m_snapshot.revision || newest.origin != m_snapshot.origin)
        m_snapshot = newest;
    else if (m_view)
        m_snapshot.wallNs = m_view->clock.wall().count();
    else if (m_snapshot.wallNs != 0)
        m_snapshot.wallNs += m_sinceFrame.nsecsElapsed(); // nothing new, but all of it is older
    emitFrame();
}

void FrameClock::emitFrame()
{
    ++m_frames;
    m_sinceFrame.restart();
    Q_EMIT frame(m_snapshot);
    if (m_window && m_window->isExposed()) {
        m_awaitsPaint = true;
        m_window->update();
    }
}

void FrameClock::show(std::shared_ptr<MomentView> view)
{
    m_view = m_held ? std::move(view) : nullptr;
    if (m_view)
        tick();
}

void FrameClock::setHeld(bool held)
{
    if (m_held == held)
        return;
    m_held = held;
    m_view.reset();
    Q_EMIT heldChanged(held);
    if (!held)
        tick();
}

} // namespace alcedo
