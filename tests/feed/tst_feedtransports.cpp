// SPDX-License-Identifier: MIT
// Profiles over what is no WebSocket: lines over TCP, server-sent events, lines without an end and polling
// over HTTP.
#include <alcedo/core/clock.h>
#include <alcedo/feed/eventstream.h>
#include <alcedo/feed/profilesource.h>

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

const QByteArray Routes =
    R"("routes": [{"when": {"/s": {"exists": true}}, "record": "trade", "key": "/s", "map": {"price": "/p"}},
{"when": {"/op": {"exists": true}}, "ignore": true}]})";

QByteArray head(const char *type)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + QByteArray(type) + "\r\nTransfer-Encoding: chunked\r\n\r\n";
}

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray whole(const QByteArray &status, const QByteArray &body, const QByteArray &more = {})
{
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + more +
           "\r\n" + body;
}

} // namespace

class TestFeedTransports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tooLong();
    void events_data();
    void events();
    void refusedConnection_data();
    void refusedConnection();
    void httpRefusals_data();
    void httpRefusals();
    void linesOverTcp();
    void longLineEndsTheLink();
    void eventsOverHttpGoOnWhereTheyEnded();
    void linesOverHttp();
    void polling();
    void pollingThatFailsIsAGap();
    void init();
    void cleanup();

private:
    /// Answers each request by the head that stands next; what it was is in m_requests.
    void serve(std::function<void(QTcpSocket *, const QByteArray &)> answer);
    void start(const QString &scheme, const QByteArray &members = {});
    [[nodiscard]] LinkState link() const { return m_source->connection()->state(); }

    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<ProfileSource> m_source;
    std::unique_ptr<QSignalSpy> m_gaps;
    QByteArrayList m_requests, m_prices;
    SystemClock m_clock;
};

void TestFeedTransports::init()
{
    m_requests.clear();
    m_prices.clear();
    m_server = std::make_unique<QTcpServer>();
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
}

void TestFeedTransports::cleanup()
{
    m_gaps.reset();
    m_source.reset();
    m_server.reset();
}

void TestFeedTransports::serve(std::function<void(QTcpSocket *, const QByteArray &)> answer)
{
    connect(m_server.get(), &QTcpServer::newConnection, this, [this, answer] {
        QTcpSocket *const socket = m_server->nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket, answer] {
            if (!socket->peek(65'536).contains("\n"))
                return;
            const QByteArray request = socket->readAll();
            m_requests << request;
            answer(socket, request);
        });
    });
}

void TestFeedTransports::start(const QString &scheme, const QByteArray &members)
{
    const QString url = QStringLiteral("%1://127.0.0.1:%2/feed").arg(scheme).arg(m_server->serverPort());
    const auto profile = FeedProfile::parse(QByteArray(R"({"profile": 1, "name": "x", "endpoints": [")" +
                                                       url.toUtf8() + "\"]," + members + Routes),
                                            QStringLiteral("x.json"));
    QVERIFY2(profile.hasValue(), profile ? "" : qUtf8Printable(profile.error().message()));
    m_source = std::make_unique<ProfileSource>(SourceId(1), QStringLiteral("x"),
                                               ProfileSource::Options{*profile, {}, {}}, m_clock);
    connect(m_source.get(), &Source::batchReady, this, [this](const RecordBatchPtr &batch) {
        for (std::size_t i = 0; i < batch->size(); ++i)
            m_prices << batch->decimal(i, trade::Price).toString().toUtf8();
    });
    m_gaps = std::make_unique<QSignalSpy>(m_source.get(), &Source::gapOpened);
    m_source->start();
}

void TestFeedTransports::tooLong()
{
    for (const auto form : {EventStream::Form::Events, EventStream::Form::Lines}) {
        EventStream stream(form, 10);
        QList<QByteArray> events;
        QVERIFY(stream.feed("0123456789", events));
        QVERIFY(!stream.feed("0", events));
    }
    EventStream stream(EventStream::Form::Events, 10);
    QList<QByteArray> events;
    QVERIFY(stream.feed("data:01\n", events));
    QVERIFY(!stream.feed("data:0\ndata:0\ndata:0\ndata:0\ndata:0\n", events)); // of one event together
}

void TestFeedTransports::events_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QByteArray>>("events");
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char *name, const QByteArray &bytes, const QList<QByteArray> &events,
                        const QByteArray &id = {}) { QTest::newRow(name) << bytes << events << id; };
    row("nothing", "", {});
    row("not ended", "data: x\n", {});
    row("comment", ":ok\n\n", {});
    row("no data", "event: x\n\n", {});
    row("one", "data: x\n\n", {"x"});
    row("no blank", "data:x\n\n", {"x"});
    row("two blanks", "data:  x\n\n", {" x"});
    row("lines", "data: a\ndata\ndata: b\n\n", {"a\n\nb"});
    row("CR LF", "data: a\r\n\r\ndata: b\r\n\r\n", {"a", "b"});
    row("CR", "data: a\r\rdata: b\r\r", {"a", "b"});
    row("mark",
        "\xef\xbb\xbf"
        "data: a\n\n",
        {"a"});
    row("id", "id: [1]\ndata: a\n\nid: 2\n", {"a"}, "[1]");
    row("id alone", "id: 7\n\n", {}, "7");
    row("others", "retry: 10\nevent: e\ndata: a\nfoo: b\n\n", {"a"});
}

// In one piece and byte by byte.
void TestFeedTransports::events()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<QByteArray>, events);
    QFETCH(QByteArray, id);
    EventStream atOnce(EventStream::Form::Events, 1'000), slowly(EventStream::Form::Events, 1'000);
    QList<QByteArray> got, gotSlowly;
    QVERIFY(atOnce.feed(bytes, got));
    for (const char c : bytes)
        QVERIFY(slowly.feed(QByteArrayView(&c, 1), gotSlowly));
    QCOMPARE(got, events);
    QCOMPARE(gotSlowly, events);
    QCOMPARE(atOnce.lastId(), id);
    QCOMPARE(slowly.lastId(), id);
}

void TestFeedTransports::refusedConnection_data()
{
    QTest::addColumn<QString>("scheme");
    for (const char *scheme : {"tcp", "http"})
        QTest::newRow(scheme) << QString::fromLatin1(scheme);
}

void TestFeedTransports::refusedConnection()
{
    QFETCH(QString, scheme);
    m_server->close();
    m_server->listen(QHostAddress::LocalHost);
    const quint16 port = m_server->serverPort();
    m_server->close();
    const auto profile =
        FeedProfile::parse(QByteArray(R"({"profile": 1, "name": "x", "endpoints": [")" + scheme.toUtf8() +
                                      "://127.0.0.1:" + QByteArray::number(port) + "/\"]," + Routes),
                           QStringLiteral("x.json"));
    m_source = std::make_unique<ProfileSource>(SourceId(1), QStringLiteral("x"),
                                               ProfileSource::Options{*profile, {}, {}}, m_clock);
    m_source->start();
    QTRY_COMPARE(link(), LinkState::Waiting);
    QVERIFY(m_source->status().link.failure->stage <= Stage::Tcp);
    QVERIFY(!m_source->status().link.failure->terminal);
}

void TestFeedTransports::httpRefusals_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<bool>("terminal");
    QTest::addColumn<int>("retryMs");
    QTest::newRow("unauthorised") << QByteArray("401 Unauthorized") << QByteArray() << true << -1;
    QTest::newRow("not there") << QByteArray("404 Not Found") << QByteArray() << true << -1;
    QTest::newRow("too often") << QByteArray("429 Too Many Requests") << QByteArray("Retry-After: 7\r\n")
                               << false << 7'000;
    QTest::newRow("broken") << QByteArray("503 Service Unavailable") << QByteArray() << false << -1;
}

void TestFeedTransports::httpRefusals()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, more);
    QFETCH(bool, terminal);
    QFETCH(int, retryMs);
    serve([&](QTcpSocket *socket, const QByteArray &) { socket->write(whole(status, "no", more)); });
    start(QStringLiteral("http"));
    QTRY_COMPARE(link(), terminal ? LinkState::Failed : LinkState::Waiting);
    const auto failure = m_source->status().link.failure;
    QVERIFY(failure);
    QCOMPARE(failure->stage, Stage::Upgrade);
    QCOMPARE(failure->status, status.left(3).toInt());
    QCOMPARE(failure->retryAfter ? int(failure->retryAfter->count()) : -1, retryMs);
}

void TestFeedTransports::linesOverTcp()
{
    QTcpSocket *client = nullptr;
    connect(m_server.get(), &QTcpServer::newConnection, this, [&] {
        client = m_server->nextPendingConnection();
        client->write("{\"op\":\"connection\"}\r\n");
        connect(client, &QTcpSocket::readyRead, this, [&] { m_requests << client->readAll(); });
    });
    start(QStringLiteral("tcp"),
          R"("sign_in": [{"ack": {"/op": "connection"}}, {"send": {"op": "auth"}, "ack": {"/op": "ok"}}], )");
    QTRY_COMPARE(m_requests, QByteArrayList{"{\"op\":\"auth\"}\r\n"});
    QCOMPARE(m_source->status().link.stage, Stage::SignIn);
    client->write("{\"op\":\"ok\"}\r\n{\"s\":\"A\",\"p\":\"1.");
    QTRY_COMPARE(link(), LinkState::Live);
    client->write("50\"}\n\n{\"s\":\"A\",\"p\":2}\r\n");
    QTRY_COMPARE(m_prices, (QByteArrayList{"1.50", "2"}));
    client->write("{\"s\":\"A\"");
    client->disconnectFromHost();
    QTRY_COMPARE(m_gaps->size(), 1);
    QCOMPARE(m_source->status().unmapped, quint64(0));
}

void TestFeedTransports::longLineEndsTheLink()
{
    connect(m_server.get(), &QTcpServer::newConnection, this,
            [this] { m_server->nextPendingConnection()->write(QByteArray(5'000, 'x')); });
    start(QStringLiteral("tcp"), R"("max_message": 1024, )");
    QTRY_VERIFY(m_source->status().link.lastClose && m_source->status().link.lastClose->code == 1009);
}

void TestFeedTransports::eventsOverHttpGoOnWhereTheyEnded()
{
    int asked = 0;
    serve([&](QTcpSocket *socket, const QByteArray &) {
        if (++asked > 1)
            return void(socket->write(head("text/event-stream; charset=utf-8") +
                                      chunk("data: {\"s\":\"A\",\"p\":3}\n\n")));
        socket->write(head("text/event-stream") + chunk(":ok\n\nid: [7]\ndata: {\"s\":\"A\",\n") +
                      chunk("data: \"p\":1.0}\n\ndata: {\"s\":\"A\",\"p\":2}\n\n") + chunk("data: half") +
                      "0\r\n\r\n");
        socket->disconnectFromHost();
    });
    start(QStringLiteral("http"), R"("headers": {"X-Key": "k"}, )");
    QTRY_COMPARE(m_prices.mid(0, 2), (QByteArrayList{"1.0", "2"}));
    QVERIFY2(m_requests[0].contains("X-Key: k") && m_requests[0].contains("text/event-stream"),
             m_requests[0].constData());
    QTRY_COMPARE(m_gaps->size(), 1);
    QTRY_COMPARE(m_prices.size(), 3);
    QVERIFY2(m_requests[1].contains("Last-Event-ID: [7]"), m_requests[1].constData());
    QCOMPARE(link(), LinkState::Live);
}

void TestFeedTransports::linesOverHttp()
{
    serve([](QTcpSocket *socket, const QByteArray &) {
        socket->write(head("application/x-ndjson") + chunk("{\"s\":\"A\",\"p\":1}\n\n{\"s\":") +
                      chunk("\"A\",\"p\":2}\n"));
    });
    start(QStringLiteral("http"));
    QTRY_COMPARE(m_prices, (QByteArrayList{"1", "2"}));
    QCOMPARE(link(), LinkState::Live);
}

void TestFeedTransports::polling()
{
    int asked = 0;
    serve([&](QTcpSocket *socket, const QByteArray &request) {
        ++asked;
        if (request.contains("If-None-Match: \"2\""))
            return void(socket->write(whole("304 Not Modified", "")));
        socket->write(whole("200 OK", "{\"s\":\"A\",\n\"p\":" + QByteArray::number(asked) + "}",
                            "ETag: \"" + QByteArray::number(asked) + "\"\r\n"));
    });
    start(QStringLiteral("http"), R"("poll": "20ms", )");
    QTRY_VERIFY(asked >= 4);
    QCOMPARE(m_prices, (QByteArrayList{"1", "2"})); // what is unchanged says nothing
    QCOMPARE(link(), LinkState::Live);
    QCOMPARE(m_gaps->size(), 0);
}

void TestFeedTransports::pollingThatFailsIsAGap()
{
    int asked = 0;
    serve([&](QTcpSocket *socket, const QByteArray &) {
        socket->write(++asked == 1 ? whole("200 OK", R"({"s":"A","p":1})")
                                   : whole("500 Internal Server Error", ""));
    });
    start(QStringLiteral("http"), R"("poll": "20ms", )");
    QTRY_COMPARE(m_gaps->size(), 1);
    QCOMPARE(m_prices, QByteArrayList{"1"});
    QCOMPARE(m_source->status().link.lastClose->reason, QStringLiteral("HTTP 500"));
}

QTEST_GUILESS_MAIN(TestFeedTransports)
#include "tst_feedtransports.moc"
