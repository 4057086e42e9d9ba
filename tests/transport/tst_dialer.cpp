// SPDX-License-Identifier: MIT
#include "links.h"

#include <alcedo/transport/dialphrases.h>

using namespace alcedo;
using namespace std::chrono_literals;
using links::Security;

Q_DECLARE_METATYPE(alcedo::DialOptions)

/// Each stage of a dial failing, and what is told of it.
class TestDialer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refusedOptions_data();
    void refusedOptions();
    void nameNotFound();
    void refusedPort();
    void tlsToAPlainServer();
    void unknownCertificate();
    void certificateOfAnotherName();
    void answers_data();
    void answers();
    void silence();
    void deletedInASlot();
    void stagesInOrder_data();
    void stagesInOrder();
    void bytesBehindTheAnswerAreKept();
    void requestOnTheWire();
    void dialledAgain();

private:
    /// A peer that answers any request with these bytes, and hangs up or not.
    QUrl answering(const QByteArray &bytes, bool hangUp);

    SystemClock m_clock;
    QTcpServer m_server;
    QByteArray m_request;
};

QUrl TestDialer::answering(const QByteArray &bytes, bool hangUp)
{
    m_server.close();
    m_server.disconnect(this);
    m_request.clear();
    if (!m_server.listen(QHostAddress::LocalHost))
        return {};
    connect(&m_server, &QTcpServer::newConnection, this, [=, this] {
        QTcpSocket *socket = m_server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [=, this] {
            m_request += socket->readAll();
            if (!m_request.endsWith("\r\n\r\n"))
                return;
            QByteArray answer = bytes;
            const qsizetype at = m_request.indexOf("Sec-WebSocket-Key: ") + 19;
            QCryptographicHash hash(QCryptographicHash::Sha1);
            hash.addData(m_request.mid(at, 24));
            hash.addData(QByteArrayView("258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            answer.replace("ACCEPT", hash.result().toBase64());
            socket->write(answer);
            if (hangUp)
                socket->disconnectFromHost();
        });
    });
    QUrl url;
    url.setScheme(QStringLiteral("ws"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(m_server.serverPort());
    return url;
}

void TestDialer::refusedOptions_data()
{
    QTest::addColumn<DialOptions>("options");
    const auto to = [](const char *url) -> DialOptions {
        DialOptions options;
        options.url = QUrl(QString::fromLatin1(url));
        return options;
    };
    QTest::newRow("no URL") << to("");
    QTest::newRow("no host") << to("ws:///path");
    QTest::newRow("ftp") << to("ftp://127.0.0.1/");
    DialOptions options = to("ws://127.0.0.1:9/");
    options.headers = {{"X", "a\r\nY: b"}};
    QTest::newRow("CR LF in a header's value") << options;
    options.headers = {{"X\n", "a"}};
    QTest::newRow("LF in a header's name") << options;
    options.headers.clear();
    options.subprotocols = {QStringLiteral("a\r\nX: y")};
    QTest::newRow("CR LF in a subprotocol") << options;
}

void TestDialer::refusedOptions()
{
    QFETCH(DialOptions, options);
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, options, &failure));
    QCOMPARE(failure.stage, Stage::Name);
    QVERIFY(failure.terminal);
    QVERIFY(!failure.message.isEmpty());
}

void TestDialer::nameNotFound()
{
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(QUrl(QStringLiteral("ws://feed.invalid/"))), &failure));
    QCOMPARE(failure.stage, Stage::Name);
    QVERIFY(!failure.terminal);
    QCOMPARE(failure.message, say(DialPhrase::HostNotFound));
}

void TestDialer::refusedPort()
{
    const QUrl url = answering({}, false);
    m_server.close();
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(url), &failure));
    QCOMPARE(failure.stage, Stage::Tcp);
    QVERIFY(!failure.terminal);
    QCOMPARE(failure.message, say(DialPhrase::ConnectionRefused));
}

void TestDialer::tlsToAPlainServer()
{
    links::Server server(m_clock);
    QVERIFY(server.start());
    QUrl url = server.url();
    url.setScheme(QStringLiteral("wss"));
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(url), &failure));
    QCOMPARE(failure.stage, Stage::Tls);
    QVERIFY(!failure.terminal);
}

void TestDialer::unknownCertificate()
{
    links::Server server(m_clock);
    QVERIFY(server.start(Security::Tls));
    DialOptions options;
    options.url = server.url();
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, options, &failure));
    QCOMPARE(failure.stage, Stage::Tls);
    QVERIFY(failure.terminal);
    QVERIFY(failure.message.text().startsWith(QLatin1String("certificate: ")));
}

void TestDialer::certificateOfAnotherName()
{
    links::Server server(m_clock);
    server.options.address = QHostAddress(QStringLiteral("127.0.0.2"));
    QVERIFY(server.start(Security::Tls));
    QUrl url = server.url();
    url.setHost(QStringLiteral("127.0.0.2"));
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(url), &failure));
    QCOMPARE(failure.stage, Stage::Tls);
    QVERIFY(failure.terminal);
}

void TestDialer::answers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("hangUp");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("terminal");
    QTest::addColumn<int>("retryAfterS"); // -1: none
    const auto status = [](const char *line, const char *more = "") {
        return QByteArray("HTTP/1.1 ")
            .append(line)
            .append("\r\nContent-Length: 0\r\n")
            .append(more)
            .append("\r\n");
    };
    for (const bool hangUp : {false, true}) {
        const char *end = hangUp ? ", hanging up" : "";
        QTest::addRow("400%s", end) << status("400 Bad Request") << hangUp << 400 << true << -1;
        QTest::addRow("401%s", end) << status("401 Unauthorized") << hangUp << 401 << true << -1;
        QTest::addRow("403%s", end) << status("403 Forbidden") << hangUp << 403 << true << -1;
        QTest::addRow("404%s", end) << status("404 Not Found") << hangUp << 404 << true << -1;
        QTest::addRow("500%s", end) << status("500 Oops") << hangUp << 500 << false << -1;
        QTest::addRow("301%s", end) << status("301 Moved") << hangUp << 301 << true << -1;
        QTest::addRow("429%s", end) << status("429 Slow down", "Retry-After: 5\r\n") << hangUp << 429 << false
                                    << 5;
        QTest::addRow("503%s", end) << status("503 Busy", "Retry-After: 120\r\n") << hangUp << 503 << false
                                    << 120;
        QTest::addRow("200%s", end) << status("200 OK") << hangUp << 200 << false << -1;
        QTest::addRow("noise%s", end)
            << QByteArray("\x00\x01\x02 what\r\n\r\n", 12) << hangUp << 0 << false << -1;
        QTest::addRow("another protocol%s", end)
            << QByteArray("SSH-2.0-OpenSSH_9\r\n\r\n") << hangUp << 0 << false << -1;
        QTest::addRow("endless head%s", end)
            << QByteArray("HTTP/1.1 101 x\r\nA: " + QByteArray(70'000, 'x')) << hangUp << 0 << false << -1;
    }
    QTest::newRow("half an answer") << QByteArray("HTTP/1.1 101 Swi") << true << 0 << false << -1;
    QTest::newRow("hangs up at once") << QByteArray() << true << 0 << false << -1;
    const QByteArray upgraded("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    QTest::newRow("101 without accept") << QByteArray(upgraded + "\r\n") << false << 0 << true << -1;
    QTest::newRow("101 with a wrong accept")
        << QByteArray(upgraded + "Sec-WebSocket-Accept: eA==\r\n\r\n") << false << 0 << true << -1;
    QTest::newRow("101 to something else") << QByteArray("HTTP/1.1 101 x\r\nUpgrade: h2c\r\nConnection: "
                                                         "Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n")
                                           << false << 0 << true << -1;
    QTest::newRow("subprotocol not offered")
        << QByteArray(upgraded + "Sec-WebSocket-Accept: ACCEPT\r\nSec-WebSocket-Protocol: zz\r\n\r\n")
        << false << 0 << true << -1;
    QTest::newRow("extension not offered")
        << QByteArray(upgraded + "Sec-WebSocket-Accept: ACCEPT\r\nSec-WebSocket-Extensions: x\r\n\r\n")
        << false << 0 << true << -1;
}

void TestDialer::answers()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, hangUp);
    QFETCH(int, status);
    QFETCH(bool, terminal);
    QFETCH(int, retryAfterS);
    DialFailure failure;
    QVERIFY(!links::dial(m_clock, links::dialOptions(answering(answer, hangUp)), &failure));
    QCOMPARE(failure.stage, Stage::Upgrade);
    QCOMPARE(failure.status, status);
    QCOMPARE(failure.terminal, terminal);
    QCOMPARE(failure.retryAfter ? int(failure.retryAfter->count() / 1000) : -1, retryAfterS);
    QVERIFY(!failure.message.isEmpty());
}

void TestDialer::silence()
{
    ManualClock time;
    Dialer dialer(time);
    QSignalSpy failed(&dialer, &Dialer::failed);
    dialer.dial(links::dialOptions(answering({}, false)));
    QTRY_VERIFY(m_request.endsWith("\r\n\r\n"));
    time.advance(9'999ms);
    QCOMPARE(failed.size(), 0);
    time.advance(1ms);
    QCOMPARE(failed.size(), 1);
    const auto failure = failed.first().first().value<DialFailure>();
    QCOMPARE(failure.stage, Stage::Upgrade);
    QVERIFY(!failure.terminal);
}

void TestDialer::deletedInASlot()
{
    links::Server server(m_clock);
    QVERIFY(server.start());
    for (const Stage at : {Stage::Name, Stage::Tcp, Stage::Upgrade}) {
        auto dialer = std::make_unique<Dialer>(m_clock);
        connect(dialer.get(), &Dialer::stagePassed, this, [&](Stage stage) {
            if (stage == at)
                dialer.reset();
        });
        dialer->dial(links::dialOptions(server.url()));
        QTRY_VERIFY(!dialer);
    }
}

void TestDialer::stagesInOrder_data()
{
    QTest::addColumn<int>("tls");
    QTest::newRow("ws") << 0;
    QTest::newRow("wss") << 1;
}

void TestDialer::stagesInOrder()
{
    QFETCH(int, tls);
    links::Server server(m_clock);
    QVERIFY(server.start(tls ? Security::Tls : Security::Plain));
    QUrl url = server.url();
    url.setHost(QStringLiteral("localhost"));
    Dialer dialer(m_clock);
    QSignalSpy passed(&dialer, &Dialer::stagePassed);
    QSignalSpy opened(&dialer, &Dialer::opened);
    dialer.dial(links::dialOptions(url));
    QTRY_COMPARE(opened.size(), 1);
    QList<Stage> stages;
    for (const auto &arguments : passed) {
        stages.append(arguments[0].value<Stage>());
        QVERIFY(arguments[1].value<std::chrono::nanoseconds>() >= 0ns);
    }
    QCOMPARE(stages, tls ? (QList<Stage>{Stage::Name, Stage::Tcp, Stage::Tls, Stage::Upgrade})
                         : (QList<Stage>{Stage::Name, Stage::Tcp, Stage::Upgrade}));
    const auto link = dialer.take();
    QVERIFY(link);
    QVERIFY(!dialer.take());
    QCOMPARE(link->state(), Transport::State::Open);
}

void TestDialer::bytesBehindTheAnswerAreKept()
{
    const QUrl url = answering("HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Accept: ACCEPT\r\n\r\n\x81\x05"
                               "first\x88\x02\x03\xE8",
                               true);
    const auto link = links::dial(m_clock, links::dialOptions(url));
    QVERIFY(link);
    QSignalSpy received(link.get(), &Transport::messageReceived);
    QSignalSpy closed(link.get(), &Transport::closed);
    QTRY_COMPARE(closed.size(), 1);
    QCOMPARE(received.size(), 1);
    QCOMPARE(received.first().first().toByteArray(), QByteArray("first"));
    QCOMPARE(closed.first().first().value<CloseInfo>().code, 1000);
}

void TestDialer::requestOnTheWire()
{
    QUrl url = answering("HTTP/1.1 500 x\r\n\r\n", true);
    url.setPath(QStringLiteral("/a b/\u20ac"));
    url.setQuery(QStringLiteral("q=1&r=%20"));
    url.setUserInfo(QStringLiteral("user:secret"));
    DialOptions options = links::dialOptions(url);
    options.subprotocols = {QStringLiteral("x"), QStringLiteral("y")};
    options.headers = {{"Authorization", "Bearer t"}};
    QVERIFY(!links::dial(m_clock, options));
    QVERIFY(m_request.startsWith("GET /a%20b/%E2%82%AC?q=1&r=%20 HTTP/1.1\r\n"));
    QVERIFY(m_request.contains(
        QByteArray("\r\nHost: 127.0.0.1:").append(QByteArray::number(url.port())).append("\r\n")));
    QVERIFY(m_request.contains("\r\nSec-WebSocket-Protocol: x, y\r\n"));
    QVERIFY(m_request.contains("\r\nAuthorization: Bearer t\r\n"));
    QVERIFY(!m_request.contains("secret"));
}

// What the first answer was must not be taken for the second.
void TestDialer::dialledAgain()
{
    links::Server server(m_clock);
    QVERIFY(server.start());
    Dialer dialer(m_clock);
    QSignalSpy opened(&dialer, &Dialer::opened);
    QSignalSpy failed(&dialer, &Dialer::failed);
    dialer.dial(links::dialOptions(answering("HTTP/1.1 503 x\r\nContent-Length: 4\r\n\r\nbusy", false)));
    QTRY_COMPARE(failed.size(), 1);
    for (int times = 1; times <= 2; ++times) {
        dialer.dial(links::dialOptions(server.url()));
        QTRY_COMPARE(opened.size(), times);
        QVERIFY(dialer.take());
    }
    QCOMPARE(failed.size(), 1);
}

QTEST_GUILESS_MAIN(TestDialer)
#include "tst_dialer.moc"
