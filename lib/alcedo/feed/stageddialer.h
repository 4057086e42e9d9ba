// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/dialer.h>

namespace alcedo {

/// What every attempt keeps, whatever it dials: the stage it has come to and since when, how long it may take
/// in all, and the transport at its end. Thread: its own.
class StagedDialer : public Dialer
{
    Q_OBJECT
public:
    [[nodiscard]] Stage stage() const final { return m_stage; }
    [[nodiscard]] std::unique_ptr<Transport> take() final { return std::move(m_transport); }

protected:
    StagedDialer(Clock &clock, QObject *parent);
    [[nodiscard]] Clock &clock() const { return m_clock; }
    [[nodiscard]] const DialOptions &options() const { return m_options; }

    /// An attempt, from its first stage.
    void begin(const DialOptions &options);
    /// A later stage is reached; an earlier one is none.
    void pass(Stage next);
    /// The attempt is over without a transport, or nobody wants it any more.
    void end();
    /// The attempt has succeeded.
    void open(std::unique_ptr<Transport> transport);
    /// Ends the attempt and tells why.
    virtual void fail(const DialFailure &failure) = 0;

private:
    Clock &m_clock;
    Timer m_timeout;
    DialOptions m_options;
    std::unique_ptr<Transport> m_transport;
    Stage m_stage = Stage::Name;
    std::chrono::nanoseconds m_since{0};
};

} // namespace alcedo
