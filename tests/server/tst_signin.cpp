// SPDX-License-Identifier: MIT
#include "workerhouse.h"

#include <alcedo/server/server.h>
#include <alcedo/server/tokens.h>

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

/// Who comes in, as whom, for how long: over the loopback with the clock in our hands.
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

private:
    QByteArray issue(const QString &user, const std::vector<Grant> &grants,
                     std::optional<std::chrono::nanoseconds> lives = {})
    {
        const auto now = m_house->clock.wall();
        const auto issued =
            m_tokens->issue(user, grants, now, lives ? std::optional(now + *lives) : std::nullopt);
        m_lastId = issued ? issued->entry.id : QString();
        return issued ? issued->token : QByteArray();
    }
    void house(Server::Options options = {})
    {
        options.tokens = m_tokens;
        m_house = std::make_unique<WorkerHouse>(options);
    }

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

QTEST_GUILESS_MAIN(TestSignIn)
#include "tst_signin.moc"
