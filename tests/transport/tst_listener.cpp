// SPDX-License-Identifier: MIT
#include "links.h"

#include <alcedo/core/post.h>

#include <QThread>

using namespace alcedo;
using namespace std::chrono_literals;
using links::Security;

/// One port for HTTP and WebSocket, its refusals first.
class TestListener : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void portTaken();
    void tlsWithoutACertificate();
    void refusals_data();
    void refusals();
    void slowHeadIs408();
    void slowBodyIs408();
    void silentTlsPeerIsDropped();
    void tooManyIs503();
    void filterRefuses();
    void closeDropsWhatIsUnderWay();
    void accepted_data();
    void accepted();
    void httpAndWebSocketOnOnePort();
    void httpPipelinedAndSplit();
    void headHasNoBody();
    void descriptorsGoToTheSink();

private:
    SystemClock m_clock;
};

void TestListener::portTaken()
{
    links::Server first(m_clock);
    QVERIFY(first.start());
    links::Server second(m_clock);
    second.options.port = first.listener.port();
    const Result<void> result = second.listener.listen(second.options);
    QVERIFY(!result);
    QCOMPARE(result.error().code(), ErrorCode::Network);
    QCOMPARE(second.listener.port(), quint16(0));
}

void TestListener::tlsWithoutACertificate()
{
    links::Server server(m_clock);
    server.options.tls = QSslConfiguration();
    const Result<void> result = server.listener.listen(server.options);
    QVERIFY(!result);
    QCOMPARE(result.error().code(), ErrorCode::Tls);
}

void TestListener::refusals_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto without = [](const char *line) { return links::upgradeRequest().replace(line, ""); };
    QTest::newRow("noise") << QByteArray("\x16\x03\x01 hello") << 400;
    QTest::newRow("malformed") << QByteArray("GET / HTTP/1.1\r\nno colon\r\n\r\n") << 400;
    QTest::newRow("HTTP/1.1 without host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("head too large") << QByteArray("GET / HTTP/1.1\r\nA: " + QByteArray(20'000, 'x')) << 431;
    QTest::newRow("body too large") << QByteArray(
                                           "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
                                    << 413;
    QTest::newRow("chunked body") << QByteArray(
                                         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                                  << 411;
    QTest::newRow("upgrade by POST") << links::upgradeRequest().replace("GET", "POST") << 400;
    QTest::newRow("upgrade over HTTP/1.0") << links::upgradeRequest().replace("HTTP/1.1", "HTTP/1.0") << 400;
    QTest::newRow("upgrade without Connection") << without("Connection: keep-alive, Upgrade\r\n") << 400;
    QTest::newRow("upgrade without host") << without("Host: localhost\r\n") << 400;
    QTest::newRow("two hosts") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n") << 400;
    QTest::newRow("upgrade to two hosts")
        << without("Host: localhost\r\n").replace("\r\n\r\n", "\r\nHost: localhost\r\nHost: evil\r\n\r\n")
        << 400;
    QTest::newRow("upgrade without key") << without("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") << 400;
    QTest::newRow("short key") << links::upgradeRequest().replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhl") << 400;
    QTest::newRow("version 8") << links::upgradeRequest().replace("Version: 13", "Version: 8") << 426;
    QTest::newRow("no common subprotocol") << links::upgradeRequest("Sec-WebSocket-Protocol: v9\r\n") << 400;
    QTest::newRow("foreign origin") << links::upgradeRequest("Origin: https://evil.example\r\n") << 403;
    QTest::newRow("null origin") << links::upgradeRequest("Origin: null\r\n") << 403;
    QTest::newRow("no such page") << QByteArray("GET /x HTTP/1.1\r\nHost: x\r\n\r\n") << 404;
}

void TestListener::refusals()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    links::Server server(m_clock);
    server.options.subprotocols = {QStringLiteral("v1")};
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write(request);
    QVERIFY2(raw.gets(QByteArray("HTTP/1.1 ").append(QByteArray::number(status))), raw.received.constData());
    QVERIFY(raw.gets("\r\n\r\n"));
    QCOMPARE(server.accepted.size(), std::size_t(0));
    if (status == 426)
        QVERIFY(raw.received.contains("Sec-WebSocket-Version: 13"));
    if (status != 404)
        QVERIFY(raw.isClosed());
}

void TestListener::slowHeadIs408()
{
    ManualClock time;
    links::Server server(time);
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write("GET / HTTP/1.1\r\nHost");
    QTRY_VERIFY(!server.listener.children().isEmpty());
    time.advance(9'999ms);
    QVERIFY(raw.received.isEmpty());
    time.advance(1ms);
    QVERIFY(raw.gets("HTTP/1.1 408"));
    QVERIFY(raw.isClosed());
}

void TestListener::slowBodyIs408()
{
    ManualClock time;
    links::Server server(time);
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
    QVERIFY(raw.gets("100 Continue"));
    raw.socket.write("12345");
    time.advance(10s);
    QVERIFY(raw.gets("HTTP/1.1 408"));
}

void TestListener::silentTlsPeerIsDropped()
{
    ManualClock time;
    links::Server server(time);
    QVERIFY(server.start(Security::Tls));
    links::RawClient raw(server.listener.port());
    QTRY_VERIFY(!server.listener.children().isEmpty());
    time.advance(10s);
    QVERIFY(raw.isClosed());
    QVERIFY(raw.received.isEmpty());
}

void TestListener::tooManyIs503()
{
    links::Server server(m_clock);
    server.options.maxConnections = 1;
    QVERIFY(server.start());
    const auto first = links::dial(m_clock, links::dialOptions(server.url()));
    QVERIFY(first);
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(server.url()), &failure));
    QCOMPARE(failure.status, 503);
    QVERIFY(failure.retryAfter);
    QVERIFY(!failure.terminal);
    server.accepted.clear();
    std::unique_ptr<Transport> second;
    QTRY_VERIFY(second || (second = links::dial(m_clock, links::dialOptions(server.url()))));
}

void TestListener::filterRefuses()
{
    links::Server server(m_clock);
    server.listener.setUpgradeFilter([](const HttpRequest &request) -> std::optional<HttpResponse> {
        if (request.header("authorization") == "Bearer good")
            return std::nullopt;
        return HttpResponse{401, "who are you?", "text/plain", {{"WWW-Authenticate", "Bearer"}}};
    });
    QVERIFY(server.start());
    DialOptions options = links::dialOptions(server.url());
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, options, &failure));
    QCOMPARE(failure.status, 401);
    QVERIFY(failure.terminal);
    options.headers = {{"Authorization", "Bearer good"}};
    QVERIFY(links::dial(m_clock, options));
}

void TestListener::closeDropsWhatIsUnderWay()
{
    links::Server server(m_clock);
    QVERIFY(server.start());
    const auto open = links::dial(m_clock, links::dialOptions(server.url()));
    QVERIFY(open);
    links::RawClient half(server.listener.port());
    half.socket.write("GET / HT");
    QTRY_VERIFY(!server.listener.children().isEmpty());
    server.listener.close();
    QVERIFY(half.isClosed());
    QSignalSpy received(open.get(), &Transport::messageReceived);
    server.peer()->send("still here", Transport::Kind::Text);
    QTRY_COMPARE(received.size(), 1);
}

void TestListener::accepted_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QString>("subprotocol");
    QTest::newRow("plain") << QByteArray() << QString();
    QTest::newRow("one subprotocol in common")
        << QByteArray("Sec-WebSocket-Protocol: v9, v1\r\n") << QStringLiteral("v1");
    QTest::newRow("over two lines") << QByteArray(
                                           "Sec-WebSocket-Protocol: v9\r\nSec-WebSocket-Protocol: v2\r\n")
                                    << QStringLiteral("v2");
    QTest::newRow("same origin") << QByteArray("Origin: http://localhost\r\n") << QString();
    QTest::newRow("loopback page") << QByteArray("Origin: http://127.0.0.1:3000\r\n") << QString();
    QTest::newRow("extension that we have not")
        << QByteArray("Sec-WebSocket-Extensions: permessage-deflate\r\n") << QString();
}

void TestListener::accepted()
{
    QFETCH(QByteArray, more);
    QFETCH(QString, subprotocol);
    links::Server server(m_clock);
    server.options.subprotocols = {QStringLiteral("v1"), QStringLiteral("v2")};
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    const QByteArray request = links::upgradeRequest(more, "/feed?x=1");
    // In two parts, as some browsers do.
    raw.socket.write(request.first(10));
    raw.socket.flush();
    raw.socket.write(request.mid(10));
    QVERIFY(raw.gets("HTTP/1.1 101 Switching Protocols\r\n"));
    QVERIFY(raw.gets("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
    QTRY_VERIFY(server.peer());
    QVERIFY(!raw.received.contains("Extensions"));
    QCOMPARE(raw.received.count("HTTP/1.1"), 1); // QWebSocketServer's own 101 is not seen
    QCOMPARE(server.peer()->subprotocol(), subprotocol);
    const QByteArray chosen = QByteArray("Sec-WebSocket-Protocol: ").append(subprotocol.toLatin1());
    QCOMPARE(raw.received.contains(chosen), !subprotocol.isEmpty());
    QCOMPARE(server.peer()->requestTarget(), QStringLiteral("/feed?x=1"));
}

void TestListener::httpAndWebSocketOnOnePort()
{
    links::Server server(m_clock);
    server.listener.setHttpHandler([](const HttpRequest &request) -> HttpResponse {
        return {200,
                QByteArray(request.method + " " + request.path() + " " + request.body),
                "text/plain",
                {{"X-A", "b"}}};
    });
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write("GET /metrics?x HTTP/1.1\r\nHost: x\r\n\r\n");
    QVERIFY(raw.gets("\r\n\r\nGET /metrics "));
    QVERIFY(raw.received.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(raw.received.contains("\r\nX-A: b\r\n"));
    raw.received.clear();
    raw.socket.write(
        "POST /publish HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"); // the same connection
    QVERIFY(raw.gets("\r\n\r\nPOST /publish hello"));
    raw.received.clear();
    raw.socket.write(links::upgradeRequest()); // and again, as a WebSocket
    QVERIFY(raw.gets("101 Switching"));
    QTRY_VERIFY(server.peer());
}

void TestListener::httpPipelinedAndSplit()
{
    links::Server server(m_clock);
    server.listener.setHttpHandler([](const HttpRequest &request) -> HttpResponse {
        return {200, QByteArray(request.target + "\n"), "text/plain", {}};
    });
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    QByteArray requests;
    for (int i = 0; i < 100; ++i)
        requests.append("GET /").append(QByteArray::number(i)).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
    requests.append("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    for (qsizetype at = 0; at < requests.size(); at += 333) {
        raw.socket.write(requests.mid(at, 333));
        raw.socket.flush();
    }
    QVERIFY(raw.isClosed());
    QCOMPARE(raw.received.count("HTTP/1.1 200 OK"), 101);
    QVERIFY(raw.received.endsWith("\r\n\r\n/last\n"));
}

void TestListener::headHasNoBody()
{
    links::Server server(m_clock);
    server.listener.setHttpHandler([](const HttpRequest &) -> HttpResponse {
        return {200, "body", "text/plain", {}};
    });
    QVERIFY(server.start());
    links::RawClient raw(server.listener.port());
    raw.socket.write("HEAD / HTTP/1.0\r\n\r\n");
    QVERIFY(raw.isClosed());
    QVERIFY(raw.received.contains("Content-Length: 4\r\n"));
    QVERIFY(raw.received.endsWith("\r\n\r\n"));
}

void TestListener::descriptorsGoToTheSink()
{
    links::Server front(m_clock);
    QThread thread;
    std::unique_ptr<Listener> worker = std::make_unique<Listener>(m_clock);
    std::atomic<QThread *> servedIn{nullptr};
    worker->configure(front.options);
    connect(worker.get(), &Listener::newTransport, worker.get(), [&](Transport *transport) {
        transport->setParent(worker.get());
        servedIn = QThread::currentThread();
        connect(
            transport, &Transport::messageReceived, transport,
            [transport](const QByteArray &payload, Transport::Kind kind) { transport->send(payload, kind); });
    });
    worker->moveToThread(&thread);
    thread.start();
    front.listener.setDescriptorSink([&](qintptr descriptor) {
        post(worker.get(), [&worker, descriptor] { worker->adopt(descriptor); });
    });
    QVERIFY(front.start());
    const auto client = links::dial(m_clock, links::dialOptions(front.url()));
    QVERIFY(client);
    QSignalSpy received(client.get(), &Transport::messageReceived);
    client->send("echo", Transport::Kind::Text);
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(servedIn.load(), &thread);
    std::atomic<bool> ended{false};
    post(worker.get(), [&] {
        worker.reset();
        ended = true;
    });
    QTRY_VERIFY(ended && client->state() == Transport::State::Closed);
    thread.quit();
    QVERIFY(thread.wait());
}

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
