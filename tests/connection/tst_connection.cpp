// SPDX-License-Identifier: MIT
#include <alcedo/connection/connection.h>
#include <alcedo/connection/linkphrases.h>
#include <alcedo/core/clock.h>
#include <alcedo/transport/listener.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;
using Kind = Transport::Kind;

/// A connection whose dials end where the test says: in a loopback peer or in a failure.
class TestConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void failedDialWaitsAndCounts();
    void terminalFailureStops();
    void retryAfterIsALowerBound();
    void retryNowEndsTheWait();
    void networkAvailableEndsTheWait();
    void autoReconnectOffStops();
    void closeWhileWaitingStaysOff();
    void terminalCloseCodeStops();
    void onlyOurReasonsHaveACode();
    void lossRedials();
    void greetingTimesOut();
    void failInGreeting();
    void silenceStallsThenDies();
    void pongsAreLife();
    void dataIntervalStalls();
    void attemptsResetOnlyWhenStable();
    void aDialGivenUpSaysNothingMore();
    void closeIsPolite();
    void stuckPeerIsAborted();
    void messagesAndCounters();
    void stagesAreTimed();
    void logIsBounded();
    void deletedInASlot_data();
    void deletedInASlot();
    void overARealSocket();

private:
    void makeLive();
    std::unique_ptr<Transport> dialled(DialFailure *failure);

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<LoopbackTransport> m_peer;
    std::optional<DialFailure> m_failure;
    int m_dials = 0;
};

void TestConnection::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_failure.reset();
    m_dials = 0;
    Connection::Options options;
    options.reconnect = {.base = 1s, .cap = 1s, .minimum = 1s, .stableAfter = 30s};
    m_connection = std::make_unique<Connection>(options, *m_clock);
    m_connection->setLinkFactory([this](DialFailure *failure) { return dialled(failure); });
}

void TestConnection::cleanup()
{
    m_connection.reset();
    m_peer.reset();
    m_clock.reset();
}

std::unique_ptr<Transport> TestConnection::dialled(DialFailure *failure)
{
    ++m_dials;
    if (m_failure) {
        *failure = *m_failure;
        return nullptr;
    }
    auto pair = LoopbackTransport::makePair(*m_clock, QStringLiteral("alcedo.v1.json"));
    m_peer = std::move(pair.second);
    return std::move(pair.first);
}

void TestConnection::makeLive()
{
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
    m_connection->setReady();
    QCOMPARE(m_connection->state(), LinkState::Live);
}

void TestConnection::failedDialWaitsAndCounts()
{
    m_failure = DialFailure{Stage::Tcp, QStringLiteral("connection refused"), 0, {}, false};
    m_connection->open();
    QCOMPARE(m_connection->state(), LinkState::Opening);
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    LinkStatus status = m_connection->status();
    QCOMPARE(status.attempt, 1);
    QCOMPARE(status.failure, m_failure);
    QCOMPARE(status.stage, Stage::Tcp);
    QCOMPARE(status.waitedFor, std::chrono::nanoseconds(1s));
    QCOMPARE(*status.nextTryAt, m_clock->steady() + 1s);
    m_clock->advance(1s);
    QCOMPARE(m_connection->state(), LinkState::Opening);
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(m_connection->status().attempt, 2);
    QCOMPARE(m_dials, 2);
}

void TestConnection::terminalFailureStops()
{
    m_failure = DialFailure{Stage::Upgrade, QStringLiteral("HTTP 403"), 403, {}, true};
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Failed);
    m_clock->advance(1h);
    QCOMPARE(m_connection->state(), LinkState::Failed);
    QCOMPARE(m_dials, 1);
    m_failure.reset();
    m_connection->retryNow();
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
}

void TestConnection::retryAfterIsALowerBound()
{
    m_failure = DialFailure{Stage::Upgrade, QStringLiteral("HTTP 503"), 503, 29s, false};
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(m_connection->status().waitedFor, std::chrono::nanoseconds(29s));
    m_clock->advance(28s);
    QCOMPARE(m_dials, 1);
    m_clock->advance(1s);
    QTRY_COMPARE(m_dials, 2);
}

void TestConnection::retryNowEndsTheWait()
{
    m_failure = DialFailure{Stage::Tcp, QStringLiteral("refused"), 0, 1h, false};
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    m_connection->retryNow();
    QCOMPARE(m_connection->state(), LinkState::Opening);
    QVERIFY(!m_connection->status().nextTryAt);
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(m_connection->status().attempt, 2);
}

void TestConnection::networkAvailableEndsTheWait()
{
    m_connection->networkAvailable();
    QCOMPARE(m_connection->state(), LinkState::Off);
    m_failure = DialFailure{Stage::Name, QStringLiteral("no such host"), 0, {}, false};
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    m_failure.reset();
    m_connection->networkAvailable();
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
}

void TestConnection::autoReconnectOffStops()
{
    m_connection->setAutoReconnect(false);
    makeLive();
    m_peer->cut();
    QTRY_COMPARE(m_connection->state(), LinkState::Failed);
    QVERIFY(!m_connection->status().autoReconnect);
    m_connection->setAutoReconnect(true);
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
}

void TestConnection::closeWhileWaitingStaysOff()
{
    m_failure = DialFailure{};
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    m_connection->close();
    QCOMPARE(m_connection->state(), LinkState::Off);
    m_clock->advance(1h);
    QCOMPARE(m_dials, 1);
}

void TestConnection::terminalCloseCodeStops()
{
    makeLive();
    QSignalSpy lost(m_connection.get(), &Connection::lost);
    m_peer->close(4503, QStringLiteral("kicked"));
    QTRY_COMPARE(m_connection->state(), LinkState::Failed);
    QCOMPARE(lost.size(), 1);
    QCOMPARE(m_connection->status().lastClose,
             (CloseInfo{4503, QStringLiteral("kicked"), CloseInfo::Initiator::Peer}));
}

void TestConnection::onlyOurReasonsHaveACode()
{
    const Words asked = say(LinkPhrase::VenueAsks);
    makeLive();
    m_peer->close(4000, asked.text()); // a peer that says the same words
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    LinkStatus status = m_connection->status();
    QCOMPARE(status.lastClose->reason, asked.text());
    QVERIFY(status.lastCloseWhy.isEmpty() && status.log.back().change->why.isEmpty());

    m_clock->advance(1s);
    makeLive();
    m_connection->reconnect(1000, asked);
    QCOMPARE(m_connection->state(), LinkState::Waiting);
    status = m_connection->status();
    QCOMPARE(*status.lastClose, (CloseInfo{1000, asked.text(), CloseInfo::Initiator::Local}));
    QVERIFY(status.lastCloseWhy == asked && status.log.back().change->why == asked);

    m_clock->advance(1s);
    makeLive();
    m_peer->cut();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    QVERIFY(m_connection->status().lastCloseWhy.isEmpty()); // nor is the one before it kept
}

void TestConnection::lossRedials()
{
    makeLive();
    QSignalSpy lost(m_connection.get(), &Connection::lost);
    QSignalSpy opened(m_connection.get(), &Connection::opened);
    m_peer->cut();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(lost.size(), 1);
    QCOMPARE(lost.first().first().value<CloseInfo>().code, 1006);
    QCOMPARE(m_connection->send("x", Kind::Text), SendResult::Dropped);
    m_clock->advance(1s);
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(m_connection->status().attempt, 2); // the first was not stable
}

void TestConnection::greetingTimesOut()
{
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
    m_connection->setStage(Stage::Subscribe);
    m_clock->advance(10s);
    QCOMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(m_connection->status().failure->stage, Stage::Subscribe);
}

void TestConnection::failInGreeting()
{
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
    QSignalSpy lost(m_connection.get(), &Connection::lost);
    QSignalSpy peerClosed(m_peer.get(), &Transport::closed);
    m_connection->fail({Stage::SignIn, QStringLiteral("bad token"), 0, {}, true});
    QCOMPARE(m_connection->state(), LinkState::Failed);
    QCOMPARE(lost.size(), 1);
    QTRY_COMPARE(peerClosed.size(), 1); // told, not dropped
    QCOMPARE(peerClosed.first().first().value<CloseInfo>().code, 1000);
}

void TestConnection::silenceStallsThenDies()
{
    makeLive();
    m_peer->setReading(false); // half-open: nothing is answered
    m_clock->advance(17s);
    QCOMPARE(m_connection->state(), LinkState::Live);
    m_clock->advance(500ms);
    QCOMPARE(m_connection->state(), LinkState::Stalled);
    m_clock->advance(17s);
    QCOMPARE(m_connection->state(), LinkState::Stalled);
    QSignalSpy lost(m_connection.get(), &Connection::lost);
    m_clock->advance(500ms);
    QCOMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(lost.first().first().value<CloseInfo>().code, 1006);
    const LinkStatus status = m_connection->status();
    QVERIFY(status.lastCloseWhy == say(LinkPhrase::NoSignOfLife, {QStringLiteral("35.0")}));
    QCOMPARE(status.lastClose->reason, QStringLiteral("no sign of life for 35.0 s"));
}

void TestConnection::pongsAreLife()
{
    makeLive();
    for (int second = 0; second < 120; ++second) {
        m_clock->advance(1s);
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        QCOMPARE(m_connection->state(), LinkState::Live);
    }
    QVERIFY(m_connection->status().roundTrip);
}

void TestConnection::dataIntervalStalls()
{
    m_connection->setHeartbeatOptions({25s, 10s, 3s});
    makeLive();
    for (int second = 0; second < 3; ++second) {
        m_clock->advance(1s);
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
    }
    QCOMPARE(m_connection->state(), LinkState::Stalled);
    m_peer->send("tick", Kind::Text);
    QTRY_COMPARE(m_connection->state(), LinkState::Live);
}

void TestConnection::attemptsResetOnlyWhenStable()
{
    makeLive();
    QCOMPARE(m_connection->status().attempt, 0);
    m_peer->cut();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(m_connection->status().attempt, 1);
    m_clock->advance(1s);
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
    m_connection->setReady();
    m_connection->setHeartbeatOptions({0s, 0s, 0s});
    m_clock->advance(30s);
    m_peer->cut();
    QTRY_COMPARE(m_connection->state(), LinkState::Waiting);
    QCOMPARE(m_connection->status().attempt, 0);
}

// Its work was already posted, and would end in a failure for good.
void TestConnection::aDialGivenUpSaysNothingMore()
{
    SystemClock clock;
    Listener listener(clock);
    std::unique_ptr<Transport> peer;
    connect(&listener, &Listener::newTransport, this, [&peer](Transport *link) { peer.reset(link); });
    QVERIFY(listener.listen({}));
    Connection::Options options;
    options.dial.url = QUrl(QStringLiteral("mailto:nobody"));
    Connection connection(options, clock);
    QSignalSpy states(&connection, &Connection::stateChanged);
    connection.open();
    options.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(listener.port()));
    connection.setDialOptions(options.dial);
    connection.close();
    connection.open();
    QTRY_VERIFY(connection.state() != LinkState::Opening);
    QCOMPARE(connection.state(), LinkState::Greeting);
    QVERIFY(!connection.status().failure);
    QCOMPARE(states.size(), 4); // opening, off, opening, greeting
}

void TestConnection::closeIsPolite()
{
    makeLive();
    QSignalSpy peerClosed(m_peer.get(), &Transport::closed);
    m_connection->close(1001, QStringLiteral("bye"));
    QCOMPARE(m_connection->state(), LinkState::Closing);
    QTRY_COMPARE(m_connection->state(), LinkState::Off);
    QCOMPARE(peerClosed.first().first().value<CloseInfo>(),
             (CloseInfo{1001, QStringLiteral("bye"), CloseInfo::Initiator::Peer}));
    m_clock->advance(1h);
    QCOMPARE(m_dials, 1);
}

void TestConnection::stuckPeerIsAborted()
{
    makeLive();
    m_peer->setReading(false);
    m_connection->close();
    m_clock->advance(Transport::CloseTimeout - 1ms);
    QCOMPARE(m_connection->state(), LinkState::Closing);
    m_clock->advance(1ms);
    QCOMPARE(m_connection->state(), LinkState::Off);
}

void TestConnection::messagesAndCounters()
{
    makeLive();
    QSignalSpy received(m_connection.get(), &Connection::messageReceived);
    m_clock->advance(2s);
    for (int i = 0; i < 10; ++i)
        m_peer->send(QByteArray(100, 'x'), Kind::Binary);
    QTRY_COMPARE(received.size(), 10);
    QCOMPARE(m_connection->send("hello", Kind::Text), SendResult::Sent);
    const LinkStatus status = m_connection->status();
    QCOMPARE(status.messagesIn, 10u);
    QCOMPARE(status.bytesIn, 1000u);
    QCOMPARE(status.messagesOut, 1u);
    QCOMPARE(status.bytesOut, 5u);
    QCOMPARE(status.lastMessageAt, m_clock->steady());
    QVERIFY(status.messagesPerSecond > 4 && status.messagesPerSecond < 7);
    m_clock->advance(3s);
    QCOMPARE(m_connection->status().messagesPerSecond, 0.0);
}

void TestConnection::stagesAreTimed()
{
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), LinkState::Greeting);
    m_clock->advance(20ms);
    m_connection->setStage(Stage::Subscribe);
    m_clock->advance(30ms);
    m_connection->setReady();
    m_clock->advance(40ms);
    m_peer->send("first", Kind::Text);
    QTRY_COMPARE(m_connection->status().messagesIn, 1u);
    const auto took = m_connection->status().stageTook;
    QCOMPARE(*took[std::size_t(Stage::SignIn)], std::chrono::nanoseconds(20ms));
    QCOMPARE(*took[std::size_t(Stage::Subscribe)], std::chrono::nanoseconds(30ms));
    QCOMPARE(*took[std::size_t(Stage::Data)], std::chrono::nanoseconds(40ms));
}

void TestConnection::logIsBounded()
{
    for (int i = 0; i < 500; ++i)
        m_connection->addLogEntry(LinkLogEntry::Severity::Note, QString::number(i));
    const auto log = m_connection->status().log;
    QCOMPARE(log.size(), LinkStatus::MaxLogEntries);
    QCOMPARE(log.back().words.text(), QStringLiteral("499"));
}

void TestConnection::deletedInASlot_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("opened") << 0;
    QTest::newRow("messageReceived") << 1;
    QTest::newRow("lost") << 2;
    QTest::newRow("stateChanged") << 3;
    QTest::newRow("statusChanged") << 4;
}

void TestConnection::deletedInASlot()
{
    QFETCH(int, which);
    const auto gone = [this] { m_connection.reset(); };
    switch (which) {
    case 0:
        connect(m_connection.get(), &Connection::opened, this, gone);
        break;
    case 1:
        connect(m_connection.get(), &Connection::messageReceived, this, gone);
        break;
    case 2:
        connect(m_connection.get(), &Connection::lost, this, gone);
        break;
    case 3:
        connect(m_connection.get(), &Connection::stateChanged, this, [=](LinkState state) {
            if (state == LinkState::Greeting)
                gone();
        });
        break;
    default:
        connect(m_connection.get(), &Connection::statusChanged, this, gone);
    }
    m_connection->open();
    QTRY_VERIFY(m_peer || !m_connection);
    if (m_peer) {
        m_peer->send("x", Kind::Text);
        m_peer->close(1000);
    }
    QTRY_VERIFY(!m_connection);
}

// Dialled, killed, refused, redialled: the same states over TCP as over the loopback.
void TestConnection::overARealSocket()
{
    SystemClock clock;
    auto listener = std::make_unique<Listener>(clock);
    std::unique_ptr<Transport> peer;
    const auto accept = [&](Transport *transport) { peer.reset(transport); };
    connect(listener.get(), &Listener::newTransport, this, accept);
    ListenOptions listenOptions;
    QVERIFY(listener->listen(listenOptions));
    listenOptions.port = listener->port();

    Connection::Options options;
    options.dial.url = QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(listener->port()));
    options.reconnect = {.base = 50ms, .cap = 50ms, .minimum = 50ms, .stableAfter = 30s};
    Connection connection(options, clock);
    connection.open();
    QTRY_COMPARE(connection.state(), LinkState::Greeting);
    connection.setReady();
    QTRY_VERIFY(connection.status().roundTrip);
    LinkStatus status = connection.status();
    QVERIFY(status.stageTook[std::size_t(Stage::Name)] && status.stageTook[std::size_t(Stage::Tcp)]);
    QVERIFY(status.stageTook[std::size_t(Stage::Upgrade)] && !status.stageTook[std::size_t(Stage::Tls)]);

    listener.reset();
    peer.reset(); // killed
    QTRY_COMPARE(connection.state(), LinkState::Waiting);
    QCOMPARE(connection.status().lastClose->code, 1006);
    QTRY_VERIFY(connection.status().failure && connection.status().failure->stage == Stage::Tcp);

    listener = std::make_unique<Listener>(clock);
    connect(listener.get(), &Listener::newTransport, this, accept);
    QVERIFY(listener->listen(listenOptions));
    connection.retryNow();
    QTRY_COMPARE(connection.state(), LinkState::Greeting);
    QTRY_VERIFY(peer);
    QVERIFY(!connection.status().failure);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
