// SPDX-License-Identifier: MIT
#include <plot/candlebars.h>
#include <plot/linetracer.h>
#include <plot/pixelnode.h>

#include <QElapsedTimer>
#include <QTest>
#include <cmath>

using namespace alcedo;

namespace {

constexpr std::int64_t Ms = 1'000'000;
constexpr std::int64_t Second = 1'000 * Ms;
constexpr std::int64_t Minute = 60 * Second;
constexpr std::int64_t Base = 1'783'080'000LL * Second;
constexpr QRgb Ink = 0xffffffff;

ValueScale scaleFor(double low, double high, int height)
{
    SteadyRange range;
    range.follow(low, high, 0);
    return {range, 0, double(height)};
}

QImage paint(const PixelRects &rects, int width, int height)
{
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    fillRects(image, rects);
    return image;
}

bool hasInk(const QImage &image, int fromX, int toX, int fromY, int toY)
{
    for (int y = std::max(0, fromY); y < std::min(toY, image.height()); ++y) {
        for (int x = std::max(0, fromX); x < std::min(toX, image.width()); ++x) {
            if (qAlpha(image.pixel(x, y)) > 0)
                return true;
        }
    }
    return false;
}

QImage paintLine(const LineSeriesView &view, const TimeScale &time, const ValueScale &value, int width,
                 int height, std::span<const LineBreak> breaks = {})
{
    LineTracer tracer;
    tracer.trace(view, time, value, width, breaks);
    PixelRects rects;
    tracer.stroke(rects, {width, 0, height}, 1.4, Ink);
    return paint(rects, width, height);
}

Candle candleAt(std::int64_t openNs, double open, double high, double low, double close, double volume = 1)
{
    return {openNs,
            Decimal::fromDouble(open, 1),
            Decimal::fromDouble(high, 1),
            Decimal::fromDouble(low, 1),
            Decimal::fromDouble(close, 1),
            volume};
}

} // namespace

class TestPlotLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingToDraw()
    {
        const ValueScale value = scaleFor(0, 1, 100);
        QVERIFY(!hasInk(paintLine(LineSeries().view(), {Base, 1e6}, value, 50, 100), 0, 50, 0, 100));
        LineSeries one;
        one.append({Base, 0.5});
        LineTracer tracer;
        tracer.trace(one.view(), {Base, 1e6}, value, 0, {});
        QVERIFY(tracer.columns().empty());
    }
    void onePointIsADot()
    {
        LineSeries one;
        one.append({Base + 20 * Ms, 0.5});
        const QImage image = paintLine(one.view(), {Base, double(Ms)}, scaleFor(0, 1, 100), 50, 100);
        QVERIFY(hasInk(image, 20, 21, 0, 100));
        QVERIFY(!hasInk(image, 0, 20, 0, 100) && !hasInk(image, 21, 50, 0, 100));
    }
    void aLineReachesBothEdges()
    {
        LineSeries two;
        two.append({Base - Second, 0});
        two.append({Base + Second, 1});
        const QImage image = paintLine(two.view(), {Base, double(Ms)}, scaleFor(0, 1, 100), 50, 100);
        for (int x = 0; x < 50; ++x)
            QVERIFY2(hasInk(image, x, x + 1, 0, 100), qPrintable(QString::number(x)));
    }
    void everyColumnJoinsTheNext_data()
    {
        QTest::addColumn<int>("points");
        QTest::newRow("few, one by one") << 40;
        QTest::newRow("two a column") << 400;
        QTest::newRow("many, by the pyramid") << 50'000;
    }
    void everyColumnJoinsTheNext()
    {
        QFETCH(int, points);
        LineSeries series;
        for (int i = 0; i < points; ++i)
            series.append({Base + i * 1'000 * Ms * 200 / points, std::sin(i * 40.0 / points)});
        LineTracer tracer;
        tracer.trace(series.view(), {Base, 1e9}, scaleFor(-1, 1, 300), 190, {});
        for (std::size_t x = 1; x < 190; ++x) {
            const ColumnExtent a = tracer.columns()[x - 1], b = tracer.columns()[x];
            QVERIFY2(a.top <= a.bottom && b.top <= b.bottom, qPrintable(QString::number(x)));
            QVERIFY2(a.top <= b.bottom + 0.01F && b.top <= a.bottom + 0.01F, qPrintable(QString::number(x)));
        }
    }
    void noLineAcrossAGap_data()
    {
        QTest::addColumn<int>("perSecond");
        QTest::newRow("sparse") << 1;
        QTest::newRow("dense") << 2'000;
    }
    void noLineAcrossAGap()
    {
        QFETCH(int, perSecond);
        LineSeries series;
        const LineBreak gap{Base + 40 * Second, Base + 60 * Second};
        for (std::int64_t i = 0; i <= 100 * perSecond; ++i) {
            const std::int64_t t = Base + i * Second / perSecond;
            if (t <= gap.fromNs || t >= gap.toNs)
                series.append({t, t <= gap.fromNs ? 0.0 : 1.0});
        }
        const TimeScale time{Base, double(Second) / 5}; // 5 px a second
        const QImage broken =
            paintLine(series.view(), time, scaleFor(0, 1, 100), 500, 100, std::span(&gap, 1));
        QVERIFY(hasInk(broken, 190, 200, 0, 100) && hasInk(broken, 301, 310, 0, 100));
        QVERIFY(!hasInk(broken, 202, 299, 0, 100));
        const QImage joined = paintLine(series.view(), time, scaleFor(0, 1, 100), 500, 100);
        QVERIFY(hasInk(joined, 202, 299, 0, 100)); // without the break it would be there
    }
    void aSpikeOfOneSampleInTenMillionShowsAtEveryZoom()
    {
        constexpr std::int64_t count = 10'000'000, spike = 6'180'339;
        constexpr int width = 620, height = 300;
        LineSeries series;
        for (std::int64_t i = 0; i < count; ++i)
            series.append({Base + i * Ms, i == spike ? 100.0 : double(i * 7'919 % 97) / 97});
        const LineSeriesView view = series.view();
        const std::int64_t spikeNs = Base + spike * Ms;
        const ValueScale value = scaleFor(0, 100, height);
        double span = double(count) * double(Ms);
        double slowest = 0;
        for (int zoom = 0; zoom < 20; ++zoom, span /= 2) {
            const TimeScale time{spikeNs - std::int64_t(span * 0.371), span / width};
            QElapsedTimer timer;
            timer.start();
            const QImage image = paintLine(view, time, value, width, height);
            slowest = std::max(slowest, double(timer.nsecsElapsed()) / 1e6);
            const int x = int(time.x(spikeNs));
            const int y = int(value.y(100));
            QVERIFY2(hasInk(image, x - 1, x + 2, y - 1, y + 2),
                     qPrintable(QStringLiteral("zoom %1 at %2, %3").arg(zoom).arg(x).arg(y)));
            QVERIFY2(!hasInk(image, 0, x - 30, 0, height / 2), "only the spike stands out");
        }
        qInfo("20 zooms over 10,000,000 points: slowest %.2f ms", slowest);
    }
    void columnsStandStillWhileTheWindowMoves()
    {
        LineSeries series;
        for (int i = 0; i < 200'000; ++i)
            series.append({Base + i * Ms, double((i * 7'919) % 1'000)});
        const ValueScale value = scaleFor(0, 1'000, 200);
        LineTracer now, later;
        now.trace(series.view(), {Base, 100.0 * Ms}, value, 300, {});
        later.trace(series.view(), {Base + 700 * Ms, 100.0 * Ms}, value, 300, {}); // seven whole columns on
        for (std::size_t x = 1; x < 290; ++x) {
            QCOMPARE(later.columns()[x].top, now.columns()[x + 7].top);
            QCOMPARE(later.columns()[x].bottom, now.columns()[x + 7].bottom);
        }
    }
    void candlesByTheBook()
    {
        CandleSeries series;
        series.put(candleAt(Base, 10, 18, 4, 15));              // up
        series.put(candleAt(Base + Minute, 15, 18, 4, 10));     // down
        series.put(candleAt(Base + 2 * Minute, 10, 12, 8, 10)); // no change
        CandleBars bars;
        bars.collect(series.view(), Base, Base + 10 * Minute, 1);
        QCOMPARE(bars.bars().size(), std::size_t(3));
        std::vector<ColumnExtent> marks(70);
        PixelRects rects;
        const ValueScale value = scaleFor(0, 20, 200);
        const CandleStyle style{0xff00ff00, 0xffff0000, 0xff808080, 1};
        drawCandles(rects, bars, {70, 0, 200}, {Base, double(Minute) / 7}, value, style, marks);
        const QImage image = paint(rects, 70, 200);
        const auto pixel = [&](int x, double v) { return image.pixel(x, int(value.y(v))); };
        // Pitch 7, body 5, wick 1: the first body is columns 1 to 5, its wick column 3.
        QCOMPARE(pixel(3, 17), 0xff00ff00U);
        QCOMPARE(pixel(2, 17), 0U);
        QCOMPARE(pixel(1, 12), 0xff00ff00U);
        QCOMPARE(pixel(5, 12), 0xff00ff00U);
        QCOMPARE(pixel(0, 12), 0U);
        QCOMPARE(pixel(6, 12), 0U);
        QCOMPARE(pixel(3, 12), 0U);           // up is hollow
        QCOMPARE(pixel(10, 12), 0xffff0000U); // down is filled
        QCOMPARE(pixel(10, 5), 0xffff0000U);
        QCOMPARE(pixel(17, 9), 0xff00ff00U);
        QVERIFY(marks[3].top < marks[3].bottom && marks[6].top > marks[6].bottom);
    }
    void farOutCandlesGoInBundles()
    {
        QCOMPARE(CandleBars::bundleFor(Minute, double(Minute) / 7), 1);
        QCOMPARE(CandleBars::bundleFor(Minute, double(Minute) / 2), 2);
        QCOMPARE(CandleBars::bundleFor(Minute, double(Minute) * 3), 10);
        CandleSeries series;
        for (int i = 0; i < 60; ++i)
            series.put(candleAt(Base + i * Minute, 10 + i, i == 31 ? 500 : 11 + i, 9 + i, 10.5 + i, 2));
        CandleBars bars;
        bars.collect(series.view(), Base, Base + 60 * Minute, 10);
        QCOMPARE(bars.bars().size(), std::size_t(6));
        QCOMPARE(bars.bars()[3].high, 500.0); // the spike is kept
        QCOMPARE(bars.bars()[3].open, 40.0);
        QCOMPARE(bars.bars()[3].close, 49.5);
        QCOMPARE(bars.bars()[3].volume, 20.0);
        QCOMPARE(bars.at(Base + 35 * Minute)->openNs, Base + 30 * Minute);
        QCOMPARE(bars.at(Base - Minute)->openNs, Base);
        QCOMPARE(bars.at(Base + 600 * Minute)->openNs, Base + 50 * Minute);
    }
    void aCandleThatLacksAFieldIsLeftOut()
    {
        CandleSeries series;
        series.put({Base, Decimal(), Decimal(), Decimal(), Decimal(), 0});
        series.put(candleAt(Base + Minute, 1, 2, 0, 1));
        CandleBars bars;
        bars.collect(series.view(), Base, Base + 10 * Minute, 1);
        QCOMPARE(bars.bars().size(), std::size_t(1));
        CandleBars none;
        double low = 0, high = 0;
        QVERIFY(!none.extremes(&low, &high));
        QVERIFY(!none.at(Base));
    }
};

QTEST_APPLESS_MAIN(TestPlotLines)
#include "tst_plotlines.moc"
