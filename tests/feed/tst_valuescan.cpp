// SPDX-License-Identifier: MIT
#include <alcedo/feed/valuescan.h>

#include <QRandomGenerator>
#include <QTest>
#include <string>
#include <vector>

using namespace alcedo;
using namespace alcedo::valuescan;

class TestValueScan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seesWhatALookAtEachByteSees();
    void findsTheQuoteThatEndsAText();
    void tellsBytesApartAtAnyPlace();
    void readsShortDecimals_data();
    void readsShortDecimals();
};

namespace {

/// In memory that ends where the text does, so that a read behind it is seen by AddressSanitizer.
std::vector<char> exactly(const std::string &text)
{
    return {text.begin(), text.end()};
}

} // namespace

void TestValueScan::seesWhatALookAtEachByteSees()
{
    QRandomGenerator random(7);
    for (int byte = 0; byte < 256; ++byte) {
        for (std::size_t place = 0; place < Block; ++place) {
            std::string block(Block, '0'), other(Block, '0');
            for (char &c : block)
                c = char(random.bounded(256));
            other = block;
            block[place] = char(byte);
            QCOMPARE(specialBits(block.data()), bytewise::specialBits(block.data()));
            QCOMPARE(digitBits(block.data()), bytewise::digitBits(block.data()));
            QCOMPARE(sameBits(block.data(), other.data()), bytewise::sameBits(block.data(), other.data()));
        }
    }
}

void TestValueScan::findsTheQuoteThatEndsAText()
{
    const std::string Specials("\"\\\x1f\n\x80\xff\0", 7);
    for (std::size_t size = 0; size < 50; ++size) {
        for (std::size_t behind = 0; behind < 20; ++behind) {
            const auto text = exactly(std::string(size, 'a') + '"' + std::string(behind, '\\'));
            QCOMPARE(textEnd(text.data(), text.data() + text.size()) - text.data(), qsizetype(size));
        }
        const auto open = exactly(std::string(size, 'a'));
        QVERIFY(!textEnd(open.data(), open.data() + open.size()));
        for (std::size_t place = 0; place < size; ++place) {
            for (const char special : Specials.substr(1)) {
                auto text = exactly(std::string(size, 'a') + '"');
                text[place] = special;
                QVERIFY(!textEnd(text.data(), text.data() + text.size()));
            }
        }
    }
}

void TestValueScan::tellsBytesApartAtAnyPlace()
{
    for (std::size_t size = 0; size < 50; ++size) {
        std::string wanted;
        for (std::size_t i = 0; i < size; ++i)
            wanted += char('a' + i % 26);
        const std::string padded = wanted + std::string(Block, '\0');
        for (std::size_t behind = 0; behind < 20; ++behind) {
            auto text = exactly(wanted + std::string(behind, '!'));
            const char *at = text.data();
            QVERIFY(skip(at, text.data() + text.size(), padded.data(), size));
            QCOMPARE(at - text.data(), qsizetype(size));
            for (std::size_t place = 0; place < size; ++place) {
                text[place] = char(text[place] ^ 1);
                at = text.data();
                QVERIFY(!skip(at, text.data() + text.size(), padded.data(), size));
                QCOMPARE(at - text.data(), qsizetype(0)); // places, not texts
                text[place] = char(text[place] ^ 1);
            }
            if (size > 0) {
                at = text.data();
                QVERIFY(!skip(at, text.data() + size - 1, padded.data(), size));
            }
        }
    }
}

void TestValueScan::readsShortDecimals_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isShort");
    for (const char *text : {"0", "7", "-7", "1.5", "-0.25", "12345.67", "1234567", "12345678", "1234.5678",
                             "12345678.1", "1.12345678", "-12345678.12345", "0.00000001", "00", "-0"})
        QTest::newRow(text) << QByteArray(text) << true;
    for (const char *text : {"", "-", ".5", "5.", "1..2", "--1", "+1", "1e5", "123456789", "1.123456789",
                             "1,5", "a", "12345678.12345678", "1a.5", "1.5a"})
        QTest::newRow(qPrintable(QStringLiteral("not: ") + QLatin1String(text))) << QByteArray(text) << false;
}

void TestValueScan::readsShortDecimals()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isShort);
    for (std::size_t behind = 0; behind < 30; ++behind) {
        const auto bytes = exactly(text.toStdString() + '"' + std::string(behind, '9'));
        const char *const end = bytes.data() + bytes.size();
        const char *at = bytes.data();
        const Decimal read = shortDecimal(at, end, '"');
        const bool hasRoom = bytes.size() >= 26; // else the long way reads it
        QCOMPARE(!read.isNull(), isShort && hasRoom);
        QCOMPARE(at - bytes.data(), read.isNull() ? 0 : text.size());
        if (!read.isNull())
            QCOMPARE(read, Decimal::orNull({text.data(), std::size_t(text.size())}));
        if (!read.isNull())
            QCOMPARE(read.scale(), Decimal::orNull({text.data(), std::size_t(text.size())}).scale());
    }
}

QTEST_APPLESS_MAIN(TestValueScan)
#include "tst_valuescan.moc"
