// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonsyntax.h>

#include <QTest>

using namespace alcedo;
using namespace alcedo::wire;

Q_DECLARE_METATYPE(alcedo::wire::Message)

class TestJsonCodec : public QObject
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
    void roundTrips_data();
    void roundTrips();
    void roundTripsResults();
    void refusesResults_data();
    void refusesResults();
    void keepsRawText_data();
    void keepsRawText();
    void readsScripts_data();
    void readsScripts();
    void reservedMethodsAreCalls();
    void leavesOtherThanCalls_data();
    void leavesOtherThanCalls();
    void readsCalls_data();
    void readsCalls();
    void callsReadTheSameBothWays();
    void replyHeadIsAsEncoded();
    void batches();
    void publicationsAreEncodedOnce();
};

namespace {

Message only(const QByteArray &text)
{
    auto messages = JsonCodec().decode(text);
    if (!messages || messages->size() != 1)
        qFatal("not one message: %s", text.constData());
    return messages->front();
}

Subscribe plainSubscribe(const QString &channel)
{
    Subscribe subscribe;
    subscribe.channel = channel;
    return subscribe;
}

QByteArray call(const char *method, const char *params)
{
    return QByteArray(R"({"jsonrpc":"2.0","id":7,"method":")") + method + R"(","params":)" + params + '}';
}

} // namespace

void TestJsonCodec::refusesWhole_data()
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

void TestJsonCodec::refusesWhole()
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

void TestJsonCodec::refusesElement_data()
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

void TestJsonCodec::refusesElement()
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

void TestJsonCodec::badNotificationsAreNotAnswered_data()
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

void TestJsonCodec::badNotificationsAreNotAnswered()
{
    QFETCH(QByteArray, text);
    const Message message = only(text);
    const auto *invalid = std::get_if<Invalid>(&message);
    QVERIFY(invalid);
    QVERIFY(invalid->answer == Invalid::Answer::None);
    QCOMPARE(invalid->failure.code, int(RpcError::InvalidParams));
}

void TestJsonCodec::hostileForTheClient_data()
{
    refusesWhole_data();
}

void TestJsonCodec::hostileForTheClient()
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

void TestJsonCodec::sizesAreBounded()
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

void TestJsonCodec::roundTrips_data()
{
    QTest::addColumn<Message>("message");
    const Id one = std::int64_t(1);
    const Id text = QStringLiteral("a \"b\" 価");
    const StreamPosition at{QStringLiteral("e1"), MaxInteger};
    QTest::newRow("hello") << Message(
        Request{one, Hello{1, QStringLiteral("alcedo"), "t\"o", {QStringLiteral("batch")}}});
    QTest::newRow("hello plain") << Message(Request{text, Hello{}});
    QTest::newRow("subscribe") << Message(Request{one, Subscribe{QStringLiteral("a"),
                                                                 DeliveryMode::Keyed,
                                                                 QStringLiteral("sym"),
                                                                 {QStringLiteral("k")},
                                                                 2.5,
                                                                 QStringLiteral("fields"),
                                                                 at,
                                                                 100,
                                                                 "tok"}});
    QTest::newRow("subscribe plain") << Message(Request{one, plainSubscribe(QStringLiteral("a/b"))});
    QTest::newRow("unsubscribe") << Message(Request{one, Unsubscribe{3}});
    QTest::newRow("publish") << Message(
        Request{one, Publish{QStringLiteral("a"), R"({"p": 1.50})", QStringLiteral("k"),
                             Publication::Op::Remove, QStringLiteral("i")}});
    QTest::newRow("history") << Message(
        Request{one, History{QStringLiteral("a"), at, 12, 10, Order::NewestFirst}});
    QTest::newRow("channels") << Message(Request{one, Channels{QStringLiteral("market.")}});
    QTest::newRow("ping") << Message(Request{one, Ping{-5}});
    QTest::newRow("call") << Message(Request{
        text, ApplicationCall{QStringLiteral("device.set"), R"([1, {"a": 2}])", QStringLiteral("once")}});
    QTest::newRow("call without params")
        << Message(Request{one, ApplicationCall{QStringLiteral("device.get"), {}, {}}});
    QTest::newRow("largest id") << Message(Request{std::numeric_limits<std::int64_t>::max(), Ping{}});
    QTest::newRow("smallest id") << Message(Request{std::numeric_limits<std::int64_t>::min(), Ping{}});
    QTest::newRow("data") << Message(
        Notification{Data{2,
                          4,
                          {{5, 1700, R"({"a":1})", {}, Publication::Op::Set},
                           {6, 1701, "null", QStringLiteral("k"), Publication::Op::Set},
                           {7, -1, "\"x\"", QStringLiteral("k"), Publication::Op::Remove},
                           {8, 0, "[ ]", {}, Publication::Op::Remove}}}});
    QTest::newRow("data empty") << Message(Notification{Data{2, 0, {}}});
    QTest::newRow("lost") << Message(Notification{Lost{1, 5, 2, 6, Lost::Why::Retention}});
    QTest::newRow("unsubscribed") << Message(
        Notification{Unsubscribed{1, -32003, QStringLiteral("no"), true}});
    QTest::newRow("bye") << Message(
        Notification{Bye{4000, QStringLiteral("restart"), true, 100, 5000, QStringLiteral("wss://b/")}});
    QTest::newRow("bye for good") << Message(
        Notification{Bye{4503, QStringLiteral("kicked"), false, 0, 0, {}}});
    QTest::newRow("other notice") << Message(
        Notification{OtherNotice{QStringLiteral("later"), R"({"s":1})"}});
    QTest::newRow("reply") << Message(Reply{one, R"({"a":[1,2.50]})"});
    QTest::newRow("reply null") << Message(Reply{text, "null"});
    QTest::newRow("error") << Message(
        ErrorReply{one, Failure{-32012, QStringLiteral("later"), true, std::chrono::milliseconds(250)}});
    QTest::newRow("error without id") << Message(ErrorReply{std::nullopt, Failure::of(RpcError::ParseError)});
}

void TestJsonCodec::roundTrips()
{
    QFETCH(Message, message);
    const QByteArray text = JsonCodec::encode(message);
    QVERIFY2(isJsonText({text.constData(), std::size_t(text.size())}), text.constData());
    JsonCodec::Options options;
    for (const auto check : {JsonCodec::Check::Everything, JsonCodec::Check::Envelope}) {
        options.check = check;
        const auto messages = JsonCodec(options).decode(text);
        QVERIFY(messages);
        QCOMPARE(messages->size(), std::size_t(1));
        QVERIFY2(messages->front() == message, text.constData());
    }
}

void TestJsonCodec::roundTripsResults()
{
    JsonCodec codec;
    const StreamPosition at{QStringLiteral("e"), 9};
    const std::vector<Publication> pubs{{8, 1, "{}", {}, Publication::Op::Set},
                                        {9, 2, "1.0", QStringLiteral("k"), Publication::Op::Remove}};
    const HelloResult hello{QStringLiteral("s1"),
                            QStringLiteral("n"),
                            1700,
                            QStringLiteral("u"),
                            60,
                            {QStringLiteral("batch")},
                            1000,
                            500,
                            {1 << 20, 128, 256, 64}};
    const SubscribeResult subscribed{3,    at,  DeliveryMode::Keyed, 2, R"({"demo":true})", true, true,
                                     pubs, pubs};
    const SubscribeResult plain{
        1, {QStringLiteral("e"), 0}, DeliveryMode::All, 0, {}, false, false, std::nullopt, {}};
    const ChannelsResult channels{{{QStringLiteral("a"), "{}", 2, 1.5}, {QStringLiteral("b"), {}, 0, 0}}};
    QVERIFY(codec.read<HelloResult>(JsonCodec::toJson(hello)).value() == hello);
    QVERIFY(codec.read<HelloResult>(JsonCodec::toJson(HelloResult{})).value() == HelloResult{});
    QVERIFY(codec.read<SubscribeResult>(JsonCodec::toJson(subscribed)).value() == subscribed);
    QVERIFY(codec.read<SubscribeResult>(JsonCodec::toJson(plain)).value() == plain);
    QVERIFY(codec.read<PublishResult>(JsonCodec::toJson(PublishResult{at})).value() == PublishResult{at});
    QVERIFY(codec.read<HistoryResult>(JsonCodec::toJson(HistoryResult{at, pubs})).value() ==
            (HistoryResult{at, pubs}));
    QVERIFY(codec.read<ChannelsResult>(JsonCodec::toJson(channels)).value() == channels);
    QVERIFY(codec.read<ChannelsResult>("[]").value() == ChannelsResult{});
    QVERIFY(codec.read<PingResult>(JsonCodec::toJson(PingResult{1, 2})).value() == (PingResult{1, 2}));
}

void TestJsonCodec::refusesResults_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {"", "1", "null", "[]", "{}", "{\"s\":0}", "{\"s\":\"1\"}",
                             "{\"s\":1,\"pubs\":[[1]]}", "{\"s\":1,\"offset\":-1}", "{\"s\":1", "\0"})
        QTest::newRow(*json ? json : "empty") << QByteArray(json);
}

void TestJsonCodec::refusesResults()
{
    QFETCH(QByteArray, json);
    JsonCodec codec;
    const auto result = codec.read<SubscribeResult>(json);
    QVERIFY(!result);
    QCOMPARE(result.error().code(), ErrorCode::Protocol);
    if (json != "[]")
        QVERIFY(!codec.read<ChannelsResult>(json));
}

void TestJsonCodec::keepsRawText_data()
{
    QTest::addColumn<QByteArray>("data");
    for (const char *data : {"0.35210000", "1e3", "123456789012345678901234567890",
                             "{ \"b\" : 1 ,\"a\":[ 1.0 , 2 ] }", "\"\\u0041\\ud83d\\ude00\"", "\"\\ud800\"",
                             "{\"a\":1,\"a\":2}", "null", "true", "[]", "\"\xE4\xBE\xA1\"", "1e999", "-0.0"})
        QTest::newRow(data) << QByteArray(data);
}

void TestJsonCodec::keepsRawText()
{
    QFETCH(QByteArray, data);
    for (const char *after : {"", " ", "\n\t"}) {
        const Message message = only(
            call("publish",
                 QByteArray("{\"data\": " + data + after + ",\"channel\":\"a\"" + after + "}").constData()));
        QVERIFY(std::holds_alternative<Request>(message));
        QCOMPARE(std::get<Publish>(std::get<Request>(message).params).data, data);
        const Message reply = only("{\"id\":1,\"result\":" + data + after + "}");
        QCOMPARE(std::get<Reply>(reply).result, data);
        const Message sent = only("{\"method\":\"data\",\"params\":{\"s\":1,\"pubs\":[[1,2," + data + after +
                                  "],[2,3," + data + after + ",\"k\"]]}}");
        const auto &received = std::get<Data>(std::get<Notification>(sent).params);
        QCOMPARE(received.pubs[0].data, data);
        QCOMPARE(received.pubs[1].data, data);
    }
}

void TestJsonCodec::readsScripts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no version") << QByteArray(R"({"id":1,"method":"subscribe","params":{"channel":"a"}})");
    QTest::newRow("params first") << QByteArray(R"({"params":{"channel":"a"},"method":"subscribe","id":1})");
    QTest::newRow("unknown fields") << QByteArray(
        R"({"id":1,"x":{"id":2},"method":"subscribe","params":{"future":[{}],"channel":"a","mode":"all"},"y":null})");
    QTest::newRow("white space") << QByteArray(
        " {\n \"id\" : 1 , \"method\":\"subscribe\",\t\"params\" : { \"channel\" : \"a\" } }\r\n");
    QTest::newRow("escaped") << QByteArray(
        R"({"\u0069d":1,"method":"subscri\u0062e","params":{"ch\u0061nnel":"\u0061"}})");
    QTest::newRow("batch of one") << QByteArray(
        R"( [{"id":1,"method":"subscribe","params":{"channel":"a"}}] )");
    QTest::newRow("last of two counts")
        << QByteArray(R"({"id":1,"method":"subscribe","params":{"channel":"b","channel":"a"}})");
    QTest::newRow("recover null") << QByteArray(
        R"({"id":1,"method":"subscribe","params":{"channel":"a","recover":null}})");
}

void TestJsonCodec::readsScripts()
{
    QFETCH(QByteArray, text);
    QVERIFY(only(text) == Message(Request{std::int64_t(1), plainSubscribe(QStringLiteral("a"))}));
}

void TestJsonCodec::reservedMethodsAreCalls()
{
    for (const char *method : {"refresh", "credit", "cancel"}) {
        const Message message = only(call(method, "{}"));
        const auto &made = std::get<ApplicationCall>(std::get<Request>(message).params);
        QCOMPARE(made.method, QString::fromLatin1(method));
        QCOMPARE(isReservedMethod(made.method), method == QByteArray("refresh"));
    }
    QVERIFY(!isReservedMethod(u"hello"));
    QVERIFY(!isReservedMethod(u"a.b"));
}

void TestJsonCodec::leavesOtherThanCalls_data()
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

void TestJsonCodec::leavesOtherThanCalls()
{
    QFETCH(QByteArray, text);
    QVERIFY(!JsonCodec().decodeCall(text));
}

void TestJsonCodec::readsCalls_data()
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

void TestJsonCodec::readsCalls()
{
    QFETCH(QByteArray, text);
    const auto read = JsonCodec().decodeCall(text);
    QVERIFY(read);
    const Message same =
        Request{read->id, ApplicationCall{QString::fromUtf8(read->method), read->params.toByteArray(), {}}};
    QVERIFY(only(text) == same);
}

// Whatever single byte is another one, the short way says nothing that the long one does not.
void TestJsonCodec::callsReadTheSameBothWays()
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

void TestJsonCodec::replyHeadIsAsEncoded()
{
    for (const Id &id : {Id(std::int64_t(0)), Id(std::numeric_limits<std::int64_t>::min()),
                         Id(QStringLiteral("a\"\n\u4fa1"))}) {
        QByteArray out = "before";
        JsonCodec::appendReplyHead(out, id);
        out += "[1]}";
        QCOMPARE(out, QByteArray("before" + JsonCodec::encode(Reply{id, "[1]"})));
    }
}

void TestJsonCodec::batches()
{
    const Message data = Notification{Data{1, 0, {{1, 2, "{\"a\":[1,2]}", {}, Publication::Op::Set}}}};
    const Message reply = Reply{std::int64_t(1), "[]"};
    QByteArray text = "[";
    JsonCodec::append(text, data);
    text += ',';
    JsonCodec::append(text, reply);
    text += ']';
    const auto messages = JsonCodec().decode(text);
    QVERIFY(messages);
    QVERIFY(*messages == (std::vector<Message>{data, reply}));
}

void TestJsonCodec::publicationsAreEncodedOnce()
{
    const Data data{4,
                    6,
                    {{7, 1, "{\"a\":1}", {}, Publication::Op::Set},
                     {8, 2, "null", QStringLiteral("\"k\""), Publication::Op::Remove}}};
    std::vector<QByteArray> encoded;
    for (const Publication &publication : data.pubs)
        encoded.push_back(JsonCodec::encodePublication(publication));
    QByteArray text;
    JsonCodec::appendData(text, data.s, data.prev, encoded);
    QCOMPARE(text, JsonCodec::encode(Notification{data}));
}

QTEST_APPLESS_MAIN(TestJsonCodec)
#include "tst_jsoncodec.moc"
