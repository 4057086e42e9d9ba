// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/feed/simulation/simulation.h>
#include <alcedo/feed/source.h>

#include <memory>
#include <vector>

namespace alcedo {

/// Made-up data with the habits of the real thing, for the demo and for tests: always marked demo.
/// The first batch is the past (Options::backfill), then one batch every Options::step.
class SimulatedSource final : public Source
{
    Q_OBJECT
public:
    struct Options
    {
        std::uint64_t seed = 1;
        std::chrono::milliseconds step{20};
        std::chrono::minutes backfill{100}; ///< zero: no past
    };
    /// "markets", "scores", "plant-2", "roof-gw", "wire": the worlds there are, in the order in which the
    /// demo shows them.
    [[nodiscard]] static QStringList worlds();

    /// world: one of worlds(); it is the source's name too.
    SimulatedSource(SourceId id, const QString &world, Options options, Clock &clock,
                    QObject *parent = nullptr);
    ~SimulatedSource() override;

    void start() override;
    void stop() override;
    [[nodiscard]] SourceStatus status() const override;

private:
    void emitBatch();

    Options m_options;
    Clock &m_clock;
    Timer m_timer;
    std::unique_ptr<Simulation> m_simulation;
    RecordBatchBuilder m_builder;
    SourceStatus m_status;
    bool m_backfilled = false;
    Clock::Nanoseconds m_advancedTo{0}; ///< wall
    Clock::Nanoseconds m_rateSince{0};
    quint64 m_recordsAtRateSince = 0;
};

} // namespace alcedo
