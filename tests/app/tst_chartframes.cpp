// SPDX-License-Identifier: MIT
#include "chartfixture.h"
#include "chartwindow.h"

#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace alcedo::fixture;

namespace {

/// Counts the frames that anything asked for.
class Requests : public QObject
{
public:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::UpdateRequest;
        return false;
    }
    int count = 0;
};

} // namespace

/// What is dirtied while a frame is polished asks for another one, in which nothing changes; after such a one
/// the software renderer's threaded loop sleeps for a whole frame, and the next that matters comes late.
class TestChartFrames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aFrameAsksForNoOther()
    {
        ChartWindow window;
        QVERIFY2(window.isShown(), qPrintable(window.errorString()));
        ChartModel &chart = window.chart();

        LineSeries line;
        CandleSeries candles;
        std::int64_t now = Now - 20 * Minute;
        const auto show = [&](double price) {
            const Decimal exact = Decimal::fromDouble(price, 2);
            line.append({now, exact.toDouble()});
            candles.addPrice(now, exact, 1);
            Board board;
            board.add(QStringLiteral("BTC/USD"), line, candles, Decimal::fromDouble(100, 2));
            board.snapshot().wallNs = now;
            chart.take(board.snapshot());
        };
        for (; now < Now - 10 * Second; now += 10 * Second)
            show(100 + double(now / Second % 7));
        now = Now; // a new candle
        show(103);
        Requests requests;
        window.view().installEventFilter(&requests);
        QTest::qWait(200); // what showing it asked for; nothing signals that nothing more comes

        // Up, down and back to the open: other texts, another sign, none; within the time for which the grid
        // stands.
        for (const double price : {103.5, 102.5, 103.0, 104.25, 102.0, 103.0}) {
            now += 16'000'000;
            const int before = requests.count;
            show(price);
            QTRY_VERIFY(requests.count > before);
            QTest::qWait(30);
            QVERIFY2(requests.count == before + 1, qPrintable(chart.readout()->change()));
        }
        QCOMPARE(chart.readout()->high(), QStringLiteral("104.25"));
    }
};

QTEST_MAIN(TestChartFrames)
#include "tst_chartframes.moc"
