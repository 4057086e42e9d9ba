// SPDX-License-Identifier: MIT
#include "links.h"

#include <alcedo/transport/preparedmessage.h>
#include <alcedo/transport/websockettransport.h>

#include <QRandomGenerator>

using namespace alcedo;
using links::Security;
using Kind = Transport::Kind;

Q_DECLARE_METATYPE(alcedo::DeflateOptions)

/// permessage-deflate between real ends over a loopback socket, and raw peers.
class TestDeflatedLinks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void malformedOfferIsRefused();
    void badRawPeers_data();
    void badRawPeers();
    void inflatedOversizeIs1009();
    void notOnLoopbackByDefault();
    void declinedByTheServer();
    void bothWays_data();
    void bothWays();
    void rawPeerGetsOneCompressedFrame();
    void preparedOnceSentToMany();

private:
    [[nodiscard]] bool open(const DeflateOptions &client, const DeflateOptions &server,
                            Security security = Security::Plain);

    SystemClock m_clock;
    std::unique_ptr<links::Server> m_server;
    std::unique_ptr<Transport> m_client;
    Transport *m_peer = nullptr;
};

namespace {

DeflateOptions always(DeflateOptions options = {})
{
    options.use = DeflateOptions::Use::Always;
    return options;
}

QByteArray offer(const char *parameters = "")
{
    return QByteArray("Sec-WebSocket-Extensions: permessage-deflate").append(parameters).append("\r\n");
}

DeflateTerms rawTerms()
{
    DeflateTerms terms;
    terms.threshold = 0;
    return terms;
}

bool isDeflating(const Transport *transport)
{
    return transport->isDeflating();
}

} // namespace

bool TestDeflatedLinks::open(const DeflateOptions &client, const DeflateOptions &server, Security security)
{
    m_client.reset();
    m_server = std::make_unique<links::Server>(m_clock);
    m_server->options.deflate = server;
    if (!m_server->start(security))
        return false;
    DialOptions options = links::dialOptions(m_server->url());
    options.deflate = client;
    m_client = links::dial(m_clock, options);
    m_peer = m_server->peer();
    return m_client && m_peer;
}

void TestDeflatedLinks::malformedOfferIsRefused()
{
    links::Server server(m_clock);
    server.options.deflate = always(DeflateOptions::forServer());
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest(offer("; =")));
    QVERIFY(raw.gets("HTTP/1.1 400 "));
}

void TestDeflatedLinks::badRawPeers_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("code");
    const auto deflated = [](const QByteArray &payload) {
        return encodeMaskedFrame(Opcode::Text, payload, PayloadForm::Deflated);
    };
    QTest::newRow("corrupt") << deflated("\x07") << 1007;
    QTest::newRow("bomb") << deflated(Deflater(rawTerms()).deflate(QByteArray(100 << 20, 'x')).value())
                          << 1009;
    QTest::newRow("not UTF-8") << deflated(Deflater(rawTerms()).deflate("\xFF\xFF").value()) << 1007;
    QByteArray ping = encodeMaskedFrame(Opcode::Ping, "x");
    ping[0] = char(0xC9);
    QTest::newRow("compressed ping") << ping << 1002;
}

void TestDeflatedLinks::badRawPeers()
{
    QFETCH(QByteArray, frame);
    QFETCH(int, code);
    links::Server server(m_clock);
    server.options.deflate = always(DeflateOptions::forServer());
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest(offer()));
    QVERIFY(raw.gets("\r\nSec-WebSocket-Extensions: permessage-deflate"));
    QTRY_VERIFY(server.peer());
    QSignalSpy received(server.peer(), &Transport::messageReceived);
    QSignalSpy closed(server.peer(), &Transport::closed);
    raw.socket.write(frame);
    QVERIFY(raw.gets(closePayload(code, {})));
    raw.socket.disconnectFromHost();
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, code);
    QCOMPARE(received.size(), 0);
}

// The limit is for what travels; inflated, a message may be ten times that.
void TestDeflatedLinks::inflatedOversizeIs1009()
{
    QVERIFY(open(always(), always(DeflateOptions::forServer())));
    QSignalSpy received(m_peer, &Transport::messageReceived);
    QSignalSpy closed(m_client.get(), &Transport::closed);
    m_client->send(QByteArray(10 << 20, 'x'), Kind::Binary);
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.first().first().toByteArray().size(), 10 << 20);
    m_client->send(QByteArray((10 << 20) + 1, 'x'), Kind::Binary);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1009);
    QCOMPARE(received.size(), 1);
}

void TestDeflatedLinks::notOnLoopbackByDefault()
{
    QVERIFY(open({}, always(DeflateOptions::forServer())));
    QVERIFY(!isDeflating(m_client.get()) && !isDeflating(m_peer));
    QVERIFY(open(always(), DeflateOptions::forServer()));
    QVERIFY(!isDeflating(m_client.get()) && !isDeflating(m_peer));
}

void TestDeflatedLinks::declinedByTheServer()
{
    DeflateOptions never;
    never.use = DeflateOptions::Use::Never;
    QVERIFY(open(always(), never));
    QVERIFY(!isDeflating(m_client.get()) && !isDeflating(m_peer));
    QSignalSpy received(m_client.get(), &Transport::messageReceived);
    m_peer->send(QByteArray(1000, 'x'), Kind::Text);
    QTRY_COMPARE(received.size(), 1);
}

void TestDeflatedLinks::bothWays_data()
{
    QTest::addColumn<DeflateOptions>("client");
    QTest::addColumn<DeflateOptions>("server");
    QTest::addColumn<int>("security");
    DeflateOptions small;
    small.windowBits = 9;
    small.peerWindowBits = 8;
    small.threshold = 0;
    DeflateOptions forgetting;
    forgetting.keepsContext = false;
    forgetting.peerKeepsContext = false;
    const DeflateOptions server = DeflateOptions::forServer();
    for (const int security : {0, 1}) {
        const char *name = security ? "wss" : "ws";
        QTest::addRow("%s, defaults", name) << DeflateOptions() << server << security;
        QTest::addRow("%s, contexts kept", name) << DeflateOptions() << DeflateOptions() << security;
        QTest::addRow("%s, contexts forgotten", name) << forgetting << DeflateOptions() << security;
        QTest::addRow("%s, small windows", name) << small << small << security;
    }
}

void TestDeflatedLinks::bothWays()
{
    QFETCH(DeflateOptions, client);
    QFETCH(DeflateOptions, server);
    QFETCH(int, security);
    QVERIFY(open(always(client), always(server), security ? Security::Tls : Security::Plain));
    QVERIFY(isDeflating(m_client.get()) && isDeflating(m_peer));
    connect(m_peer, &Transport::messageReceived, m_peer,
            [peer = m_peer](const QByteArray &payload, Kind kind) { peer->send(payload, kind); });
    QSignalSpy received(m_client.get(), &Transport::messageReceived);
    QSignalSpy pong(m_client.get(), &Transport::pongReceived);
    QByteArray noise(5000, Qt::Uninitialized);
    QRandomGenerator(3).generate(noise.begin(), noise.end());
    const QByteArrayList texts{QByteArray(),
                               "x",
                               QByteArray(300, 'a'),
                               QByteArray(300, 'a'),
                               QStringLiteral("\u20ac \U0001F600 ").repeated(100).toUtf8(),
                               QByteArray(900'000, 'e')};
    for (const QByteArray &text : texts) {
        m_client->send(text, Kind::Text);
        m_client->ping("between");
    }
    m_client->send(noise, Kind::Binary);
    QTRY_COMPARE(received.size(), texts.size() + 1);
    for (qsizetype i = 0; i < texts.size(); ++i) {
        QVERIFY(received[i][0].toByteArray() == texts[i]);
        QCOMPARE(received[i][1].value<Kind>(), Kind::Text);
    }
    QVERIFY(received.last()[0].toByteArray() == noise);
    QCOMPARE(received.last()[1].value<Kind>(), Kind::Binary);
    QTRY_COMPARE(pong.size(), texts.size());
}

void TestDeflatedLinks::rawPeerGetsOneCompressedFrame()
{
    links::Server server(m_clock);
    server.options.deflate = always(DeflateOptions::forServer());
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(links::upgradeRequest(offer("; client_max_window_bits; server_max_window_bits=10")));
    QVERIFY(raw.gets("\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                     "client_no_context_takeover; server_max_window_bits=10; client_max_window_bits=12\r\n"));
    QTRY_VERIFY(server.peer());
    const QByteArray small(255, 'a');
    const QByteArray large(256, 'a');
    server.peer()->send(small, Kind::Text);
    server.peer()->send(large, Kind::Text);
    DeflateTerms terms;
    terms.windowBits = 10;
    terms.memoryLevel = 5;
    terms.keepsContext = false;
    const QByteArray compressed = Deflater(terms).deflate(large).value();
    QVERIFY(compressed.size() < 20);
    QVERIFY(raw.gets(QByteArray(encodeFrame(Opcode::Text, small) +
                                encodeFrame(Opcode::Text, compressed, PayloadForm::Deflated))));
}

void TestDeflatedLinks::preparedOnceSentToMany()
{
    const QByteArray payload(10'000, 'p');
    PreparedMessage message(Opcode::Text, payload);
    for (const DeflateOptions &server : {DeflateOptions::forServer(), DeflateOptions()}) {
        for (const auto use : {DeflateOptions::Use::Always, DeflateOptions::Use::Never}) {
            DeflateOptions client;
            client.use = use;
            QVERIFY(open(client, always(server)));
            QSignalSpy here(m_client.get(), &Transport::messageReceived);
            QSignalSpy there(m_peer, &Transport::messageReceived);
            QCOMPARE(m_peer->sendPrepared(message), SendResult::Sent);
            QCOMPARE(m_client->sendPrepared(message), SendResult::Sent);
            QTRY_COMPARE(here.size(), 1);
            QTRY_COMPARE(there.size(), 1);
            QVERIFY(here.first()[0].toByteArray() == payload);
            QVERIFY(there.first()[0].toByteArray() == payload);
            m_client->abort();
            QCOMPARE(m_client->sendPrepared(message), SendResult::Dropped);
        }
    }
}

QTEST_GUILESS_MAIN(TestDeflatedLinks)
#include "tst_deflatedlinks.moc"
