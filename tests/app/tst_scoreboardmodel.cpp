// SPDX-License-Identifier: MIT
#include "panelsnapshots.h"

#include <scoreboardmodel.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace alcedo;
using namespace alcedo::test;
using namespace std::chrono_literals;

class TestScoreboardModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void saysTheLastEvent_data();
    void saysTheLastEvent();
    void clockTexts_data();
    void clockTexts();
    void matchesThatGoAreGone();
    void goalShowsForTenSeconds();
    void goalTakenBackShowsNoMore();
    void latestChangeComesFirst();
    void clockIsNoChange();
    void quietOnlyWhileItPlays();
    void correctionTakesTheGoalOffTheLine();

private:
    MatchState &match(std::size_t at) { return m_matches[at]; }
    void apply();
    QVariant at(int row, int role) { return m_model->index(row).data(role); }

    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<ScoreboardModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::vector<MatchState> m_matches;
    Snapshot m_snapshot;
};

void TestScoreboardModel::init()
{
    m_clock = std::make_unique<ManualClock>();
    m_tester.reset();
    m_model = std::make_unique<ScoreboardModel>();
    m_model->setClock(*m_clock);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_snapshot = {};
    m_snapshot.wallNs = StartNs;
    m_matches.assign(3, {});
    for (std::size_t i = 0; i < m_matches.size(); ++i) {
        m_matches[i].key = std::uint32_t(i);
        m_matches[i].source = 1;
        m_matches[i].home = QStringLiteral("Home%1").arg(i);
        m_matches[i].away = QStringLiteral("Away%1").arg(i);
        m_matches[i].period = QStringLiteral("2nd half");
        m_matches[i].timeNs = m_matches[i].arrivalNs = StartNs;
        m_matches[i].scoreChangedNs = StartNs - std::int64_t(i + 1) * SecondNs;
    }
    apply();
}

void TestScoreboardModel::apply()
{
    for (MatchState &state : m_matches)
        ++state.revision;
    m_snapshot.matches = std::make_shared<std::vector<MatchState>>(m_matches);
    m_model->apply(m_snapshot);
}

void TestScoreboardModel::saysTheLastEvent_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("player");
    QTest::addColumn<QString>("note");
    QTest::addColumn<QString>("words");
    QTest::newRow("unknown kind") << "fireworks"
                                  << "X"
                                  << "y" << QString();
    QTest::newRow("correction that is no score")
        << "correction"
        << "" << QStringLiteral("off\u202Eside")
        << QStringLiteral("Corrected 67': off\u27E8U+202E\u27E9side");
    QTest::newRow("correction") << "correction"
                                << "" << QStringLiteral("2\u20131 \u2192 1\u20131")
                                << QStringLiteral("Corrected 67': 2\u20131 to 1\u20131");
    QTest::newRow("goal of nobody") << "goal"
                                    << ""
                                    << ""
                                    << "Goal 67'";
    QTest::newRow("goal") << "goal"
                          << "Endo"
                          << ""
                          << "Goal 67' Endo";
    QTest::newRow("yellow card") << "yellow"
                                 << "Sand"
                                 << ""
                                 << "Yellow 67' Sand";
    QTest::newRow("red card") << "red"
                              << "Sand"
                              << ""
                              << "Red 67' Sand";
}

void TestScoreboardModel::saysTheLastEvent()
{
    QFETCH(QString, kind);
    QFETCH(QString, player);
    QFETCH(QString, note);
    match(0).events.push_back({kind, QStringLiteral("home"), player, note, 67});
    match(0).events.push_back({QStringLiteral("period"), {}, {}, {}, 68}); // says nothing of its own
    apply();
    QTEST(at(0, ScoreboardModel::NoteRole).toString(), "words");
}

void TestScoreboardModel::clockTexts_data()
{
    QTest::addColumn<QString>("period");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<QString>("clock");
    QTest::addColumn<QString>("words");
    QTest::newRow("negative") << "1st half" << -5 << "0:00"
                              << "1st half";
    QTest::newRow("a period of another game") << "3rd\nquarter" << 61 << "1:01"
                                              << "3rd quarter";
    QTest::newRow("added time, first half") << "1st half" << 46 * 60 + 1 << "45+2"
                                            << "1st half";
    QTest::newRow("added time, second half") << "2H" << 94 * 60 << "90+4"
                                             << "2nd half";
    QTest::newRow("half-time") << "HT" << 45 * 60 << "45:00"
                               << "Half-time";
    QTest::newRow("play") << "2nd half" << 67 * 60 + 12 << "67:12"
                          << "2nd half";
    QTest::newRow("over") << "Full time" << 90 * 60 << "90:00"
                          << "Full time";
}

void TestScoreboardModel::clockTexts()
{
    QFETCH(QString, period);
    QFETCH(int, seconds);
    match(0).period = period;
    match(0).clockSeconds = seconds;
    apply();
    QTEST(at(0, ScoreboardModel::ClockRole).toString(), "clock");
    QTEST(at(0, ScoreboardModel::PeriodRole).toString(), "words");
}

void TestScoreboardModel::matchesThatGoAreGone()
{
    m_matches.erase(m_matches.begin());
    apply();
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(at(0, ScoreboardModel::HomeRole).toString(), "Home1");
    m_snapshot.matches.reset();
    m_model->apply(m_snapshot);
    QCOMPARE(m_model->rowCount(), 0);
}

void TestScoreboardModel::goalShowsForTenSeconds()
{
    QVERIFY(!at(0, ScoreboardModel::HomeGoalRole).toBool());
    match(0).homeScore = 1;
    match(0).events.push_back(
        {QStringLiteral("goal"), QStringLiteral("home"), QStringLiteral("Endo"), {}, 67});
    apply();
    QVERIFY(at(0, ScoreboardModel::HomeGoalRole).toBool());
    QVERIFY(!at(0, ScoreboardModel::AwayGoalRole).toBool());
    QCOMPARE(at(0, ScoreboardModel::NoteKindRole).toInt(), int(ScoreboardModel::FreshGoal));
    m_clock->advance(9900ms);
    m_model->apply(m_snapshot);
    QVERIFY(at(0, ScoreboardModel::HomeGoalRole).toBool());
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_clock->advance(200ms);
    m_model->apply(m_snapshot);
    QVERIFY(!at(0, ScoreboardModel::HomeGoalRole).toBool());
    QCOMPARE(changed.count(), 1);
}

void TestScoreboardModel::goalTakenBackShowsNoMore()
{
    match(0).awayScore = 1;
    apply();
    QVERIFY(at(0, ScoreboardModel::AwayGoalRole).toBool());
    match(0).awayScore = 0;
    match(0).events.push_back({QStringLiteral("correction"),
                               QStringLiteral("away"),
                               {},
                               QStringLiteral("0\u20131 \u2192 0\u20130"),
                               70});
    apply();
    QVERIFY(!at(0, ScoreboardModel::AwayGoalRole).toBool());
    QCOMPARE(at(0, ScoreboardModel::NoteKindRole).toInt(), int(ScoreboardModel::Correction));
}

void TestScoreboardModel::latestChangeComesFirst()
{
    QCOMPARE(at(0, ScoreboardModel::HomeRole).toString(), "Home0");
    m_clock->advance(1s);
    match(2).timeNs = StartNs + 5 * SecondNs;
    match(2).events.push_back({QStringLiteral("yellow"), QStringLiteral("home"), {}, {}, 5});
    m_model->setOrderHeld(true);
    apply();
    QCOMPARE(at(0, ScoreboardModel::HomeRole).toString(), "Home0"); // not under the pointer
    m_model->setOrderHeld(false);
    apply();
    QCOMPARE(at(0, ScoreboardModel::HomeRole).toString(), "Home2");
    QCOMPARE(at(1, ScoreboardModel::HomeRole).toString(), "Home0"); // the others stand as they stood
    QCOMPARE(at(2, ScoreboardModel::HomeRole).toString(), "Home1");
}

void TestScoreboardModel::clockIsNoChange()
{
    m_clock->advance(1s);
    match(2).timeNs = StartNs + 60 * SecondNs;
    match(2).clockSeconds = 60;
    apply();
    QCOMPARE(at(0, ScoreboardModel::HomeRole).toString(), "Home0");
    QCOMPARE(at(2, ScoreboardModel::ClockRole).toString(), "1:00");
}

void TestScoreboardModel::quietOnlyWhileItPlays()
{
    match(1).period = QStringLiteral("Half-time");
    apply();
    m_snapshot.wallNs += 120 * SecondNs;
    m_model->apply(m_snapshot);
    QVERIFY(at(0, ScoreboardModel::StaleRole).toBool());
    QVERIFY(!at(1, ScoreboardModel::StaleRole).toBool()); // nothing is due in the break
    SourceStatus status;
    status.id = 1;
    status.link.state = LinkState::Waiting;
    m_model->setStatuses({status});
    QVERIFY(at(1, ScoreboardModel::StaleRole).toBool());
}

void TestScoreboardModel::correctionTakesTheGoalOffTheLine()
{
    const auto goals = [this] {
        const auto shape = at(0, ScoreboardModel::ShapeRole).value<MatchShape>();
        return std::count_if(shape.events.begin(), shape.events.end(), [](const MatchShape::Event &event) {
            return event.mark == MatchShape::Mark::Goal;
        });
    };
    match(0).events = {{QStringLiteral("goal"), QStringLiteral("home"), {}, {}, 20},
                       {QStringLiteral("goal"), QStringLiteral("away"), {}, {}, 30}};
    apply();
    QCOMPARE(goals(), 2);
    match(0).events.push_back({QStringLiteral("correction"), QStringLiteral("home"), {}, {}, 31});
    apply();
    QCOMPARE(goals(), 1);
    QVERIFY(!at(0, ScoreboardModel::ShapeRole).value<MatchShape>().events.front().home);
}

QTEST_GUILESS_MAIN(TestScoreboardModel)
#include "tst_scoreboardmodel.moc"
