// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsonsyntax.h>
#include <alcedo/wire/jsonwriter.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <limits>

using namespace alcedo;

class TestJsonSyntax : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void accepts_data();
    void accepts();
    void depthIsBounded();
    void writerEscapes_data();
    void writerEscapes();
    void writerNumbers();
};

void TestJsonSyntax::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             " ",
                             "{",
                             "}",
                             "[",
                             "]",
                             "[1,]",
                             "[,1]",
                             "{,}",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{a:1}",
                             "{1:1}",
                             "[1 2]",
                             "[1}",
                             "{\"a\":1]",
                             "1 2",
                             "{} {}",
                             "[]]",
                             "nul",
                             "nulll",
                             "True",
                             "NaN",
                             "Infinity",
                             "-",
                             "+1",
                             "01",
                             "-01",
                             "1.",
                             ".1",
                             "1e",
                             "1e+",
                             "1.e1",
                             "0x10",
                             "\"",
                             "\"abc",
                             "\"\\\"",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u12G4\"",
                             "'a'",
                             "\"a\nb\"",
                             "\"\t\"",
                             "//x",
                             "[1/**/]",
                             "\xEF\xBB\xBF[]"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text);
    for (int at = 0; at < 20; ++at) { // wherever it stands in a word of eight bytes
        const QByteArray before(at, 'x'), digits(at, '1');
        QTest::addRow("control character at %d", at) << QByteArray('"' + before + "\x1f\"");
        QTest::addRow("bad escape at %d", at) << QByteArray('"' + before + "\\x1234567\"");
        QTest::addRow("half a character at %d", at) << QByteArray('"' + before + "\xC3\"");
        QTest::addRow("letter in a number at %d", at) << QByteArray('1' + digits + "x1111111");
        QTest::addRow("byte past ASCII in a number at %d", at)
            << QByteArray('1' + digits + "\xB1" + "1111111");
    }
    QTest::newRow("NUL after") << QByteArray("1\0", 2);
    QTest::newRow("NUL alone") << QByteArray("\0", 1);
    QTest::newRow("NUL in text") << QByteArray("\"a\0b\"", 5);
    QTest::newRow("overlong UTF-8") << QByteArray("\"\xC0\xAF\"");
    QTest::newRow("truncated UTF-8") << QByteArray("\"\xE4\xBE\"");
    QTest::newRow("surrogate in UTF-8") << QByteArray("\"\xED\xA0\x80\"");
    QTest::newRow("beyond Unicode") << QByteArray("\"\xF4\x90\x80\x80\"");
}

void TestJsonSyntax::refuses()
{
    QFETCH(QByteArray, text);
    QVERIFY(!isJsonText({text.constData(), std::size_t(text.size())}));
}

void TestJsonSyntax::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"0", "-0", "1.5e-300", "1E+2", "123456789012345678901234567890", "1e999", "\"\"",
                             "\"\\u0000\\ud800\\/\"", "true", "false", "null", "[]", "{}", " [ ] ",
                             "\r\n\t{ \"a\" : [ 1 , { } , [ ] ] , \"a\" : null } ",
                             "\"\xE4\xBE\xA1\xE6\xA0\xBC\"", "[[],[[]],{}]"})
        QTest::newRow(text) << QByteArray(text);
    for (int at = 0; at < 20; ++at) {
        const QByteArray before(at, 'x'), digits(at, '1');
        QTest::addRow("escape at %d", at) << QByteArray('"' + before + "\\\"y\"");
        QTest::addRow("character at %d", at) << QByteArray('"' + before + "\xC3\xA9\x7f\"");
        QTest::addRow("%d digits", at)
            << QByteArray("[1" + digits + ",-1" + digits + "." + digits + "1e" + digits + "1]");
    }
}

void TestJsonSyntax::accepts()
{
    QFETCH(QByteArray, text);
    QVERIFY(isJsonText({text.constData(), std::size_t(text.size())}));
}

void TestJsonSyntax::depthIsBounded()
{
    const auto nested = [](int depth) {
        return std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']');
    };
    QVERIFY(isJsonText(nested(64)));
    QVERIFY(!isJsonText(nested(65)));
    QVERIFY(!isJsonText(nested(1'000'000)));
    QVERIFY(isJsonText(nested(3), 3));
    QVERIFY(isJsonText("1", 0));
    QVERIFY(!isJsonText("[]", 0));
}

void TestJsonSyntax::writerEscapes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << QStringLiteral("abc") << QByteArray("\"abc\"");
    QTest::newRow("quotes") << QStringLiteral("\"\\/") << QByteArray("\"\\\"\\\\/\"");
    QTest::newRow("controls") << QString::fromLatin1("\n\r\t\x01\x1f\x7f")
                              << QByteArray("\"\\n\\r\\t\\u0001\\u001f\x7f\"");
    QTest::newRow("NUL") << QString(QChar(0)) << QByteArray("\"\\u0000\"");
    QTest::newRow("two bytes") << QStringLiteral("é") << QByteArray("\"\xC3\xA9\"");
    QTest::newRow("three bytes") << QStringLiteral("価") << QByteArray("\"\xE4\xBE\xA1\"");
    QTest::newRow("four bytes") << QString::fromUtf8("\xF0\x9F\x90\xA6")
                                << QByteArray("\"\xF0\x9F\x90\xA6\"");
    QTest::newRow("lone high") << QString(QChar(0xD800)) << QByteArray("\"\xEF\xBF\xBD\"");
    QTest::newRow("lone low") << QString(QChar(0xDC00)) << QByteArray("\"\xEF\xBF\xBD\"");
    QTest::newRow("high, text") << (QString(QChar(0xD800)) + u'a')
                                << QByteArray("\"\xEF\xBF\xBD"
                                              "a\"");
}

void TestJsonSyntax::writerEscapes()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, json);
    QByteArray out;
    JsonWriter(out).text(text);
    QCOMPARE(out, json);
    QVERIFY(isJsonText({out.constData(), std::size_t(out.size())}));
}

void TestJsonSyntax::writerNumbers()
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject()
        .key("a")
        .beginArray()
        .number(std::numeric_limits<std::int64_t>::min())
        .number(0.1)
        .number(1e300);
    writer.number(std::numeric_limits<double>::quiet_NaN()).number(std::uint64_t(0)).endArray();
    writer.key("b").beginObject().endObject().key("c").raw({}).key("d").boolean(true).endObject();
    QCOMPARE(out, QByteArray(R"({"a":[-9223372036854775808,0.1,1e+300,null,0],"b":{},"c":null,"d":true})"));
}

QTEST_APPLESS_MAIN(TestJsonSyntax)
#include "tst_jsonsyntax.moc"
