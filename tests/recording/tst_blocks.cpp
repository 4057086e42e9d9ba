// SPDX-License-Identifier: MIT
// The bytes of blocks and keyframes: damaged ones are refused, whole ones give back what was put in.
#include <alcedo/recording/compression.h>
#include <alcedo/recording/framecodec.h>
#include <alcedo/recording/keyframe.h>
#include <alcedo/recording/recordcodec.h>

#include "recordings.h"

#include <array>
#include <limits>
#include <random>

using namespace alcedo;
using namespace recordings;

namespace {

std::string blockOf(const std::vector<RecordBatchPtr> &batches)
{
    RecordBlockWriter writer;
    std::uint64_t sequence = 5;
    for (const RecordBatchPtr &batch : batches) {
        writer.add(*batch, sequence, Start + std::int64_t(sequence));
        sequence += 3;
    }
    return writer.block();
}

/// One record of every kind with every field set to something awkward.
RecordBatchPtr awkward()
{
    RecordBatchBuilder builder(1);
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    const std::int64_t times[] = {
        0, -1, 1'500, Start, Start + 1, least, std::numeric_limits<std::int64_t>::max(), 7};
    for (int kind = 0; kind < RecordKindCount; ++kind) {
        for (int turn = 0; turn < 2; ++turn) {
            builder.begin(RecordKind(kind), turn ? std::string_view("k\0y", 3) : std::string_view(),
                          times[kind], times[7 - kind], std::uint8_t(31 * turn));
            const auto fields = RecordSchema::of(RecordKind(kind)).fields;
            for (int field = 0; field < int(fields.size()); ++field) {
                builder.set(field, Decimal(turn ? 999'999'999'999'999'999 : -999'999'999'999'999'999,
                                           18 - field % 19));
                builder.set(field, turn ? least + 1 : std::numeric_limits<std::int64_t>::max());
                builder.set(field, std::string_view("\xff\"\n\0x", 5));
                builder.addLevel(field, {Decimal(1'000'001, 2), Decimal(3, 0), BookLevel::Side::Bid});
                builder.addLevel(field, {Decimal(1'000'000, 3), Decimal(0, 0), BookLevel::Side::Ask});
            }
        }
    }
    return builder.take();
}

} // namespace

class tst_Blocks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void damagedRecordsAreRefusedOrHarmless()
    {
        const auto batches = simulated(2);
        std::vector<RecordBatchPtr> some{awkward()};
        for (const auto &[at, batch] : batches)
            some.push_back(batch);
        const std::string whole = blockOf(some);
        std::mt19937 random(1);
        int refused = 0;
        for (int i = 0; i < 2'000; ++i) {
            std::string damaged = whole;
            for (int change = 0; change < 3; ++change)
                damaged[random() % (change ? damaged.size() : 400)] = char(random());
            if (i % 3 == 0)
                damaged.resize(random() % damaged.size());
            const auto read = readRecordBlock(damaged, 0);
            refused += !read;
            for (const RecordedBatch &batch : read ? *read : std::vector<RecordedBatch>())
                (void)jsonOf(*batch.batch); // what was read can be looked at
        }
        QVERIFY2(refused > 500, qPrintable(QString::number(refused)));
        QVERIFY(!readRecordBlock({}, 0));
        QVERIFY(!readRecordBlock("\x02", 0));
        // A count that the block cannot hold asks for no memory.
        QVERIFY(!readRecordBlock("\x01\xff\xff\xff\xff\xff\xff\xff\x7f\x01", 0));
    }

    void damagedFramesAreRefusedOrHarmless()
    {
        FrameBlockWriter writer;
        for (int i = 0; i < 50; ++i)
            writer.add(frameOf(QByteArray(i, 'x'), Start + i * 1'000), std::uint64_t(i));
        const std::string whole = writer.block();
        std::mt19937 random(2);
        int refused = 0;
        for (int i = 0; i < 2'000; ++i) {
            std::string damaged = whole;
            damaged[random() % 300] = char(random());
            if (i % 3 == 0)
                damaged.resize(random() % damaged.size());
            refused += !readFrameBlock(damaged, 0);
        }
        QVERIFY2(refused > 500, qPrintable(QString::number(refused)));
    }

    void decompressionIsBounded()
    {
        const QByteArray packed = compressed(std::string(1 << 20, 'x'), 3);
        QVERIFY(packed.size() < 200);
        const auto small = decompressed({packed.constData(), std::size_t(packed.size())}, 1'000);
        QVERIFY(!small);
        QCOMPARE(small.error().code(), ErrorCode::LimitExceeded);
        QVERIFY(!decompressed("no zstd at all", 1'000));
        QVERIFY(!decompressed({packed.constData(), std::size_t(packed.size() - 3)}, 1 << 20));
        const auto whole = decompressed({packed.constData(), std::size_t(packed.size())}, 1 << 20);
        QVERIFY(whole);
        QCOMPARE(whole->size(), std::size_t(1 << 20));
    }

    void recordsComeBackAsTheyWent()
    {
        std::vector<RecordBatchPtr> batches{awkward()};
        for (const auto &[at, batch] : simulated(20))
            batches.push_back(batch);
        batches.push_back(awkward());
        const auto read = readRecordBlock(blockOf(batches), 9);
        QVERIFY2(read, read ? "" : qPrintable(read.error().message()));
        QCOMPARE(read->size(), batches.size());
        std::uint64_t sequence = 5;
        for (std::size_t i = 0; i < batches.size(); ++i, sequence += 3) {
            QCOMPARE((*read)[i].sequence, sequence);
            QCOMPARE((*read)[i].atNs, Start + std::int64_t(sequence));
            QCOMPARE((*read)[i].batch->source(), SourceId(9));
            QCOMPARE(jsonOf(*(*read)[i].batch), jsonOf(*batches[i]));
            for (std::size_t row = 0; row < batches[i]->size(); ++row)
                QCOMPARE((*read)[i].batch->flags(row), batches[i]->flags(row));
        }
    }

    void partsDecompressAsOne()
    {
        const QByteArray both = compressed(std::array<std::string_view, 2>{"abc", "def"}, 3);
        const auto whole = decompressed({both.constData(), std::size_t(both.size())}, 6);
        QVERIFY(whole);
        QCOMPARE(*whole, std::string("abcdef"));
        // The bound is of all parts together, and rubbish behind a good one is no part.
        QCOMPARE(decompressed({both.constData(), std::size_t(both.size())}, 5).error().code(),
                 ErrorCode::LimitExceeded);
        const QByteArray more = both + "rubbish";
        QCOMPARE(decompressed({more.constData(), std::size_t(more.size())}, 100).error().code(),
                 ErrorCode::Parse);
        QVERIFY(decompressed({compressed("", 3).constData(), std::size_t(compressed("", 3).size())}, 0));
    }

    void framesOfTheFirstVersionAreRead()
    {
        ByteWriter places, marks, block;
        places.varint(5);
        places.timeStep(Start);
        places.varint(2);
        places.timeStep(1'500);
        for (const int length : {3, 2}) {
            marks.byte(std::uint8_t(length == 2 ? 3 : 0)); // the second is binary, and went out
            marks.varint(7);
            marks.varint(std::uint64_t(length));
        }
        block.varint(1);
        block.varint(2);
        block.text(places.bytes());
        block.text(marks.bytes());
        block.text("onetw");
        const auto read = readFrameBlock(block.bytes(), 3);
        QVERIFY(read);
        QCOMPARE(read->size(), 2u);
        QCOMPARE((*read)[1].sequence, 7u);
        QCOMPARE((*read)[1].frame.arrivalNs, Start + 1'500);
        QCOMPARE((*read)[1].frame.bytes, QByteArray("tw"));
        QCOMPARE((*read)[1].frame.link, 7u);
        QCOMPARE((*read)[1].frame.direction, TappedFrame::Direction::Out);
        QCOMPARE((*read)[1].frame.opcode, TappedFrame::Opcode::Binary);
        QCOMPARE((*read)[0].frame.bytes, QByteArray("one"));
    }

    void frameTimesOfAnyUnit_data()
    {
        QTest::addColumn<qint64>("unit");
        for (const int unit : {1, 100, 1'000, 1'000'000})
            QTest::addRow("%d ns", unit) << qint64(unit);
    }
    void frameTimesOfAnyUnit()
    {
        QFETCH(qint64, unit);
        const std::int64_t times[] = {Start, Start + unit, Start + 3 * unit, Start - 7 * unit,
                                      0,     -unit,        5'000'000 * unit};
        FrameBlockWriter writer;
        for (const std::int64_t time : times)
            writer.add(frameOf("x", time), 1);
        const auto read = readFrameBlock(writer.block(), 3);
        QVERIFY(read);
        for (std::size_t i = 0; i < std::size(times); ++i)
            QCOMPARE((*read)[i].frame.arrivalNs, times[i]);
    }

    void sameBatchesGiveTheSameBytes()
    {
        const auto batches = simulated(3);
        std::vector<RecordBatchPtr> some;
        for (const auto &[at, batch] : batches)
            some.push_back(batch);
        QVERIFY(blockOf(some) == blockOf(some));
    }

    void framesComeBackAsTheyWent()
    {
        FrameBlockWriter writer;
        std::vector<TappedFrame> frames;
        for (int i = 0; i < 500; ++i) {
            TappedFrame frame = frameOf(QByteArray(i * 7 % 300, char(i)), Start + i * 1'234'567, 3);
            frame.direction = i % 3 ? TappedFrame::Direction::In : TappedFrame::Direction::Out;
            frame.opcode = i % 5 ? TappedFrame::Opcode::Text : TappedFrame::Opcode::Binary;
            frame.link = std::uint32_t(i / 100);
            writer.add(frame, std::uint64_t(i) * 2);
            frames.push_back(frame);
        }
        const auto read = readFrameBlock(writer.block(), 3);
        QVERIFY(read);
        QCOMPARE(read->size(), frames.size());
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const TappedFrame &frame = (*read)[i].frame;
            QCOMPARE((*read)[i].sequence, i * 2);
            QCOMPARE(frame.bytes, frames[i].bytes);
            QCOMPARE(frame.arrivalNs, frames[i].arrivalNs);
            QCOMPARE(frame.direction, frames[i].direction);
            QCOMPARE(frame.opcode, frames[i].opcode);
            QCOMPARE(frame.link, frames[i].link);
        }
    }
};

QTEST_GUILESS_MAIN(tst_Blocks)
#include "tst_blocks.moc"
