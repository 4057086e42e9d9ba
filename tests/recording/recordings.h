// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/recordjson.h>
#include <alcedo/feed/simulation/simulation.h>
#include <alcedo/recording/recordingwriter.h>
#include <alcedo/series/recordbatch.h>

#include <QByteArray>
#include <QDebug>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

/// What the tests of recordings share.
namespace recordings {

using namespace alcedo;

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Start = 1'700'000'000 * Second;

inline QByteArray jsonOf(const RecordBatch &batch)
{
    QByteArray lines;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        appendRecordJson(lines, batch, i);
        lines += '\n';
    }
    return lines;
}

inline RecordBatchPtr quoteOf(std::string_view key, std::int64_t cents, std::int64_t timeNs,
                              SourceId source = 0)
{
    RecordBatchBuilder builder(source);
    builder.begin(RecordKind::Quote, key, timeNs, timeNs);
    builder.set(quote::Last, Decimal(cents, 2));
    return builder.take();
}

inline TappedFrame frameOf(const QByteArray &bytes, std::int64_t timeNs, SourceId source = 0)
{
    return {source, 1, TappedFrame::Direction::In, TappedFrame::Opcode::Text, timeNs, bytes};
}

/// All worlds at once for some time from Start on: batches in the order in which they came, each with its
/// time.
inline std::vector<std::pair<std::int64_t, RecordBatchPtr>> simulated(int seconds)
{
    std::vector<std::unique_ptr<Simulation>> worlds;
    worlds.push_back(Simulation::market(1));
    worlds.push_back(Simulation::league(2));
    worlds.push_back(Simulation::plant(3));
    worlds.push_back(Simulation::wire(4));
    std::vector<RecordBatchBuilder> builders;
    for (std::size_t i = 0; i < worlds.size(); ++i) {
        builders.emplace_back(SourceId(i));
        worlds[i]->backfill(Start - 600 * Second, Start, builders[i]);
    }
    std::vector<std::pair<std::int64_t, RecordBatchPtr>> all;
    for (std::int64_t at = Start; at < Start + seconds * Second; at += Second / 5) {
        for (std::size_t i = 0; i < worlds.size(); ++i) {
            worlds[i]->advance(at, builders[i]);
            if (const RecordBatchPtr batch = builders[i].take())
                all.emplace_back(at, batch);
        }
    }
    return all;
}

/// A folder and a file in it.
struct File
{
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("test.alcedo"));
};

} // namespace recordings
