// SPDX-License-Identifier: MIT
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/routereader.h>
#include <alcedo/feed/shapeinference.h>

#include <QMap>
#include <QTest>
#include <algorithm>

using namespace alcedo;

class TestShapeInference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void proposesNothingOf_data();
    void proposesNothingOf();
    void staysBounded();
    void writesHostileNamesAsAProfile();
    void tellsTimeUnits_data();
    void tellsTimeUnits();
    void tellsRecordKinds_data();
    void tellsRecordKinds();
    void tellsKindsApart();
    void findsListedRecords();
    void findsLevels_data();
    void findsLevels();
    void tellsKindsOfAKindApart();
    void takesTradesOutOfABook();
    void makesEachNumberAReading();
    void leavesCountersOut();
    void seesWhatRoutesSee_data();
    void seesWhatRoutesSee();
    void whatIsSeenIsBounded();

private:
    static ShapeInference fed(const QByteArrayList &messages);
    static QString at(const ShapeKind &kind, const char *role);
};

ShapeInference TestShapeInference::fed(const QByteArrayList &messages)
{
    ShapeInference guess;
    std::int64_t now = 1'700'000'000'000'000'000;
    for (const QByteArray &message : messages)
        guess.add(message, now += 100'000'000);
    return guess;
}

QString TestShapeInference::at(const ShapeKind &kind, const char *role)
{
    const auto found = std::find_if(kind.fields.begin(), kind.fields.end(), [role](const ShapeField &field) {
        return field.role == QLatin1String(role);
    });
    return found == kind.fields.end() ? QString() : found->path;
}

void TestShapeInference::proposesNothingOf_data()
{
    QTest::addColumn<QByteArrayList>("messages");
    QTest::newRow("no messages") << QByteArrayList();
    QTest::newRow("an empty message") << QByteArrayList{""};
    QTest::newRow("a word") << QByteArrayList{"pong"};
    QTest::newRow("a number") << QByteArrayList{"5"};
    QTest::newRow("half a message") << QByteArrayList{R"({"price":1)"};
    QTest::newRow("not UTF-8") << QByteArrayList{"{\"a\":\"\xff\"}"};
}

void TestShapeInference::proposesNothingOf()
{
    QFETCH(QByteArrayList, messages);
    QVERIFY(fed(messages).propose().isEmpty());
}

void TestShapeInference::staysBounded()
{
    ShapeInference guess;
    for (std::size_t i = 0; i < ShapeInference::MaxSamples + 10; ++i)
        guess.add(R"({"a":1})", 1);
    QCOMPARE(guess.samples(), ShapeInference::MaxSamples);
    guess.add(QByteArray(ShapeInference::MaxSampleBytes / 4 + 1, ' '), 1); // larger than a sample may be
    QCOMPARE(guess.samples(), ShapeInference::MaxSamples);
    const QByteArray large = "[\"" + QByteArray(1 << 20, 'x') + "\"]";
    for (int i = 0; i < 20; ++i)
        guess.add(large, 1);
    QVERIFY(qint64(guess.samples()) * large.size() <= ShapeInference::MaxSampleBytes);

    QByteArrayList messages;
    for (int i = 0; i < 400; ++i)
        messages += QByteArray(R"({"type":"k)" + QByteArray::number(i % 40) + R"(","v)" +
                               QByteArray::number(i % 200) + "\":1}");
    const auto kinds = fed(messages).propose();
    QVERIFY(!kinds.isEmpty());
    QVERIFY(kinds.size() <= ShapeInference::MaxKinds);
    for (const ShapeKind &kind : kinds)
        QVERIFY(kind.fields.size() <= ShapeInference::MaxFields);
}

void TestShapeInference::writesHostileNamesAsAProfile()
{
    const auto kinds =
        fed(QByteArrayList(
                20, R"({"type":"a\"b\\","*":{"x":1},"..":2,"~name":3,"a/b":{"~":4.5},"${/x}":5,"":{"":6}})"))
            .propose();
    QVERIFY(!kinds.isEmpty());
    const auto profile =
        FeedProfile::parse(ShapeInference::profile(QStringLiteral("x"), {}, kinds), QStringLiteral("guess"));
    QVERIFY2(profile.hasValue(), qPrintable(profile ? QString() : profile.error().message()));
}

void TestShapeInference::tellsTimeUnits_data()
{
    QTest::addColumn<QByteArray>("time");
    QTest::addColumn<QString>("unit");
    QTest::newRow("no time: too small") << QByteArray("1700") << QString();
    QTest::newRow("no time: a word") << QByteArray("\"today\"") << QString();
    QTest::newRow("seconds") << QByteArray("1700000000") << QStringLiteral("s");
    QTest::newRow("seconds and a fraction") << QByteArray("1700000000.125") << QStringLiteral("s");
    QTest::newRow("milliseconds") << QByteArray("1700000000123") << QStringLiteral("ms");
    QTest::newRow("milliseconds as text") << QByteArray("\"1700000000123\"") << QStringLiteral("ms");
    QTest::newRow("microseconds") << QByteArray("1700000000123456") << QStringLiteral("us");
    QTest::newRow("nanoseconds") << QByteArray("1700000000123456789") << QStringLiteral("ns");
    QTest::newRow("RFC 3339") << QByteArray("\"2023-11-14T22:13:20Z\"") << QStringLiteral("rfc3339");
    QTest::newRow("RFC 3339, offset")
        << QByteArray("\"2023-11-14T22:13:20.5+09:00\"") << QStringLiteral("rfc3339");
}

void TestShapeInference::tellsTimeUnits()
{
    QFETCH(QByteArray, time);
    QFETCH(QString, unit);
    const auto kinds = fed(QByteArrayList(20, R"({"sensor":"a","value":1.5,"when":)" + time + "}")).propose();
    QCOMPARE(kinds.size(), 1);
    QCOMPARE(at(kinds.first(), "time"), unit.isEmpty() ? QString() : QStringLiteral("/when"));
    for (const ShapeField &field : kinds.first().fields) {
        if (field.path == QLatin1String("/when"))
            QCOMPARE(field.unit, unit);
    }
}

void TestShapeInference::tellsRecordKinds_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<int>("record");
    QTest::newRow("quote") << QByteArray(R"({"symbol":"A","bid":"1.5","ask":"1.6"})")
                           << int(RecordKind::Quote);
    QTest::newRow("a price alone") << QByteArray(R"({"symbol":"A","price":1.5})") << int(RecordKind::Quote);
    QTest::newRow("trade") << QByteArray(R"({"symbol":"A","price":1.5,"qty":2,"side":"buy"})")
                           << int(RecordKind::Trade);
    QTest::newRow("candle") << QByteArray(R"({"s":"A","o":1,"h":3,"l":1,"c":2,"v":9})")
                            << int(RecordKind::Candle);
    QTest::newRow("score") << QByteArray(
                                  R"({"matchId":"m1","home":"A","away":"B","home_score":1,"away_score":0})")
                           << int(RecordKind::Score);
    QTest::newRow("news")
        << QByteArray(R"({"desk":"x","title":"The river rises again after heavy rain in the north"})")
        << int(RecordKind::News);
    QTest::newRow("sensor") << QByteArray(R"({"device":"p1","value":1.5,"unit":"bar"})")
                            << int(RecordKind::Sensor);
}

void TestShapeInference::tellsRecordKinds()
{
    QFETCH(QByteArray, message);
    QFETCH(int, record);
    const auto kinds = fed(QByteArrayList(20, message)).propose();
    QCOMPARE(kinds.size(), 1);
    QCOMPARE(int(kinds.first().record), record);
    QVERIFY(!kinds.first().ignored);
    QVERIFY(!kinds.first().reasons.isEmpty());
}

void TestShapeInference::tellsKindsApart()
{
    QByteArrayList messages;
    for (int i = 0; i < 40; ++i)
        messages += i % 4 == 0 ? QByteArray(R"({"type":"beat","n":1})")
                               : QByteArray(R"({"type":"px","symbol":"A","bid":1.5,"ask":1.6})");
    const auto kinds = fed(messages).propose();
    QCOMPARE(kinds.size(), 2);
    QCOMPARE(kinds.first().name, QStringLiteral("px")); // the most frequent first
    QCOMPARE(kinds.first().when.value(0).path, QStringLiteral("/type"));
    QCOMPARE(kinds.first().messages, 30);
    QCOMPARE(kinds.last().name, QStringLiteral("beat"));
}

void TestShapeInference::findsListedRecords()
{
    QByteArrayList messages;
    for (int i = 0; i < 20; ++i)
        messages +=
            R"({"market":"NO2","list":[{"px":1.5,"qty":3,"side":"buy","ts":1700000000123},{"px":1.6,"qty":1,"side":"sell","ts":1700000000124}]})";
    const auto kinds = fed(messages).propose();
    QCOMPARE(kinds.size(), 1);
    QCOMPARE(kinds.first().each, QStringLiteral("/list"));
    QCOMPARE(at(kinds.first(), "price"), QStringLiteral("/px"));
    QCOMPARE(at(kinds.first(), "time"), QStringLiteral("/ts"));
    QCOMPARE(at(kinds.first(), "key"), QStringLiteral("#/market"));
}

void TestShapeInference::findsLevels_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QStringList>("levels"); // each, side, price, size
    QTest::newRow("none: places") << QByteArray(R"({"type":"x","s":"A","positions":[{"x":1,"y":2}]})")
                                  << QStringList();
    QTest::newRow("none: trades of a book")
        << QByteArray(R"({"type":"book","s":"A","trades":[{"price":"1","size":"2","side":"buy"}]})")
        << QStringList();
    QTest::newRow("pairs") << QByteArray(
                                  R"({"type":"snapshot","s":"A","bids":[["1.5","3"]],"asks":[["1.6","2"]]})")
                           << QStringList{"/asks ask /0 /1", "/bids bid /0 /1"};
    QTest::newRow("what happened, then pairs")
        << QByteArray(R"({"type":"x","s":"A","bids":[["new",1.5,3]],"asks":[["delete",1.6,0]]})")
        << QStringList{"/asks ask /1 /2", "/bids bid /1 /2"};
    QTest::newRow("the side, then pairs")
        << QByteArray(R"({"type":"x","s":"A","changes":[["buy","1.5","3"]]})")
        << QStringList{"/changes /0 /1 /2"};
    QTest::newRow("objects") << QByteArray(R"({"type":"x","s":"A","bids":[{"px":"1.5","sz":"3"}]})")
                             << QStringList{"/bids bid /px /sz"};
    QTest::newRow("by what is done")
        << QByteArray(
               R"({"type":"book","s":"A","d":{"delete":[{"price":1,"side":"Buy"}],"insert":[{"price":2,"side":"Sell","size":3}]}})")
        << QStringList{"/d/delete /side /price ", "/d/insert /side /price /size"};
    QTest::newRow("one a message") << QByteArray(
                                          R"({"type":"book","s":"A","side":"buy","price":1.5,"qty":2})")
                                   << QStringList{" /side /price /qty"};
    QTest::newRow("one a message, gone")
        << QByteArray(R"({"type":"x","s":"A","side":"buy","price":1.5,"qty":0})")
        << QStringList{" /side /price /qty"};
}

void TestShapeInference::findsLevels()
{
    QFETCH(QByteArray, message);
    QFETCH(QStringList, levels);
    const auto kinds = fed(QByteArrayList(20, message)).propose();
    QVERIFY(!kinds.isEmpty());
    QStringList found;
    for (const ShapeKind::Levels &part : kinds.first().levels)
        found += part.each + u' ' + part.side + u' ' + part.price + u' ' + part.size;
    QCOMPARE(found, levels);
    QCOMPARE(kinds.first().record == RecordKind::Book, !levels.isEmpty());
    QCOMPARE(kinds.first().snapshotIs, message.contains("snapshot") ? QStringLiteral("snapshot") : QString());
    const auto profile =
        FeedProfile::parse(ShapeInference::profile(QStringLiteral("x"), {}, kinds), QStringLiteral("guess"));
    QVERIFY2(profile.hasValue(), qPrintable(profile ? QString() : profile.error().message()));
}

void TestShapeInference::tellsKindsOfAKindApart()
{
    QByteArrayList messages;
    for (int i = 0; i < 60; ++i) {
        messages +=
            i % 2
                ? QByteArray(
                      R"({"op":"push","arg":{"ch":"px.A","id":"A"},"data":[{"id":"A","bid":1.5,"ask":1.6}]})")
            : i % 4
                ? QByteArray(
                      R"({"op":"push","arg":{"ch":"deal.A","id":"A"},"data":[{"px":1.5,"sz":3,"side":"buy","tradeId":7}]})")
                : QByteArray(R"({"op":"alive"})");
    }
    QMap<QString, RecordKind> records;
    for (const ShapeKind &kind : fed(messages).propose()) {
        if (!kind.ignored)
            records.insert(kind.name, kind.record);
    }
    QCOMPARE(records.size(), 2);
    QVERIFY(records.values().contains(RecordKind::Quote));
    QVERIFY(records.values().contains(RecordKind::Trade));
}

void TestShapeInference::takesTradesOutOfABook()
{
    QByteArrayList messages(20, R"({"type":"l2","symbol":"A","changes":[["buy","1.5","3"]]})");
    messages.prepend(
        R"({"type":"l2","symbol":"A","changes":[["buy","1.5","3"]],"trades":[{"price":"1.5","quantity":"2","side":"sell","event_id":9}]})");
    const auto kinds = fed(messages).propose();
    QCOMPARE(kinds.size(), 2);
    QCOMPARE(kinds.first().record, RecordKind::Book);
    QCOMPARE(kinds.last().record, RecordKind::Trade);
    QCOMPARE(kinds.last().each, QStringLiteral("/trades"));
    QCOMPARE(at(kinds.last(), "key"), QStringLiteral("#/symbol"));
}

void TestShapeInference::makesEachNumberAReading()
{
    QByteArrayList messages;
    for (int i = 0; i < 30; ++i)
        messages += R"({"station":")" + QByteArray(i % 2 ? "OSL" : "BGO") + R"(","tempC":)" +
                    QByteArray::number(i % 7) + R"(.5,"humidity":)" + QByteArray::number(60 + i % 5) +
                    R"(,"ts":)" + QByteArray::number(1'700'000'000 + i) + "}";
    const auto kinds = fed(messages).propose();
    auto profile =
        FeedProfile::parse(ShapeInference::profile(QStringLiteral("x"), {}, kinds), QStringLiteral("guess"));
    QVERIFY2(profile.hasValue(), qPrintable(profile ? QString() : profile.error().message()));
    Mapping mapping(std::move(profile).value());
    RecordBatchBuilder builder;
    QCOMPARE(mapping.map(messages.first(), 1, builder), Mapping::Outcome::Mapped);
    const auto batch = builder.take();
    QCOMPARE(batch->size(), std::size_t(2));
    QCOMPARE(batch->key(0), std::string_view("BGO humidity"));
    QCOMPARE(batch->decimal(0, sensor::Value), Decimal(60, 0));
    QCOMPARE(batch->key(1), std::string_view("BGO tempC"));
    QCOMPARE(batch->decimal(1, sensor::Value), Decimal(5, 1));
    QCOMPARE(batch->timeNs(0), 1'700'000'000'000'000'000);
}

void TestShapeInference::leavesCountersOut()
{
    QByteArrayList messages;
    for (int i = 0; i < 30; ++i)
        messages += R"({"device":"p1","seq":)" + QByteArray::number(i) + R"(,"frameId":)" +
                    QByteArray::number(i * i % 7) + R"(,"load":)" + QByteArray::number(i * 3 % 11) +
                    ".5,\"ticks\":" + QByteArray::number(i * 10) + "}";
    const auto kinds = fed(messages).propose();
    QCOMPARE(kinds.size(), 1);
    for (const ShapeField &field : kinds.first().fields)
        QCOMPARE(field.role == QLatin1String("value"), field.path == QLatin1String("/load"));
}

namespace {

RouteReader readerOf(const QByteArray &rewrites)
{
    const auto profile =
        FeedProfile::parse(R"({"profile":1,"name":"x","title":"X","endpoints":["ws://127.0.0.1:1"],)" +
                               rewrites + R"(,"routes":[{"when":{"/x":1},"ignore":true}]})",
                           QStringLiteral("x"));
    if (!profile)
        qFatal("%s", qPrintable(profile.error().message()));
    return RouteReader(*profile);
}

const QByteArray Merging = R"("merge":{"when":{"/c":1},"key":"/k","at":"/d"})";

} // namespace

void TestShapeInference::seesWhatRoutesSee_data()
{
    QTest::addColumn<QByteArray>("rewrites");
    QTest::addColumn<QByteArrayList>("messages");
    QTest::addColumn<int>("seen");
    QTest::addColumn<QByteArray>("last");
    const QByteArray embedded = R"("embedded":["/d"])";
    QTest::newRow("nothing") << embedded << QByteArrayList{"pong"} << 0 << QByteArray("pong");
    QTest::newRow("a change without a key")
        << Merging << QByteArrayList{R"({"c":1,"d":{"a":1}})"} << 0 << QByteArray(R"({"c":1,"d":{"a":1}})");
    QTest::newRow("a text that is no JSON")
        << embedded << QByteArrayList{R"({"d":"{"})"} << 1 << QByteArray(R"({"d":"{"})");
    QTest::newRow("a text that is JSON")
        << embedded << QByteArrayList{R"({"d":"{\"a\":1.50}"})"} << 1 << QByteArray(R"({"d":{"a":1.50}})");
    QTest::newRow("changes") << Merging
                             << QByteArrayList{R"({"c":1,"k":"A","d":{"a":1,"b":2}})",
                                               R"({"c":1,"k":"B","d":{"a":7}})",
                                               R"({"c":1,"k":"A","d":{"b":3}})"}
                             << 3 << QByteArray(R"({"c":1,"k":"A","d":{"a":1,"b":3}})");
    QTest::newRow("beside changes") << Merging << QByteArrayList{R"({"k":"A","d":{"b":3}})"} << 1
                                    << QByteArray(R"({"k":"A","d":{"b":3}})");
}

void TestShapeInference::seesWhatRoutesSee()
{
    QFETCH(const QByteArray, rewrites);
    QFETCH(const QByteArrayList, messages);
    QFETCH(const int, seen);
    QFETCH(const QByteArray, last);
    RouteReader reader = readerOf(rewrites);
    ShapeInference guess;
    QByteArray message = messages.constLast();
    guess.addSeen(fed(messages), reader, &message);
    QCOMPARE(int(guess.samples()), seen);
    QCOMPARE(message, last);
    // What was merged before stays: a document lives longer than a batch of messages.
    QByteArray again = messages.constLast();
    guess.addSeen({}, reader, &again);
    QCOMPARE(again, last);
}

// A document that only grows is written anew with each of its changes.
void TestShapeInference::whatIsSeenIsBounded()
{
    RouteReader reader = readerOf(Merging);
    ShapeInference guess, samples;
    constexpr int Step = 100'000;
    for (int i = 0; i < 80; ++i) {
        const QByteArray name = QByteArray::number(i), text(Step, 'x');
        const QByteArray message = R"({"c":1,"k":"A","d":{")" + name + R"(":")" + text + R"("}})";
        samples.add(message, i);
    }
    QCOMPARE(samples.samples(), std::size_t(80));
    guess.addSeen(samples, reader);
    // Of n changes n (n + 1) / 2 steps are made; all 80 would make 324 MB.
    QVERIFY(reader.text().size() > 30 * Step);
    QVERIFY2(reader.text().size() < 45 * Step, qPrintable(QString::number(reader.text().size())));
}

QTEST_GUILESS_MAIN(TestShapeInference)
#include "tst_shapeinference.moc"
