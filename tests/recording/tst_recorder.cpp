// SPDX-License-Identifier: MIT
// The file: what is refused, what a crash leaves, its bounds, and the recorder's own thread.
#include <alcedo/recording/recorder.h>
#include <alcedo/recording/recording.h>

#include "recordings.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <random>

using namespace alcedo;
using namespace recordings;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<RecordingWriter> writerOf(const RecordingWriter::Options &options)
{
    auto writer = RecordingWriter::open(options);
    if (!writer)
        QTest::qFail(qPrintable(writer.error().message()), __FILE__, __LINE__);
    return writer ? std::move(writer).value() : nullptr;
}

std::unique_ptr<Recording> recordingOf(const QString &path)
{
    auto recording = Recording::open(path);
    if (!recording)
        QTest::qFail(qPrintable(recording.error().message()), __FILE__, __LINE__);
    return recording ? std::move(recording).value() : nullptr;
}

std::vector<RecordedBatch> allOf(Recording &recording)
{
    std::vector<RecordedBatch> all;
    const auto blocks =
        recording.blocks(Recording::Kind::Records, {0, std::numeric_limits<std::int64_t>::max()});
    if (!blocks)
        return all;
    for (const BlockEntry &block : *blocks) {
        auto records = recording.records(block, 0);
        if (!records)
            QTest::qFail(qPrintable(records.error().message()), __FILE__, __LINE__);
        else
            all.insert(all.end(), records->begin(), records->end());
    }
    return all;
}

const RecordedSource Markets{
    0, QStringLiteral("markets"), QStringLiteral("native"), QStringLiteral("ws://x"), false, {}};

} // namespace

class tst_Recorder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void foreignFilesAreLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("text") << QByteArray("not a database, but long enough to be one: ").repeated(50);
        QTest::newRow("half a header") << QByteArray("SQLite format 3\0abc", 19);
    }
    void foreignFilesAreLeftAlone()
    {
        QFETCH(QByteArray, content);
        const File at;
        QFile file(at.path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(content);
        file.close();
        const auto writer = RecordingWriter::open({.path = at.path});
        QVERIFY(!writer);
        QVERIFY(!Recording::open(at.path));
        QVERIFY(file.open(QFile::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void anotherProgramsDatabaseIsRefused()
    {
        const File at;
        {
            auto database = Database::open(at.path, Database::Access::Write);
            QVERIFY(database);
            QVERIFY((*database)->run("CREATE TABLE theirs(x); PRAGMA application_id = 7;"));
        }
        const auto writer = RecordingWriter::open({.path = at.path});
        QVERIFY(!writer);
        QCOMPARE(writer.error().code(), ErrorCode::Parse);
        const auto recording = Recording::open(at.path);
        QVERIFY(!recording);
        QVERIFY(recording.error().message().contains(QStringLiteral("no recording")));
    }

    void aLaterFormatIsRefused()
    {
        const File at;
        QVERIFY(writerOf({.path = at.path})->close());
        {
            auto database = Database::open(at.path, Database::Access::Write);
            QVERIFY((*database)->run("PRAGMA user_version = 2"));
        }
        QCOMPARE(Recording::open(at.path).error().code(), ErrorCode::NotSupported);
        QCOMPARE(RecordingWriter::open({.path = at.path}).error().code(), ErrorCode::NotSupported);
    }

    void noSuchPlace()
    {
        QVERIFY(!RecordingWriter::open({.path = QStringLiteral("/proc/self/no/such/file")}));
        QVERIFY(!Recording::open(QStringLiteral("/nowhere/at/all")));
        QCOMPARE(RecordingWriter::open({.path = QStringLiteral("x"), .maxBytes = 100}).error().code(),
                 ErrorCode::InvalidArgument);
    }

    void damagedBlockIsAnError()
    {
        const File at;
        auto writer = writerOf({.path = at.path});
        const int source = writer->sourceId(Markets);
        writer->add(*quoteOf("A", 1, Start), source, Start);
        QVERIFY(writer->close());
        {
            auto database = Database::open(at.path, Database::Access::Write);
            QVERIFY((*database)->run("UPDATE block SET data = x'00112233'"));
        }
        const auto recording = recordingOf(at.path);
        const auto blocks = recording->blocks(Recording::Kind::Records, {0, Start + Second});
        QVERIFY(blocks && blocks->size() == 1);
        QCOMPARE(recording->records(blocks->front(), 0).error().code(), ErrorCode::Parse);
    }

    void whatWasCommittedIsThereWithoutAnyClose()
    {
        const File at;
        auto writer = writerOf({.path = at.path});
        const int source = writer->sourceId(Markets);
        writer->add(*quoteOf("A", 1, Start), source, Start);
        QVERIFY(writer->commit());
        writer->add(*quoteOf("A", 2, Start + Second), source, Start + Second);
        QVERIFY(writer->commit());
        writer->add(*quoteOf("A", 3, Start + 2 * Second), source, Start + 2 * Second); // never committed
        // As after a kill: another process opens the file with its WAL.
        const auto recording = recordingOf(at.path);
        const auto records = allOf(*recording);
        QCOMPARE(records.size(), 2u);
        QCOMPARE(records[1].batch->decimal(0, quote::Last), Decimal(2, 2));
        QCOMPARE(recording->range(), (TimeRange{Start, Start + Second}));
        writer.reset(); // without close()
        auto next = writerOf({.path = at.path});
        QCOMPARE(next->sourceId(Markets), source); // the same source goes on
        next->add(*quoteOf("A", 4, Start + 3 * Second), source, Start + 3 * Second);
        QVERIFY(next->close());
        const auto again = allOf(*recording);
        QCOMPARE(again.size(), 3u);
        QVERIFY(again[2].sequence > again[1].sequence);
    }

    void openBlocksAreNotWrittenTwice()
    {
        const File at;
        auto writer = writerOf({.path = at.path});
        const int source = writer->sourceId(Markets);
        for (int i = 0; i < 30; ++i) {
            writer->add(*quoteOf("A", i, Start + i * Second / 2), source, Start + i * Second / 2);
            QVERIFY(writer->commit());
        }
        QVERIFY(writer->close());
        const auto recording = recordingOf(at.path);
        QCOMPARE(allOf(*recording).size(), 30u);
        // What seldom comes gathers in one.
        QCOMPARE(recording->blocks(Recording::Kind::Records, {0, Start + 60 * Second})->size(), 1u);
        QCOMPARE(recording->count(Recording::Kind::Records), 30u);
        QCOMPARE(recording->channels(source).size(), 1u);
    }

    void blocksEndBySizeAndByTime()
    {
        const File at;
        auto writer = writerOf({.path = at.path});
        const int source = writer->sourceId(Markets);
        const auto tell = [&](const QByteArray &bytes, std::int64_t second) {
            writer->add(frameOf(bytes, Start + second * Second), source);
        };
        for (int second = 0; second < 300; ++second) // 30 KB in all
            tell(QByteArray(100, 'a'), second);
        tell("b", 700); // more than ten minutes after the first
        tell(QByteArray(400'000, 'b'), 701);
        tell("c", 702); // so much is enough where there is time
        tell(QByteArray(300'000, 'c'), 702);
        tell("d", 702); // there is none, so soon after the last
        tell(QByteArray(1'200'000, 'd'), 702);
        tell("e", 702); // a megabyte is enough without any
        QVERIFY(writer->close());
        const auto blocks =
            recordingOf(at.path)->blocks(Recording::Kind::Frames, {0, Start + 1'000 * Second});
        QVERIFY(blocks);
        std::vector<std::uint64_t> counts;
        for (const BlockEntry &block : *blocks)
            counts.push_back(block.count);
        QCOMPARE(counts, (std::vector<std::uint64_t>{300, 2, 4, 1}));
        // One that began long before a moment and ends long after it is found.
        QCOMPARE(recordingOf(at.path)
                     ->blocks(Recording::Kind::Frames, {Start + 100 * Second, Start + 101 * Second})
                     ->size(),
                 1u);
    }

    void quietSourcesOutliveBusyOnes()
    {
        const File at;
        auto writer = writerOf({.path = at.path, .maxBytes = 4 << 20});
        const int busy = writer->sourceId(Markets);
        RecordedSource other = Markets;
        other.name = QStringLiteral("quiet");
        const int quiet = writer->sourceId(other);
        std::mt19937_64 random(1);
        for (int i = 0; i < 200; ++i) {
            const std::int64_t now = Start + i * Second;
            QByteArray noise(100'000, Qt::Uninitialized);
            for (char &c : noise)
                c = char(random());
            writer->add(frameOf(noise, now), busy);
            writer->add(frameOf("tick", now), quiet);
            QVERIFY(writer->commit());
        }
        QVERIFY(writer->close());
        std::map<int, std::uint64_t> counts;
        const auto recording = recordingOf(at.path);
        const auto blocks = recording->blocks(Recording::Kind::Frames, {0, Start + 300 * Second});
        for (const BlockEntry &block : *blocks)
            counts[block.source] += block.count;
        QVERIFY2(counts[busy] < 60, qPrintable(QString::number(counts[busy]))); // the ring turned over
        QCOMPARE(counts[quiet], 200u);
    }

    void aClockThatGoesBack()
    {
        const File at;
        auto writer = writerOf({.path = at.path});
        const int source = writer->sourceId(Markets);
        const std::int64_t times[] = {Start, Start - Second / 2, Start - 3'600 * Second,
                                      Start - 3'599 * Second};
        for (const std::int64_t time : times)
            writer->add(*quoteOf("A", 1, time), source, time);
        QVERIFY(writer->close());
        const auto records = allOf(*recordingOf(at.path));
        QCOMPARE(records[1].atNs, Start);
        QCOMPARE(records[2].atNs, Start);
        QCOMPARE(records[3].atNs, Start + Second); // an hour was set back; time goes on
        QCOMPARE(records[3].batch->arrivalNs(0), Start - 3'599 * Second); // what was said stays
    }

    void theFileStaysWithinItsBound()
    {
        const File at;
        RecordingWriter::Options options{.path = at.path, .maxBytes = 8 << 20};
        auto writer = writerOf(options);
        const int source = writer->sourceId(Markets);
        std::mt19937_64 random(1);
        qint64 largest = 0;
        for (int i = 0; i < 400; ++i) {
            QByteArray noise(100'000, Qt::Uninitialized); // does not compress
            for (char &c : noise)
                c = char(random());
            const std::int64_t now = Start + i * Second / 10;
            writer->add(frameOf(noise, now), source);
            writer->add(*quoteOf("A", i, now), source, now);
            QVERIFY(writer->commit());
            largest = std::max(largest, qint64(writer->counters().fileBytes));
        }
        QVERIFY(writer->close());
        QVERIFY2(largest <= options.maxBytes, qPrintable(QString::number(largest)));
        const auto recording = recordingOf(at.path);
        const TimeRange range = recording->range();
        QCOMPARE(range.toNs, Start + 399 * Second / 10);
        QCOMPARE(range.fromNs, Start); // the few quotes are all in one block, which is still written to
        const auto frames = recording->blocks(Recording::Kind::Frames, range);
        QVERIFY(frames && !frames->empty());
        QVERIFY(frames->front().firstNs > Start + 20 * Second); // the oldest went
        QVERIFY(frames->front().firstNs < Start + 39 * Second); // not all
    }

    void oldBlocksGo()
    {
        const File at;
        auto writer = writerOf({.path = at.path, .maxAge = 60s});
        const int source = writer->sourceId(Markets);
        for (int i = 0; i < 200; ++i)
            writer->add(*quoteOf("A", i, Start + i * Second), source, Start + i * Second);
        QVERIFY(writer->close());
        const auto range = recordingOf(at.path)->range();
        QVERIFY(range.fromNs >= Start + 120 * Second && range.fromNs <= Start + 140 * Second);
        QCOMPARE(recordingOf(at.path)->keyframes(0, Start + 125 * Second).size(), 0u);
    }

    void recorderOnItsThread()
    {
        const File at;
        SystemClock clock;
        Recorder recorder({.file = {.path = at.path}}, clock);
        QSignalSpy told(&recorder, &Recorder::statusChanged);
        recorder.start();
        SourceStatus named;
        named.id = 4;
        named.name = QStringLiteral("markets");
        named.dialect = QStringLiteral("native");
        recorder.noteSource(named);
        for (int i = 0; i < 1'000; ++i) {
            recorder.push(quoteOf("A", i, clock.wall().count(), 4));
            recorder.push(frameOf("{}", clock.wall().count(), 4));
        }
        recorder.flush();
        QCOMPARE(recorder.status().state, RecorderStatus::State::Recording);
        const auto recording = recordingOf(at.path);
        QCOMPARE(allOf(*recording).size(), 1'000u);
        QCOMPARE(recording->count(Recording::Kind::Frames), 1'000u);
        QCOMPARE(recording->sources().at(0).name, QStringLiteral("markets"));
        recorder.stop();
        QTRY_VERIFY(!told.isEmpty() &&
                    told.last()[0].value<RecorderStatus>().state == RecorderStatus::State::Off);
        QCOMPARE(told.last()[0].value<RecorderStatus>().counters.records, 1'000u);
    }

    void aFullQueueDropsAndCounts()
    {
        const File at;
        SystemClock clock;
        Recorder recorder({.file = {.path = at.path}, .maxQueueBytes = 10'000}, clock);
        for (int i = 0; i < 1'000; ++i) // it is not started: nobody takes
            recorder.push(frameOf(QByteArray(100, 'x'), Start + i));
        const RecorderStatus status = recorder.status();
        QVERIFY(status.queueBytes <= 10'000);
        QVERIFY(status.overflowed > 900 && status.overflowed < 1'000);
        recorder.start();
        recorder.flush();
        recorder.stop();
        QCOMPARE(recorder.status().counters.frames + recorder.status().counters.dropped, 1'000u);
        const auto events = recordingOf(at.path)->events({0, std::numeric_limits<std::int64_t>::max()});
        QCOMPARE(events.size(), 1u);
        QCOMPARE(events[0].missed, status.overflowed);
    }

    void aPlaceThatCannotBeWrittenIsSaidAndRecovered()
    {
        const QTemporaryDir folder;
        const QString place = folder.filePath(QStringLiteral("later"));
        SystemClock clock;
        Recorder recorder({.file = {.path = place + QStringLiteral("/x.alcedo")}}, clock);
        recorder.start();
        recorder.push(quoteOf("A", 1, Start));
        recorder.flush();
        QCOMPARE(recorder.status().state, RecorderStatus::State::Suspended);
        QVERIFY(!recorder.status().reason.isEmpty());
        QCOMPARE(recorder.status().counters.dropped, 1u);
        QVERIFY(QDir().mkdir(place));
        recorder.flush(); // tries again at once
        QCOMPARE(recorder.status().state, RecorderStatus::State::Recording);
        recorder.push(quoteOf("A", 2, Start));
        recorder.flush();
        QCOMPARE(allOf(*recordingOf(place + QStringLiteral("/x.alcedo"))).size(), 1u);
    }
};

QTEST_GUILESS_MAIN(tst_Recorder)
#include "tst_recorder.moc"
