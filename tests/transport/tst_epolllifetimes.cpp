// SPDX-License-Identifier: MIT
#include "epolltest.h"

#include <alcedo/core/post.h>

#include <QEventLoop>
#include <QThread>
#include <atomic>

using namespace alcedo;
using namespace std::chrono_literals;
using Kind = Transport::Kind;

/// Links on one epoll set that go while it works: deletion in handlers, nested loops, listeners and threads
/// that end.
class TestEpollLifetimes : public EpollTest
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void abortInAHandlerStopsTheRest();
    void deletedInAHandler_data();
    void deletedInAHandler();
    void deletesTheOtherOfTheSameTurn();
    void deletedInDrained();
    void listenerDeletedInAHandler();
    void nestedLoopServesOthers();
    void nestedLoopAndDeletion();
    void setOutlivesItsListener();
    void twoThreads();
};

void TestEpollLifetimes::abortInAHandlerStopsTheRest()
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

void TestEpollLifetimes::deletedInAHandler_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::newRow("message") << QByteArray(text("1") + text("2"));
    QTest::newRow("ping") << QByteArray(encodeMaskedFrame(Opcode::Ping, "1") + text("2"));
    QTest::newRow("close") << encodeMaskedFrame(Opcode::Close, closePayload(1000, {}));
    QTest::newRow("fault") << QByteArray("\xFF\xFF");
}

void TestEpollLifetimes::deletedInAHandler()
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

void TestEpollLifetimes::deletesTheOtherOfTheSameTurn()
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

void TestEpollLifetimes::deletedInDrained()
{
    Pair pair = open();
    QVERIFY(pair.transport);
    connect(pair.transport.get(), &Transport::drained, this, [&] { pair.transport.reset(); });
    QCOMPARE(pair.transport->send(QByteArray(8 << 20, 'x'), Kind::Binary), SendResult::Queued);
    QTRY_VERIFY(!pair.transport);
}

void TestEpollLifetimes::listenerDeletedInAHandler()
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

void TestEpollLifetimes::nestedLoopServesOthers()
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

void TestEpollLifetimes::nestedLoopAndDeletion()
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

void TestEpollLifetimes::setOutlivesItsListener()
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

void TestEpollLifetimes::twoThreads()
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

QTEST_GUILESS_MAIN(TestEpollLifetimes)
#include "tst_epolllifetimes.moc"
