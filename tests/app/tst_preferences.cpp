// SPDX-License-Identifier: MIT
#include <preferences.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;

class tst_Preferences : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recordingSizesGoAround()
    {
        Preferences preferences;
        QCOMPARE(preferences.recordingSize(), QStringLiteral("2 GiB"));
        QStringList sizes;
        for (int i = 0; i < 4; ++i) {
            preferences.nextRecordingSize();
            sizes << preferences.recordingSize();
        }
        QCOMPARE(sizes, (QStringList{QStringLiteral("8 GiB"), QStringLiteral("32 GiB"),
                                     QStringLiteral("512 MiB"), QStringLiteral("2 GiB")}));
        preferences.setRecordingBytes(qint64(1500) << 20); // set by hand
        QCOMPARE(preferences.recordingSize(), QStringLiteral("1.46 GiB"));
        preferences.nextRecordingSize();
        QCOMPARE(preferences.recordingSize(), QStringLiteral("2 GiB"));
    }

    void nothingChangedNothingSaid()
    {
        Preferences preferences;
        QSignalSpy changed(&preferences, &Preferences::recordingChanged);
        preferences.setRecords(true);
        preferences.setRecordingBytes(preferences.recordingBytes());
        QCOMPARE(changed.size(), 0);
        preferences.setRecords(false);
        QVERIFY(!preferences.records());
        QCOMPARE(changed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_Preferences)
#include "tst_preferences.moc"
