// SPDX-License-Identifier: MIT
#include <models/format.h>

#include <QLocale>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void harmless_data();
    void harmless();
    void decimals_data();
    void decimals();
    void meetsOnThePoint();
    void signedNumbers_data();
    void signedNumbers();
    void fits_data();
    void fits();
    void ages_data();
    void ages();
    void rates();
};

void TestFormat::harmless_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("override") << QStringLiteral("a\u202Ebc") << QStringLiteral("a\u27E8U+202E\u27E9bc");
    QTest::newRow("isolate") << QStringLiteral("\u2066x\u2069")
                             << QStringLiteral("\u27E8U+2066\u27E9x\u27E8U+2069\u27E9");
    QTest::newRow("bell and nul") << QStringLiteral("a\a") + QChar(0)
                                  << QStringLiteral("a\u27E8U+0007\u27E9\u27E8U+0000\u27E9");
    QTest::newRow("lines") << QStringLiteral("a\r\nb\tc") << QStringLiteral("a  b c");
    QTest::newRow("zero width") << QStringLiteral("pay\u200Bpal")
                                << QStringLiteral("pay\u27E8U+200B\u27E9pal");
    QTest::newRow("markup stays text") << QStringLiteral("<b>x</b>") << QStringLiteral("<b>x</b>");
    QTest::newRow("japanese") << QStringLiteral("日銀") << QStringLiteral("日銀");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("line separator") << QStringLiteral("a\u2028b") << QStringLiteral("a\u27E8U+2028\u27E9b");
    QTest::newRow("paragraph separator")
        << QStringLiteral("a\u2029b") << QStringLiteral("a\u27E8U+2029\u27E9b");
    QTest::newRow("no width") << QStringLiteral("a\u2060b") << QStringLiteral("a\u27E8U+2060\u27E9b");
    QTest::newRow("joiner is spelling")
        << QStringLiteral("\u06F1\u200C\u06F2") << QStringLiteral("\u06F1\u200C\u06F2");
}

void TestFormat::harmless()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(format::harmless(text), expected);
}

void TestFormat::decimals_data()
{
    QTest::addColumn<Decimal>("value");
    QTest::addColumn<int>("scale");
    QTest::addColumn<QString>("expected");
    QTest::newRow("null") << Decimal() << -1 << QStringLiteral("\u2013");
    QTest::newRow("as it came") << Decimal(6741250, 2) << -1 << QStringLiteral("67,412.50");
    QTest::newRow("negative") << Decimal(-1, 3) << -1 << QStringLiteral("\u22120.001");
    QTest::newRow("million") << Decimal(1234567, 0) << -1 << QStringLiteral("1,234,567");
    QTest::newRow("hundred") << Decimal(-999, 0) << -1 << QStringLiteral("\u2212999");
    QTest::newRow("rescaled") << Decimal(15824, 5) << 2 << QStringLiteral("0.16");
    QTest::newRow("widened") << Decimal(5, 0) << 2 << QStringLiteral("5.00");
}

void TestFormat::decimals()
{
    QFETCH(Decimal, value);
    QFETCH(int, scale);
    QFETCH(QString, expected);
    QCOMPARE(format::number(value, scale), expected);
}

void TestFormat::meetsOnThePoint()
{
    const auto parts = format::split(Decimal(6741250, 2));
    QCOMPARE(parts.whole, QStringLiteral("67,412"));
    QCOMPARE(parts.fraction, QStringLiteral(".50"));
    QVERIFY(format::split(Decimal(39845, 0)).fraction.isEmpty());
}

void TestFormat::signedNumbers_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nan") << qQNaN() << QStringLiteral("\u2013");
    QTest::newRow("infinite") << qInf() << QStringLiteral("\u2013");
    QTest::newRow("up") << 1.84 << QStringLiteral("+1.84");
    QTest::newRow("down") << -0.92 << QStringLiteral("\u22120.92");
    QTest::newRow("nothing") << 0.0 << QStringLiteral("0.00");
    QTest::newRow("rounds to nothing") << -0.004 << QStringLiteral("0.00");
}

void TestFormat::signedNumbers()
{
    QFETCH(double, value);
    QFETCH(QString, expected);
    QCOMPARE(format::signedNumber(value, 2), expected);
}

void TestFormat::fits_data()
{
    QTest::addColumn<Decimal>("value");
    QTest::addColumn<int>("chars");
    QTest::addColumn<QString>("expected");
    QTest::newRow("room") << Decimal(123456, 2) << 9 << QStringLiteral("1,234.56");
    QTest::newRow("loses decimals") << Decimal(123456789, 4) << 8 << QStringLiteral("12,345.7");
    QTest::newRow("then e-notation") << Decimal(999999999999999999, 0) << 9 << QStringLiteral("1.00e+18");
}

void TestFormat::fits()
{
    QFETCH(Decimal, value);
    QFETCH(int, chars);
    QFETCH(QString, expected);
    QCOMPARE(format::fitted(value, chars), expected);
}

void TestFormat::ages_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("expected");
    QTest::newRow("before now") << qint64(-500) << QStringLiteral("0.0 s");
    QTest::newRow("tenths") << qint64(140) << QStringLiteral("0.1 s");
    QTest::newRow("no ten with tenths") << qint64(9960) << QStringLiteral("10 s");
    QTest::newRow("seconds") << qint64(48'000) << QStringLiteral("48 s");
    QTest::newRow("no sixty") << qint64(59'600) << QStringLiteral("1:00");
    QTest::newRow("minutes") << qint64(193'000) << QStringLiteral("3:13");
    QTest::newRow("hours") << qint64(7'451'000) << QStringLiteral("2:04:11");
    QTest::newRow("days") << qint64(300'000'000) << QStringLiteral("3 d");
}

void TestFormat::ages()
{
    QFETCH(qint64, ms);
    QFETCH(QString, expected);
    QCOMPARE(format::age(std::chrono::milliseconds(ms)), expected);
}

void TestFormat::rates()
{
    QCOMPARE(format::messageRate(1284.2), QStringLiteral("1,284 msg/s"));
    QCOMPARE(format::messageRate(0.4), QStringLiteral("0.4 msg/s"));
    QCOMPARE(format::messageRate(6), QStringLiteral("6 msg/s"));
    QCOMPARE(format::messageRate(-1), QStringLiteral("0 msg/s"));
    QCOMPARE(format::messageRate(999'999), QStringLiteral("999,999 msg/s"));
    QCOMPARE(format::messageRate(1'048'790), QStringLiteral("1.05 M msg/s"));
    QCOMPARE(format::rateFigure(38.92), QStringLiteral("38.9"));
    QCOMPARE(format::rateFigure(9'999.4), QStringLiteral("9,999.4"));
    QCOMPARE(format::rateFigure(12'345.6), QStringLiteral("12,346"));
    QCOMPARE(format::rateFigure(1'165'204), QStringLiteral("1.17 M"));
    QCOMPARE(format::byteRate(8600), QStringLiteral("8.6 kB/s"));
    QCOMPARE(format::latency(2'100us), QStringLiteral("2 ms"));
    QCOMPARE(format::latency(300us), QStringLiteral("0.3 ms"));
    QCOMPARE(format::duration(326s), QStringLiteral("5 min 26 s"));
}

QTEST_APPLESS_MAIN(TestFormat)
#include "tst_format.moc"
