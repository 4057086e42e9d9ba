// SPDX-License-Identifier: MIT
#include <alcedo/series/recordbatch.h>

#include <QTest>
#include <algorithm>
#include <deque>
#include <set>

using namespace alcedo;

namespace {

Decimal number(std::string_view text)
{
    return Decimal::parse(text).value();
}

} // namespace

class tst_RecordBatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void emptyBuilderGivesNull()
    {
        RecordBatchBuilder builder(3);
        QVERIFY(!builder.take());
        builder.drop();
        builder.set(0, std::int64_t(1));
        builder.setTime(5);
        QVERIFY(builder.isEmpty());
    }

    void wrongFieldSetsNothing()
    {
        RecordBatchBuilder builder;
        builder.begin(RecordKind::Trade, "A", 1, 2);
        builder.set(-1, number("1"));
        builder.set(99, number("1"));
        builder.set(trade::Side, number("1"));
        builder.set(trade::Price, std::string_view("no"));
        builder.set(trade::Price, std::int64_t(7));
        builder.addLevel(trade::Price, {});
        const RecordBatchPtr batch = builder.take();
        QVERIFY(batch->decimal(0, trade::Price).isNull());
        QVERIFY(batch->text(0, trade::Side).empty());
    }

    void schemas_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("fields");
        const auto row = [](RecordKind kind, const char *name, const char *fields) {
            QTest::newRow(name) << int(kind) << QString::fromLatin1(name) << QString::fromLatin1(fields);
        };
        row(RecordKind::Quote, "quote", "last bid ask bid_size ask_size volume open high low");
        row(RecordKind::Trade, "trade", "price size side id");
        row(RecordKind::Book, "book", "levels first_sequence last_sequence");
        row(RecordKind::Candle, "candle", "open high low close volume interval closed");
        row(RecordKind::Score, "score",
            "home away home_score away_score clock period event team player minute revision home_yellow "
            "away_yellow "
            "home_red away_red note");
        row(RecordKind::Sensor, "sensor", "value unit low high name quality");
        row(RecordKind::News, "news", "id headline severity tags url body revision");
        row(RecordKind::Control, "control", "event text from to count");
    }
    void schemas()
    {
        QFETCH(int, kind);
        QFETCH(QString, name);
        QFETCH(QString, fields);
        const RecordSchema &schema = RecordSchema::of(RecordKind(kind));
        QCOMPARE(int(schema.kind), kind);
        QCOMPARE(RecordSchema::kindNamed(name.toStdString()), std::optional(RecordKind(kind)));
        const QStringList names = fields.split(QLatin1Char(' '));
        QCOMPARE(schema.fields.size(), std::size_t(names.size()));
        for (int i = 0; i < names.size(); ++i)
            QCOMPARE(schema.indexOf(names[i].toStdString()), i);
        QCOMPARE(schema.indexOf("nothing"), -1);
        QVERIFY(!RecordSchema::kindNamed("Quote"));
    }

    void everyFieldAbsentFromTheStart()
    {
        for (int k = 0; k < RecordKindCount; ++k) {
            RecordBatchBuilder builder;
            builder.begin(RecordKind(k), "key", 1, 2);
            const RecordBatchPtr batch = builder.take();
            const auto fields = RecordSchema::of(RecordKind(k)).fields;
            for (int f = 0; f < int(fields.size()); ++f) {
                switch (fields[std::size_t(f)].type) {
                case FieldType::Decimal:
                    QVERIFY(batch->decimal(0, f).isNull());
                    break;
                case FieldType::Integer:
                    QCOMPARE(batch->integer(0, f), Column::Absent);
                    break;
                case FieldType::Text:
                    QVERIFY(batch->text(0, f).empty());
                    break;
                case FieldType::Levels:
                    QVERIFY(batch->levels(0, f).empty());
                    break;
                }
            }
        }
    }

    void mixedKindsKeepOrderAndValues()
    {
        RecordBatchBuilder builder(7);
        builder.begin(RecordKind::Quote, "BTC", 10, 11, RecordFlag::Snapshot);
        builder.set(quote::Last, number("0.35210000"));
        builder.begin(RecordKind::News, "", 20, 21);
        builder.set(news::Headline, std::string_view("first"));
        builder.set(news::Headline, std::string_view("a longer second"));
        builder.set(news::Id, std::string_view("n1"));
        builder.begin(RecordKind::Quote, "ETH", 30, 31);
        builder.set(quote::Bid, number("2"));
        builder.addFlags(RecordFlag::Replayed);
        builder.setTime(29);
        QCOMPARE(builder.size(), 3u);
        const RecordBatchPtr batch = builder.take();
        QVERIFY(builder.isEmpty());

        QCOMPARE(batch->source(), SourceId(7));
        QCOMPARE(batch->size(), 3u);
        QCOMPARE(batch->kind(1), RecordKind::News);
        QCOMPARE(batch->key(0), std::string_view("BTC"));
        QCOMPARE(batch->key(1), std::string_view(""));
        QCOMPARE(batch->key(2), std::string_view("ETH"));
        QCOMPARE(batch->decimal(0, quote::Last).toString(), QStringLiteral("0.35210000"));
        QVERIFY(batch->decimal(2, quote::Last).isNull());
        QCOMPARE(batch->decimal(2, quote::Bid), number("2"));
        QCOMPARE(batch->text(1, news::Headline), std::string_view("a longer second"));
        QCOMPARE(batch->text(1, news::Id), std::string_view("n1"));
        QCOMPARE(batch->timeNs(2), 29);
        QCOMPARE(batch->arrivalNs(2), 31);
        QCOMPARE(int(batch->flags(0)), int(RecordFlag::Snapshot));
        QCOMPARE(int(batch->flags(2)), int(RecordFlag::Replayed));
        QVERIFY(batch->bytes() > 0);
    }

    void levelsPerRecord()
    {
        RecordBatchBuilder builder;
        builder.begin(RecordKind::Book, "A", 1, 1);
        builder.addLevel(book::Levels, {number("1"), number("2"), BookLevel::Side::Bid});
        builder.addLevel(book::Levels, {number("3"), number("4"), BookLevel::Side::Ask});
        builder.begin(RecordKind::Book, "B", 1, 1);
        builder.begin(RecordKind::Book, "C", 1, 1);
        builder.addLevel(book::Levels, {number("5"), number("0"), BookLevel::Side::Ask});
        const RecordBatchPtr batch = builder.take();
        QCOMPARE(batch->levels(0, book::Levels).size(), 2u);
        QCOMPARE(batch->levels(0, book::Levels)[1].price, number("3"));
        QVERIFY(batch->levels(1, book::Levels).empty());
        QCOMPARE(batch->levels(2, book::Levels).size(), 1u);
        QCOMPARE(batch->levels(2, book::Levels)[0].price, number("5"));
    }

    void droppedRecordLeavesNoTrace()
    {
        RecordBatchBuilder builder;
        builder.begin(RecordKind::Book, "A", 1, 1);
        builder.addLevel(book::Levels, {number("1"), number("2"), BookLevel::Side::Bid});
        builder.begin(RecordKind::Book, "gone", 2, 2);
        builder.addLevel(book::Levels, {number("9"), number("9"), BookLevel::Side::Bid});
        builder.drop();
        builder.begin(RecordKind::News, "gone", 2, 2);
        builder.set(news::Headline, std::string_view("gone"));
        builder.drop();
        builder.begin(RecordKind::Book, "B", 3, 3);
        builder.addLevel(book::Levels, {number("5"), number("6"), BookLevel::Side::Ask});
        const RecordBatchPtr batch = builder.take();
        QCOMPARE(batch->size(), 2u);
        QCOMPARE(batch->key(1), std::string_view("B"));
        QCOMPARE(batch->levels(0, book::Levels).size(), 1u);
        QCOMPARE(batch->levels(1, book::Levels)[0].price, number("5"));
    }

    void aFieldMayComeLateAndEnd()
    {
        RecordBatchBuilder builder;
        const auto begin = [&builder](RecordKind kind) { builder.begin(kind, "A", 1, 1); };
        begin(RecordKind::Quote);
        begin(RecordKind::Quote);
        builder.set(quote::Bid, number("1.50"));
        begin(RecordKind::News); // a table of its own in between
        begin(RecordKind::Quote);
        builder.set(quote::Last, number("2"));
        begin(RecordKind::News);
        builder.set(news::Headline, std::string_view("late"));
        builder.set(news::Revision, std::int64_t(7));
        begin(RecordKind::News);
        const RecordBatchPtr batch = builder.take();
        QCOMPARE(batch->size(), 6u);
        for (const std::size_t at : {0u, 1u, 3u}) {
            QCOMPARE(batch->decimal(at, quote::Bid).toString(), QString(at == 1 ? "1.50" : ""));
            QCOMPARE(batch->decimal(at, quote::Last).toString(), QString(at == 3 ? "2" : ""));
            QVERIFY(batch->decimal(at, quote::Open).isNull());
        }
        for (const std::size_t item : {2u, 4u, 5u}) {
            QCOMPARE(batch->text(item, news::Headline), std::string_view(item == 4 ? "late" : ""));
            QCOMPARE(batch->integer(item, news::Revision), item == 4 ? 7 : Column::Absent);
        }
    }

    void droppingGoesBackToTheKindBefore()
    {
        RecordBatchBuilder builder;
        builder.begin(RecordKind::Quote, "A", 1, 1);
        builder.begin(RecordKind::News, "gone", 2, 2);
        builder.drop();
        builder.set(quote::Last, number("3")); // the quote is the newest again
        const RecordBatchPtr batch = builder.take();
        QCOMPARE(batch->size(), 1u);
        QCOMPARE(batch->decimal(0, quote::Last), number("3"));
    }

    void takenBatchDoesNotChange()
    {
        RecordBatchBuilder builder;
        builder.begin(RecordKind::Trade, "A", 1, 1);
        builder.set(trade::Id, std::string_view("1"));
        const RecordBatchPtr first = builder.take();
        builder.begin(RecordKind::Trade, "B", 2, 2);
        builder.set(trade::Id, std::string_view("2"));
        const RecordBatchPtr second = builder.take();
        QCOMPARE(first->size(), 1u);
        QCOMPARE(first->text(0, trade::Id), std::string_view("1"));
        QCOMPARE(second->text(0, trade::Id), std::string_view("2"));
    }

    void oneThatNobodyHasIsWrittenAnew()
    {
        RecordBatchBuilder builder(4);
        const auto fill = [&builder](RecordKind kind, std::string_view key) {
            builder.begin(kind, key, 1, 2, RecordFlag::Snapshot);
            if (kind == RecordKind::Book)
                builder.addLevel(book::Levels, {number("3"), number("4"), BookLevel::Side::Ask});
            else
                builder.set(trade::Id, std::string_view("id"));
            return builder.take();
        };
        RecordBatchPtr batch = fill(RecordKind::Book, "A");
        const RecordBatch *const place = batch.get();
        const std::size_t bytes = batch->bytes();
        batch.reset();
        batch = fill(RecordKind::Trade, "BB");
        QCOMPARE(batch.get(), place);
        // Nothing of the first is left in it.
        QCOMPARE(batch->size(), 1u);
        QCOMPARE(batch->source(), SourceId(4));
        QCOMPARE(batch->key(0), std::string_view("BB"));
        QVERIFY(batch->decimal(0, trade::Price).isNull());
        QCOMPARE(batch->text(0, trade::Id), std::string_view("id"));
        batch.reset();
        batch = fill(RecordKind::Book, "A");
        QCOMPARE(batch.get(), place);
        QCOMPARE(batch->levels(0, book::Levels).size(), 1u);
        QCOMPARE(batch->bytes(), bytes); // what it has room for is not in it
    }

    void whatARecorderKeepsComesBackTheOldestFirst()
    {
        RecordBatchBuilder builder;
        std::deque<RecordBatchPtr> queue;
        std::set<const RecordBatch *> places;
        for (int i = 0; i < 100; ++i) {
            builder.begin(RecordKind::Trade, std::to_string(i), i, i);
            queue.push_back(builder.take());
            places.insert(queue.back().get());
            if (queue.size() <= 10)
                continue;
            for (std::size_t at = 0; at < queue.size(); ++at)
                QCOMPARE(queue[at]->key(0), std::string_view(std::to_string(i - 10 + int(at))));
            queue.pop_front();
        }
        QCOMPARE(places.size(), 11u);
    }

    void fewAndSmallOnesAreKept()
    {
        RecordBatchBuilder builder;
        const auto make = [&builder](std::size_t records) {
            for (std::size_t i = 0; i < records; ++i)
                builder.begin(RecordKind::Trade, "A", 1, 1);
            return builder.take();
        };
        std::vector<std::weak_ptr<const RecordBatch>> given;
        {
            std::vector<RecordBatchPtr> held;
            for (std::size_t i = 0; i < 2 * RecordBatchBuilder::MostKept; ++i)
                given.emplace_back(held.emplace_back(make(1)));
        }
        const auto alive = [&given] {
            return std::size_t(std::count_if(given.begin(), given.end(),
                                             [](const auto &batch) { return !batch.expired(); }));
        };
        QCOMPARE(alive(), RecordBatchBuilder::MostKept);
        given = {make(RecordBatchBuilder::MostKeptBytes / 16)};
        QCOMPARE(alive(), 0u);
        given = {make(1)};
        QCOMPARE(alive(), 1u);
    }
};

QTEST_GUILESS_MAIN(tst_RecordBatch)
#include "tst_recordbatch.moc"
