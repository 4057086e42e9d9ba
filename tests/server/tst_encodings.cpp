// SPDX-License-Identifier: MIT
// The same session in other words: CBOR, nanoseconds, and records of which only what changed is told.
#include "sessionpeer.h"

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;
using Op = Publication::Op;

namespace {

QJsonArray pubsOf(const QJsonObject &notice)
{
    return notice[QLatin1String("params")][QLatin1String("pubs")].toArray();
}

QByteArray textOf(const QJsonArray &array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

} // namespace

class TestEncodings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cborRefusesText();
    void brokenCbor_data();
    void brokenCbor();
    void cborSaysTheSame();
    void cborBatch();
    void cborResultTooLarge();
    void nanoseconds();
    void deltaRefused_data();
    void deltaRefused();
    void deltaTellsWhatChanged();
    void deltaAfterAPauseInTheLink();
    void deltaInModeMerge();
};

void TestEncodings::cborRefusesText()
{
    SessionServer server;
    Peer peer(server.clock, *server.worker, Peer::Format::Cbor);
    peer.transport().send("{}", Transport::Kind::Text);
    QVERIFY(peer.awaitClosed());
    QCOMPARE(peer.closed->code, 4501);
    QCOMPARE(peer.notices.back()[QLatin1String("method")].toString(), QStringLiteral("bye"));
}

void TestEncodings::brokenCbor_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("code");
    QTest::newRow("nothing") << QByteArray() << -32700;
    QTest::newRow("no CBOR") << QByteArray("\xff") << -32700;
    QTest::newRow("JSON") << QByteArray("{\"jsonrpc\":\"2.0\"}") << -32700;
    QTest::newRow("a byte string") << QByteArray("\x41"
                                                 "a")
                                   << -32700;
    QTest::newRow("no message") << QByteArray("\x07") << -32600;
    QTest::newRow("an empty batch") << QByteArray("\x80") << -32600;
    QTest::newRow("larger as text") << QByteArray(QByteArray("\x7a\x00\x08\x00\x00", 5) +
                                                  QByteArray(0x80000, '\1'))
                                    << -32009;
}

void TestEncodings::brokenCbor()
{
    QFETCH(QByteArray, payload);
    SessionServer server;
    Peer peer(server.clock, *server.worker, Peer::Format::Cbor);
    peer.hello();
    peer.transport().send(payload, Transport::Kind::Binary);
    QTRY_COMPARE(peer.strays.size(), std::size_t(1));
    QTEST(codeOf(peer.strays.front()), "code");
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":5})")).isEmpty());
}

void TestEncodings::cborSaysTheSame()
{
    SessionServer server;
    server.publish(R"({"a":[1,-2.5,"x",null,true],"b":0.12345678901234567})", QStringLiteral("k"));
    Peer json(server.clock, *server.worker), cbor(server.clock, *server.worker, Peer::Format::Cbor);
    const auto talk = [](Peer &peer) {
        QJsonArray said;
        QJsonObject hello = resultOf(peer.hello());
        hello.remove(QLatin1String("session"));
        said << hello << peer.ask("subscribe", R"({"channel":"c","history":1})")
             << peer.ask("history", R"({"channel":"c"})") << peer.ask("channels") << peer.ask("nonsense")
             << peer.ask("ping", R"({"t":9007199254740991})");
        return said;
    };
    const QJsonArray first = talk(json), second = talk(cbor);
    for (qsizetype i = 0; i < first.size(); ++i) {
        if (i != 3) // where the second sees two subscribers
            QCOMPARE(second[i], first[i]);
    }
    for (int i = 0; i < 100; ++i)
        server.publish(QByteArray::number(i / 7.0, 'g', 17), QString::number(i));
    settle();
    QVERIFY(!json.notices.empty());
    QCOMPARE(cbor.notices, json.notices);
}

void TestEncodings::cborBatch()
{
    SessionServer server;
    Peer peer(server.clock, *server.worker, Peer::Format::Cbor);
    peer.hello();
    peer.send(
        R"([{"jsonrpc":"2.0","id":7,"method":"ping","params":{"t":1}},{"jsonrpc":"2.0","id":8,"method":"no"}])");
    QTRY_COMPARE(peer.batches.size(), std::size_t(1));
    QCOMPARE(peer.batches.front().size(), 2);
}

void TestEncodings::cborResultTooLarge()
{
    Server::Options options;
    options.listen.maxMessageBytes = 8'192;
    SessionServer server(options);
    QByteArray data = "[1.1"; // four bytes each, and nine in CBOR
    for (int i = 0; i < 1'200; ++i)
        data += ",1.1";
    server.publish(data + ']');
    Peer json(server.clock, *server.worker), cbor(server.clock, *server.worker, Peer::Format::Cbor);
    json.hello();
    cbor.hello();
    QVERIFY(!resultOf(json.ask("history", R"({"channel":"c"})")).isEmpty());
    QCOMPARE(codeOf(cbor.ask("history", R"({"channel":"c"})")), -32009);
}

void TestEncodings::nanoseconds()
{
    SessionServer server;
    server.clock.advance(1ns * 123'456'789);
    const QString now = QString::number(server.clock.wall().count());
    server.publish("1", QStringLiteral("k"));
    for (const auto format : {Peer::Format::Json, Peer::Format::Cbor}) {
        Peer peer(server.clock, *server.worker, format);
        const auto hello = resultOf(peer.ask("hello", R"({"v":1,"caps":["ns"]})"));
        QCOMPARE(hello[QLatin1String("caps")].toArray(), QJsonArray{QStringLiteral("ns")});
        QCOMPARE(hello[QLatin1String("now")].toString(), now);
        const auto pong = resultOf(peer.ask("ping", R"({"t":5})"));
        QCOMPARE(pong[QLatin1String("t")].toInt(), 5);
        QCOMPARE(pong[QLatin1String("now")].toString(), now);
        QCOMPARE(resultOf(peer.ask("history", R"({"channel":"c"})"))[QLatin1String("pubs")][0][1].toString(),
                 now);
        const auto keyed = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})"));
        QCOMPARE(keyed[QLatin1String("snapshot")][0][1].toString(), now);
        peer.ask("unsubscribe", "{\"s\":" + QByteArray::number(keyed[QLatin1String("s")].toInt()) + "}");
        for (const char *mode : {"all", "merge"}) {
            const auto result = resultOf(
                peer.ask("subscribe", QByteArray(R"({"channel":"c","history":1,"mode":")") + mode + "\"}"));
            server.publish("1", QStringLiteral("k"));
            settle();
            QCOMPARE(pubsOf(peer.notices.back())[0][1].toString(), now);
            peer.ask("unsubscribe", "{\"s\":" + QByteArray::number(result[QLatin1String("s")].toInt()) + "}");
        }
    }
    Peer other(server.clock, *server.worker); // beside them milliseconds as ever
    other.hello();
    other.ask("subscribe", R"({"channel":"c"})");
    server.publish();
    settle();
    QCOMPARE(pubsOf(other.notices.back())[0][1].toInteger(), qint64(server.clock.wall() / 1ms));
}

void TestEncodings::deltaRefused_data()
{
    QTest::addColumn<QByteArray>("caps");
    QTest::addColumn<QByteArray>("params");
    const auto row = [](const char *name, const char *caps, const char *params) {
        QTest::newRow(name) << QByteArray(caps) << QByteArray(params);
    };
    row("without the capability", "batch", R"("mode":"keyed","delta":"fields")");
    row("of another kind", "delta", R"("mode":"keyed","delta":"bytes")");
    row("mode all", "delta", R"("delta":"fields")");
    row("mode latest", "delta", R"("mode":"latest","delta":"fields")");
}

void TestEncodings::deltaRefused()
{
    QFETCH(QByteArray, caps);
    QFETCH(QByteArray, params);
    SessionServer server;
    Peer peer(server.clock, *server.worker);
    peer.ask("hello", "{\"v\":1,\"caps\":[\"" + caps + "\"]}");
    QCOMPARE(codeOf(peer.ask("subscribe", "{\"channel\":\"c\"," + params + "}")), -32602);
}

void TestEncodings::deltaTellsWhatChanged()
{
    SessionServer server;
    server.publish(R"({"bid":1,"ask":2})", QStringLiteral("k"));
    Peer peer(server.clock, *server.worker);
    peer.ask("hello", R"({"v":1,"caps":["delta"]})");
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed","delta":"fields"})"));
    QCOMPARE(textOf(result[QLatin1String("snapshot")][0].toArray()).mid(17),
             QByteArray(R"({"ask":2,"bid":1},"k"])"));
    const auto next = [&] {
        settle();
        const QJsonArray pub = pubsOf(peer.notices.back()).last().toArray();
        return textOf({pub[2], pub[3], pub[4]});
    };
    server.publish(R"({"bid":1,"ask":3})", QStringLiteral("k"));
    QCOMPARE(next(), QByteArray(R"([{"ask":3},"k","merge"])"));
    server.publish(R"({"bid":1,"ask":3})", QStringLiteral("k"));
    QCOMPARE(next(), QByteArray(R"([{},"k","merge"])"));
    server.publish(R"({"bid":1})", QStringLiteral("k")); // a field went: only the whole record says so
    QCOMPARE(next(), QByteArray(R"([{"bid":1},"k",null])"));
    server.publish(R"({"bid":1,"ask":4})", QStringLiteral("k"), Op::Merge);
    QCOMPARE(next(), QByteArray(R"([{"ask":4},"k","merge"])"));
    server.publish("7", QStringLiteral("k"));
    QCOMPARE(next(), QByteArray(R"([7,"k",null])"));
    server.publish("null", QStringLiteral("k"), Op::Remove);
    QCOMPARE(next(), QByteArray(R"([null,"k","remove"])"));
    server.publish(R"({"bid":1,"ask":4})", QStringLiteral("k"));
    QCOMPARE(next(), QByteArray(R"([{"ask":4,"bid":1},"k",null])"));
    server.publish(R"({"last":5})", QStringLiteral("new"));
    QCOMPARE(next(), QByteArray(R"([{"last":5},"new",null])"));
}

void TestEncodings::deltaAfterAPauseInTheLink()
{
    SessionServer server;
    Peer peer(server.clock, *server.worker);
    peer.ask("hello", R"({"v":1,"caps":["delta"]})");
    peer.ask("subscribe", R"({"channel":"c","mode":"keyed","delta":"fields","rate":1})");
    server.publish(R"({"a":1,"b":1,"c":1})", QStringLiteral("k"));
    settle();
    server.publish(R"({"a":2,"b":1,"c":1})", QStringLiteral("k")); // thinned away: never told
    server.publish(R"({"a":1,"b":1,"c":2})", QStringLiteral("k"));
    server.clock.advance(1s);
    settle();
    QCOMPARE(textOf({pubsOf(peer.notices.back())[0][2]}), QByteArray(R"([{"c":2}])"));
}

void TestEncodings::deltaInModeMerge()
{
    SessionServer server;
    Peer peer(server.clock, *server.worker);
    peer.ask("hello", R"({"v":1,"caps":["delta"]})");
    peer.ask("subscribe", R"({"channel":"c","mode":"merge","delta":"fields"})");
    server.publish("null", QStringLiteral("k"), Op::Remove);
    server.publish(R"({"a":1,"b":1})", QStringLiteral("k")); // after a removal: whole
    settle();
    server.publish(R"({"a":1,"c":1})", QStringLiteral("k"));
    settle();
    const QJsonArray pub = pubsOf(peer.notices.back())[0].toArray();
    QCOMPARE(textOf({pub[2], pub[4]}), QByteArray(R"([{"c":1},"merge"])"));
}

QTEST_GUILESS_MAIN(TestEncodings)
#include "tst_encodings.moc"
