// SPDX-License-Identifier: MIT
#include "../patience.h"

#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>
#include <alcedo/server/tokens.h>

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

/// A proxy on the way that is older than WebSocket.
class OldProxy : public QTcpServer
{
public:
    enum class Manner { Passes, Refuses, Hangs, Swallows };
    explicit OldProxy(quint16 target)
        : m_target(target)
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *client = nextPendingConnection())
                take(client);
        });
        (void)listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(serverPort())); }
    void cut()
    {
        for (QTcpSocket *socket : findChildren<QTcpSocket *>())
            socket->abort();
    }

    Manner manner = Manner::Refuses;
    int upgrades = 0, polls = 0;

private:
    void take(QTcpSocket *client)
    {
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        connect(client, &QTcpSocket::readyRead, this, [this, client] {
            const QByteArray head = client->peek(64 * 1024);
            if (!head.contains("\r\n\r\n"))
                return;
            client->disconnect(this);
            const bool isUpgrade = head.toLower().contains("upgrade: websocket");
            ++(isUpgrade ? upgrades : polls);
            if (isUpgrade && manner == Manner::Refuses) {
                client->write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
                client->disconnectFromHost();
            } else if (!isUpgrade || manner != Manner::Hangs) {
                pass(client, isUpgrade && manner == Manner::Swallows);
            }
        });
    }
    void pass(QTcpSocket *client, bool swallows)
    {
        auto *server = new QTcpSocket(client);
        connect(server, &QTcpSocket::connected, client, [client, server, swallows] {
            const auto up = [client, server] { server->write(client->readAll()); };
            up();
            if (swallows)
                connect(client, &QTcpSocket::readyRead, server, [client] { client->readAll(); });
            else
                connect(client, &QTcpSocket::readyRead, server, up);
        });
        connect(server, &QTcpSocket::readyRead, client,
                [client, server] { client->write(server->readAll()); });
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        server->connectToHost(QHostAddress::LocalHost, m_target);
    }

    quint16 m_target;
};

} // namespace

/// A client behind a proxy that breaks WebSocket: what it does, and that nothing above the link notices.
class TestFallback : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void notWhereItIsNotWanted();
    void notWhereTheServerItselfRefuses();
    void notWhereItOnceWorked();
    void pollsAreRefusedToo();
    void fallsBack_data();
    void fallsBack();
    void nothingIsLostOnTheWayBack_data();
    void nothingIsLostOnTheWayBack();
    void longMessagesBothWays();
    void severalWorkers();

private:
    void serve(Server::Options options = {})
    {
        options.clientsMayPublish = true;
        m_server = std::make_unique<Server>(options, m_serverClock);
        m_server->handleCall(QStringLiteral("test.echo"),
                             [](const QByteArray &params, Responder responder) { responder.answer(params); });
        QVERIFY(m_server->listen());
        m_proxy = std::make_unique<OldProxy>(m_server->port());
    }
    Client *makeClient(Client::Options options = {})
    {
        options.connection.dial.url = m_proxy->url();
        m_client = std::make_unique<Client>(options, *m_clock);
        m_client->connection().open();
        return m_client.get();
    }
    /// Time goes on while the network does.
    bool passTime(std::chrono::milliseconds most, const std::function<bool()> &until)
    {
        for (auto left = most; left.count() > 0; left -= 250ms) {
            if (QTest::qWaitFor(until, patience(20)))
                return true;
            m_clock->advance(250ms);
        }
        return QTest::qWaitFor(until, patience(5'000));
    }

    SystemClock m_serverClock;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<OldProxy> m_proxy;
    std::unique_ptr<Client> m_client;
};

void TestFallback::init()
{
    m_clock = std::make_unique<ManualClock>();
}

void TestFallback::cleanup()
{
    m_client.reset();
    m_proxy.reset();
    m_server.reset();
}

void TestFallback::notWhereItIsNotWanted()
{
    serve();
    Client::Options options;
    options.fallback = Client::Options::Fallback::Never;
    Client *client = makeClient(options);
    QTRY_COMPARE(client->connection().state(), LinkState::Waiting);
    QCOMPARE(m_proxy->polls, 0);
    QCOMPARE(client->connection().status().failure->status, 502);
}

void TestFallback::notWhereTheServerItselfRefuses()
{
    Server::Options options;
    options.tokens = std::make_shared<Tokens>();
    serve(options);
    m_proxy->manner = OldProxy::Manner::Passes;
    Client::Options wanted;
    wanted.connection.dial.headers = {{"Authorization", "Bearer x"}};
    Client *client = makeClient(wanted);
    QTRY_COMPARE(client->connection().state(), LinkState::Failed);
    QCOMPARE(client->connection().status().failure->status, 401);
    QCOMPARE(m_proxy->polls, 0);
}

void TestFallback::notWhereItOnceWorked()
{
    serve();
    m_proxy->manner = OldProxy::Manner::Passes;
    Client *client = makeClient();
    QTRY_VERIFY(client->isReady());
    m_proxy->manner = OldProxy::Manner::Refuses;
    m_proxy->cut();
    QVERIFY(passTime(30s, [&] { return m_proxy->upgrades >= 3; }));
    QCOMPARE(m_proxy->polls, 0);
    QVERIFY(!client->isReady());
    m_proxy->manner = OldProxy::Manner::Passes;
    QVERIFY(passTime(60s, [&] { return client->isReady(); }));
}

void TestFallback::pollsAreRefusedToo()
{
    QTcpServer nobody; // answers nothing at all
    QVERIFY(nobody.listen(QHostAddress::LocalHost));
    connect(&nobody, &QTcpServer::newConnection, &nobody, [&] {
        QTcpSocket *socket = nobody.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            socket->readAll();
            socket->write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    serve();
    Client::Options options;
    m_client = std::make_unique<Client>(options, *m_clock);
    DialOptions dial;
    dial.url = QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(nobody.serverPort()));
    m_client->connection().setDialOptions(dial);
    m_client->connection().open();
    QTRY_COMPARE(m_client->connection().state(), LinkState::Failed);
    QCOMPARE(m_client->connection().status().failure->message.text(), QStringLiteral("HTTP 404 Not Found"));
}

void TestFallback::fallsBack_data()
{
    using Format = Client::Options::Format;
    QTest::addColumn<int>("manner");
    QTest::addColumn<Format>("format");
    for (const auto &[format, name] : {std::pair(Format::Json, "JSON"), std::pair(Format::Cbor, "CBOR")}) {
        QTest::addRow("the upgrade is refused, %s", name) << int(OldProxy::Manner::Refuses) << format;
        QTest::addRow("the upgrade is never answered, %s", name) << int(OldProxy::Manner::Hangs) << format;
        QTest::addRow("nothing comes through behind the 101, %s", name)
            << int(OldProxy::Manner::Swallows) << format;
    }
}

void TestFallback::fallsBack()
{
    QFETCH(int, manner);
    serve();
    m_proxy->manner = OldProxy::Manner(manner);
    Client::Options options;
    QFETCH(Client::Options::Format, format);
    options.format = format;
    Client *client = makeClient(options);
    if (m_proxy->manner != OldProxy::Manner::Refuses) {
        QTRY_COMPARE(m_proxy->upgrades, 1);
        QTRY_VERIFY(client->connection().status().stage >= Stage::Upgrade);
        m_clock->advance(2'499ms);
        QCOMPARE(m_proxy->polls, 0);
        m_clock->advance(1ms);
    }
    QTRY_VERIFY(client->isReady());
    QVERIFY(m_proxy->polls > 0);
    QCOMPARE(client->connection().subprotocol(), QString::fromLatin1(wire::JsonSubprotocol));
    // Everything that a client does goes this way as well.
    Subscription *subscription = client->subscribe(QStringLiteral("c"));
    QSignalSpy received(subscription, &Subscription::received);
    QTRY_COMPARE(subscription->state(), Subscription::State::Subscribed);
    QVERIFY(m_server->publish(QStringLiteral("c"), "1.50"));
    QTRY_COMPARE(received.size(), 1);
    QCOMPARE(received.first().first().value<std::vector<Publication>>().front().data, QByteArray("1.50"));
    auto published = client->publish(QStringLiteral("c"), "2");
    QTRY_VERIFY(published.isFinished());
    QVERIFY(published.result());
    QTRY_COMPARE(received.size(), 2);
    Call *call = client->call(QStringLiteral("test.echo"), "[7]");
    QSignalSpy answered(call, &Call::finished);
    QTRY_COMPARE(answered.size(), 1);
    client->connection().close();
    QTRY_COMPARE(m_server->counters().sessions, 0u);
}

void TestFallback::nothingIsLostOnTheWayBack_data()
{
    QTest::addColumn<Client::Options::Format>("format");
    QTest::addColumn<QString>("spoken"); // once WebSocket works
    QTest::newRow("JSON") << Client::Options::Format::Json << QString::fromLatin1(wire::JsonSubprotocol);
    QTest::newRow("CBOR") << Client::Options::Format::Cbor << QString::fromLatin1(wire::CborSubprotocol);
}

void TestFallback::nothingIsLostOnTheWayBack()
{
    serve();
    Client::Options options;
    QFETCH(Client::Options::Format, format);
    options.format = format;
    Client *client = makeClient(options);
    QTRY_VERIFY(client->isReady());
    Subscription *subscription = client->subscribe(QStringLiteral("c"));
    std::vector<QByteArray> seen;
    connect(subscription, &Subscription::received, this, [&](const std::vector<Publication> &publications) {
        for (const Publication &publication : publications)
            seen.push_back(publication.data);
    });
    QTRY_COMPARE(subscription->state(), Subscription::State::Subscribed);
    int next = 0;
    const auto publish = [&] { QVERIFY(m_server->publish(QStringLiteral("c"), QByteArray::number(next++))); };
    publish();
    QTRY_COMPARE(seen.size(), std::size_t(1));
    const int before = m_proxy->upgrades;
    QVERIFY(passTime(35s, [&] { return m_proxy->upgrades > before; })); // looked, and still no way
    publish();
    QTRY_COMPARE(seen.size(), std::size_t(2));
    m_proxy->manner = OldProxy::Manner::Passes;
    QSignalSpy ready(client, &Client::ready);
    QVERIFY(passTime(130s, [&] {
        publish();
        return !ready.isEmpty();
    }));
    publish();
    QTRY_COMPARE(seen.size(), std::size_t(next));
    QTRY_COMPARE(m_server->counters().sessions, 1u); // the old link said goodbye
    const int polls = m_proxy->polls;
    publish();
    QTRY_COMPARE(seen.size(), std::size_t(next));
    for (int i = 0; i < next; ++i)
        QCOMPARE(seen[std::size_t(i)], QByteArray::number(i));
    QCOMPARE(subscription->counters().lost, 0u);
    QCOMPARE(m_proxy->polls, polls); // over WebSocket from now on
    QTEST(client->connection().subprotocol(), "spoken");
}

void TestFallback::longMessagesBothWays()
{
    serve();
    Client *client = makeClient();
    QTRY_VERIFY(client->isReady());
    const QByteArray text = "[\"" + QByteArray(600'000, 'x') + "\"]";
    Call *call = client->call(QStringLiteral("test.echo"), text);
    QByteArray answer;
    connect(call, &Call::finished, this,
            [&](const Result<QByteArray> &result) { answer = result ? *result : QByteArray("no"); });
    QTRY_COMPARE(answer.size(), text.size());
}

void TestFallback::severalWorkers()
{
    Server::Options options;
    options.workers = 3; // a client's requests come to all of them
    serve(options);
    Client *client = makeClient();
    QTRY_VERIFY(client->isReady());
    for (int i = 0; i < 20; ++i) {
        auto published = client->publish(QStringLiteral("c"), QByteArray::number(i));
        QTRY_VERIFY(published.isFinished());
        QVERIFY(published.result());
    }
    QCOMPARE(m_server->counters().publications, 20u);
    m_client.reset();
}

QTEST_GUILESS_MAIN(TestFallback)
#include "tst_fallback.moc"
