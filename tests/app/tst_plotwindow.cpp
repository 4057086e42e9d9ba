// SPDX-License-Identifier: MIT
#include <plot/timewindow.h>

#include <QTest>
#include <cmath>
#include <limits>

using namespace alcedo;

namespace {
constexpr std::int64_t Second = 1'000'000'000;
} // namespace

class TestPlotWindow : public QObject
{
    Q_OBJECT

    static TimeWindow window()
    {
        TimeWindow w;
        w.setWidth(600, 28);
        w.setSpan(600 * Second);
        w.setData(0, 10'000 * Second);
        return w;
    }

private Q_SLOTS:
    void keepsTheNewestAtItsPlace()
    {
        TimeWindow w = window();
        for (std::int64_t t = 10'000 * Second; t < 10'003 * Second; t += Second / 7) {
            w.setData(0, t);
            const double x = w.xOf(t);
            QVERIFY2(x > 600 - 28 - 1 - 1e-6 && x <= 600 - 28 + 1e-6, qPrintable(QString::number(x)));
        }
    }
    void movesByWholeColumns()
    {
        TimeWindow w = window();
        for (std::int64_t t = 10'000 * Second; t < 10'009 * Second; t += Second / 7) {
            w.setData(0, t);
            QCOMPARE(w.fromNs() % Second, 0); // 600 s in 600 px: a column is a second
        }
    }
    void wheelZoomHoldsTheTimeUnderThePointer()
    {
        TimeWindow w = window();
        for (const double factor : {1.2, 0.7, 8.0, 0.25}) {
            const std::int64_t under = w.timeAt(200);
            w.zoomAbout(factor, 200);
            QVERIFY(!w.isFollowing());
            QVERIFY(std::abs(w.xOf(under) - 200) < 0.01);
        }
    }
    void aBadFactorChangesNothing()
    {
        TimeWindow w = window();
        const auto from = w.fromNs();
        for (const double factor : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()})
            w.zoomAbout(factor, 10);
        QCOMPARE(w.fromNs(), from);
        QVERIFY(w.isFollowing());
    }
    void zoomIsBounded()
    {
        TimeWindow w = window();
        for (int i = 0; i < 200; ++i)
            w.zoomAbout(3, 300);
        QCOMPARE(w.spanNs(), TimeWindow::MinSpanNs);
        for (int i = 0; i < 200; ++i)
            w.zoomAbout(0.3, 300);
        QCOMPARE(w.spanNs(), TimeWindow::MaxSpanNs);
    }
    void keyZoomGoesOnFollowing()
    {
        TimeWindow w = window();
        w.zoom(2);
        QVERIFY(w.isFollowing());
        QCOMPARE(w.spanNs(), 300 * Second);
        QVERIFY(std::abs(w.xOf(10'000 * Second) - 572) <= 1);
    }
    void dragLeavesFollowAndStopsAtTheData()
    {
        TimeWindow w = window();
        w.panPixels(-100);
        QVERIFY(!w.isFollowing());
        const auto from = w.fromNs();
        w.setData(0, 10'100 * Second);
        QCOMPARE(w.fromNs(), from); // the view stands while data goes on
        w.panPixels(-1e9);
        QVERIFY(w.toNs() > 0);
        w.panPixels(1e9);
        QVERIFY(w.fromNs() < 10'100 * Second);
        w.setFollowing(true);
        QVERIFY(std::abs(w.xOf(10'100 * Second) - 572) <= 1);
    }
    void showsAll()
    {
        TimeWindow w = window();
        w.showAll();
        QVERIFY(w.xOf(0) >= 0 && w.xOf(0) < 3);
        QVERIFY(w.xOf(10'000 * Second) <= 572);
    }
    void aWiderPlotShowsMore()
    {
        TimeWindow w = window();
        w.setWidth(900, 28);
        QCOMPARE(w.spanNs(), 900 * Second);
        QVERIFY(std::abs(w.xOf(10'000 * Second) - 872) <= 1);
    }
};

QTEST_APPLESS_MAIN(TestPlotWindow)
#include "tst_plotwindow.moc"
