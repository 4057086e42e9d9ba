// SPDX-License-Identifier: MIT
// Going back in time while live goes on: what is shown is of the recording alone, until the way back.
#include <models/chartseries.h>
#include <models/dashboard.h>
#include <models/watchlistmodel.h>

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

/// Says a price when told to.
class PriceSource final : public Source
{
public:
    PriceSource(SourceId id, Clock &clock)
        : Source(id, QStringLiteral("markets"))
        , m_clock(clock)
    {
    }
    void start() override {}
    void stop() override {}
    [[nodiscard]] SourceStatus status() const override
    {
        SourceStatus status;
        status.id = id();
        status.name = name();
        status.dialect = QStringLiteral("native");
        status.link.state = state;
        status.lastRecordNs = 1;
        return status;
    }
    void say(std::string_view key, int price)
    {
        RecordBatchBuilder builder(id());
        const std::int64_t now = m_clock.wall().count();
        builder.begin(RecordKind::Quote, key, now, now);
        builder.set(quote::Last, Decimal(price, 0));
        Q_EMIT batchReady(builder.take());
    }
    LinkState state = LinkState::Live;

private:
    Clock &m_clock;
};

} // namespace

class tst_TimeView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_dashboard = std::make_unique<Dashboard>(nullptr);
        m_source = m_dashboard->pipeline().add(
            [](SourceId id, Clock &clock) { return std::make_unique<PriceSource>(id, clock); });
        m_dashboard->pipeline()
            .sync(); // told before anybody records: whose records they are is known all the same
    }
    void cleanup() { m_dashboard.reset(); }

    void withoutARecordingThereIsNoGoingBack()
    {
        time().seek(1);
        time().seekBy(-10);
        time().play();
        time().step();
        QVERIFY(!time().isRecorded());
        QVERIFY(!m_dashboard->isHeld() || time().mode() == TimeView::Mode::Paused);
    }

    void troubleIsSaidAndLiveGoesOn()
    {
        time().record({.path = QStringLiteral("/proc/self/nowhere/x.alcedo")});
        QTRY_VERIFY(!time().trouble().isEmpty());
        say(1);
        QTRY_COMPARE(shownPrice(), Decimal(1, 0));
        time().seekBy(-1); // nothing there: said, and live again
        QTRY_COMPARE(time().mode(), TimeView::Mode::Live);
        QVERIFY(!time().trouble().isEmpty());
    }

    void liveValuesNeverLeakIntoThePast()
    {
        record();
        say(1);
        const std::int64_t then = flushed();
        say(2);
        flushed();
        QTRY_COMPARE(shownPrice(), Decimal(2, 0));
        back(then);
        QCOMPARE(shownPrice(), Decimal(1, 0));
        QCOMPARE(time().mode(), TimeView::Mode::Scrubbed);
        QCOMPARE(m_dashboard->frameClock().snapshot().wallNs, then);

        WatchlistModel model;
        model.apply(m_dashboard->frameClock().snapshot());
        QSignalSpy frames(&m_dashboard->frameClock(), &FrameClock::frame);
        for (int price = 3; price < 50; ++price) {
            say(price);
            sayKey("NEW", price);
        }
        QTRY_COMPARE(m_dashboard->pipeline().store().latest().quotes.size(), 2u); // live goes on
        m_dashboard->frameClock().tick();
        for (const auto &frame : frames) {
            const auto snapshot = frame[0].value<Snapshot>();
            QCOMPARE(snapshot.quotes.size(), 1u);
            QCOMPARE(snapshot.quotes[0].last, Decimal(1, 0));
        }
        QCOMPARE(m_dashboard->frameClock().snapshot().keys->size(), 1);
        flushed(); // and what came meanwhile was recorded
        QCOMPARE(time().recorder()->status().counters.records, 2u + 94u);

        time().returnToLive();
        QTRY_COMPARE(shownPrice(), Decimal(49, 0));
        QCOMPARE(time().mode(), TimeView::Mode::Live);
        QVERIFY(time().behindText().isEmpty());
    }

    void liveValuesNeverLeakIntoAPausedView()
    {
        record();
        say(1);
        QTRY_COMPARE(shownPrice(), Decimal(1, 0));
        m_dashboard->setHeld(true);
        QCOMPARE(time().mode(), TimeView::Mode::Paused);
        const std::int64_t heldNs = time().positionNs();
        QSignalSpy frames(&m_dashboard->frameClock(), &FrameClock::frame);
        for (int price = 2; price < 50; ++price) {
            say(price);
            sayKey("NEW", price);
        }
        flushed();
        QTRY_COMPARE(m_dashboard->pipeline().store().latest().quotes.size(), 2u); // live goes on
        QCOMPARE(shownPrice(), Decimal(1, 0));
        QCOMPARE(m_dashboard->frameClock().snapshot().quotes.size(), 1u);
        QCOMPARE(time().positionNs(), heldNs);
        for (const auto &frame : frames)
            QCOMPARE(frame[0].value<Snapshot>().quotes.at(0).last, Decimal(1, 0));
        m_dashboard->setHeld(false); // what was kept from the view was there all along
        QTRY_COMPARE(shownPrice(), Decimal(49, 0));
        QVERIFY(frames.size() > 0);
    }

    void chartsKeepNothingOfLive()
    {
        record();
        sayKey("B", 7);
        const std::int64_t then = flushed();
        say(5);
        flushed();
        QTRY_COMPARE(m_dashboard->pipeline().store().latest().quotes.size(), 2u);
        m_dashboard->frameClock().tick();
        std::vector<ChartSeries> series(2);
        series[0].key = QStringLiteral("A");
        series[1].key = QStringLiteral("B");
        takeSeries(m_dashboard->frameClock().snapshot(), ChartScaling::Absolute, series);
        QVERIFY(series[0].found && series[0].last > 4);
        back(then); // A was not heard of by then
        takeSeries(m_dashboard->frameClock().snapshot(), ChartScaling::Absolute, series);
        QVERIFY(!series[0].found);
        QVERIFY(series[1].found && series[1].last > 6);
    }

    void headersSayWhatIsShown()
    {
        record();
        say(1);
        const std::int64_t then = flushed();
        QTRY_COMPARE(shownPrice(), Decimal(1, 0));
        passLiveEdge(then + 2'000'000'000);
        m_dashboard->setHeld(true);
        const QString held = time().momentText();
        QSignalSpy sought(time().playback(), &Playback::sought);
        time().seekTo(then);
        QCOMPARE(time().momentText(), held); // the moment that is on its way is not there yet
        QCOMPARE(time().positionNs(), then);
        QTRY_COMPARE(sought.size(), 1);
        QVERIFY(time().momentText() != held);
    }

    void rowsStayWhereTheyAre()
    {
        record();
        sayKey("A", 1);
        const std::int64_t then = flushed();
        sayKey("B", 2);
        sayKey("A", 3);
        flushed();
        QTRY_COMPARE(m_dashboard->pipeline().store().latest().quotes.size(), 2u);
        m_dashboard->frameClock().tick();
        WatchlistModel model;
        model.apply(m_dashboard->frameClock().snapshot());
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        back(then);
        const Snapshot past = m_dashboard->frameClock().snapshot();
        model.apply(past);
        QCOMPARE(past.quotes.size(), 2u);
        QCOMPARE(past.quotes[0].last, Decimal(1, 0));
        QVERIFY(past.quotes[1].last.isNull()); // not heard of by then
        time().returnToLive();
        model.apply(m_dashboard->frameClock().snapshot());
        QCOMPARE(m_dashboard->frameClock().snapshot().quotes[1].last, Decimal(2, 0));
        QCOMPARE(reset.size(), 0);
    }

    void playsFromTheMomentToLive()
    {
        record();
        say(1);
        const std::int64_t then = flushed();
        for (int price = 2; price < 20; ++price)
            say(price);
        flushed();
        back(then);
        time().faster();
        QVERIFY(time().speedText().startsWith(QLatin1Char('2')));
        for (int i = 0; i < 20; ++i)
            time().faster(); // as fast as it goes
        time().togglePlay();
        QCOMPARE(time().mode(), TimeView::Mode::Playing);
        QTRY_COMPARE(time().mode(), TimeView::Mode::Live); // caught up
        QTRY_COMPARE(shownPrice(), Decimal(19, 0));
    }

    void stepsOneMessage()
    {
        record();
        say(1);
        const std::int64_t then = flushed();
        say(2);
        say(3);
        flushed();
        back(then);
        QSignalSpy changed(&time(), &TimeView::changed);
        time().step();
        QTRY_COMPARE(shownPrice(), Decimal(2, 0));
        QCOMPARE(time().mode(), TimeView::Mode::Scrubbed);
        time().step();
        QTRY_COMPARE(shownPrice(), Decimal(3, 0));
    }

    void whatIsRecordedIsSaid()
    {
        QVERIFY(time().recordedText().isEmpty());
        record();
        say(1);
        flushed();
        QVERIFY(time().recordedText().contains(QStringLiteral("KiB")));
        time().record({});
        QVERIFY(time().recordedText().isEmpty());
    }

    void manySeeksEndWithTheNewest()
    {
        record();
        std::vector<std::int64_t> moments;
        for (int price = 0; price < 10; ++price) {
            say(price);
            moments.push_back(flushed());
        }
        passLiveEdge(moments.back());
        for (int i = 0; i < 200; ++i)
            time().seekTo(moments[std::size_t(i % 10)]);
        time().seekTo(moments[4]);
        QTRY_VERIFY(!time().playback()->isSeeking());
        QTRY_COMPARE(shownPrice(), Decimal(4, 0));
        time().seekTo(moments[2]);
        time().returnToLive(); // before it is done
        QTRY_VERIFY(!time().playback()->isSeeking());
        QCOMPARE(time().mode(), TimeView::Mode::Live);
        QTRY_COMPARE(shownPrice(), Decimal(9, 0));
    }

private:
    TimeView &time() { return m_dashboard->time(); }
    void record() { time().record({.path = m_folder->filePath(QStringLiteral("ring.alcedo"))}); }
    void say(int price) { sayKey("A", price); }
    void sayKey(const char *key, int price)
    {
        m_dashboard->pipeline().withSource(
            m_source, [key, price](Source &source) { static_cast<PriceSource &>(source).say(key, price); });
    }
    /// All is in the file; a moment at or after all of it.
    std::int64_t flushed()
    {
        m_dashboard->pipeline().sync();
        time().recorder()->flush();
        return time().recorder()->status().counters.lastNs;
    }
    /// What is younger than half a second is live yet, and no past to go back to.
    void passLiveEdge(std::int64_t atNs)
    {
        QTRY_VERIFY(m_dashboard->clock().wall().count() - atNs > 600'000'000);
    }
    void back(std::int64_t atNs)
    {
        passLiveEdge(atNs);
        QSignalSpy sought(time().playback(), &Playback::sought);
        time().seekTo(atNs);
        QTRY_COMPARE(sought.size(), 1);
    }
    Decimal shownPrice()
    {
        m_dashboard->frameClock().tick();
        const Snapshot &snapshot = m_dashboard->frameClock().snapshot();
        return snapshot.quotes.empty() ? Decimal() : snapshot.quotes[0].last;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Dashboard> m_dashboard;
    SourceId m_source = 0;
};

QTEST_MAIN(tst_TimeView)
#include "tst_timeview.moc"
