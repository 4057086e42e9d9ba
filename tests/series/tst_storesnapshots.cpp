// SPDX-License-Identifier: MIT
#include "storefeed.h"

#include <alcedo/core/clock.h>

#include <QRandomGenerator>
#include <QTest>
#include <array>
#include <atomic>
#include <thread>

using namespace alcedo;

class TestStoreSnapshots : public QObject
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

    /// Copies are brought up to date by what changed alone: points that came, chunks begun and let go,
    /// candles that ran on and closed, whatever of it a copy slept through.
    void everyCopyHasTheSeriesAsTheyAre_data()
    {
        QTest::addColumn<int>("budget");
        QTest::addColumn<int>("fullPoints");
        QTest::newRow("all kept") << 10'000'000 << 0;
        QTest::newRow("let go") << 40'000 << 0;
        QTest::newRow("thinned") << 10'000'000 << 64;
        QTest::newRow("both") << 40'000 << 64;
    }
    void everyCopyHasTheSeriesAsTheyAre()
    {
        QFETCH(const int, budget);
        QFETCH(const int, fullPoints);
        constexpr std::size_t Keys = 5;
        Store store({.byteBudget = std::size_t(budget), .fullPoints = std::size_t(fullPoints)}, m_clock);
        QRandomGenerator random(11);
        std::array<std::vector<Point>, Keys> points;
        std::array<CandleSeries, Keys> candles;
        Feed feed;
        for (int i = 0; i < 20'000; ++i) {
            const auto key = std::size_t(random.bounded(int(Keys) * 3)) % Keys;
            const int price = random.bounded(1'000);
            feed.quote("K" + std::to_string(key), std::to_string(price), i);
            points[key].push_back({T0 + i * Second, double(price)});
            candles[key].addPrice(T0 + i * Second, Decimal(price, 0));
            if (random.bounded(20) > 0)
                continue;
            const Snapshot &snapshot = feed.into(store);
            if (random.bounded(3) > 0) // the reader sleeps
                continue;
            for (const QuoteState &quote : snapshot.quotes) {
                const auto k = keyOf(snapshot, quote.key).mid(1).toUInt();
                const LineSeriesView &line = snapshot.lines[quote.lineSeries];
                QVERIFY(!line.isEmpty());
                for (std::size_t p = 0, from = points[k].size() - line.size(); p < line.size(); ++p) {
                    if (fullPoints == 0)
                        QCOMPARE(line.at(p).timeNs, points[k][from + p].timeNs);
                }
                QCOMPARE(line.back().timeNs, points[k].back().timeNs);
                QCOMPARE(line.back().value, points[k].back().value);
                const CandleSeriesView shown = snapshot.candles[quote.candleSeries];
                const CandleSeriesView known = candles[k].view();
                QVERIFY(shown.size() >= std::min<std::size_t>(known.size(), 60) &&
                        shown.size() <= known.size());
                if (budget > 1'000'000) {
                    QCOMPARE(shown.size(), known.size());
                    QVERIFY(fullPoints > 0 || line.size() == points[k].size());
                }
                for (std::size_t c = 0; c < shown.size(); ++c)
                    QVERIFY(shown.at(c) == known.at(known.size() - shown.size() + c));
            }
        }
        QCOMPARE(store.latest().counters.pointsLetGo > 0, budget < 1'000'000);
        QCOMPARE(store.latest().counters.pointsThinned > 0, fullPoints > 0);
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

QTEST_GUILESS_MAIN(TestStoreSnapshots)
#include "tst_storesnapshots.moc"
