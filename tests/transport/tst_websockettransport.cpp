// SPDX-License-Identifier: MIT
#include "links.h"

#include <alcedo/transport/preparedmessage.h>

#include <alcedo/transport/frame.h>
#include <alcedo/transport/websockettransport.h>

using namespace alcedo;
using namespace std::chrono_literals;
using links::Security;
using Kind = Transport::Kind;

Q_DECLARE_METATYPE(links::Security)

/// Two real ends over a loopback socket, and raw peers that break the rules.
class TestWebSocketTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void badPeers_data();
    void badPeers();
    void clientRefusesMaskedServer();
    void droppedConnectionIs1006_data() { bothSecurities(); }
    void droppedConnectionIs1006();
    void abortSaysSoAtOnce();
    void stuckPeerIsAbortedByTheTimer();
    void oversizeIs1009_data() { bothSecurities(); }
    void oversizeIs1009();
    void slowReaderQueuesThenDrains_data() { bothSecurities(); }
    void slowReaderQueuesThenDrains();
    void tooMuchPendingIsDropped();
    void deletedInASlot_data();
    void deletedInASlot();
    void closeCodesAsSent_data();
    void closeCodesAsSent();
    void messagesBothWays_data() { bothSecurities(); }
    void messagesBothWays();
    void earlyFramesAreKept();
    void pingInPieces();
    void fragmentsSplitInsideACharacter();
    void encodedOnceSentToMany_data() { bothSecurities(); }
    void encodedOnceSentToMany();
    void pingHasARoundTrip();

private:
    void bothSecurities();
    [[nodiscard]] bool open(Security security = Security::Plain);

    SystemClock m_clock;
    std::unique_ptr<links::Server> m_server;
    std::unique_ptr<Transport> m_client;
    Transport *m_peer = nullptr;
};

void TestWebSocketTransport::bothSecurities()
{
    QTest::addColumn<Security>("security");
    QTest::newRow("ws") << Security::Plain;
    QTest::newRow("wss") << Security::Tls;
}

bool TestWebSocketTransport::open(Security security)
{
    m_client.reset();
    m_server = std::make_unique<links::Server>(m_clock);
    if (!m_server->start(security))
        return false;
    m_client = links::dial(m_clock, links::dialOptions(m_server->url()));
    m_peer = m_server->peer();
    return m_client && m_peer;
}

void TestWebSocketTransport::badPeers_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::addColumn<int>("code");
    const auto masked = [](std::uint8_t first, const QByteArray &payload) {
        QByteArray frame = encodeMaskedFrame(Opcode::Binary, payload);
        frame[0] = char(first);
        return frame;
    };
    QTest::newRow("unmasked frame") << encodeFrame(Opcode::Text, "hi") << 1002;
    QTest::newRow("reserved bit") << masked(0xC1, "hi") << 1002;
    QTest::newRow("reserved opcode") << masked(0x83, "hi") << 1002;
    QTest::newRow("reserved control opcode") << masked(0x8B, "hi") << 1002;
    QTest::newRow("fragmented ping") << masked(0x09, "hi") << 1002;
    QTest::newRow("ping of 126 bytes") << masked(0x89, QByteArray(126, 'x')) << 1002;
    QTest::newRow("continuation of nothing") << masked(0x80, "hi") << 1002;
    QTest::newRow("message inside a message") << QByteArray(masked(0x01, "a") + masked(0x81, "b")) << 1002;
    QTest::newRow("negative length") << QByteArray("\x82\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
                                                   "abcd",
                                                   14)
                                     << 1002;
    QTest::newRow("huge length") << QByteArray("\x82\xFF\x00\x00\x00\x7F\xFF\xFF\xFF\xFF"
                                               "abcd",
                                               14)
                                 << 1009;
    QTest::newRow("text is not UTF-8") << masked(0x81, "\xC0\xAF") << 1007;
    QTest::newRow("text is a surrogate") << masked(0x81, "\xED\xA0\x80") << 1007;
    QTest::newRow("bad byte before the end of the message") << masked(0x01, "\xFF") << 1007;
    QTest::newRow("text ends inside a character") << masked(0x81, "\xE2\x82") << 1007;
    QTest::newRow("close with half a code") << masked(0x88, "\x03") << 1002;
    QTest::newRow("close with 1005") << masked(0x88, "\x03\xED") << 1002;
    QTest::newRow("close with 5000") << masked(0x88, "\x13\x88") << 1002;
    QTest::newRow("close reason is not UTF-8") << masked(0x88, "\x03\xE8\xFF") << 1007;
}

void TestWebSocketTransport::badPeers()
{
    QFETCH(QByteArray, frames);
    QFETCH(int, code);
    m_server = std::make_unique<links::Server>(m_clock);
    QVERIFY(m_server->start());
    links::RawClient raw(m_server->listener.port());
    raw.socket.write(links::upgradeRequest());
    QVERIFY(raw.gets("101"));
    QTRY_VERIFY(m_server->peer());
    QSignalSpy received(m_server->peer(), &Transport::messageReceived);
    QSignalSpy closed(m_server->peer(), &Transport::closed);
    raw.socket.write(frames);
    const QByteArray said = closePayload(code, {});
    QVERIFY(raw.gets(said)); // unmasked, so the code stands there as it is
    raw.socket.disconnectFromHost();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, code);
    QCOMPARE(closed.first().first().value<CloseInfo>().initiator, CloseInfo::Initiator::Local);
    QCOMPARE(received.size(), 0);
}

void TestWebSocketTransport::clientRefusesMaskedServer()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            const QByteArray request = socket->readAll();
            const qsizetype at = request.indexOf("Sec-WebSocket-Key: ");
            if (at < 0)
                return;
            const QByteArray key = request.mid(at + 19, 24);
            QCryptographicHash hash(QCryptographicHash::Sha1);
            hash.addData(key);
            hash.addData(QByteArrayView("258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            QByteArray answer(
                "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
            answer.append(hash.result().toBase64()).append("\r\n\r\n");
            socket->write(answer.append(encodeMaskedFrame(Opcode::Text, "masked")));
        });
    });
    QUrl url;
    url.setScheme(QStringLiteral("ws"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(server.serverPort());
    const auto client = links::dial(m_clock, links::dialOptions(url));
    QVERIFY(client);
    QSignalSpy closed(client.get(), &Transport::closed);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1002);
}

void TestWebSocketTransport::droppedConnectionIs1006()
{
    QFETCH(Security, security);
    QVERIFY(open(security));
    QSignalSpy closed(m_client.get(), &Transport::closed);
    m_peer->abort();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1006);
    QCOMPARE(closed.first().first().value<CloseInfo>().initiator, CloseInfo::Initiator::Network);
    QCOMPARE(m_client->state(), Transport::State::Closed);
}

void TestWebSocketTransport::abortSaysSoAtOnce()
{
    QVERIFY(open());
    QSignalSpy closed(m_client.get(), &Transport::closed);
    m_client->abort();
    m_client->abort();
    QCOMPARE(closed.size(), 1);
    QCOMPARE(m_client->send("x", Kind::Text), SendResult::Dropped);
}

void TestWebSocketTransport::stuckPeerIsAbortedByTheTimer()
{
    ManualClock time;
    m_server = std::make_unique<links::Server>(m_clock);
    QVERIFY(m_server->start());
    m_client = links::dial(time, links::dialOptions(m_server->url()));
    QVERIFY(m_client);
    m_server->peer()->setReading(false);
    QSignalSpy closed(m_client.get(), &Transport::closed);
    m_client->close(1000);
    QCOMPARE(m_client->state(), Transport::State::Closing);
    time.advance(Transport::CloseTimeout - 1ms);
    QCOMPARE(closed.size(), 0);
    time.advance(1ms);
    QCOMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1006);
    QCOMPARE(closed.first().first().value<CloseInfo>().initiator, CloseInfo::Initiator::Local);
    m_client.reset(); // before its clock
}

void TestWebSocketTransport::oversizeIs1009()
{
    QFETCH(Security, security);
    QVERIFY(open(security));
    QSignalSpy here(m_client.get(), &Transport::closed);
    QSignalSpy there(m_peer, &Transport::closed);
    m_client->send(QByteArray((1 << 20) + 1, 'x'), Kind::Binary);
    QTRY_COMPARE(there.size(), 1);
    QTRY_COMPARE(here.size(), 1);
    QCOMPARE(there.first().first().value<CloseInfo>().code, 1009);
    QCOMPARE(here.first().first().value<CloseInfo>().code, 1009);
    QCOMPARE(here.first().first().value<CloseInfo>().initiator, CloseInfo::Initiator::Peer);
}

void TestWebSocketTransport::slowReaderQueuesThenDrains()
{
    QFETCH(Security, security);
    QVERIFY(open(security));
    m_client->setReading(false);
    QSignalSpy drained(m_peer, &Transport::drained);
    QSignalSpy received(m_client.get(), &Transport::messageReceived);
    int sent = 0;
    const QByteArray payload(256 * 1024, 'x');
    // Until neither the kernel nor the far end's buffer takes more.
    while (m_peer->pendingBytes() < 8 * 1024 * 1024) {
        QVERIFY(m_peer->send(payload, Kind::Binary) != SendResult::Dropped);
        ++sent;
        QCoreApplication::processEvents();
    }
    QCOMPARE(received.size(), 0);
    m_client->setReading(true);
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), sent, 20'000);
    QTRY_COMPARE(m_peer->pendingBytes(), 0);
    QVERIFY(drained.size() >= 1);
}

void TestWebSocketTransport::tooMuchPendingIsDropped()
{
    QVERIFY(open());
    m_client->setReading(false);
    const QByteArray half(Transport::MaxPendingBytes / 2, 'x');
    QCOMPARE(m_peer->send(half, Kind::Binary), SendResult::Queued);
    QCOMPARE(m_peer->send(half + QByteArray(1, 'x'), Kind::Binary), SendResult::Dropped);
}

void TestWebSocketTransport::deletedInASlot_data()
{
    QTest::addColumn<int>("which");
    QTest::newRow("messageReceived") << 0;
    QTest::newRow("pingReceived") << 1;
    QTest::newRow("pongReceived") << 2;
    QTest::newRow("closed") << 3;
}

void TestWebSocketTransport::deletedInASlot()
{
    QFETCH(int, which);
    QVERIFY(open());
    const auto gone = [this] { m_client.reset(); };
    if (which == 0)
        connect(m_client.get(), &Transport::messageReceived, this, gone);
    else if (which == 1)
        connect(m_client.get(), &Transport::pingReceived, this, gone);
    else if (which == 2)
        connect(m_client.get(), &Transport::pongReceived, this, gone);
    else
        connect(m_client.get(), &Transport::closed, this, gone);
    m_client->ping("x");
    for (int i = 0; i < 10; ++i)
        m_peer->send("x", Kind::Text);
    m_peer->ping();
    QSignalSpy closed(m_peer, &Transport::closed);
    if (which == 3)
        m_peer->close();
    QTRY_VERIFY(!m_client);
    QTRY_COMPARE(closed.size(), 1);
}

void TestWebSocketTransport::closeCodesAsSent_data()
{
    QTest::addColumn<Security>("security");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    for (const Security security : {Security::Plain, Security::Tls}) {
        const char *name = security == Security::Tls ? "wss" : "ws";
        QTest::addRow("%s 1000", name) << security << 1000 << QString();
        QTest::addRow("%s 1012, which QtWebSockets knows not", name)
            << security << 1012 << QStringLiteral("restart");
        QTest::addRow("%s 4001", name) << security << 4001 << QStringLiteral("too slow \u2013 sorry");
        QTest::addRow("%s 4999", name) << security << 4999 << QString(QString(200, QLatin1Char('r')));
    }
}

void TestWebSocketTransport::closeCodesAsSent()
{
    QFETCH(Security, security);
    QFETCH(int, code);
    QFETCH(QString, reason);
    QVERIFY(open(security));
    QSignalSpy here(m_client.get(), &Transport::closed);
    QSignalSpy there(m_peer, &Transport::closed);
    QSignalSpy received(m_client.get(), &Transport::messageReceived);
    m_peer->send("last", Kind::Text);
    m_peer->close(code, reason);
    QTRY_COMPARE(here.size(), 1);
    QTRY_COMPARE(there.size(), 1);
    QCOMPARE(received.size(), 1);
    const QString shortened = reason.left(123);
    QCOMPARE(here.first().first().value<CloseInfo>(),
             (CloseInfo{code, shortened, CloseInfo::Initiator::Peer}));
    QCOMPARE(there.first().first().value<CloseInfo>(),
             (CloseInfo{code, reason, CloseInfo::Initiator::Local}));
}

void TestWebSocketTransport::messagesBothWays()
{
    QFETCH(Security, security);
    links::Server server(m_clock);
    server.options.maxMessageBytes = 8 << 20;
    server.options.subprotocols = {QStringLiteral("b"), QStringLiteral("a")};
    QVERIFY(server.start(security));
    DialOptions options = links::dialOptions(server.url());
    options.maxMessageBytes = 8 << 20;
    options.subprotocols = {QStringLiteral("a"), QStringLiteral("b")};
    const auto client = links::dial(m_clock, options);
    QVERIFY(client && server.peer());
    QCOMPARE(client->subprotocol(), QStringLiteral("b")); // the server's preference
    QCOMPARE(server.peer()->subprotocol(), QStringLiteral("b"));
    QCOMPARE(server.peer()->requestTarget(), QStringLiteral("/"));
    QVERIFY(server.peer()->peerAddress().isLoopback());
    // An echo: what comes goes back.
    connect(server.peer(), &Transport::messageReceived, server.peer(),
            [peer = server.peer()](const QByteArray &payload, Kind kind) { peer->send(payload, kind); });
    QSignalSpy received(client.get(), &Transport::messageReceived);
    QByteArrayList sent{QByteArray(),
                        "x",
                        QByteArray(125, 'a'),
                        QByteArray(126, 'b'),
                        QByteArray(65535, 'c'),
                        QByteArray(65536, 'd'),
                        QStringLiteral("\u20ac \U0001F600").toUtf8(),
                        QByteArray(3'000'000, 'e')};
    for (const QByteArray &payload : sent)
        client->send(payload, Kind::Text);
    client->send(QByteArray("\x00\xFF\xC0", 3), Kind::Binary);
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), sent.size() + 1, 20'000);
    for (qsizetype i = 0; i < sent.size(); ++i) {
        QVERIFY(received[i][0].toByteArray() == sent[i]);
        QCOMPARE(received[i][1].value<Kind>(), Kind::Text);
    }
    QCOMPARE(received.last()[0].toByteArray(), QByteArray("\x00\xFF\xC0", 3));
    QCOMPARE(received.last()[1].value<Kind>(), Kind::Binary);
    QVERIFY(received.last()[2].value<std::chrono::nanoseconds>() <= m_clock.steady());
    QCOMPARE(client->pendingBytes(), 0);
}

void TestWebSocketTransport::earlyFramesAreKept()
{
    links::Server server(m_clock);
    QByteArrayList received;
    connect(&server.listener, &Listener::newTransport, this, [&](Transport *transport) {
        connect(transport, &Transport::messageReceived, this,
                [&](const QByteArray &payload) { received.append(payload); });
    });
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(QByteArray(links::upgradeRequest() + encodeMaskedFrame(Opcode::Text, "early") +
                                encodeMaskedFrame(Opcode::Text, "bird")));
    QTRY_COMPARE(received, QByteArrayList({"early", "bird"}));
}

void TestWebSocketTransport::pingInPieces()
{
    links::Server server(m_clock);
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    raw.socket.write(links::upgradeRequest());
    QTRY_VERIFY(server.peer());
    const QByteArray payload(125, 'p');
    for (const char byte : encodeMaskedFrame(Opcode::Ping, payload)) {
        raw.socket.write(&byte, 1);
        raw.socket.flush();
        QCoreApplication::processEvents(); // the server, too, lives in this thread
    }
    QVERIFY(raw.gets(encodeFrame(Opcode::Pong, payload)));
}

void TestWebSocketTransport::fragmentsSplitInsideACharacter()
{
    links::Server server(m_clock);
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest());
    QTRY_VERIFY(server.peer());
    QSignalSpy received(server.peer(), &Transport::messageReceived);
    QSignalSpy pinged(server.peer(), &Transport::pingReceived);
    const QByteArray text = QStringLiteral("\u20ac1.50 \U0001F600").toUtf8();
    for (qsizetype i = 0; i < text.size(); ++i) {
        QByteArray frame = encodeMaskedFrame(i == 0 ? Opcode::Text : Opcode::Continuation, text.mid(i, 1));
        if (i + 1 < text.size())
            frame[0] = char(frame[0] & 0x7F);
        raw.socket.write(frame);
        raw.socket.write(encodeMaskedFrame(Opcode::Ping, "between")); // RFC 6455 5.4 lets control frames in
        raw.socket.flush();
    }
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.first()[0].toByteArray(), text);
    QTRY_COMPARE(pinged.size(), text.size());
    QVERIFY(raw.gets(encodeFrame(Opcode::Pong, "between")));
}

void TestWebSocketTransport::encodedOnceSentToMany()
{
    QFETCH(Security, security);
    QVERIFY(open(security));
    PreparedMessage message(Opcode::Text, "to all");
    QSignalSpy here(m_client.get(), &Transport::messageReceived);
    QSignalSpy there(m_peer, &Transport::messageReceived);
    m_peer->sendPrepared(message);
    m_client->sendPrepared(message);
    QTRY_COMPARE(here.size(), 1);
    QTRY_COMPARE(there.size(), 1);
    QCOMPARE(here.first()[0].toByteArray(), QByteArray("to all"));
    QCOMPARE(there.first()[0].toByteArray(), QByteArray("to all"));
}

void TestWebSocketTransport::pingHasARoundTrip()
{
    QVERIFY(open());
    QSignalSpy pong(m_client.get(), &Transport::pongReceived);
    QSignalSpy ping(m_peer, &Transport::pingReceived);
    m_client->ping("1");
    m_client->ping(QByteArray(200, 'x'));
    QTRY_COMPARE(pong.size(), 2);
    QCOMPARE(ping.size(), 2);
    QVERIFY(pong.first().first().value<std::chrono::nanoseconds>() > 0ns);
}

QTEST_GUILESS_MAIN(TestWebSocketTransport)
#include "tst_websockettransport.moc"
