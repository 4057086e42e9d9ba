// SPDX-License-Identifier: MIT
// A profile's source against a scripted venue: greeting, refusals, limits, renewal, gaps and whole books.
#include <alcedo/core/clock.h>
#include <alcedo/feed/pipeline.h>
#include <alcedo/feed/profilesource.h>
#include <alcedo/transport/listener.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

// Three symbols in messages of one, so three acknowledgements.
const QByteArray ProfileText = R"({
"profile": 1, "name": "venue",
"endpoints": ["ws://127.0.0.1:1/first", "ws://127.0.0.1:2/second"],
"params": {"symbols": {"list": true, "default": ["A", "B", "C"]}, "rest": {"default": "http://127.0.0.1:9"}},
"subscribe": {"send": {"op": "subscribe", "symbols": ["${symbols}"], "id": "${id}"}, "batch": {"symbols": 1},
  "ack": {"/subscribed": {"exists": true}}, "refused": {"/error": {"exists": true}}, "refused_text": "/error/text"},
"keepalive": {"send": {"op": "ping"}, "every": "10s"},
"rate": {"messages": 2, "per": "1s"}, "silence": "3h", "max_age": "1h",
"routes": [
  {"when": {"/t": "trade"}, "record": "trade", "key": "/s", "map": {"price": "/p"}},
  {"when": {"/t": "trades"}, "each": "/list", "record": "trade", "key": "/s", "map": {"price": "/p"}},
  {"when": {"/t": "book"}, "record": "book", "key": "/s",
   "levels": [{"each": "/b", "side": "bid", "price": "/0", "size": "/1"}],
   "sequence": {"first": "/f", "last": "/l"},
   "resync": {"get": "${rest}/book?symbol=${key}", "last": "/last", "levels": [{"each": "/b", "side": "bid", "price": "/0", "size": "/1"}]}},
  {"when": {"/subscribed": {"exists": true}}, "record": "control", "map": {"event": {"const": "subscribed"}}},
  {"when": {"/error": {"exists": true}}, "record": "control", "map": {"event": {"const": "error"}, "text": "/error/text"}}
]})";

const QByteArray Acknowledged = R"({"subscribed":"x"})";
const QByteArray Refused = R"({"error":{"text":"no such symbol: C"}})";

QByteArray tradeOf(const char *price)
{
    return QByteArray(R"({"t":"trade","s":"A","p":")") + price + "\"}";
}

QByteArray bookChange(int first, int last, const char *price)
{
    return R"({"t":"book","s":"A","f":)" + QByteArray::number(first) + R"(,"l":)" + QByteArray::number(last) +
           R"(,"b":[[")" + price + R"(","1"]]})";
}

QString recordings()
{
    const QString folder = qEnvironmentVariable("ALCEDO_RECORDINGS");
    return (folder.isEmpty() ? qEnvironmentVariable("ALCEDO_SOURCE_DIR") + QStringLiteral("/../shared/feeds")
                             : folder) +
           QStringLiteral("/market/");
}

/// The texts of a recording's lines that hold all of these.
QByteArrayList recordedTexts(const QString &name, const QByteArray &part, const QString &symbol = {})
{
    QFile file(recordings() + name);
    if (!file.open(QFile::ReadOnly))
        QTest::qFail(qPrintable(file.errorString()), __FILE__, __LINE__);
    QByteArrayList texts;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        if (line.contains(part) &&
            (symbol.isEmpty() || line.contains(QByteArray(R"(\"s\":\")" + symbol.toLatin1() + R"(\")"))))
            texts << QJsonDocument::fromJson(line).object()[QLatin1String("raw")].toString().toUtf8();
    }
    return texts;
}

} // namespace

class TestProfileSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void refusedSubscription_data();
    void refusedSubscription();
    void partialAcknowledgementIsNoLink();
    void errorOnALiveLinkIsShown();
    void endpointThatFailsGivesWay();
    void givenAddressIsKept();
    void rateLimitHolds();
    void dataProvesTheSubscription();
    void keepaliveIsSent();
    void renewedBeforeTheCut();
    void lossIsAGap();
    void sequenceGapIsCounted();
    void ratesAreRecords();
    void wholeBooksAreFetched();
    void recordedBooksAreBridged_data();
    void recordedBooksAreBridged();
    void uselessBooksAreFetchedAgain_data();
    void uselessBooksAreFetchedAgain();
    void delayToTheStore();

private:
    void make(const QUrl &url = {}, const ProfileParams &params = {});
    void goLive();
    void say(const QByteArray &text) { m_venue->send(text, Transport::Kind::Text); }
    /// Messages of the source since the last call, once there are so many.
    [[nodiscard]] QByteArrayList heard(int count);
    [[nodiscard]] LinkState link() const { return m_source->connection()->state(); }
    [[nodiscard]] std::vector<std::string> bookLog() const;

    std::unique_ptr<ManualClock> m_clock;
    FeedProfile m_profile;
    std::unique_ptr<ProfileSource> m_source;
    std::unique_ptr<LoopbackTransport> m_venue;
    std::unique_ptr<QSignalSpy> m_opened, m_closed;
    QByteArrayList m_heard;
    QList<RecordBatchPtr> m_batches;
    QList<QUrl> m_dialled;
    bool m_unreachable = false;
};

void TestProfileSource::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_heard.clear();
    m_batches.clear();
    m_dialled.clear();
    m_unreachable = false;
    const auto profile = FeedProfile::parse(ProfileText, QStringLiteral("venue.json"));
    QVERIFY2(profile, profile ? "" : qPrintable(profile.error().message()));
    m_profile = *profile;
}

void TestProfileSource::cleanup()
{
    m_opened.reset();
    m_closed.reset();
    m_source.reset();
    m_venue.reset();
    m_clock.reset();
}

void TestProfileSource::make(const QUrl &url, const ProfileParams &params)
{
    m_source = std::make_unique<ProfileSource>(SourceId(1), QStringLiteral("venue"),
                                               ProfileSource::Options{m_profile, params, url}, *m_clock);
    m_source->connection()->setLinkFactory([this](DialFailure *failure) -> std::unique_ptr<Transport> {
        m_dialled << m_source->connection()->options().dial.url;
        if (m_unreachable) {
            *failure = {Stage::Tcp, QStringLiteral("refused"), 0, {}, false};
            return nullptr;
        }
        auto pair = LoopbackTransport::makePair(*m_clock);
        m_venue = std::move(pair.second);
        connect(m_venue.get(), &Transport::messageReceived, this,
                [this](const QByteArray &text) { m_heard << text; });
        return std::move(pair.first);
    });
    connect(m_source.get(), &Source::batchReady, this,
            [this](const RecordBatchPtr &batch) { m_batches << batch; });
    m_opened = std::make_unique<QSignalSpy>(m_source.get(), &Source::gapOpened);
    m_closed = std::make_unique<QSignalSpy>(m_source.get(), &Source::gapClosed);
}

QByteArrayList TestProfileSource::heard(int count)
{
    (void)QTest::qWaitFor([&] { return m_heard.size() >= count; }, 2'000);
    return std::exchange(m_heard, {});
}

void TestProfileSource::goLive()
{
    m_source->start();
    QCOMPARE(heard(2).size(), 2);
    m_clock->advance(1s);
    QCOMPARE(heard(1).size(), 1);
    for (int i = 0; i < 3; ++i)
        say(Acknowledged);
    QTRY_COMPARE(link(), LinkState::Live);
}

void TestProfileSource::refusedSubscription_data()
{
    QTest::addColumn<int>("acknowledged");
    QTest::newRow("at once") << 0;
    QTest::newRow("after others were taken") << 2;
}

void TestProfileSource::refusedSubscription()
{
    QFETCH(int, acknowledged);
    make();
    m_source->start();
    (void)heard(2);
    for (int i = 0; i < acknowledged; ++i)
        say(Acknowledged);
    say(Refused);
    QTRY_COMPARE(link(), LinkState::Failed);
    const SourceStatus status = m_source->status();
    QCOMPARE(status.lastError, QStringLiteral("no such symbol: C"));
    QVERIFY(status.link.failure);
    QCOMPARE(status.link.failure->stage, Stage::Subscribe);
    QCOMPARE(status.link.failure->message, QStringLiteral("no such symbol: C"));
    m_clock->advance(60s);
    QCOMPARE(m_dialled.size(), 1); // asking again would not help
}

void TestProfileSource::partialAcknowledgementIsNoLink()
{
    make();
    m_source->start();
    (void)heard(2);
    say(Acknowledged);
    say(Acknowledged);
    QTRY_COMPARE(m_source->status().link.messagesIn, quint64(2));
    QCOMPARE(link(), LinkState::Greeting);
    m_clock->advance(10s); // the greeting's time is over
    QTRY_COMPARE(link(), LinkState::Waiting);
    QCOMPARE(m_opened->size(), 0);
}

void TestProfileSource::errorOnALiveLinkIsShown()
{
    make();
    goLive();
    say(Refused);
    QTRY_COMPARE(m_source->status().lastError, QStringLiteral("no such symbol: C"));
    QCOMPARE(link(), LinkState::Live);
    QCOMPARE(m_source->status().link.log.back().severity, LinkLogEntry::Severity::Warning);
}

void TestProfileSource::endpointThatFailsGivesWay()
{
    make();
    m_unreachable = true;
    m_source->start();
    for (int dialled = 1; dialled <= 3; ++dialled) {
        QTRY_COMPARE(m_dialled.size(), dialled);
        QTRY_COMPARE(link(), LinkState::Waiting);
        m_unreachable = dialled < 2;
        m_clock->advance(20s);
        if (!m_unreachable)
            break;
    }
    const QUrl first(QStringLiteral("ws://127.0.0.1:1/first")),
        second(QStringLiteral("ws://127.0.0.1:2/second"));
    QTRY_COMPARE(m_dialled, (QList<QUrl>{first, second, first}));
    QCOMPARE(m_source->status().url, first.toString());
    say(tradeOf("1"));
    QTRY_COMPARE(link(), LinkState::Live);
    // One that lived is tried again first.
    m_venue->cut();
    QTRY_COMPARE(link(), LinkState::Waiting);
    m_clock->advance(20s);
    QTRY_COMPARE(m_dialled.size(), 4);
    QCOMPARE(m_dialled.back(), first);
}

void TestProfileSource::givenAddressIsKept()
{
    const QUrl given(QStringLiteral("ws://me:secret@127.0.0.1:3/"));
    make(given);
    m_unreachable = true;
    m_source->start();
    QTRY_COMPARE(link(), LinkState::Waiting);
    m_clock->advance(20s);
    QTRY_COMPARE(m_dialled, (QList<QUrl>{given, given}));
    QCOMPARE(m_source->status().url, QStringLiteral("ws://127.0.0.1:3/"));
}

void TestProfileSource::rateLimitHolds()
{
    make();
    m_source->start();
    const QByteArrayList atOnce = heard(2);
    QCOMPARE(atOnce, (QByteArrayList{R"({"id":1,"op":"subscribe","symbols":["A"]})",
                                     R"({"id":2,"op":"subscribe","symbols":["B"]})"}));
    m_clock->advance(999ms);
    QCoreApplication::processEvents();
    QCOMPARE(m_heard, QByteArrayList());
    m_clock->advance(1ms);
    QCOMPARE(heard(1), QByteArrayList{R"({"id":3,"op":"subscribe","symbols":["C"]})"});
}

void TestProfileSource::dataProvesTheSubscription()
{
    make();
    m_source->start();
    (void)heard(2);
    say(tradeOf("1.50"));
    QTRY_COMPARE(link(), LinkState::Live);
    QTRY_COMPARE(m_batches.size(), 1);
    QCOMPARE(m_batches[0]->key(0), std::string_view("A"));
}

void TestProfileSource::keepaliveIsSent()
{
    make();
    goLive();
    m_clock->advance(9'999ms);
    QCoreApplication::processEvents();
    QCOMPARE(m_heard, QByteArrayList());
    m_clock->advance(1ms);
    QCOMPARE(heard(1), QByteArrayList{R"({"op":"ping"})"});
    m_clock->advance(10s);
    QCOMPARE(heard(1).size(), 1);
}

void TestProfileSource::renewedBeforeTheCut()
{
    make();
    goLive();
    m_clock->advance(1h - 1s);
    QCOMPARE(m_dialled.size(), 1);
    (void)heard(1);
    m_clock->advance(1s);
    QTRY_COMPARE(m_dialled.size(), 2); // at once
    QTRY_VERIFY(m_heard.size() >= 2);
    QCOMPARE(m_dialled[1], m_dialled[0]);
    say(tradeOf("1"));
    QTRY_COMPARE(link(), LinkState::Live);
    QCOMPARE(m_opened->size(), 1); // the moment without a link is told
    QCOMPARE(m_closed->size(), 1);
}

void TestProfileSource::lossIsAGap()
{
    make();
    goLive();
    QCOMPARE(m_opened->size(), 0);
    const auto from = m_clock->wall().count();
    m_venue->cut();
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->at(0).at(0).toLongLong(), from);
    QVERIFY(m_opened->at(0).at(1).toString().contains(QLatin1String("1006")));
    QTRY_COMPARE(link(), LinkState::Waiting);
    m_unreachable = true;
    m_clock->advance(20s);
    QTRY_COMPARE(m_dialled.size(), 2);
    QCOMPARE(m_opened->size(), 1); // still the same gap
    QCOMPARE(m_closed->size(), 0);
    QTRY_COMPARE(link(), LinkState::Waiting);
    m_unreachable = false;
    m_clock->advance(20s);
    QCOMPARE(heard(2).size(), 2); // subscribes anew
    say(tradeOf("1"));
    QTRY_COMPARE(m_closed->size(), 1);
    QCOMPARE(m_closed->at(0).at(0).toLongLong(), m_clock->wall().count());
}

void TestProfileSource::sequenceGapIsCounted()
{
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/"))); // another address: no whole books
    goLive();
    for (const auto &change :
         {bookChange(1, 4, "1"), bookChange(5, 5, "2"), bookChange(9, 10, "3"), bookChange(11, 12, "4")})
        say(change);
    QTRY_COMPARE(m_source->status().sequenceGaps, quint64(1));
    QCOMPARE(m_source->status().lost, quint64(3));
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->at(0).at(1).toString(), QStringLiteral("A: expected 6, got 9"));
    QCOMPARE(m_closed->at(0).at(2).toULongLong(), qulonglong(3));
}

void TestProfileSource::ratesAreRecords()
{
    make();
    goLive();
    QTRY_COMPARE(m_source->status().records, quint64(3)); // the acknowledgements
    m_clock->advance(1s);
    const QByteArray twice = R"({"t":"trades","list":[{"s":"A","p":"1"},{"s":"B","p":"2"}]})";
    for (int i = 0; i < 5; ++i)
        say(twice);
    QTRY_COMPARE(m_source->status().records, quint64(13));
    QSignalSpy told(m_source.get(), &Source::statusChanged);
    m_clock->advance(1s);
    QCOMPARE(m_source->status().recordsPerSecond, 10.0);
    m_clock->advance(1s);
    QCOMPARE(m_source->status().recordsPerSecond, 0.0);
    QCOMPARE(told.size(), 2); // also that it has fallen silent
    m_clock->advance(5s);
    QCOMPARE(told.size(), 2);
}

std::vector<std::string> TestProfileSource::bookLog() const
{
    std::vector<std::string> log;
    for (const RecordBatchPtr &batch : m_batches) {
        for (std::size_t i = 0; i < batch->size(); ++i) {
            if (batch->kind(i) != RecordKind::Book)
                continue;
            std::string line = (batch->flags(i) & RecordFlag::Snapshot) ? "whole" : "change";
            for (const BookLevel &level : batch->levels(i, book::Levels))
                line += ' ' + level.price.toString().toStdString();
            log.push_back(line);
        }
    }
    return log;
}

// Changes wait for the whole book, older ones are dropped, those that span or follow it pass; a gap fetches
// it anew.
void TestProfileSource::wholeBooksAreFetched()
{
    SystemClock system;
    Listener listener(system);
    QByteArrayList asked;
    QByteArrayList books = {R"({"last":5,"b":[["50","1"],["49","2"]]})", R"({"last":21,"b":[["60","1"]]})"};
    listener.setHttpHandler([&](const HttpRequest &request) {
        asked << request.target;
        return HttpResponse{200, books.takeFirst(), "application/json", {}};
    });
    QVERIFY(listener.listen({}));
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/")),
         {{QStringLiteral("rest"), {QStringLiteral("http://127.0.0.1:%1").arg(listener.port())}}});
    goLive();
    for (const auto &change : {bookChange(3, 4, "4"), bookChange(5, 6, "6"), bookChange(7, 7, "7")})
        say(change);
    QTRY_COMPARE(asked, QByteArrayList{"/book?symbol=A"});
    QTRY_COMPARE(bookLog(), (std::vector<std::string>{"whole 50 49", "change 6", "change 7"}));
    say(bookChange(20, 20, "20"));
    say(bookChange(21, 22, "22"));
    QTRY_COMPARE(m_source->status().sequenceGaps, quint64(1));
    m_clock->advance(250ms); // never in a hurry
    QTRY_COMPARE(asked.size(), 2);
    QTRY_COMPARE(bookLog(),
                 (std::vector<std::string>{"whole 50 49", "change 6", "change 7", "whole 60", "change 22"}));
    QCOMPARE(m_source->status().sequenceGaps, quint64(1));
}

void TestProfileSource::recordedBooksAreBridged_data()
{
    QTest::addColumn<QString>("symbol");
    for (const char *symbol : {"NKNUSDT", "BLZETH", "LRCBTC", "RUNEEUR"})
        QTest::newRow(symbol) << QString::fromLatin1(symbol);
}

// Binance's changes and the answer of its HTTP interface, as they were recorded together.
void TestProfileSource::recordedBooksAreBridged()
{
    QFETCH(QString, symbol);
    // Recordings are no part of the sources; where they are named, they must be there.
    if (!QFile::exists(recordings()) && !qEnvironmentVariableIsSet("ALCEDO_RECORDINGS"))
        return qWarning("not run: no recordings at %s", qPrintable(recordings()));
    const QByteArray answer =
        recordedTexts(QStringLiteral("binance.http.jsonl"), "depth?symbol=" + symbol.toLatin1()).value(0);
    const QJsonObject whole = QJsonDocument::fromJson(answer).object();
    const qint64 last = whole[QLatin1String("lastUpdateId")].toInteger();
    QVERIFY(last > 0);
    const QByteArrayList changes =
        recordedTexts(QStringLiteral("binance.jsonl"), R"(\"e\":\"depthUpdate\")", symbol);
    std::size_t newer = 0;
    for (const QByteArray &change : changes) {
        const QJsonObject message = QJsonDocument::fromJson(change).object();
        const QJsonObject data =
            message.contains(QLatin1String("data")) ? message[QLatin1String("data")].toObject() : message;
        newer += data[QLatin1String("u")].toInteger() > last;
    }
    QVERIFY(newer > 0 && newer < std::size_t(changes.size()));

    SystemClock system;
    Listener listener(system);
    QByteArrayList asked;
    listener.setHttpHandler([&](const HttpRequest &request) {
        asked << request.target;
        return HttpResponse{200, answer, "application/json", {}};
    });
    QVERIFY(listener.listen({}));
    m_profile = FeedProfile::named(QStringLiteral("binance")).value();
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/")),
         {{QStringLiteral("rest"), {QStringLiteral("http://127.0.0.1:%1").arg(listener.port())}},
          {QStringLiteral("symbols"), {symbol}}});
    m_source->start();
    QCOMPARE(heard(1).size(), 1);
    say(R"({"result":null,"id":1})");
    for (const QByteArray &change : changes)
        say(change);
    QTRY_COMPARE(bookLog().size(), newer + 1);
    QCOMPARE(asked, QByteArrayList{"/api/v3/depth?symbol=" + symbol.toLatin1() + "&limit=1000"});
    QCOMPARE(m_source->status().sequenceGaps, quint64(0));
    QVERIFY(bookLog()[0].starts_with("whole"));
    std::size_t levels = 0;
    for (const RecordBatchPtr &batch : m_batches) {
        if (batch->kind(0) == RecordKind::Book && levels == 0)
            levels = batch->levels(0, book::Levels).size();
    }
    QCOMPARE(levels, std::size_t(whole[QLatin1String("bids")].toArray().size() +
                                 whole[QLatin1String("asks")].toArray().size()));
    qInfo("%zu levels, %lld changes recorded, %zu after the whole book", levels, qlonglong(changes.size()),
          newer);
}

void TestProfileSource::uselessBooksAreFetchedAgain_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    QTest::newRow("refused") << 429 << QByteArray("{}") << QStringLiteral("HTTP 429");
    QTest::newRow("no JSON") << 200 << QByteArray("<html>") << QStringLiteral("not what the profile says");
    QTest::newRow("no number") << 200 << QByteArray(R"({"b":[]})")
                               << QStringLiteral("not what the profile says");
}

void TestProfileSource::uselessBooksAreFetchedAgain()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    SystemClock system;
    Listener listener(system);
    int asked = 0;
    listener.setHttpHandler([&](const HttpRequest &) {
        return ++asked == 1 ? HttpResponse{status, body, "text/plain", {}}
                            : HttpResponse{200, R"({"last":5,"b":[["50","1"]]})", "application/json", {}};
    });
    QVERIFY(listener.listen({}));
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/")),
         {{QStringLiteral("rest"), {QStringLiteral("http://127.0.0.1:%1").arg(listener.port())}}});
    goLive();
    say(bookChange(5, 6, "6"));
    QTRY_VERIFY(m_source->status().link.log.back().text.contains(words));
    QCOMPARE(bookLog(), std::vector<std::string>());
    m_clock->advance(1'999ms);
    QCoreApplication::processEvents();
    QCOMPARE(asked, 1);
    m_clock->advance(1ms);
    QTRY_COMPARE(bookLog(), (std::vector<std::string>{"whole 50", "change 6"}));
    QCOMPARE(asked, 2);
}

// Over a real socket and through the pipeline's thread: what the panel shows as the delay from arrival to the
// store.
void TestProfileSource::delayToTheStore()
{
    SystemClock system;
    Listener listener(system);
    std::vector<std::unique_ptr<Transport>> links;
    connect(&listener, &Listener::newTransport, this, [&](Transport *transport) {
        transport->setParent(nullptr);
        links.emplace_back(transport);
        connect(transport, &Transport::messageReceived, transport,
                [transport] { transport->send(tradeOf("1.5"), Transport::Kind::Text); });
    });
    QVERIFY(listener.listen({}));
    const auto profile = FeedProfile::parse(ProfileText, QStringLiteral("venue.json"));
    QVERIFY(profile);
    Pipeline pipeline;
    pipeline.add([&profile, url = QUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(listener.port()))](
                     SourceId id, Clock &clock) {
        return std::make_unique<ProfileSource>(id, QStringLiteral("venue"),
                                               ProfileSource::Options{*profile, {}, url}, clock);
    });
    const auto status = [&] { return pipeline.statuses().value(0); };
    QTRY_COMPARE(status().records,
                 quint64(3)); // an answer to each message; the third comes after the rate limit's second
    QTRY_VERIFY(status().arrivalToStoreP50 > 0ns);
    QVERIFY(status().arrivalToStoreP99 >= status().arrivalToStoreP50);
    QVERIFY(status().arrivalToStoreP99 < 1s);
}

QTEST_GUILESS_MAIN(TestProfileSource)
#include "tst_profilesource.moc"
