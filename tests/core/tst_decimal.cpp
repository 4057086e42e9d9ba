// SPDX-License-Identifier: MIT
#include <alcedo/core/decimal.h>

#include <QTest>

using alcedo::Decimal;

class TestDecimal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void keepsText_data();
    void keepsText();
    void foldsExponents_data();
    void foldsExponents();
    void compares();
    void rescales();
    void fromDouble();
};

void TestDecimal::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "-",
                             ".",
                             ".5",
                             "1.",
                             "1..2",
                             "1.2.3",
                             "abc",
                             "1e",
                             "1e+",
                             "1x",
                             " 1",
                             "1 ",
                             "0x10",
                             "NaN",
                             "1e19",
                             "1e-19",
                             "1234567890123456789",
                             "0.1234567890123456789",
                             "1e99999999999",
                             "--1"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text);
}

void TestDecimal::refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!Decimal::parse(text.toStdString()));
}

void TestDecimal::keepsText_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"0", "7", "-1", "0.35210000", "67412.50", "0.05", "0.0", "-0.000001", "123456789012345678",
          "0.123456789012345678", "999999999999999999", "105944.20", "10"})
        QTest::newRow(text) << QByteArray(text);
}

void TestDecimal::keepsText()
{
    QFETCH(QByteArray, text);
    const auto decimal = Decimal::parse(text.toStdString());
    QVERIFY(decimal);
    QCOMPARE(decimal->toString().toLatin1(), text);
}

void TestDecimal::foldsExponents_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("plain");
    QTest::newRow("up") << QByteArray("1.5e3") << QByteArray("1500");
    QTest::newRow("down") << QByteArray("1.5E-3") << QByteArray("0.0015");
    QTest::newRow("small") << QByteArray("1e-7") << QByteArray("0.0000001");
    QTest::newRow("spare zeros") << QByteArray("1.50e-17") << QByteArray("0.000000000000000015");
    QTest::newRow("zero") << QByteArray("0e5") << QByteArray("0");
    QTest::newRow("plus") << QByteArray("+2e+1") << QByteArray("20");
}

void TestDecimal::foldsExponents()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, plain);
    const auto decimal = Decimal::parse(text.toStdString());
    QVERIFY(decimal);
    QCOMPARE(decimal->toString().toLatin1(), plain);
}

void TestDecimal::compares()
{
    QVERIFY(Decimal(150, 2) == Decimal(15, 1));
    QVERIFY(Decimal(151, 2) > Decimal(15, 1));
    QVERIFY(Decimal(15, 1) < Decimal(151, 2));
    QVERIFY(Decimal(-1, 0) < Decimal(0, 18));
    QVERIFY(Decimal(999999999999999999, 0) > Decimal(1, 18));
    QVERIFY(Decimal() == Decimal());
    QVERIFY(Decimal() < Decimal(-5, 0));
    QVERIFY(Decimal(0, 0) > Decimal());
}

void TestDecimal::rescales()
{
    QCOMPARE(Decimal(12345, 2).rescaled(1).toString(), QStringLiteral("123.5"));
    QCOMPARE(Decimal(-12345, 2).rescaled(1).toString(), QStringLiteral("-123.5"));
    QCOMPARE(Decimal(5, 0).rescaled(3).toString(), QStringLiteral("5.000"));
    QVERIFY(Decimal().rescaled(2).isNull());
}

void TestDecimal::fromDouble()
{
    QCOMPARE(Decimal::fromDouble(1.005, 2).toString(), QStringLiteral("1.00"));
    QCOMPARE(Decimal::fromDouble(-2.5, 0).toString(), QStringLiteral("-3"));
    QVERIFY(Decimal::fromDouble(qQNaN(), 2).isNull());
    QVERIFY(Decimal::fromDouble(1e30, 2).isNull());
    QVERIFY(qIsNaN(Decimal().toDouble()));
}

QTEST_APPLESS_MAIN(TestDecimal)
#include "tst_decimal.moc"
