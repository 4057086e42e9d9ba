// SPDX-License-Identifier: MIT
#include "jsontexts.h"

#include <QTest>

using namespace alcedo;
using namespace alcedo::wire;

class TestJsonCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesOtherThanCalls_data();
    void leavesOtherThanCalls();
    void readsCalls_data();
    void readsCalls();
    void callsReadTheSameBothWays();
    void replyHeadIsAsEncoded();
};

void TestJsonCalls::leavesOtherThanCalls_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("nothing", "");
    row("a batch", R"([{"id":1,"method":"a.b"}])");
    row("the protocol's method", R"({"id":1,"method":"ping"})");
    row("no id", R"({"method":"a.b"})");
    row("id null", R"({"id":null,"method":"a.b"})");
    row("id with a fraction", R"({"id":1.0,"method":"a.b"})");
    row("id below zero", R"({"id":-1,"method":"a.b"})");
    row("id past 64 bits", R"({"id":92233720368547758070,"method":"a.b"})");
    row("id of two", R"({"id":1,"id":2,"method":"a.b"})");
    row("id that is escaped", R"({"id":"\u0041","method":"a.b"})");
    row("id too long", R"({"id":")" + QByteArray(129, 'x') + R"(","method":"a.b"})");
    row("no method", R"({"id":1})");
    row("method that is escaped", R"({"id":1,"method":"a.\u0062"})");
    row("method too long", R"({"id":1,"method":"a.)" + QByteArray(127, 'b') + "\"}");
    row("method and result", R"({"id":1,"method":"a.b","result":1})");
    row("params that are none", R"({"id":1,"method":"a.b","params":1})");
    row("a key", R"({"id":1,"method":"a.b","idempotency_key":"k"})");
    row("another member", R"({"id":1,"method":"a.b","x":1})");
    row("a name that is escaped", R"({"\u0069d":1,"method":"a.b"})");
    row("another version", R"({"jsonrpc":"1.0","id":1,"method":"a.b"})");
    row("more behind it", R"({"id":1,"method":"a.b"}{})");
    row("a comma too many", R"({"id":1,"method":"a.b",})");
    row("cut off", R"({"id":1,"method":"a.b")");
    row("params no JSON", R"({"id":1,"method":"a.b","params":{"a":01}})");
    row("not UTF-8", "{\"id\":1,\"method\":\"a.b\",\"params\":[\"\xC0\xAF\"]}");
    row("too deep", R"({"id":1,"method":"a.b","params":)" + QByteArray(64, '[') + QByteArray(64, ']') + '}');
    row("too large", R"({"id":1,"method":"a.b","params":[")" + QByteArray(1 << 20, 'x') + R"("]})");
}

void TestJsonCalls::leavesOtherThanCalls()
{
    QFETCH(QByteArray, text);
    QVERIFY(!JsonCodec().decodeCall(text));
}

void TestJsonCalls::readsCalls_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("shortest") << QByteArray(R"({"id":0,"method":"a.b"})");
    QTest::newRow("usual") << call("bench.echo",
                                   R"({"t":1767225600000000000,"s":"x\u0041","v":[1,null,true]})");
    QTest::newRow("any order, blanks") << QByteArray(
        "\r\n { \"params\" : [ 1 , { } ] , \"method\" : \"a.b\" , \"id\" : 7 , \"jsonrpc\" : \"2.0\" } \t");
    QTest::newRow("id a text") << QByteArray(R"({"id":"x-1","method":"a.b","params":{}})");
    QTest::newRow("id of 18 digits") << QByteArray(R"({"id":999999999999999999,"method":"a.b"})");
    QTest::newRow("not ASCII") << QByteArray(
        "{\"id\":\"\xC3\xA9\",\"method\":\"a.\xE4\xBE\xA1\",\"params\":[\"\xF0\x9F\x90\xA6\"]}");
    QTest::newRow("as deep as may be") << QByteArray(R"({"id":1,"method":"a.b","params":)" +
                                                     QByteArray(63, '[') + QByteArray(63, ']') + '}');
}

void TestJsonCalls::readsCalls()
{
    QFETCH(QByteArray, text);
    const auto read = JsonCodec().decodeCall(text);
    QVERIFY(read);
    const Message same =
        Request{read->id, ApplicationCall{QString::fromUtf8(read->method), read->params.toByteArray(), {}}};
    QVERIFY(only(text) == same);
}

// Whatever single byte is another one, the short way says nothing that the long one does not.
void TestJsonCalls::callsReadTheSameBothWays()
{
    JsonCodec codec;
    int taken = 0, left = 0;
    for (const QByteArray &seed :
         {call("a.b", R"({"t":17672256000000,"s":"x","v":[1.5e3,null,true]})"),
          QByteArray(R"( {"params":["longer than a word",-0],"id":"x-1","method":"lab.echo"} )")}) {
        for (qsizetype at = 0; at < seed.size(); ++at) {
            for (const char byte : QByteArray("\0\n \"\\,:.{}[]-0eE+1u\x7f\x80\xC3x", 24)) {
                QByteArray text = seed;
                text[at] = byte;
                const auto read = codec.decodeCall(text);
                ++(read ? taken : left);
                if (!read)
                    continue;
                const Message same =
                    Request{read->id,
                            ApplicationCall{QString::fromUtf8(read->method), read->params.toByteArray(), {}}};
                QVERIFY2(only(text) == same, text.constData());
            }
        }
    }
    QVERIFY(taken > 100);
    QVERIFY(left > 1'000);
}

void TestJsonCalls::replyHeadIsAsEncoded()
{
    for (const Id &id : {Id(std::int64_t(0)), Id(std::numeric_limits<std::int64_t>::min()),
                         Id(QStringLiteral("a\"\n\u4fa1"))}) {
        QByteArray out = "before";
        JsonCodec::appendReplyHead(out, id);
        out += "[1]}";
        QCOMPARE(out, QByteArray("before" + JsonCodec::encode(Reply{id, "[1]"})));
    }
}

QTEST_APPLESS_MAIN(TestJsonCalls)
#include "tst_jsoncalls.moc"
