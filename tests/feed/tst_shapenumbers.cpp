// SPDX-License-Identifier: MIT
// What a guess reads out of numbers beside their value: a side out of their signs, a unit out of their names.
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/shapeinference.h>

#include <QTest>
#include <algorithm>

using namespace alcedo;

namespace {

/// %1 becomes a number that is below zero in every third.
QByteArrayList signedBy(const QByteArray &form, int count = 30)
{
    QByteArrayList messages;
    for (int i = 0; i < count; ++i)
        messages +=
            QByteArray(form).replace("%1", QByteArray(QByteArray::number((i % 3 ? 1 : -1) * (i + 1)) + ".5"));
    return messages;
}

QList<ShapeKind> proposed(const QByteArrayList &messages)
{
    ShapeInference guess;
    std::int64_t now = 1'700'000'000'000'000'000;
    for (const QByteArray &message : messages)
        guess.add(message, now += 100'000'000);
    return guess.propose();
}

ShapeField sizeOf(const ShapeKind &kind)
{
    const auto found = std::find_if(kind.fields.begin(), kind.fields.end(), [](const ShapeField &field) {
        return field.role == QLatin1String("size");
    });
    return found == kind.fields.end() ? ShapeField() : *found;
}

/// What the guessed profile makes of the messages.
std::shared_ptr<const RecordBatch> mapped(const QList<ShapeKind> &kinds, const QByteArrayList &messages)
{
    const auto profile =
        FeedProfile::parse(ShapeInference::profile(QStringLiteral("x"), {}, kinds), QStringLiteral("guess"));
    if (!profile)
        qFatal("%s", qPrintable(profile.error().message()));
    Mapping mapping(*profile);
    RecordBatchBuilder builder;
    for (const QByteArray &message : messages)
        (void)mapping.map(message, 1, builder);
    return builder.take();
}

} // namespace

class TestShapeNumbers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signsAreNoSides_data();
    void signsAreNoSides();
    void signsAreSidesOfTrades();
    void signsAreSidesOfLevels_data();
    void signsAreSidesOfLevels();
    void unitsOfNames_data();
    void unitsOfNames();
};

void TestShapeNumbers::signsAreNoSides_data()
{
    QTest::addColumn<QByteArrayList>("messages");
    QTest::newRow("all above") << QByteArrayList(30, R"({"s":"A","price":1.5,"amount":2})");
    QTest::newRow("all below") << QByteArrayList(30, R"({"s":"A","price":1.5,"amount":-2})");
    QTest::newRow("below once") << QByteArrayList(60, R"({"s":"A","price":1.5,"amount":2})") +
                                       QByteArrayList(1, R"({"s":"A","price":1.5,"amount":-2})");
    QTest::newRow("no size") << signedBy(R"({"s":"A","price":1.5,"change":%1})");
    QTest::newRow("a quote") << signedBy(R"({"s":"A","bid":1.5,"ask":1.6,"amount":%1})");
}

void TestShapeNumbers::signsAreNoSides()
{
    QFETCH(const QByteArrayList, messages);
    const auto kinds = proposed(messages);
    QCOMPARE(kinds.size(), 1);
    QCOMPARE(kinds.first().record, RecordKind::Quote);
    QVERIFY(!ShapeInference::profile(QStringLiteral("x"), {}, kinds).contains("sign"));
}

void TestShapeNumbers::signsAreSidesOfTrades()
{
    const QByteArrayList messages = signedBy(R"({"s":"A","price":1.5,"amount":%1})");
    const auto kinds = proposed(messages);
    QCOMPARE(kinds.size(), 1);
    QCOMPARE(kinds.first().record, RecordKind::Trade);
    QCOMPARE(sizeOf(kinds.first()).path, QStringLiteral("/amount"));
    const auto size =
        std::find_if(kinds.first().fields.begin(), kinds.first().fields.end(),
                     [](const ShapeField &field) { return field.role == QLatin1String("size"); });
    QCOMPARE(size->reason->code, ShapeReason::Code::SignedSize);
    const auto batch = mapped(kinds, messages);
    QCOMPARE(batch->size(), std::size_t(30));
    QCOMPARE(batch->text(0, trade::Side), std::string_view("sell"));
    QCOMPARE(batch->decimal(0, trade::Size).toString(), QStringLiteral("1.5"));
    QCOMPARE(batch->text(1, trade::Side), std::string_view("buy"));
    // A side that is said counts, whatever the sign.
    const auto said = proposed(signedBy(R"({"s":"A","price":1.5,"side":"buy","amount":%1})"));
    QVERIFY(!ShapeInference::profile(QStringLiteral("x"), {}, said).contains("sign"));
}

void TestShapeNumbers::signsAreSidesOfLevels_data()
{
    QTest::addColumn<QByteArrayList>("messages");
    QTest::addColumn<QString>("levels"); // each, side, price, size, gone
    QTest::addColumn<int>("count");      // of the first record
    QTest::newRow("none: one side alone")
        << QByteArrayList(20, R"({"type":"book","s":"A","rows":[[1.5,3],[1.6,2]]})") << QString() << 0;
    QTest::newRow("none: no book's name")
        << QByteArrayList(20, R"({"type":"moves","s":"A","rows":[[1.5,3],[1.6,-2]]})") << QString() << 0;
    QTest::newRow("none: not all are numbers")
        << QByteArrayList(20, R"({"type":"book","s":"A","rows":[[1.5,3],[1.6,-2],["x",1]]})") << QString()
        << 0;
    QTest::newRow("pairs") << QByteArrayList(20, R"({"type":"book","s":"A","rows":[[1.5,3],[1.6,-2]]})")
                           << QStringLiteral("/rows /1 /0 /1 ") << 2;
    QTest::newRow("with a count between")
        << QByteArrayList(20, R"({"kind":"x","s":"A","book":[[1.5,2,3],[1.6,1,-2],[1.7,0,-1]]})")
        << QStringLiteral("/book /2 /0 /2 /1") << 3;
    QTest::newRow("objects")
        << QByteArrayList(
               20, R"({"type":"book","s":"A","rows":[{"price":1.5,"amount":3},{"price":1.6,"amount":-2}]})")
        << QStringLiteral("/rows /amount /price /amount ") << 2;
    QTest::newRow("one a message") << signedBy(R"({"type":"book","s":"A","price":1.5,"amount":%1})")
                                   << QStringLiteral(" /amount /price /amount ") << 1;
}

void TestShapeNumbers::signsAreSidesOfLevels()
{
    QFETCH(const QByteArrayList, messages);
    QFETCH(const QString, levels);
    QFETCH(const int, count);
    const auto kinds = proposed(messages);
    QCOMPARE(kinds.size(), 1);
    QStringList found;
    for (const ShapeKind::Levels &part : kinds.first().levels)
        found << QStringList{part.each, part.side, part.price, part.size, part.gone}.join(u' ');
    QCOMPARE(found.join(u','), levels);
    if (levels.isEmpty())
        return;
    QCOMPARE(kinds.first().reasons.first().code, ShapeReason::Code::SignedLevels);
    const auto batch = mapped(kinds, messages);
    QCOMPARE(batch->size(), std::size_t(messages.size()));
    const auto all = batch->levels(0, book::Levels);
    QCOMPARE(int(all.size()), count);
    for (const BookLevel &level : all)
        QVERIFY(level.size.toString().front() != u'-');
    const bool isGone = levels.endsWith(QLatin1String("/1")) && count == 3;
    QCOMPARE(all.back().size.toString() == QLatin1String("0"), isGone);
    QCOMPARE(all.back().side, BookLevel::Side::Ask);
}

void TestShapeNumbers::unitsOfNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("unit");
    const auto row = [](const char *name, const QString &unit) {
        QTest::newRow(name) << QString::fromLatin1(name) << unit;
    };
    for (const char *name :
         {"", "km", "wind_ms", "windMs", "load_mw", "c", "vitaminC", "kwh", "tempo", "deg", "_km"})
        row(name, {});
    row("load_kW", QStringLiteral("kW"));
    row("energyKwh", QStringLiteral("kWh"));
    row("tempC", QStringLiteral("\u00B0C"));
    row("temperature_f", QStringLiteral("\u00B0F"));
    row("pressure_hPa", QStringLiteral("hPa"));
    row("humidity-pct", QStringLiteral("%"));
    row("wind_kmh", QStringLiteral("km/h"));
    row("windKMH", QStringLiteral("km/h"));
    row("latitude", QStringLiteral("\u00B0"));
}

void TestShapeNumbers::unitsOfNames()
{
    QFETCH(const QString, name);
    QFETCH(const QString, unit);
    QByteArrayList messages;
    for (int i = 0; i < 30; ++i)
        messages += R"({"station":"S1",")" + name.toUtf8() + R"(":)" + QByteArray::number(i % 7) + ".25}";
    const auto kinds = proposed(messages);
    QCOMPARE(kinds.size(), 1);
    QCOMPARE(kinds.first().record, RecordKind::Sensor);
    const auto batch = mapped(kinds, messages);
    QCOMPARE(batch->size(), std::size_t(30));
    const std::string_view said = batch->text(0, sensor::Unit);
    QCOMPARE(QString::fromUtf8(said.data(), qsizetype(said.size())), unit);
    // A unit that is said counts.
    for (QByteArray &message : messages)
        message.replace("}", R"(,"unit":"furlong"})");
    QCOMPARE(mapped(proposed(messages), messages)->text(0, sensor::Unit), std::string_view("furlong"));
}

QTEST_GUILESS_MAIN(TestShapeNumbers)
#include "tst_shapenumbers.moc"
