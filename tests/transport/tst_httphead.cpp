// SPDX-License-Identifier: MIT
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/upgrade.h>

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;
using State = HttpHeadResult::State;

class TestHttpHead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void badRequests_data();
    void badRequests();
    void everyCutIsIncomplete();
    void goodRequest();
    void response();
    void retryAfter_data();
    void retryAfter();
    void unsafeHeaders_data();
    void unsafeHeaders();
    void responseLeavesUnsafeHeadersOut();
    void origins_data();
    void origins();
    void acceptKeyOfTheRfc();
};

void TestHttpHead::badRequests_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<State>("state");
    QTest::newRow("TLS hello") << QByteArray("\x16\x03\x01\x02\x00\x01", 6) << State::Bad;
    QTest::newRow("lower case method") << QByteArray("get / HTTP/1.1\r\n\r\n") << State::Bad;
    QTest::newRow("unknown method") << QByteArray("BREW / HTTP/1.1\r\n\r\n") << State::Bad;
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << State::Bad;
    QTest::newRow("HTTP/2") << QByteArray("GET / HTTP/2.0\r\n\r\n") << State::Bad;
    QTest::newRow("HTTP/0.9") << QByteArray("GET / HTTP/0.9\r\n\r\n") << State::Bad;
    QTest::newRow("header without colon") << QByteArray("GET / HTTP/1.1\r\nHost\r\n\r\n") << State::Bad;
    QTest::newRow("space in a header name") << QByteArray("GET / HTTP/1.1\r\nA b: c\r\n\r\n") << State::Bad;
    QTest::newRow("NUL in a value") << QByteArray("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 27) << State::Bad;
    QTest::newRow("bell in a value") << QByteArray("GET / HTTP/1.1\r\nA: b\ac\r\n\r\n") << State::Bad;
    QTest::newRow("negative length") << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")
                                     << State::Bad;
    QTest::newRow("two lengths") << QByteArray(
                                        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
                                 << State::Bad;
    QTest::newRow("length and chunks")
        << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
        << State::Bad;
    QTest::newRow("a response") << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << State::Bad;
    QTest::newRow("head over the limit")
        << QByteArray("GET / HTTP/1.1\r\nA: " + QByteArray(2000, 'x') + "\r\n\r\n") << State::TooLarge;
    QTest::newRow("head that cannot end in time")
        << QByteArray("GET /" + QByteArray(2000, 'x')) << State::TooLarge;
    QTest::newRow("nothing yet") << QByteArray() << State::Incomplete;
    QTest::newRow("line feeds alone do not end it")
        << QByteArray("GET / HTTP/1.1\nHost: x\n\n") << State::Incomplete;
}

void TestHttpHead::badRequests()
{
    QFETCH(QByteArray, bytes);
    QFETCH(State, state);
    QCOMPARE(parseRequestHead(bytes, 1024).state, state);
}

void TestHttpHead::everyCutIsIncomplete()
{
    const QByteArray request("POST /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n");
    for (qsizetype size = 0; size < request.size(); ++size)
        QCOMPARE(parseRequestHead(request.first(size), 1024).state, State::Incomplete);
    QCOMPARE(parseRequestHead(request, request.size()).state, State::Complete);
    QCOMPARE(parseRequestHead(request, request.size() - 1).state, State::TooLarge);
}

void TestHttpHead::goodRequest()
{
    const QByteArray bytes("GET /a?b=c HTTP/1.1\r\nHOST:  h:1 \r\nConnection: keep-alive, Upgrade\r\n"
                           "Upgrade: WebSocket\r\nX: 1\r\nX: 2\r\n\r\nrest\r\n\r\n");
    const HttpHeadResult result = parseRequestHead(bytes, 1024);
    QCOMPARE(result.state, State::Complete);
    QCOMPARE(bytes.mid(result.size), QByteArray("rest\r\n\r\n"));
    QCOMPARE(result.head.method, QByteArray("GET"));
    QCOMPARE(result.head.target, QByteArray("/a?b=c"));
    QCOMPARE(result.head.header("host"), QByteArray("h:1"));
    QCOMPARE(result.head.header("x"), QByteArray("1"));
    QCOMPARE(result.head.header("none"), QByteArray());
    QVERIFY(result.head.hasToken("connection", "upgrade"));
    QVERIFY(!result.head.hasToken("connection", "up"));
    QVERIFY(result.head.hasToken("x", "2"));
    QVERIFY(isUpgradeRequest(result.head));
    QVERIFY(parseRequestHead("GET / HTTP/1.1\r\n\r\n", 99).head.keepAlive);
    QVERIFY(!parseRequestHead("GET / HTTP/1.0\r\n\r\n", 99).head.keepAlive);
    QCOMPARE(parseRequestHead("POST / HTTP/1.1\r\nContent-Length: 42\r\n\r\n", 99).head.contentLength, 42);
}

void TestHttpHead::response()
{
    const HttpHeadResult result =
        parseResponseHead("HTTP/1.1 503 Busy now\r\nRetry-After: 7\r\n\r\nbody", 1024);
    QCOMPARE(result.state, State::Complete);
    QCOMPARE(result.head.status, 503);
    QCOMPARE(result.head.reason, QByteArray("Busy now"));
    QCOMPARE(result.head.header("retry-after"), QByteArray("7"));
    QCOMPARE(parseResponseHead("SSH-2.0-OpenSSH\r\n\r\n", 1024).state, State::Bad);
    QCOMPARE(
        parseResponseHead("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", 1024).head.status,
        101);
}

void TestHttpHead::retryAfter_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("ms"); // -1: nothing
    QTest::newRow("nothing") << QByteArray() << qint64(-1);
    QTest::newRow("noise") << QByteArray("soon") << qint64(-1);
    QTest::newRow("negative") << QByteArray("-5") << qint64(-1);
    QTest::newRow("absurd is a day at most") << QByteArray("99999999999") << qint64(86'400'000);
    QTest::newRow("too large for a number") << QByteArray("99999999999999999999999") << qint64(-1);
    QTest::newRow("seconds") << QByteArray("120") << qint64(120'000);
    QTest::newRow("zero") << QByteArray("0") << qint64(0);
    QTest::newRow("date") << QByteArray("Thu, 01 Jan 1970 00:01:40 GMT") << qint64(90'000);
    QTest::newRow("date gone by") << QByteArray("Thu, 01 Jan 1970 00:00:01 GMT") << qint64(0);
}

void TestHttpHead::retryAfter()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, ms);
    const auto delay = parseRetryAfter(value, 10s);
    QCOMPARE(delay ? qint64(delay->count()) : -1, ms);
}

void TestHttpHead::unsafeHeaders_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("safe");
    QTest::newRow("CR LF in the value") << QByteArray("A") << QByteArray("b\r\nC: d") << false;
    QTest::newRow("LF in the value") << QByteArray("A") << QByteArray("b\nc") << false;
    QTest::newRow("NUL in the value") << QByteArray("A") << QByteArray("b\0c", 3) << false;
    QTest::newRow("colon in the name") << QByteArray("A:") << QByteArray("b") << false;
    QTest::newRow("space in the name") << QByteArray("A B") << QByteArray("b") << false;
    QTest::newRow("no name") << QByteArray() << QByteArray("b") << false;
    QTest::newRow("an ordinary one") << QByteArray("X-Api-Key") << QByteArray("a b;c") << true;
}

void TestHttpHead::unsafeHeaders()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(bool, safe);
    QCOMPARE(isHeaderSafe(name, value), safe);
}

void TestHttpHead::responseLeavesUnsafeHeadersOut()
{
    QTest::ignoreMessage(QtWarningMsg, "a response header with CR, LF or NUL was left out");
    const QByteArray bytes =
        encodeResponse({200, "hi", "text/plain", {{"A", "b\r\nSet-Cookie: x"}, {"C", "d"}}}, true, true);
    QVERIFY(!bytes.contains("Set-Cookie"));
    QVERIFY(bytes.contains("\r\nC: d\r\n"));
    QVERIFY(bytes.endsWith("\r\n\r\nhi"));
    QVERIFY(
        encodeResponse({200, "hi", "text/plain", {}}, false, false).endsWith("Connection: close\r\n\r\n"));
}

void TestHttpHead::origins_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QString>("allowed");
    QTest::addColumn<bool>("expected");
    const QString far = QStringLiteral("192.0.2.7");
    const QString near = QStringLiteral("127.0.0.1");
    QTest::newRow("foreign page") << QByteArray("https://evil.example") << QByteArray("dash.example") << far
                                  << QString() << false;
    QTest::newRow("foreign page, loopback peer")
        << QByteArray("https://evil.example") << QByteArray("localhost") << near << QString() << false;
    QTest::newRow("null") << QByteArray("null") << QByteArray("dash.example") << near << QString() << false;
    QTest::newRow("other port") << QByteArray("http://dash.example:81") << QByteArray("dash.example") << far
                                << QString() << false;
    QTest::newRow("name as a prefix")
        << QByteArray("http://dash.example.evil") << QByteArray("dash.example") << far << QString() << false;
    QTest::newRow("localhost as a prefix")
        << QByteArray("http://localhost.evil") << QByteArray("x") << near << QString() << false;
    QTest::newRow("loopback page, far peer")
        << QByteArray("http://localhost:3000") << QByteArray("dash.example") << far << QString() << false;
    QTest::newRow("none: no browser")
        << QByteArray() << QByteArray("dash.example") << far << QString() << true;
    QTest::newRow("same origin") << QByteArray("http://dash.example") << QByteArray("dash.example") << far
                                 << QString() << true;
    QTest::newRow("same, standard port said")
        << QByteArray("https://dash.example") << QByteArray("dash.example:443") << far << QString() << true;
    QTest::newRow("same, IPv6") << QByteArray("http://[2001:db8::1]:8080") << QByteArray("[2001:db8::1]:8080")
                                << far << QString() << true;
    QTest::newRow("loopback to loopback")
        << QByteArray("http://localhost:3000") << QByteArray("127.0.0.1:9000") << near << QString() << true;
    QTest::newRow("listed") << QByteArray("https://app.example") << QByteArray("x") << far
                            << QStringLiteral("https://app.example") << true;
    QTest::newRow("all allowed") << QByteArray("https://evil.example") << QByteArray("x") << far
                                 << QStringLiteral("*") << true;
}

void TestHttpHead::origins()
{
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, host);
    QFETCH(QString, peer);
    QFETCH(QString, allowed);
    QFETCH(bool, expected);
    HttpHead head;
    head.headers = {{"host", host}};
    if (!origin.isEmpty())
        head.headers.append({"origin", origin});
    QCOMPARE(
        isOriginAllowed(head, QHostAddress(peer), allowed.isEmpty() ? QStringList() : QStringList(allowed)),
        expected);
}

void TestHttpHead::acceptKeyOfTheRfc()
{
    QCOMPARE(acceptKey("dGhlIHNhbXBsZSBub25jZQ=="),
             QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")); // RFC 6455 1.3
}

QTEST_GUILESS_MAIN(TestHttpHead)
#include "tst_httphead.moc"
