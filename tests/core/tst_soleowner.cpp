// SPDX-License-Identifier: MIT
#include <alcedo/core/soleowner.h>

#include <QTest>
#include <algorithm>
#include <thread>

using namespace alcedo;

class TestSoleOwner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notOfNothingOrOthersBytes();
    void notWhileAnotherHasThem();
    void againOnceAnotherThreadIsDone();
    void ofASharedObject();
};

void TestSoleOwner::notOfNothingOrOthersBytes()
{
    QByteArray null, empty("");
    QByteArray raw = QByteArray::fromRawData("abc", 3);
    QVERIFY(!isSoleOwner(null));
    QVERIFY(!isSoleOwner(empty));
    QVERIFY(!isSoleOwner(raw));
}

void TestSoleOwner::notWhileAnotherHasThem()
{
    QByteArray bytes(100, 'x');
    QVERIFY(isSoleOwner(bytes));
    QByteArray other = bytes;
    QVERIFY(!isSoleOwner(bytes));
    other.clear();
    QVERIFY(isSoleOwner(bytes));
}

void TestSoleOwner::againOnceAnotherThreadIsDone()
{
    QByteArray bytes(100, 'x');
    qsizetype seen = 0;
    std::thread reader([copy = bytes, &seen]() mutable {
        seen = std::count(copy.cbegin(), copy.cend(), 'x');
        copy = {};
    });
    while (!isSoleOwner(bytes))
        std::this_thread::yield();
    bytes[0] = 'y'; // it has read
    reader.join();
    QCOMPARE(seen, 100);
    QCOMPARE(bytes.count('x'), 99);
}

void TestSoleOwner::ofASharedObject()
{
    std::shared_ptr<QByteArray> object;
    QVERIFY(!isSoleOwner(object));
    object = std::make_shared<QByteArray>(100, 'x');
    QVERIFY(isSoleOwner(object));
    qsizetype seen = 0;
    std::thread reader([copy = std::shared_ptr<const QByteArray>(object), &seen]() mutable {
        seen = std::count(copy->cbegin(), copy->cend(), 'x');
        copy = {};
    });
    while (!isSoleOwner(object))
        std::this_thread::yield();
    object->fill('y'); // it has read
    reader.join();
    QCOMPARE(seen, 100);
    QVERIFY(isSoleOwner(object));
}

QTEST_APPLESS_MAIN(TestSoleOwner)
#include "tst_soleowner.moc"
