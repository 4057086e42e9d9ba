// SPDX-License-Identifier: MIT
// MCAP from other hands: what is damaged is refused with its place, what is whole gives its messages.
#include <alcedo/recording/mcapreader.h>
#include <alcedo/recording/recordsink.h>

#include "recordings.h"

#include <QBuffer>
#include <QtEndian>
#include <random>
#include <zlib.h>

using namespace alcedo;
using namespace recordings;

namespace {

template <typename Number>
QByteArray number(Number value)
{
    QByteArray bytes(sizeof(Number), Qt::Uninitialized);
    qToLittleEndian(value, bytes.data());
    return bytes;
}
QByteArray text(const QByteArray &bytes)
{
    return number(quint32(bytes.size())) + bytes;
}
QByteArray record(char opcode, const QByteArray &content)
{
    return opcode + number(quint64(content.size())) + content;
}
const QByteArray Magic("\x89MCAP0\r\n", 8);
const QByteArray Head = Magic + record(1, text("") + text("test"));
const QByteArray Schema =
    record(3, number(quint16(7)) + text("their.Type") + text("jsonschema") + text("{}"));
const QByteArray Channel =
    record(4, number(quint16(2)) + number(quint16(7)) + text("/imu") + text("json") + number(quint32(0)));
const QByteArray End = record(15, number(quint32(0))) +
                       record(2, number(quint64(0)) + number(quint64(0)) + number(quint32(0))) + Magic;

QByteArray message(quint64 logNs, const QByteArray &data)
{
    return record(5, number(quint16(2)) + number(quint32(1)) + number(logNs) + number(logNs - 1) + data);
}
QByteArray chunk(const QByteArray &records, const QByteArray &packing, quint32 checksum, quint64 size)
{
    return record(6, number(quint64(0)) + number(quint64(0)) + number(size) + number(checksum) +
                         text(packing) + number(quint64(records.size())) + records);
}
quint32 checksumOf(const QByteArray &bytes)
{
    return quint32(crc32(0, reinterpret_cast<const Bytef *>(bytes.constData()), uInt(bytes.size())));
}

/// The messages as "topic encoding schema log publish data", and then the error, where there is one.
QByteArrayList readAll(const QByteArray &bytes)
{
    const File at;
    QFile file(at.path);
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size())
        return {"not written"};
    file.close();
    QByteArrayList all;
    auto reader = McapReader::open(at.path);
    if (!reader)
        return {"error: " + reader.error().message().toUtf8()};
    for (;;) {
        McapMessage message;
        const auto more = (*reader)->next(message);
        if (!more)
            return all << "error: " + more.error().message().toUtf8();
        if (!*more)
            return all;
        QByteArray line;
        for (const std::string_view part : {message.topic, message.encoding, message.schema})
            line += QByteArray(part.data(), qsizetype(part.size())) + ' ';
        line += QByteArray::number(qlonglong(message.logNs)) + ' ' +
                QByteArray::number(qlonglong(message.publishNs)) + ' ';
        all << line + QByteArray(message.data.data(), qsizetype(message.data.size()));
    }
}

} // namespace

class tst_McapReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void damagedFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("why");
        const QByteArray records = Schema + Channel + message(5, "{}");
        QTest::newRow("empty") << QByteArray() << QByteArray("does not begin");
        QTest::newRow("other magic") << QByteArray("\x89MCAP1\r\n") << QByteArray("does not begin");
        QTest::newRow("no end") << Head + records << QByteArray("ends in the middle");
        QTest::newRow("cut in a record")
            << Head + records.left(records.size() - 1) << QByteArray("ends in the middle");
        QTest::newRow("a length beyond the file")
            << Head + '\x05' + number(quint64(-1)) + "abc" << QByteArray("ends in the middle");
        QTest::newRow("a message of no channel") << Head + message(5, "{}") + End << QByteArray("no channel");
        QTest::newRow("a short message") << Head + record(5, "abc") + End << QByteArray("cut short");
        QTest::newRow("a short channel") << Head + record(4, "abc") + End << QByteArray("cut short");
        QTest::newRow("a topic of 5 kB")
            << Head +
                   record(4, number(quint16(2)) + number(quint16(0)) + text(QByteArray(5'000, 'x')) +
                                 text("json") + number(quint32(0))) +
                   End
            << QByteArray("too long");
        QTest::newRow("a chunk by lz4")
            << Head + chunk(records, "lz4", 0, quint64(records.size())) + End << QByteArray("packed by lz4");
        QTest::newRow("a chunk that is no zstd")
            << Head + chunk(records, "zstd", 0, quint64(records.size())) + End << QByteArray("decompress");
        QTest::newRow("a chunk of another size")
            << Head + chunk(records, "", 0, 3) + End << QByteArray("another size");
        QTest::newRow("a chunk's checksum")
            << Head + chunk(records, "", 1, quint64(records.size())) + End << QByteArray("checksum");
        const QByteArray nested = chunk(records, "", 0, quint64(records.size()));
        QTest::newRow("a chunk in a chunk")
            << Head + chunk(nested, "", 0, quint64(nested.size())) + End << QByteArray("in a chunk");
    }
    void damagedFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, why);
        const QByteArrayList all = readAll(bytes);
        QVERIFY2(!all.isEmpty() && all.last().startsWith("error: ") && all.last().contains(why),
                 all.join('\n').constData());
    }

    void anyBytesAreHarmless()
    {
        const QByteArray records = Schema + Channel + message(5, "{}") + message(6, "[1]");
        const QByteArray whole =
            Head + records + chunk(records, "", checksumOf(records), quint64(records.size())) + End;
        QCOMPARE(readAll(whole).size(), 4);
        std::mt19937 random(1);
        int refused = 0;
        for (int i = 0; i < 500; ++i) {
            QByteArray damaged = whole;
            for (int change = 0; change < 3; ++change)
                damaged[qsizetype(random() % std::size_t(damaged.size()))] = char(random());
            const QByteArrayList all = readAll(damaged);
            refused += !all.isEmpty() && all.last().startsWith("error");
        }
        QVERIFY2(refused > 100, qPrintable(QString::number(refused)));
    }

    void messagesWithAndWithoutChunks()
    {
        const QByteArray records = Schema + Channel + message(5, "{\"a\":1}") + record(0x7f, "later");
        const QByteArrayList wanted{"/imu json their.Type 5 4 {\"a\":1}"};
        QCOMPARE(readAll(Head + records + End), wanted);
        QCOMPARE(readAll(Head + chunk(records, "", checksumOf(records), quint64(records.size())) + End),
                 wanted);
        QCOMPARE(readAll(Head + chunk(records, "", 0, quint64(records.size())) + record(9, "attached") + End),
                 wanted);
        QCOMPARE(readAll(Head + chunk({}, "zstd", 0, 0) + End), QByteArrayList());
    }

    void whatWeWriteIsRead()
    {
        QBuffer buffer;
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        const auto sink = makeMcapSink(buffer);
        sink->begin();
        QByteArrayList wanted;
        for (int i = 0; i < 20'000; ++i) { // several chunks
            const RecordBatchPtr batch = quoteOf("A", i, Start + i);
            sink->add(*batch, 0, "markets");
            const QByteArray at = QByteArray::number(qlonglong(Start + i));
            wanted << "markets/quote json alcedo.quote " + at + ' ' + at + ' ' + jsonOf(*batch).trimmed();
        }
        sink->end();
        QVERIFY(sink->flush());
        QCOMPARE(readAll(buffer.data()), wanted);
    }
};

QTEST_GUILESS_MAIN(tst_McapReader)
#include "tst_mcapreader.moc"
