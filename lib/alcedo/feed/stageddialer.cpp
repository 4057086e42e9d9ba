// SPDX-License-Identifier: MIT
#include <alcedo/feed/stageddialer.h>
#include <alcedo/transport/dialphrases.h>

#include <utility>

namespace alcedo {

StagedDialer::StagedDialer(Clock &clock, QObject *parent)
    : Dialer(clock, parent)
    , m_clock(clock)
    , m_timeout(clock)
{
    connect(&m_timeout, &Timer::timeout, this, [this] {
        fail({m_stage, noAnswerWithin(m_options.timeout), 0, {}, false});
    });
}

void StagedDialer::begin(const DialOptions &options)
{
    m_options = options;
    m_stage = Stage::Name;
    m_since = m_clock.steady();
    if (options.timeout.count() > 0)
        m_timeout.start(options.timeout);
}

void StagedDialer::pass(Stage next)
{
    if (next <= m_stage)
        return;
    const auto now = m_clock.steady();
    const Stage passed = std::exchange(m_stage, next);
    const auto took = now - std::exchange(m_since, now);
    Q_EMIT stagePassed(passed, took);
}

void StagedDialer::end()
{
    m_timeout.stop();
    m_transport.reset();
}

void StagedDialer::open(std::unique_ptr<Transport> transport)
{
    m_timeout.stop();
    m_transport = std::move(transport);
    Q_EMIT opened();
}

} // namespace alcedo
