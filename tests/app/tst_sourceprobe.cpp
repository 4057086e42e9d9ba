// SPDX-License-Identifier: MIT
// What Add source says of a feed that it looks at, in both languages.
#include "probequotes.h"

#include <failuretext.h>
#include <shapewords.h>
#include <sourceprobe.h>
#include <sparkshape.h>

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTranslator>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;

namespace {

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; });
}

} // namespace

class TestSourceProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void cleanup() { QCoreApplication::removeTranslator(&m_japanese); }
    void saysAllInJapanese_data();
    void saysAllInJapanese();
    void failuresInJapanese_data();
    void failuresInJapanese();
    void everyCodeHasWords();
    void saysWhatNumbersSay();
    void linesAreOfOneKey();
    void lagIsSaid();
    void choicesOf();

private:
    void speakJapanese()
    {
        QVERIFY(m_japanese.load(QStringLiteral(":/alcedo/i18n/alcedo_ja.qm")));
        QCoreApplication::installTranslator(&m_japanese);
    }
    QTranslator m_japanese;
};

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
    row("our own words, without their code", Stage::Tcp, "Connection refused");
    row("TLS, rare words", Stage::Tls, "The TLS/SSL handshake failed in a rare way");
    row("upgrade", Stage::Upgrade, "HTTP 503 Service Unavailable", 503);
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
