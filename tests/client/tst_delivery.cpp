// SPDX-License-Identifier: MIT
// What the protocol promises of delivery, for any interleaving of publishing, drops, slow reading, restarts
// and time: RapidCheck makes the interleavings, and finds the shortest one where a promise is broken.
#include "deliveryworld.h"

#include <QJsonDocument>
#include <QTest>
#include <rapidcheck.h>
#include <set>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

/// One step of an interleaving, read out of a number so that shorter and smaller ones are simpler.
void take(DeliveryWorld &world, unsigned step, bool mayBreak)
{
    const unsigned what = step % 16, more = step / 16;
    const auto publish = [&](unsigned n) {
        const QString key = QString(QChar(u'a' + char16_t(n % 4)));
        const QByteArray number = QByteArray::number(quint64(world.book.size()) + 1);
        const QByteArray size = ",\"z\":\"" + QByteArray(qsizetype(n % 3) * 400, ' ') + "\"}";
        if (n % 5 == 4)
            world.publish(key, "null", Publication::Op::Remove);
        else if (n % 3 == 0) // all of a record's fields, so that modes keyed and merge know the same
            world.publish(key, "{\"x\":" + number + ",\"y\":" + QByteArray::number(n % 2) + size);
        else
            world.publish(key, (n % 2 ? "{\"x\":" : "{\"y\":") + number + size, Publication::Op::Merge);
    };
    switch (what) {
    case 0:
    case 1:
    case 2:
    case 3:
        return publish(more);
    case 4:
    case 5:
        for (unsigned n = 0; n < 5 + more % 200; ++n)
            publish(more + n * 7); // meets every key, op and size
        return;
    case 6:
    case 7:
    case 8:
        return world.turn();
    case 9:
    case 10:
        return world.pass(std::chrono::milliseconds(1 + more % 400));
    case 11:
        return world.pass(std::chrono::seconds(1 + more % 12));
    case 12:
        return world.setReading(false);
    case 13:
        return world.setReading(true);
    case 14:
        return mayBreak ? world.drop() : world.turn();
    case 15:
        if (mayBreak && more % 3 == 0)
            world.startServer();
        return world.turn();
    default:
        return;
    }
}

std::vector<unsigned> anySteps()
{
    return *rc::gen::container<std::vector<unsigned>>(rc::gen::inRange(0u, 100'000u));
}

DeliveryWorld::Options anyWorld(DeliveryMode mode)
{
    DeliveryWorld::Options options;
    options.subscribe.mode = mode;
    options.format = *rc::gen::element(Client::Options::Format::Json, Client::Options::Format::Cbor);
    options.historySize = *rc::gen::element(0, 3, 30, 300);
    options.server.slowBytes = *rc::gen::element(2'000, 20'000);
    options.server.maxPendingBytes = *rc::gen::element(60'000, 400'000, 4'000'000);
    return options;
}

QString text(const StreamPosition &position)
{
    return QStringLiteral("%1:%2").arg(position.epoch).arg(position.offset);
}

/// What a subscription of mode all tells, and what is wrong about it: each offset once and in order, received
/// or in one loss.
class Witness : public QObject
{
public:
    explicit Witness(DeliveryWorld &world)
        : m_world(world)
    {
        connect(world.subscription, &Subscription::received, this,
                [this](const std::vector<Publication> &publications) {
                    for (const Publication &publication : publications)
                        take(publication);
                });
        connect(world.subscription, &Subscription::lost, this, [this](const Loss &loss) { take(loss); });
    }
    StreamPosition at;
    quint64 received = 0, lost = 0, receivedHere = 0, lostHere = 0;
    quint64 slow = 0; ///< of those lost
    QStringList problems;

private:
    void take(const Publication &publication)
    {
        ++received;
        ++receivedHere;
        const QString epoch = m_world.subscription->position().epoch;
        if (at.epoch.isEmpty())
            at.epoch = epoch;
        if (publication.offset != at.offset + 1 || epoch != at.epoch)
            problems << QStringLiteral("%1 after %2").arg(publication.offset).arg(text(at));
        at.offset = publication.offset;
        if (epoch == m_world.top().epoch) {
            const Publication &original = m_world.book[std::size_t(publication.offset - 1)];
            if (original.data != publication.data || original.key != publication.key ||
                original.op != publication.op)
                problems << QStringLiteral("%1 is not what was published").arg(text(at));
        }
    }
    void take(const Loss &loss)
    {
        lost += loss.count;
        slow += loss.why == u"slow" ? loss.count : 0;
        if (loss.epoch != at.epoch) {
            if (loss.why != u"reset" && !at.epoch.isEmpty())
                problems << QStringLiteral("a new epoch for %1").arg(loss.why);
            at = {loss.epoch, 0};
            receivedHere = lostHere = 0;
        }
        lostHere += loss.count;
        if (loss.first != at.offset + 1 || loss.last + 1 < loss.first ||
            loss.count != loss.last + 1 - loss.first)
            problems << QStringLiteral("lost %1-%2 (%3) after %4")
                            .arg(loss.first)
                            .arg(loss.last)
                            .arg(loss.count)
                            .arg(text(at));
        at.offset = loss.last;
    }
    DeliveryWorld &m_world;
};

/// What a subscription of a thinned mode knows.
class Knowledge : public QObject
{
public:
    explicit Knowledge(DeliveryWorld &world)
    {
        connect(world.subscription, &Subscription::snapshotReceived, this,
                [this](const std::vector<Publication> &publications) {
                    records.clear();
                    newest = {};
                    for (const Publication &publication : publications)
                        take(publication);
                    ++snapshots;
                });
        connect(
            world.subscription, &Subscription::received, this,
            [this](const std::vector<Publication> &publications) {
                for (const Publication &publication : publications) {
                    if (publication.offset <= newest.offset)
                        problems << QStringLiteral("%1 after %2").arg(publication.offset).arg(newest.offset);
                    take(publication);
                }
                received += publications.size();
            });
        connect(world.subscription, &Subscription::lost, this, [this](const Loss &loss) {
            if (loss.why != u"reset") // another epoch is all that a thinned stream may be told
                problems << QStringLiteral("lost for %1").arg(loss.why);
        });
    }
    std::map<QString, QByteArray> records;
    Publication newest;
    quint64 received = 0, snapshots = 0;
    QStringList problems;

private:
    void take(const Publication &publication)
    {
        applyTo(records, publication);
        newest = publication;
    }
};

/// Without regard to the order of an object's members, of which merging makes no promise.
std::map<QString, QByteArray> sorted(std::map<QString, QByteArray> records)
{
    for (auto &[key, record] : records)
        record = QJsonDocument::fromJson(record).toJson(QJsonDocument::Compact);
    return records;
}

std::map<QString, QByteArray> recordsOf(const std::vector<Publication> &book, const QStringList &keys)
{
    std::map<QString, QByteArray> records;
    for (const Publication &publication : book) {
        if (keys.isEmpty() || keys.contains(publication.key))
            applyTo(records, publication);
    }
    return records;
}

} // namespace

class TestDelivery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void allOnceOrLost();
    void thinnedEndsOnTheNewest_data();
    void thinnedEndsOnTheNewest();
    void countersAddUp_data();
    void countersAddUp();
    void publishedOnce();
};

void TestDelivery::initTestCase()
{
    if (!qEnvironmentVariableIsSet("RC_PARAMS"))
        qputenv("RC_PARAMS", "seed=20261121 max_success=120 max_size=80");
    qInfo("RC_PARAMS=%s", qgetenv("RC_PARAMS").constData());
}

void TestDelivery::allOnceOrLost()
{
    const bool holds = rc::check("mode all: every offset once, in order, or in one exact loss", [] {
        const auto options = anyWorld(DeliveryMode::All);
        const auto steps = anySteps();
        DeliveryWorld world(options);
        Witness witness(world);
        for (const unsigned step : steps)
            take(world, step, true);
        world.rest();
        RC_ASSERT(witness.problems.join(u'\n').toStdString() == std::string());
        // Nothing more is to come: what was told reaches up to the channel's newest.
        const StreamPosition top = world.top();
        RC_ASSERT(world.subscription->state() == Subscription::State::Subscribed);
        if (top.offset > 0)
            RC_ASSERT(text(witness.at).toStdString() == text(top).toStdString());
        RC_ASSERT(witness.receivedHere + witness.lostHere == top.offset);
        const Subscription::Counters counters = world.subscription->counters();
        RC_ASSERT(counters.received == witness.received);
        RC_ASSERT(counters.lost == witness.lost);
        RC_ASSERT(counters.duplicates == 0u);
        RC_ASSERT(counters.gaps == 0u); // the server said each loss before what came after it
        RC_CLASSIFY(witness.slow > 0, "cut off for slowness");
        RC_CLASSIFY(witness.lost > witness.slow, "lost otherwise");
        RC_CLASSIFY(world.servers > 1, "restarted");
        RC_CLASSIFY(world.links > 1, "dropped");
        RC_CLASSIFY(world.shared->totals.slowClosed > 0, "closed for slowness");
    });
    QVERIFY(holds);
}

void TestDelivery::thinnedEndsOnTheNewest_data()
{
    QTest::addColumn<DeliveryMode>("mode");
    QTest::newRow("keyed") << DeliveryMode::Keyed;
    QTest::newRow("merge") << DeliveryMode::Merge;
    QTest::newRow("latest") << DeliveryMode::Latest;
}

void TestDelivery::thinnedEndsOnTheNewest()
{
    QFETCH(DeliveryMode, mode);
    const bool holds = rc::check("thinned modes end on the newest value of every key", [mode] {
        auto options = anyWorld(mode);
        if (mode == DeliveryMode::Latest)
            options.historySize = std::max(options.historySize, 3); // it begins with what is held
        options.subscribe.rate = *rc::gen::element(0, 0, 2, 50);
        if (mode != DeliveryMode::Latest && *rc::gen::arbitrary<bool>())
            options.subscribe.keys = {QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("none")};
        if (mode != DeliveryMode::Latest && *rc::gen::arbitrary<bool>())
            options.subscribe.delta = SubscribeOptions::Delta::Fields;
        const auto steps = anySteps();
        DeliveryWorld world(options);
        Knowledge knowledge(world);
        for (const unsigned step : steps)
            take(world, step, true);
        world.rest();
        RC_ASSERT(world.subscription->state() == Subscription::State::Subscribed);
        RC_ASSERT(knowledge.problems.join(u'\n').toStdString() == std::string());
        RC_ASSERT(world.subscription->counters().gaps == 0u);
        if (mode != DeliveryMode::Latest) {
            RC_ASSERT(sorted(knowledge.records) == sorted(recordsOf(world.book, options.subscribe.keys)));
        } else if (!world.book.empty()) {
            RC_ASSERT(knowledge.newest.offset == world.book.back().offset);
            RC_ASSERT(knowledge.newest.key == world.book.back().key);
        }
        RC_CLASSIFY(world.servers > 1, "restarted");
        RC_CLASSIFY(world.links > 1, "dropped");
        RC_CLASSIFY(world.shared->totals.conflated > 0, "thinned");
    });
    QVERIFY(holds);
}

void TestDelivery::countersAddUp_data()
{
    thinnedEndsOnTheNewest_data();
    QTest::newRow("all") << DeliveryMode::All;
}

void TestDelivery::countersAddUp()
{
    QFETCH(DeliveryMode, mode);
    const bool holds = rc::check("delivered, thinned and lost are all that was published", [mode] {
        auto options = anyWorld(mode);
        options.server.maxPendingBytes = 10'000'000; // one link for all of it
        options.server.slowTimeout = 0ms;
        options.server.pongTimeout = 0ms;
        options.historySize = 1'000'000;
        options.subscribe.rate = mode == DeliveryMode::All ? 0 : *rc::gen::element(0, 5);
        const auto steps = anySteps();
        DeliveryWorld world(options);
        for (const unsigned step : steps)
            take(world, step, false);
        world.rest();
        if (world.links > 1)
            return; // the client's own heartbeat gave the link up
        const ServerTotals &totals = world.shared->totals;
        RC_ASSERT(totals.deliveries + totals.conflated + totals.lost == quint64(world.book.size()));
        const Subscription::Counters counters = world.subscription->counters();
        RC_ASSERT(counters.received == totals.deliveries.load());
        RC_ASSERT(counters.lost == totals.lost.load());
        RC_CLASSIFY(totals.conflated + totals.lost > 0, "thinned or lost");
    });
    QVERIFY(holds);
}

void TestDelivery::publishedOnce()
{
    const bool holds = rc::check("what a client publishes over a link that breaks is applied once", [] {
        const auto steps = anySteps();
        DeliveryWorld world({.historySize = 100'000, .server = {}, .subscribe = {}, .format = {}});
        std::vector<QFuture<Result<StreamPosition>>> outcomes;
        for (const unsigned step : steps) {
            if (step % 4 == 0)
                outcomes.push_back(world.client->publish(QStringLiteral("c"),
                                                         QByteArray::number(qulonglong(outcomes.size()))));
            else if (step % 4 == 1)
                world.drop();
            else if (step % 4 == 2)
                QCoreApplication::processEvents();
            else
                world.pass(std::chrono::milliseconds(step / 4 % 10));
        }
        world.rest();
        const auto page = world.broker->read(QStringLiteral("c"), {});
        RC_ASSERT(page->publications.size() == outcomes.size());
        std::set<QByteArray> values;
        for (const auto &publication : page->publications)
            values.insert(publication->data().toByteArray());
        RC_ASSERT(values.size() == outcomes.size());
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            RC_ASSERT(outcomes[i].isFinished());
            const auto position = outcomes[i].result();
            RC_ASSERT(position.hasValue());
            RC_ASSERT(page->publications[std::size_t(position->offset - 1)]->data().toByteArray() ==
                      QByteArray::number(qulonglong(i)));
        }
        RC_CLASSIFY(world.broker->counters().repeated > 0, "sent again after it was applied");
    });
    QVERIFY(holds);
}

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
