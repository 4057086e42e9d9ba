// SPDX-License-Identifier: MIT
// Going back while the recorder writes on, in stores that are handed over whole; and records for other
// programs.
#include <alcedo/recording/compression.h>
#include <alcedo/recording/playback.h>
#include <alcedo/recording/recorder.h>
#include <alcedo/recording/recordsink.h>

#include "recordings.h"

#include <QBuffer>
#include <QSignalSpy>
#include <QtEndian>

using namespace alcedo;
using namespace recordings;
using namespace std::chrono_literals;

namespace {

const Playback::Sources Markets{{{QStringLiteral("markets"), QStringLiteral("native")}, SourceId(4)}};

Decimal firstPrice(const Playback::Sought &sought)
{
    const Snapshot &snapshot = sought.view->store.latest();
    return snapshot.quotes.empty() ? Decimal() : snapshot.quotes[0].last;
}

RecordBatchPtr someRecords()
{
    RecordBatchBuilder builder(0);
    builder.begin(RecordKind::Quote, "A,\"B\"", Start, Start + 1, RecordFlag::Replayed);
    builder.set(quote::Last, Decimal(150, 2));
    builder.begin(RecordKind::Book, "BOOK", Start, Start + 2, RecordFlag::Snapshot);
    builder.addLevel(book::Levels, {Decimal(1, 0), Decimal(20, 1), BookLevel::Side::Ask});
    return builder.take();
}

} // namespace

class tst_Playback : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatCannotBeShownIsSaid()
    {
        Playback playback(QStringLiteral("/nowhere/at/all"));
        QSignalSpy sought(&playback, &Playback::sought);
        playback.seek(Start, Markets, Snapshot());
        playback.play(1);
        playback.step();
        QTRY_COMPARE(sought.size(), 1);
        const auto answer = sought[0][0].value<Playback::Sought>();
        QVERIFY(!answer.view);
        QVERIFY(!answer.error.isEmpty());
    }

    /// Not the year 1970 with nothing in it.
    void anEmptyRecordingHasNoMoment()
    {
        const File at;
        QVERIFY(RecordingWriter::open({.path = at.path}));
        Playback playback(at.path);
        QSignalSpy sought(&playback, &Playback::sought);
        playback.seek(Start, Markets, Snapshot());
        QTRY_COMPARE(sought.size(), 1);
        const auto answer = sought[0][0].value<Playback::Sought>();
        QVERIFY(!answer.view);
        QCOMPARE(answer.error.text(), QStringLiteral("nothing is recorded yet"));
    }

    void seeksWhileTheRecorderWrites()
    {
        const File at;
        SystemClock clock;
        Recorder recorder({.file = {.path = at.path}}, clock);
        SourceStatus status;
        status.id = 4;
        status.name = QStringLiteral("markets");
        status.dialect = QStringLiteral("native");
        recorder.noteSource(status);
        recorder.start();
        std::vector<std::int64_t> moments;
        for (int price = 0; price < 10; ++price) {
            recorder.push(quoteOf("A", price, clock.wall().count(), 4));
            recorder.flush();
            moments.push_back(recorder.status().counters.lastNs);
        }
        // The rows of what is live, in its order.
        Store live({}, clock);
        live.append(*quoteOf("Z", 1, Start, 4));
        live.append(*quoteOf("A", 99, Start, 4));
        live.publish();

        Playback playback(at.path);
        QSignalSpy sought(&playback, &Playback::sought);
        for (int i = 0; i < 100; ++i)
            playback.seek(moments[std::size_t(i % 10)], Markets, live.latest());
        playback.seek(moments[4], Markets, live.latest());
        QTRY_VERIFY(!playback.isSeeking());
        QVERIFY(sought.size() < 100); // the newest counts
        const auto answer = sought.last()[0].value<Playback::Sought>();
        QVERIFY2(answer.view, qPrintable(answer.error.text()));
        const Snapshot &shown = answer.view->store.latest();
        QCOMPARE(shown.quotes.size(), 2u);
        QVERIFY(shown.quotes[0].last.isNull()); // Z was not heard of by then
        QCOMPARE(shown.quotes[1].last, Decimal(4, 2));
        QCOMPARE(shown.quotes[1].key, live.latest().quotes[1].key);
        QVERIFY(shown.origin != live.latest().origin);
        QCOMPARE(shown.wallNs, moments[4]);

        QSignalSpy stepped(&playback, &Playback::stepped), caughtUp(&playback, &Playback::caughtUp);
        playback.step();
        QTRY_COMPARE(stepped.size(), 1);
        QCOMPARE(answer.view->store.latest().quotes[1].last, Decimal(5, 2));
        playback.play(0);
        QTRY_VERIFY(!caughtUp.isEmpty());
        QCOMPARE(answer.view->store.latest().quotes[1].last, Decimal(9, 2));
        playback.leave();
    }

    void unknownSourcesAreLeftOut()
    {
        const File at;
        auto writer = RecordingWriter::open({.path = at.path});
        QVERIFY(writer);
        const int known =
            (*writer)->sourceId({0, QStringLiteral("markets"), QStringLiteral("native"), {}, false, {}});
        const int other =
            (*writer)->sourceId({0, QStringLiteral("other"), QStringLiteral("native"), {}, false, {}});
        (*writer)->add(*quoteOf("B", 7, Start, 1), other, Start);
        (*writer)->add(*quoteOf("A", 8, Start, 0), known, Start);
        QVERIFY((*writer)->close());
        Playback playback(at.path);
        QSignalSpy sought(&playback, &Playback::sought);
        playback.seek(Start + Second, Markets, Snapshot());
        QTRY_COMPARE(sought.size(), 1);
        const auto answer = sought[0][0].value<Playback::Sought>();
        QVERIFY2(answer.view, qPrintable(answer.error.text()));
        QCOMPARE(answer.atNs, Start); // there is nothing later
        QCOMPARE(answer.view->store.latest().quotes.size(), 1u);
        QCOMPARE(firstPrice(answer), Decimal(8, 2));
        QSignalSpy looked(&playback, &Playback::looked);
        playback.look({Start - Second, Start + Second}, 2);
        QTRY_COMPARE(looked.size(), 1);
        const auto overview = looked[0][0].value<Playback::Overview>();
        QCOMPARE(overview.density, (std::vector<std::uint64_t>{0, 2}));
    }

    void csvQuotesWhatNeedsIt()
    {
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        const auto sink = makeCsvSink(buffer, {RecordKind::Quote, RecordKind::Book});
        sink->begin();
        for (std::size_t i = 0; i < 2; ++i)
            sink->add(*someRecords(), i, "markets");
        sink->end();
        QVERIFY(sink->flush());
        const QByteArrayList lines = buffer.data().split('\n');
        QVERIFY(lines[0].startsWith("source,kind,key,time_ns,recv_ns,flags,last,bid,"));
        QCOMPARE(lines[1],
                 QByteArray("markets,quote,\"A,\"\"B\"\"\",1700000000000000000,1700000000000000001,replayed,"
                            "1.50,,,,,,,,,,,\r"));
        QVERIFY(lines[2].contains("\"[[\"\"ask\"\",\"\"1\"\",\"\"2.0\"\"]]\""));
    }

    void mcapHasItsMagicAndItsFooter()
    {
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        const auto sink = makeMcapSink(buffer);
        QVERIFY(!sink->isResumable());
        sink->begin();
        for (std::size_t i = 0; i < 2; ++i)
            sink->add(*someRecords(), i, "markets");
        sink->end();
        QVERIFY(sink->flush());
        const QByteArray bytes = buffer.data(), magic("\x89MCAP0\r\n", 8);
        QVERIFY(bytes.startsWith(magic) && bytes.endsWith(magic));
        const char *footer = bytes.constData() + bytes.size() - 8 - 29; // its record: 1 + 8 + 20 bytes
        QCOMPARE(footer[0], char(2));
        QCOMPARE(qFromLittleEndian<quint64>(footer + 1), quint64(20));
        const auto summary = qFromLittleEndian<quint64>(footer + 9);
        QVERIFY(summary > 8 && summary < quint64(bytes.size()));
        QCOMPARE(bytes[qsizetype(summary)], char(3)); // a schema is its first record
    }
};

QTEST_GUILESS_MAIN(tst_Playback)
#include "tst_playback.moc"
