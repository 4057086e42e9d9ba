// SPDX-License-Identifier: MIT
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>

#include <QTest>

using namespace alcedo;

/// Messages made by hand in the shape that the venues document, and the records that they must become, as
/// JSON.
class TestMapping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNotMap_data();
    void doesNotMap();
    void leavesOutWhatIsBad_data();
    void leavesOutWhatIsBad();
    void maps_data();
    void maps();
    void countsWhatIsUnknownByShape();
    void boundsTheShapes();
    void findsSequenceBreaks();
    void holdsChangesForTheWholeBook();
    void asksAgainWhenTheBookIsTooOld();
};

namespace {

constexpr std::int64_t Arrival = 1'700'000'000'000'000'000;

FeedProfile shippedProfile(const QString &name)
{
    auto profile = FeedProfile::named(name);
    if (!profile)
        qFatal("%s", qUtf8Printable(profile.error().message()));
    return std::move(profile).value();
}

QByteArrayList recordsOf(RecordBatchBuilder &builder)
{
    QByteArrayList all;
    const auto batch = builder.take();
    for (std::size_t i = 0; batch && i < batch->size(); ++i) {
        QByteArray line;
        appendRecordJson(line, *batch, i);
        all += line.replace(",\"recv_ns\":\"1700000000000000000\"", "")
                   .replace("\"time_ns\":\"1700000000000000000\"", "\"time_ns\":\"arrival\"");
    }
    return all;
}

QByteArray depth(const char *symbol, int first, int last, const char *price = "1.0")
{
    return QStringLiteral(R"({"e":"depthUpdate","E":1,"s":"%1","U":%2,"u":%3,"b":[["%4","2"]],"a":[]})")
        .arg(QLatin1String(symbol))
        .arg(first)
        .arg(last)
        .arg(QLatin1String(price))
        .toUtf8();
}

} // namespace

void TestMapping::doesNotMap_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("shape");
    const auto coinbase = QStringLiteral("coinbase"), binance = QStringLiteral("binance");
    QTest::newRow("empty") << coinbase << QByteArray() << QByteArray("not JSON");
    QTest::newRow("text") << coinbase << QByteArray("pong") << QByteArray("not JSON");
    QTest::newRow("cut off") << coinbase
                             << QByteArray(R"({"type":"ticker","product_id":"BTC-USD","price":"1)")
                             << QByteArray("not JSON");
    QTest::newRow("scalar") << coinbase << QByteArray("1") << QByteArray("no route: ()");
    QTest::newRow("unknown type") << coinbase << QByteArray(R"({"type":"auction","product_id":"X"})")
                                  << QByteArray("no route: /type=auction (type,product_id)");
    QTest::newRow("type is no text") << coinbase << QByteArray(R"({"type":{"ticker":1}})")
                                     << QByteArray("no route: /type={ (type)");
    QTest::newRow("no key") << coinbase << QByteArray(R"({"type":"ticker","price":"1"})")
                            << QByteArray("ticker: no key");
    QTest::newRow("key is null") << coinbase << QByteArray(R"({"type":"match","product_id":null})")
                                 << QByteArray("match: no key");
    QTest::newRow("key too long") << coinbase
                                  << QByteArray(R"({"type":"match","product_id":")" + QByteArray(200, 'X') +
                                                R"("})")
                                  << QByteArray("match: key too long");
    QTest::newRow("no sequence") << binance << QByteArray(R"({"e":"depthUpdate","s":"X","b":[],"a":[]})")
                                 << QByteArray("depthUpdate: no sequence");
    QTest::newRow("other event") << binance
                                 << QByteArray(R"({"stream":"x","data":{"e":"24hrTicker","s":"X"}})")
                                 << QByteArray("no route: /e=24hrTicker (e,s)");
}

void TestMapping::doesNotMap()
{
    QFETCH(QString, profile);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, shape);
    Mapping mapping(shippedProfile(profile));
    RecordBatchBuilder builder;
    QCOMPARE(mapping.map(message, Arrival, builder), Mapping::Outcome::Unmapped);
    QVERIFY(builder.isEmpty());
    QCOMPARE(mapping.counters().unmapped, 1u);
    QCOMPARE(mapping.shapes().size(), 1u);
    QCOMPARE(QByteArray::fromStdString(mapping.shapes().begin()->first), shape);
}

void TestMapping::leavesOutWhatIsBad_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("record");
    QTest::addColumn<int>("bad");
    QTest::newRow("price is a word")
        << QByteArray(R"({"type":"match","product_id":"X","price":"much","size":"2"})")
        << QByteArray(R"({"kind":"trade","key":"X","time_ns":"arrival","size":"2"})") << 1;
    QTest::newRow("price is an object")
        << QByteArray(R"({"type":"match","product_id":"X","price":{},"size":"2"})")
        << QByteArray(R"({"kind":"trade","key":"X","time_ns":"arrival","size":"2"})") << 1;
    QTest::newRow("price has too many digits")
        << QByteArray(R"({"type":"match","product_id":"X","price":"1234567890123456789012"})")
        << QByteArray(R"({"kind":"trade","key":"X","time_ns":"arrival"})") << 1;
    QTest::newRow("null and empty are absent")
        << QByteArray(R"({"type":"match","product_id":"X","price":null,"size":""})")
        << QByteArray(R"({"kind":"trade","key":"X","time_ns":"arrival"})") << 0;
    QTest::newRow("time is none")
        << QByteArray(R"({"type":"match","product_id":"X","price":"1","time":"yesterday"})")
        << QByteArray(R"({"kind":"trade","key":"X","time_ns":"arrival","price":"1"})") << 1;
    QTest::newRow("a level without size")
        << QByteArray(
               R"({"type":"l2update","product_id":"X","changes":[["buy","1"],["sell","2","3"],["hold","4","5"],7]})")
        << QByteArray(R"({"kind":"book","key":"X","time_ns":"arrival","levels":[["ask","2","3"]]})") << 3;
    QTest::newRow("levels are no array")
        << QByteArray(R"({"type":"l2update","product_id":"X","changes":"many"})")
        << QByteArray(R"({"kind":"book","key":"X","time_ns":"arrival","levels":[]})") << 0;
}

void TestMapping::leavesOutWhatIsBad()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, record);
    QFETCH(int, bad);
    Mapping mapping(shippedProfile(QStringLiteral("coinbase")));
    RecordBatchBuilder builder;
    QCOMPARE(mapping.map(message, Arrival, builder), Mapping::Outcome::Mapped);
    QCOMPARE(recordsOf(builder), QByteArrayList{record});
    QCOMPARE(mapping.counters().badValues, quint64(bad));
}

void TestMapping::maps_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("record");
    const auto row = [](const char *name, const char *profile, QByteArray message, QByteArray record) {
        QTest::newRow(name) << QString::fromLatin1(profile) << message << record;
    };
    row("coinbase ticker", "coinbase",
        R"({"type":"ticker","sequence":3,"product_id":"BAND-GBP","price":"14.7775","open_24h":"14.6647","volume_24h":"94381.28000000","low_24h":"14.3691","high_24h":"16.55","best_bid":"14.7550","best_ask":"14.8060","side":"buy","time":"2021-04-17T16:43:30.244075Z","trade_id":8,"last_size":"0.04"})",
        R"({"kind":"quote","key":"BAND-GBP","time_ns":"1618677810244075000","last":"14.7775","bid":"14.7550","ask":"14.8060","volume":"94381.28000000","open":"14.6647","high":"16.55","low":"14.3691"})");
    row("coinbase match: aggressor is not the maker", "coinbase",
        R"({"type":"match","trade_id":280232,"side":"sell","size":"985","price":"0.00001305","product_id":"SKL-BTC","sequence":1,"time":"2021-04-17T16:43:37.089723Z"})",
        R"({"kind":"trade","key":"SKL-BTC","time_ns":"1618677817089723000","price":"0.00001305","size":"985","side":"buy","id":"280232"})");
    row("coinbase last_match is history", "coinbase",
        R"({"type":"last_match","trade_id":7,"side":"buy","size":"1.50","price":"2","product_id":"A-B","time":"2021-04-17T16:43:37Z"})",
        R"({"kind":"trade","key":"A-B","time_ns":"1618677817000000000","replayed":true,"price":"2","size":"1.50","side":"sell","id":"7"})");
    row("coinbase snapshot", "coinbase",
        R"({"type":"snapshot","product_id":"A-B","asks":[["14.80","12.77"]],"bids":[["14.70","1"],["14.60","2"]]})",
        R"({"kind":"book","key":"A-B","time_ns":"arrival","snapshot":true,"levels":[["bid","14.70","1"],["bid","14.60","2"],["ask","14.80","12.77"]]})");
    row("coinbase l2update", "coinbase",
        R"({"type":"l2update","product_id":"A-B","changes":[["sell","0.1","660.5"],["buy","0.2","0"]],"time":"2021-04-17T16:43:37.075687Z"})",
        R"({"kind":"book","key":"A-B","time_ns":"1618677817075687000","levels":[["ask","0.1","660.5"],["bid","0.2","0"]]})");
    row("coinbase subscriptions", "coinbase",
        R"({"type":"subscriptions","channels":[{"name":"level2","product_ids":["A"]},{"name":"ticker","product_ids":["A"]}]})",
        R"({"kind":"control","key":"","time_ns":"arrival","event":"subscribed","text":"level2,ticker"})");
    row("coinbase error", "coinbase",
        R"({"type":"error","message":"Failed to subscribe","reason":"NO-SUCH is not a valid product"})",
        R"({"kind":"control","key":"","time_ns":"arrival","event":"error","text":"NO-SUCH is not a valid product"})");
    row("binance aggTrade, combined: the buyer was the maker", "binance",
        R"({"stream":"x@aggTrade","data":{"e":"aggTrade","E":1633998523963,"s":"NKNUSDT","a":15683430,"p":"0.35280000","q":"58.00000000","T":1633998523960,"m":true,"M":true}})",
        R"({"kind":"trade","key":"NKNUSDT","time_ns":"1633998523960000000","price":"0.35280000","size":"58.00000000","side":"sell","id":"15683430"})");
    row("binance aggTrade, raw", "binance",
        R"({"e":"aggTrade","s":"A","a":1,"p":"1","q":"2","T":5,"m":false})",
        R"({"kind":"trade","key":"A","time_ns":"5000000","price":"1","size":"2","side":"buy","id":"1"})");
    row("binance bookTicker: b and B differ", "binance",
        R"({"stream":"x","data":{"u":4,"s":"A","b":"0.35210000","B":"672.0","a":"0.3526","A":"3199"}})",
        R"({"kind":"quote","key":"A","time_ns":"arrival","bid":"0.35210000","ask":"0.3526","bid_size":"672.0","ask_size":"3199"})");
    row("binance kline", "binance",
        R"({"e":"kline","E":1,"s":"A","k":{"t":1633998480000,"T":1633998539999,"i":"1m","o":"1.0","c":"1.1","h":"1.2","l":"0.9","v":"25.00","x":false}})",
        R"({"kind":"candle","key":"A","time_ns":"1633998480000000000","open":"1.0","high":"1.2","low":"0.9","close":"1.1","volume":"25.00","interval":60000000000,"closed":0})");
    row("binance depthUpdate", "binance",
        R"({"e":"depthUpdate","E":1633998512068,"s":"A","U":499869750,"u":499869752,"b":[["0.35130000","6195.0"]],"a":[["1","0"]]})",
        R"({"kind":"book","key":"A","time_ns":"1633998512068000000","levels":[["bid","0.35130000","6195.0"],["ask","1","0"]],"first_sequence":499869750,"last_sequence":499869752})");
    row("binance acknowledgement", "binance", R"({"result":null,"id":1})",
        R"({"kind":"control","key":"","time_ns":"arrival","event":"subscribed"})");
    row("binance refusal", "binance", R"({"error":{"code":2,"msg":"Invalid request"},"id":1})",
        R"({"kind":"control","key":"","time_ns":"arrival","event":"error","text":"Invalid request"})");
}

void TestMapping::maps()
{
    QFETCH(QString, profile);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, record);
    Mapping mapping(shippedProfile(profile));
    RecordBatchBuilder builder;
    QCOMPARE(mapping.map(message, Arrival, builder), Mapping::Outcome::Mapped);
    QCOMPARE(recordsOf(builder), QByteArrayList{record});
    QCOMPARE(mapping.counters().badValues, 0u);
}

void TestMapping::countsWhatIsUnknownByShape()
{
    Mapping mapping(shippedProfile(QStringLiteral("coinbase")));
    RecordBatchBuilder builder;
    for (int i = 0; i < 3; ++i)
        (void)mapping.map(R"({"type":"status","products":[]})", Arrival, builder);
    (void)mapping.map(R"({"type":"received"})", Arrival, builder);
    QCOMPARE(mapping.shapes().at("no route: /type=status (type,products)"), 3u);
    QCOMPARE(mapping.shapes().at("no route: /type=received (type)"), 1u);
}

void TestMapping::boundsTheShapes()
{
    Mapping mapping(shippedProfile(QStringLiteral("coinbase")));
    RecordBatchBuilder builder;
    for (int i = 0; i < 1000; ++i)
        (void)mapping.map(QByteArray("{\"type\":\"t" + QByteArray::number(i) + "\"}"), Arrival, builder);
    QCOMPARE(mapping.shapes().size(), Mapping::MaxShapes + 1);
    QCOMPARE(mapping.shapes().at("…"), 1000 - Mapping::MaxShapes);
}

void TestMapping::findsSequenceBreaks()
{
    Mapping mapping(shippedProfile(QStringLiteral("binance")));
    RecordBatchBuilder builder;
    (void)mapping.map(depth("A", 10, 12), Arrival, builder);
    (void)mapping.map(depth("B", 99, 99), Arrival, builder);
    (void)mapping.map(depth("A", 13, 13), Arrival, builder);
    QVERIFY(mapping.sequence().takeBreaks().empty());
    (void)mapping.map(depth("A", 16, 17), Arrival, builder); // 14 and 15 are missing
    (void)mapping.map(depth("A", 16, 17), Arrival, builder); // and this came twice
    QCOMPARE(builder.size(), 4u);
    const auto breaks = mapping.sequence().takeBreaks();
    QCOMPARE(breaks.size(), 2u);
    QCOMPARE(breaks[0].kind, SequenceBreak::Kind::Gap);
    QCOMPARE(breaks[0].expected, 14);
    QCOMPARE(breaks[0].got, 16);
    QCOMPARE(breaks[1].kind, SequenceBreak::Kind::Repeated);
}

void TestMapping::holdsChangesForTheWholeBook()
{
    Mapping mapping(shippedProfile(QStringLiteral("binance")));
    mapping.sequence().setResync(true);
    RecordBatchBuilder builder;
    (void)mapping.map(depth("A", 10, 12, "1.1"), Arrival, builder);
    (void)mapping.map(depth("A", 13, 15, "1.2"), Arrival, builder);
    (void)mapping.map(depth("A", 16, 16, "1.3"), Arrival, builder);
    QVERIFY(builder.isEmpty());
    QCOMPARE(mapping.sequence().takeWanted(), std::vector<std::string>{"A"});
    // The book stands in the middle of the second change: the first drops, the second spans, the third
    // follows.
    QVERIFY(!mapping.applyBook("A", R"({"bids":[]})", Arrival, builder));
    QVERIFY(!mapping.applyBook("A", "<html>", Arrival, builder));
    QVERIFY(mapping.applyBook("A", R"({"lastUpdateId":14,"bids":[["0.9","5"]],"asks":[["1.4","6"]]})",
                              Arrival, builder));
    const auto records = recordsOf(builder);
    QCOMPARE(records.size(), 3);
    QCOMPARE(
        records[0],
        QByteArray(
            R"({"kind":"book","key":"A","time_ns":"arrival","snapshot":true,"levels":[["bid","0.9","5"],["ask","1.4","6"]],"last_sequence":14})"));
    QVERIFY(records[1].contains("\"1.2\"") && records[2].contains("\"1.3\""));
    QVERIFY(mapping.sequence().takeBreaks().empty());
    (void)mapping.map(depth("A", 17, 18), Arrival, builder);
    QCOMPARE(builder.size(), 1u);
}

void TestMapping::asksAgainWhenTheBookIsTooOld()
{
    Mapping mapping(shippedProfile(QStringLiteral("binance")));
    mapping.sequence().setResync(true);
    RecordBatchBuilder builder;
    (void)mapping.map(depth("A", 20, 22), Arrival, builder);
    (void)mapping.sequence().takeWanted();
    QVERIFY(mapping.applyBook("A", R"({"lastUpdateId":14,"bids":[],"asks":[]})", Arrival, builder));
    QCOMPARE(builder.size(), 1u); // the book alone; the change does not follow it and waits
    QCOMPARE(mapping.sequence().takeWanted(), std::vector<std::string>{"A"});
    QVERIFY(mapping.applyBook("A", R"({"lastUpdateId":21,"bids":[],"asks":[]})", Arrival, builder));
    QCOMPARE(builder.size(), 3u);
}

QTEST_APPLESS_MAIN(TestMapping)
#include "tst_mapping.moc"
