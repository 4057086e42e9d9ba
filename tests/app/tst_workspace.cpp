// SPDX-License-Identifier: MIT
#include <workspace/workspace.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using alcedo::Workspace;

class TestWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void noFileIsAFirstStart();
    void comesBack();
    void boundsSizes();
    void savesByItself();
    void withoutPathNothingIsWritten();
};

void TestWorkspace::refuses_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray("{\"version\":1,\"layout\":{");
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("no version") << QByteArray("{}");
    QTest::newRow("later version") << QByteArray("{\"version\":2}");
    QTest::newRow("too large") << QByteArray(2 << 20, ' ');
}

void TestWorkspace::refuses()
{
    QFETCH(QByteArray, content);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("w.json"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    {
        Workspace workspace(path);
        QVERIFY(!workspace.load());
        QCOMPARE(workspace.size(QStringLiteral("side"), 7.0), 7.0);
        workspace.setSize(QStringLiteral("side"), 300);
        QVERIFY(workspace.save().hasValue());
    }
    // What could not be read is put aside, not lost.
    QFile aside(path + QStringLiteral(".bad"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), content);
    Workspace again(path);
    QVERIFY(again.load().hasValue());
    QCOMPARE(again.size(QStringLiteral("side"), 7.0), 300.0);
}

void TestWorkspace::noFileIsAFirstStart()
{
    QTemporaryDir folder;
    Workspace workspace(folder.filePath(QStringLiteral("none/w.json")));
    QVERIFY(workspace.load().hasValue());
    QVERIFY(workspace.sources().isEmpty());
}

void TestWorkspace::comesBack()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("deep/er/w.json"));
    {
        Workspace workspace(path);
        workspace.setSize(QStringLiteral("watchlist"), 512.4);
        workspace.setSetting(QStringLiteral("theme"), 2);
        workspace.setSources({QStringLiteral("coinbase"), QStringLiteral("ws://localhost:1/")});
    } // saved at the end
    Workspace workspace(path);
    QVERIFY(workspace.load().hasValue());
    QCOMPARE(workspace.size(QStringLiteral("watchlist"), 0), 512.0);
    QCOMPARE(workspace.setting(QStringLiteral("theme")).toInt(), 2);
    QCOMPARE(workspace.sources(),
             (QStringList{QStringLiteral("coinbase"), QStringLiteral("ws://localhost:1/")}));
}

void TestWorkspace::boundsSizes()
{
    Workspace workspace{QString()};
    workspace.setSize(QStringLiteral("a"), -5);
    workspace.setSize(QStringLiteral("b"), 1e9);
    QCOMPARE(workspace.size(QStringLiteral("a"), 1), 40.0);
    QCOMPARE(workspace.size(QStringLiteral("b"), 1), 8000.0);
}

void TestWorkspace::savesByItself()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("w.json"));
    Workspace workspace(path);
    workspace.setSetting(QStringLiteral("language"), QStringLiteral("ja"));
    QVERIFY(!QFile::exists(path));
    QTRY_VERIFY(QFile::exists(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("\"language\": \"ja\""));
}

void TestWorkspace::withoutPathNothingIsWritten()
{
    Workspace workspace{QString()};
    workspace.setSetting(QStringLiteral("x"), 1);
    QVERIFY(workspace.save().hasValue());
    QCOMPARE(workspace.setting(QStringLiteral("x")).toInt(), 1);
}

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
