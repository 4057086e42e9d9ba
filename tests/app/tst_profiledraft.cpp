// SPDX-License-Identifier: MIT
// A profile that a person writes: what is said of it after each change.
#include <profiledraft.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;

class TestProfileDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
};

void TestProfileDraft::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("position");
    const QString profile = QStringLiteral(
        "{\"profile\": 1,\n \"name\": \"x\",\n \"title\": \"X\",\n "
        "\"endpoints\": [\"ws://127.0.0.1:1\"],\n \"routes\": [{\"when\": {}, \"ignore\": true}]\n}");
    QTest::newRow("nothing") << QString() << 1 << 0;
    QTest::newRow("no JSON") << QString(profile).replace(QLatin1String("\"X\""), QLatin1String("X")) << 3
                             << 29;
    QTest::newRow("an unknown name") << QString(profile).replace(QLatin1String("title"),
                                                                 QLatin1String("tilte"))
                                     << 3 << 29;
    QTest::newRow("too long") << QString(ProfileDraft::MaxChars + 1, u' ') << 0 << -1;
    QTest::newRow("a profile") << profile << 0 << -1;
}

void TestProfileDraft::reads()
{
    QFETCH(const QString, text);
    ProfileDraft draft;
    draft.begin(QStringLiteral("{}"));
    QVERIFY(!draft.isEdited());
    QSignalSpy changed(&draft, &ProfileDraft::changed);
    draft.setText(text);
    draft.setText(text);
    QCOMPARE(changed.size(), 1);
    QVERIFY(draft.isEdited());
    QTEST(draft.problemLine(), "line");
    QTEST(draft.problemPosition(), "position");
    QCOMPARE(draft.problem().isEmpty(), QByteArray(QTest::currentDataTag()) == "a profile");
    QVERIFY(!draft.problem().contains(QLatin1String("profile:"))); // the line stands beside it, once
    if (draft.problemLine() > 0)
        QVERIFY2(draft.summary().contains(QString::number(draft.problemLine())), qPrintable(draft.summary()));
    QCOMPARE(draft.lineNumbers().count(u'\n'), text.count(u'\n'));
}

QTEST_MAIN(TestProfileDraft)
#include "tst_profiledraft.moc"
