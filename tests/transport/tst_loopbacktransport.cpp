// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;
using Kind = Transport::Kind;

class TestLoopbackTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cutLosesWhatWasUnderWay();
    void abortSaysSoAtOnce();
    void deletingOneEndCutsTheOther();
    void slowReaderPushesBack();
    void tooMuchIsDropped();
    void messagesComeInOrderLater();
    void closingHandshake();
    void pingIsAnswered();

private:
    ManualClock m_clock;
    std::unique_ptr<LoopbackTransport> m_near, m_far;
};

void TestLoopbackTransport::init()
{
    auto pair = LoopbackTransport::makePair(m_clock, QStringLiteral("p"));
    m_near = std::move(pair.first);
    m_far = std::move(pair.second);
}

void TestLoopbackTransport::cutLosesWhatWasUnderWay()
{
    QSignalSpy received(m_far.get(), &Transport::messageReceived);
    QSignalSpy closed(m_far.get(), &Transport::closed);
    m_near->send("lost", Kind::Text);
    m_near->cut();
    QCOMPARE(m_near->state(), Transport::State::Closed);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>(), (CloseInfo{1006, {}, CloseInfo::Initiator::Network}));
    QCOMPARE(received.size(), 0);
    QCOMPARE(m_far->send("x", Kind::Text), SendResult::Dropped);
}

void TestLoopbackTransport::abortSaysSoAtOnce()
{
    QSignalSpy closed(m_near.get(), &Transport::closed);
    m_near->abort();
    m_near->abort();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().initiator, CloseInfo::Initiator::Local);
}

void TestLoopbackTransport::deletingOneEndCutsTheOther()
{
    QSignalSpy closed(m_far.get(), &Transport::closed);
    m_near.reset();
    QTRY_COMPARE(closed.size(), 1);
}

void TestLoopbackTransport::slowReaderPushesBack()
{
    m_far->setReading(false);
    const QByteArray kilobyte(1024, 'x');
    int taken = 0;
    while (m_near->send(kilobyte, Kind::Binary) == SendResult::Sent)
        ++taken;
    QCOMPARE(taken, 64);
    QCOMPARE(m_near->pendingBytes(), 65 * 1024);
    QSignalSpy drained(m_near.get(), &Transport::drained);
    QSignalSpy received(m_far.get(), &Transport::messageReceived);
    m_far->setReading(true);
    QTRY_COMPARE(received.size(), 65);
    QCOMPARE(drained.size(), 1);
    QCOMPARE(m_near->pendingBytes(), 0);
}

void TestLoopbackTransport::tooMuchIsDropped()
{
    m_far->setReading(false);
    const QByteArray half(Transport::MaxPendingBytes / 2, 'x');
    QCOMPARE(m_near->send(half, Kind::Binary), SendResult::Queued);
    QCOMPARE(m_near->send(half, Kind::Binary), SendResult::Queued);
    QCOMPARE(m_near->send("x", Kind::Binary), SendResult::Dropped);
}

void TestLoopbackTransport::messagesComeInOrderLater()
{
    QSignalSpy received(m_far.get(), &Transport::messageReceived);
    m_near->send("1", Kind::Text);
    m_near->send("2", Kind::Binary);
    QCOMPARE(received.size(), 0);
    m_clock.advance(5ms);
    QTRY_COMPARE(received.size(), 2);
    QCOMPARE(received[0][0].toByteArray(), QByteArray("1"));
    QCOMPARE(received[1][1].value<Kind>(), Kind::Binary);
    QCOMPARE(received[1][2].value<std::chrono::nanoseconds>(), m_clock.steady());
}

void TestLoopbackTransport::closingHandshake()
{
    QSignalSpy far(m_far.get(), &Transport::closed);
    QSignalSpy near(m_near.get(), &Transport::closed);
    QSignalSpy received(m_far.get(), &Transport::messageReceived);
    m_near->send("last word", Kind::Text);
    m_near->close(4001, QStringLiteral("slow"));
    QCOMPARE(m_near->state(), Transport::State::Closing);
    QTRY_COMPARE(near.size(), 1);
    QCOMPARE(received.size(), 1);
    QCOMPARE(far.first().first().value<CloseInfo>(),
             (CloseInfo{4001, QStringLiteral("slow"), CloseInfo::Initiator::Peer}));
    QCOMPARE(near.first().first().value<CloseInfo>(),
             (CloseInfo{4001, QStringLiteral("slow"), CloseInfo::Initiator::Local}));
}

void TestLoopbackTransport::pingIsAnswered()
{
    QSignalSpy pong(m_near.get(), &Transport::pongReceived);
    QSignalSpy ping(m_far.get(), &Transport::pingReceived);
    m_near->ping("x");
    QCoreApplication::processEvents();
    m_clock.advance(7ms);
    QTRY_COMPARE(pong.size(), 1);
    QCOMPARE(ping.size(), 1);
}

QTEST_GUILESS_MAIN(TestLoopbackTransport)
#include "tst_loopbacktransport.moc"
