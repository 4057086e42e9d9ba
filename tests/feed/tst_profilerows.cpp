// SPDX-License-Identifier: MIT
// Shipped profiles of feeds of which no recording is at hand. The messages were made by hand after what the
// vendors document; what is not certain is marked in the profiles themselves.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>

#include <QTest>

using namespace alcedo;

class TestProfileRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void maps_data();
    void maps();
    void everyProfileHasARow();
};

namespace {

constexpr std::int64_t Arrival = 1'700'000'000'000'000'000;

/// Profiles whose rows are recordings (check_recordings.py, watch_recordings.py), and the one that
/// understands nothing.
const QStringList Recorded{
    QStringLiteral("binance"),  QStringLiteral("coinbase"), QStringLiteral("deribit"),
    QStringLiteral("okx"),      QStringLiteral("gemini"),   QStringLiteral("kraken_futures"),
    QStringLiteral("signalk"),  QStringLiteral("emsc"),     QStringLiteral("matchevents"),
    QStringLiteral("football"), QStringLiteral("kev"),      QStringLiteral("raw")};

} // namespace

void TestProfileRows::maps_data()
{
    QTest::addColumn<QByteArrayList>("messages");
    QTest::addColumn<QByteArrayList>("records");
    QTest::newRow("binance_futures")
        << QByteArrayList{R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1700000000001,"s":"BTCUSDT","a":9,"p":"35000.10","q":"0.002","T":1700000000000,"m":true}})",
                          R"({"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1700000000000,"s":"BTCUSDT","p":"35000.1","r":"0.00010000","T":1700006400000}})",
                          R"({"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000001,"T":1700000000000,"s":"BTCUSDT","U":5,"u":7,"pu":4,"b":[["1","0"]],"a":[]}})"}
        << QByteArrayList{
               R"({"kind":"trade","key":"BTCUSDT","price":"35000.10","size":"0.002","side":"sell","id":"9"})",
               R"({"kind":"sensor","key":"BTCUSDT funding rate","value":"0.00010000"})",
               R"({"kind":"book","key":"BTCUSDT","levels":[["bid","1","0"]],"first_sequence":5,"last_sequence":7})"};
    QTest::newRow("coinbase_advanced")
        << QByteArrayList{R"({"channel":"ticker","timestamp":"2023-11-14T22:13:20Z","sequence_num":0,"events":[{"type":"snapshot","tickers":[{"product_id":"BTC-USD","price":"35000.50","best_bid":"35000.00","best_ask":"35001.00"}]}]})",
                          R"({"channel":"market_trades","timestamp":"2023-11-14T22:13:20Z","sequence_num":1,"events":[{"type":"snapshot","trades":[{"product_id":"BTC-USD","trade_id":"2","price":"2","size":"1","side":"BUY","time":"2023-11-14T22:13:20Z"},{"product_id":"BTC-USD","trade_id":"1","price":"1","size":"1","side":"SELL","time":"2023-11-14T22:13:20Z"}]}]})",
                          R"({"channel":"l2_data","timestamp":"2023-11-14T22:13:20Z","sequence_num":2,"events":[{"type":"update","product_id":"BTC-USD","updates":[{"side":"offer","price_level":"35001.00","new_quantity":"0.00"},{"side":"bid","price_level":"35000.00","new_quantity":"1.5"}]}]})"}
        << QByteArrayList{
               R"({"kind":"quote","key":"BTC-USD","last":"35000.50","bid":"35000.00","ask":"35001.00"})",
               R"({"kind":"trade","key":"BTC-USD","replayed":true,"price":"1","size":"1","side":"buy","id":"1"})",
               R"({"kind":"trade","key":"BTC-USD","replayed":true,"price":"2","size":"1","side":"sell","id":"2"})",
               R"({"kind":"book","key":"BTC-USD","levels":[["ask","35001.00","0.00"],["bid","35000.00","1.5"]]})"};
    // The checksum by Python's zlib.crc32 over "105944301" … of the digits: asks first.
    QTest::newRow("kraken")
        << QByteArrayList{R"({"channel":"heartbeat"})",
                          R"({"channel":"ticker","type":"snapshot","data":[{"symbol":"BTC/USD","bid":105944.20,"bid_qty":2.5,"ask":105944.30,"ask_qty":3.2,"last":105899.40,"timestamp":"2023-11-14T22:13:20.000000Z"}]})",
                          R"({"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":105944.20,"qty":0.00027625,"ord_type":"limit","trade_id":10218208,"timestamp":"2023-11-14T22:13:20Z"}]})",
                          R"({"method":"subscribe","success":false,"error":"Currency pair not supported","symbol":"X/Y"})",
                          R"({"method":"pong","req_id":1})"}
        << QByteArrayList{
               R"({"kind":"control","key":"","event":"heartbeat"})",
               R"({"kind":"quote","key":"BTC/USD","last":"105899.40","bid":"105944.20","ask":"105944.30","bid_size":"2.5","ask_size":"3.2"})",
               R"({"kind":"trade","key":"BTC/USD","price":"105944.20","size":"0.00027625","side":"buy","id":"10218208"})",
               R"({"kind":"control","key":"","event":"error","text":"Currency pair not supported"})"};
    QTest::newRow("bitstamp")
        << QByteArrayList{R"({"event":"trade","channel":"live_trades_ethusd","data":{"id":7,"timestamp":"1700000000","amount":0.0792,"amount_str":"0.07920000","price":3805.4,"price_str":"3805.40","type":1,"microtimestamp":"1700000000000000"}})",
                          R"({"event":"data","channel":"order_book_ethusd","data":{"microtimestamp":"1700000000000000","bids":[["1.1","2"]],"asks":[]}})",
                          R"({"event":"bts:heartbeat","channel":"","data":{"status":"success"}})"}
        << QByteArrayList{
               R"({"kind":"trade","key":"ethusd","price":"3805.40","size":"0.07920000","side":"sell","id":"7"})",
               R"({"kind":"book","key":"ethusd","snapshot":true,"levels":[["bid","1.1","2"]]})"};
    QTest::newRow("bybit")
        << QByteArrayList{R"({"topic":"tickers.BTCUSDT","type":"snapshot","ts":1700000000000,"data":{"symbol":"BTCUSDT","lastPrice":"17216.00","bid1Price":"17215.50","ask1Price":"17216.50"}})",
                          R"({"topic":"tickers.BTCUSDT","type":"delta","ts":1700000000000,"data":{"symbol":"BTCUSDT","bid1Price":"17215.00"}})",
                          R"({"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1700000000000,"data":[{"T":1700000000000,"s":"BTCUSDT","S":"Sell","v":"0.010","p":"17215.00","i":"9dc75fca"}]})",
                          R"({"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1700000000000,"data":{"s":"BTCUSDT","b":[["1","2"]],"a":[],"u":10,"seq":1}})",
                          R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1700000000000,"data":{"s":"BTCUSDT","b":[],"a":[["3","4"]],"u":11,"seq":2}})",
                          R"({"op":"pong","args":["1"],"conn_id":"x"})"}
        << QByteArrayList{
               R"({"kind":"quote","key":"BTCUSDT","last":"17216.00","bid":"17215.50","ask":"17216.50"})",
               R"({"kind":"quote","key":"BTCUSDT","last":"17216.00","bid":"17215.00","ask":"17216.50"})",
               R"({"kind":"trade","key":"BTCUSDT","price":"17215.00","size":"0.010","side":"sell","id":"9dc75fca"})",
               R"({"kind":"book","key":"BTCUSDT","snapshot":true,"levels":[["bid","1","2"]],"last_sequence":10})",
               R"({"kind":"book","key":"BTCUSDT","levels":[["ask","3","4"]],"last_sequence":11})"};
    QTest::newRow("bitfinex")
        << QByteArrayList{R"({"event":"subscribed","channel":"trades","chanId":5,"symbol":"tBTCUSD","pair":"BTCUSD"})",
                          R"([5,[[2,1700000000000,-0.5,10],[1,1700000000000,0.1,9]],1])",
                          R"([5,"te",[3,1700000000000,0.25,11],2])",
                          R"([5,"tu",[3,1700000000000,0.25,11],3])",
                          R"([5,"hb",4])",
                          R"({"event":"subscribed","channel":"book","chanId":6,"symbol":"tBTCUSD","prec":"P0"})",
                          R"([6,[[10,1,0.5],[11,2,-0.7]],5])",
                          R"([6,[10,0,1],6])",
                          R"([7,[1,2],9])"}
        << QByteArrayList{
               R"({"kind":"control","key":"","event":"subscribed","text":"tBTCUSD"})",
               R"({"kind":"trade","key":"tBTCUSD","replayed":true,"price":"9","size":"0.1","side":"buy","id":"1"})",
               R"({"kind":"trade","key":"tBTCUSD","replayed":true,"price":"10","size":"0.5","side":"sell","id":"2"})",
               R"({"kind":"trade","key":"tBTCUSD","price":"11","size":"0.25","side":"buy","id":"3"})",
               R"({"kind":"control","key":"","event":"subscribed","text":"tBTCUSD"})",
               R"({"kind":"book","key":"tBTCUSD","snapshot":true,"levels":[["bid","10","0.5"],["ask","11","0.7"]]})",
               R"({"kind":"book","key":"tBTCUSD","levels":[["bid","10","0"]]})"};
    QTest::newRow("finnhub")
        << QByteArrayList{R"({"data":[{"c":["1"],"p":122.1,"s":"TSLA","t":1700000000000,"v":1},{"p":1.0875,"s":"OANDA:EUR_USD","t":1700000000000,"v":0}],"type":"trade"})",
                          R"({"type":"ping"})"}
        << QByteArrayList{R"({"kind":"trade","key":"TSLA","price":"122.1","size":"1"})",
                          R"({"kind":"trade","key":"OANDA:EUR_USD","price":"1.0875","size":"0"})"};
    QTest::newRow("massive")
        << QByteArrayList{R"([{"ev":"status","status":"success","message":"subscribed to: T.MSFT"},{"ev":"T","sym":"MSFT","x":4,"i":"12345","p":114.125,"s":100,"t":1700000000000,"q":3681328}])",
                          R"([{"ev":"Q","sym":"MSFT","bp":114.12,"bs":2,"ap":114.13,"as":3,"t":1700000000000},{"ev":"AM","sym":"MSFT","o":1,"h":3,"l":0.5,"c":2,"v":10,"s":1700000000000,"e":1700000060000}])"}
        << QByteArrayList{
               R"({"kind":"trade","key":"MSFT","price":"114.125","size":"100","id":"12345"})",
               R"({"kind":"control","key":"","event":"status","text":"subscribed to: T.MSFT"})",
               R"({"kind":"quote","key":"MSFT","bid":"114.12","ask":"114.13","bid_size":"2","ask_size":"3"})",
               R"({"kind":"candle","key":"MSFT","open":"1","high":"3","low":"0.5","close":"2","volume":"10","interval":60000000000,"closed":1})"};
    QTest::newRow("alpaca")
        << QByteArrayList{R"([{"T":"success","msg":"connected"}])",
                          R"([{"T":"t","i":96921,"S":"AAPL","x":"D","p":126.55,"s":1,"t":"2023-11-14T22:13:20.000000000Z","c":["@"]},{"T":"q","S":"AAPL","bp":126.5,"bs":1,"ap":126.6,"as":2,"t":"2023-11-14T22:13:20Z"}])",
                          R"([{"T":"subscription","trades":["AAPL"]}])"}
        << QByteArrayList{
               R"({"kind":"trade","key":"AAPL","price":"126.55","size":"1","id":"96921"})",
               R"({"kind":"quote","key":"AAPL","bid":"126.5","ask":"126.6","bid_size":"1","ask_size":"2"})",
               R"({"kind":"control","key":"","event":"subscribed"})"};
    QTest::newRow("twelvedata")
        << QByteArrayList{R"({"event":"price","symbol":"AAPL","currency":"USD","timestamp":1700000000,"price":342.0157,"day_volume":27631112})",
                          R"({"event":"heartbeat","status":"ok"})"}
        << QByteArrayList{R"({"kind":"quote","key":"AAPL","last":"342.0157","volume":"27631112"})"};
    QTest::newRow("homeassistant")
        << QByteArrayList{R"({"id":1,"type":"event","event":{"event_type":"state_changed","data":{"entity_id":"sensor.t","new_state":{"state":"21.4","attributes":{"unit_of_measurement":"°C","friendly_name":"Hall"},"last_updated":"2023-11-14T22:13:20.000000+00:00"}}}})",
                          R"({"id":1,"type":"event","event":{"event_type":"state_changed","data":{"entity_id":"sensor.t","new_state":{"state":"unavailable","attributes":{},"last_updated":"2023-11-14T22:13:20+00:00"}}}})",
                          R"({"id":1,"type":"event","event":{"event_type":"state_changed","data":{"entity_id":"sensor.t","new_state":null},"time_fired":"2023-11-14T22:13:20+00:00"}})",
                          R"({"type":"auth_ok","ha_version":"2024.1"})"}
        << QByteArrayList{
               R"({"kind":"sensor","key":"sensor.t","value":"21.4","unit":"°C","name":"Hall","quality":"21.4"})",
               R"({"kind":"sensor","key":"sensor.t","quality":"unavailable"})",
               R"({"kind":"sensor","key":"sensor.t","removed":true})"};
    QTest::newRow("jetstream")
        << QByteArrayList{R"({"did":"did:plc:a","time_us":1700000000000000,"kind":"commit","commit":{"rev":"r","operation":"create","collection":"app.bsky.feed.post","rkey":"k","record":{"createdAt":"1970-01-01T00:00:00Z","langs":["en","ja"],"text":"hello"}}})",
                          R"({"did":"did:plc:a","time_us":1700000000000000,"kind":"commit","commit":{"rev":"r","operation":"delete","collection":"app.bsky.feed.post","rkey":"k"}})",
                          R"({"did":"did:plc:a","time_us":1700000000000000,"kind":"identity","identity":{}})"}
        << QByteArrayList{
               R"({"kind":"news","key":"app.bsky.feed.post","id":"did:plc:a/k","headline":"hello","tags":"en,ja"})",
               R"({"kind":"news","key":"app.bsky.feed.post","removed":true,"id":"did:plc:a/k"})"};
    QTest::newRow("mastodon")
        << QByteArrayList{R"({"stream":["public"],"event":"update","payload":"{\"id\":\"112345678901234567\",\"created_at\":\"2023-11-14T22:13:20.000Z\",\"content\":\"hi\",\"spoiler_text\":\"\",\"url\":\"https://x/1\",\"tags\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"})",
                          R"({"stream":["public"],"event":"delete","payload":"112345678901234567"})"}
        << QByteArrayList{
               R"({"kind":"news","key":"public","id":"112345678901234567","headline":"hi","tags":"a,b","url":"https://x/1"})",
               R"({"kind":"news","key":"public","removed":true,"id":"112345678901234567"})"};
    QTest::newRow("wikimedia")
        << QByteArrayList{R"({"meta":{"uri":"https://en.wikipedia.org/wiki/A","id":"u1","dt":"2023-11-14T22:13:20Z","domain":"en.wikipedia.org"},"type":"edit","title":"A","comment":"typo","timestamp":1700000000,"wiki":"enwiki"})",
                          R"({"meta":{"domain":"canary","id":"c","dt":"2023-11-14T22:13:20Z"},"title":"x","wiki":"w"})"}
        << QByteArrayList{
               R"({"kind":"news","key":"enwiki","id":"u1","headline":"A","tags":"edit","url":"https://en.wikipedia.org/wiki/A","body":"typo"})"};
    QTest::newRow("usgs")
        << QByteArrayList{R"({"type":"FeatureCollection","features":[{"id":"us2","properties":{"mag":2.5,"place":"B","time":1700000000000,"updated":1700000009000,"url":"https://u/2","status":"automatic"}},{"id":"us1","properties":{"mag":null,"place":"A","time":1700000000000,"updated":1}}]})"}
        << QByteArrayList{
               R"({"kind":"news","key":"earthquakes","id":"us1","headline":"M  A","revision":1})",
               R"({"kind":"news","key":"earthquakes","id":"us2","headline":"M 2.5 B","tags":"automatic","url":"https://u/2","revision":1700000009000})"};
    QTest::newRow("htx")
        << QByteArrayList{R"({"ch":"market.btcusdt.trade.detail","ts":1700000000001,"tick":{"id":1,"data":[{"id":12345678901234567890123,"ts":1700000000000,"tradeId":102,"amount":0.01,"price":61000.5,"direction":"buy"}]}})",
                          R"({"ping":1700000000000})"}
        << QByteArrayList{
               R"({"kind":"trade","key":"btcusdt","price":"61000.5","size":"0.01","side":"buy","id":"102"})"};
    QTest::newRow("betfair")
        << QByteArrayList{R"({"op":"connection","connectionId":"1"})",
                          R"({"op":"mcm","id":2,"clk":"A","pt":1700000000000,"mc":[{"id":"1.18","img":true,"rc":[{"atb":[[4.7,4.33]],"atl":[[4.8,0]],"id":33,"ltp":4.7}]}]})",
                          R"({"op":"mcm","id":2,"clk":"B","pt":1700000000000,"ct":"HEARTBEAT"})"}
        << QByteArrayList{
               R"({"kind":"control","key":"","event":"status"})",
               R"({"kind":"book","key":"1.18/33","snapshot":true,"levels":[["bid","4.7","4.33"],["ask","4.8","0"]]})",
               R"({"kind":"quote","key":"1.18/33","last":"4.7"})",
               R"({"kind":"control","key":"","event":"heartbeat"})"};
}

void TestProfileRows::maps()
{
    QFETCH(QByteArrayList, messages);
    const auto profile = FeedProfile::named(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY2(profile.hasValue(), profile ? "" : qUtf8Printable(profile.error().message()));
    Mapping mapping(*profile);
    RecordBatchBuilder builder;
    for (const QByteArray &message : messages)
        (void)mapping.map(message, Arrival, builder);
    QByteArrayList records;
    const auto batch = builder.take();
    for (std::size_t i = 0; batch && i < batch->size(); ++i) {
        // Every message's own time is that of its arrival, so that a wrong unit shows.
        QCOMPARE(qint64(batch->timeNs(i)), qint64(Arrival));
        QByteArray line;
        appendRecordJson(line, *batch, i);
        records += line.replace(",\"recv_ns\":\"1700000000000000000\"", "")
                       .replace(",\"time_ns\":\"1700000000000000000\"", "");
    }
    QTEST(records, "records");
    QCOMPARE(mapping.counters().badValues, 0u);
    // Only what nothing was bound to is unknown: the last of Bitfinex's.
    QCOMPARE(mapping.counters().unmapped, QByteArray(QTest::currentDataTag()) == "bitfinex" ? 1u : 0u);
}

void TestProfileRows::everyProfileHasARow()
{
    QStringList rows = Recorded;
    for (const char *name : {"binance_futures", "coinbase_advanced", "kraken", "bitstamp", "bybit",
                             "bitfinex", "finnhub", "massive", "alpaca", "twelvedata", "homeassistant",
                             "jetstream", "mastodon", "wikimedia", "usgs", "htx", "betfair"})
        rows += QString::fromLatin1(name);
    rows.sort();
    QCOMPARE(rows, FeedProfile::shipped());
    QVERIFY(rows.size() >= 21);
}

QTEST_APPLESS_MAIN(TestProfileRows)
#include "tst_profilerows.moc"
