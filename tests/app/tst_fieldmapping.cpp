// SPDX-License-Identifier: MIT
// A field that the Inspector points at: where a guess sees it, and the route that is put beside a profile's
// own.
#include "probequotes.h"

#include <correctedprofile.h>
#include <inspectormodel.h>

#include <alcedo/feed/mapping.h>

#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace alcedo;

class TestFieldMapping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void mapsNothingOf_data();
    void mapsNothingOf();
    void placesOfFields_data();
    void placesOfFields();
    void routesNeedAProfile();
    void routesBesideUnwrap_data();
    void routesBesideUnwrap();
    void takesInWhatWasPointedAt();
    void routeBesideAProfile();
    void routeBesideARewritingProfile_data();
    void routeBesideARewritingProfile();
    void patchesAreNotMapped();
};

void TestFieldMapping::mapsNothingOf_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("pointer");
    QTest::newRow("no JSON") << QByteArray("pong") << QStringLiteral("/price");
    QTest::newRow("no such place") << quotes(1)[0] << QStringLiteral("/prices");
    QTest::newRow("another kind's") << QByteArray(R"({"type":"beat","price":1})") << QStringLiteral("/price");
    QTest::newRow("a place of nothing") << quotes(1)[0] << QString();
    QTest::newRow("noise") << quotes(1)[0] << QStringLiteral("//~//~7/*");
}

void TestFieldMapping::mapsNothingOf()
{
    QFETCH(const QByteArray, message);
    QFETCH(const QString, pointer);
    QByteArrayList messages = quotes(30);
    for (int i = 0; i < 20; ++i)
        messages += R"({"type":"other thing","level":)" + QByteArray::number(i) + "}";
    const auto kinds = guessed(messages);
    QVERIFY(kinds.size() >= 2);
    QCOMPARE(shapePlace(kinds, message, pointer).field, -1);
}

void TestFieldMapping::placesOfFields_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("path");
    const QByteArray list =
        R"({"market":"NO2","list":[{"px":1.5,"qty":3,"side":"buy"},{"px":1.6,"qty":1,"side":"sell"}]})";
    QTest::newRow("of the message") << quotes(1)[0] << QStringLiteral("/price") << QStringLiteral("/price");
    QTest::newRow("of the first item") << list << QStringLiteral("/list/0/px") << QStringLiteral("/px");
    QTest::newRow("of another item") << list << QStringLiteral("/list/1/qty") << QStringLiteral("/qty");
    QTest::newRow("around the items") << list << QStringLiteral("/market") << QStringLiteral("#/market");
}

void TestFieldMapping::placesOfFields()
{
    QFETCH(const QByteArray, message);
    QFETCH(const QString, pointer);
    QFETCH(const QString, path);
    const auto kinds = guessed(message.contains("list") ? QByteArrayList(20, message) : quotes(30));
    const ShapePlace place = shapePlace(kinds, message, pointer);
    QVERIFY(place.field >= 0);
    QCOMPARE(kinds[place.kind].fields[place.field].path, path);
}

void TestFieldMapping::routesNeedAProfile()
{
    const auto kinds = guessed(quotes(30));
    QVERIFY(!withRoutes("", kinds));
    QVERIFY(!withRoutes("[1]", kinds));
}

void TestFieldMapping::routesBesideUnwrap_data()
{
    QTest::addColumn<QByteArrayList>("messages");
    QByteArrayList plain, listed;
    for (const QByteArray &quote : quotes(30)) {
        plain += R"({"ch":"q","data":)" + quote + "}";
        listed += R"({"ch":"q","data":{"list":[)" + quote + "]}}";
    }
    QTest::newRow("of the message") << plain;
    QTest::newRow("of a list") << listed;
}

// Its own routes look inside; what was guessed from the whole message finds its places all the same.
void TestFieldMapping::routesBesideUnwrap()
{
    QFETCH(const QByteArrayList, messages);
    const auto json =
        withRoutes(R"({"profile":1,"name":"x","endpoints":["ws://127.0.0.1:1"],"unwrap":"/data",)"
                   R"("routes":[{"when":{"/own":true},"ignore":true}]})",
                   guessed(messages));
    QVERIFY2(json, json ? "" : qPrintable(json.error().message()));
    const auto profile = FeedProfile::parse(*json, QStringLiteral("x"));
    QVERIFY2(profile, profile ? "" : qPrintable(profile.error().message() + QString::fromUtf8(*json)));
    Mapping mapping(*profile);
    RecordBatchBuilder builder;
    for (const QByteArray &message : messages)
        QCOMPARE(mapping.map(message, Start, builder), Mapping::Outcome::Mapped);
    const auto batch = builder.take();
    QCOMPARE(batch->size(), std::size_t(messages.size()));
    QCOMPARE(batch->kind(0), RecordKind::Quote);
    QCOMPARE(batch->key(0), std::string_view("NO2"));
    QCOMPARE(batch->timeNs(0), Start - 25'000'000);
}

void TestFieldMapping::takesInWhatWasPointedAt()
{
    InspectorModel frames;
    std::deque<TappedFrame> some = framesOf(quotes(30));
    some.push_back(some.back());
    some.back().source = 4;
    frames.take(some, 0);
    frames.setCurrentRow(5);
    QCOMPARE(frames.currentSource(), 3);
    QCOMPARE(frames.received(3, 10).size(), std::size_t(10));
    QVERIFY(!frames.canMap()); // nobody knows what the source was made from
    QCOMPARE(frames.pathAt(0), QString());
    QCOMPARE(frames.pathAt(4), QStringLiteral("/mw"));

    SourceProbe probe;
    probe.setSourceId(3);
    QSignalSpy selected(&probe, &SourceProbe::selectedRowChanged);
    probe.lookFor(&frames, frames.pathAt(4), QStringLiteral("raw@ws://127.0.0.1:1"));
    QCOMPARE(probe.messages(), 30);
    QTRY_COMPARE(selected.size(), 1);
    QCOMPARE(at(probe, probe.selectedRow(), "name").toString(), QStringLiteral("mw"));
    QVERIFY(at(probe, probe.selectedRow(), "chosen").toBool());
    QVERIFY(at(probe, rowNamed(probe, QStringLiteral("price")), "chosen").toBool()); // the guess stays
    const QString path = probe.correct(QStringLiteral("harbour"), QStringLiteral("raw@ws://127.0.0.1:1"));
    QVERIFY2(path.endsWith(QLatin1String("/harbour.json")), qPrintable(path + probe.problem()));
    const auto profile = FeedProfile::load(path);
    QVERIFY(profile);
    QCOMPARE(profile->endpoints, QStringList{QStringLiteral("ws://127.0.0.1:1")});
    QFile::remove(path);
}

// Beside a profile that knows its feed, one route more: the field, with its key and its time.
void TestFieldMapping::routeBesideAProfile()
{
    const auto base = FeedProfile::named(QStringLiteral("coinbase"));
    QVERIFY(base);
    InspectorModel frames;
    frames.take(framesOf(quotes(30)), 0);
    frames.setCurrentRow(0);
    SourceProbe probe;
    probe.setSourceId(3);
    probe.lookFor(&frames, QStringLiteral("/mw"), QStringLiteral("coinbase?symbols=BTC-USD"));
    QTRY_VERIFY(probe.selectedRow() >= 0);
    QCOMPARE(at(probe, 0, "kind").toString(), QStringLiteral("sensor"));
    QVERIFY(!at(probe, rowNamed(probe, QStringLiteral("price")), "chosen").toBool());

    const QString word =
        probe.correct(QStringLiteral("coinbase"), QStringLiteral("coinbase?symbols=BTC-USD"));
    QVERIFY2(word.endsWith(QLatin1String("/coinbase-mapped.json?symbols=BTC-USD")),
             qPrintable(word + probe.problem()));
    const QString path = word.section(u'?', 0, 0);
    const auto profile = FeedProfile::load(path);
    QVERIFY2(profile, profile ? "" : qPrintable(profile.error().message()));
    QCOMPARE(profile->name, base->name); // its secrets are kept under this name
    QCOMPARE(profile->endpoints, base->endpoints);
    QCOMPARE(profile->routes.size(), base->routes.size() + 1);
    QCOMPARE(profile->routes.back().record, RecordKind::Sensor);

    // Once more, over one's own: the same file, not a copy of the copy.
    const QString again = probe.correct(QStringLiteral("coinbase"), word);
    QCOMPARE(again, word);
    QFile::remove(path);
}

void TestFieldMapping::routeBesideARewritingProfile_data()
{
    QTest::addColumn<QByteArray>("rewrites"); // members of the profile
    QTest::addColumn<QByteArrayList>("messages");
    QTest::addColumn<QString>("pointer"); // in the last message
    QTest::addColumn<QStringList>("values");
    const QByteArray merge = R"("merge":{"when":{"/ch":"q"},"key":"/s","at":"/d","whole":{"/whole":true}})";
    QByteArrayList opened, changed, listed;
    QStringList each, kept, held;
    for (int i = 0; i < 30; ++i) {
        const QByteArray now = QByteArray::number(i), ts = QByteArray::number(Start / 1'000'000 + i * 1000);
        opened += R"({"ev":"m","data":"{\"s\":\"NO2\",\"load\":)" + now + R"(.5,\"ts\":)" + ts + R"(}"})";
        each += QString::number(i) + QLatin1String(".5");
        // What does not change is not said again.
        changed += R"({"ch":"q","whole":)" + QByteArray(i == 0 ? "true" : "false") + R"(,"s":"NO2","ts":)" +
                   ts + R"(,"d":{"s":"NO2",)" + (i % 3 == 0 ? R"("load":)" + now + R"(.5,)" : QByteArray()) +
                   R"("mw":)" + now + "}}";
        kept += QString::number(i - i % 3) + QLatin1String(".5");
        // A number as a name is an element of the list.
        const QByteArray list = i == 0 ? QByteArray(R"([{"z":"NO2","load":7},{"z":"NO1","load":8}])")
                                       : QByteArray(R"({"1":{"load":)" + now + "}}");
        listed += R"({"ch":"q","whole":)" + QByteArray(i == 0 ? "true" : "false") + R"(,"s":"NO2","ts":)" +
                  ts + R"(,"d":{"l":)" + list + "}}";
        held << QStringLiteral("7") << QString::number(i == 0 ? 8 : i);
    }
    QTest::newRow("a text that is JSON")
        << QByteArray(R"("embedded":["/data"])") << opened << QStringLiteral("/data/load") << each;
    QTest::newRow("changes to a document")
        << merge << changed.first(28) << QStringLiteral("/d/load") << kept.first(28);
    QTest::newRow("an element by its number") << merge << listed << QStringLiteral("/d/l/1/load") << held;
}

// Its routes see other messages than those that came; the field is found where they see it.
void TestFieldMapping::routeBesideARewritingProfile()
{
    QFETCH(const QByteArray, rewrites);
    QFETCH(const QByteArrayList, messages);
    QFETCH(const QString, pointer);
    QFETCH(const QStringList, values);
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("own.json")));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(R"({"profile":1,"name":"own","title":"Own","endpoints":["ws://127.0.0.1:1"],)" + rewrites +
               R"(,"routes":[{"when":{"/own":true},"ignore":true}]})");
    file.close();

    InspectorModel frames;
    frames.setSourceWord(3, file.fileName());
    frames.take(framesOf(messages), 0);
    frames.setCurrentRow(0);
    QVERIFY2(frames.canMap(), qPrintable(frames.mapHint()));
    int line = 0;
    while (line < frames.detail()->rowCount() && frames.pathAt(line) != pointer)
        ++line;
    QCOMPARE(frames.pathAt(line), pointer); // it can be pointed at

    SourceProbe probe;
    probe.setSourceId(3);
    probe.lookFor(&frames, pointer, file.fileName());
    QTRY_VERIFY(probe.selectedRow() >= 0);
    const QString path = probe.correct(QStringLiteral("own"), file.fileName());
    const auto profile = FeedProfile::load(path);
    QVERIFY2(profile, qPrintable(path + probe.problem()));
    QFile::remove(path);
    QCOMPARE(profile->routes.size(), std::size_t(2));
    Mapping mapping(*profile);
    RecordBatchBuilder builder;
    for (const QByteArray &message : messages)
        QCOMPARE(mapping.map(message, Start, builder), Mapping::Outcome::Mapped);
    const auto batch = builder.take();
    QStringList got;
    for (std::size_t i = 0; i < batch->size(); ++i)
        got += batch->decimal(i, sensor::Value).toString();
    QCOMPARE(got, values);
    QCOMPARE(batch->key(0), std::string_view("NO2"));
}

// Where a value stands in a patch says nothing of where it stands in the document.
void TestFieldMapping::patchesAreNotMapped()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("patched.json")));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(
        R"({"profile":1,"name":"own","title":"Own","endpoints":["ws://127.0.0.1:1"],)"
        R"("merge":{"when":{"/ch":"q"},"key":"/s","at":"/d","by":"patch"},"routes":[{"when":{},"ignore":true}]})");
    file.close();
    InspectorModel frames;
    frames.setSourceWord(3, file.fileName());
    frames.take(framesOf({R"({"ch":"t","d":{"v":1}})",
                          R"({"ch":"q","s":"A","d":[{"op":"replace","path":"/v","value":1}]})"}),
                0);
    frames.setCurrentRow(0);
    QVERIFY(!frames.canMap());
    QVERIFY2(frames.mapHint().contains(QLatin1String("patch")), qPrintable(frames.mapHint()));
    frames.setCurrentRow(1); // the profile's other messages are as they came
    QVERIFY2(frames.canMap(), qPrintable(frames.mapHint()));
}

QTEST_MAIN(TestFieldMapping)
#include "tst_fieldmapping.moc"
