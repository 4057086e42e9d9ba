// SPDX-License-Identifier: MIT
// What a tap hears of a source's link, and that nobody pays where nobody taps.
#include <alcedo/core/clock.h>
#include <alcedo/feed/feedloop.h>
#include <alcedo/feed/profilesource.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QMetaMethod>
#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

// Not a raw string: moc 6.4 finds no class behind this one.
const QByteArray ProfileText =
    "{'profile': 1, 'name': 'venue', 'endpoints': ['ws://127.0.0.1:1'],"
    "'subscribe': {'send': {'op': 'subscribe'}},"
    "'routes': [{'when': {'/t': 'trade'}, 'record': 'trade', 'key': '/s', 'map': {'price': '/p'}}]}";

const QByteArray Trade = R"({"t":"trade","s":"A","p":"1"})";

class Heard final : public FrameTap
{
public:
    void frameSeen(const TappedFrame &frame) override { frames << frame; }
    QList<TappedFrame> frames;
};

} // namespace

class tst_FrameTap : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_loop = std::make_unique<FeedLoop>(m_store, m_clock);
        m_tap = std::make_shared<Heard>();
    }
    void cleanup()
    {
        m_loop->shutDown();
        m_loop.reset();
    }

    void untappedSourceHasNoListener()
    {
        goLive();
        QVERIFY(!isTapped());
        m_loop->addTap(m_tap);
        QVERIFY(isTapped());
        m_loop->removeTap(m_tap.get());
        QVERIFY(!isTapped());
        m_venue->send(Trade, Transport::Kind::Text);
        QTRY_COMPARE(m_source->status().records, 1u);
        QVERIFY(m_tap->frames.isEmpty());
        QCOMPARE(m_tap.use_count(), 1);
    }

    void removedTapThatWasNotThere()
    {
        goLive();
        m_loop->addTap(m_tap);
        const Heard other;
        m_loop->removeTap(&other);
        QVERIFY(isTapped());
    }

    void hearsBothWaysFromTheGreetingOn()
    {
        m_loop->addTap(m_tap); // before there is a source
        goLive();
        const auto sentAt = m_clock.wall().count();
        QCOMPARE(m_tap->frames.size(), 1);
        QCOMPARE(m_tap->frames[0].direction, TappedFrame::Direction::Out);
        QCOMPARE(m_tap->frames[0].bytes, QByteArray(R"({"op":"subscribe"})"));
        QCOMPARE(m_tap->frames[0].source, SourceId(3));
        QCOMPARE(m_tap->frames[0].link, 1u);
        QCOMPARE(m_tap->frames[0].arrivalNs, sentAt);

        m_clock.advance(5s);
        m_venue->send(Trade, Transport::Kind::Text);
        m_venue->send("\xff\x00\x01", Transport::Kind::Binary);
        QTRY_COMPARE(m_tap->frames.size(), 3);
        QCOMPARE(m_tap->frames[1].direction, TappedFrame::Direction::In);
        QCOMPARE(m_tap->frames[1].bytes, Trade);
        QCOMPARE(m_tap->frames[1].arrivalNs, sentAt + 5'000'000'000);
        QCOMPARE(m_tap->frames[2].opcode, TappedFrame::Opcode::Binary);
    }

    void everyLinkHasItsNumber()
    {
        m_loop->addTap(m_tap);
        goLive();
        m_venue->cut();
        QTRY_COMPARE(m_source->connection()->state(), LinkState::Waiting);
        m_clock.advance(60s);
        QTRY_COMPARE(m_tap->frames.size(), 2);
        QCOMPARE(m_tap->frames[1].link, 2u);
    }

    void everyTapHearsAll()
    {
        const auto second = std::make_shared<Heard>();
        m_loop->addTap(m_tap);
        m_loop->addTap(second);
        goLive();
        m_loop->removeTap(m_tap.get());
        m_venue->send(Trade, Transport::Kind::Text);
        QTRY_COMPARE(second->frames.size(), 2);
        QCOMPARE(m_tap->frames.size(), 1);
    }

private:
    void goLive()
    {
        const auto profile =
            FeedProfile::parse(QByteArray(ProfileText).replace('\'', '"'), QStringLiteral("venue.json"));
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().message()));
        m_loop->add(3, [&](SourceId id, Clock &clock) {
            auto source = std::make_unique<ProfileSource>(id, QStringLiteral("venue"),
                                                          ProfileSource::Options{*profile, {}, {}}, clock);
            source->connection()->setLinkFactory([this](DialFailure *) -> std::unique_ptr<Transport> {
                auto pair = LoopbackTransport::makePair(m_clock);
                m_venue = std::move(pair.second);
                return std::move(pair.first);
            });
            m_source = source.get();
            return source;
        });
        QTRY_COMPARE(m_source->connection()->state(), LinkState::Live);
    }
    /// Whether anybody but the dialect listens to what comes in.
    [[nodiscard]] bool isTapped() const
    {
        struct Open : Connection
        {
            using Connection::isSignalConnected;
        };
        constexpr auto connected = &Open::isSignalConnected;
        return (m_source->connection()->*connected)(QMetaMethod::fromSignal(&Connection::messageSent));
    }

    ManualClock m_clock;
    Store m_store{{}, m_clock};
    std::unique_ptr<FeedLoop> m_loop;
    std::shared_ptr<Heard> m_tap;
    ProfileSource *m_source = nullptr;
    std::unique_ptr<LoopbackTransport> m_venue;
};

QTEST_GUILESS_MAIN(tst_FrameTap)
#include "tst_frametap.moc"
