// SPDX-License-Identifier: MIT
#include "sessiontest.h"

using namespace alcedo;
using namespace std::chrono_literals;

/// What subscriptions get: turns, snapshots, recovery, and what becomes of slow readers.
class TestSessionDelivery : public SessionTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void unsubscribeStops();
    void turnMakesOneMessage();
    void keyedSnapshotAndThinning();
    void recover_data();
    void recover();
    void moreThanOneReply_data();
    void moreThanOneReply();
    void mailboxOverflowIsExact();
    void keyedOverflowResubscribes();
    void slowReaderAll();
    void slowReaderKeyed();
    void slowReaderOverfull();
    void stalledReader();
};

void TestSessionDelivery::unsubscribeStops()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    const int s = resultOf(peer.ask("subscribe", R"({"channel":"c"})"))[QLatin1String("s")].toInt();
    publish();
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    publish();
    peer.ask("unsubscribe", "{\"s\":" + QByteArray::number(s) + "}");
    publish();
    const auto seen = peer.notices.size(); // the second came before, or never
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":1})")).isEmpty());
    QCOMPARE(peer.notices.size(), seen);
    const auto again = resultOf(peer.ask("subscribe", R"({"channel":"c"})"));
    QVERIFY(again[QLatin1String("s")].toInt() != s);
    QCOMPARE(again[QLatin1String("offset")].toInt(), 3);
}

void TestSessionDelivery::turnMakesOneMessage()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    QCOMPARE(resultOf(peer.ask("subscribe", R"({"channel":"c"})"))[QLatin1String("offset")].toInt(), 0);
    for (int i = 0; i < 10; ++i)
        publish(R"({"a":[1, 2.50]})");
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    const auto params = peer.notices.front()[QLatin1String("params")];
    QCOMPARE(params[QLatin1String("prev")].toInt(), 0);
    QCOMPARE(params[QLatin1String("pubs")].toArray().size(), 10);
    // The publisher's bytes, not a copy with other spaces or digits.
    QVERIFY(peer.messages.back().contains(R"({"a":[1, 2.50]})"));
}

void TestSessionDelivery::keyedSnapshotAndThinning()
{
    publish("1", QStringLiteral("a"));
    publish("2", QStringLiteral("b"));
    publish("3", QStringLiteral("a"));
    publish("null", QStringLiteral("b"), Publication::Op::Remove);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})"));
    QCOMPARE(result[QLatin1String("mode")].toString(), QStringLiteral("keyed"));
    QCOMPARE(result[QLatin1String("offset")].toInt(), 4);
    QCOMPARE(offsetsIn(result[QLatin1String("snapshot")].toArray()), (Ints{3}));
    QVERIFY(result[QLatin1String("pubs")].toArray().isEmpty());
    publish("5", QStringLiteral("a"));
    publish("6", QStringLiteral("b"));
    publish("7", QStringLiteral("a"));
    publish("null", QStringLiteral("b"), Publication::Op::Remove);
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    const auto params = peer.notices.front()[QLatin1String("params")];
    QCOMPARE(params[QLatin1String("prev")].toInt(), 4);
    QCOMPARE(offsetsIn(params[QLatin1String("pubs")].toArray()), (Ints{7, 8}));
    QCOMPARE(params[QLatin1String("pubs")][1][4].toString(), QStringLiteral("remove"));
    QCOMPARE(m_shared->totals.conflated.load(), 2u);
}

void TestSessionDelivery::recover_data()
{
    // Ten publications, of which 6 to 10 are held.
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("recovered");
    QTest::addColumn<Ints>("pubs");
    QTest::newRow("nothing asked") << QByteArray("") << false << Ints{};
    QTest::newRow("history") << QByteArray(R"(,"history":2)") << false << Ints{9, 10};
    QTest::newRow("more history than held")
        << QByteArray(R"(,"history":100)") << false << Ints{6, 7, 8, 9, 10};
    QTest::newRow("up to date") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":10})") << true
                                << Ints{};
    QTest::newRow("missed some") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":7})") << true
                                 << Ints{8, 9, 10};
    QTest::newRow("just held") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":5})") << true
                               << Ints{6, 7, 8, 9, 10};
    QTest::newRow("just not held") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":4})") << false
                                   << Ints{6, 7, 8, 9, 10};
    QTest::newRow("another epoch") << QByteArray(R"(,"recover":{"epoch":"x","offset":8})") << false
                                   << Ints{6, 7, 8, 9, 10};
    QTest::newRow("from the future") << QByteArray(R"(,"recover":{"epoch":"EPOCH","offset":11})") << false
                                     << Ints{6, 7, 8, 9, 10};
    QTest::newRow("keyed, held") << QByteArray(R"(,"mode":"keyed","recover":{"epoch":"EPOCH","offset":7})")
                                 << true << Ints{};
    QTest::newRow("keyed, not held") << QByteArray(
                                            R"(,"mode":"keyed","recover":{"epoch":"EPOCH","offset":2})")
                                     << false << Ints{};
}

void TestSessionDelivery::recover()
{
    QFETCH(QByteArray, options);
    QFETCH(bool, recovered);
    QFETCH(Ints, pubs);
    m_channel.historySize = 5;
    makeServer({});
    StreamPosition position;
    for (int i = 0; i < 10; ++i)
        position = publish("1", QStringLiteral("k"));
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    options.replace("EPOCH", position.epoch.toUtf8());
    const auto result = resultOf(peer.ask("subscribe", "{\"channel\":\"c\"" + options + "}"));
    QCOMPARE(result[QLatin1String("epoch")].toString(), position.epoch);
    QCOMPARE(result[QLatin1String("offset")].toInt(), 10);
    QCOMPARE(result[QLatin1String("recovered")].toBool(), recovered);
    QVERIFY(result[QLatin1String("recoverable")].toBool());
    QCOMPARE(offsetsIn(result[QLatin1String("pubs")].toArray()), pubs);
    QCOMPARE(result.contains(QLatin1String("snapshot")), options.contains("keyed"));
    publish("1", QStringLiteral("k"));
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    QCOMPARE(peer.notices.front()[QLatin1String("params")][QLatin1String("prev")].toInt(), 10);
}

void TestSessionDelivery::moreThanOneReply_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("recovered");
    QTest::newRow("recovery") << QByteArray(R"("recover":{"epoch":"EPOCH","offset":1})") << true;
    QTest::newRow("history") << QByteArray(R"("history":999)") << false;
}

void TestSessionDelivery::moreThanOneReply()
{
    QFETCH(QByteArray, options);
    QFETCH(bool, recovered);
    // Far more than may be pending: it comes as the reader takes it, while more is published.
    const QByteArray data = '"' + QByteArray(4'000, 'x') + '"';
    StreamPosition first = publish(data);
    for (int i = 1; i < 1'000; ++i)
        publish(data);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    options.replace("EPOCH", first.epoch.toUtf8());
    const auto result = resultOf(peer.ask("subscribe", "{\"channel\":\"c\"," + options + '}'));
    QCOMPARE(result[QLatin1String("recovered")].toBool(), recovered);
    Seen seen(1);
    for (const auto &pub : result[QLatin1String("pubs")].toArray())
        seen.takeOffset(quint64(pub[0].toInteger()));
    QVERIFY(seen.received > 0 && seen.received < 100);
    QCOMPARE(quint64(result[QLatin1String("offset")].toInteger()), seen.last);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const auto &notice : std::exchange(peer.notices, {}))
                seen.take(notice);
            return seen.last == 1'000;
        }(),
        20'000);
    for (int i = 0; i < 10; ++i)
        publish();
    QTRY_VERIFY([&] {
        for (const auto &notice : std::exchange(peer.notices, {}))
            seen.take(notice);
        return seen.last == 1'010;
    }());
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.received, 1'009u);
    QCOMPARE(m_shared->totals.slowClosed.load(), 0u);
}

void TestSessionDelivery::mailboxOverflowIsExact()
{
    // 40 MB in one turn: the worker's mailbox keeps 16, the history the last 1000; the rest is one exact
    // loss.
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c"})");
    const QByteArray data = '"' + QByteArray(10'000, 'x') + '"';
    for (int i = 0; i < 4'000; ++i)
        publish(data);
    Seen seen(0);
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            for (const auto &notice : std::exchange(peer.notices, {}))
                seen.take(notice);
            return seen.last == 4'000;
        }(),
        20'000);
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.why, QStringLiteral("retention"));
    QCOMPARE(seen.received + seen.lost, 4'000u);
    QVERIFY2(seen.lost > 1'000 && seen.lost < 1'500, QByteArray::number(seen.lost));
    QCOMPARE(m_shared->totals.lost.load(), seen.lost);
    QCOMPARE(m_shared->totals.overflows.load(), 1u);
}

void TestSessionDelivery::keyedOverflowResubscribes()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})");
    const QByteArray data = '"' + QByteArray(10'000, 'x') + '"';
    for (int i = 0; i < 4'000; ++i)
        publish(data, QStringLiteral("k"));
    QTRY_VERIFY(!peer.notices.empty() &&
                peer.notices.back()[QLatin1String("method")] == QLatin1String("unsubscribed"));
    QCOMPARE(peer.notices.back()[QLatin1String("params")][QLatin1String("resubscribe")].toBool(), true);
    QCOMPARE(peer.notices.back()[QLatin1String("params")][QLatin1String("code")].toInt(), 4004);
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})"));
    QCOMPARE(offsetsIn(result[QLatin1String("snapshot")].toArray()), (Ints{4'000}));
}

void TestSessionDelivery::slowReaderAll()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c"})");
    peer.transport().setReading(false);
    const QByteArray data = '"' + QByteArray(998, 'x') + '"';
    for (int i = 0; i < 2'000; ++i) {
        publish(data);
        if (i % 20 == 0)
            settle();
    }
    QTRY_COMPARE(m_broker->counters().publications, 2'000u);
    settle();
    QVERIFY(!peer.closed);
    peer.transport().setReading(true);
    Seen seen(0);
    QTRY_VERIFY([&] {
        for (const auto &notice : std::exchange(peer.notices, {}))
            seen.take(notice);
        return seen.last == 2'000;
    }());
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.why, QStringLiteral("slow"));
    QCOMPARE(seen.received + seen.lost, 2'000u);
    // What was kept for the reader is about slowBytes, whatever was published.
    QVERIFY2(seen.received > 200 && seen.received < 300, QByteArray::number(seen.received));
    QCOMPARE(m_shared->totals.lost.load(), seen.lost);
    // And it is live again.
    publish();
    QTRY_COMPARE(peer.notices.size(), std::size_t(1));
    seen.take(peer.notices.front());
    QCOMPARE(seen.last, 2'001u);
    QVERIFY(seen.problems.isEmpty());
}

void TestSessionDelivery::slowReaderKeyed()
{
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c","mode":"keyed"})");
    peer.transport().setReading(false);
    const QByteArray data = '"' + QByteArray(998, 'x') + '"';
    for (int i = 0; i < 2'000; ++i) {
        publish(data, QStringLiteral("key %1").arg(i % 10));
        if (i % 20 == 0)
            settle();
    }
    settle();
    peer.transport().setReading(true);
    Seen seen(0);
    seen.keyed = true;
    QTRY_VERIFY([&] {
        for (const auto &notice : std::exchange(peer.notices, {}))
            seen.take(notice);
        return seen.last == 2'000;
    }());
    QVERIFY2(seen.problems.isEmpty(), qPrintable(seen.problems.join(QLatin1Char('\n'))));
    QCOMPARE(seen.lost, 0u);
    QCOMPARE(seen.received + m_shared->totals.conflated.load(), 2'000u);
    QVERIFY2(seen.received < 150, QByteArray::number(seen.received));
}

void TestSessionDelivery::slowReaderOverfull()
{
    // Replies are never dropped, so one that asks and does not read is ended.
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    for (int i = 0; i < 100; ++i)
        publish('"' + QByteArray(1'000, 'x') + '"');
    peer.transport().setReading(false);
    for (int i = 0; i < 10; ++i)
        peer.send(R"({"jsonrpc":"2.0","id":500,"method":"history","params":{"channel":"c","limit":100}})");
    settle();
    QCOMPARE(m_shared->totals.slowClosed.load(), 0u);
    peer.send(R"({"jsonrpc":"2.0","id":500,"method":"history","params":{"channel":"c","limit":100}})");
    QTRY_COMPARE(m_shared->totals.slowClosed.load(), 1u);
    peer.transport().setReading(true);
    QVERIFY(peer.awaitClosed());
    QCOMPARE(peer.closed->code, 4001);
    const auto bye = peer.notices.back()[QLatin1String("params")];
    QCOMPARE(bye[QLatin1String("code")].toInt(), 4001);
    QCOMPARE(bye[QLatin1String("reconnect")].toBool(), true);
    QVERIFY(bye[QLatin1String("after_ms")][1].toInt() > bye[QLatin1String("after_ms")][0].toInt());
}

void TestSessionDelivery::stalledReader()
{
    Server::Options options;
    options.pingInterval = 0ms;
    makeServer(options);
    Peer peer(*m_clock, *m_worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c"})");
    peer.transport().setReading(false);
    publish();
    settle();
    m_clock->advance(9s);
    QCOMPARE(m_shared->totals.slowClosed.load(), 0u);
    m_clock->advance(1s);
    QCOMPARE(m_shared->totals.slowClosed.load(), 1u);
    m_clock->advance(5s); // the closing handshake is not answered either
    QTRY_COMPARE(m_shared->totals.sessions.load(), 0u);
}

QTEST_GUILESS_MAIN(TestSessionDelivery)
#include "tst_sessiondelivery.moc"
