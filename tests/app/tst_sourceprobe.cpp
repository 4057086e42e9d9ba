// SPDX-License-Identifier: MIT
// What Add source says of a feed that it looks at, in both languages; and a field that the Inspector points
// at.
#include <correctedprofile.h>
#include <failuretext.h>
#include <inspectormodel.h>
#include <shapewords.h>
#include <sourceprobe.h>
#include <sparkshape.h>

#include <alcedo/feed/mapping.h>

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;

namespace {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Start = 1'700'000'000 * Second;

/// Two instruments in turn; each message is 25 ms old when it comes. The word of its kind is its type.
QByteArrayList quotes(int count)
{
    QByteArrayList messages;
    for (int i = 0; i < count; ++i)
        messages += R"({"type":"quote","zone":")" + QByteArray(i % 2 ? "NO1" : "NO2") + R"(","price":)" +
                    QByteArray::number(i % 2 ? 1000 + i : 40 + i) + R"(.25,"mw":)" +
                    QByteArray::number(i * 7 % 13) + R"(.5,"ts":)" +
                    QByteArray::number((Start + i * Second) / 1'000'000 - 25) + "}";
    return messages;
}

QList<ShapeKind> guessed(const QByteArrayList &messages)
{
    ShapeInference guess;
    std::int64_t at = Start;
    for (const QByteArray &message : messages) {
        guess.add(message, at);
        at += Second;
    }
    return guess.propose();
}

/// From source 3, a second apart.
std::deque<TappedFrame> framesOf(const QByteArrayList &messages)
{
    std::deque<TappedFrame> frames;
    for (const QByteArray &message : messages) {
        TappedFrame frame;
        frame.source = 3;
        frame.bytes = message;
        frame.arrivalNs = Start + Second * std::int64_t(frames.size());
        frames.push_back(frame);
    }
    return frames;
}

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; });
}

QVariant at(SourceProbe &probe, int row, const char *name)
{
    return probe.fields()->index(row, 0).data(probe.fields()->roleNames().key(name));
}

int rowNamed(SourceProbe &probe, const QString &name)
{
    for (int row = 0; row < probe.fieldCount(); ++row) {
        if (at(probe, row, "name").toString() == name)
            return row;
    }
    return -1;
}

} // namespace

class TestSourceProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void cleanup() { QCoreApplication::removeTranslator(&m_japanese); }
    void mapsNothingOf_data();
    void mapsNothingOf();
    void placesOfFields_data();
    void placesOfFields();
    void routesNeedAProfile();
    void routesBesideUnwrap_data();
    void routesBesideUnwrap();
    void saysAllInJapanese_data();
    void saysAllInJapanese();
    void failuresInJapanese_data();
    void failuresInJapanese();
    void everyCodeHasWords();
    void saysWhatNumbersSay();
    void linesAreOfOneKey();
    void lagIsSaid();
    void takesInWhatWasPointedAt();
    void routeBesideAProfile();
    void routeBesideARewritingProfile_data();
    void routeBesideARewritingProfile();
    void patchesAreNotMapped();
    void choicesOf();

private:
    void speakJapanese()
    {
        QVERIFY(m_japanese.load(QStringLiteral(":/alcedo/i18n/alcedo_ja.qm")));
        QCoreApplication::installTranslator(&m_japanese);
    }
    QTranslator m_japanese;
};

void TestSourceProbe::mapsNothingOf_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("pointer");
    QTest::newRow("no JSON") << QByteArray("pong") << QStringLiteral("/price");
    QTest::newRow("no such place") << quotes(1)[0] << QStringLiteral("/prices");
    QTest::newRow("another kind's") << QByteArray(R"({"type":"beat","price":1})") << QStringLiteral("/price");
    QTest::newRow("a place of nothing") << quotes(1)[0] << QString();
    QTest::newRow("noise") << quotes(1)[0] << QStringLiteral("//~//~7/*");
}

void TestSourceProbe::mapsNothingOf()
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

void TestSourceProbe::placesOfFields_data()
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

void TestSourceProbe::placesOfFields()
{
    QFETCH(const QByteArray, message);
    QFETCH(const QString, pointer);
    QFETCH(const QString, path);
    const auto kinds = guessed(message.contains("list") ? QByteArrayList(20, message) : quotes(30));
    const ShapePlace place = shapePlace(kinds, message, pointer);
    QVERIFY(place.field >= 0);
    QCOMPARE(kinds[place.kind].fields[place.field].path, path);
}

void TestSourceProbe::routesNeedAProfile()
{
    const auto kinds = guessed(quotes(30));
    QVERIFY(!withRoutes("", kinds));
    QVERIFY(!withRoutes("[1]", kinds));
}

void TestSourceProbe::routesBesideUnwrap_data()
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
void TestSourceProbe::routesBesideUnwrap()
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

void TestSourceProbe::saysAllInJapanese_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("quote") << QByteArray(R"({"type":"q","symbol":"A","bid":"1.5","ask":"1.6","on":true})");
    QTest::newRow("price") << QByteArray(R"({"symbol":"A","price":1.5,"ts":1700000000123,"seq":5})");
    QTest::newRow("trade") << QByteArray(
        R"({"symbol":"A","price":1.5,"qty":2,"side":"buy","at":"2026-01-05T10:00:00Z"})");
    QTest::newRow("candle") << QByteArray(R"({"s":"A","o":1,"h":3,"l":1,"c":2,"v":9})");
    QTest::newRow("score") << QByteArray(
        R"({"matchId":"m1","home":"A","away":"B","home_score":1,"away_score":0})");
    QTest::newRow("news") << QByteArray(
        R"({"desk":"x","title":"The river rises again after heavy rain in the north"})");
    QTest::newRow("sensor") << QByteArray(R"({"device":"p1","value":1.5,"unit":"bar"})");
    QTest::newRow("book") << QByteArray(
        R"({"type":"snapshot","s":"A","bids":[["1.5","3"]],"asks":[["1.6","2"]]})");
    QTest::newRow("subjects") << QByteArray(R"({"topic":"trade.A","v":1.5})");
    QTest::newRow("nothing measured")
        << QByteArray(R"({"type":"beat","tags":[1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8]})");
}

void TestSourceProbe::saysAllInJapanese()
{
    QFETCH(const QByteArray, message);
    speakJapanese();
    SourceProbe probe;
    const QAbstractItemModelTester tester(probe.fields());
    QByteArrayList messages = QByteArrayList(20, message);
    if (message.contains("topic")) {
        for (int i = 0; i < 20; ++i)
            messages += R"({"topic":"beat.B","n":)" + QByteArray::number(i) + "}";
    }
    probe.show(guessed(messages));
    QVERIFY(probe.fieldCount() > 0);
    for (int row = 0; row < probe.fieldCount(); ++row) {
        for (const char *name : {"reason", "type", "role", "kind"}) {
            const QString text = at(probe, row, name).toString();
            const bool isSilent = text.isEmpty(); // what was not chosen needs no reason
            QVERIFY2(isSilent || !isAscii(text), qPrintable(QString::fromLatin1(name) + u':' + text));
        }
        QVERIFY(!at(probe, row, at(probe, row, "isKind").toBool() ? "kind" : "role").toString().isEmpty());
    }
    QVERIFY2(!isAscii(probe.summary()), qPrintable(probe.summary()));
    for (const QVariant &card : probe.suggestions())
        QVERIFY(!isAscii(card.toMap().value(QStringLiteral("title")).toString()));
}

void TestSourceProbe::failuresInJapanese_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<QString>("message");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, Stage stage, const char *message, int status = 0) {
        QTest::newRow(name) << int(stage) << QString::fromLatin1(message) << status;
    };
    row("name", Stage::Name, "host not found");
    row("refused", Stage::Tcp, "Connection refused");
    row("no answer", Stage::Tcp, "no answer within 10 s");
    row("TLS, rare words", Stage::Tls, "The TLS/SSL handshake failed in a rare way");
    row("upgrade", Stage::Upgrade, "HTTP 503 Service Unavailable", 503);
    row("not HTTP", Stage::Upgrade, "the answer is not HTTP");
    row("sign-in", Stage::SignIn, "a token is needed (-32001)");
    row("subscribe", Stage::Subscribe, "no such channel");
}

void TestSourceProbe::failuresInJapanese()
{
    QFETCH(const int, stage);
    QFETCH(const QString, message);
    QFETCH(const int, status);
    const DialFailure failure{Stage(stage), message, status, {}, false};
    const QString english = failureText(failure);
    QVERIFY2(isAscii(english) && !english.isEmpty(), qPrintable(english));
    speakJapanese();
    QVERIFY2(!isAscii(failureText(failure)), qPrintable(failureText(failure)));
    for (const ErrorCode code :
         {ErrorCode::Io, ErrorCode::Parse, ErrorCode::InvalidArgument, ErrorCode::Unknown})
        QVERIFY(!isAscii(sourceErrorText(QStringLiteral("/x/y.json"), Error(code, message), {})));
    QVERIFY(!isAscii(sourceErrorText(QStringLiteral("coinbas"), Error(), {QStringLiteral("coinbase")})));
}

void TestSourceProbe::everyCodeHasWords()
{
    speakJapanese();
    for (int code = 0; code <= int(ShapeReason::Code::Called); ++code) {
        ShapeReason reason{ShapeReason::Code(code), {}, {}};
        const QString bare = reason.text();
        for (int i = 1; i <= 3; ++i) {
            if (bare.contains(u'%' + QString::number(i)))
                reason.arguments += QStringLiteral("%1 %2 %3"); // a peer's text is never a placeholder
        }
        QVERIFY2(!isAscii(shapewords::reason(reason)), qPrintable(bare));
        QVERIFY2(isAscii(reason.text()), qPrintable(bare));
    }
    for (int kind = 0; kind < RecordKindCount; ++kind) {
        QVERIFY(!isAscii(shapewords::record(RecordKind(kind))));
        for (const Field &field : RecordSchema::of(RecordKind(kind)).fields) {
            const QString role = QString::fromUtf8(field.name.data(), qsizetype(field.name.size()));
            QVERIFY2(!isAscii(shapewords::role(role)), qPrintable(role));
        }
    }
    for (int type = 0; type <= int(ShapeType::Boolean); ++type) {
        ShapeField field;
        field.type = ShapeType(type);
        field.unit = QStringLiteral("ms");
        QVERIFY(!isAscii(shapewords::type(field)));
    }
}

void TestSourceProbe::saysWhatNumbersSay()
{
    QByteArrayList readings, trades;
    for (int i = 0; i < 30; ++i) {
        readings += R"({"station":"S1","tempC":)" + QByteArray::number(i % 7) + ".5}";
        trades += R"({"symbol":"A","price":1.5,"amount":)" + QByteArray::number(i % 2 ? i : -i) + ".5}";
    }
    SourceProbe probe;
    probe.show(guessed(readings));
    QCOMPARE(at(probe, rowNamed(probe, QStringLiteral("tempC")), "role").toString(),
             QString::fromUtf8("value, \u00B0C"));
    probe.show(guessed(trades));
    QCOMPARE(at(probe, rowNamed(probe, QStringLiteral("amount")), "role").toString(),
             QStringLiteral("size, side"));
}

// Two keys in one line would be a saw: 40, 1001, 42, 1003 …
void TestSourceProbe::linesAreOfOneKey()
{
    const auto kinds = guessed(quotes(61)); // the newest is of NO2
    QCOMPARE(kinds.size(), 1);
    const auto price =
        std::find_if(kinds[0].fields.begin(), kinds[0].fields.end(),
                     [](const ShapeField &field) { return field.path == QLatin1String("/price"); });
    QVERIFY(price != kinds[0].fields.end());
    QCOMPARE(price->recent.size(), 31);
    QCOMPARE(price->recent.last(), 100.25);
    QVERIFY(
        std::all_of(price->recent.begin(), price->recent.end(), [](double value) { return value < 1000; }));

    SourceProbe probe;
    probe.show(kinds);
    const auto line = at(probe, rowNamed(probe, QStringLiteral("price")), "spark").value<SparkShape>();
    QCOMPARE(line.vertices().size(), std::size_t(31));
    QCOMPARE(line.vertices().front().y, 0.f); // it rises all the way
    QCOMPARE(line.vertices().back().y, 1.f);
    QVERIFY(at(probe, rowNamed(probe, QStringLiteral("zone")), "spark").value<SparkShape>().isEmpty());
    const auto many = guessed(quotes(1'000));
    for (const ShapeField &field : many[0].fields)
        QVERIFY(field.recent.size() <= 40);
}

void TestSourceProbe::lagIsSaid()
{
    SourceProbe probe;
    auto kinds = guessed(quotes(30));
    probe.show(kinds);
    const int row = rowNamed(probe, QStringLiteral("ts"));
    QCOMPARE(at(probe, row, "lag").toString(), QStringLiteral("lag 25 ms"));
    QVERIFY(at(probe, row, "now").toString().contains(QLatin1Char(':'))); // as a clock shows it
    QVERIFY(at(probe, rowNamed(probe, QStringLiteral("price")), "lag").toString().isEmpty());
    for (ShapeField &field : kinds[0].fields) {
        if (field.lagNs)
            field.lagNs = -*field.lagNs;
    }
    probe.show(kinds);
    QCOMPARE(at(probe, row, "lag").toString(), QStringLiteral("ahead 25 ms"));
}

void TestSourceProbe::takesInWhatWasPointedAt()
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
void TestSourceProbe::routeBesideAProfile()
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

void TestSourceProbe::routeBesideARewritingProfile_data()
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
void TestSourceProbe::routeBesideARewritingProfile()
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
void TestSourceProbe::patchesAreNotMapped()
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

// A kind read as another sort of record: what is called so there is taken, and what was corrected is let go.
void TestSourceProbe::choicesOf()
{
    const auto values = [](const QVariantList &choices) {
        QStringList all;
        for (const QVariant &one : choices)
            all << one.toMap().value(QStringLiteral("value")).toString();
        return all;
    };
    SourceProbe probe;
    QVERIFY(probe.choices(0).isEmpty());
    probe.choose(QStringLiteral("quote")); // nothing was asked about
    probe.show(guessed(quotes(60)));
    QCOMPARE(values(probe.choices(0)),
             QStringList({"quote", "trade", "candle", "score", "sensor", "news", ""}));
    QVERIFY(probe.choices(-1).isEmpty() && probe.choices(99).isEmpty());

    const int zone = rowNamed(probe, QStringLiteral("zone"));
    QVERIFY(!values(probe.choices(zone)).contains(QLatin1String("last"))); // a text is no price
    probe.choose(QStringLiteral("last"));
    QCOMPARE(at(probe, zone, "role").toString(), QStringLiteral("key"));
    const int price = rowNamed(probe, QStringLiteral("price"));
    QVERIFY(values(probe.choices(price)).contains(QLatin1String("bid")));
    probe.show(guessed(quotes(61))); // a new guess in between
    probe.choose(QStringLiteral("bid"));
    QCOMPARE(at(probe, rowNamed(probe, QStringLiteral("price")), "role").toString(), QStringLiteral("bid"));

    (void)probe.choices(0);
    probe.choose(QStringLiteral("sensor"));
    QCOMPARE(at(probe, 0, "kind").toString(), QStringLiteral("sensor"));
    QCOMPARE(at(probe, rowNamed(probe, QStringLiteral("zone")), "role").toString(), QStringLiteral("key"));
    QCOMPARE(at(probe, rowNamed(probe, QStringLiteral("price")), "role").toString(), QStringLiteral("value"));
    QCOMPARE(at(probe, rowNamed(probe, QStringLiteral("mw")), "role").toString(), QStringLiteral("value"));
    probe.show(guessed(quotes(62))); // and it stays so
    QCOMPARE(at(probe, 0, "kind").toString(), QStringLiteral("sensor"));
    (void)probe.choices(0);
    probe.choose(QString());
    QVERIFY(!at(probe, 0, "chosen").toBool());
    QCOMPARE(probe.fieldCount(), 1);
}

QTEST_MAIN(TestSourceProbe)
#include "tst_sourceprobe.moc"
