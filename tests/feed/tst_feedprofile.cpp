// SPDX-License-Identifier: MIT
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/profiletemplate.h>

#include <QTest>

using namespace alcedo;

class TestFeedProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheLine_data();
    void namesTheLine();
    void shippedOnesLoad_data();
    void shippedOnesLoad();
    void refusesUnknownNames();
    void parsesTimes_data();
    void parsesTimes();
    void refusesParams_data();
    void refusesParams();
    void fillsRequests_data();
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
    row("condition", "{\"/t\": \"a\"}", "{\"/t\": {\"is\": 1}}", 6, "a condition has no \"is\"");
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
    const auto params = profileParams(*profile, {});
    QVERIFY(params.hasValue());
    int id = 1;
    for (const FeedProfile::Request &request : {profile->subscribe, profile->unsubscribe})
        QVERIFY(fillRequest(request, *params, id).hasValue());
    for (const QString &endpoint : profile->endpoints)
        QVERIFY(fillText(endpoint, *params).hasValue());
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
    QTest::addColumn<qint64>("ns");
    constexpr qint64 None = -1;
    const auto row = [](const char *text, TimeUnit unit, qint64 ns) {
        QTest::addRow("%s as %d", text, int(unit)) << QByteArray(text) << int(unit) << ns;
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
    row("1.6e9", TimeUnit::Seconds, 1'600'000'000'000'000'000);
}

void TestFeedProfile::parsesTimes()
{
    QFETCH(QByteArray, text);
    QFETCH(int, unit);
    QFETCH(qint64, ns);
    QCOMPARE(qint64(parseTime(text.toStdString(), TimeUnit(unit)).value_or(-1)), ns);
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

QTEST_APPLESS_MAIN(TestFeedProfile)
#include "tst_feedprofile.moc"
