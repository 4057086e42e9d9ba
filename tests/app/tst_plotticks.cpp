// SPDX-License-Identifier: MIT
#include <plot/ticks.h>

#include <QTest>
#include <cmath>
#include <limits>

using namespace alcedo;

namespace {
constexpr qint64 Second = 1'000'000'000;
constexpr qint64 Base = 1'783'080'000LL * Second; // 2026-07-03 12:00:00 UTC
} // namespace

class TestPlotTicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueTicks_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("most");
        QTest::addColumn<QVector<double>>("expected");
        QTest::addColumn<int>("decimals");
        const double nan = std::numeric_limits<double>::quiet_NaN(),
                     inf = std::numeric_limits<double>::infinity();
        QTest::newRow("not a number") << nan << 1.0 << 5 << QVector<double>{} << 0;
        QTest::newRow("infinite") << 0.0 << inf << 5 << QVector<double>{} << 0;
        QTest::newRow("upside down") << 2.0 << 1.0 << 5 << QVector<double>{} << 0;
        QTest::newRow("no room") << 0.0 << 1.0 << 0 << QVector<double>{} << 0;
        QTest::newRow("finer than doubles are")
            << 1e17 << std::nextafter(1e17, inf) << 5 << QVector<double>{} << 0;
        QTest::newRow("prices") << 67'140.0 << 67'460.0 << 8
                                << QVector<double>{67'150, 67'200, 67'250, 67'300, 67'350, 67'400, 67'450}
                                << 0;
        QTest::newRow("exchange rate")
            << 1.0821 << 1.0839 << 5 << QVector<double>{1.0825, 1.083, 1.0835} << 4;
        QTest::newRow("across zero") << -1.2 << 1.2 << 5 << QVector<double>{-1, -0.5, 0, 0.5, 1} << 1;
    }
    void valueTicks()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(int, most);
        QFETCH(QVector<double>, expected);
        QFETCH(int, decimals);
        const ValueTicks ticks = linearTicks(low, high, most);
        QCOMPARE(int(ticks.values.size()), int(expected.size()));
        for (qsizetype i = 0; i < expected.size(); ++i)
            QVERIFY2(std::abs(ticks.values[size_t(i)] - expected[i]) <
                         1e-9 * std::max(1.0, std::abs(expected[i])),
                     qPrintable(QString::number(ticks.values[size_t(i)])));
        QCOMPARE(ticks.decimals, decimals);
    }
    void everyRangeHasRoundTicks()
    {
        for (double span = 1e-6; span < 1e12; span *= 1.37) {
            const ValueTicks ticks = linearTicks(span * 0.31, span * 1.31, 6);
            QVERIFY2(ticks.values.size() >= 2 && ticks.values.size() <= 6, qPrintable(QString::number(span)));
            const double step = ticks.values[1] - ticks.values[0];
            const double head = step / std::pow(10, std::floor(std::log10(step) + 1e-9));
            QVERIFY2(std::abs(head - 1) < 1e-6 || std::abs(head - 2) < 1e-6 || std::abs(head - 5) < 1e-6,
                     qPrintable(QString::number(head)));
        }
    }
    void logarithmicTicks()
    {
        QVERIFY(logTicks(0, 10, 5).values.empty());
        QVERIFY(logTicks(-1, 10, 5).values.empty());
        QCOMPARE(logTicks(1, 100, 8).values, (std::vector<double>{1, 2, 5, 10, 20, 50, 100}));
        QCOMPARE(logTicks(1, 1e6, 8).values,
                 (std::vector<double>{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000}));
        QCOMPARE(logTicks(100, 200, 5).values.front(), 100.0);
    }
    void roundTimes_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("span");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("first");
        QTest::addColumn<qint64>("step");
        QTest::newRow("90 min") << Base + 7 * 60 * Second << 90 * 60 * Second << "UTC"
                                << "12:15" << 15 * 60 * Second;
        QTest::newRow("1 min") << Base + 3 * Second << 60 * Second << "UTC"
                               << "12:00:10" << 10 * Second;
        QTest::newRow("1 s") << Base + 1 << Second << "UTC"
                             << "12:00:00.2" << Second / 5;
        QTest::newRow("half-hour zone") << Base << 12 * 3600 * Second << "Asia/Kolkata"
                                        << "18:00" << 2 * 3600 * Second;
        QTest::newRow("before the epoch") << -90 * 60 * Second << 80 * 60 * Second << "UTC"
                                          << "22:30" << 15 * 60 * Second;
    }
    void roundTimes()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, span);
        QFETCH(QString, zone);
        const QTimeZone timeZone(zone.toUtf8());
        const TimeTicks ticks = timeTicks(from, from + span, 7, timeZone);
        QVERIFY(!ticks.times.empty());
        QTEST(qint64(ticks.stepNs), "step");
        QTEST(timeText(ticks.times.front(), ticks.stepNs, timeZone, QLocale::c()), "first");
        QVERIFY(ticks.times.front() >= from && ticks.times.back() <= from + span);
        QVERIFY(timeTicks(from, from, 7, timeZone).times.empty());
    }
    void numbers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        const auto always = format::Sign::Always;
        QTest::newRow("not finite") << fittedText(std::nan(""), 2, 9) << QString(format::Absent);
        QTest::newRow("grouped") << fittedText(67412.5, 1, 9) << "67,412.5";
        QTest::newRow("a true minus")
            << fittedText(-0.5, 2, 9) << QString(format::Minus + QStringLiteral("0.50"));
        QTest::newRow("no minus zero") << fittedText(-0.001, 2, 9, always) << "0.00";
        QTest::newRow("sign on change") << fittedText(1.2, 2, 9, always) << "+1.20";
        QTest::newRow("drops decimals") << fittedText(1234567.891, 3, 10) << "1,234,568";
        QTest::newRow("keeps what fits") << fittedText(1.08347, 5, 10) << "1.08347";
        QTest::newRow("sign takes room") << fittedText(123456.78, 2, 10, always) << "+123,456.8";
        QTest::newRow("e-notation at last") << fittedText(1.2e18, 2, 10) << "1.20E+18";
        QTest::newRow("midnight is a day")
            << timeText(Base - 12 * 3600 * Second, 3600 * Second, QTimeZone::utc(), QLocale::c())
            << QLocale::c().toString(QDate(2026, 7, 3), QLocale::ShortFormat);
    }
    void numbers()
    {
        QFETCH(QString, text);
        QTEST(text, "expected");
    }
};

QTEST_MAIN(TestPlotTicks)
#include "tst_plotticks.moc"
