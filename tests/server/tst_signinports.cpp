// SPDX-License-Identifier: MIT
#include "httpask.h"

#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>
#include <alcedo/server/tokens.h>
#include <alcedo/wire/rpcerror.h>

#include <QTcpSocket>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

QByteArray upgradeRequest(const QByteArray &target, const QByteArray &headers)
{
    return "GET " + target +
           " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           headers + "\r\n";
}

/// A masked text frame (RFC 6455 5.2), the mask being zero.
QByteArray helloFrame()
{
    const QByteArray hello = R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}})";
    return QByteArray("\x81") + char(0x80 | hello.size()) + QByteArray(4, '\0') + hello;
}

} // namespace

/// Who comes in over real sockets: where a server may listen, its HTTP, the upgrade, and the library's
/// client.
class TestSignInPorts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void notListening_data();
    void notListening();
    void http_data();
    void http();
    void upgrades_data();
    void upgrades();
    void revokedOverRealSockets_data();
    void revokedOverRealSockets();
    void clientRefreshes();

private:
    QByteArray issue(const QString &user, const std::vector<Grant> &grants)
    {
        const auto issued = m_tokens->issue(user, grants, m_system.wall(), std::nullopt);
        m_lastId = issued ? issued->entry.id : QString();
        return issued ? issued->token : QByteArray();
    }

    SystemClock m_system;
    std::shared_ptr<Tokens> m_tokens;
    QString m_lastId;
};

void TestSignInPorts::init()
{
    m_tokens = std::make_shared<Tokens>();
}

void TestSignInPorts::notListening_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("tokens");
    QTest::addColumn<bool>("open");
    QTest::addColumn<bool>("listens");
    QTest::newRow("any, bare") << QStringLiteral("0.0.0.0") << false << false << false;
    QTest::newRow("any, tokens without TLS") << QStringLiteral("0.0.0.0") << true << false << false;
    QTest::newRow("any IPv6, bare") << QStringLiteral("::") << false << false << false;
    QTest::newRow("any, on purpose") << QStringLiteral("0.0.0.0") << false << true << true;
    QTest::newRow("loopback, bare") << QStringLiteral("127.0.0.1") << false << false << true;
}

void TestSignInPorts::notListening()
{
    QFETCH(QString, address);
    QFETCH(bool, tokens);
    QFETCH(bool, open);
    QFETCH(bool, listens);
    Server::Options options;
    options.listen.address = QHostAddress(address);
    if (tokens)
        options.tokens = m_tokens;
    if (open)
        options.exposure = Server::Options::Exposure::Open;
    Server server(options, m_system);
    const auto listening = server.listen();
    QCOMPARE(listening.hasValue(), listens);
    if (!listens)
        QVERIFY(listening.error().message().contains(QLatin1String("TLS and tokens")));
    QCOMPARE(server.port() != 0, listens);
}

void TestSignInPorts::http_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("role"); // whose token is shown; empty: none
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *line, const char *role, const char *more,
                        const QByteArray &body, int status) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(role) << QByteArray(more) << body << status;
    };
    const char *const publish = "POST /publish/lab.a";
    row("publish without a token", publish, "", "", "1", 401);
    row("publish with a bad one", publish, "bad", "", "1", 401);
    row("publish as a viewer", publish, "viewer", "", "1", 403);
    row("publish elsewhere", "POST /publish/ops.a", "publisher", "", "1", 403);
    row("publish to no channel", "POST /publish/", "publisher", "", "1", 400);
    row("publish to what is no name", "POST /publish/a%20b", "publisher", "", "1", 400);
    row("publish no JSON", publish, "publisher", "", "{", 400);
    row("publish nothing", publish, "publisher", "", "", 400);
    row("remove without a key", "POST /publish/lab.a?op=remove", "publisher", "", "", 400);
    row("publish too much", publish, "publisher", "", QByteArray('"' + QByteArray(256 * 1024, 'x') + '"'),
        413);
    row("publish by GET", "GET /publish/lab.a", "publisher", "", "", 405);
    row("publish from a page elsewhere", publish, "publisher", "Origin: https://evil.example\r\n", "1", 403);
    row("publish under another name", publish, "publisher", "Host: evil.example\r\n", "1", 403);
    row("health under another name", "GET /healthz", "", "Host: evil.example:80\r\n", "", 403);
    row("metrics without a token", "GET /metrics", "", "", "", 401);
    row("metrics as a publisher", "GET /metrics", "publisher", "", "", 403);
    row("channels without a token", "GET /channels", "", "", "", 401);
    row("publish", publish, "publisher", "", "{\"v\":1}", 200);
    row("publish under a key", "POST /publish/lab%2Ea?key=k%C3%BC", "publisher", "", "1", 200);
    row("remove", "POST /publish/lab.a?key=k&op=remove", "publisher", "", "", 200);
    row("metrics", "GET /metrics", "admin", "", "", 200);
    row("channels", "GET /channels", "viewer", "", "", 200);
    row("health", "GET /healthz", "", "", "", 200);
}

void TestSignInPorts::http()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, role);
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QByteArray token = role;
    if (const auto known = roleOf(QString::fromLatin1(role)))
        token = issue(QStringLiteral("ann"),
                      {{*known, role == "admin" ? QStringLiteral("") : QStringLiteral("lab.")}});
    Server::Options options;
    options.tokens = m_tokens;
    Server server(options, m_system);
    QVERIFY(server.listen());
    if (!token.isEmpty())
        more += "Authorization: Bearer " + token + "\r\n";
    const HttpAnswerText answer = askHttp(server.port(), line, body, more);
    QVERIFY2(answer.status == status, answer.head.constData());
    QCOMPARE(answer.head.contains("WWW-Authenticate: Bearer"), status == 401);
    QVERIFY(token.isEmpty() || (!answer.head.contains(token) && !answer.body.contains(token)));
    QCOMPARE(server.counters().publications, quint64(status == 200 && line.startsWith("POST")));
}

void TestSignInPorts::upgrades_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("headers"); // T: the token
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *target, const char *headers, int status) {
        QTest::newRow(name) << QByteArray(target) << QByteArray(headers) << status;
    };
    row("bad token", "/", "Authorization: Bearer x\r\n", 401);
    row("bad cookie", "/", "Cookie: alcedo_token=x\r\n", 401);
    row("bad query of a browser", "/?token=x", "Origin: http://localhost\r\n", 401);
    row("page from elsewhere", "/", "Authorization: Bearer T\r\nOrigin: https://evil.example\r\n", 403);
    row("page from elsewhere with a cookie", "/",
        "Cookie: alcedo_token=T\r\nOrigin: https://evil.example\r\n", 403);
    row("no page at all", "/", "Origin: null\r\n", 403);
    row("rebound name", "/", "Host: evil.example\r\nOrigin: http://evil.example\r\n", 403);
    row("rebound name without Origin", "/", "Host: evil.example\r\n", 403);
    row("header", "/", "Authorization: Bearer T\r\n", 101);
    row("header in another case", "/", "Authorization: bearer T\r\n", 101);
    row("cookie among others", "/", "Cookie: a=b; alcedo_token=T; c=d\r\n", 101);
    row("query of a browser", "/?token=T", "Origin: http://localhost\r\n", 101);
    row("none: hello may bring it", "/", "", 101);
}

void TestSignInPorts::upgrades()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    const QByteArray token = issue(QStringLiteral("ann"), {{}});
    Server::Options options;
    options.tokens = m_tokens;
    Server server(options, m_system);
    QVERIFY(server.listen());
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.port());
    if (!headers.contains("Host:"))
        headers += "Host: localhost\r\n";
    socket.write(upgradeRequest(target, headers)
                     .replace("=T", QByteArray('=' + token))
                     .replace(" T\r", QByteArray(' ' + token + '\r')));
    QTRY_VERIFY(socket.bytesAvailable() >= 12);
    QCOMPARE(socket.read(12), QByteArray("HTTP/1.1 " + QByteArray::number(status)));
    if (status != 101)
        return;
    // Signed in without a word in hello.
    socket.write(helloFrame());
    QByteArray answer;
    QTRY_VERIFY((answer += socket.readAll()).contains("\"id\":1"));
    QCOMPARE(answer.contains("\"user\":\"ann\""), headers.contains('T') || target.contains("token"));
}

void TestSignInPorts::revokedOverRealSockets_data()
{
    QTest::addColumn<int>("workers");
    QTest::newRow("in the server's thread") << 0;
    QTest::newRow("two workers") << 2;
}

void TestSignInPorts::revokedOverRealSockets()
{
    QFETCH(int, workers);
    const QByteArray token = issue(QStringLiteral("ann"), {{}});
    Server::Options options;
    options.tokens = m_tokens;
    options.workers = workers;
    Server server(options, m_system);
    QVERIFY(server.listen());
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, server.port());
    socket.write(upgradeRequest("/", "Host: localhost\r\nAuthorization: Bearer " + token + "\r\n"));
    QByteArray answer;
    QTRY_VERIFY((answer += socket.readAll()).contains("\r\n\r\n"));
    socket.write(helloFrame());
    QTRY_VERIFY((answer += socket.readAll()).contains("\"user\":\"ann\""));
    QVERIFY(m_tokens->revoke(m_lastId));
    QTRY_VERIFY((answer += socket.readAll()).contains("\"code\":4503"));
}

void TestSignInPorts::clientRefreshes()
{
    ManualClock time;
    const auto now = time.wall();
    const auto first = m_tokens->issue(QStringLiteral("ann"), {{}}, now, now + 10min);
    const auto next = m_tokens->issue(QStringLiteral("ann"), {{}}, now, now + 1h);
    const auto bobs = m_tokens->issue(QStringLiteral("bob"), {{}}, now, now + 1h);
    QVERIFY(first && next && bobs);
    Server::Options options;
    options.tokens = m_tokens;
    options.pingInterval = 0ms;
    Server server(options, time);
    QVERIFY(server.listen());
    Client::Options wanted;
    wanted.connection.dial.url = server.url();
    wanted.connection.reconnect.base = 10ms;
    wanted.token = first->token;
    Client client(wanted, m_system);
    std::vector<std::chrono::seconds> notices;
    connect(&client, &Client::tokenExpiring, this,
            [&](std::chrono::seconds left) { notices.push_back(left); });
    client.connection().open();
    QTRY_VERIFY(client.isReady());
    time.advance(9min);
    QTRY_COMPARE(notices, std::vector<std::chrono::seconds>{60s});
    auto refused = client.refresh(bobs->token);
    QTRY_VERIFY(refused.isFinished());
    QCOMPARE(refused.result().error().detail(), int(RpcError::Forbidden));
    auto refreshed = client.refresh(next->token);
    QTRY_VERIFY(refreshed.isFinished());
    QCOMPARE(*refreshed.result(), std::chrono::seconds(51min));
    time.advance(2min);              // the first one has expired
    auto listed = client.channels(); // whose answer comes behind what would end the link
    QTRY_VERIFY(listed.isFinished());
    QVERIFY(listed.result());
    QVERIFY(client.isReady());
    client.connection().reconnect(1000, {}); // the old one would be refused for good now
    QTRY_VERIFY(!client.isReady());
    QTRY_VERIFY(client.isReady());
}

QTEST_GUILESS_MAIN(TestSignInPorts)
#include "tst_signinports.moc"
