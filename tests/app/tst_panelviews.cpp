// SPDX-License-Identifier: MIT
#include "panelviews.h"

#include <newsmodel.h>
#include <scoreboardmodel.h>
#include <tilesmodel.h>
#include <watchlistmodel.h>

#include <QSignalSpy>
#include <QtQml/qqmlextensionplugin.h>
#include <array>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace alcedo::test;
using namespace std::chrono_literals;

/// The panels' views over models that are fed by hand, looked at as pixels and as a keyboard user finds them.
class TestPanelViews : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void emptyStates_data();
    void emptyStates();
    void scoreboardShowsGoalAndCorrection();
    void newsRowsAreNotCut();
    void newsIsReadByKeyboard();
    void tilesShowLimits();
    void switchesTakeEveryKey();

private:
    ManualClock m_clock;
    std::vector<LineSeries> m_lines;
};

void TestPanelViews::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestPanelViews::init()
{
    m_lines.clear();
}

void TestPanelViews::emptyStates_data()
{
    QTest::addColumn<QString>("view");
    QTest::addColumn<int>("freshness");
    for (const char *view : {"WatchlistView", "ScoreboardView", "NewsView", "TilesView"}) {
        for (const int state :
             {int(freshness::Failed), int(freshness::Loading), int(freshness::Off), int(freshness::Empty)})
            QTest::addRow("%s in state %d", view, state) << QString::fromLatin1(view) << state;
    }
}

void TestPanelViews::emptyStates()
{
    QFETCH(QString, view);
    QFETCH(int, freshness);
    WatchlistModel watchlist;
    ScoreboardModel scoreboard;
    NewsModel news;
    TilesModel tiles;
    PanelModel &model = view.startsWith("Watch")   ? static_cast<PanelModel &>(watchlist)
                        : view.startsWith("Score") ? static_cast<PanelModel &>(scoreboard)
                        : view.startsWith("News")  ? static_cast<PanelModel &>(news)
                                                   : tiles;
    const auto window = show(view, model, {400, 240});
    QCOMPARE(window->status(), QQuickView::Ready);
    window->rootObject()->setProperty("freshness", freshness);
    window->rootObject()->setProperty("reason", QStringLiteral("The server refused the token"));
    window->rootObject()->setProperty("advice",
                                      QStringLiteral("401: the same token would be refused again."));
    const QImage image = grab(*window, QStringLiteral("%1-empty-%2").arg(view).arg(freshness));
    // A sentence stands in the middle, in the full colour of text; a failure has its sign.
    QVERIFY(count(image.copy(40, 60, 320, 140), QColor("#e8edf0")) > 20);
    QCOMPARE(count(image.copy(40, 60, 320, 140), QColor("#ff6fa5")) > 5, freshness == int(freshness::Failed));
}

void TestPanelViews::scoreboardShowsGoalAndCorrection()
{
    ScoreboardModel model;
    model.setClock(m_clock);
    Snapshot snapshot;
    snapshot.wallNs = StartNs;
    auto matches = std::make_shared<std::vector<MatchState>>(3);
    const auto fill = [&](std::size_t at, const char *home, const char *away, const char *period, int clock) {
        MatchState &match = (*matches)[at];
        match.key = std::uint32_t(at);
        match.home = QString::fromUtf8(home);
        match.away = QString::fromUtf8(away);
        match.period = QString::fromUtf8(period);
        match.clockSeconds = clock;
        match.arrivalNs = match.timeNs = StartNs;
        match.scoreChangedNs = StartNs - std::int64_t(at) * SecondNs;
        match.revision = 1;
    };
    fill(0, "Japan", "Denmark", "2nd half", 67 * 60 + 12);
    fill(1, "Brazil", "Switzerland", "2nd half", 81 * 60 + 40);
    fill(2, "Canada", "South Korea", "Full time", 94 * 60);
    (*matches)[0].homeScore = (*matches)[0].awayScore = 1;
    (*matches)[0].events = {{"goal", "home", "Mori", {}, 13},
                            {"yellow", "away", "Sand", {}, 31},
                            {"goal", "away", "Holm", {}, 44},
                            {"yellow", "home", "Ito", {}, 52}};
    (*matches)[0].homeYellow = (*matches)[0].awayYellow = 1;
    (*matches)[1].homeScore = (*matches)[1].awayScore = 1;
    (*matches)[1].awayRed = 1;
    (*matches)[1].events = {{"goal", "away", "Frei", {}, 10},
                            {"goal", "home", "Lima", {}, 58},
                            {"red", "away", "Meier", {}, 74},
                            {"goal", "home", "Sousa", {}, 77},
                            {"correction", "home", {}, QStringLiteral("2\u20131 \u2192 1\u20131"), 79}};
    snapshot.matches = matches;
    model.apply(snapshot);
    auto next = std::make_shared<std::vector<MatchState>>(*matches);
    (*next)[0].homeScore = 2;
    (*next)[0].revision = 2;
    (*next)[0].events.push_back({"goal", "home", "Endo", {}, 67});
    snapshot.matches = next;
    model.apply(snapshot);

    const auto view = show("ScoreboardView", model, {364, 300});
    QCOMPARE(view->status(), QQuickView::Ready);
    const QColor accent("#3cb8dc"), attention("#f0a63e");
    const QImage during = grab(*view, "scoreboard");
    const QRect firstMatch(0, 28, 364, 84), secondMatch(0, 112, 364, 84);
    QVERIFY(count(during.copy(firstMatch), accent) > 300);            // the filled cell, and the words
    QVERIFY(count(during.copy(secondMatch), attention, 30) > 20);     // the correction's words
    QVERIFY(count(during.copy(firstMatch), QColor("#f0cb46")) > 100); // cards
    m_clock.advance(11s);
    model.apply(snapshot);
    QCOMPARE(count(grab(*view, "scoreboard-later").copy(firstMatch), accent), 0);
    QVERIFY(count(during.copy(firstMatch), QColor("#e8edf0")) > 60); // discs of the goals, names, score
    setTheme(*view, "dark", false);
    (void)grab(*view, "scoreboard-light");
}

void TestPanelViews::newsRowsAreNotCut()
{
    NewsModel model;
    Snapshot snapshot;
    snapshot.wallNs = StartNs;
    auto items = std::make_shared<std::vector<NewsItem>>();
    for (int i = 0; i < 30; ++i)
        items->push_back(
            {1,
             QString::number(i),
             QStringLiteral("A headline that is long enough for two lines of it").left(i % 2 ? 12 : 60),
             "info",
             "metals",
             {},
             {},
             0,
             StartNs - i * SecondNs,
             StartNs});
    snapshot.news = items;
    model.apply(snapshot);
    const auto view = show("NewsView", model, {260, 300});
    QCOMPARE(view->status(), QQuickView::Ready);
    auto *list = view->rootObject()->findChild<QQuickItem *>(QStringLiteral("newsList"));
    QVERIFY(list);
    auto *content = list->property("contentItem").value<QQuickItem *>();
    for (const int height : {300, 289, 271, 260, 247}) {
        view->resize(260, height);
        QTRY_COMPARE(int(view->rootObject()->height()), height);
        (void)grab(*view, QStringLiteral("news-%1").arg(height));
        const qreal top = list->property("contentY").toReal(), bottom = top + list->height();
        int shown = 0;
        const auto rows = content->childItems();
        for (const QQuickItem *row : rows) {
            if (row->objectName() != QLatin1String("newsRow") || !row->isVisible())
                continue;
            ++shown;
            QVERIFY2(row->y() + row->height() <= bottom, qPrintable(QString::number(height)));
        }
        QVERIFY(shown >= 2);
    }
    // One that is taller than the panel is better than none.
    view->resize(260, 28 + 28 + 24);
    QTRY_COMPARE(int(view->rootObject()->height()), 80);
    (void)grab(*view, "news-tiny");
    auto *first = list->property("currentItem").value<QQuickItem *>();
    QVERIFY(first && first->isVisible() && first->height() > list->height());
}

void TestPanelViews::newsIsReadByKeyboard()
{
    NewsModel model;
    Snapshot snapshot;
    snapshot.wallNs = StartNs;
    snapshot.news = std::make_shared<std::vector<NewsItem>>(
        std::vector<NewsItem>{{1,
                               "2",
                               "Copper smelters in Chile report normal output after the grid fault",
                               "info",
                               "metals",
                               {},
                               {},
                               0,
                               StartNs - 800 * SecondNs,
                               StartNs},
                              {1,
                               "1",
                               "<b>Not bold</b> & \u202Eoverride, and a headline that is so very long that "
                               "it would take more than the two lines that there are for it, by far",
                               "notice",
                               "wheat, test",
                               {},
                               {},
                               1,
                               StartNs - 90'000 * SecondNs,
                               StartNs}});
    model.apply(snapshot);
    auto list = std::make_shared<std::vector<NewsItem>>(*snapshot.news);
    list->insert(list->begin(), {1,
                                 "3",
                                 "Bank of Japan keeps its policy rate; two members dissent",
                                 "urgent",
                                 "BOJ,rates",
                                 {},
                                 {},
                                 0,
                                 StartNs + SecondNs,
                                 StartNs + SecondNs});
    snapshot.news = list;
    model.apply(snapshot);
    QCOMPARE(model.unread(), 1);
    const auto view = show("NewsView", model, {364, 300});
    QCOMPARE(view->status(), QQuickView::Ready);
    view->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(view.get()));
    view->rootObject()->forceActiveFocus();
    const QRect dot(44, 31, 20, 30);
    QVERIFY(count(grab(*view, "news").copy(dot), QColor("#3cb8dc")) > 5);
    QTest::keyClick(view.get(), Qt::Key_Return);
    QCOMPARE(model.unread(), 0);
    QCOMPARE(count(grab(*view, "news-read").copy(dot), QColor("#3cb8dc")), 0);
    QTest::keyClick(view.get(), Qt::Key_Slash);
    for (const char c : {'b', 'o', 'j'})
        QTest::keyClick(view.get(), c);
    QTRY_COMPARE(model.rowCount(), 1);
    QTest::keyClick(view.get(), Qt::Key_Escape);
    QCOMPARE(model.rowCount(), 3);
}

void TestPanelViews::tilesShowLimits()
{
    TilesModel model;
    Snapshot snapshot;
    snapshot.wallNs = StartNs;
    snapshot.revision = 1;
    struct Sensor
    {
        const char *name, *unit, *value, *low, *high;
        double age, start;
    };
    const std::array sensors{
        Sensor{"Boiler 1 feed", "\u00B0C", "78.4", "60.0", "85.0", 0.1, 74},
        Sensor{"Motor 4 vibration", "mm/s", "7.94", nullptr, "7.10", 0.1, 7.0},
        Sensor{"Server room", "\u00B0C", "26.3", "18.0", "27.0", 0.1, 24},
        Sensor{"Wind, roof, and the name of the mast it stands on", "m/s", "12.6", nullptr, "25.0", 12, 12},
        Sensor{"Pump 7", "rpm", nullptr, nullptr, nullptr, 0, 0}};
    auto keys = std::make_shared<std::vector<QString>>();
    for (std::size_t i = 0; i < sensors.size(); ++i) {
        const Sensor &sensor = sensors[i];
        keys->push_back(QString::fromUtf8(sensor.name));
        SensorState state;
        state.key = std::uint32_t(i);
        state.name = QString::fromUtf8(sensor.name);
        state.unit = QString::fromUtf8(sensor.unit);
        state.value = sensor.value ? decimal(sensor.value) : Decimal();
        state.low = sensor.low ? decimal(sensor.low) : Decimal();
        state.high = sensor.high ? decimal(sensor.high) : Decimal();
        state.arrivalNs = state.timeNs = sensor.value ? StartNs - std::int64_t(sensor.age * 1e9) : 0;
        state.revision = 1;
        state.lineSeries = std::uint32_t(i);
        m_lines.push_back(sensor.value ? walk(sensor.start, 0.3, 300, unsigned(i + 3)) : LineSeries());
        snapshot.lines.push_back(m_lines.back().view());
        snapshot.sensors.push_back(state);
    }
    snapshot.keys = keys;
    model.apply(snapshot);
    const auto view = show("TilesView", model, {1000, 144});
    QCOMPARE(view->status(), QQuickView::Ready);
    const QImage image = grab(*view, "tiles");
    const auto tile = [&](int at) { return image.copy(at * 200, 28, 200, 116); };
    QVERIFY(count(tile(1), QColor("#c2185b")) > 100); // beyond: filled
    QVERIFY(count(tile(2), QColor("#f0a63e")) > 40 &&
            count(tile(2), QColor("#c2185b")) == 0); // near: outlined
    QVERIFY(count(tile(3), QColor("#f0a63e")) > 40); // stale: a badge
    QCOMPARE(count(tile(3), QColor("#e8edf0")), 0);  // and no full contrast
    QCOMPARE(count(tile(0), QColor("#f0a63e")), 0);
    QCOMPARE(count(tile(4), QColor("#e8edf0")), 0);
}

void TestPanelViews::switchesTakeEveryKey()
{
    QQuickView view;
    view.engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    QQmlComponent component(view.engine());
    component.setData("import Alcedo\nAppToggle { text: 'x'; focus: true }", QUrl());
    auto *toggle = qobject_cast<QQuickItem *>(component.create());
    QVERIFY2(toggle, qPrintable(component.errorString()));
    view.setContent(QUrl(), nullptr, toggle);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    toggle->forceActiveFocus();
    QSignalSpy toggled(toggle, SIGNAL(toggled()));
    bool checked = false;
    for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter}) {
        QTest::keyClick(&view, key);
        checked = !checked;
        QCOMPARE(toggle->property("checked").toBool(), checked);
    }
    QCOMPARE(toggled.size(), 3);
}

QTEST_MAIN(TestPanelViews)
#include "tst_panelviews.moc"
