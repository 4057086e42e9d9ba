// SPDX-License-Identifier: MIT
#include "models/timemarks.h"

#include <alcedo/series/store.h>

#include <QTest>

using namespace alcedo;

class TestTimeMarks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marksWhatHappened();
    void keepsWhatASnapshotForgets();
    void letsTheOldestGo();
};

namespace {

using Kind = TimeMarks::Mark::Kind;

Snapshot snapshotWith(const std::vector<MatchState> &matches, const std::vector<NewsItem> &news,
                      const std::vector<Gap> &gaps)
{
    Snapshot snapshot;
    snapshot.matches = std::make_shared<const std::vector<MatchState>>(matches);
    snapshot.news = std::make_shared<const std::vector<NewsItem>>(news);
    snapshot.gaps = {nullptr, std::make_shared<const std::vector<Gap>>(gaps)};
    return snapshot;
}

MatchState scoredAt(qint64 timeNs)
{
    MatchState match;
    match.scoreChangedNs = timeNs;
    return match;
}

NewsItem newsAt(qint64 timeNs, const QString &severity)
{
    NewsItem item;
    item.timeNs = timeNs;
    item.severity = severity;
    return item;
}

std::vector<TimeMarks::Mark> listOf(const TimeMarks &marks)
{
    return {marks.all().begin(), marks.all().end()};
}

} // namespace

void TestTimeMarks::marksWhatHappened()
{
    TimeMarks marks;
    marks.take(Snapshot());
    QVERIFY(marks.all().empty());
    const Snapshot snapshot =
        snapshotWith({scoredAt(0), scoredAt(30)},
                     {newsAt(20, QStringLiteral("urgent")), newsAt(21, QStringLiteral("notice"))},
                     {Gap{10, 15, {}, 0, 0}, Gap{40, 0, {}, 0, 0}});
    marks.take(snapshot);
    marks.take(snapshot);
    const std::vector<TimeMarks::Mark> expected{
        {10, Kind::Trouble}, {20, Kind::Event}, {30, Kind::Event}, {40, Kind::Trouble}};
    QCOMPARE(listOf(marks), expected);
}

void TestTimeMarks::keepsWhatASnapshotForgets()
{
    TimeMarks marks;
    marks.take(snapshotWith({scoredAt(30)}, {}, {}));
    marks.take(snapshotWith({scoredAt(50)}, {}, {}));
    const std::vector<TimeMarks::Mark> expected{{30, Kind::Event}, {50, Kind::Event}};
    QCOMPARE(listOf(marks), expected);
}

void TestTimeMarks::letsTheOldestGo()
{
    TimeMarks marks;
    for (qint64 time = 1; time <= qint64(TimeMarks::MaxMarks) + 3; ++time)
        marks.take(snapshotWith({scoredAt(time)}, {}, {}));
    QCOMPARE(marks.all().size(), TimeMarks::MaxMarks);
    QCOMPARE(marks.all().begin()->timeNs, qint64(4));
}

QTEST_GUILESS_MAIN(TestTimeMarks)
#include "tst_timemarks.moc"
