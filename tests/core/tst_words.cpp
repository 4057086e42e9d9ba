// SPDX-License-Identifier: MIT
#include <alcedo/core/words.h>

#include <QTest>

using namespace alcedo;

class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filled_data();
    void filled();
    void keepWhatTheyAreMadeOf();
};

void TestWords::filled_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *pattern, const QStringList &arguments, const char *text) {
        QTest::newRow(pattern) << QString::fromLatin1(pattern) << arguments << QString::fromLatin1(text);
    };
    row("", {}, "");
    row("%", {QStringLiteral("a")}, "%");
    row("100 %", {QStringLiteral("a")}, "100 %");
    row("%0 %x %%", {QStringLiteral("a")}, "%0 %x %%");
    row("%1 and %2", {QStringLiteral("a")}, "a and %2");             // nothing to fill it with
    row("%1%2", {QStringLiteral("%2"), QStringLiteral("b")}, "%2b"); // a peer's text is never a place
    row("%2 before %1", {QStringLiteral("a"), QStringLiteral("b")}, "b before a");
    row("%1, %1", {QStringLiteral("a")}, "a, a");
    row("%10", {QStringLiteral("a")}, "a0"); // a digit ends a place
}

void TestWords::filled()
{
    QFETCH(const QString, pattern);
    QFETCH(const QStringList, arguments);
    QTEST(filledIn(pattern, arguments), "text");
}

void TestWords::keepWhatTheyAreMadeOf()
{
    static constexpr Phrase Noun{"test.noun", "a book"};
    static constexpr Phrase Sentence{"test.sentence", "%1 has no \"%2\""};
    QVERIFY(Words().isEmpty() && !Words().phrase() && Words().arguments().empty());
    const Words plain(QStringLiteral("a book has no \"x\""));
    QVERIFY(!plain.phrase());
    const Words made(Sentence, {Words(Noun), QStringLiteral("x")});
    QCOMPARE(made.text(), plain.text());
    QVERIFY(!(made == plain)); // a peer that says the same words has not said ours
    const Words copy = made;
    QVERIFY(copy == made);
    QCOMPARE(copy.phrase(), &Sentence);
    QCOMPARE(copy.arguments().size(), std::size_t(2));
    QCOMPARE(copy.arguments()[0].phrase(), &Noun);
    QCOMPARE(copy.arguments()[1].text(), QStringLiteral("x"));
}

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
