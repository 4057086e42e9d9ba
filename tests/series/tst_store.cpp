// SPDX-License-Identifier: MIT
#include "storefeed.h"

#include <alcedo/core/clock.h>

#include <QTest>

using namespace alcedo;

class TestStore : public QObject
{
    Q_OBJECT
    ManualClock m_clock{std::chrono::nanoseconds(T0)};

private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
