// SPDX-License-Identifier: MIT
#include "chartfixture.h"
#include "chartwindow.h"

#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace alcedo::fixture;

/// The grid comes from Qt Charts by way of an image that Qt Quick paints: it must be there on every screen.
/// Runs once as it is and once on a screen of two device pixels a logical one.
class TestChartAxes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theGridIsPainted()
    {
        Board board;
        board.addQuote(QStringLiteral("BTC/USD"), 67'180, 0.00012, 1, Now - 150 * Minute, Now, Second, true);
        ChartWindow window;
        QVERIFY2(window.isShown(), qPrintable(window.errorString()));
        const double wanted = qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1")).toDouble();
        QCOMPARE(window.view().devicePixelRatio(), wanted);
        ChartModel &chart = window.chart();
        const QQuickItem &plot = window.plot();
        chart.take(board.snapshot());

        const auto ticks = [&] {
            std::vector<double> heights;
            for (int row = 0; row < chart.valueTickRows()->rowCount(); ++row) {
                const double y = chart.valueTickRows()->value(row, "y").toDouble();
                if (y > 2 && y < plot.height() - 2)
                    heights.push_back(y);
            }
            return heights;
        };
        QVERIFY(ticks().size() >= 2);
        const QColor ink = window.gridInk();
        // Of each line, how much of its length is in the grid's ink: candles may lie over some of it.
        const auto worst = [&] {
            const QImage image = window.view().grabWindow();
            const double scale = double(image.width()) / window.view().width();
            double least = 1;
            for (const double y : ticks()) {
                int inked = 0, all = 0;
                for (double x = 2; x < plot.width() - 2; ++x, ++all) {
                    const QPointF at = plot.mapToScene(QPointF(x, y)) * scale;
                    bool isInk = false;
                    for (int off = -int(scale) - 1; off <= int(scale) + 1; ++off)
                        isInk |= image.pixelColor(int(at.x()), int(at.y()) + off) == ink;
                    inked += isInk;
                }
                least = std::min(least, double(inked) / all);
            }
            return least;
        };
        QTRY_VERIFY2(worst() > 0.5, qPrintable(QString::number(worst()))); // Qt Charts paints a turn later
    }
};

QTEST_MAIN(TestChartAxes)
#include "tst_chartaxes.moc"
