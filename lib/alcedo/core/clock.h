// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <chrono>

namespace alcedo {

/// Where time comes from. Injected wherever time matters, never a global, so that a test owns it.
///
/// steady() never goes back and measures intervals; wall() is nanoseconds since the Unix epoch and may jump.
/// Thread: steady() and wall() from any thread.
class Clock : public QObject
{
    Q_OBJECT
public:
    using Nanoseconds = std::chrono::nanoseconds;
    using QObject::QObject;
    [[nodiscard]] virtual Nanoseconds steady() const = 0;
    [[nodiscard]] virtual Nanoseconds wall() const = 0;
    /// True where time moves only by advance(): Timer then follows advanced() and starts no real timer.
    [[nodiscard]] virtual bool isManual() const { return false; }

Q_SIGNALS:
    /// Only from a manual clock, after time moved.
    void advanced();
};

/// The machine's clocks. The steady one goes on while the machine sleeps (Linux: CLOCK_BOOTTIME), so that
/// what is old after a night is not taken for new; elsewhere it is what std::chrono::steady_clock is.
class SystemClock final : public Clock
{
    Q_OBJECT
public:
    using Clock::Clock;
    [[nodiscard]] Nanoseconds steady() const override;
    [[nodiscard]] Nanoseconds wall() const override;
};

/// A clock that stands still until told to move. For tests and for replay. Thread: its owner's.
class ManualClock final : public Clock
{
    Q_OBJECT
public:
    explicit ManualClock(Nanoseconds wall = std::chrono::hours(24 * 365 * 50), QObject *parent = nullptr);
    [[nodiscard]] Nanoseconds steady() const override { return m_steady; }
    [[nodiscard]] Nanoseconds wall() const override { return m_wall; }
    [[nodiscard]] bool isManual() const override { return true; }
    /// Moves both clocks and fires what falls due, in the order of the due times.
    void advance(Nanoseconds by);
    /// Moves the wall clock alone, as a person or NTP would.
    void jumpWall(Nanoseconds by) { m_wall += by; }

private:
    friend class Timer;
    Nanoseconds m_steady{0};
    Nanoseconds m_wall;
    Nanoseconds m_nextDue = Nanoseconds::max();
};

} // namespace alcedo
