// SPDX-License-Identifier: MIT
#include <alcedo/series/candles.h>

#include <QTest>

using namespace alcedo;

namespace {

constexpr std::int64_t Minute = 60'000'000'000;

Decimal price(int value)
{
    return Decimal(value, 0);
}

Candle candleAt(std::int64_t minute, int value)
{
    return {minute * Minute, price(value), price(value + 1), price(value - 1), price(value), 5};
}

} // namespace

class tst_Candles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void emptySeries()
    {
        CandleSeries series;
        QVERIFY(series.view().isEmpty());
        QCOMPARE(series.view().lowerBound(0), 0u);
        series.addPrice(1, Decimal());
        QVERIFY(series.view().isEmpty());
    }

    void pricesMakeCandles()
    {
        CandleSeries series;
        series.addPrice(Minute + 1, price(10), 1);
        series.addPrice(Minute + 2, price(12), 2);
        series.addPrice(Minute + 3, price(9), 3);
        series.addPrice(2 * Minute - 1, price(11), 4);
        series.addPrice(2 * Minute, price(20));
        const CandleSeriesView view = series.view();
        QCOMPARE(view.size(), 2u);
        QCOMPARE(view.at(0), (Candle{Minute, price(10), price(12), price(9), price(11), 10}));
        QCOMPARE(view.at(1).openNs, 2 * Minute);
        QCOMPARE(view.lowerBound(Minute), 0u);
        QCOMPARE(view.lowerBound(Minute + 1), 1u);
        QCOMPARE(view.lowerBound(2 * Minute), 1u);
        QCOMPARE(view.lowerBound(2 * Minute + 1), 2u);
    }

    void timeBeforeTheEpoch()
    {
        CandleSeries series;
        series.addPrice(-1, price(1));
        QCOMPARE(series.view().at(0).openNs, -Minute);
    }

    void latePriceChangesItsOwnCandle()
    {
        CandleSeries series;
        for (int minute = 1; minute <= 3; ++minute)
            series.addPrice(minute * Minute, price(10), 1);
        const CandleSeriesView before = series.view();
        series.addPrice(Minute + 5, price(50), 2);
        QCOMPARE(series.view().at(0), (Candle{Minute, price(10), price(50), price(10), price(10), 3}));
        QCOMPARE(before.at(0).high, price(10));
    }

    void latePriceFillsAMissingMinute()
    {
        CandleSeries series;
        series.addPrice(1 * Minute, price(1));
        series.addPrice(4 * Minute, price(4));
        series.addPrice(2 * Minute, price(2));
        series.addPrice(0, price(9));
        const CandleSeriesView view = series.view();
        QCOMPARE(view.size(), 4u);
        for (std::size_t i = 1; i < view.size(); ++i)
            QVERIFY(view.at(i - 1).openNs < view.at(i).openNs);
        QCOMPARE(view.at(2).close, price(2));
    }

    void sourceCandleReplacesTheBuiltOne()
    {
        CandleSeries series;
        series.addPrice(Minute, price(1), 1);
        series.addPrice(2 * Minute, price(2), 1);
        series.put(candleAt(1, 100));
        series.put(candleAt(2, 200));
        series.put(candleAt(3, 300));
        const CandleSeriesView view = series.view();
        QCOMPARE(view.size(), 3u);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(view.at(std::size_t(i)), candleAt(i + 1, 100 * (i + 1)));
    }

    void historyAfterTheFirstPrice()
    {
        CandleSeries series;
        series.addPrice(10 * Minute, price(1));
        for (int minute = 0; minute < 10; ++minute)
            series.put(candleAt(minute, minute + 100));
        QCOMPARE(series.view().size(), 11u);
        QCOMPARE(series.view().at(3), candleAt(3, 103));
    }

    void boundedOldestFirst()
    {
        CandleSeries series(Minute, 10);
        std::vector<CandleSeriesView> views;
        for (int minute = 0; minute < 100; ++minute) {
            series.put(candleAt(minute, minute));
            views.push_back(series.view());
        }
        for (std::size_t minute = 0; minute < views.size(); ++minute) {
            const CandleSeriesView &view = views[minute];
            QCOMPARE(view.size(), std::min<std::size_t>(minute + 1, 11));
            for (std::size_t i = 0; i < view.size(); ++i)
                QCOMPARE(view.at(i), candleAt(std::int64_t(minute + 1 - view.size() + i),
                                              int(minute + 1 - view.size() + i)));
        }
        QVERIFY(series.bytes() <= 20 * sizeof(Candle));
        series.put(candleAt(1, 1)); // older than all held, and no room
        QCOMPARE(series.view().at(0), candleAt(89, 89));
        series.shrinkTo(3);
        QCOMPARE(series.view().size(), 4u);
        QCOMPARE(series.view().at(0), candleAt(96, 96));
    }
};

QTEST_GUILESS_MAIN(tst_Candles)
#include "tst_candles.moc"
