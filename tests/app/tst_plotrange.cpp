// SPDX-License-Identifier: MIT
#include <plot/steadyrange.h>

#include <QTest>
#include <cmath>
#include <limits>

using namespace alcedo;

class TestPlotRange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsNotARange()
    {
        SteadyRange range;
        const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
        QVERIFY(!range.follow(nan, 1, 0));
        QVERIFY(!range.follow(0, inf, 0));
        QVERIFY(!range.follow(2, 1, 0));
        QVERIFY(!range.isValid());
    }
    void holdsDataWithRoomToSpare_data()
    {
        QTest::addColumn<double>("min");
        QTest::addColumn<double>("max");
        QTest::newRow("flat") << 5.0 << 5.0;
        QTest::newRow("flat zero") << 0.0 << 0.0;
        QTest::newRow("prices") << 67'140.0 << 67'460.0;
        QTest::newRow("tiny") << 1e-9 << 2e-9;
        QTest::newRow("negative") << -4.0 << -3.0;
        QTest::newRow("huge") << -1e300 << 1e300;
    }
    void holdsDataWithRoomToSpare()
    {
        QFETCH(double, min);
        QFETCH(double, max);
        SteadyRange range;
        QVERIFY(range.follow(min, max, 0));
        QVERIFY(range.low() < min && range.high() > max);
        QVERIFY(range.fraction(min) > 0 && range.fraction(max) < 1);
    }
    void standsStillUnderNoise()
    {
        SteadyRange range;
        range.follow(100, 110, 0);
        int changes = 0;
        for (int frame = 0; frame < 6'000; ++frame)
            changes +=
                range.follow(100 + 0.4 * std::sin(frame), 110 + 0.4 * std::cos(frame * 0.7), frame * 16.0);
        QVERIFY2(changes <= 1, qPrintable(QString::number(changes)));
    }
    void growsAtOnceAndShrinksLate()
    {
        SteadyRange range;
        range.follow(100, 110, 0);
        QVERIFY(range.follow(100, 150, 16));
        QVERIFY(range.high() > 150);
        QVERIFY(!range.follow(100, 105, 32));
        QVERIFY(!range.follow(100, 105, 32 + SteadyRange::ShrinkAfterMs - 1));
        QVERIFY(range.follow(100, 105, 32 + SteadyRange::ShrinkAfterMs));
        QVERIFY(range.high() < 107);
    }
    void aTrendChangesItSeldom()
    {
        SteadyRange range;
        int changes = 0;
        for (int i = 0; i < 3'600; ++i) // a minute at 60 frames a second, the price climbs by its own height
            changes += range.follow(100, 110 + 10.0 * i / 3'600, i * 16.7);
        QVERIFY2(changes <= 12, qPrintable(QString::number(changes)));
    }
    void logKeepsToPositiveData()
    {
        SteadyRange range;
        range.setScale(SteadyRange::Scale::Log);
        range.follow(1, 1'000, 0);
        QCOMPARE(range.scale(), SteadyRange::Scale::Log);
        QVERIFY(std::abs(range.valueAt(range.fraction(50)) - 50) < 1e-9);
        QVERIFY(std::abs(range.fraction(100) - range.fraction(10) -
                         (range.fraction(10) - range.fraction(1))) < 1e-9);
        range.follow(-1, 1'000, 16);
        QCOMPARE(range.scale(), SteadyRange::Scale::Linear);
    }
    void refitsAfterAZoom()
    {
        SteadyRange range;
        range.follow(0, 100, 0);
        range.refit();
        QVERIFY(range.follow(40, 60, 16));
        QVERIFY(range.low() > 30);
    }
};

QTEST_APPLESS_MAIN(TestPlotRange)
#include "tst_plotrange.moc"
