// SPDX-License-Identifier: MIT
// Numbers of a column that meet on their decimal point.
#include <alignednumber.h>

#include <QLocale>
#include <QTest>

using namespace alcedo;

class TestAlignedNumber : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void writesNumbersToTheColumn_data();
    void writesNumbersToTheColumn();
};

void TestAlignedNumber::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestAlignedNumber::writesNumbersToTheColumn_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("whole");
    QTest::addColumn<QString>("fraction");
    QTest::addColumn<bool>("wide");
    QTest::newRow("absent") << QString() << QStringLiteral("\u2013") << QString() << false;
    QTest::newRow("too wide to meet, decimals fit") << "1234567.5"
                                                    << "1,234,567.5" << QString() << true;
    QTest::newRow("too wide, decimals go first") << "12345678.123"
                                                 << "12,345,678.12" << QString() << true;
    QTest::newRow("too wide, no decimals left") << "9999999999.12"
                                                << "9,999,999,999" << QString() << true;
    QTest::newRow("wider than the column: e-notation") << "123456789012345678"
                                                       << "1.23e17" << QString() << true;
    QTest::newRow("too small for the column") << "0.000000123"
                                              << "0.000000123" << QString() << true;
    QTest::newRow("too small for anything but e-notation")
        << "0.000000000000012" << QStringLiteral("1.20e\u221214") << QString() << true;
    QTest::newRow("too fine is shortened") << "1.123456789"
                                           << "1"
                                           << ".12346" << false;
    QTest::newRow("price") << "67412.5"
                           << "67,412"
                           << ".5" << false;
    QTest::newRow("integer") << "39845"
                             << "39,845" << QString() << false;
    QTest::newRow("digits are kept as they came") << "0.3520"
                                                  << "0"
                                                  << ".3520" << false;
    QTest::newRow("negative") << "-37.63" << QStringLiteral("\u221237") << ".63" << false;
    QTest::newRow("widest that meets") << "999999.12345"
                                       << "999,999"
                                       << ".12345" << false;
}

void TestAlignedNumber::writesNumbersToTheColumn()
{
    QFETCH(QString, text);
    QFETCH(QString, whole);
    QFETCH(QString, fraction);
    QFETCH(bool, wide);
    const auto number = AlignedNumber::of(text.isEmpty() ? Decimal() : *Decimal::parse(text.toStdString()));
    QCOMPARE(number.whole, whole);
    QCOMPARE(number.fraction, fraction);
    QCOMPARE(number.wide, wide);
}

QTEST_MAIN(TestAlignedNumber)
#include "tst_alignednumber.moc"
