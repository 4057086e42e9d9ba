// SPDX-License-Identifier: MIT
#include <alcedo/connection/reconnectpolicy.h>

#include <QTest>

using namespace alcedo;
using std::chrono::milliseconds;

class TestReconnectPolicy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void delay_data();
    void delay();
    void terminalCodes_data();
    void terminalCodes();
};

void TestReconnectPolicy::delay_data()
{
    QTest::addColumn<int>("attempt");
    QTest::addColumn<quint32>("random");
    QTest::addColumn<int>("expected");
    QTest::newRow("never below the minimum") << 1 << 0u << 50;
    QTest::newRow("attempt zero counts as the first") << 0 << UINT32_MAX << 500;
    QTest::newRow("a negative attempt too") << -5 << UINT32_MAX << 500;
    QTest::newRow("a huge attempt does not overflow") << INT_MAX << UINT32_MAX << 20'000;
    QTest::newRow("first: the base at most") << 1 << UINT32_MAX << 500;
    QTest::newRow("second doubles") << 2 << UINT32_MAX << 1'000;
    QTest::newRow("sixth") << 6 << UINT32_MAX << 16'000;
    QTest::newRow("seventh is capped") << 7 << UINT32_MAX << 20'000;
    QTest::newRow("jitter is over the whole range") << 7 << UINT32_MAX / 2 << 9'999;
}

void TestReconnectPolicy::delay()
{
    QFETCH(int, attempt);
    QFETCH(quint32, random);
    QFETCH(int, expected);
    QCOMPARE(ReconnectPolicy().delay(attempt, random), milliseconds(expected));
}

void TestReconnectPolicy::terminalCodes_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("terminal");
    for (const int code : {1002, 1003, 1007, 1008, 1010, 4500, 4505, 4999})
        QTest::addRow("%d ends", code) << code << true;
    for (const int code :
         {1000, 1001, 1005, 1006, 1009, 1011, 1012, 1013, 1015, 4000, 4001, 4499, 5000, 0, -1})
        QTest::addRow("%d does not", code) << code << false;
}

void TestReconnectPolicy::terminalCodes()
{
    QFETCH(int, code);
    QFETCH(bool, terminal);
    QCOMPARE(ReconnectPolicy::isTerminal(code), terminal);
}

QTEST_GUILESS_MAIN(TestReconnectPolicy)
#include "tst_reconnectpolicy.moc"
