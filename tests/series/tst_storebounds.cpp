// SPDX-License-Identifier: MIT
#include "storefeed.h"

#include <alcedo/core/clock.h>

#include <QTest>

using namespace alcedo;

class TestStoreBounds : public QObject
{
    Q_OBJECT
    ManualClock m_clock{std::chrono::nanoseconds(T0)};

private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(TestStoreBounds)
#include "tst_storebounds.moc"
