// SPDX-License-Identifier: MIT
#include "venuetest.h"

#include <alcedo/feed/pipeline.h>
#include <alcedo/transport/listener.h>

using namespace alcedo;
using namespace std::chrono_literals;

/// A profile's source against a scripted venue: greeting, refusals, limits, renewal and gaps.
class TestProfileSource : public VenueTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
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
    void ratesAreRecords();
    void ratesWithoutRecords();
    void delayToTheStore();
};

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
    QCOMPARE(status.lastError.text(), QStringLiteral("no such symbol: C"));
    QVERIFY(status.link.failure);
    QCOMPARE(status.link.failure->stage, Stage::Subscribe);
    QCOMPARE(status.link.failure->message.text(), QStringLiteral("no such symbol: C"));
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
    QTRY_COMPARE(m_source->status().lastError.text(), QStringLiteral("no such symbol: C"));
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

// What makes no records (a feed that is only looked at) is told of by its messages.
void TestProfileSource::ratesWithoutRecords()
{
    make();
    goLive();
    m_clock->advance(10s);
    QSignalSpy told(m_source.get(), &Source::statusChanged);
    m_clock->advance(1s);
    QCOMPARE(told.size(), 0);
    for (int i = 0; i < 5; ++i)
        say(R"({"unheard":"of"})");
    QTRY_COMPARE(m_source->status().unmapped, quint64(5));
    told.clear();
    m_clock->advance(1s);
    QVERIFY(told.size() >= 1);
    QVERIFY(m_source->status().link.messagesPerSecond > 0);
    m_clock->advance(5s);
    told.clear();
    QCOMPARE(m_source->status().link.messagesPerSecond, 0.0);
    m_clock->advance(5s);
    QCOMPARE(told.size(), 0); // silence is told once
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
    const auto profile = FeedProfile::parse(VenueProfile, QStringLiteral("venue.json"));
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
