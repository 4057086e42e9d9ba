// SPDX-License-Identifier: MIT
#include "storefeed.h"

#include <alcedo/core/clock.h>

#include <QTest>

using namespace alcedo;

class TestStoreEvents : public QObject
{
    Q_OBJECT
    ManualClock m_clock{std::chrono::nanoseconds(T0)};

private Q_SLOTS:
    void matchWithCorrection()
    {
        Store store({}, m_clock);
        Feed feed;
        feed.begin(RecordKind::Score, "m1", 1).text(score::Home, "Kiel").text(score::Away, "Ulm");
        feed.integer(score::HomeScore, 0).integer(score::AwayScore, 0).integer(score::Revision, 0);
        QCOMPARE(feed.into(store).matches->at(0).scoreChangedNs, 0);
        feed.begin(RecordKind::Score, "m1", 2).integer(score::HomeScore, 1).text(score::Event, "goal");
        feed.text(score::Team, "home").text(score::Player, "Adler").integer(score::Minute, 12);
        const MatchState goal = feed.into(store).matches->at(0);
        QCOMPARE(goal.homeScore, 1);
        QCOMPARE(goal.scoreChangedNs, T0 + 2 * Second + 5);
        QCOMPARE(goal.events.size(), 1u);
        QCOMPARE(goal.events[0].player, QStringLiteral("Adler"));
        QCOMPARE(goal.events[0].minute, 12);
        feed.begin(RecordKind::Score, "m1", 3, RecordFlag::Correction).integer(score::HomeScore, 0);
        feed.text(score::Event, "correction").integer(score::Revision, 1);
        feed.begin(RecordKind::Score, "m1", 4)
            .integer(score::HomeScore, 1)
            .integer(score::Revision, 0); // late
        const Snapshot &snapshot = feed.into(store);
        QCOMPARE(snapshot.matches->at(0).homeScore, 0);
        QCOMPARE(snapshot.matches->at(0).home, QStringLiteral("Kiel"));
        QCOMPARE(snapshot.matches->at(0).events.size(), 2u);
        QCOMPARE(snapshot.counters.outOfOrder, 1u);
    }

    void matchLimits()
    {
        Store store({}, m_clock);
        Feed feed;
        for (int i = 0; i < 600; ++i)
            feed.begin(RecordKind::Score, "m").text(score::Event, "yellow").integer(score::Minute, i);
        feed.begin(RecordKind::Score, "m").integer(score::HomeScore, -4).integer(score::AwayScore, 1LL << 40);
        const MatchState match = feed.into(store).matches->at(0);
        QCOMPARE(match.events.size(), 500u);
        QCOMPARE(match.events[0].minute, 100);
        QCOMPARE(match.homeScore, 0);
        QCOMPARE(match.awayScore, std::numeric_limits<int>::max());
        feed.begin(RecordKind::Score, "m", 1, RecordFlag::Snapshot).integer(score::HomeScore, 2);
        QVERIFY(feed.into(store).matches->at(0).events.empty());
        feed.begin(RecordKind::Score, "m", 2, RecordFlag::Removed);
        QVERIFY(feed.into(store).matches->empty());
    }

    void newsNewestFirstUpsertedAndBounded()
    {
        Store::Options options;
        options.maxNews = 3;
        Store store(options, m_clock);
        Feed feed;
        const auto item = [&](std::string_view id, std::string_view headline, std::int64_t at,
                              std::int64_t revision) {
            feed.begin(RecordKind::News, "", at)
                .text(news::Id, id)
                .text(news::Headline, headline)
                .integer(news::Revision, revision);
        };
        item("a", "one", 1, 1);
        item("c", "three", 3, 1);
        item("b", "two", 2, 1);
        item("b", "two again", 2, 2);
        item("b", "two of old", 2, 1);
        const auto headlines = [](const Snapshot &s) {
            QStringList all;
            for (const NewsItem &n : *s.news)
                all.append(n.headline);
            return all;
        };
        QCOMPARE(headlines(feed.into(store)), QStringList({"three", "two again", "one"}));
        item("", "no id", 4, 0);
        item("", "no id", 4, 0);
        const Snapshot &bounded = feed.into(store);
        QCOMPARE(headlines(bounded), QStringList({"no id", "no id", "three"}));
        QCOMPARE(bounded.counters.newsLetGo, 2u);
        feed.begin(RecordKind::News, "", 3, RecordFlag::Removed)
            .text(news::Id, "c")
            .integer(news::Revision, 1);
        QCOMPARE(headlines(feed.into(store)), QStringList({"no id", "no id"}));
    }

    void longTextsAreCutBetweenCharacters()
    {
        Store store({}, m_clock);
        Feed feed;
        std::string text(1'023, 'x');
        text += "\xc3\xa9 and more";
        feed.begin(RecordKind::News, "").text(news::Headline, text);
        QCOMPARE(feed.into(store).news->at(0).headline, QString(1'023, QLatin1Char('x')));
    }

    void gapsOpenAndClose()
    {
        Store store({}, m_clock);
        store.openGap(2, {T0, 0, QStringLiteral("link lost (1006)"), 0, 0});
        store.publish();
        const Snapshot open = store.latest();
        QCOMPARE(open.gaps.size(), 3u);
        QVERIFY(open.gaps[0]->empty());
        QCOMPARE(open.gaps[2]->at(0).toNs, 0);
        store.closeGap(2, T0 + Second, 7, 1);
        store.closeGap(2, T0 + 9 * Second, 7, 1); // nothing is open
        store.publish();
        QCOMPARE(store.latest().gaps[2]->at(0),
                 (Gap{T0, T0 + Second, QStringLiteral("link lost (1006)"), 1, 7}));
        QCOMPARE(open.gaps[2]->at(0).toNs, 0);
        for (int i = 0; i < 1'500; ++i)
            store.openGap(2, {T0 + i, T0 + i + 1, QString(), 0, 0});
        store.publish();
        QCOMPARE(store.latest().gaps[2]->size(), 1'000u);
    }
};

QTEST_GUILESS_MAIN(TestStoreEvents)
#include "tst_storeevents.moc"
