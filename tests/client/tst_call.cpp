// SPDX-License-Identifier: MIT
#include "clienttest.h"

using namespace alcedo;
using namespace std::chrono_literals;

/// Calls and publications: what is asked once, answered once, and asked again after a lost link where that is
/// harmless.
class TestCall : public ClientTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void callOutcomes_data();
    void callOutcomes();
    void callsEndWithTheLink();
    void callWaitsForTheLink();
    void badCalls_data();
    void badCalls();
    void publishes();
    void publishIsRetried();
    void badPublications();
};

void TestCall::callOutcomes_data()
{
    QTest::addColumn<QByteArray>("answer"); // behind the id
    QTest::addColumn<int>("error");         // ErrorCode, -1: none
    QTest::addColumn<int>("detail");
    QTest::newRow("error") << QByteArray(R"("error":{"code":-32003,"message":"no"})")
                           << int(ErrorCode::Refused) << -32003;
    QTest::newRow("not supported") << QByteArray(R"("error":{"code":-32014,"message":""})")
                                   << int(ErrorCode::NotSupported) << -32014;
    QTest::newRow("unknown method") << QByteArray(R"("error":{"code":-32601,"message":"?"})")
                                    << int(ErrorCode::NotSupported) << -32601;
    QTest::newRow("the application's own")
        << QByteArray(R"("error":{"code":17,"message":"x","data":[1]})") << int(ErrorCode::Refused) << 17;
    QTest::newRow("null") << QByteArray(R"("result":null)") << -1 << 0;
    QTest::newRow("exact text") << QByteArray(R"("result": {"price" : 1.50} )") << -1 << 0;
}

void TestCall::callOutcomes()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, error);
    QFETCH(int, detail);
    goLive();
    const QPointer<Call> call = m_client->call(QStringLiteral("device.read"), R"({"id": 1})");
    QSignalSpy finished(call, &Call::finished);
    const auto future = call->future();
    const auto asked = m_peer->next<wire::ApplicationCall>();
    QCOMPARE(asked.method, QStringLiteral("device.read"));
    QCOMPARE(asked.params, QByteArray(R"({"id": 1})"));
    m_peer->end->send("{\"id\":" + QByteArray::number(qlonglong(std::get<std::int64_t>(m_peer->id))) + "," +
                          answer + "}",
                      Transport::Kind::Text);
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(finished.size(), 1);
    const Result<QByteArray> result = future.result();
    QCOMPARE(result.hasValue(), error < 0);
    if (error >= 0) {
        QCOMPARE(int(result.error().code()), error);
        QCOMPARE(result.error().detail(), detail);
        QVERIFY(!result.error().message().isEmpty());
    } else {
        QVERIFY(answer.contains(*result));
    }
    QTRY_VERIFY(call.isNull()); // it deletes itself
}

void TestCall::callsEndWithTheLink()
{
    goLive();
    const auto plain = m_client->call(QStringLiteral("a.once"))->future();
    const auto retried =
        m_client->call(QStringLiteral("a.again"), {}, {.idempotencyKey = QStringLiteral("k1")})->future();
    Call *cancelled =
        m_client->call(QStringLiteral("a.cancelled"), {}, {.idempotencyKey = QStringLiteral("k2")});
    const auto cancelledFuture = cancelled->future();
    const auto deleted =
        m_client->call(QStringLiteral("a.deleted"), {}, {.idempotencyKey = QStringLiteral("k3")});
    const auto deletedFuture = deleted->future();
    (void)m_peer->next<wire::ApplicationCall>();
    QCOMPARE(m_peer->next<wire::ApplicationCall>().idempotencyKey, QStringLiteral("k1"));
    cancelled->cancel();
    QCOMPARE(cancelledFuture.result().error().code(), ErrorCode::Cancelled);
    delete deleted;
    QVERIFY(deletedFuture.isCanceled());
    drop();
    QVERIFY(plain.isFinished());
    QCOMPARE(plain.result().error().code(), ErrorCode::Closed);
    const auto again = m_peer->next<wire::ApplicationCall>();
    QCOMPARE(again.method, QStringLiteral("a.again"));
    QCOMPARE(again.idempotencyKey, QStringLiteral("k1"));
    m_peer->replyText("1");
    QTRY_VERIFY(retried.isFinished());
    QCOMPARE(*retried.result(), QByteArray("1"));
    QVERIFY(m_peer->requests.empty());
}

void TestCall::callWaitsForTheLink()
{
    const auto short1 = m_client->call(QStringLiteral("a.short"), {}, {.timeout = 100ms})->future();
    const auto patient = m_client->call(QStringLiteral("a.patient"), {}, {.timeout = 0ms})->future();
    m_clock->advance(100ms);
    QCOMPARE(short1.result().error().code(), ErrorCode::TimedOut);
    goLive();
    QCOMPARE(m_peer->next<wire::ApplicationCall>().method, QStringLiteral("a.patient"));
    m_peer->replyText("[]");
    QTRY_VERIFY(patient.isFinished());
    QCOMPARE(*patient.result(), QByteArray("[]"));
}

void TestCall::badCalls_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("no method") << QString() << QByteArray();
    QTest::newRow("params number") << QStringLiteral("a.b") << QByteArray("1");
    QTest::newRow("params broken") << QStringLiteral("a.b") << QByteArray("{\"a\":}");
    QTest::newRow("params smuggle") << QStringLiteral("a.b") << QByteArray(R"({}, "method": "publish")");
    QTest::newRow("params not UTF-8") << QStringLiteral("a.b") << QByteArray("[\"\xff\"]");
}

void TestCall::badCalls()
{
    QFETCH(QString, method);
    QFETCH(QByteArray, params);
    goLive();
    const auto future = m_client->call(method, params)->future();
    QVERIFY(!future.isFinished());
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code(), ErrorCode::InvalidArgument);
    QVERIFY(m_peer->requests.empty());
}

void TestCall::publishes()
{
    goLive();
    const auto future = m_client->publish(QStringLiteral("prices"), R"({"p": 1.50})", QStringLiteral("k"),
                                          Publication::Op::Remove);
    const auto published = m_peer->next<wire::Publish>();
    QCOMPARE(published.channel, QStringLiteral("prices"));
    QCOMPARE(published.data, QByteArray(R"({"p": 1.50})"));
    QCOMPARE(published.key, QStringLiteral("k"));
    QVERIFY(published.op == Publication::Op::Remove);
    m_peer->reply(wire::PublishResult{{QStringLiteral("e"), 7}});
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(*future.result(), (StreamPosition{QStringLiteral("e"), 7}));
    const auto refused = m_client->publish(QStringLiteral("prices"), "1");
    (void)m_peer->next<wire::Publish>();
    m_peer->refuse(RpcError::Forbidden);
    QTRY_VERIFY(refused.isFinished());
    QCOMPARE(refused.result().error().detail(), int(RpcError::Forbidden));
}

void TestCall::publishIsRetried()
{
    goLive();
    const auto first = m_client->publish(QStringLiteral("prices"), "1");
    const auto second = m_client->publish(QStringLiteral("prices"), "2");
    const QString key = m_peer->next<wire::Publish>().idempotencyKey;
    const QString otherKey = m_peer->next<wire::Publish>().idempotencyKey;
    QVERIFY(!key.isEmpty() && key != otherKey);
    drop();
    QCOMPARE(m_peer->next<wire::Publish>().idempotencyKey, key);
    m_peer->reply(wire::PublishResult{{QStringLiteral("e"), 1}});
    QCOMPARE(m_peer->next<wire::Publish>().idempotencyKey, otherKey);
    QTRY_VERIFY(first.isFinished());
    QCOMPARE(first.result()->offset, std::uint64_t(1));
    m_clock->advance(10s);
    QTRY_VERIFY(second.isFinished());
    QCOMPARE(second.result().error().code(), ErrorCode::TimedOut);
}

void TestCall::badPublications()
{
    QCOMPARE(m_client->publish(QStringLiteral("a b"), "1").result().error().code(),
             ErrorCode::InvalidArgument);
    QCOMPARE(m_client->publish(QStringLiteral("a"), "").result().error().code(), ErrorCode::InvalidArgument);
    QCOMPARE(m_client->publish(QStringLiteral("a"), "1,2").result().error().code(),
             ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestCall)
#include "tst_call.moc"
