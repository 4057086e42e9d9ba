// SPDX-License-Identifier: MIT
#include "workerhouse.h"

#include <alcedo/client/client.h>
#include <alcedo/server/server.h>
#include <alcedo/server/tokens.h>

#include <QTcpSocket>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

constexpr int NotAuthenticated = int(RpcError::NotAuthenticated), TokenExpired = int(RpcError::TokenExpired),
              Forbidden = int(RpcError::Forbidden);

int errorOf(const QJsonObject &reply)
{
    return reply[QLatin1String("error")][QLatin1String("code")].toInt();
}

} // namespace

/// Who comes in, as whom, for how long: over the loopback with the clock in our hands, then over real
/// sockets.
class TestSignIn : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void refusedAtHello_data();
    void refusedAtHello();
    void rights_data();
    void rights();
    void expires();
    void expiresWithoutNotice();
    void revokedAtOnce();
    void revokedBetweenHandshakeAndHello();
    void grantsTakenAway();
    void refreshRefused_data();
    void refreshRefused();
    void refreshed();
    void guests();
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
    QByteArray issue(const QString &user, const std::vector<Grant> &grants,
                     std::optional<std::chrono::nanoseconds> lives = {})
    {
        const auto now = m_house ? m_house->clock.wall() : m_system.wall();
        const auto issued =
            m_tokens->issue(user, grants, now, lives ? std::optional(now + *lives) : std::nullopt);
        m_lastId = issued ? issued->entry.id : QString();
        return issued ? issued->token : QByteArray();
    }
    /// One request over a socket of its own; the answer.
    static QByteArray request(quint16 port, const QByteArray &text)
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        socket.write(text);
        (void)QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 5000);
        return socket.readAll();
    }
    void house(Server::Options options = {})
    {
        options.tokens = m_tokens;
        m_house = std::make_unique<WorkerHouse>(options);
    }

    SystemClock m_system;
    std::shared_ptr<Tokens> m_tokens;
    std::unique_ptr<WorkerHouse> m_house;
    QString m_lastId;
};

void TestSignIn::init()
{
    m_house.reset();
    m_tokens = std::make_shared<Tokens>();
}

void TestSignIn::refusedAtHello_data()
{
    QTest::addColumn<QByteArray>("token"); // "expired": one that was good
    QTest::addColumn<int>("code");
    QTest::newRow("none") << QByteArray() << NotAuthenticated;
    QTest::newRow("unknown") << QByteArray("alcedo_1abc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
                             << NotAuthenticated;
    QTest::newRow("noise") << QByteArray("x") << NotAuthenticated;
    QTest::newRow("expired") << QByteArray("expired") << TokenExpired;
}

void TestSignIn::refusedAtHello()
{
    QFETCH(QByteArray, token);
    QFETCH(int, code);
    house();
    if (token == "expired") {
        token = issue(QStringLiteral("ann"), {{}}, 1h);
        m_house->clock.advance(1h);
    }
    const auto peer = m_house->peer();
    QCOMPARE(errorOf(peer->hello(token)), code);
    QCOMPARE(peer->end(), 4500);
    QVERIFY(!peer->notice("bye")[QLatin1String("reconnect")].toBool(true));
}

void TestSignIn::rights_data()
{
    QTest::addColumn<int>("role");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, int role, const char *method, const char *params, int code) {
        QTest::newRow(name) << role << QByteArray(method) << QByteArray(params) << code;
    };
    const int viewer = int(Role::Viewer), publisher = int(Role::Publisher);
    row("subscribe elsewhere", publisher, "subscribe", R"({"channel":"ops.a"})", Forbidden);
    row("history elsewhere", publisher, "history", R"({"channel":"ops.a"})", Forbidden);
    row("presence elsewhere", publisher, "presence", R"({"channel":"ops.a"})", Forbidden);
    row("publish elsewhere", publisher, "publish", R"({"channel":"ops.a","data":1})", Forbidden);
    row("viewer publishes", viewer, "publish", R"({"channel":"lab.a","data":1})", Forbidden);
    row("viewer calls", viewer, "lab.echo", "{}", Forbidden);
    row("viewer subscribes", viewer, "subscribe", R"({"channel":"lab.a"})", 0);
    row("viewer reads", viewer, "history", R"({"channel":"lab.a"})", 0);
    row("publisher subscribes", publisher, "subscribe", R"({"channel":"lab.a"})", 0);
    row("publisher publishes", publisher, "publish", R"({"channel":"lab.b","data":1})", 0);
    row("publisher calls", publisher, "lab.echo", "{}", 0);
}

void TestSignIn::rights()
{
    QFETCH(int, role);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, params);
    QFETCH(int, code);
    house();
    for (const char *channel : {"lab.a", "ops.a"})
        QVERIFY(m_house->broker.publish(QString::fromLatin1(channel), {"1", {}, {}, {}}, Creation::Allowed));
    const auto peer = m_house->peer();
    const QJsonObject hello =
        peer->hello(issue(QStringLiteral("ann"), {{Role(role), QStringLiteral("lab.")}}));
    QCOMPARE(hello[QLatin1String("result")][QLatin1String("user")].toString(), QStringLiteral("ann"));
    QCOMPARE(peer->codeOf(method, params), code);
    // What it may not see it is not told of.
    const auto channels = peer->ask("channels")[QLatin1String("result")].toArray();
    for (const auto &channel : channels)
        QVERIFY(channel[QLatin1String("channel")].toString().startsWith(QLatin1String("lab.")));
    QVERIFY(!channels.isEmpty());
}

void TestSignIn::expires()
{
    Server::Options options;
    options.pingInterval = 0ms;
    house(options);
    const auto peer = m_house->peer();
    const QJsonObject hello = peer->hello(issue(QStringLiteral("ann"), {{}}, 10min));
    QCOMPARE(hello[QLatin1String("result")][QLatin1String("expires_in")].toInt(), 600);
    m_house->clock.advance(9min - 1ns);
    settleTurns();
    QVERIFY(peer->notice("expiring").isEmpty());
    m_house->clock.advance(1ns);
    settleTurns();
    QCOMPARE(peer->notice("expiring")[QLatin1String("in")].toInt(), 60);
    m_house->clock.advance(1min - 1ns);
    settleTurns();
    QVERIFY(!peer->closed);
    m_house->clock.advance(1ns);
    QCOMPARE(peer->end(), 4003);
    QVERIFY(peer->notice("bye")[QLatin1String("reconnect")].toBool());
}

void TestSignIn::expiresWithoutNotice()
{
    Server::Options options;
    options.pingInterval = 0ms;
    house(options);
    const auto peer = m_house->peer();
    peer->hello(issue(QStringLiteral("ann"), {{}}, 10min));
    m_house->clock.jumpWall(1h); // the machine slept
    m_house->clock.advance(9min);
    QCOMPARE(peer->end(), 4003);
}

void TestSignIn::revokedAtOnce()
{
    house();
    const auto peer = m_house->peer(), other = m_house->peer();
    peer->hello(issue(QStringLiteral("ann"), {{}}));
    const QString id = m_lastId;
    other->hello(issue(QStringLiteral("bob"), {{}}));
    QVERIFY(m_tokens->revoke(id));
    m_house->worker->lookAtTokens();
    QCOMPARE(peer->end(), 4503);
    QVERIFY(!peer->notice("bye")[QLatin1String("reconnect")].toBool(true));
    settleTurns();
    QVERIFY(!other->closed);
}

void TestSignIn::revokedBetweenHandshakeAndHello()
{
    house();
    const QByteArray token = issue(QStringLiteral("ann"), {{}});
    const auto pass = m_house->door().enter(QHostAddress(QHostAddress::LocalHost));
    HttpRequest upgrade;
    upgrade.target = "/";
    upgrade.headers = {{"authorization", "Bearer " + token}};
    upgrade.pass = *pass;
    QVERIFY(!m_house->door().judge(upgrade));
    SessionPeer peer(m_house->clock, *m_house->worker, *pass);
    QVERIFY(m_tokens->revoke(m_lastId));
    QCOMPARE(errorOf(peer.hello()), NotAuthenticated);
    QCOMPARE(peer.end(), 4500);
}

void TestSignIn::grantsTakenAway()
{
    house();
    const auto peer = m_house->peer();
    peer->hello(issue(QStringLiteral("ann"),
                      {{Role::Viewer, QStringLiteral("lab.")}, {Role::Viewer, QStringLiteral("ops.")}}));
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"lab.a"})"), 0);
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"ops.a"})"), 0);
    auto entries = m_tokens->entries();
    entries.front().grants.pop_back();
    m_tokens->replace(entries);
    m_house->worker->lookAtTokens();
    settleTurns();
    QCOMPARE(peer->notice("unsubscribed")[QLatin1String("s")].toInt(), 2);
    QCOMPARE(peer->notice("unsubscribed")[QLatin1String("code")].toInt(), 4505);
    QVERIFY(!peer->notice("unsubscribed")[QLatin1String("resubscribe")].toBool(true));
    QVERIFY(!peer->closed);
    QCOMPARE(m_house->shared.totals.subscriptions.load(), 1u);
}

void TestSignIn::refreshRefused_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<int>("code");
    QTest::newRow("no token") << QByteArray("{}") << int(RpcError::InvalidParams);
    QTest::newRow("no text") << QByteArray(R"({"token":5})") << int(RpcError::InvalidParams);
    QTest::newRow("unknown") << QByteArray(R"({"token":"x"})") << NotAuthenticated;
    QTest::newRow("another user's") << QByteArray("bob") << Forbidden;
}

void TestSignIn::refreshRefused()
{
    QFETCH(QByteArray, params);
    QFETCH(int, code);
    house();
    const QByteArray bobs = issue(QStringLiteral("bob"), {{}});
    const auto peer = m_house->peer();
    peer->hello(issue(QStringLiteral("ann"), {{}}, 10min));
    if (params == "bob")
        params = R"({"token":")" + bobs + "\"}";
    QCOMPARE(peer->codeOf("refresh", params), code);
    QCOMPARE(peer->codeOf("ping"), 0); // the old one holds on
}

void TestSignIn::refreshed()
{
    Server::Options options;
    options.pingInterval = 0ms;
    house(options);
    const auto peer = m_house->peer();
    peer->hello(issue(QStringLiteral("ann"), {{}}, 10min));
    const QByteArray next = issue(QStringLiteral("ann"), {{}}, 30min);
    const QJsonObject reply = peer->ask("refresh", R"({"token":")" + next + "\"}");
    QCOMPARE(reply[QLatin1String("result")][QLatin1String("expires_in")].toInt(), 1800);
    m_house->clock.advance(11min);
    settleTurns();
    QVERIFY(!peer->closed);
    m_house->clock.advance(18min);
    settleTurns(); // the notice is read
    m_house->clock.advance(1min);
    QCOMPARE(peer->end(), 4003);
}

void TestSignIn::guests()
{
    Server::Options options;
    options.guests = {{Role::Viewer, QStringLiteral("open.")}};
    house(options);
    const auto peer = m_house->peer();
    QCOMPARE(errorOf(peer->hello()), 0);
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"lab.a"})"), Forbidden);
    QCOMPARE(peer->codeOf("publish", R"({"channel":"open.a","data":1})"), Forbidden);
    QCOMPARE(peer->codeOf("subscribe", R"({"channel":"open.a"})"), 0);
}

void TestSignIn::notListening_data()
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

void TestSignIn::notListening()
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

void TestSignIn::http_data()
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

void TestSignIn::http()
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
    QByteArray text = line +
                      " HTTP/1.1\r\nConnection: close\r\nContent-Length: " + QByteArray::number(body.size()) +
                      "\r\n" + more;
    if (!more.contains("Host:"))
        text += "Host: 127.0.0.1\r\n";
    if (!token.isEmpty())
        text += "Authorization: Bearer " + token + "\r\n";
    const QByteArray answer = request(server.port(), text + "\r\n" + body);
    QVERIFY2(answer.startsWith(QByteArray("HTTP/1.1 " + QByteArray::number(status) + ' ')),
             answer.left(200).constData());
    QCOMPARE(answer.contains("WWW-Authenticate: Bearer"), status == 401);
    QVERIFY(token.isEmpty() || !answer.contains(token));
    QCOMPARE(server.counters().publications, quint64(status == 200 && line.startsWith("POST")));
}

void TestSignIn::upgrades_data()
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

void TestSignIn::upgrades()
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
    const QByteArray text = "GET " + target +
                            " HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
                            headers + "\r\n";
    socket.write(QByteArray(text)
                     .replace("=T", QByteArray('=' + token))
                     .replace(" T\r", QByteArray(' ' + token + '\r')));
    QTRY_VERIFY(socket.bytesAvailable() >= 12);
    QCOMPARE(socket.read(12), QByteArray("HTTP/1.1 " + QByteArray::number(status)));
    if (status != 101)
        return;
    // Signed in without a word in hello: a masked text frame (RFC 6455 5.2), the mask being zero.
    const QByteArray hello = R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}})";
    socket.write(QByteArray("\x81") + char(0x80 | hello.size()) + QByteArray(4, '\0') + hello);
    QByteArray answer;
    QTRY_VERIFY((answer += socket.readAll()).contains("\"id\":1"));
    QCOMPARE(answer.contains("\"user\":\"ann\""), headers.contains('T') || target.contains("token"));
}

void TestSignIn::revokedOverRealSockets_data()
{
    QTest::addColumn<int>("workers");
    QTest::newRow("in the server's thread") << 0;
    QTest::newRow("two workers") << 2;
}

void TestSignIn::revokedOverRealSockets()
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
    const QByteArray hello = R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}})";
    socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                 "Authorization: Bearer " +
                 token + "\r\n\r\n");
    QByteArray answer;
    QTRY_VERIFY((answer += socket.readAll()).contains("\r\n\r\n"));
    socket.write(QByteArray("\x81") + char(0x80 | hello.size()) + QByteArray(4, '\0') + hello);
    QTRY_VERIFY((answer += socket.readAll()).contains("\"user\":\"ann\""));
    QVERIFY(m_tokens->revoke(m_lastId));
    QTRY_VERIFY((answer += socket.readAll()).contains("\"code\":4503"));
}

void TestSignIn::clientRefreshes()
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
    QCOMPARE(refused.result().error().detail(), Forbidden);
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

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_signin.moc"
