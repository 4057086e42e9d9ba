// SPDX-License-Identifier: MIT
#include "epolltest.h"

#include <alcedo/transport/preparedmessage.h>

#include <sys/socket.h>

using namespace alcedo;
using namespace std::chrono_literals;
using Kind = Transport::Kind;

/// The hard cases of many links on one epoll set: peers that go, partial sends, what is pushed back, and
/// quiet links.
class TestEpollLinks : public EpollTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void silentConnectionIs408();
    void peerGoesBeforeItsRequest();
    void faultInFragmentsOfBytes();
    void peerResetsWhileMuchIsPending();
    void peerResetsWhileNobodyReads();
    void quietLinkEndsUnheard();
    void halfCloseEndsAfterTheLastMessage();
    void halfCloseAfterACloseGetsItsAnswer();
    void partialSendsKeepTheOrder();
    void closeGoesOutBehindMuch();
    void pausedReaderIsPushedBack();
    void floodOfPingsIsBounded();
    void mappedAddressIsIPv4();
    void pingBehindMuchIsAnswered();
    void isAnEpollTransport();
    void splitRequestIsTakenOver();
    void oneSendATurn();
    void partsMakeOneMessage_data();
    void partsMakeOneMessage();
    void quietLinkAnswersPingAndClose();
    void quietLinkComesOutWithItsFirstMessage();
    void quietLinkComesOutInTime();
    void quietLinksComeOutOnClose();
};

void TestEpollLinks::silentConnectionIs408()
{
    ManualClock time;
    links::Server server(time);
    QVERIFY(server.start());
    {
        links::RawClient first(server.listener.port());
        links::RawClient second(server.listener.port());
        QVERIFY(QTest::qWaitFor([&] {
            time.advance(100ms);
            return first.received.contains("HTTP/1.1 408") && second.received.contains("HTTP/1.1 408");
        }));
        QVERIFY(first.isClosed());
        QVERIFY(time.steady() >= 10s);
    }
}

void TestEpollLinks::peerGoesBeforeItsRequest()
{
    {
        links::RawClient raw(m_server->listener.port());
        raw.socket.abort();
    }
    const Pair pair = open(); // and life goes on
    QVERIFY(pair.transport);
}

void TestEpollLinks::faultInFragmentsOfBytes()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    QSignalSpy closed(pair.transport.get(), &Transport::closed);
    for (const char byte : encodeFrame(Opcode::Text, "not masked")) {
        pair.raw->socket.write(&byte, 1);
        pair.raw->socket.flush();
    }
    QVERIFY(pair.raw->gets(closePayload(1002, {})));
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1002);
}

void TestEpollLinks::peerResetsWhileMuchIsPending()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    pair.raw->socket.disconnect();
    pair.raw->socket.setReadBufferSize(1);
    QSignalSpy closed(pair.transport.get(), &Transport::closed);
    const QByteArray payload(1 << 20, 'x');
    for (int i = 0; i < 40; ++i)
        pair.transport->send(payload, Kind::Binary);
    QTRY_VERIFY(pair.transport->pendingBytes() < 40 * payload.size()); // some of it went
    QVERIFY(pair.transport->pendingBytes() > 0);
    pair.raw->socket.abort();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1006);
    QCOMPARE(pair.transport->pendingBytes(), 0);
    QCOMPARE(pair.transport->send("x", Kind::Text), SendResult::Dropped);
}

void TestEpollLinks::peerResetsWhileNobodyReads()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    pair.transport->setReading(false);
    QSignalSpy received(pair.transport.get(), &Transport::messageReceived);
    QSignalSpy closed(pair.transport.get(), &Transport::closed);
    pair.transport->send("unread by the peer", Kind::Text); // so that its end resets
    QVERIFY(pair.raw->gets("unread"));
    pair.transport->send("more", Kind::Text);
    pair.raw->socket.write(text("last words"));
    QVERIFY(pair.raw->socket.waitForBytesWritten());
    pair.raw->socket.setSocketOption(QAbstractSocket::KeepAliveOption, 0);
    const linger now{1, 0};
    ::setsockopt(int(pair.raw->socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    pair.raw->socket.abort();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1006);
}

void TestEpollLinks::quietLinkEndsUnheard()
{
    links::Server server(m_clock);
    server.options.holdQuiet = 1h;
    server.options.maxConnections = 1;
    QVERIFY(server.start());
    const auto getsThePlace = [&] {
        links::RawClient raw(server.listener.port());
        raw.socket.write(links::upgradeRequest());
        return raw.gets("\r\n\r\n") && raw.received.startsWith("HTTP/1.1 101");
    };
    for (int i = 0; i < 3; ++i) // each needs the only place
        QTRY_VERIFY(getsThePlace());
    QCOMPARE(server.accepted.size(), std::size_t(0));
}

void TestEpollLinks::halfCloseEndsAfterTheLastMessage()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    QSignalSpy received(pair.transport.get(), &Transport::messageReceived);
    QSignalSpy closed(pair.transport.get(), &Transport::closed);
    pair.raw->socket.write(text("last"));
    QVERIFY(pair.raw->socket.waitForBytesWritten());
    ::shutdown(int(pair.raw->socket.socketDescriptor()), SHUT_WR);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(received.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1006);
}

void TestEpollLinks::halfCloseAfterACloseGetsItsAnswer()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    QSignalSpy closed(pair.transport.get(), &Transport::closed);
    pair.transport->send(QByteArray(4 << 20, 'x'), Kind::Binary); // the answer waits behind it
    pair.raw->socket.write(encodeMaskedFrame(Opcode::Close, closePayload(4007, {})));
    QVERIFY(pair.raw->socket.waitForBytesWritten());
    ::shutdown(int(pair.raw->socket.socketDescriptor()), SHUT_WR);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 4007);
    QVERIFY(pair.raw->isClosed());
    QVERIFY(pair.raw->received.endsWith(encodeFrame(Opcode::Close, closePayload(4007, {}))));
    QVERIFY(pair.raw->received.size() > 4 << 20);
}

void TestEpollLinks::partialSendsKeepTheOrder()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    QByteArray expected;
    bool queued = false;
    PreparedMessage shared(Opcode::Text, QByteArray(50'000, 's'));
    for (int i = 0; i < 400; ++i) {
        const QByteArray small = QByteArray::number(i);
        pair.transport->send(small, Kind::Text);
        expected += encodeFrame(Opcode::Text, small);
        queued = pair.transport->sendPrepared(shared) == SendResult::Queued || queued;
        expected += shared.plainFrame();
        if (i % 10 == 0) {
            pair.transport->ping(small);
            expected += encodeFrame(Opcode::Ping, small);
        }
        if (i % 50 == 0)
            QCoreApplication::processEvents(); // several passes, most of them against a full socket
    }
    QVERIFY(queued);
    QSignalSpy drained(pair.transport.get(), &Transport::drained);
    QTRY_COMPARE_WITH_TIMEOUT(pair.raw->received.size(), expected.size(), 20'000);
    QVERIFY(pair.raw->received == expected);
    QCOMPARE(pair.transport->pendingBytes(), 0);
    QVERIFY(drained.size() >= 1);
}

void TestEpollLinks::closeGoesOutBehindMuch()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    QSignalSpy closed(pair.transport.get(), &Transport::closed);
    pair.transport->send(QByteArray(8 << 20, 'x'), Kind::Binary);
    pair.transport->close(4009, QStringLiteral("enough"));
    QVERIFY(pair.raw->gets(closePayload(4009, QStringLiteral("enough")), 20'000));
    QCOMPARE(closed.size(), 0);
    pair.raw->socket.write(encodeMaskedFrame(Opcode::Close, closePayload(4009, {})));
    QVERIFY(pair.raw->isClosed());
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>(),
             (CloseInfo{4009, QStringLiteral("enough"), CloseInfo::Initiator::Local}));
}

void TestEpollLinks::pausedReaderIsPushedBack()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    QSignalSpy received(pair.transport.get(), &Transport::messageReceived);
    pair.transport->setReading(false);
    const QByteArray frame = text(QByteArray(100'000, 'x'));
    for (int i = 0; i < 300; ++i)
        pair.raw->socket.write(frame);
    for (int i = 0; i < 20; ++i)
        QCoreApplication::processEvents();
    QVERIFY(pair.raw->socket.bytesToWrite() > 0); // TCP holds the rest back
    QCOMPARE(received.size(), 0);
    pair.transport->setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 300, 20'000);
}

void TestEpollLinks::floodOfPingsIsBounded()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    pair.raw->socket.disconnect();
    pair.raw->socket.setReadBufferSize(1); // it does not read the pongs
    QSignalSpy received(pair.transport.get(), &Transport::messageReceived);
    const QByteArray pings = encodeMaskedFrame(Opcode::Ping, QByteArray(125, 'p')).repeated(1'000);
    for (int i = 0; i < 100; ++i) // 13 MB
        pair.raw->socket.write(pings);
    pair.raw->socket.write(text("still read"));
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 1, 20'000);
    QVERIFY(pair.transport->pendingBytes() <= Transport::HighWaterBytes + 127);
}

void TestEpollLinks::mappedAddressIsIPv4()
{
    links::Server server(m_clock);
    server.options.address = QHostAddress::Any; // both families on one socket
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest());
    QTRY_VERIFY(server.peer());
    QCOMPARE(server.peer()->peerAddress(), QHostAddress(QHostAddress::LocalHost));
}

void TestEpollLinks::pingBehindMuchIsAnswered()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    QSignalSpy pings(pair.transport.get(), &Transport::pingReceived);
    pair.raw->socket.write(encodeMaskedFrame(Opcode::Ping, "first") +
                           encodeMaskedFrame(Opcode::Ping, "newest"));
    QVERIFY(pair.raw->socket.waitForBytesWritten());
    pair.transport->send(QByteArray(8 << 20, 'x'), Kind::Binary); // before this thread reads the pings
    QVERIFY(pair.raw->gets(encodeFrame(Opcode::Pong, "newest"), 20'000));
    QVERIFY(!pair.raw->received.contains(encodeFrame(Opcode::Pong, "first")));
    QCOMPARE(pings.size(), 2);
}

void TestEpollLinks::isAnEpollTransport()
{
    const Pair pair = open();
    QVERIFY(dynamic_cast<EpollTransport *>(pair.transport.get()));
    QVERIFY(pair.transport->peerAddress().isLoopback());
    QCOMPARE(pair.transport->peerPort(), pair.raw->socket.localPort());
}

void TestEpollLinks::splitRequestIsTakenOver()
{
    QByteArrayList messages;
    connect(&m_server->listener, &Listener::newTransport, this, [&](Transport *transport) {
        connect(transport, &Transport::messageReceived, this,
                [&](const QByteArray &payload) { messages << payload; });
    });
    links::RawClient raw(m_server->listener.port());
    const QByteArray request = links::upgradeRequest();
    raw.socket.write(request.first(20));
    raw.socket.flush();
    QTRY_VERIFY(!m_server->listener.children().isEmpty()); // the portable way has it
    raw.socket.write(request.mid(20) + text("early"));
    QTRY_COMPARE(messages, QByteArrayList({"early"}));
    QVERIFY(dynamic_cast<EpollTransport *>(m_server->peer()));
    m_server->peer()->send("both ways", Kind::Text);
    QVERIFY(raw.gets("both ways"));
    QCOMPARE(raw.received.count("HTTP/1.1 101"), 1);
}

void TestEpollLinks::oneSendATurn()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    int wakeUps = 0;
    connect(&pair.raw->socket, &QTcpSocket::readyRead, this, [&] { ++wakeUps; });
    for (int i = 0; i < 100; ++i)
        pair.transport->send("tick", Kind::Text);
    QVERIFY(pair.transport->pendingBytes() > 0); // collected, not yet sent
    QTRY_COMPARE(pair.raw->received.count("tick"), 100);
    QCOMPARE(wakeUps, 1);
}

void TestEpollLinks::partsMakeOneMessage_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("size");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("empty ones") << 2 << 0;
    QTest::newRow("some") << 3 << 50;
    QTest::newRow("large ones") << 3 << 30'000;
    QTest::newRow("more than are put together there") << 20 << 10;
}

void TestEpollLinks::partsMakeOneMessage()
{
    QFETCH(int, count);
    QFETCH(int, size);
    const Pair pair = open();
    QVERIFY(pair.transport);
    QByteArray whole;
    std::vector<QByteArray> texts;
    std::vector<QByteArrayView> parts;
    for (int i = 0; i < count; ++i) {
        texts.emplace_back(size, char('a' + i));
        whole += texts.back();
    }
    parts.assign(texts.begin(), texts.end());
    QVERIFY(pair.transport->sendParts(parts, Kind::Text) != SendResult::Dropped);
    texts.clear(); // nobody keeps them
    QVERIFY(pair.transport->sendParts(parts = {"end"}, Kind::Binary) != SendResult::Dropped);
    const QByteArray expected = encodeFrame(Opcode::Text, whole) + encodeFrame(Opcode::Binary, "end");
    QTRY_COMPARE(pair.raw->received.size(), expected.size());
    QCOMPARE(pair.raw->received, expected);
    pair.transport->abort();
    QCOMPARE(pair.transport->sendParts(parts, Kind::Text), SendResult::Dropped);
}

void TestEpollLinks::quietLinkAnswersPingAndClose()
{
    links::Server server(m_clock);
    server.options.holdQuiet = 1h;
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest() + encodeMaskedFrame(Opcode::Ping, "there?"));
    QVERIFY(raw.gets(encodeFrame(Opcode::Pong, "there?")));
    raw.socket.write(encodeMaskedFrame(Opcode::Close, closePayload(1001, {})));
    QVERIFY(raw.gets(encodeFrame(Opcode::Close, closePayload(1001, {}))));
    QVERIFY(raw.isClosed());
    QCOMPARE(server.accepted.size(), std::size_t(0));
}

void TestEpollLinks::quietLinkComesOutWithItsFirstMessage()
{
    links::Server server(m_clock);
    server.options.holdQuiet = 1h;
    QSignalSpy received(&server.listener, &Listener::newTransport);
    QByteArrayList messages;
    connect(&server.listener, &Listener::newTransport, this, [&](Transport *transport) {
        connect(transport, &Transport::messageReceived, this,
                [&](const QByteArray &payload) { messages << payload; });
    });
    QVERIFY(server.start());
    std::vector<std::unique_ptr<links::RawClient>> raws;
    for (int i = 0; i < 3; ++i) {
        raws.push_back(std::make_unique<links::RawClient>(server.listener.port()));
        raws.back()->socket.write(links::upgradeRequest());
        QVERIFY(raws.back()->gets("101"));
    }
    QCOMPARE(received.size(), 0);
    raws[0]->socket.write(text("first")); // not the last one held
    QTRY_COMPARE(messages, QByteArrayList({"first"}));
    QCOMPARE(server.accepted.size(), std::size_t(1));
    raws[2]->socket.write(text("second"));
    raws[1]->socket.write(text("third"));
    QTRY_COMPARE(messages.size(), 3);
    QVERIFY(received.first().at(1).value<std::chrono::nanoseconds>() > 0ns);
}

void TestEpollLinks::quietLinkComesOutInTime()
{
    ManualClock time;
    links::Server server(time);
    server.options.holdQuiet = 10s;
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest());
    QVERIFY(raw.gets("101"));
    time.advance(9s);
    QCOMPARE(server.accepted.size(), std::size_t(0));
    time.advance(2s);
    QCOMPARE(server.accepted.size(), std::size_t(1));
    server.peer()->send("why so silent?", Kind::Text);
    QVERIFY(raw.gets("silent"));
    server.accepted.clear(); // before its clock
}

void TestEpollLinks::quietLinksComeOutOnClose()
{
    links::Server server(m_clock);
    server.options.holdQuiet = 1h;
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest());
    QVERIFY(raw.gets("101"));
    server.listener.close();
    QCOMPARE(server.accepted.size(), std::size_t(1));
    server.peer()->close(4000);
    QVERIFY(raw.gets(closePayload(4000, {})));
}

QTEST_GUILESS_MAIN(TestEpollLinks)
#include "tst_epolllinks.moc"
