// SPDX-License-Identifier: MIT
#include "panelsnapshots.h"

#include <newsmodel.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace alcedo;
using namespace alcedo::test;

class TestNewsModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void emptyAndGone();
    void hostileTextIsHarmless();
    void newOnesAreInsertedOnTop();
    void oldestAreLetGo();
    void anotherListStartsAnew();
    void revisionIsTold();
    void unreadByTime_data();
    void unreadByTime();
    void aLoadedPastIsRead();
    void whatAViewOfThePastPlaysIsUnread();
    void marksOutliveAViewOfThePast();
    void unreadUntilMarked();
    void filtersByTextAndSeverity();
    void timesOfOtherDaysAreDates();
    void troubleMakesAllStale();

private:
    void push(const char *id, const char *headline, const char *severity = "info", const char *tags = "");
    void apply();
    QStringList headlines() const;
    QVariant at(int row, int role) { return m_model->index(row).data(role); }

    std::unique_ptr<NewsModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::vector<NewsItem> m_items;
    Snapshot m_snapshot;
};

void TestNewsModel::init()
{
    m_tester.reset();
    m_model = std::make_unique<NewsModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_items.clear();
    m_snapshot = {};
    m_snapshot.wallNs = StartNs;
}

void TestNewsModel::push(const char *id, const char *headline, const char *severity, const char *tags)
{
    NewsItem item;
    item.source = 1;
    item.id = QString::fromUtf8(id);
    item.headline = QString::fromUtf8(headline);
    item.severity = QString::fromUtf8(severity);
    item.tags = QString::fromUtf8(tags);
    item.timeNs = item.arrivalNs = m_snapshot.wallNs;
    m_items.insert(m_items.begin(), item);
}

void TestNewsModel::apply()
{
    m_snapshot.news = std::make_shared<std::vector<NewsItem>>(m_items);
    m_model->apply(m_snapshot);
    m_snapshot.wallNs += SecondNs;
}

QStringList TestNewsModel::headlines() const
{
    QStringList out;
    for (int row = 0; row < m_model->rowCount(); ++row)
        out.append(m_model->index(row).data(NewsModel::HeadlineRole).toString());
    return out;
}

void TestNewsModel::emptyAndGone()
{
    m_model->apply(m_snapshot); // no list at all
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(m_model->subject().isEmpty());
    push("1", "a");
    apply();
    m_items.clear();
    apply();
    QCOMPARE(m_model->rowCount(), 0);
    m_model->markRead(0);
    m_model->markRead(-1);
}

void TestNewsModel::hostileTextIsHarmless()
{
    push("1", "<b>x</b>\u202Ey", "\u202Eurgent", "a\u0007,b");
    m_items[0].headline += QString(100'000, QLatin1Char('x'));
    apply();
    const QString headline = at(0, NewsModel::HeadlineRole).toString();
    QVERIFY(headline.startsWith("<b>x</b>") && !headline.contains(QChar(0x202E)));
    QVERIFY(headline.size() < 1000);
    QCOMPARE(at(0, NewsModel::SeverityRole).toInt(), int(NewsModel::Info)); // an unknown severity is none
    QVERIFY(!at(0, NewsModel::TagsRole).toString().contains(QChar(7)));
}

void TestNewsModel::newOnesAreInsertedOnTop()
{
    push("1", "a");
    apply();
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    push("2", "b");
    push("3", "c");
    apply();
    QCOMPARE(resets.count(), 0);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(headlines(), QStringList({"c", "b", "a"}));
    apply(); // the same items in another list: nothing
    QCOMPARE(inserted.count(), 1);
}

void TestNewsModel::oldestAreLetGo()
{
    for (const char *id : {"1", "2", "3"})
        push(id, id);
    apply();
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    push("4", "4");
    m_items.resize(2);
    apply();
    QCOMPARE(resets.count(), 0);
    QCOMPARE(headlines(), QStringList({"4", "3"}));
}

void TestNewsModel::anotherListStartsAnew()
{
    push("1", "a");
    push("2", "b");
    apply();
    m_items.clear();
    push("9", "z");
    apply();
    QCOMPARE(headlines(), QStringList({"z"}));
    QCOMPARE(m_model->unread(), 1);
}

void TestNewsModel::revisionIsTold()
{
    push("1", "a", "notice", "x,y");
    push("2", "b");
    apply();
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_items[1].headline = QStringLiteral("a, corrected");
    m_items[1].itemRevision = 2;
    push("3", "c");
    apply();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 2);
    QCOMPARE(headlines(), QStringList({"c", "b", "a, corrected"}));
    QCOMPARE(at(2, NewsModel::TagsRole).toString(), QStringLiteral("revised \u00B7 x \u00B7 y"));
}

void TestNewsModel::unreadByTime_data()
{
    QTest::addColumn<int>("happened"); // seconds from the opening
    QTest::addColumn<int>("came");
    QTest::addColumn<bool>("unread");
    QTest::newRow("history, loaded late") << -600 << 5 << false;
    QTest::newRow("the peer's clock is ahead, there before") << 3600 << -1 << false;
    QTest::newRow("at the moment of opening") << 0 << 0 << false;
    QTest::newRow("happened while the link was down, recovered") << 10 << 90 << true;
    QTest::newRow("new") << 5 << 6 << true;
}

void TestNewsModel::unreadByTime()
{
    QFETCH(const int, happened);
    QFETCH(const int, came);
    apply(); // the panel is opened before anything is there: an empty list says nothing of what follows
    QCOMPARE(m_model->unread(), 0);
    push("1", "a");
    m_items[0].timeNs = StartNs + happened * SecondNs;
    m_items[0].arrivalNs = StartNs + came * SecondNs;
    m_snapshot.wallNs = StartNs + 100 * SecondNs;
    apply();
    QTEST(m_model->unread() == 1, "unread");
    QTEST(at(0, NewsModel::UnreadRole).toBool(), "unread");
}

void TestNewsModel::aLoadedPastIsRead()
{
    m_model->apply(m_snapshot); // no list yet
    apply();
    for (int i = 0; i < 17; ++i) {
        push(qPrintable(QString::number(i)), "history");
        m_items[0].timeNs = StartNs - std::int64_t(17 - i) * 60 * SecondNs;
    }
    apply();
    QCOMPARE(m_model->unread(), 0);
    push("n", "new");
    apply();
    QCOMPARE(m_model->unread(), 1);
    QVERIFY(at(0, NewsModel::UnreadRole).toBool() && !at(1, NewsModel::UnreadRole).toBool());
}

void TestNewsModel::whatAViewOfThePastPlaysIsUnread()
{
    m_snapshot.wallNs = StartNs - 3600 * SecondNs; // the panel is opened on an hour ago
    push("1", "was there then");
    apply();
    QCOMPARE(m_model->unread(), 0);
    push("2", "comes as it is played");
    apply();
    QCOMPARE(m_model->unread(), 1);
}

void TestNewsModel::marksOutliveAViewOfThePast()
{
    push("1", "a");
    apply();
    push("2", "b");
    push("3", "c");
    apply();
    m_model->markRead(0);
    const std::vector<NewsItem> live = m_items;
    // Back to before both, and what is shown there was before the panel was opened.
    m_items = {live.back()};
    m_snapshot.wallNs = StartNs - 60 * SecondNs;
    apply();
    QCOMPARE(m_model->unread(), 0);
    m_items = live;
    m_snapshot.wallNs = StartNs + 60 * SecondNs;
    apply();
    QCOMPARE(m_model->unread(), 1);
    QVERIFY(!at(0, NewsModel::UnreadRole).toBool() && at(1, NewsModel::UnreadRole).toBool());
}

void TestNewsModel::unreadUntilMarked()
{
    push("1", "was there before");
    apply();
    QCOMPARE(m_model->unread(), 0);
    push("2", "b");
    push("3", "c");
    apply();
    QCOMPARE(m_model->unread(), 2);
    QVERIFY(at(0, NewsModel::UnreadRole).toBool());
    QVERIFY(at(0, NewsModel::DescriptionRole).toString().startsWith("unread"));
    m_model->markRead(0);
    QVERIFY(!at(0, NewsModel::UnreadRole).toBool());
    QCOMPARE(m_model->unread(), 1);
    m_model->markAllRead();
    QCOMPARE(m_model->unread(), 0);
    push("4", "d");
    m_items.resize(1);
    apply();
    m_items.clear();
    apply();
    QCOMPARE(m_model->unread(), 0); // what is gone is not waited for
}

void TestNewsModel::filtersByTextAndSeverity()
{
    push("1", "Wheat rises", "info", "crops");
    push("2", "Copper falls", "notice", "metals");
    push("3", "Mine closed", "urgent", "metals");
    apply();
    m_model->setFilter("METAL");
    QCOMPARE(headlines(), QStringList({"Mine closed", "Copper falls"}));
    push("4", "Corn falls", "info", "crops");
    push("5", "Zinc", "info", "metals");
    apply();
    QCOMPARE(headlines(), QStringList({"Zinc", "Mine closed", "Copper falls"}));
    m_model->setSeverityFloor(NewsModel::Urgent);
    QCOMPARE(headlines(), QStringList({"Mine closed"}));
    m_model->setSeverityFloor(NewsModel::Info);
    m_model->setFilter("nothing has this");
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_model->total(), 5);
}

void TestNewsModel::timesOfOtherDaysAreDates()
{
    push("1", "a");
    m_items[0].timeNs = StartNs - std::int64_t(3) * 86'400 * SecondNs;
    push("2", "b");
    apply();
    QCOMPARE(at(0, NewsModel::TimeRole).toString().size(), 5); // 14:31
    QVERIFY(!at(1, NewsModel::TimeRole).toString().contains(QLatin1Char(':')));
}

void TestNewsModel::troubleMakesAllStale()
{
    push("1", "a");
    apply();
    m_snapshot.wallNs += std::int64_t(86'400) * SecondNs;
    m_model->apply(m_snapshot);
    QVERIFY(!at(0, NewsModel::StaleRole).toBool()); // a day without news is none
    SourceStatus status;
    status.id = 1;
    status.name = QStringLiteral("wire");
    status.link.state = LinkState::Waiting;
    m_model->setStatuses({status});
    QVERIFY(at(0, NewsModel::StaleRole).toBool());
    QVERIFY(m_model->subject().startsWith("wire, last item"));
}

QTEST_GUILESS_MAIN(TestNewsModel)
#include "tst_newsmodel.moc"
