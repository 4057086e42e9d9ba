// SPDX-License-Identifier: MIT
// What a profile reads of a message, place by place.
#include <alcedo/feed/fieldtrace.h>
#include <alcedo/feed/mapping.h>

#include <QTest>

using namespace alcedo;

class TestFieldTrace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsNothingOf_data();
    void showsNothingOf();
    void staysBounded();
    void showsPlaces_data();
    void showsPlaces();
    void saysWhen_data();
    void saysWhen();
    void saysWhenOfTheFirstRecord();
    void opensWhatTheProfileOpens();
    void agreesWithTheMapping();

private:
    static FieldTrace traceOf(const QByteArray &rest);
    static QStringList placesOf(FieldTrace &trace, const QByteArray &message);
};

/// A profile of the routes (and more) given.
FieldTrace TestFieldTrace::traceOf(const QByteArray &rest)
{
    const auto profile = FeedProfile::parse(
        R"({"profile":1,"name":"x","title":"X","endpoints":["ws://127.0.0.1:1"],)" + rest + '}',
        QStringLiteral("x"));
    if (!profile)
        qFatal("%s", qPrintable(profile.error().message()));
    return FieldTrace(*profile);
}

/// "/price last" and so on.
QStringList TestFieldTrace::placesOf(FieldTrace &trace, const QByteArray &message)
{
    QStringList all;
    for (const TracedField &field : trace.fields(message))
        all << field.pointer + u' ' + field.field;
    return all;
}

namespace {

const QByteArray Quotes =
    R"("routes":[{"name":"quote","when":{"/type":"q"},"record":"quote","key":"/s","time":{"at":"/t","unit":"ms"},
       "map":{"last":["/p","/px"],"bid":"/b"}},{"when":{"/type":"beat"},"ignore":true}])";

// The newest stands last; records are made in the order of time.
const QByteArray Reversed =
    R"("routes":[{"when":{},"each":"/l","reverse":true,"record":"sensor","key":"/k","time":{"at":"/t","unit":"ms"}}])";

// The second route asks that something is not in the document; a change to it does not tell.
QByteArray merged(const char *by)
{
    return R"("merge":{"when":{"/c":1},"key":"/k","at":"/d","by":")" + QByteArray(by) +
           R"("},"routes":[)"
           R"({"when":{},"record":"sensor","key":"/k","map":{"value":"/d/v"}},)"
           R"({"when":{"/d/x":null},"record":"sensor","key":"/k","map":{"value":"/d/w"}}])";
}

} // namespace

void TestFieldTrace::showsNothingOf_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{\"type\":\"q\"");
    QTest::newRow("no text") << QByteArray("\xff\x00\x01", 3);
    QTest::newRow("no route") << QByteArray(R"({"type":"other","s":"A","p":1})");
    QTest::newRow("an ignored route") << QByteArray(R"({"type":"beat","s":"A","p":1})");
    QTest::newRow("none of its places") << QByteArray(R"({"type":"q"})");
    QTest::newRow("null at its places") << QByteArray(R"({"type":"q","p":null,"s":null})");
}

void TestFieldTrace::showsNothingOf()
{
    QFETCH(const QByteArray, message);
    FieldTrace trace = traceOf(Quotes);
    QCOMPARE(placesOf(trace, message), QStringList());
    QVERIFY(!trace.timeOf(message));
}

void TestFieldTrace::staysBounded()
{
    FieldTrace trace =
        traceOf(R"("routes":[{"when":{},"each":"/l","record":"sensor","key":"/k","map":{"value":"/v"}}])");
    QByteArray message = R"({"l":[)";
    for (int i = 0; i < 5'000; ++i)
        message += QByteArray(i ? "," : "") + R"({"k":"a","v":1})";
    message += "]}";
    QCOMPARE(trace.fields(message).size(), FieldTrace::MaxFields);
}

void TestFieldTrace::showsPlaces_data()
{
    QTest::addColumn<QByteArray>("profile");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QStringList>("places");
    const auto row = [](const char *name, const QByteArray &profile, const char *message,
                        const QStringList &places) {
        QTest::newRow(name) << profile << QByteArray(message) << places;
    };
    row("of the message", Quotes, R"({"type":"q","s":"A","t":1,"p":"1.5","b":2})",
        {"/s key", "/t time", "/p last", "/b bid"});
    row("the first that is there", Quotes, R"({"type":"q","s":"A","px":1})", {"/s key", "/px last"});
    row("of each item",
        R"("routes":[{"when":{},"each":"/l","where":{"/on":true},"record":"sensor","key":"#/k","map":{"value":"/v"}}])",
        R"({"k":"a","l":[{"on":true,"v":1},{"on":false,"v":2},{"on":true,"v":3}]})",
        {"/k key", "/l/0/v value", "/k key", "/l/2/v value"});
    row("of an unwrapped message",
        R"("unwrap":"/data","routes":[{"when":{},"record":"sensor","key":"/k","map":{"value":"/v"}}])",
        R"({"data":{"k":"a","v":1}})", {"/data/k key", "/data/v value"});
    row("in a text that is JSON",
        R"("embedded":["/data"],"routes":[{"when":{},"record":"sensor","key":"/data/k","map":{"value":"/data/v"}}])",
        R"({"data":"{\"k\":\"a\",\"v\":1}"})", {"/data/k key", "/data/v value"});
    row("names with a slash",
        R"("routes":[{"when":{},"record":"sensor","key":"/a~1b","map":{"value":"/v~0"}}])",
        R"({"a/b":"x","v~":1})", {"/a~1b key", "/v~0 value"});
    row("levels",
        R"("routes":[{"when":{},"record":"book","key":"/s","levels":[{"each":"/bids","side":{"const":"bid"},"price":"/0","size":"/1"}]}])",
        R"({"s":"A","bids":[["1","2"],["3","4"]]})", {"/s key", "/bids levels"});
    row("of an item of the last first", Reversed, R"({"l":[{"k":"a","t":1},{"k":"b","t":2}]})",
        {"/l/1/k key", "/l/1/t time", "/l/0/k key", "/l/0/t time"});
    row("a patch names its places in values", merged("patch"), R"({"c":1,"k":"a","d":{"v":1}})", {});
    row("what a change brings", merged("merge"), R"({"c":1,"k":"a","d":{"v":1}})", {"/k key", "/d/v value"});
    row("beside a patched document", merged("patch"), R"({"k":"a","d":{"v":1,"w":2}})",
        {"/k key", "/d/v value", "/k key", "/d/w value"});
}

void TestFieldTrace::showsPlaces()
{
    QFETCH(const QByteArray, profile);
    QFETCH(const QByteArray, message);
    FieldTrace trace = traceOf(profile);
    QTEST(placesOf(trace, message), "places");
    QTEST(placesOf(trace, message), "places"); // and again: nothing is remembered
}

void TestFieldTrace::saysWhen_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<qint64>("ns");
    QTest::newRow("no time") << QByteArray(R"({"type":"q","s":"A","p":1})") << qint64(0);
    QTest::newRow("no time either") << QByteArray(R"({"type":"q","s":"A","t":"soon"})") << qint64(0);
    QTest::newRow("ms") << QByteArray(R"({"type":"q","s":"A","t":1700000000123})")
                        << qint64(1'700'000'000'123'000'000);
}

void TestFieldTrace::saysWhen()
{
    QFETCH(const QByteArray, message);
    FieldTrace trace = traceOf(Quotes);
    QTEST(qint64(trace.timeOf(message).value_or(0)), "ns");
}

// The first record is the one that the mapping makes first.
void TestFieldTrace::saysWhenOfTheFirstRecord()
{
    FieldTrace trace = traceOf(Reversed);
    QCOMPARE(trace.timeOf(R"({"l":[{"k":"a","t":2000},{"k":"b","t":1000}]})").value_or(0),
             std::int64_t(1'000'000'000));
}

void TestFieldTrace::opensWhatTheProfileOpens()
{
    FieldTrace plain = traceOf(Quotes), patched = traceOf(merged("patch")),
               changed = traceOf(merged("merge"));
    FieldTrace opening = traceOf(
        R"("embedded":["/data"],"routes":[{"when":{},"record":"sensor","key":"/k","map":{"value":"/v"}}])");
    const QByteArray message = R"({"c":1,"k":"a","d":[],"data":"{\"v\":1.50}"})";
    QCOMPARE(plain.opened(message), QByteArray());
    QCOMPARE(opening.opened("no JSON"), QByteArray());
    QCOMPARE(opening.opened(message), QByteArray(R"({"c":1,"k":"a","d":[],"data":{"v":1.50}})"));
    QVERIFY(!plain.isPatch(message) && !changed.isPatch(message) && !opening.isPatch(message));
    QVERIFY(!patched.isPatch("no JSON") && !patched.isPatch(R"({"c":2,"k":"a","d":[]})"));
    QVERIFY(patched.isPatch(message));
}

// Every field that a record has comes from a place that is shown.
void TestFieldTrace::agreesWithTheMapping()
{
    const auto profile = FeedProfile::named(QStringLiteral("coinbase"));
    QVERIFY(profile);
    const QByteArray message =
        R"({"type":"ticker","product_id":"BTC-USD","price":"1.5","best_bid":"1","best_ask":"2","time":"2026-01-05T10:00:00.5Z"})";
    FieldTrace trace(*profile);
    Mapping mapping(*profile);
    RecordBatchBuilder builder;
    QCOMPARE(mapping.map(message, 1, builder), Mapping::Outcome::Mapped);
    const auto batch = builder.take();
    QCOMPARE(batch->size(), std::size_t(1));
    QCOMPARE(trace.timeOf(message).value_or(0), batch->timeNs(0));
    const QStringList places = placesOf(trace, message);
    QCOMPARE(places,
             QStringList({"/product_id key", "/time time", "/price last", "/best_bid bid", "/best_ask ask"}));
}

QTEST_MAIN(TestFieldTrace)
#include "tst_fieldtrace.moc"
