// SPDX-License-Identifier: MIT
#include <alcedo/client/requesttable.h>
#include <alcedo/core/clock.h>
#include <alcedo/wire/jsoncodec.h>

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;
using OnLoss = RequestTable::OnLoss;

class TestRequestTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void waitingIsBounded();
    void fullLinkEndsOwnRequests();
    void timesOut();
    void lateAndStrangeAnswersAreDropped();
    void lossFailsWhatWasSent();
    void lossRetriesWhatMayBe();
    void inflightIsBounded();
    void forgottenIsSilent();
    void answersInAnyOrder();
    void mayBeDeletedInAnAnswer();

private:
    RequestTable::Answer noting(int tag)
    {
        return [this, tag](const Result<QByteArray> &result, const wire::Failure *failure) {
            const QString text = result ? QString::fromUtf8(*result)
                                        : QStringLiteral("error %1").arg(int(result.error().code()));
            m_outcomes << QStringLiteral("%1: %2%3")
                              .arg(tag)
                              .arg(text, failure ? QStringLiteral(" by peer") : QString());
        };
    }
    std::int64_t enqueue(int tag, OnLoss onLoss = OnLoss::Fail, std::chrono::milliseconds timeout = 10s)
    {
        return m_table->enqueue(wire::ApplicationCall{QStringLiteral("a.%1").arg(tag), {}, {}}, timeout,
                                onLoss, noting(tag));
    }
    static QString failed(int tag, ErrorCode code)
    {
        return QStringLiteral("%1: error %2").arg(tag).arg(int(code));
    }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<RequestTable> m_table;
    QList<QByteArray> m_sent;
    QStringList m_outcomes;
    bool m_takes = true;
};

void TestRequestTable::init()
{
    m_table.reset();
    m_clock = std::make_unique<ManualClock>();
    m_sent.clear();
    m_outcomes.clear();
    m_takes = true;
    m_table = std::make_unique<RequestTable>(*m_clock, [this](const QByteArray &text) {
        if (m_takes)
            m_sent << text;
        return m_takes;
    });
}

void TestRequestTable::waitingIsBounded()
{
    for (std::size_t i = 0; i < RequestTable::MaxWaiting; ++i)
        enqueue(0);
    enqueue(1);
    QVERIFY(m_outcomes.isEmpty()); // never before control is back in the event loop
    QTRY_COMPARE(m_outcomes, QStringList{failed(1, ErrorCode::LimitExceeded)});
    m_table->setReady(0);
    QCOMPARE(m_sent.size(), qsizetype(RequestTable::MaxWaiting));
}

void TestRequestTable::fullLinkEndsOwnRequests()
{
    m_takes = false;
    m_table->setReady(0);
    m_table->send(wire::Ping{1}, noting(1));
    enqueue(2);
    QTRY_COMPARE(m_outcomes, QStringList{failed(1, ErrorCode::Closed)});
    // The waiting one goes out with the next occasion.
    m_takes = true;
    enqueue(3);
    QCOMPARE(m_sent.size(), 2);
    QVERIFY(m_sent[0].contains("a.2") && m_sent[1].contains("a.3"));
}

void TestRequestTable::timesOut()
{
    m_table->setReady(0);
    enqueue(1, OnLoss::Fail, 200ms);
    enqueue(2, OnLoss::Fail, 100ms);
    enqueue(3, OnLoss::Fail, 0ms);
    m_table->linkLost();
    m_outcomes.clear();
    const auto waiting = enqueue(4, OnLoss::Fail, 300ms);
    enqueue(5, OnLoss::Retry, 250ms);
    m_clock->advance(299ms);
    QCOMPARE(m_outcomes, QStringList{failed(5, ErrorCode::TimedOut)});
    m_clock->advance(1ms);
    QCOMPARE(m_outcomes.last(), failed(4, ErrorCode::TimedOut));
    m_table->setReady(0);
    QCOMPARE(m_sent.size(), 3); // what timed out is not sent
    m_table->answered(wire::Reply{waiting, "1"});
    QCOMPARE(m_outcomes.size(), 2);
}

void TestRequestTable::lateAndStrangeAnswersAreDropped()
{
    m_table->setReady(0);
    const auto id = enqueue(1);
    m_table->answered(wire::Reply{id + 1, "1"});
    m_table->answered(wire::Reply{QString::number(id), "1"});
    m_table->answered(wire::ErrorReply{std::nullopt, wire::Failure::of(RpcError::ParseError)});
    QVERIFY(m_outcomes.isEmpty());
    m_table->answered(wire::Reply{id, "1"});
    m_table->answered(wire::Reply{id, "2"});
    QCOMPARE(m_outcomes, QStringList{QStringLiteral("1: 1")});
}

void TestRequestTable::lossFailsWhatWasSent()
{
    m_table->setReady(1);
    enqueue(1);
    enqueue(2); // waits behind it
    m_table->linkLost();
    QCOMPARE(m_outcomes, QStringList{failed(1, ErrorCode::Closed)});
    m_table->setReady(1);
    QCOMPARE(m_sent.size(), 2);
    QVERIFY(m_sent[1].contains("a.2"));
}

void TestRequestTable::lossRetriesWhatMayBe()
{
    m_table->setReady(0);
    const auto first = enqueue(1, OnLoss::Retry);
    enqueue(2, OnLoss::Retry);
    m_table->linkLost();
    enqueue(3, OnLoss::Retry);
    QVERIFY(m_outcomes.isEmpty());
    m_table->setReady(0);
    QCOMPARE(m_sent.size(), 5);
    QCOMPARE(m_sent[2], m_sent[0]); // the same request, in the old order
    QCOMPARE(m_sent[3], m_sent[1]);
    m_table->answered(wire::Reply{first, "1"});
    QCOMPARE(m_outcomes, QStringList{QStringLiteral("1: 1")});
}

void TestRequestTable::inflightIsBounded()
{
    m_table->setReady(2);
    const auto first = enqueue(1);
    for (int tag = 2; tag <= 5; ++tag)
        enqueue(tag);
    QCOMPARE(m_sent.size(), 2);
    m_table->answered(wire::ErrorReply{first, wire::Failure::of(RpcError::Forbidden)});
    QCOMPARE(m_outcomes, QStringList{failed(1, ErrorCode::Refused) + QStringLiteral(" by peer")});
    QCOMPARE(m_sent.size(), 3);
    QVERIFY(m_sent[2].contains("a.3"));
}

void TestRequestTable::forgottenIsSilent()
{
    m_table->setReady(1);
    const auto first = enqueue(1);
    const auto second = enqueue(2);
    m_table->forget(second);
    m_table->forget(first);
    m_table->forget(first);
    m_table->answered(wire::Reply{first, "1"});
    m_clock->advance(1h);
    m_table->linkLost();
    QVERIFY(m_outcomes.isEmpty());
    QCOMPARE(m_sent.size(), 1);
}

void TestRequestTable::answersInAnyOrder()
{
    m_table->setReady(0);
    QList<std::int64_t> ids;
    for (int tag = 0; tag < 100; ++tag)
        ids << enqueue(tag);
    for (int tag = 99; tag >= 0; --tag)
        m_table->answered(wire::Reply{ids[tag], QByteArray::number(tag)});
    QCOMPARE(m_outcomes.size(), 100);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(m_outcomes[i], QStringLiteral("%1: %1").arg(99 - i));
}

void TestRequestTable::mayBeDeletedInAnAnswer()
{
    m_table->setReady(0);
    const auto deleting = [this](const Result<QByteArray> &, const wire::Failure *) {
        m_outcomes << QStringLiteral("deleted");
        m_table.reset();
    };
    m_table->enqueue(wire::Ping{1}, 10s, OnLoss::Fail, deleting);
    m_table->enqueue(wire::Ping{2}, 10s, OnLoss::Fail, deleting);
    m_table->linkLost();
    QCOMPARE(m_outcomes.size(), 1);
    QVERIFY(!m_table);
}

QTEST_GUILESS_MAIN(TestRequestTable)
#include "tst_requesttable.moc"
