// SPDX-License-Identifier: MIT
#include <alcedo/wire/cbor.h>
#include <alcedo/wire/jsonsyntax.h>

#include <QCborValue>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace alcedo;

namespace {

QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

QJsonValue valueOf(const QByteArray &json)
{
    return QJsonDocument::fromJson('[' + json + ']').array().first();
}

QJsonValue anyJson(QRandomGenerator &random, int depth)
{
    switch (random.bounded(depth > 0 ? 8 : 6)) {
    case 0:
        return QJsonValue();
    case 1:
        return random.bounded(2) == 1;
    case 2:
        return qint64(random.generate64() >> random.bounded(12, 64)) * (random.bounded(2) ? 1 : -1);
    case 3:
        return random.bounded(1'000'000) / 100.0 * (random.bounded(2) ? 1 : -1);
    case 4:
        return std::ldexp(random.generateDouble(),
                          random.bounded(-200, 50)); // whole ones: Qt has them as integers
    case 5: {
        QString text;
        for (int n = random.bounded(20); n > 0; --n) {
            const char32_t point = random.bounded(8) ? char32_t(random.bounded(1, 0x80))
                                                     : char32_t(0x1F600 + random.bounded(40));
            text += QString::fromUcs4(&point, 1);
        }
        return text;
    }
    case 6: {
        QJsonArray array;
        for (int n = random.bounded(30); n > 0; --n)
            array.append(anyJson(random, depth - 1));
        return array;
    }
    default: {
        QJsonObject object;
        for (int n = random.bounded(30); n > 0; --n)
            object[QString::number(random.bounded(1'000)) + u'"'] = anyJson(random, depth - 1);
        return object;
    }
    }
}

} // namespace

class TestCbor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refused_data();
    void refused();
    void bounded();
    void truncated();
    void reads_data();
    void reads();
    void writes_data();
    void writes();
    void roundTrips();
    void againstQt();
    void anyBytes();
};

void TestCbor::refused_data()
{
    QTest::addColumn<QByteArray>("cbor");
    const auto row = [](const char *name, const char *digits) { QTest::newRow(name) << hex(digits); };
    row("nothing", "");
    row("two items", "0101");
    row("reserved length", "1c");
    row("reserved length of an array", "9e");
    row("indefinite number", "1f");
    row("indefinite tag", "df");
    row("break alone", "ff");
    row("break in a definite array", "82ff");
    row("break for a value", "bf6161ff");
    row("byte string", "420102");
    row("byte strings in pieces", "5f4101ff");
    row("undefined", "f7");
    row("simple value", "f0");
    row("simple value in two bytes", "f820");
    row("not a number", "f97e00");
    row("infinity", "f97c00");
    row("infinity in four bytes", "fa7f800000");
    row("infinity in eight bytes", "fbfff0000000000000");
    row("key that is a number", "a10102");
    row("key that is an array", "a18001");
    row("the same key twice", "a2616101616102");
    row("the same key twice, in pieces", "a26161017f6161ff02");
    row("no UTF-8", "62c328");
    row("a surrogate", "63eda080");
    row("a character split between pieces", "7f61c361bcff");
    row("text in pieces of bytes", "7f4161ff");
    row("text in pieces in pieces", "7f7f6161ffff");
    row("unknown tag", "c074323031332d30332d32315432303a30343a30305a");
    row("big number", "c249010000000000000000");
    row("decimal fraction of one", "c48101");
    row("decimal fraction of texts", "c4826161"
                                     "01");
    row("decimal fraction out of range", "c4821a7fffffff01");
    row("decimal fraction below range", "c4823a7fffffff01");
    row("decimal fraction of big numbers", "c482001bffffffffffffffff");
    row("decimal fraction without an end", "c49f0101ff");
    row("array of more than there is", "9b7fffffffffffffff01");
    row("map of more than there is", "bbffffffffffffffff");
    row("text of more than there is", "7bffffffffffffffff61");
    row("text of one more", "6261");
}

void TestCbor::refused()
{
    QFETCH(QByteArray, cbor);
    const auto json = jsonFromCbor(cbor);
    QVERIFY2(!json, json ? json->constData() : "");
    QCOMPARE(json.error().detail(), -32700);
    QVERIFY(!json.error().message().endsWith(u' '));
}

void TestCbor::bounded()
{
    const auto nested = [](int levels) -> QByteArray { return QByteArray(levels, char(0x81)) + char(0); };
    QVERIFY(jsonFromCbor(nested(64)));
    QVERIFY(!jsonFromCbor(nested(65)));
    QVERIFY(!jsonFromCbor(nested(1'000'000)));
    QVERIFY(!jsonFromCbor(QByteArray(1'000'000, char(0x9F))));
    QVERIFY(!jsonFromCbor(QByteArray(1'000'000, char(0xC4))));
    QByteArray selfDescribed;
    for (int i = 0; i < 100'000; ++i)
        selfDescribed += hex("d9d9f7");
    selfDescribed += char(0);
    QVERIFY(!jsonFromCbor(selfDescribed));
    // A control character is one byte there and six here.
    const QByteArray text = hex("7a000f4240") + QByteArray(1'000'000, '\1');
    QVERIFY(!jsonFromCbor(text));
    QVERIFY(jsonFromCbor(text, {8'000'000, 64}));
}

void TestCbor::truncated()
{
    const QByteArray whole = hex("a36161"
                                 "9f0102fb3ff199999999999aff"
                                 "6162"
                                 "7f626161ff"
                                 "6163"
                                 "c48201193039");
    QVERIFY(jsonFromCbor(whole));
    for (qsizetype size = 0; size < whole.size(); ++size) {
        QByteArray part = whole.left(size);
        part.squeeze();
        QVERIFY2(!jsonFromCbor(part), QByteArray::number(size));
    }
}

void TestCbor::reads_data()
{
    QTest::addColumn<QByteArray>("cbor");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *digits, const char *json) {
        QTest::newRow(digits) << hex(digits) << QByteArray(json);
    };
    // RFC 8949 Appendix A, those that JSON has a word for.
    row("00", "0");
    row("17", "23");
    row("1818", "24");
    row("1903e8", "1000");
    row("1a000f4240", "1000000");
    row("1b000000e8d4a51000", "1000000000000");
    row("1bffffffffffffffff", "18446744073709551615");
    row("3bffffffffffffffff", "-18446744073709551616");
    row("20", "-1");
    row("3903e7", "-1000");
    row("f90000", "0");
    row("f98000", "-0");
    row("f93c00", "1");
    row("fb3ff199999999999a", "1.1");
    row("f93e00", "1.5");
    row("f97bff", "65504");
    row("fa47c35000", "1e+05");
    row("f90001", "5.960464477539063e-08");
    row("f90400", "6.103515625e-05");
    row("f9c400", "-4");
    row("f4", "false");
    row("f5", "true");
    row("f6", "null");
    row("60", "\"\"");
    row("62225c", R"("\"\\")");
    row("62c3bc", "\"\xC3\xBC\"");
    row("64f0908591", "\"\xF0\x90\x85\x91\"");
    row("80", "[]");
    row("8301820203820405", "[1,[2,3],[4,5]]");
    row("a0", "{}");
    row("a26161016162820203", R"({"a":1,"b":[2,3]})");
    row("7f657374726561646d696e67ff", "\"streaming\"");
    row("9fff", "[]");
    row("9f018202039f0405ffff", "[1,[2,3],[4,5]]");
    row("bf61610161629f0203ffff", R"({"a":1,"b":[2,3]})");
    // And beyond.
    row("1800", "0"); // longer than needed is still a number
    row("c48221196ab3", "27315e-2");
    row("c4820005", "5");
    row("d9d9f70a", "10");
    row("610a", R"("\u000a")");
    row("7fff", "\"\"");
}

void TestCbor::reads()
{
    QFETCH(QByteArray, cbor);
    QFETCH(QByteArray, json);
    const auto read = jsonFromCbor(cbor);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message()));
    QCOMPARE(*read, json);
    QVERIFY(isJsonText({read->constData(), std::size_t(read->size())}));
}

void TestCbor::writes_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("cbor");
    const auto row = [](const char *json, const char *digits) {
        QTest::newRow(json) << QByteArray(json) << hex(digits);
    };
    row("0", "00");
    row("-0", "f98000"); // a float: whole numbers have no such zero
    row("23", "17");
    row("24", "1818");
    row("65536", "1a00010000");
    row("18446744073709551615", "1bffffffffffffffff");
    row("-18446744073709551615", "3bfffffffffffffffe");
    row("-1", "20");
    row("1.0", "f93c00");
    row("1.5", "f93e00");
    row("1.1", "fb3ff199999999999a");
    row("100000.5", "fa47c35040");
    row("1e2", "f95640");
    row("5.960464477539063e-08", "f90001");
    row("6.097555160522461e-05", "f903ff");
    row("67412.50", "fa4783aa40");
    row("0.1234567890123456789", "c482321b1122"
                                 "10f47de98115");
    row("67412.12345678901234", "c4822d1b5d8d98e973ab2ff2");
    row("123456789012345678901234567890", "fb45f8ee90ff6c373e");
    row("1e999", "fb7fefffffffffffff");
    row("2E222222222222222", "fb7fefffffffffffff");
    row("2e-222222222222222", "f90000");
    row("-1e999", "fbffefffffffffffff");
    row("1e-999", "f90000");
    row(R"("\u00fc\ud800\udd51\n\/\"")", "69c3bcf09085910a2f22");
    row(R"("\ud800")", "63efbfbd");
    row(R"("\ud800\u0041")", "64efbfbd41");
    row(" [ 1 , [ true , false ] , null ] ", "830182f5f4f6");
    row(R"({ "a" : 1 , "b" : { } })", "a26161016162a0");
    row("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]",
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819");
}

void TestCbor::writes()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, cbor);
    QCOMPARE(cborFromJson(json).toHex(), cbor.toHex());
}

void TestCbor::roundTrips()
{
    QRandomGenerator random(20'261'121);
    for (int round = 0; round < 3'000; ++round) {
        const QByteArray json = QJsonDocument(QJsonArray{anyJson(random, 4)})
                                    .toJson(round % 2 ? QJsonDocument::Compact : QJsonDocument::Indented);
        const auto back = jsonFromCbor(cborFromJson(json));
        QVERIFY2(back, json.constData());
        QVERIFY(isJsonText({back->constData(), std::size_t(back->size())}));
        QCOMPARE(QJsonDocument::fromJson(*back), QJsonDocument::fromJson(json));
    }
    // Digits that no double has come back as they were.
    for (const char *digits : {"67412.123456789012345", "0.30000000000000004", "-9007199254740993.5", "1.10",
                               "1e60", "1.7976931348623157e308"}) {
        const auto back = jsonFromCbor(cborFromJson(digits));
        QVERIFY(back);
        const double value = QByteArray(digits).toDouble();
        QCOMPARE(back->toDouble(), value);
        QCOMPARE(cborFromJson(*back), cborFromJson(digits));
    }
}

/// Another implementation reads what we write, and writes what we read.
void TestCbor::againstQt()
{
    QRandomGenerator random(1'121);
    for (int round = 0; round < 2'000; ++round) {
        const QJsonArray json{anyJson(random, 3)};
        const QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
        QCborParserError error;
        const QCborValue read = QCborValue::fromCbor(cborFromJson(text), &error);
        QCOMPARE(error.error, QCborError::NoError);
        if (read.toArray().first().isTag() || text.contains("e-") || text.contains("e+"))
            continue; // Qt does not know decimal fractions
        const auto ours = jsonFromCbor(QCborValue::fromJsonValue(json).toCbor());
        QVERIFY2(ours, text.constData());
        QCOMPARE(QJsonDocument::fromJson(*ours).array(), json);
    }
    QCOMPARE(QCborValue::fromCbor(cborFromJson(R"({"a":[1,2.5,"x",null,true]})")).toJsonValue(),
             valueOf(R"({"a":[1,2.5,"x",null,true]})"));
}

void TestCbor::anyBytes()
{
    QRandomGenerator random(3);
    for (int round = 0; round < 100'000; ++round) {
        QByteArray bytes(random.bounded(24), Qt::Uninitialized);
        for (char &byte : bytes)
            byte = char(random.bounded(4) ? "\x81\xa1\x61\x61\x01\x9f\xbf\x7f\xff\xf6"[random.bounded(10)]
                                          : random.bounded(256));
        bytes.squeeze();
        const auto json = jsonFromCbor(bytes);
        if (!json)
            continue;
        QVERIFY2(isJsonText({json->constData(), std::size_t(json->size())}, 80), json->constData());
        const auto again = jsonFromCbor(cborFromJson(*json));
        QVERIFY(again);
        QCOMPARE(valueOf(*again), valueOf(*json));
    }
}

QTEST_GUILESS_MAIN(TestCbor)
#include "tst_cbor.moc"
