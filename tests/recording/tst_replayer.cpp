// SPDX-License-Identifier: MIT
// Looking again: the same batches in the same order, at any speed, from anywhere; and the state of a moment.
#include <alcedo/core/clock.h>
#include <alcedo/feed/sourcephrases.h>
#include <alcedo/recording/moment.h>
#include <alcedo/recording/replayer.h>

#include "recordings.h"

#include <QSignalSpy>

using namespace alcedo;
using namespace recordings;
using namespace std::chrono_literals;

namespace {

const QStringList Worlds{QStringLiteral("markets"), QStringLiteral("scores"), QStringLiteral("plant"),
                         QStringLiteral("wire")};

/// What a snapshot shows, without what counts the store's own work.
QByteArray shownOf(const Snapshot &s)
{
    QString text;
    const auto name = [&s](std::uint32_t key) { return s.keys->at(key); };
    std::map<QString, QString> rows;
    for (const QuoteState &q : s.quotes)
        rows[name(q.key)] = QStringList{q.last.toString(),         q.bid.toString(),
                                        q.ask.toString(),          q.bidSize.toString(),
                                        q.askSize.toString(),      q.volume.toString(),
                                        q.open.toString(),         QString::number(q.direction),
                                        QString::number(q.timeNs), QString::number(q.arrivalNs)}
                                .join(u' ');
    for (const SensorState &q : s.sensors)
        rows[name(q.key)] =
            QStringList{
                q.value.toString(), q.low.toString(),          q.high.toString(),           q.name, q.unit,
                q.quality,          QString::number(q.timeNs), QString::number(q.arrivalNs)}
                .join(u' ');
    for (const MatchState &m : *s.matches) {
        QString events;
        for (const MatchEvent &e : m.events)
            events += QStringLiteral("[%1 %2 %3 %4]").arg(e.kind, e.team, e.player).arg(e.minute);
        rows[name(m.key)] = QStringLiteral("%1 %2 %3 %4:%5 %6 %7 %8 %9")
                                .arg(m.home, m.away, m.period)
                                .arg(m.homeScore)
                                .arg(m.awayScore)
                                .arg(m.clockSeconds)
                                .arg(m.scoreChangedNs)
                                .arg(m.timeNs)
                                .arg(events);
    }
    for (const auto &[key, row] : rows)
        text += QString(key + QStringLiteral(": ") + row + u'\n');
    for (const NewsItem &item : *s.news)
        text += QString(item.id + item.headline + item.tags + QString::number(item.timeNs) + u'\n');
    return text.toUtf8();
}

} // namespace

class tst_Replayer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_all = simulated(200);
        auto opened = RecordingWriter::open({.path = m_file.path});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message()));
        RecordingWriter &writer = **opened;
        std::vector<int> ids;
        for (const QString &world : Worlds)
            ids.push_back(writer.sourceId({0, world, QStringLiteral("simulated"), {}, true, {}}));
        for (const auto &[at, batch] : m_all) {
            writer.add(*batch, ids[batch->source()], at);
            writer.add(frameOf(QByteArray::number(qlonglong(at)), at, batch->source()), ids[batch->source()]);
        }
        writer.openGap(ids[0], Start + 50 * Second, QStringLiteral("link lost (1006)"));
        writer.closeGap(ids[0], Start + 60 * Second, 3, 1);
        QVERIFY(writer.close());
    }

    void brokenFileFails()
    {
        File broken;
        QVERIFY(QFile::copy(m_file.path, broken.path));
        {
            auto database = Database::open(broken.path, Database::Access::Write);
            QVERIFY((*database)->run("UPDATE block SET data = x'0011' WHERE id = 5"));
        }
        ManualClock clock;
        auto replayer = make(clock, {.speed = 0, .sources = nullptr}, broken.path);
        QSignalSpy finished(replayer.get(), &Source::finished);
        replayer->start();
        for (int i = 0; i < 100 && replayer->status().link.state == LinkState::Live; ++i)
            clock.advance(1ms);
        QCOMPARE(replayer->status().link.state, LinkState::Failed);
        QVERIFY(replayer->status().lastError.text().contains(QStringLiteral("zstd")));
        QVERIFY(finished.isEmpty());
    }

    void itsEndIsSaid()
    {
        ManualClock clock;
        auto replayer = make(clock, {.speed = 0, .sources = identity()}, m_file.path);
        replayer->start();
        replayer->stop(); // by hand: nothing has ended
        QCOMPARE(replayer->status().link.state, LinkState::Off);
        QVERIFY(replayer->status().link.lastCloseWhy.isEmpty());
        for (int again = 0; again < 2; ++again) {
            replayer->start();
            QVERIFY(replayer->status().link.lastCloseWhy.isEmpty());
            for (int i = 0; i < 10'000 && replayer->status().link.state == LinkState::Live; ++i)
                clock.advance(1ms);
            QCOMPARE(replayer->status().link.state, LinkState::Off);
            QCOMPARE(replayer->status().link.lastCloseWhy, say(SourcePhrase::RecordingEnded));
        }
    }

    void allThatWasRecordedInOrder()
    {
        QCOMPARE(played({.speed = 0, .sources = identity()}), original(Start));
    }

    void twoReplaysAreTheSame_data()
    {
        QTest::addColumn<double>("speed");
        QTest::newRow("0.25") << 0.25;
        QTest::newRow("1") << 1.0;
        QTest::newRow("64") << 64.0;
    }
    void twoReplaysAreTheSame()
    {
        QFETCH(double, speed);
        const Replayer::Options range{
            .speed = speed, .fromNs = Start, .toNs = Start + 10 * Second, .sources = identity()};
        Replayer::Options fast = range;
        fast.speed = 0;
        const QByteArray lines = played(range);
        QVERIFY(lines.size() > 1'000);
        QCOMPARE(lines, played(fast));
        QCOMPARE(lines, original(Start, Start + 10 * Second));
    }

    void paceIsTheRecorded()
    {
        ManualClock clock;
        auto replayer = make(clock, {.speed = 4, .fromNs = Start + 10 * Second, .sources = identity()});
        std::int64_t newest = 0;
        connect(replayer.get(), &Source::batchReady, this,
                [&](const RecordBatchPtr &batch) { newest = batch->arrivalNs(batch->size() - 1); });
        replayer->start();
        clock.advance(1ms);
        for (int i = 0; i < 40; ++i) {
            clock.advance(100ms);
            const std::int64_t at = replayer->positionNs();
            QCOMPARE(at, Start + 10 * Second + (i + 1) * qint64(400'000'000) + 4'000'000);
            QVERIFY(newest <= at && newest > at - Second);
        }
        replayer->setSpeed(0.5);
        const std::int64_t before = replayer->positionNs();
        clock.advance(10s);
        QCOMPARE(replayer->positionNs(), before + 5 * Second);
    }

    void pauseStepAndSeek()
    {
        ManualClock clock;
        auto replayer = make(clock, {.sources = identity()});
        QStringList seen;
        QByteArray lines;
        connect(replayer.get(), &Source::batchReady, this,
                [&](const RecordBatchPtr &b) { lines += jsonOf(*b); });
        QVERIFY(!replayer->step()); // not started
        replayer->start();
        clock.advance(1s);
        replayer->pause();
        const std::int64_t at = replayer->positionNs();
        lines.clear();
        clock.advance(10s);
        QVERIFY(lines.isEmpty());
        QCOMPARE(replayer->positionNs(), at);
        QVERIFY(replayer->step());
        QVERIFY(!lines.isEmpty());
        QVERIFY(replayer->positionNs() > at);
        replayer->seek(Start + 100 * Second);
        lines.clear();
        QCOMPARE(replayer->state(), Replayer::State::Paused);
        replayer->resume();
        replayer->setSpeed(0);
        while (replayer->state() == Replayer::State::Playing)
            clock.advance(1ms);
        QCOMPARE(lines, original(Start + 100 * Second + 1));
    }

    void framesComeToTheTapAmongTheRecords()
    {
        struct Heard final : FrameTap
        {
            void frameSeen(const TappedFrame &frame) override { frames << frame; }
            QList<TappedFrame> frames;
        } heard;
        ManualClock clock;
        auto replayer = make(clock, {.speed = 0, .sources = identity(), .frames = true});
        replayer->setFrameTap(&heard, clock);
        run(*replayer, clock);
        QCOMPARE(std::size_t(heard.frames.size()), m_all.size());
        QCOMPARE(heard.frames[7].bytes, QByteArray::number(qlonglong(m_all[7].first)));
    }

    void momentIsWhatTheDashboardShowed_data()
    {
        QTest::addColumn<qint64>("atNs");
        for (const int seconds : {0, 1, 59, 61, 119, 150, 199})
            QTest::addRow("after %d s", seconds) << qint64(Start + seconds * Second + 100'000'000);
    }
    void momentIsWhatTheDashboardShowed()
    {
        QFETCH(qint64, atNs);
        SystemClock clock;
        Store live({}, clock);
        for (const auto &[at, batch] : m_all) {
            if (at <= atNs)
                live.append(*batch);
        }
        live.publish();
        Store restored({}, clock);
        auto recording = Recording::open(m_file.path);
        QVERIFY(recording);
        const auto moment = restoreMoment(restored, **recording, atNs, identity());
        QVERIFY2(moment, moment ? "" : qPrintable(moment.error().message()));
        QCOMPARE(shownOf(restored.latest()), shownOf(live.latest()));
        compareSeries(restored.latest(), live.latest(), atNs);
    }

    void whatWasRemovedDoesNotComeBack()
    {
        // In the history of one minute, removed in the next: the third has no row of it.
        const File at;
        auto writer = RecordingWriter::open({.path = at.path});
        const int source = (*writer)->sourceId({0, Worlds[0], QStringLiteral("simulated"), {}, true, {}});
        const auto tell = [&](const RecordBatchPtr &batch, int second) {
            (*writer)->add(*batch, source, Start + second * Second);
            QVERIFY((*writer)->commit());
        };
        for (const int second : {0, 30, 70, 140, 210}) {
            tell(quoteOf("STAYS", second, Start + second * Second), second);
            if (second <= 70)
                tell(quoteOf("GOES", second, Start + second * Second), second);
            RecordBatchBuilder builder(0);
            builder.begin(RecordKind::Quote, "GOES", Start + 80 * Second, Start + 80 * Second,
                          RecordFlag::Removed);
            if (second == 70)
                tell(builder.take(), 80);
        }
        QVERIFY((*writer)->close());
        auto recording = Recording::open(at.path);
        QVERIFY((*recording)->keyframes(0, Start + 300 * Second).size() >= 3);
        SystemClock clock;
        for (const auto &[second, rows] : {std::pair(75, 2u), std::pair(100, 1u), std::pair(220, 1u)}) {
            Store store({}, clock);
            QVERIFY(restoreMoment(store, **recording, Start + second * Second, identity()));
            QCOMPARE(store.latest().quotes.size(), std::size_t(rows));
        }
    }

    void momentHasItsGaps()
    {
        SystemClock clock;
        auto recording = Recording::open(m_file.path);
        const auto gapsAt = [&](std::int64_t atNs) {
            Store store({}, clock);
            (void)restoreMoment(store, **recording, atNs, identity());
            const Snapshot &snapshot = store.latest();
            return snapshot.gaps.empty() || !snapshot.gaps[0] ? std::vector<Gap>() : *snapshot.gaps[0];
        };
        QVERIFY(gapsAt(Start + 40 * Second).empty());
        QCOMPARE(gapsAt(Start + 55 * Second).at(0).toNs, 0); // still open then
        QCOMPARE(gapsAt(Start + 65 * Second).at(0),
                 (Gap{Start + 50 * Second, Start + 60 * Second, QStringLiteral("link lost (1006)"), 1, 3}));
    }

    void replayGoesOnFromAMoment()
    {
        ManualClock clock;
        Store store({}, clock);
        auto replayer = make(clock, {.speed = 0, .sources = identity()});
        const auto moment =
            restoreMoment(store, replayer->recording(), Start + 77 * Second + 50'000'000, identity());
        QVERIFY(moment);
        connect(replayer.get(), &Source::batchReady, this,
                [&](const RecordBatchPtr &b) { store.append(*b); });
        replayer->start();
        replayer->seek(*moment);
        run(*replayer, clock, false);
        store.publish();
        Store live({}, clock);
        for (const auto &[at, batch] : m_all)
            live.append(*batch);
        live.publish();
        QCOMPARE(shownOf(store.latest()), shownOf(live.latest()));
    }

private:
    static SourceMap identity()
    {
        return [](int file) { return std::optional<SourceId>(SourceId(file - 1)); };
    }
    std::unique_ptr<Replayer> make(Clock &clock, Replayer::Options options, const QString &path = {})
    {
        auto replayer = Replayer::open(0, QStringLiteral("replay"), path.isEmpty() ? m_file.path : path,
                                       std::move(options), clock);
        if (!replayer)
            QTest::qFail(qPrintable(replayer.error().message()), __FILE__, __LINE__);
        return std::move(replayer).value();
    }
    static void run(Replayer &replayer, ManualClock &clock, bool start = true)
    {
        if (start)
            replayer.start();
        while (replayer.state() == Replayer::State::Playing)
            clock.advance(1s);
    }
    QByteArray played(const Replayer::Options &options)
    {
        ManualClock clock;
        auto replayer = make(clock, options);
        QByteArray lines;
        connect(replayer.get(), &Source::batchReady, this,
                [&](const RecordBatchPtr &b) { lines += jsonOf(*b); });
        run(*replayer, clock);
        return lines;
    }
    QByteArray original(std::int64_t fromNs,
                        std::int64_t toNs = std::numeric_limits<std::int64_t>::max()) const
    {
        QByteArray lines;
        for (const auto &[at, batch] : m_all) {
            if (at >= fromNs && at <= toNs)
                lines += jsonOf(*batch);
        }
        return lines;
    }
    /// Candles are the same; lines have the same extremes wherever a pixel of 30 s looks.
    static void compareSeries(const Snapshot &restored, const Snapshot &live, std::int64_t atNs)
    {
        QCOMPARE(restored.quotes.size(), live.quotes.size());
        for (const QuoteState &was : live.quotes) {
            const auto now =
                std::find_if(restored.quotes.begin(), restored.quotes.end(), [&](const QuoteState &q) {
                    return restored.keys->at(q.key) == live.keys->at(was.key);
                });
            QVERIFY(now != restored.quotes.end());
            const CandleSeriesView &a = restored.candles[now->candleSeries],
                                   &b = live.candles[was.candleSeries];
            QCOMPARE(a.size(), b.size());
            for (std::size_t i = 0; i < a.size(); ++i) {
                QCOMPARE(a.at(i).openNs, b.at(i).openNs);
                QCOMPARE(a.at(i).open, b.at(i).open);
                QCOMPARE(a.at(i).high, b.at(i).high);
                QCOMPARE(a.at(i).low, b.at(i).low);
                QCOMPARE(a.at(i).close, b.at(i).close);
                QVERIFY(std::abs(a.at(i).volume - b.at(i).volume) < 1e-3);
            }
            const LineSeriesView &line = restored.lines[now->lineSeries], &full = live.lines[was.lineSeries];
            for (std::int64_t from = Start; from + 30 * Second < atNs; from += 30 * Second) {
                double min = 0, max = 0, fullMin = 0, fullMax = 0;
                const bool any = line.extremes(from, from + 30 * Second, &min, &max);
                QCOMPARE(any, full.extremes(from, from + 30 * Second, &fullMin, &fullMax));
                QCOMPARE(min, fullMin);
                QCOMPARE(max, fullMax);
            }
        }
    }

    File m_file;
    std::vector<std::pair<std::int64_t, RecordBatchPtr>> m_all;
};

QTEST_GUILESS_MAIN(tst_Replayer)
#include "tst_replayer.moc"
