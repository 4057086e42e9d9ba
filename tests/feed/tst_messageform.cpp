// SPDX-License-Identifier: MIT
// Messages of a known form are read at one go. Whatever comes, the records are those of the long way.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/recordjson.h>

#include <QRandomGenerator>
#include <QTest>

using namespace alcedo;

class TestMessageForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAtOneGo_data();
    void readsAtOneGo();
    void leavesToTheLongWay_data();
    void leavesToTheLongWay();
    void learnsNothingOf_data();
    void learnsNothingOf();
    void takesListsOfAnyLength();
    void leavesNothingOfAListThatFails();
    void answersForTheLink();
    void forgetsFormsThatWaste();
    void isTheLongWay_data();
    void isTheLongWay();
};

namespace {

constexpr std::int64_t Arrival = 1'700'000'000'000'000'000;

constexpr char Ticker[] =
    R"({"type":"ticker","sequence":333938798,"product_id":"BTC-USD","price":"14.7775","open_24h":"14.6647","volume_24h":"94381.28000000","low_24h":"14","best_bid":"14.7550","best_ask":"-0.5","time":"2021-04-17T16:43:30.244075Z","trade_id":881613})";

/// One kind of message with a list, and one with values of all kinds.
constexpr char OwnProfile[] = R"({
  "profile": 1, "name": "own", "title": "Own", "endpoints": ["ws://127.0.0.1"],
  "subscribe": {"send": {"op": "subscribe"}, "ack": {"/op": "subscribed"}},
  "routes": [
    {"name": "list", "when": {"/kind": "list"}, "each": "/data/rows", "where": {"/live": true},
     "record": "quote", "key": "/s", "time": {"at": "#/at", "unit": "ms"},
     "map": {"last": "/v/p", "volume": ["/v/q", "/v/r"]}},
    {"name": "one", "when": {"/kind": {"starts": "o"}}, "record": "trade", "key": ["/a", "/b"],
     "time": {"at": "/t", "unit": "s"},
     "flags": {"replayed": {"/old": true}},
     "map": {"price": "/p", "size": "/q", "id": "/id", "side": {"at": "/side", "values": {"B": "buy", "S": "sell"}}}},
    {"name": "gone", "when": {"/kind": "gone"}, "record": "control", "map": {"event": {"const": "gone"}}},
    {"name": "level", "when": {"/kind": "level"}, "record": "book", "key": "/s",
     "levels": [{"side": "bid", "price": "/p", "size": "/q"}]}
  ]
})";

FeedProfile profileOf(const QString &name)
{
    auto profile =
        name == QLatin1String("own") ? FeedProfile::parse(OwnProfile, name) : FeedProfile::named(name);
    if (!profile)
        qFatal("%s", qUtf8Printable(profile.error().message()));
    return std::move(profile).value();
}

QByteArrayList take(RecordBatchBuilder &builder)
{
    QByteArrayList all;
    const auto batch = builder.take();
    for (std::size_t i = 0; batch && i < batch->size(); ++i)
        appendRecordJson(all.emplaceBack(), *batch, i);
    return all;
}

/// Both ways side by side.
struct Pair
{
    explicit Pair(const QString &profile)
        : quick(profileOf(profile))
        , slow(profileOf(profile), Mapping::Forms::Unused)
    {
    }
    /// What differs between the two; empty where nothing does.
    QByteArray map(const QByteArray &message)
    {
        // From memory of exactly that size, so that a reader beyond the end is caught by a sanitizer.
        const std::vector<char> exact(message.begin(), message.end());
        const QByteArrayView view(exact.data(), qsizetype(exact.size()));
        const auto one = quick.map(view, Arrival, quickRecords);
        const auto other = slow.map(view, Arrival, slowRecords);
        records = take(slowRecords);
        const QByteArrayList quickOnes = take(quickRecords);
        if (one != other || quickOnes != records)
            return message + "\n  at one go: " + quickOnes.join(' ') +
                   "\n  the long way: " + records.join(' ');
        const auto &a = quick.counters(), &b = slow.counters();
        const bool isSame = a.messages == b.messages && a.mapped == b.mapped && a.ignored == b.ignored &&
                            a.unmapped == b.unmapped && a.notJson == b.notJson &&
                            a.badValues == b.badValues && a.data == b.data && a.rounded == b.rounded &&
                            b.known == 0;
        return isSame && quick.shapes() == slow.shapes() ? QByteArray() : message + ": counts differ";
    }
    Mapping quick, slow;
    RecordBatchBuilder quickRecords, slowRecords;
    QByteArrayList records;
};

QByteArray with(const char *message, const QByteArray &from, const QByteArray &to)
{
    return QByteArray(message).replace(from, to);
}

} // namespace

void TestMessageForm::readsAtOneGo_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QByteArrayList>("messages"); // the first is learned, the others are of its form
    const auto coinbase = QStringLiteral("coinbase"), own = QStringLiteral("own");
    QTest::newRow("the same again") << coinbase << QByteArrayList{Ticker, Ticker, Ticker};
    QTest::newRow("prices of other lengths") << coinbase
                                             << QByteArrayList{Ticker,
                                                               with(Ticker, "14.7775", "123456.1"),
                                                               with(Ticker, "14.7775", "0.00000001"),
                                                               with(Ticker, "14.7775", "5"),
                                                               with(Ticker, "14.7775", "123456789.123456789"),
                                                               with(Ticker, "14.7775", "-0.10"),
                                                               with(Ticker, "14.7775", "1e5")};
    QTest::newRow("keys of other lengths")
        << coinbase
        << QByteArrayList{Ticker, with(Ticker, "BTC-USD", "A"), with(Ticker, "BTC-USD", QByteArray(128, 'X')),
                          with(Ticker, "BTC-USD", "12345678"), with(Ticker, "BTC-USD", "123456789")};
    QTest::newRow("numbers that nothing is made of")
        << coinbase
        << QByteArrayList{Ticker, with(Ticker, "333938798", "1"),
                          with(Ticker, "333938798", "-123456789012345678901234567890"),
                          with(Ticker, "333938798", "1.5e-7")};
    QTest::newRow("times") << coinbase
                           << QByteArrayList{Ticker, with(Ticker, "30.244075Z", "60Z"),
                                             with(Ticker, "30.244075Z", "30.123456789Z"),
                                             with(Ticker, "30.244075Z", "30.1+09:00"),
                                             with(Ticker, "2021-04-17T", "2024-02-29 ")};
    QTest::newRow("numbers without quotes")
        << own
        << QByteArrayList{R"({"kind":"one","a":"X","t":1700000000,"p":1.50,"q":20})",
                          R"({"kind":"one","a":"Y","t":1700000000.123,"p":-7,"q":0.000000012})",
                          R"({"kind":"one","a":"Y","t":1700000000,"p":15e-1,"q":123456789012345678})"};
    QTest::newRow("blanks") << own
                            << QByteArrayList{"{ \"kind\" : \"one\" , \"a\" :\n\"X\", \"p\" : 1 }\r\n",
                                              "{ \"kind\" : \"one\" , \"a\" :\n\"Y\", \"p\" : 2.5 }\r\n"};
    QTest::newRow("names that are not ASCII")
        << own
        << QByteArrayList{R"({"kind":"one","a":"X","é":1,"p":1})", R"({"kind":"one","a":"Y","é":22,"p":2})"};
    QTest::newRow("the second place") << own
                                      << QByteArrayList{R"({"kind":"one","a":null,"b":"X","p":1})",
                                                        R"({"kind":"one","a":null,"b":"Y","p":1})"};
    QTest::newRow("a constant") << own
                                << QByteArrayList{R"({"kind":"gone","x":1})", R"({"kind":"gone","x":234})"};
}

void TestMessageForm::readsAtOneGo()
{
    QFETCH(const QString, profile);
    QFETCH(const QByteArrayList, messages);
    Pair pair(profile);
    for (const QByteArray &message : messages) {
        QCOMPARE(pair.map(message), QByteArray());
        QCOMPARE(pair.records.size(), 1);
    }
    QCOMPARE(pair.quick.counters().known, std::uint64_t(messages.size() - 1));
}

void TestMessageForm::leavesToTheLongWay_data()
{
    QTest::addColumn<QByteArray>("message"); // after the ticker
    QTest::newRow("empty price") << with(Ticker, "14.7775", "");
    QTest::newRow("no price") << with(Ticker, R"("price":"14.7775",)", "");
    QTest::newRow("price is no number") << with(Ticker, "14.7775", "14.7x75");
    QTest::newRow("price is null") << with(Ticker, "\"14.7775\"", "null");
    QTest::newRow("price of 20 digits") << with(Ticker, "14.7775", "14.777512345678901234");
    QTest::newRow("point without digits") << with(Ticker, "14.7775", "14.");
    QTest::newRow("digits without a whole") << with(Ticker, "14.7775", ".5");
    QTest::newRow("empty key") << with(Ticker, "BTC-USD", "");
    QTest::newRow("key too long") << with(Ticker, "BTC-USD", QByteArray(129, 'X'));
    QTest::newRow("escape in the key") << with(Ticker, "BTC-USD", "BTC\\u002dUSD");
    QTest::newRow("quote in the key") << with(Ticker, "BTC-USD", "BTC\\\"");
    QTest::newRow("key is not ASCII") << with(Ticker, "BTC-USD", "東京");
    QTest::newRow("key is no UTF-8") << with(Ticker, "BTC-USD", "BTC\xff");
    QTest::newRow("control character in a text") << with(Ticker, "BTC-USD", "BTC\tUSD");
    QTest::newRow("another type") << with(Ticker, "ticker", "match");
    QTest::newRow("another order") << with(Ticker, R"("price":"14.7775","open_24h":"14.6647")",
                                           R"("open_24h":"14.6647","price":"14.7775")");
    QTest::newRow("a member more") << with(Ticker, "}", R"(,"more":1})");
    QTest::newRow("bytes behind") << QByteArray(Ticker) + "x";
    QTest::newRow("a blank behind") << QByteArray(Ticker) + " ";
    QTest::newRow("cut off") << QByteArray(Ticker).chopped(1);
    QTest::newRow("cut in a number") << QByteArray(Ticker).chopped(3);
    QTest::newRow("time is none") << with(Ticker, "2021-04-17T", "2021-13-17T");
    QTest::newRow("hour is none") << with(Ticker, "T16:", "T24:");
    QTest::newRow("colon is none") << with(Ticker, "T16:43", "T16-43");
    QTest::newRow("fraction is none") << with(Ticker, ".244075Z", ".24x075Z");
    QTest::newRow("fraction is empty") << with(Ticker, ".244075Z", ".Z");
    QTest::newRow("number is none") << with(Ticker, "333938798", "x333938798");
    QTest::newRow("number with a letter") << with(Ticker, "333938798", "3339x38798");
    QTest::newRow("text for a number") << with(Ticker, "333938798", "\"333938798\"");
}

void TestMessageForm::leavesToTheLongWay()
{
    QFETCH(const QByteArray, message);
    Pair pair(QStringLiteral("coinbase"));
    QCOMPARE(pair.map(Ticker), QByteArray());
    QCOMPARE(pair.map(message), QByteArray());
    QCOMPARE(pair.quick.counters().known, std::uint64_t(0));
    QCOMPARE(pair.map(Ticker), QByteArray());
    QCOMPARE(pair.quick.counters().known, std::uint64_t(1)); // and the form is still there
}

void TestMessageForm::learnsNothingOf_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("an acknowledgement that is data too")
        << QByteArray(R"({"op":"subscribed","kind":"one","a":"X","p":1})");
    QTest::newRow("levels of a book") << QByteArray(R"({"kind":"level","s":"X","p":1,"q":2})");
    QTest::newRow("an escape") << QByteArray(R"({"kind":"one","a":"X","p":1,"x":"\n"})");
    QTest::newRow("a value that is empty") << QByteArray(R"({"kind":"one","a":"X","p":""})");
    QTest::newRow("a value that is an object") << QByteArray(R"({"kind":"one","a":"X","p":{}})");
    QTest::newRow("an empty list") << QByteArray(R"({"kind":"list","at":1,"data":{"rows":[]}})");
}

void TestMessageForm::learnsNothingOf()
{
    QFETCH(const QByteArray, message);
    Pair pair(QStringLiteral("own"));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(pair.map(message), QByteArray());
    QCOMPARE(pair.quick.counters().known, std::uint64_t(0));
}

void TestMessageForm::takesListsOfAnyLength()
{
    const auto list = [](int count) -> QByteArray {
        QByteArrayList rows;
        for (int i = 0; i < count; ++i)
            rows += R"({"s":"K)" + QByteArray::number(i) + R"(","live":true,"v":{"p":)" +
                    QByteArray::number(i * 1.5) + R"(,"q":null,"r":"1"}})";
        return R"({"kind":"list","n":)" + QByteArray::number(count) +
               R"(,"at":1700000000123,"data":{"rows":[)" + rows.join(',') + R"(]},"end":"x"})";
    };
    for (const int first : {1, 2, 3}) {
        Pair pair(QStringLiteral("own"));
        QCOMPARE(pair.map(list(first)), QByteArray());
        std::uint64_t known = 0;
        for (const int count : {1, 2, 5, 100, 1}) {
            QCOMPARE(pair.map(list(count)), QByteArray());
            QCOMPARE(pair.records.size(), count);
            QCOMPARE(pair.quick.counters().known, ++known);
        }
        QCOMPARE(pair.map(list(0)), QByteArray());
        QCOMPARE(pair.quick.counters().known, known);
    }
}

void TestMessageForm::leavesNothingOfAListThatFails()
{
    const QByteArray row = R"({"s":"A","live":true,"v":{"p":1}})";
    const auto list = [](const QByteArrayList &rows) -> QByteArray {
        return R"({"kind":"list","at":1,"data":{"rows":[)" + rows.join(',') + "]}}";
    };
    Pair pair(QStringLiteral("own"));
    QCOMPARE(pair.map(list({row, row})), QByteArray());
    const QByteArrayList odd{
        with(row, "true", "false"),    with(row, "\"A\"", "\"\""), with(row, ":1", ":\"x\""), "7", "{}",
        with(row, "}}", "},\"z\":1}"), QByteArray(row).chopped(1)};
    for (const QByteArray &one : odd) {
        QCOMPARE(pair.map(list({row, row, one})), QByteArray());
        QCOMPARE(pair.map(list({one, row})), QByteArray());
        QCOMPARE(pair.map(list({row, one, row})), QByteArray());
    }
    QVERIFY(pair.quick.counters().known < std::uint64_t(odd.size()) * 3);
}

/// What the link asks of a message holds as before: a known form never has what it waits for.
void TestMessageForm::answersForTheLink()
{
    Mapping mapping(profileOf(QStringLiteral("own")));
    FeedProfile profile = profileOf(QStringLiteral("own"));
    RecordBatchBuilder builder;
    const auto isAck = [&](const QByteArray &message) {
        (void)mapping.map(message, Arrival, builder);
        return mapping.holds(profile.subscribe.front().ack);
    };
    const QByteArray trade = R"({"op":"data","kind":"one","a":"X","p":1})";
    QVERIFY(!isAck(trade));
    QVERIFY(!isAck(trade));
    QCOMPARE(mapping.counters().known, std::uint64_t(1));
    QVERIFY(isAck(with(trade, "data", "subscribed")));
    QVERIFY(!isAck(trade));
}

/// A feed of which no two messages have one form: it is not paid for for ever.
void TestMessageForm::forgetsFormsThatWaste()
{
    Pair pair(QStringLiteral("own"));
    for (int i = 0; i < 3'000; ++i) {
        const QByteArray message = R"({"kind":"one","a":"X","p":1,"n)" + QByteArray::number(i) + R"(":1})";
        QCOMPARE(pair.map(message), QByteArray());
    }
    QCOMPARE(pair.quick.counters().known, std::uint64_t(0));
    const QByteArray steady = R"({"kind":"one","a":"X","p":1,"steady":1})";
    for (int i = 0; i < 20'000; ++i)
        QCOMPARE(pair.map(steady), QByteArray());
    QVERIFY(pair.quick.counters().known > 10'000);
}

void TestMessageForm::isTheLongWay_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QByteArrayList>("seeds");
    QTest::newRow("coinbase")
        << QStringLiteral("coinbase")
        << QByteArrayList{
               Ticker,
               R"({"type":"match","trade_id":1,"maker_order_id":"a-b","side":"sell","size":"0.01","price":"35000.10","product_id":"BTC-USD","sequence":5,"time":"2023-11-14T22:13:20.000001Z"})",
               R"({"type":"l2update","product_id":"BTC-USD","changes":[["buy","1.1","2"]],"time":"2023-11-14T22:13:20Z"})",
               R"({"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-USD","time":"2014-11-07T08:19:28.464459Z"})"};
    QTest::newRow("binance")
        << QStringLiteral("binance")
        << QByteArrayList{
               R"({"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1700000000001,"s":"BTCUSDT","a":9,"p":"35000.10","q":"0.002","T":1700000000000,"m":true}})",
               R"({"stream":"btcusdt@bookTicker","data":{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}})"};
    QTest::newRow("kraken")
        << QStringLiteral("kraken")
        << QByteArrayList{
               R"({"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":105944.20,"bid_qty":2.5,"ask":105944.30,"ask_qty":3.2,"last":105899.40,"timestamp":"2023-11-14T22:13:20.000000Z"}]})",
               R"({"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":105944.20,"qty":0.00027625,"ord_type":"limit","trade_id":10218208,"timestamp":"2023-11-14T22:13:20Z"},{"symbol":"BTC/USD","side":"sell","price":105944.10,"qty":1.5,"ord_type":"limit","trade_id":10218209,"timestamp":"2023-11-14T22:13:21Z"}]})"};
    QTest::newRow("own")
        << QStringLiteral("own")
        << QByteArrayList{
               R"({"kind":"list","at":1700000000123,"data":{"rows":[{"s":"A","live":true,"v":{"p":1.5,"q":"2"}},{"s":"B","live":true,"v":{"p":2,"q":"3"}}]},"end":[1,"x",null]})",
               R"({"kind":"one","a":"X","side":"B","t":1700000000,"p":1.50,"q":20,"id":"abc","old":false})"};
}

/// Streams of messages that differ in a value, a byte or a half, in any order: drawn at random, from a seed
/// that is printed.
void TestMessageForm::isTheLongWay()
{
    QFETCH(const QString, profile);
    QFETCH(const QByteArrayList, seeds);
    const quint32 seed = qEnvironmentVariableIsSet("ALCEDO_SEED")
                             ? quint32(qEnvironmentVariableIntValue("ALCEDO_SEED"))
                             : QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const auto drawn = [&random](qsizetype count) { return qsizetype(random.bounded(int(count))); };
    static const QByteArray Bytes = "0123456789.-+eE\"\\,:[]{} \tnulltruefalse\x01\x7f\xc3\xa9\xff";
    static const QByteArrayList Texts{
        "",           "0",    "7",    "-1.5",    "12345678", "123456789",
        "0.00000001", "1e3",  "null", "true",    "A",        "2023-11-14T22:13:20Z",
        "buy",        "sell", "B",    "\\u0041", "東"};
    Pair pair(profile);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray message = seeds.at(drawn(seeds.size()));
        for (qsizetype changes = drawn(3); changes > 0; --changes) {
            const qsizetype at = drawn(message.size());
            switch (drawn(8)) {
            case 0:
                message[at] = Bytes.at(drawn(Bytes.size()));
                break;
            case 1:
                message.truncate(at + 1);
                break;
            case 2:
                message.insert(at, Bytes.mid(drawn(Bytes.size()), 1));
                break;
            case 3:
                message.remove(at, 1 + drawn(4));
                break;
            default: { // another value, as a feed has it
                const qsizetype begin = message.indexOf(':', at) + 1;
                const bool isText = begin > 0 && begin < message.size() && message.at(begin) == '"';
                const qsizetype end = isText ? message.indexOf('"', begin + 1) : message.indexOf(',', begin);
                if (begin > 0 && end > begin)
                    message.replace(begin + isText, end - begin - isText, Texts.at(drawn(Texts.size())));
                break;
            }
            }
            if (message.isEmpty())
                message = "{";
        }
        const QByteArray difference = pair.map(message);
        const QByteArray why = "ALCEDO_SEED=" + QByteArray::number(seed) + ": " + difference;
        QVERIFY2(difference.isEmpty(), why.constData());
    }
    const auto &counters = pair.quick.counters();
    const QByteArray shares =
        QByteArray::number(counters.known) + " of " + QByteArray::number(counters.mapped);
    QVERIFY2(counters.known * 4 > counters.mapped, shares.constData());
}

QTEST_GUILESS_MAIN(TestMessageForm)
#include "tst_messageform.moc"
