// SPDX-License-Identifier: MIT
#include "jsontexts.h"

#include <QTest>

using namespace alcedo;
using namespace alcedo::wire;

class TestJsonRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhole_data();
    void refusesWhole();
    void refusesElement_data();
    void refusesElement();
    void badNotificationsAreNotAnswered_data();
    void badNotificationsAreNotAnswered();
    void hostileForTheClient_data();
    void hostileForTheClient();
    void sizesAreBounded();
    void refusesResults_data();
    void refusesResults();
};

void TestJsonRefusals::refusesWhole_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    const int parse = int(RpcError::ParseError);
    for (const char *text : {"", " ", "{", "{\"id\":1,}", "[{]", "nope", "{\"id\":1}{", "{\"id\":1} x",
                             "[1,2", "{\"method\":\"\\x\"}"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text) << parse;
    QTest::newRow("NUL") << QByteArray("{\"id\":1}\0", 9) << parse;
    QTest::newRow("NUL inside") << QByteArray("{\"method\":\"a\0b\"}", 16) << parse;
    QTest::newRow("truncated UTF-8") << QByteArray("{\"method\":\"\xE4\xBE\"}") << parse;
    QTest::newRow("deep") << (call("a.b", "").chopped(1) + QByteArray(100'000, '[')) << parse;
    QTest::newRow("deep and closed") << (call("a.b", "").chopped(1) + QByteArray(100, '[') +
                                         QByteArray(100, ']') + '}')
                                     << parse;
    QTest::newRow("broken in an unknown field")
        << QByteArray(R"({"id":1,"method":"ping","x":[1 2]})") << parse;
    QTest::newRow("broken in raw params") << call("a.b", "{\"a\":}") << parse;
    QTest::newRow("empty batch") << QByteArray("[]") << int(RpcError::InvalidRequest);
    QTest::newRow("long batch") << ('[' + QByteArray("1,").repeated(256) + "1]")
                                << int(RpcError::InvalidRequest);
    QTest::newRow("large") << ('"' + QByteArray(1 << 20, 'a') + '"') << int(RpcError::TooLarge);
}

void TestJsonRefusals::refusesWhole()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    JsonCodec codec;
    const auto messages = codec.decode(text);
    QVERIFY(!messages);
    QCOMPARE(messages.error().detail(), code);
    QVERIFY(!messages.error().message().isEmpty());
    // The codec goes on as before.
    QVERIFY(codec.decode(call("ping", "{\"t\":1}")));
}

void TestJsonRefusals::refusesElement_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("id"); // 0: none

    const auto request = [](const char *name, const QByteArray &text, int id = 0) {
        QTest::newRow(name) << text << int(RpcError::InvalidRequest) << id;
    };
    request("number", "1");
    request("text", "\"hello\"");
    request("null", "null");
    request("nothing", "{}");
    request("only an id", R"({"id":7})", 7);
    request("other version", R"({"jsonrpc":"1.0","id":7,"method":"ping"})");
    request("version no text", R"({"jsonrpc":2.0,"id":7,"method":"ping"})");
    request("id null", R"({"id":null,"method":"ping"})");
    request("id fraction", R"({"id":1.5,"method":"ping"})");
    request("id beyond 64 bits", R"({"id":9223372036854775808,"method":"ping"})");
    request("id huge", R"({"id":99999999999999999999999999,"method":"ping"})");
    request("id long", R"({"id":")" + QByteArray(129, 'a') + R"(","method":"ping"})");
    request("id twice", R"({"id":7,"id":8,"method":"ping"})");
    request("id bool", R"({"id":true,"method":"ping"})");
    request("id lone surrogate", R"({"id":"\ud800","method":"ping"})");
    request("method twice", R"({"id":7,"method":"ping","method":"publish"})", 7);
    request("params twice", R"({"id":7,"method":"ping","params":{},"params":{}})", 7);
    request("method number", R"({"id":7,"method":1})", 7);
    request("method empty", R"({"id":7,"method":""})", 7);
    request("method long", R"({"id":7,"method":")" + QByteArray(129, 'm') + "\"}", 7);
    request("params text", R"({"id":7,"method":"a.b","params":"x"})", 7);
    request("params null", R"({"id":7,"method":"a.b","params":null})", 7);
    request("method and result", R"({"id":7,"method":"ping","result":1})", 7);
    request("result and error", R"({"id":7,"result":1,"error":{"code":1,"message":"x"}})", 7);
    request("result alone", R"({"result":1})");
    request("error no object", R"({"id":7,"error":1})", 7);
    request("error code text", R"({"id":7,"error":{"code":"x"}})", 7);

    const auto params = [](const char *name, const char *method, const QByteArray &text) {
        QTest::newRow(name) << call(method, text.constData()) << int(RpcError::InvalidParams) << 7;
    };
    params("hello array", "hello", "[]");
    params("hello version text", "hello", R"({"v":"1"})");
    params("hello version huge", "hello", R"({"v":99999999999})");
    params("hello caps numbers", "hello", R"({"caps":[1]})");
    params("hello token long", "hello", R"({"token":")" + QByteArray(16 * 1024 + 1, 't') + "\"}");
    params("subscribe nothing", "subscribe", "{}");
    params("subscribe channel number", "subscribe", R"({"channel":1})");
    params("subscribe channel empty", "subscribe", R"({"channel":""})");
    params("subscribe channel with NUL", "subscribe", R"({"channel":"a\u0000b"})");
    params("subscribe channel lone surrogate", "subscribe", R"({"channel":"a\udc00"})");
    params("subscribe mode unknown", "subscribe", R"({"channel":"a","mode":"some"})");
    params("subscribe history negative", "subscribe", R"({"channel":"a","history":-1})");
    params("subscribe rate negative", "subscribe", R"({"channel":"a","rate":-1})");
    params("subscribe recover no epoch", "subscribe", R"({"channel":"a","recover":{"offset":1}})");
    params("subscribe recover text", "subscribe", R"({"channel":"a","recover":"x"})");
    params("subscribe recover offset negative", "subscribe",
           R"({"channel":"a","recover":{"epoch":"e","offset":-1}})");
    params("subscribe recover offset 2^53", "subscribe",
           R"({"channel":"a","recover":{"epoch":"e","offset":9007199254740992}})");
    params("subscribe recover offset fraction", "subscribe",
           R"({"channel":"a","recover":{"epoch":"e","offset":1.5}})");
    params("unsubscribe nothing", "unsubscribe", "{}");
    params("publish no data", "publish", R"({"channel":"a"})");
    params("publish no channel", "publish", R"({"data":1})");
    params("publish op unknown", "publish", R"({"channel":"a","data":1,"op":"delete"})");
    params("publish key number", "publish", R"({"channel":"a","data":1,"key":1})");
    params("history limit text", "history", R"({"channel":"a","limit":"1"})");
    params("history reverse number", "history", R"({"channel":"a","reverse":1})");
    params("channels prefix with space", "channels", R"({"prefix":"a b"})");
    params("ping t text", "ping", R"({"t":"1"})");
}

void TestJsonRefusals::refusesElement()
{
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    QFETCH(int, id);
    const Message message = only(text);
    const auto *invalid = std::get_if<Invalid>(&message);
    QVERIFY(invalid);
    QCOMPARE(invalid->failure.code, code);
    QCOMPARE(invalid->id.has_value(), id != 0);
    if (id)
        QCOMPARE(std::get<std::int64_t>(*invalid->id), std::int64_t(id));
    // In a batch its neighbours are untouched.
    const auto batch = JsonCodec().decode(
        QByteArray('[' + call("ping", "{\"t\":1}") + ',' + text + ',' + call("ping", "{\"t\":2}") + ']'));
    QVERIFY(batch);
    QCOMPARE(batch->size(), std::size_t(3));
    QCOMPARE((*batch)[0], Message(Request{std::int64_t(7), Ping{1}}));
    QCOMPARE((*batch)[1], message);
    QCOMPARE((*batch)[2], Message(Request{std::int64_t(7), Ping{2}}));
}

void TestJsonRefusals::badNotificationsAreNotAnswered_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {R"({"method":"data","params":{"pubs":[]}})", R"({"method":"data","params":{"s":1,"pubs":[[1,2]]}})",
          R"({"method":"data","params":{"s":1,"pubs":[[-1,2,3]]}})",
          R"({"method":"data","params":{"s":1,"pubs":{}}})",
          R"({"method":"data","params":{"s":1,"prev":-1}})",
          R"({"method":"data","params":{"s":1,"pubs":[[1,2,3,4]]}})",
          R"({"method":"data","params":{"s":1,"pubs":[[1,2,3,"k","x"]]}})",
          R"({"method":"data","params":[]})", R"({"method":"lost","params":{"from":1.5}})",
          R"({"method":"unsubscribed","params":{"resubscribe":"yes"}})",
          R"({"method":"bye","params":{"after_ms":[2,1]}})", R"({"method":"bye","params":{"after_ms":[1]}})",
          R"({"method":"bye","params":{"after_ms":[-1,1]}})",
          R"({"method":"bye","params":{"after_ms":[1,2,3]}})"})
        QTest::newRow(text) << QByteArray(text);
}

void TestJsonRefusals::badNotificationsAreNotAnswered()
{
    QFETCH(QByteArray, text);
    const Message message = only(text);
    const auto *invalid = std::get_if<Invalid>(&message);
    QVERIFY(invalid);
    QVERIFY(invalid->answer == Invalid::Answer::None);
    QCOMPARE(invalid->failure.code, int(RpcError::InvalidParams));
}

void TestJsonRefusals::hostileForTheClient_data()
{
    refusesWhole_data();
}

void TestJsonRefusals::hostileForTheClient()
{
    QFETCH(QByteArray, text);
    // Checked less, so that an element may be Invalid where the whole is no JSON; but never taken for a
    // message.
    JsonCodec::Options options;
    options.check = JsonCodec::Check::Envelope;
    const auto messages = JsonCodec(options).decode(text);
    if (!messages)
        return;
    for (const Message &message : *messages) {
        const auto *request = std::get_if<Request>(&message);
        QVERIFY(std::holds_alternative<Invalid>(message) || (request && request->params.index() == 0) ||
                qstrcmp(QTest::currentDataTag(), "broken in an unknown field") == 0);
    }
}

void TestJsonRefusals::sizesAreBounded()
{
    JsonCodec::Options options;
    options.maxBytes = 30;
    options.maxBatch = 2;
    options.maxDepth = 2;
    JsonCodec codec(options);
    QVERIFY(codec.decode(R"([{"method":"a"},{"method":"b"}])").hasValue() == false); // 31 bytes
    QVERIFY(codec.decode(R"([{"method":"a"},{"method":""}])"));
    QCOMPARE(codec.decode("[1,2,3]").error().detail(), int(RpcError::InvalidRequest));
    QVERIFY(codec.decode("[[]]"));
    QCOMPARE(codec.decode("[[[]]]").error().detail(), int(RpcError::ParseError));
}

void TestJsonRefusals::refusesResults_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {"", "1", "null", "[]", "{}", "{\"s\":0}", "{\"s\":\"1\"}",
                             "{\"s\":1,\"pubs\":[[1]]}", "{\"s\":1,\"offset\":-1}", "{\"s\":1", "\0"})
        QTest::newRow(*json ? json : "empty") << QByteArray(json);
}

void TestJsonRefusals::refusesResults()
{
    QFETCH(QByteArray, json);
    JsonCodec codec;
    const auto result = codec.read<SubscribeResult>(json);
    QVERIFY(!result);
    QCOMPARE(result.error().code(), ErrorCode::Protocol);
    if (json != "[]")
        QVERIFY(!codec.read<ChannelsResult>(json));
}

QTEST_APPLESS_MAIN(TestJsonRefusals)
#include "tst_jsonrefusals.moc"
