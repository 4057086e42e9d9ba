// SPDX-License-Identifier: MIT
#include "panelviews.h"

#include <watchlistmodel.h>

#include <QSignalSpy>
#include <QtQml/qqmlextensionplugin.h>
#include <array>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace alcedo::test;
using namespace std::chrono_literals;

/// The watchlist's view over a model that is fed by hand, looked at as pixels and as a keyboard user finds
/// it.
class TestWatchlistView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void showsRows_data();
    void showsRows();
    void keyboard();
    void keepsItsPlaceUnderResort();
    void makesOnlyRowsInView();

private:
    void fillMarket(Snapshots &frames);

    ManualClock m_clock;
    std::vector<LineSeries> m_lines;
};

void TestWatchlistView::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestWatchlistView::init()
{
    m_lines.clear();
}

void TestWatchlistView::fillMarket(Snapshots &frames)
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

void TestWatchlistView::showsRows_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<double>("textScale");
    QTest::addColumn<int>("width");
    QTest::newRow("dark") << true << 1.0 << 548;
    QTest::newRow("light") << false << 1.0 << 548;
    QTest::newRow("narrow: bid and ask have gone") << true << 1.0 << 380;
    QTest::newRow("200 % text") << true << 2.0 << 900;
}

void TestWatchlistView::showsRows()
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

void TestWatchlistView::keyboard()
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

void TestWatchlistView::keepsItsPlaceUnderResort()
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

void TestWatchlistView::makesOnlyRowsInView()
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

QTEST_MAIN(TestWatchlistView)
#include "tst_watchlistview.moc"
