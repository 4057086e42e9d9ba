// SPDX-License-Identifier: MIT
// In which order the watchlist stands, and what stays chosen in it.
#include "panelsnapshots.h"

#include <watchlistmodel.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace alcedo;
using namespace alcedo::test;
using namespace std::chrono_literals;

class TestWatchlistOrder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void sortIsStableAndRare();
    void sortHoldsUnderThePointer();
    void absentValuesSortLast();
    void toggleSortCycles();
    void selectionFollowsItsKey();
    void filterKeepsSelection();

private:
    static QStringList column(const WatchlistModel &model, int role = WatchlistModel::NameRole);
    static QVariant at(const WatchlistModel &model, int row, int role) { return model.index(row).data(role); }
};

void TestWatchlistOrder::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

QStringList TestWatchlistOrder::column(const WatchlistModel &model, int role)
{
    QStringList out;
    for (int row = 0; row < model.rowCount(); ++row)
        out.append(at(model, row, role).toString());
    return out;
}

void TestWatchlistOrder::sortIsStableAndRare()
{
    ManualClock clock;
    WatchlistModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClock(clock);
    Snapshots frames({"A", "B", "C", "D"});
    for (std::size_t i = 0; i < 4; ++i)
        frames.setLast(i, i == 2 ? "5" : "1");
    model.apply(*frames);
    model.toggleSort(WatchlistModel::Last);
    QCOMPARE(column(model), QStringList({"C", "A", "B", "D"})); // equal ones keep my order

    frames.setLast(3, "9");
    clock.advance(100ms);
    model.apply(*frames);
    QCOMPARE(column(model), QStringList({"C", "A", "B", "D"})); // not twice within half a second
    clock.advance(400ms);
    model.apply(*frames);
    QCOMPARE(column(model), QStringList({"D", "C", "A", "B"}));
    model.toggleSort(WatchlistModel::Last);
    QCOMPARE(column(model), QStringList({"A", "B", "C", "D"}));
}

void TestWatchlistOrder::sortHoldsUnderThePointer()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots frames({"A", "B"});
    frames.setLast(0, "2");
    frames.setLast(1, "1");
    model.apply(*frames);
    model.toggleSort(WatchlistModel::Last);
    model.setOrderHeld(true);
    frames.setLast(1, "3");
    clock.advance(5s);
    model.apply(*frames);
    QCOMPARE(column(model), QStringList({"A", "B"}));
    model.setOrderHeld(false);
    model.apply(*frames);
    QCOMPARE(column(model), QStringList({"B", "A"}));
}

void TestWatchlistOrder::absentValuesSortLast()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots frames({"none", "low", "high"});
    frames.setLast(1, "1");
    frames.setLast(2, "2");
    model.apply(*frames);
    model.toggleSort(WatchlistModel::Last);
    QCOMPARE(column(model), QStringList({"high", "low", "none"}));
    model.toggleSort(WatchlistModel::Last);
    QCOMPARE(column(model), QStringList({"low", "high", "none"}));
}

void TestWatchlistOrder::toggleSortCycles()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots frames({"b", "A", "c"});
    model.apply(*frames);
    model.toggleSort(WatchlistModel::Name);
    QCOMPARE(column(model), QStringList({"A", "b", "c"}));
    QVERIFY(model.summary().endsWith("symbol"));
    model.toggleSort(WatchlistModel::Name);
    QCOMPARE(column(model), QStringList({"c", "b", "A"}));
    model.toggleSort(WatchlistModel::Name);
    QCOMPARE(model.sortKey(), WatchlistModel::Mine);
    QCOMPARE(column(model), QStringList({"b", "A", "c"}));
}

void TestWatchlistOrder::selectionFollowsItsKey()
{
    ManualClock clock;
    WatchlistModel model;
    model.setClock(clock);
    Snapshots frames({"A", "B", "C"});
    for (std::size_t i = 0; i < 3; ++i)
        frames.setLast(i, "1");
    model.apply(*frames);
    model.selectRow(-5);
    QCOMPARE(model.selectedKey(), "A");
    model.moveSelection(1);
    QCOMPARE(model.selectedKey(), "B");
    model.moveSelection(100);
    QCOMPARE(model.selectedKey(), "C");
    frames.setLast(2, "9");
    model.apply(*frames);
    QSignalSpy moved(&model, &WatchlistModel::selectedRowChanged);
    model.toggleSort(WatchlistModel::Last);
    QCOMPARE(model.selectedKey(), "C");
    QCOMPARE(model.selectedRow(), 0);
    QCOMPARE(moved.count(), 1);
    QVERIFY(at(model, 0, WatchlistModel::SelectedRole).toBool());
    QVERIFY(!at(model, 2, WatchlistModel::SelectedRole).toBool());
}

void TestWatchlistOrder::filterKeepsSelection()
{
    ManualClock clock;
    WatchlistModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setClock(clock);
    Snapshots frames({"BTC/USD", "ETH/USD", "EUR/JPY"});
    model.apply(*frames);
    model.setSelectedKey("ETH/USD");
    model.setFilter("jp");
    QCOMPARE(column(model), QStringList({"EUR/JPY"}));
    QCOMPARE(model.selectedRow(), -1);
    frames.add("USD/JPY");
    frames.add("SOL/USD");
    model.apply(*frames);
    QCOMPARE(column(model), QStringList({"EUR/JPY", "USD/JPY"}));
    QVERIFY(model.summary().startsWith("2 of 5"));
    model.setFilter("no such key");
    QCOMPARE(model.rowCount(), 0);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.selectedRow(), 1);
}

QTEST_MAIN(TestWatchlistOrder)
#include "tst_watchlistorder.moc"
