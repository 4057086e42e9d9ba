// SPDX-License-Identifier: MIT
#include <alcedo/transport/deflater.h>
#include <alcedo/transport/framereader.h>
#include <alcedo/transport/preparedmessage.h>

#include <QRandomGenerator>
#include <QTest>

using namespace alcedo;
using Outcome = Inflater::Outcome;
using Event = FrameReader::Event;

/// RFC 7692 7.2 and 6: messages through a deflater, and back through inflater and reader.
class TestDeflater : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void corruptStreams_data();
    void corruptStreams();
    void bombsAreTooLarge_data();
    void bombsAreTooLarge();
    void faultyFrames_data();
    void faultyFrames();
    void examplesOfTheRfc_data();
    void examplesOfTheRfc();
    void roundTrips_data();
    void roundTrips();
    void eightBitsAreObeyed();
    void keptContextMakesRepetitionsSmall();
    void forgottenContextMakesEqualBytes();
    void threshold();
    void incompressibleGoesAsItIs();
    void limitIsExact();
    void fragmentsAndPingsBetween();
    void preparedOnceForEqualTerms();
};

namespace {

QByteArray noise(qsizetype size)
{
    QRandomGenerator random(7);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

QByteArray ticks(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text.append("{\"s\":\"BTC-USD\",\"p\":\"")
            .append(QByteArray::number(42'000 + (i * 37) % 101))
            .append("\"},");
    return text;
}

DeflateTerms terms(bool keeps = true, int bits = 15)
{
    DeflateTerms made;
    made.keepsContext = keeps;
    made.peerKeepsContext = keeps;
    made.windowBits = std::max(bits, 9);
    made.peerWindowBits = bits;
    made.threshold = 0;
    return made;
}

/// A frame as a server's peer gets it, with this first byte.
QByteArray frameOf(std::uint8_t first, const QByteArray &payload)
{
    QByteArray frame = encodeFrame(Opcode::Binary, payload);
    frame[0] = char(first);
    return frame;
}

QByteArray compressed(const QByteArray &message)
{
    return Deflater(terms()).deflate(message).value();
}

} // namespace

void TestDeflater::corruptStreams_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("reserved block type") << QByteArray("\x07");
    QTest::newRow("stored length and its complement differ") << QByteArray("\x00\x05\x00\x00\x00", 5);
    QTest::newRow("reaches back before the beginning") << QByteArray("\x02\x02\x00", 3);
    QTest::newRow("cut inside a block") << compressed(ticks(50)).chopped(20);
    QTest::newRow("cut inside a stored block") << QByteArray("\x00\x05\x00\xFA\xFFHe", 7);
    QTest::newRow("noise") << QByteArray("\xFF").append(noise(200));
    QTest::newRow("a zlib header") << QByteArray("\x78\x9C\xCB\x48\xCD\xC9\xC9\x07\x00\x06\x2C\x02\x15", 13);
}

void TestDeflater::corruptStreams()
{
    QFETCH(QByteArray, stream);
    for (const bool keeps : {true, false}) {
        Inflater inflater(terms(keeps));
        QByteArray out("before");
        QCOMPARE(inflater.inflate(stream, 1 << 20, out), Outcome::Corrupt);
        QVERIFY(out.isEmpty());
    }
    FrameReader reader(WebSocketRole::Client, 1 << 20, terms());
    reader.add(frameOf(0xC2, stream));
    QCOMPARE(reader.next(), Event::Fault);
    QCOMPARE(reader.closeCode(), 1007);
    // The thread's own stream serves the next link as if nothing had been.
    Inflater next(terms(false));
    QByteArray out;
    QCOMPARE(next.inflate(compressed("hello hello"), 100, out), Outcome::Done);
    QCOMPARE(out, QByteArray("hello hello"));
}

void TestDeflater::bombsAreTooLarge_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<bool>("keeps");
    for (const bool keeps : {true, false}) {
        const char *name = keeps ? "context kept" : "context forgotten";
        QTest::addRow("one over, %s", name) << qint64(1000) << qsizetype(10'001) << keeps;
        QTest::addRow("over a hundred times, %s", name) << qint64(512 << 10) << qsizetype(64 << 20) << keeps;
    }
}

void TestDeflater::bombsAreTooLarge()
{
    QFETCH(qint64, limit);
    QFETCH(qsizetype, size);
    QFETCH(bool, keeps);
    const QByteArray bomb = compressed(QByteArray(size, 'x'));
    QVERIFY(bomb.size() <= limit); // the frame itself is within the limit
    FrameReader reader(WebSocketRole::Client, limit, terms(keeps));
    reader.add(frameOf(0xC2, bomb));
    QCOMPARE(reader.next(), Event::Fault);
    QCOMPARE(reader.closeCode(), 1009);
}

void TestDeflater::faultyFrames_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::addColumn<bool>("agreed");
    QTest::addColumn<int>("code");
    const QByteArray hello = compressed("hello hello");
    QTest::newRow("RSV1, nothing agreed") << frameOf(0xC1, hello) << false << 1002;
    QTest::newRow("RSV1 on a continuation")
        << QByteArray(frameOf(0x41, hello.first(3)) + frameOf(0xC0, hello.mid(3))) << true << 1002;
    QTest::newRow("RSV1 on the continuation of a plain message")
        << QByteArray(frameOf(0x01, "a") + frameOf(0xC0, "b")) << true << 1002;
    QTest::newRow("RSV1 on a ping") << frameOf(0xC9, hello) << true << 1002;
    QTest::newRow("RSV1 on a pong") << frameOf(0xCA, hello) << true << 1002;
    QTest::newRow("RSV1 on a close") << frameOf(0xC8, "\x03\xE8") << true << 1002;
    QTest::newRow("RSV2") << frameOf(0xA1, hello) << true << 1002;
    QTest::newRow("RSV3") << frameOf(0x91, hello) << true << 1002;
    QTest::newRow("RSV1 and RSV2") << frameOf(0xE1, hello) << true << 1002;
    QTest::newRow("text is not UTF-8") << frameOf(0xC1, compressed("\xC0\xAF\xC0\xAF")) << true << 1007;
    QTest::newRow("text ends inside a character")
        << frameOf(0xC1, compressed("aaaa\xE2\x82")) << true << 1007;
    QTest::newRow("compressed over the limit") << frameOf(0xC2, noise(1200)) << true << 1009;
    QTest::newRow("fragments over the limit")
        << QByteArray(frameOf(0x42, noise(600)) + frameOf(0x80, noise(600))) << true << 1009;
}

void TestDeflater::faultyFrames()
{
    QFETCH(QByteArray, frames);
    QFETCH(bool, agreed);
    QFETCH(int, code);
    FrameReader reader(WebSocketRole::Client, 1000, agreed ? std::optional(terms()) : std::nullopt);
    reader.add(frames);
    QCOMPARE(reader.next(), Event::Fault);
    QCOMPARE(reader.closeCode(), code);
    QVERIFY(!reader.closeReason().isEmpty());
    QCOMPARE(reader.next(), Event::Fault);
}

// RFC 7692 7.2.3.
void TestDeflater::examplesOfTheRfc_data()
{
    QTest::addColumn<QByteArrayList>("streams");
    const QByteArray hello("\xF2\x48\xCD\xC9\xC9\x07\x00", 7);
    QTest::newRow("one block") << QByteArrayList{hello};
    QTest::newRow("a shared window") << QByteArrayList{hello, QByteArray("\xF2\x00\x11\x00\x00", 5)};
    QTest::newRow("a block without compression")
        << QByteArrayList{QByteArray("\x00\x05\x00\xFA\xFF\x48\x65\x6C\x6C\x6F\x00", 11)};
    const QByteArray final("\xF3\x48\xCD\xC9\xC9\x07\x00\x00", 8);
    QTest::newRow("a final block") << QByteArrayList{final};
    QTest::newRow("a final block, its empty byte left out") << QByteArrayList{final.chopped(1)};
    QTest::newRow("a window shared past a final block")
        << QByteArrayList{final, QByteArray("\xF2\x00\x11\x00\x00", 5)};
    QTest::newRow("two blocks") << QByteArrayList{
        QByteArray("\xF2\x48\x05\x00\x00\x00\xFF\xFF\xCA\xC9\xC9\x07\x00", 13)};
}

void TestDeflater::examplesOfTheRfc()
{
    QFETCH(QByteArrayList, streams);
    Inflater inflater(terms());
    for (const QByteArray &stream : streams) {
        QByteArray out;
        QCOMPARE(inflater.inflate(stream, 5, out), Outcome::Done);
        QCOMPARE(out, QByteArray("Hello"));
    }
    QByteArray out("x");
    QCOMPARE(inflater.inflate(QByteArray(1, '\0'), 5, out), Outcome::Done); // 7.2.3.6: an empty message
    QVERIFY(out.isEmpty());
    QCOMPARE(inflater.inflate(QByteArray("\x02\x00", 2), 5, out), Outcome::Done);
    QVERIFY(out.isEmpty());
}

void TestDeflater::roundTrips_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("level");
    QTest::addColumn<int>("memoryLevel");
    QTest::addColumn<bool>("keeps");
    for (const bool keeps : {true, false}) {
        for (int bits = 9; bits <= 15; ++bits)
            QTest::addRow("%d bits, keeps %d", bits, keeps) << bits << 3 << 5 << keeps;
        for (const int level : {1, 6, 9})
            QTest::addRow("level %d, keeps %d", level, keeps) << 12 << level << 5 << keeps;
        for (const int memory : {1, 8, 9})
            QTest::addRow("memory level %d, keeps %d", memory, keeps) << 12 << 3 << memory << keeps;
    }
}

void TestDeflater::roundTrips()
{
    QFETCH(int, bits);
    QFETCH(int, level);
    QFETCH(int, memoryLevel);
    QFETCH(bool, keeps);
    DeflateTerms agreed = terms(keeps, bits);
    agreed.level = level;
    agreed.memoryLevel = memoryLevel;
    Deflater deflater(agreed);
    Inflater inflater(agreed);
    QByteArrayList messages{
        "x",           "y",           ticks(1),      ticks(50),           ticks(50), QByteArray(70'000, '\0'),
        noise(70'000), noise(70'000), ticks(20'000), QByteArray(300, 'x')};
    for (const QByteArray &message : messages) {
        const std::optional<QByteArray> stream = deflater.deflate(message);
        if (!stream) {
            QVERIFY(!keeps); // what does not get smaller
            continue;
        }
        QByteArray out;
        QCOMPARE(inflater.inflate(*stream, message.size(), out), Outcome::Done);
        QVERIFY(out == message);
    }
}

// zlib knows no raw window of 8 bits for compression. What it makes with 9 reaches back 250 bytes at most: a
// real window of 256 bytes must do, also where the output comes in small pieces.
void TestDeflater::eightBitsAreObeyed()
{
    DeflateTerms nine = terms(true, 9);
    nine.level = 9;
    Deflater deflater(nine);
    Inflater inflater(terms(true, 8));
    const QByteArray period = noise(255);
    QByteArray message;
    for (int i = 0; i < 40; ++i)
        message.append(period.first(200 + i));
    for (int i = 0; i < 3; ++i) {
        const std::optional<QByteArray> stream = deflater.deflate(message);
        QVERIFY(stream);
        QVERIFY(stream->size() < message.size() / 2);
        QByteArray out;
        QCOMPARE(inflater.inflate(*stream, message.size(), out), Outcome::Done);
        QVERIFY(out == message);
    }
}

void TestDeflater::keptContextMakesRepetitionsSmall()
{
    Deflater deflater(terms(true));
    QVERIFY(!deflater.isStateless());
    const QByteArray message = noise(1000);
    const qsizetype first = deflater.deflate(message)->size();
    const qsizetype second = deflater.deflate(message)->size();
    QVERIFY2(second < first / 20, qPrintable(QString::number(second)));
}

void TestDeflater::forgottenContextMakesEqualBytes()
{
    Deflater one(terms(false));
    Deflater other(terms(false));
    QVERIFY(one.isStateless());
    const QByteArray message = ticks(50);
    const QByteArray first = one.deflate(message).value();
    QVERIFY(other.deflate(ticks(3)));
    QCOMPARE(one.deflate(message).value(), first);
    QCOMPARE(other.deflate(message).value(), first);
    Deflater smaller(terms(false, 9)); // other terms in between
    QVERIFY(smaller.deflate(message));
    QCOMPARE(one.deflate(message).value(), first);
}

void TestDeflater::threshold()
{
    DeflateTerms agreed = terms(false);
    agreed.threshold = 256;
    Deflater deflater(agreed);
    QVERIFY(!deflater.deflate(QByteArray()));
    QVERIFY(!deflater.deflate(QByteArray(255, 'x')));
    QVERIFY(deflater.deflate(QByteArray(256, 'x')));
    QVERIFY(!Deflater(terms()).deflate(QByteArray())); // zero means all but empty ones
    QVERIFY(Deflater(terms()).deflate("x"));
}

void TestDeflater::incompressibleGoesAsItIs()
{
    QVERIFY(!Deflater(terms(false)).deflate(noise(5000)));
    QVERIFY(Deflater(terms(true)).deflate(noise(5000))); // the peer's window must have it
}

void TestDeflater::limitIsExact()
{
    for (const bool keeps : {true, false}) {
        for (const qsizetype size : {qsizetype(1), qsizetype(100), qsizetype(1000), qsizetype(100'000)}) {
            const QByteArray stream = compressed(QByteArray(size, 'x'));
            QByteArray out;
            Inflater fits(terms(keeps));
            QCOMPARE(fits.inflate(stream, size, out), Outcome::Done);
            QCOMPARE(out.size(), size);
            Inflater doesNot(terms(keeps));
            QCOMPARE(doesNot.inflate(stream, size - 1, out), Outcome::TooLarge);
        }
    }
}

void TestDeflater::fragmentsAndPingsBetween()
{
    const QByteArray message = ticks(300);
    const QByteArray stream = compressed(message);
    QByteArray bytes;
    const qsizetype step = stream.size() / 7;
    for (qsizetype at = 0; at < stream.size(); at += step) {
        const bool last = at + step >= stream.size();
        bytes += frameOf(std::uint8_t((at == 0 ? 0x41 : 0x00) | (last ? 0x80 : 0)), stream.mid(at, step));
        bytes += frameOf(0x89, "between");
    }
    bytes += frameOf(0x81, "plain"); // RFC 7692 6: a message may go uncompressed
    FrameReader reader(WebSocketRole::Client, 1 << 20, terms());
    QByteArrayList texts;
    int pings = 0;
    for (const char byte : std::as_const(bytes)) {
        reader.add(QByteArray(1, byte));
        for (Event event = reader.next(); event != Event::NeedMore; event = reader.next()) {
            QVERIFY(event == Event::Text || event == Event::Ping);
            if (event == Event::Text)
                texts.append(reader.payload());
            else
                pings += reader.payload() == "between";
        }
        reader.letGo(); // frees nothing that is still needed
    }
    QCOMPARE(texts, (QByteArrayList{message, "plain"}));
    QVERIFY(pings >= 7);
}

void TestDeflater::preparedOnceForEqualTerms()
{
    PreparedMessage message(Opcode::Text, ticks(50));
    Deflater one(terms(false, 12));
    Deflater equal(terms(false, 12));
    Deflater smaller(terms(false, 9));
    const QByteArray first = message.deflatedFrame(one);
    QVERIFY(first.isSharedWith(message.deflatedFrame(equal))); // the same bytes, not equal ones
    QVERIFY(message.deflatedFrame(smaller) != first);
    QVERIFY(first.size() < message.plainFrame().size() / 3);
    for (const QByteArray &frame : {first, message.deflatedFrame(smaller), message.plainFrame()}) {
        FrameReader reader(WebSocketRole::Client, 1 << 20, terms(false, 12));
        reader.add(frame);
        QCOMPARE(reader.next(), Event::Text);
        QVERIFY(reader.payload() == message.payload());
    }
    PreparedMessage small(Opcode::Text, "x");
    QCOMPARE(small.deflatedFrame(one), small.plainFrame());
}

QTEST_GUILESS_MAIN(TestDeflater)
#include "tst_deflater.moc"
