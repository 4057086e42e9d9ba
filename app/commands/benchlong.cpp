// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/feed/simulatedsource.h>
#include <alcedo/feed/simulation/simulation.h>
#include <alcedo/recording/recordingwriter.h>
#include <commands/benchlong.h>
#include <commands/progressbar.h>

namespace alcedo {

namespace {

constexpr std::int64_t StepNs = 100'000'000;
constexpr int StepsACommit = 300;

std::vector<std::unique_ptr<Simulation>> makeWorlds()
{
    std::vector<std::unique_ptr<Simulation>> worlds; // in the order of SimulatedSource::worlds()
    worlds.push_back(Simulation::market(1));
    worlds.push_back(Simulation::league(2));
    worlds.push_back(Simulation::plant(3));
    worlds.push_back(Simulation::rooftop(4));
    worlds.push_back(Simulation::wire(5));
    return worlds;
}

void copyRecord(const RecordBatch &batch, std::size_t record, RecordBatchBuilder &out)
{
    const RecordKind kind = batch.kind(record);
    out.begin(kind, batch.key(record), batch.timeNs(record), batch.arrivalNs(record), batch.flags(record));
    const auto fields = RecordSchema::of(kind).fields;
    for (int field = 0; field < int(fields.size()); ++field) {
        switch (fields[std::size_t(field)].type) {
        case FieldType::Decimal:
            if (!batch.decimal(record, field).isNull())
                out.set(field, batch.decimal(record, field));
            break;
        case FieldType::Integer:
            if (batch.integer(record, field) != Column::Absent)
                out.set(field, batch.integer(record, field));
            break;
        case FieldType::Text:
            if (!batch.text(record, field).empty())
                out.set(field, batch.text(record, field));
            break;
        case FieldType::Levels:
            for (const BookLevel &level : batch.levels(record, field))
                out.addLevel(field, level);
            break;
        }
    }
}

/// The worlds for one step of time after the other, thinned to a rate.
class LongRecording
{
public:
    LongRecording(RecordingWriter &writer, double perStep, std::int64_t startNs)
        : m_writer(writer)
        , m_perStep(perStep)
        , m_worlds(makeWorlds())
    {
        const QStringList names = SimulatedSource::worlds();
        for (std::size_t i = 0; i < m_worlds.size(); ++i) {
            m_sources.push_back(
                writer.sourceId({0, names[qsizetype(i)], QStringLiteral("simulated"), {}, true, {}}));
            m_builders.emplace_back(SourceId(i));
            m_worlds[i]->backfill(startNs - 6'000 * StepNs, startNs, m_builders[i]);
            take(i, startNs);
        }
    }
    void advance(std::int64_t nowNs)
    {
        m_credit = std::min(m_credit + m_perStep, 10 * m_perStep);
        for (std::size_t i = m_worlds.size(); i-- > 0;) { // the markets get what the others leave
            m_worlds[i]->advance(nowNs, m_builders[i]);
            take(i, nowNs);
        }
    }

private:
    void take(std::size_t world, std::int64_t nowNs)
    {
        const RecordBatchPtr batch = m_builders[world].take();
        if (!batch)
            return;
        m_credit -= double(batch->size());
        if (m_credit >= 0 || world != 0) {
            m_writer.add(*batch, m_sources[world], nowNs);
            return;
        }
        const auto left = std::size_t(std::max(0.0, m_credit + double(batch->size())));
        for (std::size_t i = 0; i < left; ++i)
            copyRecord(*batch, i, m_builders[world]);
        m_credit = 0;
        if (const RecordBatchPtr some = m_builders[world].take())
            m_writer.add(*some, m_sources[world], nowNs);
    }

    RecordingWriter &m_writer;
    double m_perStep, m_credit = 0;
    std::vector<std::unique_ptr<Simulation>> m_worlds;
    std::vector<RecordBatchBuilder> m_builders;
    std::vector<int> m_sources;
};

} // namespace

Result<std::uint64_t> makeLongRecording(const QString &path, double hours, double recordsPerSecond,
                                        std::int64_t endNs)
{
    auto writer = RecordingWriter::open({.path = path});
    if (!writer)
        return writer.error();
    const auto steps = std::int64_t(hours * 3'600'000'000'000.0) / StepNs;
    const std::int64_t startNs = endNs - steps * StepNs;
    LongRecording work(**writer, recordsPerSecond * double(StepNs) / 1e9, startNs);
    ProgressBar bar;
    for (std::int64_t i = 1; i <= steps; ++i) {
        work.advance(startNs + i * StepNs);
        if (i % StepsACommit != 0)
            continue;
        if (const auto done = (*writer)->commit(); !done)
            return done.error();
        bar.show(double(i) / double(steps), QStringLiteral("%1 records").arg((*writer)->counters().records));
    }
    if (const auto done = (*writer)->close(); !done)
        return done.error();
    return (*writer)->counters().records;
}

} // namespace alcedo
