// SPDX-License-Identifier: MIT
// Shipped profiles against venues that go wrong: what they send here was made by hand in the shapes that the
// venues document.
#include <alcedo/core/clock.h>
#include <alcedo/feed/profilesource.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

class TestFeedFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void gapAsksForANewLink();
    void duplicateIsDropped();
    void reorderIsAGap();
    void midFrameCloseIsAGap();
    void wrongChecksumAsksForANewLink();
    void ageCutIsForestalled();
    void refusedSubscription_data();
    void refusedSubscription();
    void partOfTheSubscriptionRefused();
    void leftOutIsTold();
    void rateLimitIsTriedAgain();
    void slowSignIn_data();
    void slowSignIn();
    void refusedSignIn();
    void signInStepByStep();
    void bindingsAreMadeAnew();
    void venueAsksForANewLink();
    void testRequestIsAnswered();
    void compressedPingIsAnswered();
    void brokenCompressionEndsTheLink();
    void parametersChangeOnALiveLink();

private:
    void make(const QString &profile, const ProfileParams &params = {});
    void say(const QByteArray &text) { m_venue->send(text, Transport::Kind::Text); }
    [[nodiscard]] QByteArrayList heard(int count);
    [[nodiscard]] LinkState link() const { return m_source->connection()->state(); }
    /// The new link that follows the one lost, once the wait is over.
    void awaitRedial(int dialled);
    /// Goes live as a venue that takes everything would let it.
    void krakenFuturesLive();
    [[nodiscard]] int records(RecordKind kind) const;

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ProfileSource> m_source;
    std::unique_ptr<LoopbackTransport> m_venue;
    std::unique_ptr<QSignalSpy> m_gaps;
    QByteArrayList m_heard;
    QList<RecordBatchPtr> m_batches;
    int m_dialled = 0;
};

void TestFeedFaults::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_heard.clear();
    m_batches.clear();
    m_dialled = 0;
}

void TestFeedFaults::cleanup()
{
    m_gaps.reset();
    m_source.reset();
    m_venue.reset();
    m_clock.reset();
}

void TestFeedFaults::make(const QString &name, const ProfileParams &params)
{
    const auto profile = FeedProfile::named(name);
    QVERIFY2(profile.hasValue(), profile ? "" : qUtf8Printable(profile.error().message()));
    m_source = std::make_unique<ProfileSource>(
        SourceId(1), name,
        ProfileSource::Options{*profile, params, QUrl(QStringLiteral("ws://127.0.0.1:1/"))}, *m_clock);
    m_source->connection()->setLinkFactory([this](DialFailure *) -> std::unique_ptr<Transport> {
        ++m_dialled;
        auto pair = LoopbackTransport::makePair(*m_clock);
        m_venue = std::move(pair.second);
        connect(m_venue.get(), &Transport::messageReceived, this,
                [this](const QByteArray &text) { m_heard << text; });
        return std::move(pair.first);
    });
    connect(m_source.get(), &Source::batchReady, this,
            [this](const RecordBatchPtr &batch) { m_batches << batch; });
    m_gaps = std::make_unique<QSignalSpy>(m_source.get(), &Source::gapOpened);
    m_source->start();
    QTRY_COMPARE(m_dialled, 1);
}

QByteArrayList TestFeedFaults::heard(int count)
{
    (void)QTest::qWaitFor([&] { return m_heard.size() >= count; }, 2'000);
    return std::exchange(m_heard, {});
}

void TestFeedFaults::awaitRedial(int dialled)
{
    QTRY_COMPARE(link(), LinkState::Waiting);
    m_clock->advance(30s);
    QTRY_COMPARE(m_dialled, dialled);
}

int TestFeedFaults::records(RecordKind kind) const
{
    int count = 0;
    for (const RecordBatchPtr &batch : m_batches) {
        for (std::size_t i = 0; i < batch->size(); ++i)
            count += batch->kind(i) == kind;
    }
    return count;
}

void TestFeedFaults::krakenFuturesLive()
{
    make(QStringLiteral("kraken_futures"), {{QStringLiteral("symbols"), {QStringLiteral("PI_X")}}});
    QCOMPARE(heard(3).size(), 3);
    for (const char *feed : {"book", "ticker_lite", "trade"})
        say(R"({"event":"subscribed","feed":")" + QByteArray(feed) + R"(","product_ids":["PI_X"]})");
    QTRY_COMPARE(link(), LinkState::Live);
    say(R"({"feed":"book_snapshot","product_id":"PI_X","timestamp":1700000000000,"seq":7,"bids":[{"price":1.5,"qty":2}],"asks":[]})");
    say(R"({"feed":"book","product_id":"PI_X","side":"buy","seq":8,"price":1.4,"qty":3,"timestamp":1700000000001})");
    QTRY_COMPARE(records(RecordKind::Book), 2);
    QCOMPARE(m_source->status().sequenceGaps, quint64(0));
}

namespace {

QByteArray krakenChange(int sequence)
{
    return R"({"feed":"book","product_id":"PI_X","side":"sell","seq":)" + QByteArray::number(sequence) +
           R"(,"price":1.6,"qty":1,"timestamp":1700000000002})";
}

} // namespace

void TestFeedFaults::gapAsksForANewLink()
{
    krakenFuturesLive();
    say(krakenChange(11));
    QTRY_COMPARE(m_source->status().sequenceGaps, quint64(1));
    QCOMPARE(m_source->status().lost, quint64(2));
    awaitRedial(2);
    QCOMPARE(heard(3).size(), 3); // subscribed anew, so that a whole book comes
    say(R"({"feed":"book_snapshot","product_id":"PI_X","timestamp":1700000000000,"seq":20,"bids":[],"asks":[]})");
    say(krakenChange(21));
    QTRY_COMPARE(link(), LinkState::Live);
    QCOMPARE(m_source->status().sequenceGaps, quint64(1));
}

void TestFeedFaults::duplicateIsDropped()
{
    krakenFuturesLive();
    say(R"({"feed":"book","product_id":"PI_X","side":"buy","seq":8,"price":1.4,"qty":3,"timestamp":1700000000001})");
    say(krakenChange(9));
    QTRY_COMPARE(records(RecordKind::Book), 3);
    QCOMPARE(m_source->mapping().repeated(), 1u);
    QCOMPARE(m_source->status().sequenceGaps, quint64(0));
    QCOMPARE(link(), LinkState::Live);
}

void TestFeedFaults::reorderIsAGap()
{
    krakenFuturesLive();
    say(krakenChange(10));
    say(krakenChange(9));
    QTRY_COMPARE(m_source->status().sequenceGaps, quint64(1));
    awaitRedial(2);
}

// Half a frame over a real socket, then the end: no record, a gap, and a new link.
void TestFeedFaults::midFrameCloseIsAGap()
{
    QTcpServer server;
    int accepted = 0;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *const socket = server.nextPendingConnection();
        ++accepted;
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            const QByteArray request = socket->peek(8192);
            const auto at = request.indexOf("Sec-WebSocket-Key: ");
            if (!request.contains("\r\n\r\n") || at < 0)
                return;
            socket->readAll();
            const QByteArray key = request.mid(at + 19, request.indexOf("\r\n", at) - at - 19);
            // RFC 6455 4.2.2
            const QByteArray accept =
                QCryptographicHash::hash(QByteArray(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"),
                                         QCryptographicHash::Sha1)
                    .toBase64();
            socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: " +
                          accept + "\r\n\r\n");
            const QByteArray whole = R"({"type":"heartbeat","timestamp":1700000000000})";
            const QByteArray half = R"({"type":"trade","symbol":"BTC)";
            socket->write(QByteArray("\x81", 1) + char(whole.size()) + whole);
            socket->write(QByteArray("\x81", 1) + char(100) + half);
            socket->flush();
            socket->disconnectFromHost();
        });
    });
    QVERIFY(server.listen(QHostAddress::LocalHost));
    SystemClock clock;
    const auto profile = FeedProfile::named(QStringLiteral("gemini"));
    QVERIFY(profile.hasValue());
    ProfileSource source(SourceId(1), QStringLiteral("gemini"),
                         {*profile, {}, QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(server.serverPort()))},
                         clock);
    QSignalSpy gaps(&source, &Source::gapOpened);
    source.start();
    QTRY_COMPARE(gaps.size(), 1);
    QVERIFY2(gaps.at(0).at(1).toString().contains(QLatin1String("1006")),
             qUtf8Printable(gaps.at(0).at(1).toString()));
    QTRY_VERIFY(accepted >= 2);
    QCOMPARE(source.mapping().counters().unmapped, 0u);
    source.stop();
}

void TestFeedFaults::wrongChecksumAsksForANewLink()
{
    make(QStringLiteral("okx"), {{QStringLiteral("symbols"), {QStringLiteral("A-B")}},
                                 {QStringLiteral("channels"), {QStringLiteral("books")}}});
    QCOMPARE(heard(1), QByteArrayList{R"({"args":[{"channel":"books","instId":"A-B"}],"op":"subscribe"})"});
    say(R"({"event":"subscribe","arg":{"channel":"books","instId":"A-B"}})");
    QTRY_COMPARE(link(), LinkState::Live);
    say(R"({"arg":{"channel":"books","instId":"A-B"},"action":"snapshot","data":[{"bids":[["1","2","0","1"]],"asks":[],"ts":"1700000000000","checksum":1}]})");
    QTRY_COMPARE(m_source->mapping().sequence().wrongChecksums(), 1u);
    awaitRedial(2);
}

void TestFeedFaults::ageCutIsForestalled()
{
    make(QStringLiteral("binance"));
    (void)heard(1);
    say(R"({"result":null,"id":1})");
    QTRY_COMPARE(link(), LinkState::Live);
    // Something comes now and then, so that the link is not taken for dead.
    const auto begun = m_clock->steady();
    while (m_dialled == 1 && m_clock->steady() - begun < 24h) {
        say(R"({"stream":"x","data":{"u":1,"s":"A","b":"1","B":"1","a":"2","A":"1"}})");
        QCoreApplication::processEvents();
        m_clock->advance(10s);
    }
    QTRY_COMPARE(m_dialled, 2);
    // At 23 h, an hour before the venue would cut.
    QVERIFY(m_clock->steady() - begun >= 23h - 20s && m_clock->steady() - begun <= 23h + 20s);
    QCOMPARE(m_gaps->size(), 1); // the moment without a link is told
}

void TestFeedFaults::refusedSubscription_data()
{
    QTest::addColumn<QString>("profile");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("words");
    QTest::newRow("binance") << QStringLiteral("binance")
                             << QByteArray(
                                    R"({"error":{"code":2,"msg":"Invalid request: unknown stream"},"id":1})")
                             << QStringLiteral("Invalid request: unknown stream");
    QTest::newRow("coinbase")
        << QStringLiteral("coinbase")
        << QByteArray(
               R"({"type":"error","message":"Failed to subscribe","reason":"X-Y is not a valid product"})")
        << QStringLiteral("X-Y is not a valid product: Failed to subscribe");
    QTest::newRow("deribit")
        << QStringLiteral("deribit")
        << QByteArray(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params"}})")
        << QStringLiteral("Invalid params");
}

void TestFeedFaults::refusedSubscription()
{
    QFETCH(QString, profile);
    QFETCH(QByteArray, answer);
    QFETCH(QString, words);
    make(profile);
    QVERIFY(!heard(1).isEmpty());
    say(answer);
    QTRY_COMPARE(link(), LinkState::Failed);
    QCOMPARE(m_source->status().lastError.text(), words);
    QCOMPARE(m_source->status().link.failure->stage, Stage::Subscribe);
    m_clock->advance(120s);
    QCOMPARE(m_dialled, 1);
}

void TestFeedFaults::partOfTheSubscriptionRefused()
{
    make(QStringLiteral("bybit"),
         {{QStringLiteral("symbols"),
           {QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C"), QStringLiteral("D")}}});
    QCOMPARE(heard(2).size(), 2);
    say(R"({"success":true,"ret_msg":"","op":"subscribe"})");
    say(R"({"success":false,"ret_msg":"Invalid symbol D","op":"subscribe"})");
    QTRY_COMPARE(link(), LinkState::Live);
    QCOMPARE(m_source->status().lastError.text(), QStringLiteral("Invalid symbol D"));
    // All of it refused is a failure.
    m_source->stop();
    QTRY_COMPARE(link(), LinkState::Off);
    m_source->start();
    QTRY_COMPARE(m_dialled, 2);
    QCOMPARE(heard(2).size(), 2);
    for (int i = 0; i < 2; ++i)
        say(R"({"success":false,"ret_msg":"Invalid symbol","op":"subscribe"})");
    QTRY_COMPARE(link(), LinkState::Failed);
}

void TestFeedFaults::leftOutIsTold()
{
    make(QStringLiteral("twelvedata"), {{QStringLiteral("key"), {QStringLiteral("k")}}});
    QCOMPARE(heard(1),
             QByteArrayList{R"({"action":"subscribe","params":{"symbols":"AAPL,EUR/USD,BTC/USD"}})"});
    say(R"({"event":"subscribe-status","status":"ok","success":[{"symbol":"AAPL"}],"fails":[{"symbol":"EUR/USD"},{"symbol":"BTC/USD"}]})");
    QTRY_COMPARE(link(), LinkState::Live);
    QCOMPARE(m_source->status().lastError.text(), QStringLiteral("EUR/USD: BTC/USD"));
}

void TestFeedFaults::rateLimitIsTriedAgain()
{
    make(QStringLiteral("deribit"));
    (void)heard(1);
    say(R"({"jsonrpc":"2.0","id":1,"error":{"code":10028,"message":"too_many_requests"}})");
    QTRY_COMPARE(link(), LinkState::Waiting); // not Failed: it may work later
    QCOMPARE(m_source->status().lastError.text(), QStringLiteral("too_many_requests"));
    m_clock->advance(30s);
    QTRY_COMPARE(m_dialled, 2);
}

void TestFeedFaults::slowSignIn_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("live");
    QTest::newRow("too slow") << 10 << false;
    QTest::newRow("slow") << 9 << true;
}

void TestFeedFaults::slowSignIn()
{
    QFETCH(int, seconds);
    QFETCH(bool, live);
    make(QStringLiteral("alpaca"),
         {{QStringLiteral("key"), {QStringLiteral("k")}}, {QStringLiteral("secret"), {QStringLiteral("s")}}});
    say(R"([{"T":"success","msg":"connected"}])");
    QCOMPARE(heard(1), QByteArrayList{R"({"action":"auth","key":"k","secret":"s"})"});
    m_clock->advance(std::chrono::seconds(seconds));
    if (!live) {
        QTRY_COMPARE(link(), LinkState::Waiting);
        QCOMPARE(m_source->status().link.failure->stage, Stage::SignIn);
        return;
    }
    say(R"([{"T":"success","msg":"authenticated"}])");
    QCOMPARE(heard(1).size(), 1);
    say(R"([{"T":"subscription","trades":["AAPL"]}])");
    QTRY_COMPARE(link(), LinkState::Live);
}

void TestFeedFaults::refusedSignIn()
{
    make(QStringLiteral("homeassistant"), {{QStringLiteral("token"), {QStringLiteral("secret-token")}}});
    say(R"({"type":"auth_required"})");
    QCOMPARE(heard(1).size(), 1);
    say(R"({"type":"auth_invalid","message":"Invalid password"})");
    QTRY_COMPARE(link(), LinkState::Failed);
    QCOMPARE(m_source->status().link.failure->stage, Stage::SignIn);
    QCOMPARE(m_source->status().lastError.text(), QStringLiteral("Invalid password"));
    for (const LinkLogEntry &entry : m_source->status().link.log)
        QVERIFY(!entry.words.text().contains(QLatin1String("secret-token")));
}

void TestFeedFaults::signInStepByStep()
{
    make(QStringLiteral("massive"), {{QStringLiteral("key"), {QStringLiteral("k")}},
                                     {QStringLiteral("symbols"), {QStringLiteral("A")}}});
    QCoreApplication::processEvents();
    QCOMPARE(m_heard, QByteArrayList()); // the venue speaks first
    QCOMPARE(m_source->status().link.stage, Stage::SignIn);
    say(R"([{"ev":"status","status":"connected","message":"ok"}])");
    QCOMPARE(heard(1), QByteArrayList{R"({"action":"auth","params":"k"})"});
    say(R"([{"ev":"status","status":"auth_success","message":"authenticated"}])");
    QCOMPARE(heard(1), QByteArrayList{R"({"action":"subscribe","params":"T.A,Q.A,AM.A"})"});
    QCOMPARE(m_source->status().link.stage, Stage::Subscribe);
    say(R"([{"ev":"T","sym":"A","p":1.5,"s":2,"t":1700000000000,"i":"x"}])");
    QTRY_COMPARE(link(), LinkState::Live);
    QTRY_COMPARE(records(RecordKind::Trade), 1);
}

void TestFeedFaults::bindingsAreMadeAnew()
{
    make(QStringLiteral("bitfinex"), {{QStringLiteral("symbols"), {QStringLiteral("tA")}},
                                      {QStringLiteral("channels"), {QStringLiteral("ticker")}}});
    QCOMPARE(heard(2).size(), 2);
    say(R"({"event":"subscribed","channel":"ticker","chanId":17,"symbol":"tA"})");
    say("[17,[1,2,3,4,5,6,7,8,9,10],1]");
    QTRY_COMPARE(records(RecordKind::Quote), 1);
    m_venue->cut();
    awaitRedial(2);
    (void)heard(2);
    say("[17,[1,2,3,4,5,6,7,8,9,10],1]"); // the same number may mean something else now
    say(R"({"event":"subscribed","channel":"ticker","chanId":18,"symbol":"tA"})");
    say("[18,[1,2,3,4,5,6,7,8,9,10],2]");
    QTRY_COMPARE(records(RecordKind::Quote), 2);
    QCOMPARE(m_source->status().unmapped, quint64(1));
}

void TestFeedFaults::venueAsksForANewLink()
{
    make(QStringLiteral("bitstamp"), {{QStringLiteral("symbols"), {QStringLiteral("btcusd")}},
                                      {QStringLiteral("channels"), {QStringLiteral("live_trades")}}});
    QCOMPARE(heard(1),
             QByteArrayList{R"({"data":{"channel":"live_trades_btcusd"},"event":"bts:subscribe"})"});
    say(R"({"event":"bts:subscription_succeeded","channel":"live_trades_btcusd","data":{}})");
    QTRY_COMPARE(link(), LinkState::Live);
    say(R"({"event":"bts:request_reconnect","channel":"","data":""})");
    awaitRedial(2);
}

void TestFeedFaults::testRequestIsAnswered()
{
    make(QStringLiteral("deribit"));
    QCOMPARE(heard(2).size(), 2);
    say(R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}})");
    QCOMPARE(heard(1), QByteArrayList{R"({"jsonrpc":"2.0","id":9002,"method":"public/test","params":{}})"});
}

void TestFeedFaults::compressedPingIsAnswered()
{
    make(QStringLiteral("htx"));
    QCOMPARE(heard(4).size(), 4);
    // gzip of {"ping":1618678073643}
    m_venue->send(QByteArray::fromHex(
                      "1f8b0800000000000203ab562ac8cc4b57b2323433b43033b7303037363331ae0500e34806d216000000"),
                  Transport::Kind::Binary);
    QCOMPARE(heard(1), QByteArrayList{R"({"pong":1618678073643})"});
}

void TestFeedFaults::brokenCompressionEndsTheLink()
{
    make(QStringLiteral("htx"));
    (void)heard(4);
    m_venue->send(QByteArray("no gzip"), Transport::Kind::Binary);
    QTRY_COMPARE(link(), LinkState::Waiting);
    QVERIFY(m_source->status().link.messagesIn == 1);
}

void TestFeedFaults::parametersChangeOnALiveLink()
{
    krakenFuturesLive();
    QVERIFY(m_source->setParams({{QStringLiteral("symbols"), {QStringLiteral("PI_Y")}}}).hasValue());
    const QByteArrayList said = heard(6);
    QCOMPARE(said.size(), 6);
    QCOMPARE(said[0], QByteArray(R"({"event":"unsubscribe","feed":"book","product_ids":["PI_X"]})"));
    QCOMPARE(said[3], QByteArray(R"({"event":"subscribe","feed":"book","product_ids":["PI_Y"]})"));
    QVERIFY(!m_source->setParams({{QStringLiteral("nothing"), {QStringLiteral("x")}}}));
}

QTEST_GUILESS_MAIN(TestFeedFaults)
#include "tst_feedfaults.moc"
