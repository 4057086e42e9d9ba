// SPDX-License-Identifier: MIT
#include "links.h"

#include <alcedo/core/post.h>
#include <alcedo/transport/epolltransport.h>
#include <alcedo/transport/preparedmessage.h>

#include <QEventLoop>
#include <QThread>
#include <atomic>
#include <sys/socket.h>

using namespace alcedo;
using namespace std::chrono_literals;
using Kind = Transport::Kind;

/// The hard cases of many links on one epoll set: nested loops, deletion in handlers, partial sends, peers
/// that go.
class TestEpollLinks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void silentConnectionIs408();
    void peerGoesBeforeItsRequest();
    void faultInFragmentsOfBytes();
    void peerResetsWhileMuchIsPending();
    void peerResetsWhileNobodyReads();
    void quietLinkEndsUnheard();
    void abortInAHandlerStopsTheRest();
    void deletedInAHandler_data();
    void deletedInAHandler();
    void deletesTheOtherOfTheSameTurn();
    void deletedInDrained();
    void listenerDeletedInAHandler();
    void nestedLoopServesOthers();
    void nestedLoopAndDeletion();
    void halfCloseEndsAfterTheLastMessage();
    void halfCloseAfterACloseGetsItsAnswer();
    void partialSendsKeepTheOrder();
    void closeGoesOutBehindMuch();
    void pausedReaderIsPushedBack();
    void floodOfPingsIsBounded();
    void pingBehindMuchIsAnswered();
    void isAnEpollTransport();
    void mappedAddressIsIPv4();
    void splitRequestIsTakenOver();
    void oneSendATurn();
    void quietLinkAnswersPingAndClose();
    void quietLinkComesOutWithItsFirstMessage();
    void quietLinkComesOutInTime();
    void quietLinksComeOutOnClose();
    void setOutlivesItsListener();
    void twoThreads();

private:
    /// A raw peer that is upgraded, and its transport here.
    struct Pair
    {
        std::unique_ptr<links::RawClient> raw;
        std::unique_ptr<Transport> transport;
    };
    [[nodiscard]] Pair open();
    static QByteArray text(const QByteArray &payload) { return encodeMaskedFrame(Opcode::Text, payload); }

    SystemClock m_clock;
    std::unique_ptr<links::Server> m_server;
};

void TestEpollLinks::init()
{
    m_server = std::make_unique<links::Server>(m_clock);
    QVERIFY(m_server->start());
}

void TestEpollLinks::cleanup()
{
    m_server.reset();
}

TestEpollLinks::Pair TestEpollLinks::open()
{
    Pair pair{std::make_unique<links::RawClient>(m_server->listener.port()), nullptr};
    pair.raw->socket.write(links::upgradeRequest());
    if (!QTest::qWaitFor([this] { return !m_server->accepted.empty(); }) || !pair.raw->gets("\r\n\r\n"))
        return pair;
    pair.raw->received.clear();
    pair.transport = std::move(m_server->accepted.front());
    m_server->accepted.clear();
    return pair;
}

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

void TestEpollLinks::abortInAHandlerStopsTheRest()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    int messages = 0;
    connect(pair.transport.get(), &Transport::messageReceived, this, [&] {
        ++messages;
        pair.transport->abort();
    });
    pair.raw->socket.write(text("1") + text("2") + text("3"));
    QVERIFY(pair.raw->isClosed());
    QCOMPARE(messages, 1);
}

void TestEpollLinks::deletedInAHandler_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::newRow("message") << QByteArray(text("1") + text("2"));
    QTest::newRow("ping") << QByteArray(encodeMaskedFrame(Opcode::Ping, "1") + text("2"));
    QTest::newRow("close") << encodeMaskedFrame(Opcode::Close, closePayload(1000, {}));
    QTest::newRow("fault") << QByteArray("\xFF\xFF");
}

void TestEpollLinks::deletedInAHandler()
{
    QFETCH(QByteArray, frames);
    Pair pair = open();
    QVERIFY(pair.transport);
    const auto gone = [&] { pair.transport.reset(); };
    connect(pair.transport.get(), &Transport::messageReceived, this, gone);
    connect(pair.transport.get(), &Transport::pingReceived, this, gone);
    connect(pair.transport.get(), &Transport::closed, this, gone);
    pair.raw->socket.write(frames);
    QTRY_VERIFY(!pair.transport);
    QVERIFY(pair.raw->isClosed());
}

void TestEpollLinks::deletesTheOtherOfTheSameTurn()
{
    Pair first = open();
    Pair second = open();
    QVERIFY(first.transport && second.transport);
    int messages = 0;
    const auto bothGone = [&] {
        ++messages;
        first.transport.reset();
        second.transport.reset();
    };
    connect(first.transport.get(), &Transport::messageReceived, this, bothGone);
    connect(second.transport.get(), &Transport::messageReceived, this, bothGone);
    // Both are ready before this thread looks again.
    first.raw->socket.write(text("1"));
    second.raw->socket.write(text("2"));
    QVERIFY(first.raw->socket.waitForBytesWritten());
    second.raw->socket.flush();
    QTRY_VERIFY(!first.transport);
    QVERIFY(first.raw->isClosed());
    QVERIFY(second.raw->isClosed());
    QCOMPARE(messages, 1);
}

void TestEpollLinks::deletedInDrained()
{
    Pair pair = open();
    QVERIFY(pair.transport);
    connect(pair.transport.get(), &Transport::drained, this, [&] { pair.transport.reset(); });
    QCOMPARE(pair.transport->send(QByteArray(8 << 20, 'x'), Kind::Binary), SendResult::Queued);
    QTRY_VERIFY(!pair.transport);
}

void TestEpollLinks::listenerDeletedInAHandler()
{
    Pair first = open();
    Pair second = open();
    QVERIFY(first.transport && second.transport);
    connect(first.transport.get(), &Transport::messageReceived, this, [&] {
        m_server.reset();
        second.transport.reset();
        first.transport.reset(); // the last that held the set
    });
    first.raw->socket.write(text("1"));
    QTRY_VERIFY(!first.transport);
    QVERIFY(first.raw->isClosed());
}

void TestEpollLinks::nestedLoopServesOthers()
{
    Pair outer = open();
    Pair inner = open();
    QVERIFY(outer.transport && inner.transport);
    QByteArrayList order;
    QEventLoop loop;
    connect(outer.transport.get(), &Transport::messageReceived, this, [&](const QByteArray &payload) {
        order << payload;
        if (payload != "1")
            return;
        inner.raw->socket.write(text("inner"));
        loop.exec();
        outer.transport->send("done", Kind::Text);
    });
    connect(inner.transport.get(), &Transport::messageReceived, this, [&](const QByteArray &payload) {
        order << payload;
        inner.transport->send("answered inside", Kind::Text);
    });
    connect(&inner.raw->socket, &QTcpSocket::readyRead, &loop,
            &QEventLoop::quit); // what is sent in there arrives
    outer.raw->socket.write(text("1") + text("2"));
    QVERIFY(outer.raw->gets("done"));
    outer.raw->socket.write(text("3"));
    QTRY_COMPARE(order, QByteArrayList({"1", "inner", "2", "3"}));
    QVERIFY(inner.raw->gets("answered inside"));
}

void TestEpollLinks::nestedLoopAndDeletion()
{
    Pair outer = open();
    Pair inner = open();
    QVERIFY(outer.transport && inner.transport);
    QEventLoop loop;
    bool came = false;
    connect(outer.transport.get(), &Transport::messageReceived, this, [&] {
        came = true;
        inner.raw->socket.write(text("now"));
        loop.exec(); // its own transport goes meanwhile
    });
    connect(inner.transport.get(), &Transport::messageReceived, this, [&] {
        outer.transport.reset();
        inner.transport.reset();
        loop.quit();
    });
    outer.raw->socket.write(text("1") + text("2"));
    QVERIFY(outer.raw->isClosed());
    QVERIFY(inner.raw->isClosed());
    QVERIFY(came);
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

void TestEpollLinks::setOutlivesItsListener()
{
    const Pair pair = open();
    QVERIFY(pair.transport);
    m_server.reset();
    pair.raw->socket.write(text("still there?"));
    QSignalSpy received(pair.transport.get(), &Transport::messageReceived);
    QTRY_COMPARE(received.size(), 1);
    pair.transport->send("yes", Kind::Text);
    QVERIFY(pair.raw->gets("yes"));
}

void TestEpollLinks::twoThreads()
{
    constexpr int Clients = 20;
    constexpr int Messages = 50;
    std::array<QThread, 2> threads;
    std::array<std::unique_ptr<Listener>, 2> workers;
    for (std::size_t i = 0; i < workers.size(); ++i) {
        workers[i] = std::make_unique<Listener>(m_clock);
        workers[i]->configure(m_server->options);
        connect(workers[i].get(), &Listener::newTransport, workers[i].get(),
                [worker = workers[i].get()](Transport *transport) {
                    transport->setParent(worker);
                    connect(transport, &Transport::messageReceived, transport,
                            [transport](const QByteArray &payload, Kind kind) {
                                transport->send(payload, kind);
                            });
                });
        workers[i]->moveToThread(&threads[i]);
        threads[i].start();
    }
    std::size_t next = 0;
    m_server->listener.setDescriptorSink([&](qintptr descriptor) {
        Listener *worker = workers[next++ % workers.size()].get();
        post(worker, [worker, descriptor] { worker->adopt(descriptor); });
    });
    std::vector<std::unique_ptr<Transport>> clients;
    int echoes = 0;
    for (int i = 0; i < Clients; ++i) {
        clients.push_back(links::dial(m_clock, links::dialOptions(m_server->url())));
        QVERIFY(clients.back());
        connect(clients.back().get(), &Transport::messageReceived, this, [&] { ++echoes; });
    }
    for (int i = 0; i < Messages; ++i) {
        for (const auto &client : clients)
            client->send(QByteArray(1'000, 'x'), Kind::Binary);
    }
    QTRY_COMPARE_WITH_TIMEOUT(echoes, Clients * Messages, 20'000);
    std::atomic<int> ended{0};
    clients.resize(Clients / 2); // half go first, the workers' end takes the rest
    for (std::size_t i = 0; i < workers.size(); ++i) {
        post(workers[i].get(), [&workers, &ended, i] {
            workers[i].reset();
            ++ended;
        });
    }
    QTRY_COMPARE(ended.load(), 2);
    for (const auto &client : clients)
        QTRY_COMPARE(client->state(), Transport::State::Closed);
    for (QThread &thread : threads) {
        thread.quit();
        QVERIFY(thread.wait());
    }
}

QTEST_GUILESS_MAIN(TestEpollLinks)
#include "tst_epolllinks.moc"
