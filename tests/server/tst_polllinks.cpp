// SPDX-License-Identifier: MIT
#include "httpask.h"

#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>
#include <alcedo/server/tokens.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QTimer>

using namespace alcedo;

namespace {

const QByteArray Hello = R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}})";

} // namespace

/// Long poll as its requests are seen on the wire.
class TestPollLinks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void refused_data();
    void refused();
    void tokenIsNeeded_data();
    void tokenIsNeeded();
    void session_data();
    void session();

private:
    static QByteArray open(quint16 port, const QByteArray &more = {})
    {
        const auto answer = askHttp(port, "POST /poll/send", {}, more);
        return QJsonDocument::fromJson(answer.body).object()[QLatin1String("session")].toString().toLatin1();
    }
    SystemClock m_clock;
};

void TestPollLinks::refused_data()
{
    QTest::addColumn<QByteArray>("line"); // S: an open link
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *line, const char *more, int status) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(more) << status;
    };
    row("send by GET", "GET /poll/send", "", 405);
    row("receive by POST", "POST /poll/receive?session=S", "", 405);
    row("receive from nowhere", "GET /poll/receive", "", 400);
    row("receive from an unknown link", "GET /poll/receive?session=abc&after=0", "", 404);
    row("send to an unknown link", "POST /poll/send?session=abc&seq=1", "", 404);
    row("send without a number", "POST /poll/send?session=S", "", 400);
    row("send number 0", "POST /poll/send?session=S&seq=0", "", 400);
    row("send out of order", "POST /poll/send?session=S&seq=2", "", 409);
    row("page from elsewhere", "POST /poll/send", "Origin: https://evil.example\r\n", 403);
}

void TestPollLinks::refused()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, more);
    QFETCH(int, status);
    Server server({}, m_clock);
    QVERIFY(server.listen());
    const QByteArray name = open(server.port());
    QVERIFY(!name.isEmpty());
    QCOMPARE(askHttp(server.port(), line.replace("=S", QByteArray("=" + name)), {}, more).status, status);
}

void TestPollLinks::tokenIsNeeded_data()
{
    QTest::addColumn<QByteArray>("header"); // T: the token
    QTest::addColumn<bool>("enters");
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("in the opening request") << QByteArray("Authorization: Bearer T\r\n") << true;
}

void TestPollLinks::tokenIsNeeded()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, enters);
    Server::Options options;
    options.tokens = std::make_shared<Tokens>();
    const auto issued = options.tokens->issue(QStringLiteral("ann"), {{}}, m_clock.wall(), {});
    QVERIFY(issued);
    Server server(options, m_clock);
    QVERIFY(server.listen());
    QCOMPARE(askHttp(server.port(), "POST /poll/send", {}, "Authorization: Bearer x\r\n").status, 401);
    const QByteArray name = open(server.port(), header.replace(" T", QByteArray(" " + issued->token)));
    QCOMPARE(askHttp(server.port(), "POST /poll/send?session=" + name + "&seq=1", Hello).status, 200);
    const auto answer = askHttp(server.port(), "GET /poll/receive?session=" + name + "&after=0");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body.contains("\"user\":\"ann\""), enters);
    QCOMPARE(answer.head.contains("Alcedo-Close: 4500"), !enters);
}

void TestPollLinks::session_data()
{
    QTest::addColumn<int>("workers");
    QTest::newRow("in the server's thread") << 0;
    QTest::newRow("three workers") << 3;
}

void TestPollLinks::session()
{
    QFETCH(int, workers);
    Server::Options options;
    options.workers = workers;
    options.clientsMayPublish = true;
    Server server(options, m_clock);
    QVERIFY(server.listen());
    const quint16 port = server.port();
    const QByteArray name = open(port);
    const QByteArray send = "POST /poll/send?session=" + name + "&seq=",
                     receive = "GET /poll/receive?session=" + name + "&after=";
    QCOMPARE(askHttp(port, send + '1', Hello).status, 200);
    const auto hello = askHttp(port, receive + '0');
    QVERIFY(hello.body.startsWith("[{") && hello.body.contains("\"id\":1"));
    QVERIFY(hello.head.contains("Alcedo-Seq: 1"));
    const QByteArray publish =
        R"({"jsonrpc":"2.0","id":2,"method":"publish","params":{"channel":"c","data":1}})";
    QCOMPARE(askHttp(port, send + '2', publish).status, 200);
    QCOMPARE(askHttp(port, send + '2', publish).status, 200); // made again
    QVERIFY(askHttp(port, receive + '1').body.contains("\"id\":2"));
    QVERIFY(askHttp(port, receive + '1').body.contains("\"id\":2")); // its answer was lost
    QCOMPARE(server.counters().publications, 1u);
    const QByteArray batch =
        R"([{"jsonrpc":"2.0","id":3,"method":"ping","params":{}},{"jsonrpc":"2.0","id":4,"method":"subscribe","params":{"channel":"c"}}])";
    QCOMPARE(askHttp(port, send + '3', batch).status, 200);
    const auto both = askHttp(port, receive + '2');
    QVERIFY2(both.body.contains("\"id\":3") && both.body.contains("\"id\":4"), both.body.constData());
    const QJsonArray messages = QJsonDocument::fromJson(both.body).array();
    QCOMPARE(messages.size(), 2);
    QTimer::singleShot(50, this, [&] { (void)server.publish(QStringLiteral("c"), "2.50"); });
    QVERIFY(askHttp(port, receive + '3').body.contains("2.50")); // held until it came
    QCOMPARE(askHttp(port, "POST /poll/send?session=" + name + "&close=1").status, 200);
    QTRY_COMPARE(server.counters().sessions, 0u);
    const int status = askHttp(port, receive + '4').status;
    QVERIFY2(status == 404 || status == 410, QByteArray::number(status)); // gone, or just about to
}

QTEST_GUILESS_MAIN(TestPollLinks)
#include "tst_polllinks.moc"
