// SPDX-License-Identifier: MIT
#include <alcedo/wire/channelname.h>

#include <QTest>

using alcedo::ChannelName;

class TestChannelName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
};

void TestChannelName::refuses_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("space") << QStringLiteral("a b");
    QTest::newRow("newline") << QStringLiteral("a\n");
    QTest::newRow("NUL") << QStringLiteral("a%1b").arg(QChar(0));
    QTest::newRow("quote") << QStringLiteral("a\"b");
    QTest::newRow("backslash") << QStringLiteral("a\\b");
    QTest::newRow("wildcard") << QStringLiteral("market.*");
    QTest::newRow("MQTT wildcard") << QStringLiteral("market.#");
    QTest::newRow("query") << QStringLiteral("a?b");
    QTest::newRow("percent") << QStringLiteral("a%20b");
    QTest::newRow("not ASCII") << QStringLiteral("価格");
    QTest::newRow("looks like ASCII") << QStringLiteral("m\u0430rket"); // Cyrillic a
    QTest::newRow("too long") << QString(256, u'a');
}

void TestChannelName::refuses()
{
    QFETCH(QString, name);
    QVERIFY(!ChannelName::isValid(name));
    QCOMPARE(ChannelName::isValidPrefix(name), name.isEmpty());
}

void TestChannelName::accepts_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"a", "market.BTC/USD", "demo:league-1", "sensor@plant=2", "a_b,c~d+e", "0"})
        QTest::newRow(name) << QString::fromLatin1(name);
    QTest::newRow("longest") << QString(255, u'a');
}

void TestChannelName::accepts()
{
    QFETCH(QString, name);
    QVERIFY(ChannelName::isValid(name));
    QVERIFY(ChannelName::isValidPrefix(name));
}

QTEST_APPLESS_MAIN(TestChannelName)
#include "tst_channelname.moc"
