// SPDX-License-Identifier: MIT
#include "panelsnapshots.h"

#include <newsmodel.h>
#include <scoreboardmodel.h>
#include <tilesmodel.h>
#include <watchlistmodel.h>

#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickView>
#include <QSignalSpy>
#include <QTest>
#include <QtQml/qqmlextensionplugin.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>

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
    void watchlistShowsRows_data();
    void watchlistShowsRows();
    void watchlistKeyboard();
    void watchlistKeepsItsPlaceUnderResort();
    void watchlistMakesOnlyRowsInView();
    void scoreboardShowsGoalAndCorrection();
    void newsIsReadByKeyboard();
    void tilesShowLimits();

private:
    std::unique_ptr<QQuickView> show(const QString &type, PanelModel &model, QSize size);
    void setTheme(QQuickView &view, const char *property, const QVariant &value);
    static QImage grab(QQuickView &view, const QString &name);
    /// Pixels of a colour, give or take: the strokes of small text never quite reach theirs.
    static int count(const QImage &image, const QColor &color, int tolerance = 0);
    static LineSeries walk(double start, double step, int points, unsigned seed);
    void fillMarket(Snapshots &frames);

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

std::unique_ptr<QQuickView> TestPanelViews::show(const QString &type, PanelModel &model, QSize size)
{
    auto view = std::make_unique<QQuickView>();
    view->engine()->addImportPath(QStringLiteral("qrc:/qt/qml"));
    view->setResizeMode(QQuickView::SizeRootObjectToView);
    view->resize(size);
    view->setInitialProperties({{QStringLiteral("model"), QVariant::fromValue(&model)},
                                {QStringLiteral("freshness"), int(freshness::Demo)}});
    view->setSource(QUrl(QStringLiteral("qrc:/qt/qml/Alcedo/panels/%1.qml").arg(type)));
    const auto errors = view->errors();
    for (const QQmlError &error : errors)
        qWarning("%s", qPrintable(error.toString()));
    if (view->status() != QQuickView::Ready)
        return view;
    setTheme(*view, "dark", true);
    view->show();
    return view;
}

void TestPanelViews::setTheme(QQuickView &view, const char *property, const QVariant &value)
{
    QQmlComponent holder(view.engine());
    holder.setData("import QtQml\nimport Alcedo\nQtObject { property QtObject theme: Theme }", QUrl());
    const std::unique_ptr<QObject> held(holder.create());
    QVERIFY2(held, qPrintable(holder.errorString()));
    auto *theme = held->property("theme").value<QObject *>();
    QVERIFY(theme);
    theme->setProperty(property, value);
    view.setColor(theme->property("base").value<QColor>());
}

QImage TestPanelViews::grab(QQuickView &view, const QString &name)
{
    const QImage image = view.grabWindow().convertToFormat(QImage::Format_RGB32);
    const QString folder = qEnvironmentVariable("ALCEDO_SHOTS");
    if (!folder.isEmpty())
        image.save(QStringLiteral("%1/%2.png").arg(folder, name));
    return image;
}

int TestPanelViews::count(const QImage &image, const QColor &color, int tolerance)
{
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            const int off =
                std::max({std::abs(pixel.red() - color.red()), std::abs(pixel.green() - color.green()),
                          std::abs(pixel.blue() - color.blue())});
            found += off <= tolerance;
        }
    }
    return found;
}

LineSeries TestPanelViews::walk(double start, double step, int points, unsigned seed)
{
    LineSeries line;
    double value = start;
    for (int i = 0; i < points; ++i) {
        seed = seed * 1664525u + 1013904223u;
        value += step * (double(seed >> 8) / double(1u << 24) - 0.48);
        line.append({StartNs - std::int64_t(points - i) * 900 * SecondNs / points, value});
    }
    return line;
}

void TestPanelViews::fillMarket(Snapshots &frames)
{
    struct Price
    {
        const char *last, *open, *bid, *ask;
        double ageSeconds;
    };
    static constexpr std::array Prices{
        Price{"67412.5", "66194.5", "67412.3", "67412.8", 0.1},
        Price{"3518.42", "3439.0", "3518.38", "3518.46", 0.1},
        Price{"151.38", "152.79", "151.37", "151.39", 0.2},
        Price{"0.15824", "0.15354", "0.15823", "0.15825", 0.2},
        Price{"7.24861", "7.2472", "7.24857", "7.24866", 48},
        Price{"39845", "39466", "39840", "39845", 0.3},
        Price{"7738.5", "7738.5", "7738.3", "7738.8", 1.1},
        Price{"4.0525", "4.0794", "4.0522", "4.0527", 193},
        Price{"9999999999.12", "1", "9999999999.1", "9999999999.2", 2},
        Price{"0.0000000412", "0.00000004", "0.0000000411", "0.0000000413", 0.4}};
    for (std::size_t i = 0; i < frames->quotes.size(); ++i) {
        const Price &price = Prices[i % Prices.size()];
        QuoteState &quote = frames.quote(i);
        quote.last = decimal(price.last);
        quote.open = decimal(price.open);
        quote.bid = decimal(price.bid);
        quote.ask = decimal(price.ask);
        quote.volume = decimal("123456.75");
        quote.arrivalNs -= std::int64_t(price.ageSeconds * 1e9);
        m_lines.push_back(
            walk(quote.last.toDouble(), quote.last.toDouble() * 0.004, 200, unsigned(i * 77 + 5)));
        frames->lines[i] = m_lines.back().view();
    }
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

void TestPanelViews::watchlistShowsRows_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<double>("textScale");
    QTest::addColumn<int>("width");
    QTest::newRow("dark") << true << 1.0 << 548;
    QTest::newRow("light") << false << 1.0 << 548;
    QTest::newRow("narrow: bid and ask have gone") << true << 1.0 << 380;
    QTest::newRow("200 % text") << true << 2.0 << 900;
}

void TestPanelViews::watchlistShowsRows()
{
    QFETCH(bool, dark);
    QFETCH(double, textScale);
    QFETCH(int, width);
    WatchlistModel model;
    model.setClock(m_clock);
    model.setFlashOpacity(dark ? 0.26 : 0.12);
    Snapshots frames({"BTC/USD", "ETH/USD", "SOL/USD", "DOGE/USD", "USD/CNH", "Nikkei 225", "FTSE 100",
                      "Copper", "FRONT-MONTH-NORTH-SEA-BRENT-BLEND",
                      QStringLiteral("\u682A\u5F0F\u4F1A\u793E\u3068\u3066\u3082\u9577\u3044\u540D\u524D")});
    fillMarket(frames);
    model.apply(*frames);
    model.setSelectedKey("BTC/USD");
    const auto view = show("WatchlistView", model, {width, int(330 * textScale)});
    QCOMPARE(view->status(), QQuickView::Ready);
    setTheme(*view, "dark", dark);
    setTheme(*view, "textScale", textScale);
    frames.setLast(1, "3519.42");
    model.apply(*frames);
    const QImage image =
        grab(*view, QStringLiteral("watchlist-%1").arg(QLatin1String(QTest::currentDataTag()).left(6)));

    const int head = int(std::round(28 * textScale)) + int(std::round(20 * textScale));
    const int row = int(std::round(24 * textScale));
    const auto rowImage = [&](int at) { return image.copy(0, head + at * row, width, row); };
    QVERIFY(count(rowImage(0), QColor(dark ? "#11303a" : "#dceff5")) > width * row / 2); // selected
    QVERIFY(count(rowImage(2), QColor(dark ? "#ff7078" : "#c42f3d")) > 10);              // falls, in red
    QVERIFY(count(rowImage(5), QColor(dark ? "#35c48d" : "#0b7a4b")) > 10);              // rises, in green
    QCOMPARE(count(rowImage(4), QColor(dark ? "#e8edf0" : "#10171c")), 0);  // stale: nothing at full contrast
    QVERIFY(count(rowImage(4), QColor(dark ? "#f0a63e" : "#925800")) > 10); // and a badge
    setTheme(*view, "textScale", 1.0);
}

void TestPanelViews::watchlistKeyboard()
{
    WatchlistModel model;
    model.setClock(m_clock);
    QStringList names;
    for (int i = 0; i < 100; ++i)
        names.append(QStringLiteral("K%1").arg(i));
    Snapshots frames(names);
    model.apply(*frames);
    const auto view = show("WatchlistView", model, {548, 330});
    view->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(view.get()));
    view->rootObject()->forceActiveFocus();
    QTest::keyClick(view.get(), Qt::Key_Down);
    QCOMPARE(model.selectedKey(), "K0");
    QTest::keyClick(view.get(), Qt::Key_Down);
    QCOMPARE(model.selectedKey(), "K1");
    QTest::keyClick(view.get(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(model.selectedKey(), "K99");
    QTest::keyClick(view.get(), Qt::Key_PageUp);
    QVERIFY(model.selectedRow() < 95);
    QTest::keyClick(view.get(), Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(model.selectedKey(), "K0");
    // Space and a bare End are the window's.
    QTest::keyClick(view.get(), Qt::Key_End);
    QTest::keyClick(view.get(), Qt::Key_Space);
    QCOMPARE(model.selectedKey(), "K0");
    // "/" filters as it is typed; Escape takes the filter away.
    QTest::keyClick(view.get(), Qt::Key_Slash);
    for (const char c : {'9', '9'})
        QTest::keyClick(view.get(), c);
    QTRY_COMPARE(model.filter(), "99");
    QCOMPARE(model.rowCount(), 1);
    QTest::keyClick(view.get(), Qt::Key_Escape);
    QCOMPARE(model.rowCount(), 100);
    QTest::keyClick(view.get(), Qt::Key_Down);
    QCOMPARE(model.selectedKey(), "K1");
}

void TestPanelViews::watchlistKeepsItsPlaceUnderResort()
{
    WatchlistModel model;
    model.setClock(m_clock);
    QStringList names;
    for (int i = 0; i < 500; ++i)
        names.append(QStringLiteral("K%1").arg(i));
    Snapshots frames(names);
    for (std::size_t i = 0; i < 500; ++i)
        frames.quote(i).last = Decimal(std::int64_t(i), 0);
    model.apply(*frames);
    const auto view = show("WatchlistView", model, {548, 330});
    model.toggleSort(WatchlistModel::Last);
    model.setSelectedKey("K480");
    auto *list = view->rootObject()->findChild<QQuickItem *>(QStringLiteral("rows"));
    QVERIFY(list);
    list->setProperty("contentY", 2400);
    for (std::size_t i = 0; i < 500; ++i)
        frames.quote(i).last = Decimal(std::int64_t((i * 7919) % 500), 0);
    m_clock.advance(1s);
    model.apply(*frames);
    (void)view->grabWindow();
    QCOMPARE(list->property("contentY").toInt(), 2400);
    QCOMPARE(model.selectedKey(), "K480");
    QVERIFY(model.index(model.selectedRow()).data(WatchlistModel::SelectedRole).toBool());
}

void TestPanelViews::watchlistMakesOnlyRowsInView()
{
    // What is not in view costs nothing: as many delegates for 2,000 rows as for 200, also while they change.
    const auto delegates = [this](int rows) {
        WatchlistModel model;
        model.setClock(m_clock);
        QStringList names;
        for (int i = 0; i < rows; ++i)
            names.append(QStringLiteral("K%1").arg(i));
        Snapshots frames(names);
        fillMarket(frames);
        model.apply(*frames);
        const auto view = show("WatchlistView", model, {548, 780});
        for (int frame = 0; frame < 3; ++frame) {
            for (std::size_t i = 0; i < std::size_t(rows); ++i)
                frames.quote(i).last = Decimal(1'000'000 + (frame * 7 + int(i) * 13) % 900, 2);
            m_clock.advance(16ms);
            frames.passTime(16'000'000);
            model.apply(*frames);
            (void)view->grabWindow();
        }
        auto *list = view->rootObject()->findChild<QQuickItem *>(QStringLiteral("rows"));
        return list->property("contentItem").value<QQuickItem *>()->childItems().size();
    };
    const qsizetype few = delegates(200), many = delegates(2'000);
    QVERIFY2(few >= 20 && few < 100, qPrintable(QString::number(few)));
    QCOMPARE(many, few);
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
                                 StartNs,
                                 StartNs});
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

QTEST_MAIN(TestPanelViews)
#include "tst_panelviews.moc"
