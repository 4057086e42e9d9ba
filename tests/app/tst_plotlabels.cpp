// SPDX-License-Identifier: MIT
#include <plot/labelplacement.h>

#include <QTest>

using namespace alcedo;

class TestPlotLabels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pushesApart_data()
    {
        QTest::addColumn<QVector<double>>("centres");
        QTest::addColumn<int>("anchor"); // index of the tag with priority
        QTest::newRow("one") << QVector<double>{50} << 0;
        QTest::newRow("apart already") << QVector<double>{20, 100} << 0;
        QTest::newRow("on the same spot") << QVector<double>{50, 50} << 1;
        QTest::newRow("three in a heap") << QVector<double>{50, 52, 48} << 0;
        QTest::newRow("above the top") << QVector<double>{-40, 0, 5} << 2;
        QTest::newRow("below the end") << QVector<double>{250, 199, 198} << 0;
        QTest::newRow("exactly full") << QVector<double>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0} << 9;
    }
    void pushesApart()
    {
        QFETCH(QVector<double>, centres);
        QFETCH(int, anchor);
        std::vector<AxisTag> tags;
        for (const double centre : centres)
            tags.push_back({.centre = centre, .height = 20});
        tags[size_t(anchor)].priority = 1;
        pushApart(tags, 0, 200);
        for (size_t i = 0; i < tags.size(); ++i) {
            QVERIFY(tags[i].place >= 10 && tags[i].place <= 190);
            for (size_t j = 0; j < i; ++j)
                QVERIFY2(std::abs(tags[i].place - tags[j].place) >= 20 - 1e-9,
                         qPrintable(QStringLiteral("%1 %2").arg(i).arg(j)));
        }
    }
    void thePriorityStays()
    {
        std::vector<AxisTag> tags{{.centre = 100, .height = 20, .priority = 2},
                                  {.centre = 104, .height = 20},
                                  {.centre = 95, .height = 20}};
        pushApart(tags, 0, 200);
        QCOMPARE(tags[0].place, 100.0);
        QCOMPARE(tags[1].place, 120.0);
        QCOMPARE(tags[2].place, 80.0);
    }
    void nothingToDo()
    {
        std::vector<AxisTag> none;
        pushApart(none, 0, 100);
        QVERIFY(none.empty());
    }
    void labelsNeverCoverMarks()
    {
        std::vector<ColumnExtent> marks(100);
        for (size_t x = 0; x < 50; ++x)
            marks[x] = {10, 40};
        const QRectF bounds(0, 0, 100, 100);
        const QRectF over(20, 20, 20, 20), beyond(90, 0, 20, 20), below(20, 60, 20, 20),
            right(60, 20, 20, 20);
        QVERIFY(freePlace(std::array{over, beyond}, bounds, marks).isNull());
        QCOMPARE(freePlace(std::array{over, below, right}, bounds, marks), below);
        QCOMPARE(freePlace(std::array{right, below}, bounds, marks), right);
        QVERIFY(freePlace({}, bounds, marks).isNull());
    }
};

QTEST_APPLESS_MAIN(TestPlotLabels)
#include "tst_plotlabels.moc"
