// SPDX-License-Identifier: MIT
#include <alcedo/feed/jsontape.h>

#include <QTest>

using alcedo::JsonTape;

class TestJsonTape : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void refusesTooDeep();
    void keepsText();
    void unescapes_data();
    void unescapes();
    void findsMembersInAnyOrder();
    void tellsLikeNamesApart();
    void findsElementsFromTheEnd();
    void goesOnAfterARefusal();
};

void TestJsonTape::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("white space") << QByteArray("  \n");
    QTest::newRow("open object") << QByteArray(R"({"a":1)");
    QTest::newRow("open array") << QByteArray("[1,2");
    QTest::newRow("open text") << QByteArray(R"({"a":"x)");
    QTest::newRow("no comma") << QByteArray(R"({"a":1 "b":2})");
    QTest::newRow("comma too many") << QByteArray("[1,]");
    QTest::newRow("no colon") << QByteArray(R"({"a" 1})");
    QTest::newRow("bare word") << QByteArray("pong");
    QTest::newRow("bare word inside") << QByteArray(R"({"a":nothing})");
    QTest::newRow("plus") << QByteArray("[+1]");
    QTest::newRow("two values") << QByteArray("{} {}");
    QTest::newRow("two scalars") << QByteArray("1 2");
    QTest::newRow("closed twice") << QByteArray("{}}");
    QTest::newRow("wrong bracket") << QByteArray("[1}");
    QTest::newRow("not UTF-8") << QByteArray("[\"\xff\"]");
    QTest::newRow("text and more") << QByteArray(R"(["a"b])");
}

void TestJsonTape::refuses()
{
    QFETCH(QByteArray, json);
    JsonTape tape;
    QVERIFY(!tape.parse(json));
    QVERIFY(*tape.error() != 0);
    QCOMPARE(tape.size(), 0u);
}

void TestJsonTape::refusesTooDeep()
{
    JsonTape tape;
    const int depth = JsonTape::MaxDepth;
    QVERIFY(tape.parse(QByteArray(QByteArray(depth, '[') + QByteArray(depth, ']'))));
    QVERIFY(!tape.parse(QByteArray(QByteArray(100'000, '[') + QByteArray(100'000, ']'))));
}

void TestJsonTape::keepsText()
{
    JsonTape tape;
    QVERIFY(tape.parse(
        R"({"n":0.35210000 ,"s":"a\"\u00e9\n","e":1E-7,"t":true,"z":null,"k\u0031":12345678901234567890})"));
    const auto text = [&tape](std::string_view name) {
        return QByteArray::fromStdString(std::string(tape[tape.member(0, name)].text));
    };
    QCOMPARE(text("n"), QByteArray("0.35210000"));
    QCOMPARE(text("s"), QByteArray("a\"\xc3\xa9\n"));
    QCOMPARE(text("e"), QByteArray("1E-7"));
    QCOMPARE(text("k1"), QByteArray("12345678901234567890"));
    QCOMPARE(tape[tape.member(0, "t")].type, JsonTape::Type::True);
    QCOMPARE(tape[tape.member(0, "z")].type, JsonTape::Type::Null);
}

void TestJsonTape::unescapes_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("text");
    // What cannot be unescaped spoils itself alone: its raw text stays.
    QTest::newRow("half a pair") << QByteArray(R"("\ud83d.")") << QByteArray(R"(\ud83d.)");
    QTest::newRow("second half first") << QByteArray(R"("\ude00")") << QByteArray(R"(\ude00)");
    QTest::newRow("no such escape") << QByteArray(R"("a\qb")") << QByteArray(R"(a\qb)");
    QTest::newRow("too few digits") << QByteArray(R"("\u12")") << QByteArray(R"(\u12)");
    QTest::newRow("pair") << QByteArray(R"("\ud83d\ude00")") << QByteArray("\xf0\x9f\x98\x80");
    QTest::newRow("all short ones") << QByteArray(R"("\"\\\/\b\f\n\r\t")") << QByteArray("\"\\/\b\f\n\r\t");
    QTest::newRow("quote at the end") << QByteArray(R"("a\"")") << QByteArray("a\"");
    QTest::newRow("structure inside") << QByteArray(R"("{\"a\":[1,2]}")") << QByteArray(R"({"a":[1,2]})");
}

void TestJsonTape::unescapes()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, text);
    JsonTape tape;
    QVERIFY(tape.parse(json));
    QCOMPARE(QByteArray::fromStdString(std::string(tape[0].text)), text);
    // Among others, whose texts stay what they are.
    const QByteArray among = "[\"before\\t\"," + json + ",{" + json + ":" + json + "},\"after\"]";
    QVERIFY(tape.parse(among));
    QCOMPARE(tape[1].text, std::string_view("before\t"));
    QCOMPARE(QByteArray::fromStdString(std::string(tape[2].text)), text);
    QCOMPARE(QByteArray::fromStdString(std::string(tape[4].key)), text);
    QCOMPARE(QByteArray::fromStdString(std::string(tape[4].text)), text);
    QCOMPARE(tape[5].text, std::string_view("after"));
}

void TestJsonTape::findsMembersInAnyOrder()
{
    JsonTape tape;
    std::uint32_t hint = 0;
    QVERIFY(tape.parse(R"({"a":{"x":1},"b":2})"));
    QCOMPARE(tape[tape.member(0, "b", hint)].text, std::string_view("2"));
    QCOMPARE(tape.member(0, "x"), JsonTape::None);
    QCOMPARE(tape.member(0, "B"), JsonTape::None);
    QVERIFY(tape.parse(R"({"b":3,"a":{"b":9}})"));
    QCOMPARE(tape[tape.member(0, "b", hint)].text, std::string_view("3"));
    QVERIFY(tape.parse(R"({"a":{"q":0,"b":9},"c":{"b":7},"b":4})"));
    QCOMPARE(tape[tape.member(0, "b", hint)].text, std::string_view("4"));
    QVERIFY(tape.parse("[1]"));
    QCOMPARE(tape.member(0, "b", hint), JsonTape::None);
}

// Names are told apart by a bit of 64 first, and by their first and last bytes: every pair must hold.
void TestJsonTape::tellsLikeNamesApart()
{
    QByteArrayList names{"",    "a",    "b",    "aa",       "ab",       "ba",       "aba",
                         "aab", "abca", "abda", "abcdefgh", "abcdefgi", "bbcdefgh", "abcxefgh"};
    for (const int size : {9, 15, 16, 17, 40}) {
        names += QByteArray(size, 'n');
        for (const int at : {0, 1, 7, 8, size / 2, size - 1})
            names += QByteArray(size, 'n').replace(at, 1, "m");
    }
    JsonTape tape;
    std::uint32_t hint = 0;
    for (const QByteArray &there : std::as_const(names)) {
        QVERIFY(tape.parse(QByteArray("{\"" + there + "\":1,\"other\":2}")));
        for (const QByteArray &asked : std::as_const(names)) {
            const auto found =
                tape.member(0, std::string_view(asked.constData(), std::size_t(asked.size())), hint);
            QCOMPARE(found, asked == there ? 1u : JsonTape::None);
        }
    }
}

void TestJsonTape::findsElementsFromTheEnd()
{
    JsonTape tape;
    QVERIFY(tape.parse(R"([[1,2],{"a":3},"last"])"));
    QCOMPARE(tape[tape.element(0, -1)].text, std::string_view("last"));
    QCOMPARE(tape[tape.element(tape.element(0, 0), 1)].text, std::string_view("2"));
    QCOMPARE(tape.element(0, 3), JsonTape::None);
    QCOMPARE(tape.element(0, -4), JsonTape::None);
    QCOMPARE(tape[0].count, 3u);
}

void TestJsonTape::goesOnAfterARefusal()
{
    JsonTape tape;
    QVERIFY(!tape.parse("[1,"));
    QVERIFY(tape.parse("[1]"));
    QVERIFY(tape.parse("7"));
    QCOMPARE(tape[0].text, std::string_view("7"));
}

QTEST_APPLESS_MAIN(TestJsonTape)
#include "tst_jsontape.moc"
