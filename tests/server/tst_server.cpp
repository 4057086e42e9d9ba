// SPDX-License-Identifier: MIT
// The server over real sockets, with raw QWebSocket clients: workers, recovery under concurrent publishers,
// HTTP.
#include "httpask.h"

#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>
#include <alcedo/wire/rpcerror.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>
#include <QWebSocket>
#include <atomic>
#include <semaphore>
#include <thread>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

/// A subscriber of one channel that drops and recovers, and checks every offset by the rules of the protocol.
class Follower : public QObject
{
public:
    Follower(const QUrl &url, const QByteArray &mode)
        : m_url(url)
        , m_mode(mode)
    {
        connect(&m_socket, &QWebSocket::connected, this, [this] {
            send(1, "hello", R"({"v":1,"client":"follower"})");
            send(2, "subscribe", subscribeParams());
        });
        connect(&m_socket, &QWebSocket::textMessageReceived, this,
                [this](const QString &text) { take(QJsonDocument::fromJson(text.toUtf8()).object()); });
        connect(&m_socket, &QWebSocket::disconnected, this, &Follower::open, Qt::QueuedConnection);
        open();
    }
    void drop()
    {
        if (m_socket.state() == QAbstractSocket::ConnectedState)
            m_socket.abort();
    }
    void open() { m_socket.open(m_url); }

    QString epoch;
    quint64 last = 0, first = 0, received = 0, lost = 0;
    int subscribes = 0, recovered = 0;
    QStringList problems;

private:
    QByteArray subscribeParams() const
    {
        QByteArray params = "{\"channel\":\"c\",\"mode\":\"" + m_mode + '"';
        if (!epoch.isEmpty())
            params += ",\"recover\":{\"epoch\":\"" + epoch.toUtf8() +
                      "\",\"offset\":" + QByteArray::number(last) + '}';
        return params + '}';
    }
    void send(int id, const QByteArray &method, const QByteArray &params)
    {
        const QByteArray text = "{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(id) + ",\"method\":\"" +
                                method + "\",\"params\":" + params + '}';
        m_socket.sendTextMessage(QString::fromUtf8(text));
    }
    void take(const QJsonObject &message)
    {
        const auto params = message[QLatin1String("params")].toObject();
        const auto number = [&](const char *name) {
            return quint64(params[QLatin1String(name)].toInteger());
        };
        if (message[QLatin1String("id")].toInt() == 2) {
            subscribed(message[QLatin1String("result")].toObject());
        } else if (message[QLatin1String("method")] == QLatin1String("data")) {
            if (number("prev") != last)
                problems << QStringLiteral("prev %1 at %2").arg(number("prev")).arg(last);
            for (const auto &pub : params[QLatin1String("pubs")].toArray())
                takeOffset(quint64(pub[0].toInteger()));
        } else if (message[QLatin1String("method")] == QLatin1String("lost")) {
            if (number("from") != last + 1 || number("n") != number("to") - number("from") + 1)
                problems << QStringLiteral("lost from %1 at %2").arg(number("from")).arg(last);
            last = number("to");
            lost += number("n");
        }
    }
    void subscribed(const QJsonObject &result)
    {
        ++subscribes;
        const auto offset = quint64(result[QLatin1String("offset")].toInteger());
        if (epoch.isEmpty()) {
            epoch = result[QLatin1String("epoch")].toString();
            first = last = offset;
        } else if (!result[QLatin1String("recovered")].toBool()) {
            problems << QStringLiteral("not recovered at %1").arg(last);
        } else {
            ++recovered;
        }
        for (const auto &pub : result[QLatin1String("pubs")].toArray())
            takeOffset(quint64(pub[0].toInteger()));
        if (last > offset || (last < offset && m_mode == "all"))
            problems << QStringLiteral("at %1, told %2").arg(last).arg(offset);
        last = offset;
    }
    void takeOffset(quint64 offset)
    {
        if (offset <= last || (m_mode == "all" && offset != last + 1))
            problems << QStringLiteral("%1 after %2").arg(offset).arg(last);
        last = offset;
        ++received;
    }

    QUrl m_url;
    QByteArray m_mode;
    QWebSocket m_socket;
};

} // namespace

class TestServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesPublication_data();
    void refusesPublication();
    void refusesToListenTwice();
    void everyOffsetOnce_data();
    void everyOffsetOnce();
    void http_data();
    void http();
    void otherHttp();
    void metricsCount();
    void refusesForeignSubprotocol();
    void messageTooLarge();
    void deadlinesInEveryThread_data();
    void deadlinesInEveryThread();
    void closesWithBye_data();
    void closesWithBye();
    void goneWithOpenSessions_data();
    void goneWithOpenSessions();

private:
    void workerRows();
    SystemClock m_clock;
};

void TestServer::refusesPublication_data()
{
    QTest::addColumn<QString>("channel");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<int>("code");
    const QString c = QStringLiteral("c");
    QTest::newRow("no channel") << QString() << QByteArray("1") << -32602;
    QTest::newRow("bad channel") << QStringLiteral("a b") << QByteArray("1") << -32602;
    QTest::newRow("no data") << c << QByteArray() << -32602;
    QTest::newRow("no JSON") << c << QByteArray("{") << -32602;
    QTest::newRow("two values") << c << QByteArray("1,2") << -32602;
    QTest::newRow("no UTF-8") << c << QByteArray("\"\xff\"") << -32602;
    QTest::newRow("too large") << c << QByteArray('"' + QByteArray(256 * 1024, 'x') + '"') << -32009;
}

void TestServer::refusesPublication()
{
    QFETCH(QString, channel);
    QFETCH(QByteArray, data);
    QFETCH(int, code);
    Server server({}, m_clock);
    const auto published = server.publish(channel, data);
    QVERIFY(!published);
    QCOMPARE(published.error().detail(), code);
    QCOMPARE(server.counters().publications, 0u);
    QVERIFY(server.publish(QStringLiteral("c"), "1"));
}

void TestServer::refusesToListenTwice()
{
    Server one({}, m_clock);
    QVERIFY(one.listen());
    QVERIFY(one.port() != 0);
    Server::Options options;
    options.listen.port = one.port();
    Server two(options, m_clock);
    QVERIFY(!two.listen());
}

void TestServer::workerRows()
{
    QTest::addColumn<int>("workers");
    QTest::newRow("in the server's thread") << 0;
    QTest::newRow("two workers") << 2;
}

void TestServer::everyOffsetOnce_data()
{
    workerRows();
}

void TestServer::everyOffsetOnce()
{
    QFETCH(int, workers);
    constexpr int Publishers = 2, Each = 3'000, Followers = 8;
    Server::Options options;
    options.workers = workers;
    options.channelDefaults = {Publishers * Each, 1h, {}};
    Server server(options, m_clock);
    QVERIFY(server.listen());

    std::counting_semaphore<> permits(0);
    std::vector<std::thread> publishers;
    for (int i = 0; i < Publishers; ++i) {
        publishers.emplace_back([&] {
            for (int n = 0; n < Each; ++n) {
                permits.acquire();
                PublishOptions publication;
                publication.key = QString::number(n % 7);
                (void)server.publish(QStringLiteral("c"), QByteArray::number(n), publication);
            }
        });
    }
    std::vector<std::unique_ptr<Follower>> followers;
    // Bursts of publications between turns, with followers that come, drop and come back at any moment.
    QTimer pace;
    int permitted = 0;
    connect(&pace, &QTimer::timeout, this, [&] {
        const int burst =
            std::min(int(QRandomGenerator::global()->bounded(60)), Publishers * Each - permitted);
        permitted += burst;
        permits.release(burst);
        if (followers.size() < Followers && permitted > int(followers.size()) * 100)
            followers.push_back(
                std::make_unique<Follower>(server.url(), followers.size() % 4 == 3 ? "keyed" : "all"));
        if (!followers.empty() && QRandomGenerator::global()->bounded(4) == 0)
            followers[std::size_t(QRandomGenerator::global()->bounded(int(followers.size())))]->drop();
    });
    pace.start(1);
    QTRY_COMPARE_WITH_TIMEOUT(permitted, Publishers * Each, 30'000);
    pace.stop();
    for (auto &publisher : publishers)
        publisher.join();
    const auto caughtUp = [&] {
        return std::all_of(followers.begin(), followers.end(),
                           [&](const auto &f) { return f->last == Publishers * Each; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(caughtUp(), 20'000);

    int recoveries = 0;
    for (std::size_t i = 0; i < followers.size(); ++i) {
        const Follower &follower = *followers[i];
        QVERIFY2(follower.problems.isEmpty(),
                 qPrintable(follower.problems.mid(0, 5).join(QLatin1Char('\n'))));
        if (i % 4 != 3)
            QCOMPARE(follower.received + follower.lost, quint64(Publishers * Each) - follower.first);
        recoveries += follower.recovered;
    }
    QCOMPARE(followers.size(), std::size_t(Followers));
    QVERIFY2(recoveries > 10, QByteArray::number(recoveries));
    QCOMPARE(server.counters().publications, quint64(Publishers * Each));
}

void TestServer::http_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("holds");
    QTest::newRow("elsewhere") << QByteArray("GET /") << 404 << QByteArray("not found");
    QTest::newRow("no post") << QByteArray("POST /healthz") << 405 << QByteArray("Allow: GET, HEAD");
    QTest::newRow("health") << QByteArray("GET /healthz") << 200 << QByteArray("ok\n");
    QTest::newRow("health with a query") << QByteArray("GET /healthz?x=1") << 200 << QByteArray("ok\n");
    QTest::newRow("channels") << QByteArray("GET /channels") << 200
                              << QByteArray(R"([{"channel":"c","schema":{"a":1},"subscribers":0,"rate":)");
    QTest::newRow("metrics") << QByteArray("GET /metrics") << 200
                             << QByteArray("\nalcedo_publications_total 1\n");
}

void TestServer::http()
{
    QFETCH(QByteArray, line);
    QFETCH(int, status);
    QFETCH(QByteArray, holds);
    Server server({}, m_clock);
    ChannelOptions channel;
    channel.schema = R"({"a":1})";
    server.declareChannel(QStringLiteral("c"), channel);
    QVERIFY(server.publish(QStringLiteral("c"), "1"));
    QVERIFY(server.listen());
    const QByteArray answer =
        answerTo(server.port(),
                 line + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    const QByteArray begin = "HTTP/1.1 " + QByteArray::number(status);
    QVERIFY2(answer.startsWith(begin), answer.constData());
    QVERIFY2(answer.contains(holds), answer.constData());
}

void TestServer::otherHttp()
{
    Server server({}, m_clock);
    server.setHttpHandler([](const HttpRequest &request) {
        return HttpResponse{200, "page " + request.path(), "text/html", {}};
    });
    QVERIFY(server.listen());
    const QByteArray tail = " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    QVERIFY(answerTo(server.port(), "GET /index" + tail).endsWith("page /index"));
    QVERIFY(answerTo(server.port(), "GET /healthz" + tail).endsWith("ok\n"));
}

void TestServer::metricsCount()
{
    Server server({}, m_clock);
    QVERIFY(server.listen());
    Follower one(server.url(), "all"), two(server.url(), "all");
    QTRY_COMPARE(server.counters().subscriptions, 2u);
    QTRY_COMPARE(one.subscribes + two.subscribes, 2);
    for (int i = 0; i < 5; ++i)
        QVERIFY(server.publish(QStringLiteral("c"), "1"));
    QTRY_COMPARE(one.received + two.received, 10u);
    const Server::Counters counters = server.counters();
    QCOMPARE(counters.sessions, 2u);
    QCOMPARE(counters.sessionsTotal, 2u);
    QCOMPARE(counters.publications, 5u);
    QCOMPARE(counters.deliveries, 10u);
    QCOMPARE(counters.lost, 0u);
    QVERIFY(counters.bytesOut > 0);
    one.drop();
    QTRY_COMPARE(server.counters().sessionsTotal, 3u);
    QTRY_COMPARE(server.counters().sessions, 2u);
}

void TestServer::refusesForeignSubprotocol()
{
    Server server({}, m_clock);
    QVERIFY(server.listen());
    const auto upgrade = [&](const QByteArray &more) -> QByteArray {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, server.port());
        socket.write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
                     more + "\r\n");
        (void)QTest::qWaitFor([&] { return socket.bytesAvailable() >= 12; }, 5000);
        return socket.read(12);
    };
    QCOMPARE(upgrade("Sec-WebSocket-Protocol: other\r\n"), QByteArray("HTTP/1.1 400"));
    QCOMPARE(upgrade("Sec-WebSocket-Protocol: alcedo.v1.json\r\n"), QByteArray("HTTP/1.1 101"));
    QCOMPARE(upgrade(""), QByteArray("HTTP/1.1 101"));
    QCOMPARE(upgrade("Origin: http://evil.example\r\n"), QByteArray("HTTP/1.1 403"));
}

void TestServer::messageTooLarge()
{
    Server::Options options;
    options.listen.maxMessageBytes = 10'000;
    Server server(options, m_clock);
    QVERIFY(server.listen());
    QWebSocket socket;
    QSignalSpy answered(&socket, &QWebSocket::textMessageReceived), gone(&socket, &QWebSocket::disconnected);
    socket.open(server.url());
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    socket.sendTextMessage(QString(10'000, QLatin1Char(' ')));
    QTRY_COMPARE(answered.size(), 1);
    socket.sendTextMessage(QString(10'001, QLatin1Char(' ')));
    QTRY_COMPARE(gone.size(), 1);
    QCOMPARE(int(socket.closeCode()), 1009);
}

void TestServer::deadlinesInEveryThread_data()
{
    workerRows();
}

void TestServer::deadlinesInEveryThread()
{
    QFETCH(int, workers);
    Server::Options options;
    options.workers = workers;
    options.helloTimeout = std::chrono::milliseconds(50);
    Server server(options, m_clock);
    QVERIFY(server.listen());
    QWebSocket silent, talker; // one that says nothing at all, and one that says all but hello
    connect(&talker, &QWebSocket::connected, &talker, [&] { talker.sendTextMessage(QStringLiteral("{}")); });
    for (QWebSocket *socket : {&silent, &talker})
        socket->open(server.url());
    for (const QWebSocket *socket : {&silent, &talker}) {
        QTRY_COMPARE(int(socket->closeCode()), 4502);
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    }
    QTRY_COMPARE(server.counters().sessions, 0u);
}

void TestServer::closesWithBye_data()
{
    workerRows();
}

void TestServer::closesWithBye()
{
    QFETCH(int, workers);
    Server::Options options;
    options.workers = workers;
    Server server(options, m_clock);
    QVERIFY(server.listen());
    std::vector<std::unique_ptr<QWebSocket>> sockets;
    QStringList byes;
    for (int i = 0; i < 4; ++i) {
        sockets.push_back(std::make_unique<QWebSocket>());
        connect(sockets.back().get(), &QWebSocket::textMessageReceived, this,
                [&](const QString &text) { byes << text; });
        sockets.back()->open(server.url());
    }
    for (const auto &socket : sockets)
        QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    // One has said something, the others are no sessions yet; bye is for all.
    sockets.front()->sendTextMessage(QStringLiteral("{}"));
    QTRY_VERIFY(server.counters().sessions >= 1u); // all, where links are not held back
    QTRY_COMPARE(byes.size(), 1);                  // what was wrong with that
    byes.clear();
    const quint16 port = server.port();
    server.close();
    QTRY_COMPARE(byes.size(), 4);
    QVERIFY(byes.front().contains(QLatin1String("\"code\":4000")));
    for (const auto &socket : sockets) {
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(int(socket->closeCode()), 4000);
    }
    QTRY_COMPARE(server.counters().sessions, 0u);
    QTcpSocket late;
    late.connectToHost(QHostAddress::LocalHost, port);
    QVERIFY(!late.waitForConnected(1000));
}

void TestServer::goneWithOpenSessions_data()
{
    workerRows();
}

void TestServer::goneWithOpenSessions()
{
    QFETCH(int, workers);
    Server::Options options;
    options.workers = workers;
    auto server = std::make_unique<Server>(options, m_clock);
    std::shared_ptr<Responder> kept;
    std::atomic<bool> called{false};
    server->handleCall(QStringLiteral("a.b"), [&](const QByteArray &, Responder responder) {
        kept = std::make_shared<Responder>(std::move(responder));
        called = true;
    });
    QVERIFY(server->listen());
    QWebSocket socket;
    socket.open(server->url());
    QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
    socket.sendTextMessage(
        QStringLiteral(R"([{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1,"client":"x"}},)"
                       R"({"jsonrpc":"2.0","id":2,"method":"a.b"}])"));
    QTRY_VERIFY(called);
    server.reset();
    kept->answer(QByteArray("1")); // nobody left to hear it
    QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
