// SPDX-License-Identifier: MIT
#include "brokertest.h"

using namespace alcedo;
using namespace std::chrono_literals;

/// What a channel knows of each key.
class TestMemorySnapshots : public BrokerTest
{
    Q_OBJECT

private Q_SLOTS:
    void mergeRefused_data();
    void mergeRefused();
    void snapshotKeepsNewest();
    void snapshotBytesBounded();
    void mergedRecordsAreBounded();
    void snapshotMergesFields();
    void snapshotsForModes();
};

void TestMemorySnapshots::mergeRefused_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("without a key") << QString() << QByteArray("{}");
    QTest::newRow("no object") << QStringLiteral("a") << QByteArray("[1]");
}

void TestMemorySnapshots::mergeRefused()
{
    QFETCH(QString, key);
    QFETCH(QByteArray, data);
    MemoryBroker broker({}, m_clock);
    const auto refused = publish(broker, key, data, Publication::Op::Merge);
    QVERIFY(!refused);
    QCOMPARE(refused.error().detail(), int(RpcError::InvalidParams));
    QCOMPARE(broker.counters().publications, 0u);
}

void TestMemorySnapshots::snapshotKeepsNewest()
{
    MemoryBroker broker({}, m_clock);
    Sink sink;
    QVERIFY(publish(broker, QStringLiteral("a")));
    QVERIFY(publish(broker, QStringLiteral("b")));
    QVERIFY(publish(broker, QStringLiteral("a"), "2"));
    QVERIFY(publish(broker, QStringLiteral("b"), "null", Publication::Op::Remove));
    QVERIFY(publish(broker, QStringLiteral("gone"), "null", Publication::Op::Remove));
    QVERIFY(publish(broker));
    const auto joined = broker.join(QStringLiteral("c"), sink, Broker::Snapshot::Wanted);
    QCOMPARE(offsetsOf(joined->snapshot), (Offsets{3}));
    QCOMPARE(joined->snapshot.front()->key, QStringLiteral("a"));
    QCOMPARE(joined->top.offset, 6u);
    QCOMPARE(broker.counters().keys, 1u);
    QVERIFY(broker.join(QStringLiteral("c"), sink, Broker::Snapshot::Unwanted)->snapshot.empty());
}

void TestMemorySnapshots::snapshotBytesBounded()
{
    MemoryBroker probe({}, m_clock);
    QVERIFY(publish(probe, QStringLiteral("a")));
    const auto cost = qint64(probe.counters().keyBytes);
    MemoryBroker::Options options;
    options.historyBytes = cost * 3;
    MemoryBroker broker(options, m_clock);
    Sink sink;
    for (const char *key : {"a", "b", "c", "a", "d"})
        QVERIFY(publish(broker, QLatin1String(key)));
    // History went first, then the key that was set longest ago.
    QCOMPARE(broker.counters().held, 0u);
    QCOMPARE(offsetsOf(broker.join(QStringLiteral("c"), sink, Broker::Snapshot::Wanted)->snapshot),
             (Offsets{3, 4, 5}));
    QCOMPARE(broker.counters().droppedKeys, 1u);
    QCOMPARE(broker.counters().keyBytes, quint64(cost) * 3);
}

void TestMemorySnapshots::mergedRecordsAreBounded()
{
    MemoryBroker broker({}, m_clock);
    const auto fields = [](char name) -> QByteArray {
        return QByteArray("{\"") + name + "\":\"" + QByteArray(100'000, 'x') + "\"}";
    };
    const auto merge = [&](char name) {
        return publish(broker, QStringLiteral("k"), fields(name), Publication::Op::Merge);
    };
    QVERIFY(merge('a') && merge('b'));
    const auto refused = merge('c'); // each of them may be published, all in one record not
    QVERIFY(!refused);
    QCOMPARE(refused.error().detail(), int(RpcError::TooLarge));
    QVERIFY(merge('b')); // takes the place of its like
    QVERIFY(publish(broker, QStringLiteral("k"), "{}"));
    QVERIFY(merge('c'));
}

void TestMemorySnapshots::snapshotMergesFields()
{
    MemoryBroker broker({}, m_clock);
    Sink sink;
    const QString key = QStringLiteral("k");
    const auto record = [&] {
        const auto joined = broker.join(QStringLiteral("c"), sink, Broker::Snapshot::Wanted);
        return joined->snapshot.empty() ? QByteArray() : joined->snapshot.front()->element;
    };
    using Op = Publication::Op;
    const QByteArray time = ',' + QByteArray::number(qint64(m_clock.wall() / 1ms)) + ',';
    QVERIFY(publish(broker, key, R"({"a":1})", Op::Merge));
    QCOMPARE(record(), "[1" + time + R"({"a":1},"k"])"); // whole, whatever it was published as
    QVERIFY(publish(broker, key, R"({"b":2})", Op::Merge));
    QCOMPARE(record(), "[2" + time + R"({"a":1,"b":2},"k"])");
    QVERIFY(publish(broker, key, R"({"a":3})", Op::Set));
    QCOMPARE(record(), "[3" + time + R"({"a":3},"k"])");
    QVERIFY(publish(broker, key, "null", Op::Remove));
    QCOMPARE(record(), QByteArray());
    QVERIFY(publish(broker, key, R"({"b":4})", Op::Merge));
    QCOMPARE(record(), "[5" + time + R"({"b":4},"k"])");
    // The history has them as they were published.
    QCOMPARE(read(broker).publications[1]->element, "[2" + time + R"({"b":2},"k","merge"])");
    QCOMPARE(broker.counters().keys, 1u);
}

void TestMemorySnapshots::snapshotsForModes()
{
    using Snapshot = Broker::Snapshot;
    MemoryBroker broker({}, m_clock);
    Sink sink;
    const auto offsets = [&](Snapshot snapshot) {
        return offsetsOf(broker.join(QStringLiteral("c"), sink, snapshot)->snapshot);
    };
    QCOMPARE(offsets(Snapshot::Newest), Offsets());
    QVERIFY(publish(broker));
    QVERIFY(publish(broker, QStringLiteral("a")));
    QVERIFY(publish(broker));
    QVERIFY(publish(broker, QStringLiteral("b")));
    QCOMPARE(offsets(Snapshot::Wanted), (Offsets{2, 4}));
    QCOMPARE(offsets(Snapshot::Records), (Offsets{2, 3, 4}));
    QCOMPARE(offsets(Snapshot::Newest), (Offsets{4}));
    QVERIFY(publish(broker));
    QCOMPARE(offsets(Snapshot::Records), (Offsets{2, 4, 5}));
    QCOMPARE(offsets(Snapshot::Newest), (Offsets{5}));
    m_clock.advance(1h);
    broker.sweep();
    QCOMPARE(offsets(Snapshot::Newest), (Offsets{5})); // however old
    broker.declare(QStringLiteral("c"), {0, 0ms, {}});
    QCOMPARE(offsets(Snapshot::Newest), Offsets()); // none rather than an older one
    QCOMPARE(offsets(Snapshot::Records), (Offsets{2, 4}));
}

QTEST_APPLESS_MAIN(TestMemorySnapshots)
#include "tst_memorysnapshots.moc"
