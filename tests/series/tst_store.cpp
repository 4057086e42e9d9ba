// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/series/store.h>

#include <QTest>
#include <atomic>
#include <thread>

using namespace alcedo;

namespace {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t T0 = 1'700'000'040 * Second; // begins a minute

Decimal number(std::string_view text)
{
    return Decimal::parse(text).value();
}

/// One record of one field more often than not: begin, set, take.
class Feed
{
public:
    explicit Feed(SourceId source = 0)
        : builder(source)
    {
    }
    Feed &begin(RecordKind kind, std::string_view key, std::int64_t at = 0, std::uint8_t flags = 0)
    {
        builder.begin(kind, key, T0 + at * Second, T0 + at * Second + 5, flags);
        return *this;
    }
    Feed &quote(std::string_view key, std::string_view last, std::int64_t at = 0, std::uint8_t flags = 0)
    {
        return begin(RecordKind::Quote, key, at, flags).set(quote::Last, number(last));
    }
    Feed &trade(std::string_view key, std::string_view price, std::string_view size, std::int64_t at = 0,
                std::uint8_t flags = 0)
    {
        return begin(RecordKind::Trade, key, at, flags)
            .set(trade::Price, number(price))
            .set(trade::Size, number(size));
    }
    Feed &level(BookLevel::Side side, std::string_view price, std::string_view size)
    {
        builder.addLevel(book::Levels, {number(price), number(size), side});
        return *this;
    }
    template <typename T>
    Feed &set(int field, T value)
    {
        builder.set(field, value);
        return *this;
    }
    Feed &text(int field, std::string_view value) { return set(field, value); }
    Feed &integer(int field, std::int64_t value) { return set(field, value); }
    const Snapshot &into(Store &store)
    {
        if (const RecordBatchPtr batch = builder.take())
            store.append(*batch);
        store.publish();
        return store.latest();
    }
    RecordBatchBuilder builder;
};

QString keyOf(const Snapshot &snapshot, std::uint32_t key)
{
    return snapshot.keys->at(key);
}

} // namespace

class tst_Store : public QObject
{
    Q_OBJECT
    ManualClock m_clock{std::chrono::nanoseconds(T0)};

private Q_SLOTS:
    void nothingPublishedYet()
    {
        Store store({}, m_clock);
        QVERIFY(!store.publish());
        const Snapshot &snapshot = store.latest();
        QCOMPARE(snapshot.revision, 0u);
        QVERIFY(snapshot.keys && snapshot.matches && snapshot.news);
        store.closeGap(5, T0, 0, 0);
        store.removeSource(9);
        QVERIFY(store.publish());
        QVERIFY(!store.publish());
    }

    void keysPastTheBoundAreRefusedAndCounted()
    {
        Store::Options options;
        options.maxKeys = 2;
        Store store(options, m_clock);
        Feed feed;
        feed.quote("A", "1").quote("B", "1").quote("C", "1").quote("A", "2");
        feed.begin(RecordKind::Sensor, "S")
            .begin(RecordKind::Score, "M")
            .begin(RecordKind::Quote, std::string(257, 'x'));
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.quotes.size(), 2u);
        QVERIFY(snapshot.sensors.empty() && snapshot.matches->empty());
        QCOMPARE(snapshot.counters.keysRefused, 4u);
        QCOMPARE(snapshot.counters.records, 7u);
    }

    void brokenClockOfTheSource()
    {
        Store store({}, m_clock);
        Feed feed;
        feed.builder.begin(RecordKind::Sensor, "future", T0 + 7'200 * Second, T0);
        feed.set(sensor::Value, number("1"));
        feed.builder.begin(RecordKind::Sensor, "none", 0, T0);
        feed.builder.begin(RecordKind::Sensor, "past", T0 - 86'400 * Second, T0);
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.sensors[0].timeNs, T0);
        QCOMPARE(snapshot.lines[snapshot.sensors[0].lineSeries].back().timeNs, T0);
        QCOMPARE(snapshot.sensors[1].timeNs, T0);
        QCOMPARE(snapshot.sensors[2].timeNs, T0 - 86'400 * Second);
    }

    void quoteKeepsWhatARecordLeavesOut()
    {
        Store store({}, m_clock);
        Feed feed(3);
        feed.begin(RecordKind::Quote, "BTC", 1).set(quote::Bid, number("1.50")).set(quote::Open, number("1"));
        feed.quote("BTC", "1.55000", 2);
        feed.quote("BTC", "1.54", 3);
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.quotes.size(), 1u);
        const QuoteState &q = snapshot.quotes[0];
        QCOMPARE(q.source, SourceId(3));
        QCOMPARE(keyOf(snapshot, q.key), QStringLiteral("BTC"));
        QCOMPARE(q.bid.toString(), QStringLiteral("1.50"));
        QCOMPARE(q.last.toString(), QStringLiteral("1.54"));
        QCOMPARE(int(q.direction), -1);
        QVERIFY(q.ask.isNull());
        QCOMPARE(q.timeNs, T0 + 3 * Second);
        QCOMPARE(q.arrivalNs, T0 + 3 * Second + 5);
        QCOMPARE(snapshot.lines[q.lineSeries].size(), 2u);
        QCOMPARE(snapshot.candles[q.candleSeries].size(), 1u);
        QCOMPARE(snapshot.candles[q.candleSeries].at(0).high.toString(), QStringLiteral("1.55000"));
    }

    void replayedIsNoNewEvent()
    {
        Store store({}, m_clock);
        Feed feed;
        feed.trade("A", "10", "1", 0,
                   RecordFlag::Replayed); // the first that is heard: shown, but in no series
        const Snapshot first = feed.into(store);
        QCOMPARE(first.quotes[0].last, number("10"));
        QVERIFY(first.quotes[0].volume.isNull());
        feed.trade("A", "12", "2", 10).trade("A", "11", "3", 5, RecordFlag::Replayed);
        feed.quote("A", "13", 20, RecordFlag::Replayed);
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.quotes[0].last, number("13"));
        QCOMPARE(snapshot.quotes[0].volume, number("2"));
        QCOMPARE(snapshot.lines[0].size(), 1u);
        QCOMPARE(snapshot.lines[0].back().value, 12.0);
        QCOMPARE(snapshot.candles[0].at(0).volume, 2.0);
    }

    void snapshotAfterARedialDoublesNothing()
    {
        Store store({}, m_clock);
        Feed feed;
        feed.quote("A", "10", 0).quote("A", "11", 10).quote("A", "11", 10, RecordFlag::Snapshot);
        feed.quote("A", "12", 20, RecordFlag::Snapshot);
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.lines[0].size(), 3u);
    }

    void tradesAddUpUntilTheVenueSaysTheVolume()
    {
        Store store({}, m_clock);
        Feed feed;
        feed.trade("A", "1", "0.5").trade("A", "1", "1.25");
        QCOMPARE(feed.into(store).quotes[0].volume.toString(), QStringLiteral("1.75"));
        feed.begin(RecordKind::Quote, "A", 1).set(quote::Volume, number("900")).trade("A", "1", "5", 1);
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.quotes[0].volume, number("900"));
        QCOMPARE(snapshot.candles[0].at(0).volume, 6.75);
    }

    void sourceCandlesWin()
    {
        Store store({}, m_clock);
        Feed feed;
        feed.quote("A", "7", 1);
        const auto put = [&](std::int64_t at, std::int64_t interval, std::string_view close) {
            feed.begin(RecordKind::Candle, "A", at)
                .set(candle::Open, number("1"))
                .set(candle::High, number("9"));
            feed.set(candle::Low, number("1"))
                .set(candle::Close, number(close))
                .integer(candle::Interval, interval * Second);
        };
        put(0, 60, "5");
        put(0, 3'600, "99");
        feed.quote("A", "100", 2);
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.candles[0].size(), 1u);
        QCOMPARE(snapshot.candles[0].at(0).close, number("5"));
        QCOMPARE(snapshot.candles[0].at(0).high, number("9"));
        QCOMPARE(snapshot.quotes[0].last, number("100"));
    }

    void theRunningMinuteIsBuiltUntilTheSourceGivesIt()
    {
        Store store({}, m_clock);
        Feed feed;
        const auto put = [&](std::int64_t at, std::string_view close) {
            feed.begin(RecordKind::Candle, "A", at)
                .set(candle::Open, number("1"))
                .set(candle::High, number("9"));
            feed.set(candle::Low, number("1"))
                .set(candle::Close, number(close))
                .integer(candle::Interval, 60 * Second);
        };
        put(0, "5");
        feed.quote("A", "100", 61);
        feed.quote("A", "104", 62);
        const Snapshot &built = feed.into(store);
        QCOMPARE(built.candles[0].size(), 2u);
        QCOMPARE(built.candles[0].at(1).close, number("104"));
        put(60, "6");
        feed.quote("A", "105", 63);
        const Snapshot &given = feed.into(store);
        QCOMPARE(given.candles[0].size(), 2u);
        QCOMPARE(given.candles[0].at(1).close, number("6"));
    }

    void bookGivesTheBestPricesFromItsSnapshotOn()
    {
        using enum BookLevel::Side;
        Store store({}, m_clock);
        Feed feed;
        feed.begin(RecordKind::Book, "A").level(Bid, "9", "1");
        QVERIFY(feed.into(store).quotes[0].bid.isNull());
        feed.begin(RecordKind::Book, "A", 1, RecordFlag::Snapshot)
            .level(Bid, "8", "1")
            .level(Bid, "8.5", "2");
        feed.level(Ask, "9.5", "3").level(Ask, "9.10", "4");
        const Snapshot whole = feed.into(store);
        QCOMPARE(whole.quotes[0].bid, number("8.5"));
        QCOMPARE(whole.quotes[0].bidSize, number("2"));
        QCOMPARE(whole.quotes[0].ask.toString(), QStringLiteral("9.10"));
        feed.begin(RecordKind::Book, "A", 2)
            .level(Bid, "8.5", "0")
            .level(Ask, "9.1", "0.0")
            .level(Ask, "9.5", "7");
        const Snapshot changed = feed.into(store);
        QCOMPARE(changed.quotes[0].bid, number("8"));
        QCOMPARE(changed.quotes[0].ask, number("9.5"));
        QCOMPARE(changed.quotes[0].askSize, number("7"));
        feed.begin(RecordKind::Book, "A", 3, RecordFlag::Snapshot);
        QVERIFY(feed.into(store).quotes[0].bid.isNull());
    }

    void matchWithCorrection()
    {
        Store store({}, m_clock);
        Feed feed;
        feed.begin(RecordKind::Score, "m1", 1).text(score::Home, "Kiel").text(score::Away, "Ulm");
        feed.integer(score::HomeScore, 0).integer(score::AwayScore, 0).integer(score::Revision, 0);
        QCOMPARE(feed.into(store).matches->at(0).scoreChangedNs, 0);
        feed.begin(RecordKind::Score, "m1", 2).integer(score::HomeScore, 1).text(score::Event, "goal");
        feed.text(score::Team, "home").text(score::Player, "Adler").integer(score::Minute, 12);
        const MatchState goal = feed.into(store).matches->at(0);
        QCOMPARE(goal.homeScore, 1);
        QCOMPARE(goal.scoreChangedNs, T0 + 2 * Second + 5);
        QCOMPARE(goal.events.size(), 1u);
        QCOMPARE(goal.events[0].player, QStringLiteral("Adler"));
        QCOMPARE(goal.events[0].minute, 12);
        feed.begin(RecordKind::Score, "m1", 3, RecordFlag::Correction).integer(score::HomeScore, 0);
        feed.text(score::Event, "correction").integer(score::Revision, 1);
        feed.begin(RecordKind::Score, "m1", 4)
            .integer(score::HomeScore, 1)
            .integer(score::Revision, 0); // late
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.matches->at(0).homeScore, 0);
        QCOMPARE(snapshot.matches->at(0).home, QStringLiteral("Kiel"));
        QCOMPARE(snapshot.matches->at(0).events.size(), 2u);
        QCOMPARE(snapshot.counters.outOfOrder, 1u);
    }

    void matchLimits()
    {
        Store store({}, m_clock);
        Feed feed;
        for (int i = 0; i < 600; ++i)
            feed.begin(RecordKind::Score, "m").text(score::Event, "yellow").integer(score::Minute, i);
        feed.begin(RecordKind::Score, "m").integer(score::HomeScore, -4).integer(score::AwayScore, 1LL << 40);
        const MatchState match = feed.into(store).matches->at(0);
        QCOMPARE(match.events.size(), 500u);
        QCOMPARE(match.events[0].minute, 100);
        QCOMPARE(match.homeScore, 0);
        QCOMPARE(match.awayScore, std::numeric_limits<int>::max());
        feed.begin(RecordKind::Score, "m", 1, RecordFlag::Snapshot).integer(score::HomeScore, 2);
        QVERIFY(feed.into(store).matches->at(0).events.empty());
        feed.begin(RecordKind::Score, "m", 2, RecordFlag::Removed);
        QVERIFY(feed.into(store).matches->empty());
    }

    void newsNewestFirstUpsertedAndBounded()
    {
        Store::Options options;
        options.maxNews = 3;
        Store store(options, m_clock);
        Feed feed;
        const auto item = [&](std::string_view id, std::string_view headline, std::int64_t at,
                              std::int64_t revision) {
            feed.begin(RecordKind::News, "", at)
                .text(news::Id, id)
                .text(news::Headline, headline)
                .integer(news::Revision, revision);
        };
        item("a", "one", 1, 1);
        item("c", "three", 3, 1);
        item("b", "two", 2, 1);
        item("b", "two again", 2, 2);
        item("b", "two of old", 2, 1);
        const auto headlines = [](const Snapshot &s) {
            QStringList all;
            for (const NewsItem &n : *s.news)
                all.append(n.headline);
            return all;
        };
        QCOMPARE(headlines(feed.into(store)), QStringList({"three", "two again", "one"}));
        item("", "no id", 4, 0);
        item("", "no id", 4, 0);
        const Snapshot &bounded = feed.into(store);
        QCOMPARE(headlines(bounded), QStringList({"no id", "no id", "three"}));
        QCOMPARE(bounded.counters.newsLetGo, 2u);
        feed.begin(RecordKind::News, "", 3, RecordFlag::Removed)
            .text(news::Id, "c")
            .integer(news::Revision, 1);
        QCOMPARE(headlines(feed.into(store)), QStringList({"no id", "no id"}));
    }

    void longTextsAreCutBetweenCharacters()
    {
        Store store({}, m_clock);
        Feed feed;
        std::string text(1'023, 'x');
        text += "\xc3\xa9 and more";
        feed.begin(RecordKind::News, "").text(news::Headline, text);
        QCOMPARE(feed.into(store).news->at(0).headline, QString(1'023, QLatin1Char('x')));
    }

    void gapsOpenAndClose()
    {
        Store store({}, m_clock);
        store.openGap(2, {T0, 0, QStringLiteral("link lost (1006)"), 0, 0});
        store.publish();
        const Snapshot open = store.latest();
        QCOMPARE(open.gaps.size(), 3u);
        QVERIFY(open.gaps[0]->empty());
        QCOMPARE(open.gaps[2]->at(0).toNs, 0);
        store.closeGap(2, T0 + Second, 7, 1);
        store.closeGap(2, T0 + 9 * Second, 7, 1); // nothing is open
        store.publish();
        QCOMPARE(store.latest().gaps[2]->at(0),
                 (Gap{T0, T0 + Second, QStringLiteral("link lost (1006)"), 1, 7}));
        QCOMPARE(open.gaps[2]->at(0).toNs, 0);
        for (int i = 0; i < 1'500; ++i)
            store.openGap(2, {T0 + i, T0 + i + 1, QString(), 0, 0});
        store.publish();
        QCOMPARE(store.latest().gaps[2]->size(), 1'000u);
    }

    void removedRowsLeaveAndTheRestKeepTheirSeries()
    {
        Store store({}, m_clock);
        Feed one(1), two(2);
        one.quote("A", "1")
            .begin(RecordKind::Sensor, "S")
            .set(sensor::Value, number("5"))
            .quote("B", "2")
            .quote("C", "3");
        one.begin(RecordKind::News, "").text(news::Headline, "gone").begin(RecordKind::Score, "M");
        one.into(store);
        two.quote("A", "10").quote("Z", "20").begin(RecordKind::Sensor, "T").set(sensor::Value, number("6"));
        two.into(store);
        one.begin(RecordKind::Quote, "B", 1, RecordFlag::Removed);
        const Snapshot without = one.into(store);
        QCOMPARE(without.quotes.size(), 4u);
        for (const QuoteState &q : without.quotes)
            QCOMPARE(without.lines[q.lineSeries].back().value, q.last.toDouble());
        for (const SensorState &s : without.sensors)
            QCOMPARE(without.lines[s.lineSeries].back().value, s.value.toDouble());
        one.quote("B", "4"); // again, as a new one
        QCOMPARE(one.into(store).quotes.size(), 5u);

        store.removeSource(1);
        two.quote("Z", "21", 1);
        for (int i = 0; i < 4; ++i) { // through every copy of the buffer
            const Snapshot &snapshot = two.quote("A", "11", 1).into(store);
            QCOMPARE(snapshot.quotes.size(), 2u);
            QCOMPARE(snapshot.lines.size(), 3u);
            QVERIFY(snapshot.news->empty() && snapshot.matches->empty());
            QCOMPARE(keyOf(snapshot, snapshot.quotes[1].key), QStringLiteral("Z"));
            QCOMPARE(snapshot.lines[snapshot.quotes[1].lineSeries].size(), 2u);
            QCOMPARE(snapshot.lines[snapshot.sensors[0].lineSeries].back().value, 6.0);
            QCOMPARE(snapshot.counters.points, snapshot.counters.pointsLetGo + snapshot.lines[0].size() + 3);
        }
    }

    void everyCopyOfTheBufferBecomesWhole()
    {
        Store store({}, m_clock);
        Feed feed;
        for (int i = 0; i < 50; ++i) {
            feed.quote(std::to_string(i % 7), std::to_string(i), i);
            const Snapshot &snapshot = feed.into(store);
            for (std::size_t k = 0; k < snapshot.quotes.size(); ++k) {
                const int newest = i - ((i - int(k)) % 7);
                QCOMPARE(snapshot.quotes[k].last, Decimal(newest, 0));
                QCOMPARE(snapshot.lines[snapshot.quotes[k].lineSeries].size(), std::size_t(newest / 7 + 1));
            }
            QCOMPARE(snapshot.quotes[std::size_t(i % 7)].revision, snapshot.revision);
        }
    }

    void budgetLetsTheOldestGoEvenly()
    {
        Store::Options options;
        options.byteBudget = 1u << 20;
        Store store(options, m_clock);
        Feed feed;
        constexpr int Keys = 20, Rounds = 10'000;
        for (int i = 0; i < Rounds; ++i) {
            for (int k = 0; k < Keys; ++k)
                feed.begin(RecordKind::Sensor, std::to_string(k), i).set(sensor::Value, Decimal(i, 0));
            if (i % 10 == 9)
                store.append(*feed.builder.take());
        }
        store.publish();
        const Snapshot &snapshot = store.latest();
        QVERIFY(snapshot.counters.bytes <= options.byteBudget);
        QVERIFY(snapshot.counters.bytes > options.byteBudget / 2);
        std::size_t held = 0, least = Rounds, most = 0;
        for (const LineSeriesView &line : snapshot.lines) {
            held += line.size();
            least = std::min(least, line.size());
            most = std::max(most, line.size());
            QCOMPARE(line.back().value, double(Rounds - 1));
        }
        QCOMPARE(snapshot.counters.points, std::uint64_t(Keys * Rounds));
        QCOMPARE(snapshot.counters.points - snapshot.counters.pointsLetGo, std::uint64_t(held));
        QVERIFY2(most <= least * 3 / 2, qPrintable(QStringLiteral("%1 %2").arg(least).arg(most)));
    }

    void budgetTooSmallForAnythingStillEnds()
    {
        Store::Options options;
        options.byteBudget = 100;
        Store store(options, m_clock);
        Feed feed;
        for (int i = 0; i < 500; ++i)
            feed.quote(std::to_string(i % 5), "1", i * 60);
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.counters.points, 500u);
        QCOMPARE(snapshot.quotes.size(), 5u);
    }

    void pointsPerSeriesIsABound()
    {
        Store::Options options;
        options.pointsPerSeries = 1'000;
        Store store(options, m_clock);
        Feed feed;
        for (int i = 0; i < 50'000; ++i)
            feed.begin(RecordKind::Sensor, "S", i).set(sensor::Value, Decimal(i, 0));
        const Snapshot &snapshot = feed.into(store);
        QVERIFY(snapshot.lines[0].size() <= 1'000 && snapshot.lines[0].size() >= 700);
        QCOMPARE(snapshot.lines[0].size() + snapshot.counters.pointsLetGo, 50'000u);
    }

    void thinnedPointsAreCounted()
    {
        Store::Options options;
        options.fullPoints = 512;
        Store store(options, m_clock);
        Feed feed;
        for (int i = 0; i < 50'000; ++i)
            feed.begin(RecordKind::Sensor, "S", i).set(sensor::Value, Decimal(i, 0));
        const Snapshot &snapshot = feed.into(store);
        QVERIFY(snapshot.lines[0].size() >= 512 && snapshot.lines[0].size() < 5'000);
        QVERIFY(snapshot.counters.pointsThinned > 0);
        QCOMPARE(snapshot.counters.pointsLetGo, 0u);
        QCOMPARE(snapshot.lines[0].size() + snapshot.counters.pointsThinned, 50'000u);
    }

    void readerInAnotherThreadNeverSeesHalf()
    {
        Store::Options options;
        options.byteBudget = 2u << 20;
        Store store(options, m_clock);
        std::atomic<bool> done{false};
        std::atomic<int> wrong{0}, seen{0};
        std::thread reader([&] {
            std::vector<PlotColumn> columns(50);
            std::uint64_t revision = 0;
            while (!done.load(std::memory_order_acquire)) {
                const Snapshot copy = store.latest();
                wrong += copy.revision < revision;
                seen += copy.revision > revision;
                revision = copy.revision;
                for (const QuoteState &q : copy.quotes) {
                    const LineSeriesView &line = copy.lines[q.lineSeries];
                    wrong += line.back().value != q.last.toDouble();
                    wrong += copy.candles[q.candleSeries].at(copy.candles[q.candleSeries].size() - 1).close !=
                             q.last;
                    line.decimate(T0, q.timeNs + 1, columns);
                    wrong += columns.back().count == 0 || columns.back().last != q.last.toDouble();
                }
                std::this_thread::yield();
            }
        });
        Feed feed(1);
        for (int i = 0; i < 60'000 || seen.load() < 20; ++i) {
            feed.quote(std::to_string(i % 40), std::to_string(i), i);
            if (i % 100 == 99) {
                store.append(*feed.builder.take());
                store.publish();
            }
        }
        done.store(true, std::memory_order_release);
        reader.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(tst_Store)
#include "tst_store.moc"
