// SPDX-License-Identifier: MIT
#include "jsontexts.h"

#include <alcedo/wire/jsonsyntax.h>

#include <QTest>

using namespace alcedo;
using namespace alcedo::wire;

Q_DECLARE_METATYPE(alcedo::wire::Message)

class TestJsonCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data();
    void roundTrips();
    void roundTripsResults();
    void keepsRawText_data();
    void keepsRawText();
    void readsScripts_data();
    void readsScripts();
    void reservedMethodsAreCalls();
    void batches();
    void publicationsAreEncodedOnce();
};

namespace {

Subscribe plainSubscribe(const QString &channel)
{
    Subscribe subscribe;
    subscribe.channel = channel;
    return subscribe;
}

} // namespace

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
