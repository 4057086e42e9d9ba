// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/feed/profilesource.h>
#include <alcedo/transport/loopbacktransport.h>

#include <QObject>
#include <QSignalSpy>
#include <QTest>
#include <memory>
#include <utility>

namespace alcedo {

// Three symbols in messages of one, so three acknowledgements.
inline const QByteArray VenueProfile = R"({
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

inline const QByteArray Acknowledged = R"({"subscribed":"x"})";
inline const QByteArray Refused = R"({"error":{"text":"no such symbol: C"}})";

inline QByteArray tradeOf(const char *price)
{
    return QByteArray(R"({"t":"trade","s":"A","p":")") + price + "\"}";
}

/// A test of a profile's source whose venue is the test itself.
class VenueTest : public QObject
{
protected:
    void begin()
    {
        m_clock = std::make_unique<ManualClock>();
        m_heard.clear();
        m_batches.clear();
        m_dialled.clear();
        m_unreachable = false;
        const auto profile = FeedProfile::parse(VenueProfile, QStringLiteral("venue.json"));
        QVERIFY2(profile, profile ? "" : qPrintable(profile.error().message()));
        m_profile = *profile;
    }
    void end()
    {
        m_opened.reset();
        m_closed.reset();
        m_source.reset();
        m_venue.reset();
        m_clock.reset();
    }
    void make(const QUrl &url = {}, const ProfileParams &params = {})
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
    void goLive()
    {
        using namespace std::chrono_literals;
        m_source->start();
        QCOMPARE(heard(2).size(), 2);
        m_clock->advance(1s);
        QCOMPARE(heard(1).size(), 1);
        for (int i = 0; i < 3; ++i)
            say(Acknowledged);
        QTRY_COMPARE(link(), LinkState::Live);
    }
    void say(const QByteArray &text) { m_venue->send(text, Transport::Kind::Text); }
    /// Messages of the source since the last call, once there are so many.
    [[nodiscard]] QByteArrayList heard(int count)
    {
        (void)QTest::qWaitFor([&] { return m_heard.size() >= count; }, 2'000);
        return std::exchange(m_heard, {});
    }
    [[nodiscard]] LinkState link() const { return m_source->connection()->state(); }

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

} // namespace alcedo
