// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonfields.h>
#include <alcedo/wire/jsonsyntax.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace alcedo;

class TestJsonFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void merge_data();
    void merge();
    void changed_data();
    void changed();
    void anyBytes();
    void changesPutTogetherAgain();
};

void TestJsonFields::merge_data()
{
    QTest::addColumn<QByteArray>("older");
    QTest::addColumn<QByteArray>("newer");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *older, const char *newer, const char *expected) {
        QTest::newRow(name) << QByteArray(older) << QByteArray(newer) << QByteArray(expected);
    };
    row("older is no object", "[1]", R"({"a":1})", R"({"a":1})");
    row("newer is no object", R"({"a":1})", "7", "7");
    row("text with braces", R"("{}")", R"({"a":1})", R"({"a":1})");
    row("both empty", "{}", " { } ", "{}");
    row("into nothing", "{}", R"({"a":1})", R"({"a":1})");
    row("nothing into", R"({"a":1})", "{}", R"({"a":1})");
    row("replaces and adds", R"({"a":1,"b":[1,2]})", R"({"b":{"x":"}"},"c":null})",
        R"({"a":1,"b":{"x":"}"},"c":null})");
    row("spaces", "{ \"a\" : 1 ,\n \"b\":\t[ 1 ] }", R"({"a":2})", R"({"a":2,"b":[ 1 ]})");
    row("quotes in texts", R"({"a\"":"x\"}","b":"\\"})", R"({"b":1})", R"({"a\"":"x\"}","b":1})");
    row("another spelling of the name", R"({"a":1})", R"({"\u0061":2})", R"({"a":2})");
    row("twice the same name", R"({"a":1,"a":2})", R"({"b":3})", R"({"a":2,"b":3})");
    row("numbers as they were written", R"({"a":1.50})", R"({"b":2e3})", R"({"a":1.50,"b":2e3})");
}

void TestJsonFields::merge()
{
    QFETCH(QByteArray, older);
    QFETCH(QByteArray, newer);
    QTEST(mergeFields(older, newer), "expected");
}

void TestJsonFields::changed_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QByteArray>("expected"); // empty: no such object
    const auto row = [](const char *name, const char *before, const char *now, const char *expected) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(now) << QByteArray(expected);
    };
    row("no objects", "1", "1", "");
    row("was no object", "1", "{}", "");
    row("is no object", "{}", "[]", "");
    row("a member went", R"({"a":1,"b":2})", R"({"a":1})", "");
    row("the same", R"({"a":1})", R"({"a":1})", "{}");
    row("one changed", R"({"a":1,"b":2})", R"({"a":1,"b":3})", R"({"b":3})");
    row("one came", R"({"a":1})", R"({"a":1,"b":3})", R"({"b":3})");
    row("another order", R"({"a":1,"b":2})", R"({"b":2,"a":1})", "{}");
    row("the same number, written otherwise", R"({"a":1.5})", R"({"a":1.50})", R"({"a":1.50})");
}

void TestJsonFields::changed()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, now);
    QTEST(changedFields(before, now).value_or(QByteArray()), "expected");
}

/// Whatever comes, it stays within the text; of what is JSON, JSON is made.
void TestJsonFields::anyBytes()
{
    QRandomGenerator random(1);
    constexpr char Alphabet[] = "{}[]\",:\\ua1 ";
    for (int round = 0; round < 50'000; ++round) {
        QByteArray texts[2];
        for (QByteArray &text : texts) {
            text = random.bounded(2) ? "{" : "";
            for (int n = random.bounded(20); n > 0; --n)
                text += Alphabet[random.bounded(int(sizeof Alphabet - 1))];
            text.squeeze();
        }
        const QByteArray merged = mergeFields(texts[0], texts[1]);
        (void)changedFields(texts[0], texts[1]);
        const auto isJson = [](const QByteArray &text) {
            return isJsonText({text.constData(), std::size_t(text.size())});
        };
        QVERIFY(!isJson(texts[0]) || !isJson(texts[1]) || isJson(merged));
    }
}

void TestJsonFields::changesPutTogetherAgain()
{
    QRandomGenerator random(2);
    for (int round = 0; round < 2'000; ++round) {
        QJsonObject before, now;
        const int names = 1 + random.bounded(40); // on both sides of the point where an index is made
        for (int i = 0; i < names; ++i) {
            const QString name = QStringLiteral("n%1\"").arg(random.bounded(40));
            before[name] = random.bounded(3);
            now[name] = random.bounded(3);
        }
        now[QStringLiteral("new")] = 1;
        const auto textOf = [](const QJsonObject &object) {
            return QJsonDocument(object).toJson(QJsonDocument::Compact);
        };
        const auto changes = changedFields(textOf(before), textOf(now));
        QVERIFY(changes);
        QCOMPARE(QJsonDocument::fromJson(mergeFields(textOf(before), *changes)).object(), now);
    }
}

QTEST_GUILESS_MAIN(TestJsonFields)
#include "tst_jsonfields.moc"
