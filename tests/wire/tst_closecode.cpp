// SPDX-License-Identifier: MIT
#include <alcedo/wire/closecode.h>
#include <alcedo/wire/rpcerror.h>

#include <QSet>
#include <QTest>

using namespace alcedo;

class TestCloseCode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsSound();
    void reconnects_data();
    void reconnects();
    void unknownCodesAreNumbers();
    void rpcErrors_data();
    void rpcErrors();
};

void TestCloseCode::tableIsSound()
{
    QSet<QString> names;
    int before = 0;
    for (const CloseCodeEntry &entry : closeCodes()) {
        QVERIFY2(entry.code > before, entry.name); // ascending, as the look-up needs
        before = entry.code;
        names.insert(QString::fromLatin1(entry.name));
        QCOMPARE(closeCodeName(entry.code), QString::fromLatin1(entry.name));
        QVERIFY(!closeCodeText(entry.code).isEmpty());
    }
    QCOMPARE(names.size(), qsizetype(closeCodes().size()));
}

void TestCloseCode::reconnects_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("again");
    for (int code : {1002, 1003, 1007, 1008, 1010, 4500, 4501, 4505, 4999})
        QTest::addRow("%d", code) << code << false;
    for (int code :
         {1000, 1001, 1005, 1006, 1009, 1011, 1012, 1013, 3000, 4000, 4001, 4006, 4499, 0, -1, 5000})
        QTest::addRow("%d", code) << code << true;
}

void TestCloseCode::reconnects()
{
    QFETCH(int, code);
    QFETCH(bool, again);
    QCOMPARE(closeCodeReconnects(code), again);
}

void TestCloseCode::unknownCodesAreNumbers()
{
    QCOMPARE(closeCodeName(4321), QStringLiteral("4321"));
    QVERIFY(closeCodeText(4321).isEmpty());
}

void TestCloseCode::rpcErrors_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("temporary");
    QTest::addColumn<ErrorCode>("meaning");
    QTest::newRow("unknown") << -1 << false << ErrorCode::Refused;
    QTest::newRow("parse") << -32700 << false << ErrorCode::Parse;
    QTest::newRow("method") << -32601 << false << ErrorCode::NotSupported;
    QTest::newRow("forbidden") << -32003 << false << ErrorCode::Refused;
    QTest::newRow("rate") << -32008 << true << ErrorCode::LimitExceeded;
    QTest::newRow("unavailable") << -32012 << true << ErrorCode::Refused;
    QTest::newRow("not supported") << -32014 << false << ErrorCode::NotSupported;
}

void TestCloseCode::rpcErrors()
{
    QFETCH(int, code);
    QFETCH(bool, temporary);
    QFETCH(ErrorCode, meaning);
    QCOMPARE(isTemporary(RpcError(code)), temporary);
    const Error error = wire::Failure{code, QString(), temporary, std::nullopt}.toError();
    QCOMPARE(error.code(), meaning);
    QCOMPARE(error.detail(), code);
    QCOMPARE(error.message(), rpcErrorText(RpcError(code)));
}

QTEST_APPLESS_MAIN(TestCloseCode)
#include "tst_closecode.moc"
