// SPDX-License-Identifier: MIT
// Subscriptions that do not get everything: modes merge, keyed and latest, keys and rates, as a client sees
// them.
#include "sessionpeer.h"

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

QJsonObject paramsOf(const QJsonObject &notice)
{
    return notice[QLatin1String("params")].toObject();
}

/// What a client knows after the pubs: "key=data" in the order of the keys.
QString known(const QJsonArray &snapshot, const std::vector<QJsonObject> &notices)
{
    QMap<QString, QJsonValue> records;
    const auto take = [&](const QJsonArray &pubs) {
        for (const auto &pub : pubs) {
            const QString key = pub[3].toString(), op = pub[4].toString();
            if (op == u"remove") {
                records.remove(key);
            } else if (op == u"merge" && records[key].isObject() && pub[2].isObject()) {
                QJsonObject record = records[key].toObject();
                const QJsonObject fields = pub[2].toObject();
                for (auto it = fields.begin(); it != fields.end(); ++it)
                    record[it.key()] = it.value();
                records[key] = record;
            } else {
                records[key] = pub[2];
            }
        }
    };
    take(snapshot);
    for (const QJsonObject &notice : notices)
        take(paramsOf(notice)[QLatin1String("pubs")].toArray());
    QStringList words;
    for (auto it = records.begin(); it != records.end(); ++it)
        words << it.key() + u'=' +
                     QString::fromUtf8(QJsonDocument(QJsonArray{it.value()}).toJson(QJsonDocument::Compact));
    return words.join(u' ');
}

} // namespace

class TestThinning : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rateHoldsAcrossALink();
    void tooSlowARateIsADay();
    void mergeTellsRecords();
    void mergeWithoutKeys();
    void latestTellsTheNewest();
    void keysAreFiltered();
    void oneKeyIsShortForKeys_data();
    void oneKeyIsShortForKeys();
    void rateMakesFrames();
    void largeSnapshotUnderARate();
    void endOfASubscriptionThatWaits();
};

void TestThinning::rateHoldsAcrossALink()
{
    SessionServer server;
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed","rate":2.5})"));
    QCOMPARE(result[QLatin1String("rate")].toDouble(), 2.5);
    QCOMPARE(
        resultOf(peer.ask("subscribe", R"({"channel":"d","mode":"latest","rate":0})"))[QLatin1String("rate")]
            .toDouble(),
        0.0);
}

void TestThinning::tooSlowARateIsADay()
{
    Server::Options options;
    options.pingInterval = 0ms; // a day in one step would be a day without a pong
    SessionServer server(options);
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"latest","rate":1e-300})"));
    QCOMPARE(result[QLatin1String("rate")].toDouble() * 86'400, 1.0);
    server.publish("1");
    settle();
    QCOMPARE(peer.notices.size(), std::size_t(1));
    server.publish("2");
    settle();
    server.clock.advance(24h - 1ns);
    settle();
    QCOMPARE(peer.notices.size(), std::size_t(1));
    server.clock.advance(1ns);
    settle();
    QCOMPARE(peer.notices.size(), std::size_t(2));
}

void TestThinning::mergeTellsRecords()
{
    using Op = Publication::Op;
    SessionServer server;
    server.publish(R"({"a":1,"b":1})", QStringLiteral("x"));
    server.publish(R"({"b":2})", QStringLiteral("x"), Op::Merge);
    server.publish(R"({"a":9})", QStringLiteral("y"));
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"merge"})"));
    QCOMPARE(result[QLatin1String("mode")].toString(), QStringLiteral("merge"));
    const QJsonArray snapshot = result[QLatin1String("snapshot")].toArray();
    QCOMPARE(known(snapshot, {}), QStringLiteral(R"(x=[{"a":1,"b":2}] y=[{"a":9}])"));
    server.publish(R"({"c":1})", QStringLiteral("x"));
    server.publish(R"({"a":7})", QStringLiteral("x"));
    server.publish("null", QStringLiteral("y"), Op::Remove);
    server.publish(R"({"b":3})", QStringLiteral("y"));
    settle();
    QCOMPARE(peer.notices.size(), std::size_t(1));
    const auto params = paramsOf(peer.notices.front());
    QCOMPARE(params[QLatin1String("prev")].toInt(), 3);
    QCOMPARE(offsetsIn(params[QLatin1String("pubs")].toArray()), (Ints{5, 7}));
    QCOMPARE(known(snapshot, peer.notices), QStringLiteral(R"(x=[{"a":7,"b":2,"c":1}] y=[{"b":3}])"));
    QCOMPARE(server.shared->totals.conflated.load(), 2u);
}

void TestThinning::mergeWithoutKeys()
{
    SessionServer server;
    server.publish(R"({"a":1})");
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"merge"})"));
    server.publish(R"({"b":2})");
    server.publish(R"({"c":3})");
    settle();
    QCOMPARE(known(result[QLatin1String("snapshot")].toArray(), peer.notices),
             QStringLiteral(R"(=[{"a":1,"b":2,"c":3}])"));
}

void TestThinning::latestTellsTheNewest()
{
    SessionServer server;
    server.publish("1", QStringLiteral("a"));
    server.publish("2");
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"latest"})"));
    QCOMPARE(offsetsIn(result[QLatin1String("snapshot")].toArray()), (Ints{2}));
    QCOMPARE(result[QLatin1String("offset")].toInt(), 2);
    for (int i = 3; i <= 9; ++i)
        server.publish(QByteArray::number(i), QString::number(i));
    settle();
    QCOMPARE(peer.notices.size(), std::size_t(1));
    QCOMPARE(paramsOf(peer.notices.front())[QLatin1String("prev")].toInt(), 2);
    QCOMPARE(offsetsIn(paramsOf(peer.notices.front())[QLatin1String("pubs")].toArray()), (Ints{9}));
    QCOMPARE(server.shared->totals.conflated.load(), 6u);
}

void TestThinning::keysAreFiltered()
{
    SessionServer server;
    for (const char *key : {"a", "b", "c"})
        server.publish("1", QString::fromLatin1(key));
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const auto result =
        resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed","keys":["c","a","zz"]})"));
    QCOMPARE(offsetsIn(result[QLatin1String("snapshot")].toArray()), (Ints{1, 3}));
    QCOMPARE(result[QLatin1String("offset")].toInt(), 3);
    server.publish("2", QStringLiteral("b"));
    settle();
    QCOMPARE(peer.notices.size(), std::size_t(0));
    server.publish("2", QStringLiteral("zz"));
    settle();
    QCOMPARE(peer.notices.size(), std::size_t(1));
    QCOMPARE(paramsOf(peer.notices.front())[QLatin1String("prev")].toInt(), 3); // not of the channel
    QCOMPARE(offsetsIn(paramsOf(peer.notices.front())[QLatin1String("pubs")].toArray()), (Ints{5}));
}

void TestThinning::oneKeyIsShortForKeys_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<Ints>("snapshot");
    QTest::addColumn<Ints>("data");
    QTest::newRow("key") << QByteArray(R"("key":"b")") << Ints{2} << Ints{5};
    QTest::newRow("keys") << QByteArray(R"("keys":["b"])") << Ints{2} << Ints{5};
    QTest::newRow("key, and no keys") << QByteArray(R"("key":"b","keys":[])") << Ints{2} << Ints{5};
    QTest::newRow("empty key") << QByteArray(R"("key":"")") << Ints{1, 2, 3} << Ints{4, 5};
}

void TestThinning::oneKeyIsShortForKeys()
{
    QFETCH(QByteArray, asked);
    for (const QByteArray mode : {"keyed", "merge"}) {
        SessionServer server;
        for (const char *key : {"a", "b", "c"})
            server.publish(R"({"v":1})", QString::fromLatin1(key));
        Peer peer(server.clock, *server.worker);
        peer.hello();
        const auto result =
            resultOf(peer.ask("subscribe", R"({"channel":"c","mode":")" + mode + "\"," + asked + '}'));
        QTEST(offsetsIn(result[QLatin1String("snapshot")].toArray()), "snapshot");
        server.publish(R"({"v":2})", QStringLiteral("a"));
        server.publish(R"({"v":2})", QStringLiteral("b"));
        settle();
        QCOMPARE(peer.notices.size(), std::size_t(1));
        QTEST(offsetsIn(paramsOf(peer.notices.front())[QLatin1String("pubs")].toArray()), "data");
    }
}

void TestThinning::rateMakesFrames()
{
    SessionServer server;
    Peer peer(server.clock, *server.worker);
    peer.hello();
    peer.ask("subscribe", R"({"channel":"c","mode":"keyed","rate":10})");
    std::vector<Ints> frames;
    // 1 s, a publication of two keys each 10 ms: the first at once, then every 100 ms.
    for (int i = 0; i < 100; ++i) {
        server.publish("1", QStringLiteral("a"));
        server.publish("1", QStringLiteral("b"));
        settle();
        for (; frames.size() < peer.notices.size();)
            frames.push_back(
                offsetsIn(paramsOf(peer.notices[frames.size()])[QLatin1String("pubs")].toArray()));
        server.clock.advance(10ms);
        settle();
    }
    QCOMPARE(peer.notices.size(), std::size_t(11));
    QCOMPARE(frames[0], (Ints{1, 2}));
    QCOMPARE(frames[1], (Ints{19, 20})); // the last before the first 100 ms were over
    int prev = 0;
    for (const QJsonObject &notice : peer.notices) {
        QCOMPARE(paramsOf(notice)[QLatin1String("prev")].toInt(), prev);
        const Ints offsets = offsetsIn(paramsOf(notice)[QLatin1String("pubs")].toArray());
        QCOMPARE(offsets.size(), std::size_t(2));
        prev = offsets.back();
    }
    const auto &totals = server.shared->totals;
    server.clock.advance(100ms);
    settle();
    QCOMPARE(totals.deliveries + totals.conflated, 200u);
}

void TestThinning::largeSnapshotUnderARate()
{
    SessionServer server;
    const QByteArray large = '"' + QByteArray(100'000, 'x') + '"';
    for (int key = 0; key < 8; ++key)
        server.publish(large, QString::number(key));
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const auto result = resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"keyed","rate":1})"));
    Ints offsets = offsetsIn(result[QLatin1String("snapshot")].toArray());
    QVERIFY(offsets.size() < 8);
    QTRY_VERIFY(!peer.notices.empty() &&
                offsetsIn(paramsOf(peer.notices.back())[QLatin1String("pubs")].toArray()).back() == 8);
    int prev = result[QLatin1String("offset")].toInt();
    for (const QJsonObject &notice : peer.notices) {
        QCOMPARE(paramsOf(notice)[QLatin1String("prev")].toInt(), prev);
        for (const int offset : offsetsIn(paramsOf(notice)[QLatin1String("pubs")].toArray()))
            offsets.push_back(prev = offset);
    }
    QCOMPARE(offsets, (Ints{1, 2, 3, 4, 5, 6, 7, 8}));
    QVERIFY(!peer.closed);
}

void TestThinning::endOfASubscriptionThatWaits()
{
    SessionServer server;
    Peer peer(server.clock, *server.worker);
    peer.hello();
    const int s =
        resultOf(peer.ask("subscribe", R"({"channel":"c","mode":"latest","rate":1})"))[QLatin1String("s")]
            .toInt();
    server.publish();
    server.publish();
    settle();
    server.publish(); // waits for its frame
    settle();
    QVERIFY(
        peer.ask("unsubscribe", "{\"s\":" + QByteArray::number(s) + "}").contains(QLatin1String("result")));
    const auto seen = peer.notices.size();
    server.clock.advance(5s);
    settle();
    QCOMPARE(peer.notices.size(), seen);
}

QTEST_GUILESS_MAIN(TestThinning)
#include "tst_thinning.moc"
