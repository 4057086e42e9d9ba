// SPDX-License-Identifier: MIT
#include <alcedo/series/lineseries.h>

#include <QTest>
#include <atomic>
#include <cmath>
#include <limits>
#include <rapidcheck.h>
#include <thread>

using namespace alcedo;

namespace {

constexpr std::int64_t Lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t Highest = std::numeric_limits<std::int64_t>::max();

/// What decimate() must answer, found by looking at every point.
std::vector<PlotColumn> oracle(const std::vector<Point> &points, std::int64_t from, std::int64_t to,
                               std::size_t columns)
{
    std::vector<PlotColumn> out(columns);
    for (const Point &p : points) {
        if (p.timeNs < from || p.timeNs >= to)
            continue;
        std::size_t at = 0;
        const auto span = std::uint64_t(to) - std::uint64_t(from);
        while (at + 1 < columns && std::uint64_t(p.timeNs) - std::uint64_t(from) >=
                                       span / columns * (at + 1) + span % columns * (at + 1) / columns)
            ++at;
        PlotColumn &c = out[at];
        c.min = c.count ? std::min(c.min, p.value) : p.value;
        c.max = c.count ? std::max(c.max, p.value) : p.value;
        c.first = c.count ? c.first : p.value;
        c.last = p.value;
        ++c.count;
    }
    return out;
}

bool same(const std::vector<PlotColumn> &a, const std::vector<PlotColumn> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PlotColumn &x, const PlotColumn &y) {
        return x.count == y.count && x.min == y.min && x.max == y.max && x.first == y.first &&
               x.last == y.last;
    });
}

} // namespace

class tst_LineSeries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void emptySeries()
    {
        LineSeries series;
        const LineSeriesView view = series.view();
        QVERIFY(view.isEmpty());
        QCOMPARE(view.lowerBound(0), 0u);
        std::vector<PlotColumn> columns(3, PlotColumn{1, 1, 1, 1, 1});
        view.decimate(0, 10, columns);
        QCOMPARE(columns[2].count, 0u);
        double min = 0, max = 0;
        QVERIFY(!view.extremes(0, 10, &min, &max));
        QCOMPARE(series.dropOldestChunk(), 0u);
        QCOMPARE(LineSeriesView().size(), 0u);
    }

    void rangesThatHoldNothing_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::newRow("before all") << qint64(0) << qint64(100);
        QTest::newRow("after all") << qint64(201) << qint64(300);
        QTest::newRow("between two") << qint64(101) << qint64(200);
        QTest::newRow("empty") << qint64(100) << qint64(100);
        QTest::newRow("backwards") << qint64(300) << qint64(0);
        QTest::newRow("backwards as far as can be") << qint64(Highest) << qint64(Lowest);
    }
    void rangesThatHoldNothing()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        LineSeries series;
        series.append({100, 1});
        series.append({200, 2});
        std::vector<PlotColumn> columns(7), none;
        series.view().decimate(from, to, columns);
        for (const PlotColumn &c : columns)
            QCOMPARE(c.count, 0u);
        series.view().decimate(from, to, none);
        double min = 0, max = 0;
        QVERIFY(!series.view().extremes(from, to, &min, &max));
    }

    void widestSpanDoesNotOverflow()
    {
        LineSeries series;
        series.append({Lowest, 1});
        series.append({0, 2});
        series.append({Highest - 1, 3});
        std::vector<PlotColumn> columns(1'000);
        series.view().decimate(Lowest, Highest, columns);
        QCOMPARE(columns.front().count, 1u);
        QCOMPARE(columns[500].count, 1u);
        QCOMPARE(columns.back().count, 1u);
    }

    void latePointIsClampedAndTold()
    {
        LineSeries series;
        QVERIFY(series.append({100, 1}));
        QVERIFY(!series.append({50, 2}));
        QVERIFY(series.append({100, 3}));
        QCOMPARE(series.view().at(1).timeNs, 100);
        QCOMPARE(series.view().back().value, 3.0);
        QCOMPARE(series.oldestNs(), 100);
    }

    void decimateEqualsTheOracle()
    {
        const bool holds = rc::check("decimate, extremes and lowerBound against all points", [] {
            // Few distinct times: many points share one, also over the border of chunks.
            const auto count = *rc::gen::inRange<std::size_t>(0, 6'000);
            const auto maxStep = *rc::gen::inRange<std::int64_t>(1, 50);
            const auto seed = *rc::gen::arbitrary<std::uint32_t>();
            const auto drops = *rc::gen::inRange<int>(0, 4);
            std::uint32_t random = seed | 1u;
            const auto next = [&random] { return random = random * 1'664'525u + 1'013'904'223u; };
            LineSeries series;
            std::vector<Point> points;
            std::int64_t time = -500;
            for (std::size_t i = 0; i < count; ++i) {
                time += std::int64_t((next() >> 8) % std::uint32_t(maxStep));
                points.push_back({time, double(next() >> 16) - 30'000});
                series.append(points.back());
            }
            for (int i = 0; i < drops; ++i)
                points.erase(points.begin(), points.begin() + std::ptrdiff_t(series.dropOldestChunk()));
            const LineSeriesView view = series.view();
            RC_ASSERT(view.size() == points.size());
            for (int look = 0; look < 5; ++look) {
                const auto from = *rc::gen::inRange<std::int64_t>(-1'000, time + 100);
                const auto to = from + *rc::gen::inRange<std::int64_t>(0, time + 2'000);
                std::vector<PlotColumn> columns(*rc::gen::inRange<std::size_t>(1, 400));
                view.decimate(from, to, columns);
                RC_ASSERT(same(columns, oracle(points, from, to, columns.size())));
                double min = 0, max = 0;
                const PlotColumn whole = oracle(points, from, to, 1)[0];
                RC_ASSERT(view.extremes(from, to, &min, &max) == (whole.count > 0));
                RC_ASSERT(whole.count == 0 || (min == whole.min && max == whole.max));
                const auto at = std::lower_bound(points.begin(), points.end(), from,
                                                 [](const Point &p, std::int64_t t) { return p.timeNs < t; });
                RC_ASSERT(view.lowerBound(from) == std::size_t(at - points.begin()));
            }
            for (std::size_t i = 0; i < points.size(); i += 37)
                RC_ASSERT(view.at(i).timeNs == points[i].timeNs && view.at(i).value == points[i].value);
        });
        QVERIFY(holds);
    }

    void oneSpikeInTenMillionIsSeenAtEveryZoom()
    {
        constexpr std::int64_t Count = 10'000'000, Spike = 7'654'321;
        LineSeries series;
        for (std::int64_t i = 0; i < Count; ++i)
            series.append({i * 1'000, i == Spike ? 1e6 : std::sin(double(i))});
        const LineSeriesView view = series.view();
        QCOMPARE(view.size(), std::size_t(Count));
        QVERIFY2(series.bytes() < std::size_t(Count) * 18, qPrintable(QString::number(series.bytes())));
        std::vector<PlotColumn> columns(1'000);
        for (std::int64_t width = Count; width > 4; width = width * 2 / 3) {
            for (const std::int64_t before : {width / 3, width - 2, std::int64_t(0)}) {
                const std::int64_t from = (Spike - before) * 1'000, to = from + width * 1'000;
                view.decimate(from, to, columns);
                const auto hit = std::count_if(columns.begin(), columns.end(),
                                               [](const PlotColumn &c) { return c.max == 1e6; });
                QVERIFY2(hit == 1, qPrintable(QString::number(width)));
            }
        }
    }

    void thinnedSeriesKeepsItsNewestWholeAndAllItsExtremes()
    {
        const bool holds = rc::check("thinned with age: a subset in order, extremes whole", [] {
            const auto count = *rc::gen::inRange<std::size_t>(0, 60'000);
            const auto full = *rc::gen::inRange<std::size_t>(1, 700);
            const auto seed = *rc::gen::arbitrary<std::uint32_t>();
            std::uint32_t random = seed | 1u;
            const auto next = [&random] { return random = random * 1'664'525u + 1'013'904'223u; };
            LineSeries series(full);
            std::vector<Point> points;
            double lowest = 1e9, highest = -1e9;
            for (std::size_t i = 0; i < count; ++i) {
                points.push_back({std::int64_t(i), double(next() >> 12)});
                lowest = std::min(lowest, points.back().value);
                highest = std::max(highest, points.back().value);
                RC_ASSERT(series.append(points.back()));
            }
            const LineSeriesView view = series.view();
            for (std::size_t i = 0; i < view.size(); ++i) { // times are positions: each is one that came
                const Point point = view.at(i);
                RC_ASSERT((i == 0 || point.timeNs > view.at(i - 1).timeNs)); // its own || takes both sides
                RC_ASSERT(points[std::size_t(point.timeNs)].value == point.value);
            }
            const std::size_t whole = std::min(full, count);
            for (std::size_t i = 0; i < whole; ++i)
                RC_ASSERT(view.at(view.size() - 1 - i).timeNs == std::int64_t(count - 1 - i));
            // Levels of at most twice what may stay, and the chunk that was being filled.
            const std::size_t levels = 2 + std::size_t(std::log(double(count + 1)) / std::log(4.0));
            const std::size_t least = std::max<std::size_t>(64, full);
            RC_ASSERT(view.size() <= levels * (2 * least + std::max<std::size_t>(64, least / 4)));
            double min = 0, max = 0;
            RC_ASSERT(view.extremes(0, std::int64_t(count), &min, &max) == (count > 0));
            RC_ASSERT((count == 0 || (min == lowest && max == highest && view.at(0).timeNs == 0)));
        });
        QVERIFY(holds);
    }

    void thinnedSeriesStaysSmallAndEverySpikeStaysInItsColumn()
    {
        constexpr std::int64_t Count = 10'000'000;
        LineSeries series(4'096);
        std::vector<std::int64_t> spikes;
        for (std::int64_t i = 0; i < Count; ++i) {
            const bool isSpike = i % 1'234'567 == 77;
            if (isSpike)
                spikes.push_back(i);
            series.append({i * 1'000, isSpike ? 1e6 : std::sin(double(i))});
        }
        QVERIFY2(series.bytes() < 1'500'000, qPrintable(QString::number(series.bytes())));
        const LineSeriesView view = series.view();
        std::vector<PlotColumn> columns(1'000);
        for (const std::int64_t spike : spikes) {
            for (std::int64_t width = Count; width > 4; width = width * 2 / 3) {
                const std::int64_t from = (spike - width / 3) * 1'000, to = from + width * 1'000;
                view.decimate(from, to, columns);
                const auto wide = (to - from) / 1'000;
                for (std::int64_t x = 0; x < 1'000; ++x) {
                    const std::int64_t begin = from + wide * x, end = begin + wide;
                    const bool here = begin <= spike * 1'000 && spike * 1'000 < end;
                    if (here)
                        QCOMPARE(columns[std::size_t(x)].max, 1e6);
                }
            }
        }
    }

    void viewOfAThinnedSeriesKeepsWhatItShowed()
    {
        LineSeries series(256);
        for (int i = 0; i < 500; ++i)
            series.append({i, double(i)});
        const LineSeriesView before = series.view();
        for (int i = 500; i < 50'000; ++i)
            series.append({i, double(i)});
        QCOMPARE(before.size(), 500u);
        for (int i = 0; i < 500; ++i)
            QCOMPARE(before.at(std::size_t(i)).value, double(i));
        QVERIFY(series.size() < 4'000);
        while (series.dropOldestChunk() > 0)
            QCOMPARE(series.size() == 0 ? 0 : series.view().at(0).timeNs, series.oldestNs());
        QCOMPARE(series.size(), 0u);
        QVERIFY(series.append({1, 1}));
    }

    void oldestGoesFirstAndViewsKeepWhatTheyShow()
    {
        LineSeries series;
        for (int i = 0; i < 5'000; ++i)
            series.append({i, double(i)});
        const LineSeriesView before = series.view();
        const std::size_t bytes = series.bytes();
        const std::size_t gone = series.dropOldestChunk();
        QVERIFY(gone > 0 && gone <= 5'000 / 8);
        QVERIFY(series.bytes() < bytes);
        QCOMPARE(series.oldestNs(), std::int64_t(gone));
        for (int i = 5'000; i < 30'000; ++i)
            series.append({i, double(i)});
        QCOMPARE(before.size(), 5'000u);
        for (int i = 0; i < 5'000; ++i)
            QCOMPARE(before.at(std::size_t(i)).value, double(i));
        std::size_t total = gone;
        while (const std::size_t more = series.dropOldestChunk())
            total += more;
        QCOMPARE(total, 30'000u);
        QCOMPARE(series.size(), 0u);
        QVERIFY(series.append({1, 1}));
        QCOMPARE(series.view().back().value, 1.0);
    }

    void readerSeesWholePointsWhileTheWriterGoesOn_data()
    {
        QTest::addColumn<int>("fullPoints");
        QTest::newRow("all kept") << 0;
        QTest::newRow("thinned with age") << 300;
    }
    void readerSeesWholePointsWhileTheWriterGoesOn()
    {
        QFETCH(int, fullPoints);
        constexpr int Count = 400'000;
        LineSeries series{std::size_t(fullPoints)};
        // What Store does: a view is handed over by a release, taken by an acquire.
        std::array<LineSeriesView, 64> views;
        std::atomic<std::size_t> published{0}, taken{0};
        std::thread reader([&] {
            std::vector<PlotColumn> columns(64);
            for (std::size_t n = 0; n < views.size(); ++n) {
                while (published.load(std::memory_order_acquire) <= n)
                    std::this_thread::yield();
                const LineSeriesView view = std::exchange(views[n], {});
                view.decimate(0, Count, columns);
                std::size_t total = 0;
                for (const PlotColumn &c : columns)
                    total += c.count;
                if (total == view.size() && view.back().value == double(view.back().timeNs))
                    taken.fetch_add(1);
            }
        });
        for (int i = 0; i < Count; ++i) {
            series.append({i, double(i)});
            if (fullPoints == 0 && i % 5'000 == 4'999)
                series.dropOldestChunk();
            const std::size_t n = published.load(std::memory_order_relaxed);
            if (n < views.size() && std::size_t(i) == (n + 1) * (Count / views.size()) - 1) {
                views[n] = series.view();
                published.store(n + 1, std::memory_order_release);
            }
        }
        reader.join();
        QCOMPARE(taken.load(), views.size());
    }
};

QTEST_GUILESS_MAIN(tst_LineSeries)
#include "tst_lineseries.moc"
