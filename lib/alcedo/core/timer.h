// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>

#include <QObject>
#include <QTimer>

namespace alcedo {

/// A one-shot or repeating timer on an injected Clock: a QTimer on a SystemClock, exact on a ManualClock.
/// Thread: its own; the clock must outlive it.
class Timer : public QObject
{
    Q_OBJECT
public:
    enum class Repeat { Once, Always };
    explicit Timer(Clock &clock, QObject *parent = nullptr);
    /// Starts or restarts. An interval of zero fires in the next turn of the event loop (or advance()).
    void start(Clock::Nanoseconds interval, Repeat repeat = Repeat::Once);
    void stop();
    [[nodiscard]] bool isActive() const { return m_active; }
    /// Time left, zero where not active.
    [[nodiscard]] Clock::Nanoseconds remaining() const;

Q_SIGNALS:
    void timeout();

private:
    void fire();
    void followManualClock();

    Clock &m_clock;
    QTimer m_timer;
    Clock::Nanoseconds m_due{0};
    Clock::Nanoseconds m_interval{0};
    Repeat m_repeat = Repeat::Once;
    bool m_active = false;
};

} // namespace alcedo
