// SPDX-License-Identifier: MIT
#include <alcedo/feed/simulatedsource.h>

namespace alcedo {

using namespace std::chrono_literals;

namespace {

// The wall clock was set, or the machine slept: what would have happened meanwhile is not made up.
constexpr Clock::Nanoseconds LongestStep = 30s, LongestStepBack = 1s;

std::unique_ptr<Simulation> makeWorld(const QString &world, std::uint64_t seed)
{
    if (world == QLatin1String("scores"))
        return Simulation::league(seed);
    if (world == QLatin1String("plant-2"))
        return Simulation::plant(seed);
    if (world == QLatin1String("roof-gw"))
        return Simulation::rooftop(seed);
    if (world == QLatin1String("wire"))
        return Simulation::wire(seed);
    return Simulation::market(seed);
}

} // namespace

QStringList SimulatedSource::worlds()
{
    return {QStringLiteral("markets"), QStringLiteral("scores"), QStringLiteral("wire"),
            QStringLiteral("plant-2"), QStringLiteral("roof-gw")};
}

SimulatedSource::SimulatedSource(SourceId id, const QString &world, Options options, Clock &clock,
                                 QObject *parent)
    : Source(id, world, parent)
    , m_options(options)
    , m_clock(clock)
    , m_timer(clock, this)
    , m_simulation(makeWorld(world, options.seed))
    , m_builder(id)
{
    m_status.id = id;
    m_status.name = world;
    m_status.dialect = QStringLiteral("simulated");
    m_status.demo = true;
    connect(&m_timer, &Timer::timeout, this, &SimulatedSource::emitBatch);
}

SimulatedSource::~SimulatedSource() = default;

void SimulatedSource::start()
{
    if (m_timer.isActive())
        return;
    m_status.link.state = LinkState::Live;
    m_status.link.since = m_status.link.lastUp = m_clock.wall();
    m_rateSince = m_clock.steady();
    m_timer.start(m_options.step, Timer::Repeat::Always);
    Q_EMIT statusChanged();
    emitBatch();
}

void SimulatedSource::stop()
{
    if (!m_timer.isActive())
        return;
    m_timer.stop();
    m_status.link.state = LinkState::Off;
    m_status.link.since = m_status.link.lastDown = m_clock.wall();
    m_status.recordsPerSecond = 0;
    Q_EMIT statusChanged();
}

SourceStatus SimulatedSource::status() const
{
    return m_status;
}

void SimulatedSource::emitBatch()
{
    const auto now = m_clock.wall();
    if (!m_backfilled) {
        m_backfilled = true;
        if (m_options.backfill > 0min)
            m_simulation->backfill((now - m_options.backfill).count(), now.count(), m_builder);
    }
    if (m_advancedTo.count() != 0 &&
        (now - m_advancedTo > LongestStep || m_advancedTo - now > LongestStepBack)) {
        m_simulation = makeWorld(name(), m_options.seed);
        m_simulation->backfill(now.count(), now.count(), m_builder); // as things stand, without a past
    }
    m_advancedTo = now;
    m_simulation->advance(now.count(), m_builder);
    const RecordBatchPtr batch = m_builder.take();
    if (batch) {
        m_status.records += batch->size();
        m_status.lastRecordNs = now.count();
        m_status.link.messagesIn += 1;
    }
    if (const auto elapsed = m_clock.steady() - m_rateSince; elapsed >= 1s) {
        m_status.recordsPerSecond =
            double(m_status.records - m_recordsAtRateSince) / std::chrono::duration<double>(elapsed).count();
        m_recordsAtRateSince = m_status.records;
        m_rateSince = m_clock.steady();
        Q_EMIT statusChanged();
    }
    if (batch)
        Q_EMIT batchReady(batch);
}

} // namespace alcedo
