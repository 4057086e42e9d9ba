// SPDX-License-Identifier: MIT
// What a source was made from, by its word.
#include <correctedprofile.h>

#include <QTest>

using namespace alcedo;

class TestCorrectedProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsOfSources_data();
    void wordsOfSources();
};

void TestCorrectedProfile::wordsOfSources_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QString>("params");
    QTest::addColumn<QString>("place");
    const auto row = [](const char *word, const char *profile, const char *params, const char *place) {
        QTest::newRow(word) << QString::fromLatin1(word) << QString::fromLatin1(profile)
                            << QString::fromLatin1(params) << QString::fromLatin1(place);
    };
    row("", "", "", "");
    row("wss://a.example/alcedo/ws", "", "", "");
    row("replay:/tmp/x.jsonl", "", "", "");
    row("coinbase", "coinbase", "", "");
    row("coinbase?symbols=A,B", "coinbase", "?symbols=A,B", "");
    row("coinbase?symbols=A@wss://b.example", "coinbase", "?symbols=A", "@wss://b.example");
    row("raw@ws://c.example/x?y=z", "raw", "", "@ws://c.example/x?y=z");
    row("/home/a@b/own.json", "/home/a@b/own.json", "", "");
    row("own.json@replay:/tmp/x.jsonl", "own.json", "", "@replay:/tmp/x.jsonl");
}

void TestCorrectedProfile::wordsOfSources()
{
    QFETCH(const QString, word);
    const ProfileWord parts = ProfileWord::of(word);
    QTEST(parts.profile, "profile");
    QTEST(parts.params, "params");
    QTEST(parts.place, "place");
    QCOMPARE(isMappable(word), !parts.profile.isEmpty());
}

QTEST_MAIN(TestCorrectedProfile)
#include "tst_correctedprofile.moc"
