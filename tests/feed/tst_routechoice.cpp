// SPDX-License-Identifier: MIT
#include <alcedo/feed/mapping.h>

#include <QTest>

using namespace alcedo;

class TestRouteChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chooses_data();
    void chooses();
    void takesAllWhereNoPlaceIsShared();

private:
    static FeedProfile profile(const QByteArray &routes);
};

FeedProfile TestRouteChoice::profile(const QByteArray &routes)
{
    const QByteArray json =
        R"({"profile": 1, "name": "x", "endpoints": ["ws://127.0.0.1"], "routes": [)" + routes + "]}";
    auto read = FeedProfile::parse(json, QStringLiteral("x"));
    if (!read)
        qFatal("%s", qPrintable(read.error().message()));
    return std::move(read).value();
}

void TestRouteChoice::chooses_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<RouteChoice::Routes>("routes");
    using Routes = RouteChoice::Routes;
    // Routes 2 and 4 ask nothing of /type, so they are always to be judged, in their place.
    QTest::newRow("nothing there") << QByteArray(R"({"a":1})") << Routes{2, 4};
    QTest::newRow("null") << QByteArray(R"({"type":null})") << Routes{2, 4};
    QTest::newRow("an object") << QByteArray(R"({"type":{"type":"a"}})") << Routes{2, 4};
    QTest::newRow("an unknown text") << QByteArray(R"({"type":"aa"})") << Routes{2, 4};
    QTest::newRow("an empty text") << QByteArray(R"({"type":""})") << Routes{2, 4};
    QTest::newRow("one's") << QByteArray(R"({"type":"a"})") << Routes{0, 2, 4};
    QTest::newRow("two routes'") << QByteArray(R"({"type":"b"})") << Routes{1, 2, 3, 4};
    QTest::newRow("of a list") << QByteArray(R"({"type":"c"})") << Routes{2, 3, 4};
    QTest::newRow("a number that is asked as text") << QByteArray(R"({"type":7})") << Routes{2, 3, 4};
    QTest::newRow("not at its root") << QByteArray(R"({"x":{"type":"a"}})") << Routes{2, 4};
    QTest::newRow("a list") << QByteArray(R"([{"type":"a"}])") << Routes{2, 4};
}

void TestRouteChoice::chooses()
{
    QFETCH(QByteArray, message);
    QFETCH(RouteChoice::Routes, routes);
    const FeedProfile asked = profile(
        R"({"when": {"/type": "a"}, "ignore": true}, {"when": {"/type": "b", "/x": 1}, "ignore": true},
        {"when": {"/y": "a"}, "ignore": true}, {"when": {"/type": ["b", "c", "7"]}, "ignore": true},
        {"when": {"/type": {"not": "a"}}, "ignore": true})");
    RouteChoice choice(asked.routes);
    JsonTape tape;
    QVERIFY(tape.parse(R"({"type":"b"})"));
    QCOMPARE(choice.of(tape, 0), (RouteChoice::Routes{1, 2, 3, 4})); // what was before is not what is now
    QVERIFY(tape.parse(message));
    QCOMPARE(choice.of(tape, 0), routes);
}

void TestRouteChoice::takesAllWhereNoPlaceIsShared()
{
    const FeedProfile asked =
        profile(R"({"when": {"/a": 1}, "ignore": true}, {"when": {"/b": 1}, "ignore": true})");
    RouteChoice choice(asked.routes);
    JsonTape tape;
    QVERIFY(tape.parse(R"({"b":1})"));
    QCOMPARE(choice.of(tape, 0), (RouteChoice::Routes{0, 1}));
}

QTEST_GUILESS_MAIN(TestRouteChoice)
#include "tst_routechoice.moc"
