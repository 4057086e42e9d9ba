// SPDX-License-Identifier: MIT
#include "scriptedpeer.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

class TestStreamedCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void badCalls_data();
    void badCalls();
    void refused();
    void breaches_data();
    void breaches();
    void endsWithTheLink();
    void wrongCount();
    void cancelled_data();
    void cancelled();
    void plainCallCancelled();
    void grantsAsItIsTaken();
    void endComesBehindTheLastItem();
    void waitsForTheLink();

private:
    void goLive();
    void say(std::uint64_t seq)
    {
        m_peer->notify(wire::Item{m_peer->id, seq, QByteArray::number(qulonglong(seq))});
    }
    /// What was granted since the last look.
    qint64 grants();

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ScriptedPeer> m_peer;
    std::unique_ptr<Client> m_client;
    QPointer<StreamedCall> m_stream;
    std::optional<Result<quint64>> m_end;
};

void TestStreamedCall::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_peer = std::make_unique<ScriptedPeer>(*m_clock);
    Client::Options options;
    options.connection.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:1/"));
    m_client = std::make_unique<Client>(options, *m_clock);
    m_peer->serve(m_client->connection());
    m_end.reset();
    m_stream = m_client->stream(QStringLiteral("a.rows"), "[1]", {.window = 4});
    connect(m_stream, &StreamedCall::finished, this, [this](const Result<quint64> &count) { m_end = count; });
}

void TestStreamedCall::cleanup()
{
    m_client.reset();
    m_peer.reset();
    m_clock.reset();
}

void TestStreamedCall::goLive()
{
    m_client->connection().open();
    m_peer->welcome();
    QCOMPARE(m_peer->next<wire::ApplicationCall>().method, QStringLiteral("a.rows"));
    QTRY_COMPARE(m_peer->notices.size(), std::size_t(1));
}

qint64 TestStreamedCall::grants()
{
    QCoreApplication::processEvents();
    qint64 sum = 0;
    for (const wire::Notification &notice : std::exchange(m_peer->notices, {})) {
        if (const auto *credit = std::get_if<wire::Credit>(&notice.params))
            sum += credit->id == m_peer->id ? credit->n : -1'000;
    }
    return sum;
}

void TestStreamedCall::badCalls_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::newRow("no method") << QString() << QByteArray("[]");
    QTest::newRow("no JSON") << QStringLiteral("a.b") << QByteArray("[");
    QTest::newRow("no object") << QStringLiteral("a.b") << QByteArray("7");
}

void TestStreamedCall::badCalls()
{
    QFETCH(QString, method);
    QFETCH(QByteArray, params);
    QPointer<StreamedCall> stream = m_client->stream(method, params);
    connect(stream, &StreamedCall::finished, this, [this](const Result<quint64> &count) { m_end = count; });
    QVERIFY(!m_end); // never before control is back in the event loop
    QTRY_VERIFY(m_end);
    QCOMPARE(m_end->error().code(), ErrorCode::InvalidArgument);
    QTRY_VERIFY(!stream);
}

void TestStreamedCall::refused()
{
    goLive();
    m_peer->refuse(RpcError::MethodNotFound);
    QTRY_VERIFY(m_end);
    QCOMPARE(m_end->error().detail(), -32601);
    QTRY_VERIFY(!m_stream);
}

void TestStreamedCall::breaches_data()
{
    QTest::addColumn<QList<int>>("seqs");
    QTest::newRow("not from one") << QList<int>{2};
    QTest::newRow("from zero") << QList<int>{0};
    QTest::newRow("a hole") << QList<int>{1, 3};
    QTest::newRow("twice") << QList<int>{1, 1};
    QTest::newRow("more than granted") << QList<int>{1, 2, 3, 4, 5};
}

void TestStreamedCall::breaches()
{
    QFETCH(QList<int>, seqs);
    goLive();
    for (const int seq : seqs)
        say(std::uint64_t(seq));
    QTRY_VERIFY(!m_client->isReady());
    while (m_stream && m_stream->take()) {
    }
    QTRY_VERIFY(m_end);
    QCOMPARE(m_end->error().code(), ErrorCode::Closed);
}

void TestStreamedCall::endsWithTheLink()
{
    goLive();
    say(1);
    QTRY_COMPARE(m_stream->available(), 1);
    m_peer->end->cut();
    QTRY_VERIFY(!m_client->isReady());
    QVERIFY(!m_end); // what came is still the reader's
    QCOMPARE(m_stream->take(), std::optional<QByteArray>("1"));
    QTRY_VERIFY(m_end);
    QCOMPARE(m_end->error().code(), ErrorCode::Closed);
}

void TestStreamedCall::wrongCount()
{
    goLive();
    say(1);
    m_peer->replyText(R"({"n":2})");
    QTRY_COMPARE(m_stream->available(), 1);
    QVERIFY(m_stream->take());
    QTRY_VERIFY(m_end);
    QCOMPARE(m_end->error().code(), ErrorCode::Protocol);
}

void TestStreamedCall::cancelled_data()
{
    QTest::addColumn<bool>("deleted");
    QTest::newRow("cancel") << false;
    QTest::newRow("deleted") << true;
}

void TestStreamedCall::cancelled()
{
    QFETCH(bool, deleted);
    goLive();
    say(1);
    QTRY_COMPARE(m_stream->available(), 1);
    if (deleted)
        delete m_stream;
    else
        m_stream->cancel();
    QCOMPARE(m_end.has_value(), !deleted);
    if (m_end)
        QCOMPARE(m_end->error().code(), ErrorCode::Cancelled);
    QTRY_COMPARE(m_peer->notices.size(), std::size_t(2));
    QCOMPARE(m_peer->notices.back().params, (decltype(wire::Notification::params)(wire::Cancel{m_peer->id})));
    say(2); // was on its way
    m_peer->refuse(RpcError::Cancelled);
    QCoreApplication::processEvents();
    QVERIFY(m_client->isReady());
}

void TestStreamedCall::plainCallCancelled()
{
    goLive();
    Call *call = m_client->call(QStringLiteral("a.b"));
    (void)m_peer->next<wire::ApplicationCall>();
    m_peer->notices.clear();
    call->cancel();
    QTRY_COMPARE(m_peer->notices.size(), std::size_t(1));
    QCOMPARE(m_peer->notices.back().params, (decltype(wire::Notification::params)(wire::Cancel{m_peer->id})));
}

void TestStreamedCall::grantsAsItIsTaken()
{
    QSignalSpy ready(m_stream, &StreamedCall::itemsReady);
    goLive();
    QCOMPARE(grants(), 4);
    for (std::uint64_t seq = 1; seq <= 4; ++seq)
        say(seq);
    QTRY_COMPARE(m_stream->available(), 4);
    QCOMPARE(ready.size(), 1);
    QCOMPARE(grants(), 0); // nobody has taken any
    QCOMPARE(m_stream->take(), std::optional<QByteArray>("1"));
    QCOMPARE(grants(), 0);
    QCOMPARE(m_stream->take(), std::optional<QByteArray>("2"));
    QCOMPARE(grants(), 2);
    say(5);
    say(6);
    QTRY_COMPARE(m_stream->available(), 4);
    QCOMPARE(ready.size(), 1);
    for (int i = 0; i < 4; ++i)
        QVERIFY(m_stream->take());
    QVERIFY(!m_stream->take());
    QCOMPARE(grants(), 4);
    say(7);
    QTRY_COMPARE(ready.size(), 2);
}

void TestStreamedCall::endComesBehindTheLastItem()
{
    goLive();
    say(1);
    say(2);
    m_peer->replyText(R"({"n":2})");
    QTRY_COMPARE(m_stream->available(), 2);
    QCoreApplication::processEvents();
    QVERIFY(!m_end);
    QVERIFY(m_stream->take());
    QVERIFY(m_stream->take());
    QVERIFY(!m_end); // not in the reader's own call
    QTRY_VERIFY(m_end);
    QCOMPARE(**m_end, 2u);
    QTRY_VERIFY(!m_stream);
}

void TestStreamedCall::waitsForTheLink()
{
    m_clock->advance(1h);
    QCoreApplication::processEvents();
    QVERIFY(!m_end);
    goLive();
    QCOMPARE(grants(), 4);
}

QTEST_GUILESS_MAIN(TestStreamedCall)
#include "tst_streamedcall.moc"
