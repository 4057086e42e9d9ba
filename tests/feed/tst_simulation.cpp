// SPDX-License-Identifier: MIT
#include <alcedo/feed/simulatedsource.h>
#include <alcedo/feed/simulation/simulation.h>

#include <QSignalSpy>
#include <QTest>
#include <map>
#include <set>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Start = 1'700'000'040 * Second;

std::unique_ptr<Simulation> make(const QString &world, std::uint64_t seed)
{
    if (world == QLatin1String("market"))
        return Simulation::market(seed);
    if (world == QLatin1String("league"))
        return Simulation::league(seed);
    if (world == QLatin1String("plant"))
        return Simulation::plant(seed);
    if (world == QLatin1String("rooftop"))
        return Simulation::rooftop(seed);
    return Simulation::wire(seed);
}

/// One line a record, enough to tell two runs apart.
std::string fingerprint(const RecordBatchPtr &batch)
{
    std::string text;
    for (std::size_t i = 0; batch && i < batch->size(); ++i) {
        text += std::string(batch->key(i)) + ' ' + std::to_string(batch->timeNs(i)) + ' ' +
                std::to_string(int(batch->flags(i)));
        if (batch->kind(i) == RecordKind::Quote)
            text += ' ' + batch->decimal(i, quote::Last).toString().toStdString();
        text += '\n';
    }
    return text;
}

std::string run(const QString &world, std::uint64_t seed, std::int64_t step)
{
    const auto simulation = make(world, seed);
    RecordBatchBuilder out;
    simulation->backfill(Start - 600 * Second, Start, out);
    simulation->advance(Start, out);
    std::string text = fingerprint(out.take());
    for (std::int64_t now = Start + step; now <= Start + 20 * Second; now += step) {
        simulation->advance(now, out);
        text += fingerprint(out.take());
    }
    return text;
}

} // namespace

class TestSimulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isDeterministic_data();
    void isDeterministic();
    void marketHasHabits();
    void leagueAddsUp();
    void sourceIsDemoAndStops();
    void clockJumps_data();
    void clockJumps();
};

void TestSimulation::isDeterministic_data()
{
    QTest::addColumn<QString>("world");
    for (const char *world : {"market", "league", "plant", "rooftop", "wire"})
        QTest::newRow(world) << QString::fromLatin1(world);
}

void TestSimulation::isDeterministic()
{
    QFETCH(QString, world);
    const std::string once = run(world, 7, Second);
    QVERIFY(!once.empty());
    QCOMPARE(run(world, 7, Second), once);
    if (world == QLatin1String("market"))
        QCOMPARE(run(world, 7, Second / 50), once); // whatever the steps
    if (world != QLatin1String("plant") && world != QLatin1String("rooftop"))
        QVERIFY(run(world, 8, Second) != once);
}

void TestSimulation::marketHasHabits()
{
    const auto simulation = Simulation::market(1);
    RecordBatchBuilder out;
    simulation->backfill(Start - 1200 * Second, Start, out);
    std::set<std::string> keys, withCandles;
    const auto past = out.take();
    for (std::size_t i = 0; i < past->size(); ++i) {
        keys.emplace(past->key(i));
        QVERIFY(past->timeNs(i) < Start);
        if (past->kind(i) == RecordKind::Candle) {
            withCandles.emplace(past->key(i));
            QVERIFY(past->decimal(i, candle::Low) <= past->decimal(i, candle::Open));
            QVERIFY(past->decimal(i, candle::High) >= past->decimal(i, candle::Close));
            QCOMPARE(past->timeNs(i) % (60 * Second), 0);
        }
    }
    QCOMPARE(keys.size(), 40u);
    QCOMPARE(withCandles.size(), 40u);

    std::map<std::string, std::int64_t> last;
    std::int64_t longestSilence = 0, newest = 0;
    std::map<std::int64_t, int> perTenth;
    for (std::int64_t now = Start; now <= Start + 3000 * Second; now += Second) {
        simulation->advance(now, out);
        const auto batch = out.take();
        for (std::size_t i = 0; batch && i < batch->size(); ++i) {
            QVERIFY2(batch->timeNs(i) >= newest, "events come in the order of their times");
            newest = batch->timeNs(i);
            if (batch->kind(i) != RecordKind::Quote)
                continue;
            QVERIFY(batch->decimal(i, quote::Ask) > batch->decimal(i, quote::Bid));
            auto &seen = last[std::string(batch->key(i))];
            if (seen)
                longestSilence = std::max(longestSilence, newest - seen);
            seen = newest;
            if (batch->key(i) == "BTC/USD")
                ++perTenth[newest / (Second / 10)];
        }
    }
    QVERIFY2(longestSilence > 80 * Second, "some session closes");
    int busiest = 0;
    double total = 0;
    for (const auto &[tenth, count] : perTenth) {
        busiest = std::max(busiest, count);
        total += count;
    }
    QVERIFY2(busiest > 2.5 * total / double(perTenth.size()), "there are bursts");
}

void TestSimulation::leagueAddsUp()
{
    const auto simulation = Simulation::league(3);
    RecordBatchBuilder out;
    simulation->backfill(0, Start, out);
    struct Tally
    {
        std::int64_t goals = 0;
        bool removed = false;
    };
    std::map<std::string, Tally> tallies;
    int corrections = 0, cards = 0, removed = 0;
    const auto check = [&](const RecordBatchPtr &batch) {
        for (std::size_t i = 0; batch && i < batch->size(); ++i) {
            Tally &tally = tallies[std::string(batch->key(i))];
            QVERIFY2(!tally.removed, "nothing comes after the end");
            const auto event = batch->text(i, score::Event);
            tally.goals += event == "goal";
            tally.goals -= event == "correction";
            corrections += event == "correction";
            cards += event == "yellow" || event == "red";
            tally.removed = batch->flags(i) & RecordFlag::Removed;
            removed += tally.removed;
            QCOMPARE(batch->integer(i, score::HomeScore) + batch->integer(i, score::AwayScore), tally.goals);
            QVERIFY(batch->integer(i, score::HomeScore) >= 0 && batch->integer(i, score::AwayScore) >= 0);
            QVERIFY(batch->integer(i, score::Clock) <= 5400);
        }
    };
    check(out.take());
    for (std::int64_t now = Start; now <= Start + 3600 * Second; now += Second / 2) {
        simulation->advance(now, out);
        check(out.take());
    }
    QVERIFY(corrections > 0);
    QVERIFY(cards > 0);
    QVERIFY(removed > 5);
}

void TestSimulation::sourceIsDemoAndStops()
{
    ManualClock clock;
    SimulatedSource source(3, QStringLiteral("markets"), {.backfill = 1min}, clock);
    QSignalSpy batches(&source, &Source::batchReady);
    source.start();
    QVERIFY(source.status().demo);
    QCOMPARE(source.status().link.state, LinkState::Live);
    clock.advance(2s);
    QVERIFY(batches.size() > 50);
    QVERIFY(source.status().recordsPerSecond > 100);
    QCOMPARE(batches.last().first().value<RecordBatchPtr>()->source(), SourceId(3));
    source.stop();
    const auto count = batches.size();
    clock.advance(2s);
    QCOMPARE(batches.size(), count);
    QCOMPARE(source.status().link.state, LinkState::Off);
}

void TestSimulation::clockJumps_data()
{
    QTest::addColumn<int>("hours");
    QTest::newRow("forth, or the machine slept") << 2;
    QTest::newRow("back") << -2;
}

/// Neither two hours made up in one step, nor two hours of silence; and a league goes on to have matches.
void TestSimulation::clockJumps()
{
    QFETCH(int, hours);
    for (const QString &world : {QStringLiteral("markets"), QStringLiteral("scores")}) {
        ManualClock clock;
        SimulatedSource source(1, world, {.seed = 7, .step = 20ms, .backfill = 1min}, clock);
        std::size_t records = 0;
        std::int64_t newest = 0;
        connect(&source, &Source::batchReady, this, [&](const RecordBatchPtr &batch) {
            records += batch->size();
            for (std::size_t i = 0; i < batch->size(); ++i)
                newest = std::max(newest, batch->timeNs(i));
        });
        source.start();
        records = 0; // the past that it begins with
        clock.advance(20s);
        const std::size_t usual = records;
        clock.jumpWall(std::chrono::hours(hours));
        const std::int64_t jumpedTo = clock.wall().count();
        records = 0;
        newest = 0;
        clock.advance(20s);
        QVERIFY2(records > usual / 3 && records < usual * 3,
                 qPrintable(
                     QStringLiteral("%1: %2 after the jump, %3 before").arg(world).arg(records).arg(usual)));
        QVERIFY(newest >= jumpedTo && newest <= clock.wall().count());
    }
}

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
