// SPDX-License-Identifier: MIT
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/profilereader.h>
#include <alcedo/feed/profiletemplate.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace alcedo;

class TestFeedProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheLine_data();
    void namesTheLine();
    void schemaKnowsTheSameMembers();
    void shippedOnesLoad_data();
    void shippedOnesLoad();
    void refusesUnknownNames();
    void parsesTimes_data();
    void parsesTimes();
    void refusesParams_data();
    void refusesParams();
    void fillsRequests_data();
    void fillsAddresses();
    void countsAcknowledgements();
    void fillsRequests();
};

void TestFeedProfile::namesTheLine_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("message");
    // A profile of ten lines; each row puts one mistake into it.
    const QByteArray good = R"({
"profile": 1,
"name": "x",
"endpoints": ["wss://x"],
"routes": [
  {"when": {"/t": "a"}, "record": "trade",
   "key": "/k",
   "map": {"price": "/p"}}
]
})";
    const auto row = [&good](const char *name, const QByteArray &from, const QByteArray &to, int line,
                             const char *message) {
        QVERIFY(good.contains(from));
        QTest::newRow(name) << QByteArray(good).replace(from, to) << line << QString::fromLatin1(message);
    };
    QTest::newRow("nothing") << QByteArray() << 1 << QStringLiteral("not JSON");
    row("comma missing", "\"name\": \"x\",", "\"name\": \"x\"", 4, "not JSON");
    row("version", "\"profile\": 1", "\"profile\": 2", 2, "profile must be a whole number from 1 to 1");
    row("unknown member", "\"name\": \"x\"", "\"nmae\": \"x\"", 3, "a profile has no \"nmae\"");
    row("twice", "\"name\": \"x\"", "\"name\": \"x\", \"name\": \"y\"", 3, "a profile has \"name\" twice");
    row("missing member", "\"endpoints\": [\"wss://x\"],", "", 1, "a profile needs \"endpoints\"");
    row("endpoints", "[\"wss://x\"]", "[7]", 4, "endpoints must be a text");
    row("routes", "\"routes\": [", "\"unwrap\": [], \"routes\": [", 5, "a path must be a text");
    row("kind", "\"trade\"", "\"traed\"", 6, "there is no record kind \"traed\"");
    row("field", "\"price\"", "\"pice\"", 8, "a trade has no field \"pice\"");
    row("path", "\"/p\"", "\"p\"", 8, "\"p\" is no path");
    row("path with * in a number", "\"/p\"", "\"/*/p\"", 8, "only a text may be joined");
    row("value", "\"/p\"", "{\"const\": \"1\", \"at\": \"/p\"}", 8, "a value needs either");
    row("key missing", "\"key\": \"/k\",", "", 6, "a route needs a \"key\"");
    row("nothing to record", ", \"record\": \"trade\"", "", 6, "a route needs either \"record\"");
    row("time unit", "\"key\": \"/k\",", "\"key\": \"/k\", \"time\": {\"at\": \"/t\", \"unit\": \"min\"},", 7,
        "a time's unit is");
    row("flag", "\"key\": \"/k\",", "\"key\": \"/k\", \"flags\": [\"old\"],", 7, "a flag is");
    row("levels of a trade", "\"key\": \"/k\",",
        "\"key\": \"/k\", \"levels\": [{\"each\": \"/b\", \"side\": \"bid\", \"price\": \"/0\", \"size\": "
        "\"/1\"}],",
        6, "only a book has");
    row("no test", "{\"/t\": \"a\"}", "{\"/t\": {\"bound\": \"b\"}}", 6, "a condition needs one of");
    row("type", "{\"/t\": \"a\"}", "{\"/t\": {\"type\": \"text\"}}", 6, "type is one of");
    row("as", "\"/p\"", "{\"at\": \"/p\", \"as\": \"text\"}", 8, "as is one of duration, whole");
    row("split alone", "\"/p\"", "{\"at\": \"/p\", \"split\": \".\"}", 8, "need each other");
    row("path in a text", "\"/p\"", "{\"text\": \"${p}\"}", 8, "\"p\" is no path");
    row("zone", "\"key\": \"/k\",",
        "\"key\": \"/k\", \"time\": {\"at\": \"/t\", \"unit\": \"rfc3339\", \"zone\": \"Mars\"},", 7,
        "zone is a name");
    row("checksum", "\"key\": \"/k\",", "\"key\": \"/k\", \"checksum\": {\"at\": \"/c\", \"by\": \"sha\"},",
        7, "by is one of");
    row("reverse alone", "\"key\": \"/k\",", "\"key\": \"/k\", \"reverse\": true,", 6, "needs \"each\"");
    row("secret with a default", "\"name\": \"x\"",
        "\"name\": \"x\", \"params\": {\"k\": {\"secret\": true, \"default\": \"x\"}}", 3,
        "a secret has no default");
    row("request", "\"name\": \"x\"", "\"name\": \"x\", \"subscribe\": {\"partial\": true}", 3,
        "a request needs \"send\" or \"ack\"");
    row("compression", "\"name\": \"x\"", "\"name\": \"x\", \"compression\": \"lzw\"", 3,
        "compression is one of");
    row("merge", "\"name\": \"x\"", "\"name\": \"x\", \"merge\": {\"when\": {}, \"key\": \"/k\"}", 3,
        "merge needs \"at\"");
    row("condition", "{\"/t\": \"a\"}", "{\"/t\": {\"equals\": 1}}", 6, "a condition has no \"equals\"");
    row("condition's path", "{\"/t\": \"a\"}", "{\"t\": \"a\"}", 6, "\"t\" is no path");
    row("routes empty", R"(  {"when": {"/t": "a"}, "record": "trade",
   "key": "/k",
   "map": {"price": "/p"}})",
        "", 1, "at least one route");
}

void TestFeedProfile::namesTheLine()
{
    QFETCH(QByteArray, json);
    QFETCH(int, line);
    QFETCH(QString, message);
    const auto profile = FeedProfile::parse(json, QStringLiteral("x.json"));
    QVERIFY(!profile);
    const QString start = QStringLiteral("x.json:%1: ").arg(line);
    QVERIFY2(profile.error().message().startsWith(start) && profile.error().message().contains(message),
             qUtf8Printable(profile.error().message()));
    QCOMPARE(profile.error().detail(), line);
}

namespace {

/// The members of every object of the schema that has a title.
void collectSchema(const QJsonValue &value, std::map<QString, std::set<std::string>> &out)
{
    if (value.isArray()) {
        for (const QJsonValue &each : value.toArray())
            collectSchema(each, out);
        return;
    }
    const QJsonObject object = value.toObject();
    const QJsonObject properties = object[QLatin1String("properties")].toObject();
    if (!properties.isEmpty() && object[QLatin1String("additionalProperties")] == QJsonValue(false)) {
        for (const QString &name : properties.keys()) {
            if (name != QLatin1String("note") && name != QLatin1String("unverified") &&
                name != QLatin1String("$schema"))
                out[object[QLatin1String("title")].toString()].insert(name.toStdString());
        }
    }
    for (const QJsonValue &each : object)
        collectSchema(each, out);
}

// A profile that uses every kind of object there is.
const QByteArray Everything = R"({
"profile": 1, "name": "x", "endpoints": ["wss://x"], "params": {"s": {"list": true, "default": ["A"]}},
"sign_in": {"ack": {"/a": {"exists": true}}}, "answers": [{"when": {"/a": 1}, "send": "pong"}],
"keepalive": {"send": "ping", "every": "1s"}, "rate": {"messages": 1, "per": "1s"},
"merge": {"when": {"/a": 1}, "key": "/k", "at": "/d"},
"routes": [{"when": {"/t": "a"}, "record": "book", "key": {"at": "/k"}, "time": {"at": "/t", "unit": "s"},
  "levels": [{"each": "/b", "side": "bid", "price": "/0", "size": "/1"}],
  "sequence": {"last": "/l"}, "resync": {"get": "x", "last": "/l", "levels": []},
  "checksum": {"at": "/c", "by": "okx"}, "bind": {"id": "/i", "names": {"k": "/k"}}}]})";

} // namespace

// What the reader takes is what editors allow: the schema is kept in step.
void TestFeedProfile::schemaKnowsTheSameMembers()
{
    ProfileReader reader(Everything, QStringLiteral("x.json"));
    (void)reader.read();
    QVERIFY2(!reader.error(), reader.error() ? qUtf8Printable(reader.error()->message()) : "");
    (void)FeedProfile::shipped(); // makes the library's resources known
    QFile file(QStringLiteral(":/alcedo/profiles/feed-profile.schema.json"));
    QVERIFY(file.open(QFile::ReadOnly));
    std::map<QString, std::set<std::string>> schema;
    collectSchema(QJsonDocument::fromJson(file.readAll()).object(), schema);
    for (const auto &[what, members] : reader.vocabulary()) {
        QVERIFY2(schema.count(what), qUtf8Printable(what));
        const auto list = [](const std::set<std::string> &names) {
            QStringList all;
            for (const std::string &name : names)
                all += QString::fromStdString(name);
            return QString(all.join(u' '));
        };
        QCOMPARE(QString(what + u": " + list(schema[what])), QString(what + u": " + list(members)));
    }
    QCOMPARE(schema.size(), reader.vocabulary().size());
}

void TestFeedProfile::shippedOnesLoad_data()
{
    QTest::addColumn<QString>("name");
    const auto names = FeedProfile::shipped();
    QVERIFY(names.contains(QStringLiteral("coinbase")) && names.contains(QStringLiteral("binance")));
    for (const QString &name : names)
        QTest::newRow(qUtf8Printable(name)) << name;
}

void TestFeedProfile::shippedOnesLoad()
{
    QFETCH(QString, name);
    const auto profile = FeedProfile::named(name);
    QVERIFY2(profile.hasValue(), profile ? "" : qUtf8Printable(profile.error().message()));
    QCOMPARE(profile->name, name);
    ProfileParams given;
    for (auto param = profile->params.begin(); param != profile->params.end(); ++param) {
        if (param->required)
            given.insert(param.key(), {QStringLiteral("given")});
    }
    const auto params = profileParams(*profile, given);
    QVERIFY(params.hasValue());
    int id = 1;
    for (const auto *requests : {&profile->signIn, &profile->subscribe, &profile->unsubscribe}) {
        for (const FeedProfile::Request &request : *requests)
            QVERIFY(fillRequest(request, *params, id).hasValue());
    }
    for (const QString &endpoint : profile->endpoints)
        QVERIFY(fillAddress(endpoint, *params).hasValue());
    for (const auto &[header, value] : profile->headers)
        QVERIFY2(fillText(value, *params).hasValue(), qUtf8Printable(header));
}

void TestFeedProfile::refusesUnknownNames()
{
    const auto profile = FeedProfile::named(QStringLiteral("nope"));
    QVERIFY(!profile);
    QCOMPARE(profile.error().message(), QStringLiteral("no feed profile \"nope\"; there are: %1")
                                            .arg(FeedProfile::shipped().join(QStringLiteral(", "))));
    QCOMPARE(FeedProfile::named(QStringLiteral("./nope.json")).error().code(), ErrorCode::Io);
}

void TestFeedProfile::parsesTimes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("unit");
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<qint64>("ns");
    constexpr qint64 None = -1;
    const auto row = [](const char *text, TimeUnit unit, qint64 ns, const char *zone = "") {
        QTest::addRow("%s as %d %s", text, int(unit), zone)
            << QByteArray(text) << int(unit) << QByteArray(zone) << ns;
    };
    for (const char *bad :
         {"", "2021", "2021-02-29T00:00:00Z", "2021-13-01T00:00:00Z", "2021-01-01T24:00:00Z",
          "2021-01-01T00:00:00.Z", "2021-01-01T00:00:00.1234567890Z", "2021-01-01T00:00:00+9",
          "2021-01-01X00:00:00Z", "9999-01-01T00:00:00Z", "2021-01-01T00:00:00+25:00"})
        row(bad, TimeUnit::Rfc3339, None);
    for (const char *bad : {"", "x", "1.2.3", "9223372036854775807"})
        row(bad, TimeUnit::Seconds, None);
    row("2021-04-17T16:43:30.244075Z", TimeUnit::Rfc3339, 1'618'677'810'244'075'000);
    row("2020-02-29T00:00:00Z", TimeUnit::Rfc3339, 1'582'934'400'000'000'000);
    row("2026-04-07 14:30:10.123456789+00:00", TimeUnit::Rfc3339, 1'775'572'210'123'456'789);
    row("1970-01-01T09:00:01+09:00", TimeUnit::Rfc3339, 1'000'000'000);
    row("1970-01-01T00:00:01-0030", TimeUnit::Rfc3339, 1'801'000'000'000);
    row("1970-01-01T00:00:02", TimeUnit::Rfc3339, 2'000'000'000);
    row("1618677817.0618958", TimeUnit::Seconds, 1'618'677'817'061'895'800);
    row("1633998523963", TimeUnit::Milliseconds, 1'633'998'523'963'000'000);
    row("1633998523963.5", TimeUnit::Milliseconds, 1'633'998'523'963'500'000);
    row("1641343699596000", TimeUnit::Microseconds, 1'641'343'699'596'000'000);
    row("7", TimeUnit::Nanoseconds, 7);
    row("2021-11-03", TimeUnit::Rfc3339, 1'635'897'600'000'000'000);
    row("2021-11-03T09:00:00", TimeUnit::Rfc3339, 1'635'897'600'000'000'000, "Asia/Tokyo");
    row("2021-11-03T09:00:00Z", TimeUnit::Rfc3339, 1'635'930'000'000'000'000, "Asia/Tokyo");
    row("2021-07-01 12:00:00.5", TimeUnit::Rfc3339, 1'625'155'200'500'000'000, "America/New_York");
    // The hour that the clocks show twice, and the one that they leave out.
    row("2021-11-07T01:30:00", TimeUnit::Rfc3339, 1'636'263'000'000'000'000, "America/New_York");
    row("2021-03-14T03:30:00", TimeUnit::Rfc3339, 1'615'707'000'000'000'000, "America/New_York");
    row("1.6e9", TimeUnit::Seconds, 1'600'000'000'000'000'000);
}

void TestFeedProfile::parsesTimes()
{
    QFETCH(QByteArray, text);
    QFETCH(int, unit);
    QFETCH(QByteArray, zone);
    QFETCH(qint64, ns);
    QCOMPARE(qint64(parseTime(text.toStdString(), TimeUnit(unit), zone.toStdString()).value_or(-1)), ns);
}

void TestFeedProfile::refusesParams_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("values");
    QTest::addColumn<QString>("message");
    QTest::newRow("unknown") << QStringLiteral("symbol") << QStringList{QStringLiteral("A")}
                             << QStringLiteral("has no parameter symbol");
    QTest::newRow("two for one") << QStringLiteral("rest")
                                 << QStringList{QStringLiteral("a"), QStringLiteral("b")}
                                 << QStringLiteral("takes one value");
    QTest::newRow("none") << QStringLiteral("symbols") << QStringList() << QStringLiteral("takes one value");
}

void TestFeedProfile::refusesParams()
{
    QFETCH(QString, name);
    QFETCH(QStringList, values);
    QFETCH(QString, message);
    const auto params = profileParams(*FeedProfile::named(QStringLiteral("binance")), {{name, values}});
    QVERIFY(!params);
    QVERIFY2(params.error().message().contains(message), qUtf8Printable(params.error().message()));
}

void TestFeedProfile::fillsRequests_data()
{
    QTest::addColumn<QByteArray>("send");
    QTest::addColumn<int>("batch");
    QTest::addColumn<QByteArrayList>("messages");
    QTest::newRow("none") << QByteArray() << 0 << QByteArrayList();
    QTest::newRow("plain") << QByteArray(R"({"op":1})") << 0 << QByteArrayList{R"({"op":1})"};
    QTest::newRow("spliced") << QByteArray(R"({"a":["x","${s}"]})") << 0
                             << QByteArrayList{R"({"a":["x","AB","CD","E\"F"]})"};
    QTest::newRow("whole") << QByteArray(R"({"a":"${s}","b":"${one}"})") << 0
                           << QByteArrayList{R"({"a":["AB","CD","E\"F"],"b":"1"})"};
    QTest::newRow("joined") << QByteArray(R"({"a":"T.${s}"})") << 0
                            << QByteArrayList{R"({"a":"T.AB,T.CD,T.E\"F"})"};
    QTest::newRow("crossed") << QByteArray(R"(["${s|lower}@${c}"])") << 0
                             << QByteArrayList{R"(["ab@x","ab@y","cd@x","cd@y","e\"f@x","e\"f@y"])"};
    QTest::newRow("objects")
        << QByteArray(R"({"a":[{"c":"${c}","s":"${s}"}]})") << 2
        << QByteArrayList{
               R"({"a":[{"c":"x","s":"AB"},{"c":"x","s":"CD"},{"c":"y","s":"AB"},{"c":"y","s":"CD"}]})",
               R"({"a":[{"c":"x","s":"E\"F"},{"c":"y","s":"E\"F"}]})"};
    QTest::newRow("lists within objects")
        << QByteArray(R"({"a":[{"c":"${c}","s":["${s}"]}]})") << 0
        << QByteArrayList{R"({"a":[{"c":"x","s":["AB","CD","E\"F"]},{"c":"y","s":["AB","CD","E\"F"]}]})"};
    QTest::newRow("batched and numbered")
        << QByteArray(R"({"a":["${s}"],"id":"${id}"})") << 2
        << QByteArrayList{R"({"a":["AB","CD"],"id":1})", R"({"a":["E\"F"],"id":2})"};
}

void TestFeedProfile::fillsRequests()
{
    QFETCH(QByteArray, send);
    QFETCH(int, batch);
    QFETCH(QByteArrayList, messages);
    FeedProfile::Request request;
    request.send = send;
    if (batch > 0)
        request.batch.insert(QStringLiteral("s"), batch);
    const ProfileParams params{
        {QStringLiteral("s"), {QStringLiteral("AB"), QStringLiteral("CD"), QStringLiteral("E\"F")}},
        {QStringLiteral("c"), {QStringLiteral("x"), QStringLiteral("y")}},
        {QStringLiteral("one"), {QStringLiteral("1")}}};
    int id = 1;
    const auto filled = fillRequest(request, params, id);
    QVERIFY(filled.hasValue());
    QCOMPARE(*filled, messages);
}

void TestFeedProfile::fillsAddresses()
{
    const ProfileParams params{{QStringLiteral("host"), {QStringLiteral("https://a/b")}},
                               {QStringLiteral("key"), {QStringLiteral("x&y=#1")}},
                               {QStringLiteral("s"), {QStringLiteral("p.q"), QStringLiteral("r&s")}}};
    QCOMPARE(*fillAddress(QStringLiteral("${host}/v?k=${key}"), params),
             QStringLiteral("https://a/b/v?k=x%26y%3D%231"));
    QCOMPARE(*fillAddress(QStringLiteral("wss://h/v?w=${s|each}&z=1"), params),
             QStringLiteral("wss://h/v?w=p.q&w=r%26s&z=1"));
    QVERIFY(!fillAddress(QStringLiteral("wss://h/v?w=${t|each}"), params));
}

void TestFeedProfile::countsAcknowledgements()
{
    const ProfileParams params{
        {QStringLiteral("s"), {QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")}},
        {QStringLiteral("c"), {QStringLiteral("x"), QStringLiteral("y")}}};
    FeedProfile::Request request;
    request.send = "{}";
    QCOMPARE(expectedAcks(request, params), 1);
    request.batch.insert(QStringLiteral("s"), 2);
    QCOMPARE(expectedAcks(request, params), 2);
    request.acksPer = QStringList{QStringLiteral("s"), QStringLiteral("c")};
    QCOMPARE(expectedAcks(request, params), 6);
}

QTEST_APPLESS_MAIN(TestFeedProfile)
#include "tst_feedprofile.moc"
