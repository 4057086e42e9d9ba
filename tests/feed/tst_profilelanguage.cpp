// SPDX-License-Identifier: MIT
// The profile language, word by word: a few messages of a made-up feed, and the records that they must
// become.
#include <alcedo/feed/framedecoder.h>
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>
#include <alcedo/feed/widedecimal.h>

#include <QTest>

using namespace alcedo;

namespace {

constexpr std::int64_t Arrival = 1'700'000'000'000'000'000;

Mapping mappingOf(const QByteArray &members)
{
    auto profile =
        FeedProfile::parse(R"({"profile": 1, "name": "x", "endpoints": ["wss://x"], )" + members + "}",
                           QStringLiteral("x.json"));
    if (!profile)
        qFatal("%s", qUtf8Printable(profile.error().message()));
    return Mapping(std::move(profile).value());
}

QByteArrayList recordsOf(RecordBatchBuilder &builder)
{
    QByteArrayList all;
    const auto batch = builder.take();
    for (std::size_t i = 0; batch && i < batch->size(); ++i) {
        QByteArray line;
        appendRecordJson(line, *batch, i);
        all += line.replace(",\"recv_ns\":\"1700000000000000000\"", "")
                   .replace(",\"time_ns\":\"1700000000000000000\"", "");
    }
    return all;
}

QByteArray trades(const QByteArray &map, const QByteArray &key = R"("/s")")
{
    return R"("routes": [{"when": {}, "record": "trade", "key": )" + key + R"(, "map": {)" + map + "}}]";
}

} // namespace

class TestProfileLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wideNumbers_data();
    void wideNumbers();
    void brokenFrames_data();
    void brokenFrames();
    void frames_data();
    void frames();
    void maps_data();
    void maps();
    void bindingsGoWithTheLink();
    void linkSequenceCountsOnceAMessage();
    void snapshotsRestartTheSequence();
    void gapsAskForANewLink();
    void wrongChecksumsAreFound();
    void answersEcho();
    void boundsWhatItKeeps();
};

void TestProfileLanguage::wideNumbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("exponent");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("rounded");
    const auto row = [](const char *text, int exponent, const char *value, bool rounded = false) {
        QTest::addRow("%s e%d", text, exponent)
            << QByteArray(text) << exponent << QString::fromLatin1(value) << rounded;
    };
    for (const char *bad : {"", "-", ".", "1.2.3", "1e", "1e99999", "x", "1234567890123456789", "1e19"})
        row(bad, 0, "");
    row("1234567", -2, "12345.67");
    row("-5", -8, "-0.00000005");
    row("12", 3, "12000");
    row("1000000000000000000000", -18, "1000.00000000000000"); // what is left of 18 digits
    row("1000000000000000000001", -18, "1000.00000000000000", true);
    row("0.1234567890123456789", 0, "0.123456789012345679", true);
    row("1.5e3", 0, "1500");
    row("0e5", 0, "0");
    row("0.00", 0, "0.00");
}

void TestProfileLanguage::wideNumbers()
{
    QFETCH(QByteArray, text);
    QFETCH(int, exponent);
    QFETCH(QString, value);
    const WideDecimal wide = WideDecimal::parse(text.toStdString(), exponent);
    const Decimal wanted = Decimal::parse(value.toStdString()).value_or(Decimal());
    QVERIFY2(wide.value == wanted, qUtf8Printable(wide.value.toString()));
    QTEST(wide.isRounded, "rounded");
}

void TestProfileLanguage::brokenFrames_data()
{
    QTest::addColumn<QByteArray>("packed");
    QTest::addColumn<int>("compression");
    const int gzip = int(FeedProfile::Compression::Gzip), zstd = int(FeedProfile::Compression::Zstd);
    const QByteArray good = QByteArray::fromHex("1f8b0800000000000203ab562ac9cc4d5536510b00f8d4f7050a000000");
    QTest::newRow("gzip, empty") << QByteArray() << gzip;
    QTest::newRow("gzip, no header") << QByteArray("hello") << gzip;
    QTest::newRow("gzip, cut") << good.left(good.size() - 9) << gzip;
    QTest::newRow("zstd, empty") << QByteArray() << zstd;
    QTest::newRow("zstd, no header") << QByteArray("hello, world") << zstd;
    QTest::newRow("zstd, cut") << QByteArray::fromHex("28b52ffd0458") << zstd;
    QTest::newRow("deflate, no such block")
        << QByteArray("\xff\xff", 2) << int(FeedProfile::Compression::Deflate);
}

void TestProfileLanguage::brokenFrames()
{
    QFETCH(QByteArray, packed);
    QFETCH(int, compression);
    const auto out = decodeFrame(packed, FeedProfile::Compression(compression), 1 << 20);
    QVERIFY(!out);
    QCOMPARE(out.error().code(), ErrorCode::Parse);
}

// Made by Python's gzip and zlib, and by the zstd program.
void TestProfileLanguage::frames_data()
{
    QTest::addColumn<QByteArray>("packed");
    QTest::addColumn<int>("compression");
    QTest::newRow("gzip") << QByteArray::fromHex("1f8b0800000000000203ab562ac8cc4b57b2323433b43033b7303037363"
                                                 "331aead1e151d151d15a5812800a41602a870030000")
                          << int(FeedProfile::Compression::Gzip);
    QTest::newRow("zlib")
        << QByteArray::fromHex(
               "78daab562ac8cc4b57b2323433b43033b7303037363331aead1e151d151d15a5812800f398e881")
        << int(FeedProfile::Compression::Deflate);
    QTest::newRow("bare deflate") << QByteArray::fromHex(
                                         "ab562ac8cc4b57b2323433b43033b7303037363331aead1e151d151d15a5812800")
                                  << int(FeedProfile::Compression::Deflate);
    QTest::newRow("zstd")
        << QByteArray::fromHex(
               "28b52ffd0468ed0000b07b2270696e67223a313631383637383037333634337d0100ae66359bb2572630")
        << int(FeedProfile::Compression::Zstd);
}

void TestProfileLanguage::frames()
{
    QFETCH(QByteArray, packed);
    QFETCH(int, compression);
    const auto out = decodeFrame(packed, FeedProfile::Compression(compression), 1 << 20);
    QVERIFY2(out.hasValue(), out ? "" : qUtf8Printable(out.error().message()));
    QCOMPARE(*out, QByteArray(R"({"ping":1618678073643})").repeated(40));
    const auto bounded = decodeFrame(packed, FeedProfile::Compression(compression), 100);
    QVERIFY(!bounded);
    QCOMPARE(bounded.error().code(), ErrorCode::LimitExceeded);
}

void TestProfileLanguage::maps_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<QByteArrayList>("messages");
    QTest::addColumn<QByteArrayList>("records");
    QTest::newRow("a text put together")
        << trades(R"("id": "/n")", R"({"text": "${/a}-${/b/0}"})")
        << QByteArrayList{R"({"a":"x","b":["y"],"n":12345678901234567890})", R"({"a":"x","n":1})"}
        << QByteArrayList{R"({"kind":"trade","key":"x-y","id":"12345678901234567890"})",
                          R"({"kind":"trade","key":"x-","id":"1"})"};
    QTest::newRow("a part of a text")
        << trades(R"("price": "/p")", R"({"at": "/c", "split": "_", "part": -1, "as": "upper"})")
        << QByteArrayList{R"({"c":"live_trades_ethusd","p":1.50})"}
        << QByteArrayList{R"({"kind":"trade","key":"ETHUSD","price":"1.50"})"};
    QTest::newRow("sides by sign")
        << trades(
               R"("size": {"at": "/a", "as": "absolute"}, "side": {"at": "/a", "as": "sign", "values": {"+": "buy", "-": "sell"}})")
        << QByteArrayList{R"({"s":"A","a":-0.25})", R"({"s":"B","a":2e0})"}
        << QByteArrayList{R"({"kind":"trade","key":"A","size":"0.25","side":"sell"})",
                          R"({"kind":"trade","key":"B","size":"2","side":"buy"})"};
    QTest::newRow("scaled integers")
        << trades(R"("price": {"at": "/p", "exponent": -4}, "size": {"at": "/q", "exponent": "/e"})")
        << QByteArrayList{R"({"s":"A","p":1234567,"q":"15","e":-1})"}
        << QByteArrayList{R"({"kind":"trade","key":"A","price":"123.4567","size":"1.5"})"};
    QTest::newRow("the name it stands under")
        << QByteArray(
               R"("routes": [{"when": {}, "each": "/prices", "record": "quote", "key": "~name", "map": {"last": "/usd"}}])")
        << QByteArrayList{R"({"prices":{"BTC":{"usd":1},"ETH":{"usd":2}}})"}
        << QByteArrayList{R"({"kind":"quote","key":"BTC","last":"1"})",
                          R"({"kind":"quote","key":"ETH","last":"2"})"};
    QTest::newRow("conditions") << QByteArray(R"("routes": [
{"when": {"/1": {"type": "array"}, "/1/0": {"type": "array"}}, "each": "/1", "reverse": true, "record": "trade", "key": "#/0", "map": {"price": "/1"}},
{"when": {"/1/1": {"type": "number"}, "/1/0": {"not": [0, 7]}}, "record": "trade", "key": "/0", "map": {"price": "/1/1"}},
{"when": {"": "pong"}, "ignore": true}, {"when": {"/1": ["hb", "cs"]}, "ignore": true}])")
                                << QByteArrayList{R"([9,[[1,10],[2,20]]])", R"([9,[3,30]])", R"([9,[7,30]])",
                                                  R"([9,"hb"])", "pong"}
                                << QByteArrayList{R"({"kind":"trade","key":"9","price":"20"})",
                                                  R"({"kind":"trade","key":"9","price":"10"})",
                                                  R"({"kind":"trade","key":"9","price":"30"})"};
    QTest::newRow("what is bound to a number")
        << QByteArray(R"("routes": [
{"when": {"/event": "subscribed"}, "bind": {"id": "/chanId", "names": {"symbol": "/symbol", "channel": "/channel"}}, "record": "control", "map": {"event": {"const": "subscribed"}}},
{"when": {"/0": {"bound": "channel", "is": "ticker"}}, "record": "quote", "key": {"at": "/0", "bound": "symbol"}, "map": {"bid": "/1/0"}},
{"when": {"/0": {"bound": "channel", "is": "trades"}}, "record": "trade", "key": {"at": "/0", "bound": "symbol"}, "map": {"price": "/1/0"}}])")
        << QByteArrayList{R"({"event":"subscribed","channel":"ticker","chanId":17,"symbol":"tBTCUSD"})",
                          "[17,[1,2]]", "[18,[1,2]]"}
        << QByteArrayList{R"({"kind":"control","key":"","event":"subscribed"})",
                          R"({"kind":"quote","key":"tBTCUSD","bid":"1"})"};
    QTest::newRow("flags by condition")
        << QByteArray(
               R"("routes": [{"when": {}, "record": "news", "key": "/id", "flags": {"correction": {"/action": "update"}, "removed": {"/action": "delete"}},
  "map": {"id": "/id", "revision": "/rev"}}])")
        << QByteArrayList{R"({"id":"a","action":"create","rev":1})",
                          R"({"id":"a","action":"update","rev":2})", R"({"id":"a","action":"delete"})"}
        << QByteArrayList{R"({"kind":"news","key":"a","id":"a","revision":1})",
                          R"({"kind":"news","key":"a","correction":true,"id":"a","revision":2})",
                          R"({"kind":"news","key":"a","removed":true,"id":"a"})"};
    QTest::newRow("JSON in a text")
        << QByteArray(
               R"("embedded": "/payload", "routes": [{"when": {"/event": "update"}, "record": "trade", "key": "/payload/s", "map": {"price": "/payload/p"}},
{"when": {"/event": "delete"}, "record": "trade", "key": "/payload"}])")
        << QByteArrayList{R"({"event":"update","payload":"{\"s\":\"A\\\"B\",\"p\":1.10}"})",
                          R"({"event":"delete","payload":"123456789012345678901"})",
                          R"({"event":"delete","payload":"no JSON"})"}
        << QByteArrayList{R"({"kind":"trade","key":"A\"B","price":"1.10"})",
                          R"({"kind":"trade","key":"123456789012345678901"})",
                          R"({"kind":"trade","key":"no JSON"})"};
    QTest::newRow("changes merged")
        << QByteArray(
               R"("merge": {"when": {"/t": {"exists": true}}, "key": "/t", "at": "/data", "whole": {"/type": "snapshot"}},
"routes": [{"when": {}, "record": "quote", "key": "/t", "map": {"last": "/data/l", "bid": "/data/b", "ask": "/data/deep/0/a"}}])")
        << QByteArrayList{R"({"t":"A","type":"snapshot","data":{"l":"1.0","b":"0.9","deep":[{"a":"1.1"}]}})",
                          R"({"t":"A","type":"delta","data":{"l":"1.2"}})",
                          R"({"t":"A","type":"delta","data":{"b":null,"deep":{"0":{"a":"1.3"}}}})",
                          R"({"t":"B","type":"delta","data":{"b":"7"}})"}
        << QByteArrayList{R"({"kind":"quote","key":"A","last":"1.0","bid":"0.9","ask":"1.1"})",
                          R"({"kind":"quote","key":"A","last":"1.2","bid":"0.9","ask":"1.1"})",
                          R"({"kind":"quote","key":"A","last":"1.2","ask":"1.3"})",
                          R"({"kind":"quote","key":"B","bid":"7"})"};
    QTest::newRow("patches")
        << QByteArray(
               R"("merge": {"when": {}, "key": "/t", "at": "/data", "whole": {"/data": {"type": "object"}}, "by": "patch"},
"routes": [{"when": {}, "record": "quote", "key": "/t", "map": {"last": "/data/l", "bid": "/data/b/1"}}])")
        << QByteArrayList{R"({"t":"A","data":{"l":1,"b":[5,6]}})",
                          R"({"t":"A","data":[{"op":"replace","path":"/l","value":2},{"op":"add","path":"/b/1","value":9}]})",
                          R"({"t":"A","data":[{"op":"replace","path":"/l","value":3},{"op":"remove","path":"/none"}]})",
                          R"({"t":"A","data":[{"op":"remove","path":"/b/0"}]})"}
        << QByteArrayList{R"({"kind":"quote","key":"A","last":"1","bid":"6"})",
                          R"({"kind":"quote","key":"A","last":"2","bid":"9"})",
                          R"({"kind":"quote","key":"A","last":"2","bid":"6"})"};
    QTest::newRow("levels that are the item")
        << QByteArray(
               R"("routes": [{"when": {}, "record": "book", "key": "/s", "levels": [{"side": {"at": "/a", "as": "sign", "values": {"+": "bid", "-": "ask"}},
"price": "/p", "size": {"at": "/a", "as": "absolute"}, "removed": {"/n": 0}}]}])")
        << QByteArrayList{R"({"s":"A","p":5,"n":2,"a":-3})", R"({"s":"A","p":5,"n":0,"a":-1})"}
        << QByteArrayList{R"({"kind":"book","key":"A","levels":[["ask","5","3"]]})",
                          R"({"kind":"book","key":"A","levels":[["ask","5","0"]]})"};
    QTest::newRow("whole numbers")
        << QByteArray(
               R"("routes": [{"when": {}, "record": "score", "key": "/m", "map": {"clock": {"at": "/sec", "as": "whole"}}}])")
        << QByteArrayList{R"({"m":"x","sec":1078.761})"}
        << QByteArrayList{R"({"kind":"score","key":"x","clock":1078})"};
}

void TestProfileLanguage::maps()
{
    QFETCH(QByteArray, profile);
    QFETCH(QByteArrayList, messages);
    Mapping mapping = mappingOf(profile);
    RecordBatchBuilder builder;
    for (const QByteArray &message : messages)
        (void)mapping.map(message, Arrival, builder);
    QTEST(recordsOf(builder), "records");
}

void TestProfileLanguage::bindingsGoWithTheLink()
{
    Mapping mapping = mappingOf(R"("routes": [{"when": {"/e": 1}, "bind": {"id": "/i", "names": {"s": "/s"}}},
{"when": {"/0": {"exists": true}}, "record": "trade", "key": {"at": "/0", "bound": "s"}}])");
    RecordBatchBuilder builder;
    QCOMPARE(mapping.map(R"({"e":1,"i":5,"s":"A"})", Arrival, builder), Mapping::Outcome::Ignored);
    QCOMPARE(mapping.map("[5]", Arrival, builder), Mapping::Outcome::Mapped);
    mapping.reset();
    QCOMPARE(mapping.map("[5]", Arrival, builder), Mapping::Outcome::Unmapped);
}

void TestProfileLanguage::linkSequenceCountsOnceAMessage()
{
    Mapping mapping = mappingOf(
        R"("sequence": {"last": "/n"}, "routes": [{"when": {}, "each": "/l", "record": "trade", "key": "/s"}])");
    RecordBatchBuilder builder;
    for (const char *message :
         {R"({"n":1,"l":[{"s":"A"},{"s":"B"}]})", R"({"l":[]})", R"({"n":2,"l":[{"s":"A"}]})",
          R"({"n":5,"l":[{"s":"A"},{"s":"B"}]})", R"({"n":5,"l":[]})"})
        (void)mapping.map(message, Arrival, builder);
    QCOMPARE(mapping.gaps(), 1u);
    QCOMPARE(mapping.repeated(), 1u);
    const auto breaks = mapping.takeBreaks();
    QCOMPARE(breaks.size(), 2u);
    QCOMPARE(breaks[0].expected, 3);
    QCOMPARE(breaks[0].got, 5);
    QCOMPARE(recordsOf(builder).size(), 5); // counted, never dropped
}

void TestProfileLanguage::snapshotsRestartTheSequence()
{
    Mapping mapping = mappingOf(
        R"("routes": [{"when": {}, "record": "book", "key": "/s", "flags": {"snapshot": {"/t": "snapshot"}},
"sequence": {"previous": "/p", "last": "/l"}}])");
    RecordBatchBuilder builder;
    for (const char *message : {R"({"s":"A","t":"snapshot","p":-1,"l":10})", R"({"s":"A","p":10,"l":12})",
                                R"({"s":"A","p":12,"l":12})", R"({"s":"A","t":"snapshot","p":-1,"l":3})",
                                R"({"s":"A","p":3,"l":4})", R"({"s":"A","p":9,"l":10})"})
        QCOMPARE(mapping.map(message, Arrival, builder), Mapping::Outcome::Mapped);
    QCOMPARE(mapping.gaps(), 1u);
    QVERIFY(!mapping.takeReconnect());
}

void TestProfileLanguage::gapsAskForANewLink()
{
    Mapping mapping = mappingOf(R"("routes": [{"when": {}, "record": "book", "key": "/s",
"sequence": {"last": "/l", "on_break": "reconnect"}}])");
    RecordBatchBuilder builder;
    (void)mapping.map(R"({"s":"A","l":1})", Arrival, builder);
    (void)mapping.map(R"({"s":"A","l":2})", Arrival, builder);
    QVERIFY(!mapping.takeReconnect());
    (void)mapping.map(R"({"s":"A","l":4})", Arrival, builder);
    QVERIFY(mapping.takeReconnect());
    QVERIFY(!mapping.takeReconnect());
}

// The numbers by Python's zlib.crc32 over the same texts.
void TestProfileLanguage::wrongChecksumsAreFound()
{
    const QByteArray routes =
        R"("routes": [{"when": {}, "record": "book", "key": "/s", "flags": {"snapshot": {"/t": "s"}},
"levels": [{"each": "/b", "side": "bid", "price": "/0", "size": "/1"}, {"each": "/a", "side": "ask", "price": "/0", "size": "/1"}],
"checksum": {"at": "/c", "by": "KIND", "on_break": "reconnect"}}])";
    Mapping okx = mappingOf(QByteArray(routes).replace("KIND", "okx"));
    RecordBatchBuilder builder;
    (void)okx.map(
        R"({"s":"A","t":"s","b":[["3366.1","7"],["3366","6"]],"a":[["3366.8","9"],["3368","8"]],"c":-1881014294})",
        Arrival, builder);
    QCOMPARE(okx.counters().checksums, 1u);
    QCOMPARE(okx.sequence().wrongChecksums(), 0u);
    QVERIFY(!okx.takeReconnect());
    (void)okx.map(R"({"s":"A","b":[["3366.1","0"]],"a":[],"c":1})", Arrival, builder);
    QCOMPARE(okx.sequence().wrongChecksums(), 1u);
    QVERIFY(okx.takeReconnect());
    Mapping kraken = mappingOf(QByteArray(routes).replace("KIND", "kraken"));
    (void)kraken.map(R"({"s":"A","t":"s","b":[[0.05005,0.00000500]],"a":[[0.05010,0.1230]],"c":431632253})",
                     Arrival, builder);
    QCOMPARE(kraken.counters().checksums, 1u);
    QCOMPARE(kraken.sequence().wrongChecksums(), 0u);
}

void TestProfileLanguage::answersEcho()
{
    Mapping mapping = mappingOf(R"("routes": [{"when": {}, "ignore": true}])");
    RecordBatchBuilder builder;
    (void)mapping.map(R"({"ping":1618678073643000123,"t":"a\"b","o":{"x":[1]}})", Arrival, builder);
    QCOMPARE(mapping.answer(R"({"pong":"${/ping}"})"), QByteArray(R"({"pong":1618678073643000123})"));
    QCOMPARE(mapping.answer(R"({"a":"x ${/t} y","b":"${/o}","c":"${/none}"})"),
             QByteArray(R"({"a":"x a\"b y","b":{"x":[1]},"c":null})"));
    QCOMPARE(mapping.answer("pong"), QByteArray("pong"));
}

void TestProfileLanguage::boundsWhatItKeeps()
{
    Mapping mapping = mappingOf(
        R"("merge": {"when": {}, "key": "/k", "at": "/d"}, "routes": [{"when": {}, "ignore": true}])");
    RecordBatchBuilder builder;
    for (std::size_t i = 0; i < RouteReader::MaxStates; ++i)
        (void)mapping.map(QByteArray(R"({"k":"k)" + QByteArray::number(qulonglong(i)) + R"(","d":{}})"),
                          Arrival, builder);
    QCOMPARE(mapping.counters().unmapped, 0u);
    QCOMPARE(mapping.map(R"({"k":"one more","d":{}})", Arrival, builder), Mapping::Outcome::Unmapped);
    QCOMPARE(mapping.shapes().begin()->first, std::string("merge: too many keys"));
}

QTEST_APPLESS_MAIN(TestProfileLanguage)
#include "tst_profilelanguage.moc"
