// SPDX-License-Identifier: MIT
// The client against the server, over real sockets and a network that breaks: what the protocol promises of
// recovery.
#include "faultyproxy.h"

#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <map>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

const QString KeyedChannel = QStringLiteral("keyed");

Client::Options clientOptions(const QUrl &url)
{
    Client::Options options;
    options.connection.dial.url = url;
    options.connection.reconnect = {.base = 1ms, .cap = 5ms, .minimum = 1ms, .stableAfter = 30s};
    return options;
}

Server::Options serverOptions(int workers, int historySize)
{
    Server::Options options;
    options.workers = workers;
    options.clientsMayPublish = true;
    options.channelDefaults = {historySize, 1h, {}};
    return options;
}

/// Writes down what one subscription says, and what is wrong about it.
class Witness : public QObject
{
public:
    explicit Witness(Subscription *watched)
        : subscription(watched)
    {
        connect(watched, &Subscription::received, this, [this](const std::vector<Publication> &publications) {
            ++messages;
            for (const Publication &publication : publications)
                take(publication);
        });
        connect(watched, &Subscription::snapshotReceived, this,
                [this](const std::vector<Publication> &publications) {
                    newest.clear();
                    for (const Publication &publication : publications)
                        newest[publication.key] = publication.data;
                });
        connect(watched, &Subscription::lost, this, [this](const Loss &loss) {
            losses << loss;
            if (loss.why != QLatin1String("reset") && loss.first != last + 1)
                problems << QStringLiteral("lost from %1 at %2").arg(loss.first).arg(last);
            last = loss.last;
        });
    }
    [[nodiscard]] bool isAt(quint64 offset) const { return subscription->position().offset == offset; }

    Subscription *subscription;
    QList<Loss> losses;
    std::map<QString, QByteArray> newest;
    std::map<QByteArray, int> values;
    quint64 first = 0, last = 0, received = 0, messages = 0;
    QStringList problems;

private:
    void take(const Publication &publication)
    {
        const bool keyed = subscription->mode() == DeliveryMode::Keyed;
        if (first == 0)
            first = publication.offset;
        else if (!keyed && publication.offset != last + 1)
            problems << QStringLiteral("%1 after %2").arg(publication.offset).arg(last);
        last = publication.offset;
        ++received;
        if (!keyed)
            ++values[publication.data];
        else if (publication.op == Publication::Op::Remove)
            newest.erase(publication.key);
        else
            newest[publication.key] = publication.data;
    }
};

/// What was published, by offset: what a subscriber must end up with.
class Book
{
public:
    void enter(const StreamPosition &position, const QString &key, const QByteArray &data, Publication::Op op)
    {
        m_top = std::max<quint64>(m_top, position.offset);
        auto &entry = m_keys[key];
        if (position.offset > entry.offset)
            entry = {position.offset, op == Publication::Op::Remove ? QByteArray() : data};
    }
    [[nodiscard]] quint64 top() const { return m_top; }
    [[nodiscard]] std::map<QString, QByteArray> newest() const
    {
        std::map<QString, QByteArray> result;
        for (const auto &[key, entry] : m_keys) {
            if (!entry.data.isEmpty())
                result[key] = entry.data;
        }
        return result;
    }

private:
    struct Entry
    {
        quint64 offset = 0;
        QByteArray data;
    };
    std::map<QString, Entry> m_keys;
    quint64 m_top = 0;
};

} // namespace

class TestRecovery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOffsetOnce_data();
    void everyOffsetOnce();
    void restartIsOneLoss_data();
    void restartIsOneLoss();
    void slowReaderIsTold_data();
    void slowReaderIsTold();
    void largeSnapshot_data();
    void largeSnapshot();
    void callsAreCarriedOutOnce();
    void largeResultIsRefused();
    void publicationsShareMessages();

private:
    void workerRows();
    SystemClock m_clock;
};

void TestRecovery::workerRows()
{
    QTest::addColumn<int>("workers");
    QTest::newRow("in the server's thread") << 0;
    QTest::newRow("two workers") << 2;
}

void TestRecovery::everyOffsetOnce_data()
{
    workerRows();
}

// Two publishers, one in the server and one over the same bad network, three subscriptions, 200 drops.
void TestRecovery::everyOffsetOnce()
{
    QFETCH(int, workers);
    constexpr int Drops = 200;
    QRandomGenerator random(20'260'101u + quint32(workers));
    Server server(serverOptions(workers, 1'000'000), m_clock);
    QVERIFY(server.listen());
    FaultyProxy proxy(server.port());
    Client reader(clientOptions(proxy.url()), m_clock);
    Client writer(clientOptions(proxy.url()), m_clock);
    const QString channels[] = {QStringLiteral("one"), QStringLiteral("two"), KeyedChannel};
    std::vector<std::unique_ptr<Witness>> witnesses;
    for (const QString &channel : channels)
        witnesses.push_back(std::make_unique<Witness>(reader.subscribe(
            channel, {.mode = channel == KeyedChannel ? DeliveryMode::Keyed : DeliveryMode::All})));
    reader.connection().open();
    writer.connection().open();
    QTRY_COMPARE(witnesses.back()->subscription->state(), Subscription::State::Subscribed);

    std::map<QString, Book> books;
    int written = 0, unanswered = 0;
    QStringList refused;
    const auto publish = [&] {
        const QString channel = channels[random.bounded(3)];
        const QString key = QString::number(random.bounded(40));
        const auto op = channel == KeyedChannel && random.bounded(8) == 0 ? Publication::Op::Remove
                                                                          : Publication::Op::Set;
        const QByteArray data = QByteArray::number(++written);
        if (random.bounded(2) == 0) {
            const auto position = server.publish(channel, data, {key, op, {}});
            position ? books[channel].enter(*position, key, data, op)
                     : void(refused << position.error().message());
            return;
        }
        ++unanswered;
        writer.publish(channel, data, key, op)
            .then(this, [&, channel, key, data, op](const Result<StreamPosition> &position) {
                --unanswered;
                position ? books[channel].enter(*position, key, data, op)
                         : void(refused << position.error().message());
            });
    };
    int drops = 0;
    QTimer pace;
    connect(&pace, &QTimer::timeout, this, [&] {
        for (quint32 i = random.bounded(12); i > 0; --i)
            publish();
        if (drops >= Drops || random.bounded(3) != 0)
            return;
        if (random.bounded(3) == 0) // a link that ends during the upgrade, hello or the answer to subscribe
            proxy.setNextBudget(random.bounded(random.bounded(2) == 0 ? 600 : 6'000));
        if (proxy.links() > 0) {
            proxy.strike(random.bounded(quint32(proxy.links())), FaultyProxy::Fault(random.bounded(4)));
            drops = proxy.killed;
        }
    });
    pace.start(2);
    QTRY_VERIFY_WITH_TIMEOUT(drops >= Drops, 40'000);
    pace.stop();
    proxy.setNextBudget(-1);
    QTRY_COMPARE_WITH_TIMEOUT(unanswered, 0, 15'000);
    QVERIFY2(refused.isEmpty(), qPrintable(refused.join(QLatin1Char('\n'))));
    for (int i = 0; i < 3; ++i) {
        QTRY_VERIFY_WITH_TIMEOUT(witnesses[std::size_t(i)]->isAt(books[channels[i]].top()), 15'000);
        QVERIFY2(witnesses[std::size_t(i)]->problems.isEmpty(),
                 qPrintable(witnesses[std::size_t(i)]->problems.join(QLatin1Char('\n'))));
    }
    // Applied once each, whatever was sent again; and nothing was lost on the way.
    QCOMPARE(server.counters().publications, quint64(written));
    quint64 recovered = 0;
    for (int i = 0; i < 2; ++i) {
        const Witness &witness = *witnesses[std::size_t(i)];
        QCOMPARE(witness.first, quint64(1));
        QCOMPARE(witness.received, books[channels[i]].top());
        QCOMPARE(quint64(witness.values.size()), witness.received);
        QCOMPARE(witness.losses, QList<Loss>());
        recovered += witness.subscription->counters().recovered;
    }
    QVERIFY(recovered > 0);
    QVERIFY(witnesses[2]->newest == books[KeyedChannel].newest());
    qInfo("%d drops: %d published (%llu in all-mode streams, %llu of them recovered), 0 lost, 0 doubled; %zu "
          "keys equal",
          drops, written, witnesses[0]->received + witnesses[1]->received, recovered,
          witnesses[2]->newest.size());
}

void TestRecovery::restartIsOneLoss_data()
{
    QTest::addColumn<int>("workers");
    QTest::addColumn<int>("history");
    QTest::addColumn<int>("published");
    QTest::addColumn<quint64>("lostTo"); ///< of the new epoch
    QTest::newRow("nothing was published since") << 0 << 100 << 0 << quint64(0);
    QTest::newRow("the history holds all of the new epoch") << 0 << 100 << 10 << quint64(0);
    QTest::newRow("the history holds the end of it") << 0 << 4 << 10 << quint64(6);
    QTest::newRow("it holds nothing") << 0 << 0 << 10 << quint64(10);
    QTest::newRow("two workers") << 2 << 4 << 10 << quint64(6);
}

void TestRecovery::restartIsOneLoss()
{
    QFETCH(int, workers);
    QFETCH(int, history);
    QFETCH(int, published);
    QFETCH(quint64, lostTo);
    const QString channel = QStringLiteral("c");
    auto server = std::make_unique<Server>(serverOptions(workers, history), m_clock);
    QVERIFY(server->listen());
    FaultyProxy proxy(server->port());
    Client client(clientOptions(proxy.url()), m_clock);
    Witness witness(client.subscribe(channel));
    client.connection().open();
    QTRY_COMPARE(witness.subscription->state(), Subscription::State::Subscribed);
    for (int i = 0; i < 20; ++i)
        QVERIFY(server->publish(channel, "0"));
    QTRY_VERIFY(witness.isAt(20));
    const QString oldEpoch = witness.subscription->position().epoch;

    proxy.setRefusing(true);
    server = std::make_unique<Server>(serverOptions(workers, history), m_clock);
    QVERIFY(server->listen());
    for (int i = 0; i < published; ++i)
        QVERIFY(server->publish(channel, "1"));
    proxy.setTarget(server->port());
    proxy.killAll();
    proxy.setRefusing(false);
    QTRY_COMPARE(witness.losses.size(), 1);
    QTRY_VERIFY(witness.isAt(quint64(published)));
    const StreamPosition position = witness.subscription->position();
    QVERIFY(position.epoch != oldEpoch);
    QCOMPARE(witness.losses, (QList<Loss>{{position.epoch, 1, lostTo, lostTo, QStringLiteral("reset")}}));
    QCOMPARE(witness.received, 20 + quint64(published) - lostTo);
    QVERIFY(server->publish(channel, "2"));
    QTRY_VERIFY(witness.isAt(quint64(published) + 1));
    QCOMPARE(witness.losses.size(), 1);
    QVERIFY2(witness.problems.isEmpty(), qPrintable(witness.problems.join(QLatin1Char('\n'))));
}

void TestRecovery::slowReaderIsTold_data()
{
    workerRows();
}

void TestRecovery::slowReaderIsTold()
{
    QFETCH(int, workers);
    constexpr quint64 Published = 2'000;
    const QString channel = QStringLiteral("c");
    // 20 MiB: more than any socket buffers take.
    const QByteArray data = '"' + QByteArray(10 * 1024, 'x') + '"';
    Server server(serverOptions(workers, 10), m_clock);
    QVERIFY(server.listen());
    FaultyProxy proxy(server.port());
    Client client(clientOptions(proxy.url()), m_clock);
    Witness witness(client.subscribe(channel));
    client.connection().open();
    QTRY_COMPARE(witness.subscription->state(), Subscription::State::Subscribed);

    proxy.setPaused(true);
    QTimer pace;
    quint64 published = 0;
    connect(&pace, &QTimer::timeout, this, [&] {
        for (int i = 0; i < 5 && published < Published; ++i, ++published)
            (void)server.publish(channel, data);
    });
    pace.start(0);
    QTRY_COMPARE_WITH_TIMEOUT(published, Published, 20'000);
    pace.stop();
    proxy.setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(witness.isAt(Published), 20'000);
    QVERIFY(server.publish(channel, "1"));
    QTRY_VERIFY(witness.isAt(Published + 1));

    QVERIFY2(witness.problems.isEmpty(), qPrintable(witness.problems.join(QLatin1Char('\n'))));
    QVERIFY(!witness.losses.isEmpty());
    quint64 lost = 0;
    for (const Loss &loss : witness.losses) {
        QCOMPARE(loss.why, QStringLiteral("slow"));
        QCOMPARE(loss.count, loss.last - loss.first + 1);
        lost += loss.count;
    }
    QCOMPARE(witness.received + lost, Published + 1);
    QCOMPARE(server.counters().lost, lost);
    QCOMPARE(witness.subscription->counters().lost, lost);
    QCOMPARE(proxy.killed, 0);
    qInfo("%llu published, %llu received, %llu lost in %lld runs", Published + 1, witness.received, lost,
          qlonglong(witness.losses.size()));
}

void TestRecovery::largeSnapshot_data()
{
    QTest::addColumn<int>("workers");
    QTest::addColumn<int>("dropAfter"); ///< bytes of the first link; negative: it lives
    QTest::newRow("whole") << 0 << -1;
    QTest::newRow("two workers") << 2 << -1;
    QTest::newRow("dropped in the answer") << 0 << 100'000;
    QTest::newRow("dropped in what follows it") << 0 << 900'000;
}

// 3 MiB of keys, for a client that takes messages of 1 MiB.
void TestRecovery::largeSnapshot()
{
    QFETCH(int, workers);
    QFETCH(int, dropAfter);
    constexpr int Keys = 3'000;
    Server server(serverOptions(workers, 100), m_clock);
    QVERIFY(server.listen());
    Book book;
    const auto publish = [&](int number, const QByteArray &filler) {
        const QString key = QString::number(number % Keys);
        const QByteArray data = '"' + QByteArray::number(number) + filler + '"';
        const auto position = server.publish(KeyedChannel, data, {key, Publication::Op::Set, {}});
        if (position)
            book.enter(*position, key, data, Publication::Op::Set);
    };
    int number = 0;
    while (number < Keys)
        publish(number++, QByteArray(1024, 'x'));
    FaultyProxy proxy(server.port());
    proxy.setNextBudget(dropAfter);
    Client client(clientOptions(proxy.url()), m_clock);
    Witness witness(client.subscribe(KeyedChannel, {.mode = DeliveryMode::Keyed}));
    QSignalSpy lost(&client.connection(), &Connection::lost);
    QTimer pace;
    connect(&pace, &QTimer::timeout, this, [&] {
        if (number < Keys + 300)
            publish(number++, "y");
    });
    pace.start(0); // live ones come while the snapshot is on its way
    client.connection().open();
    QTRY_COMPARE(number, Keys + 300);
    QTRY_VERIFY_WITH_TIMEOUT(witness.isAt(book.top()), 15'000);
    QCOMPARE(witness.newest.size(), std::size_t(Keys));
    QVERIFY(witness.newest == book.newest());
    QCOMPARE(lost.size(), dropAfter < 0 ? 0 : 1);

    // Back to a position before the one that was reached, and whole again.
    proxy.killAll();
    QTRY_COMPARE(witness.subscription->state(), Subscription::State::Waiting);
    publish(number++, "z");
    QTRY_VERIFY_WITH_TIMEOUT(witness.isAt(book.top()), 15'000);
    QVERIFY(witness.newest == book.newest());
    QCOMPARE(server.counters().slowClosed, quint64(0));
}

void TestRecovery::callsAreCarriedOutOnce()
{
    constexpr int Calls = 400;
    Server server(serverOptions(0, 10), m_clock);
    int carriedOut = 0;
    server.handleCall(QStringLiteral("test.count"), [&](const QByteArray &params, Responder responder) {
        ++carriedOut;
        responder.answer(params);
    });
    QVERIFY(server.listen());
    FaultyProxy proxy(server.port());
    Client client(clientOptions(proxy.url()), m_clock);
    client.connection().open();
    QRandomGenerator random(7);
    int asked = 0, answered = 0;
    QStringList problems;
    QTimer pace;
    connect(&pace, &QTimer::timeout, this, [&] {
        for (int i = 0; i < 4 && asked < Calls; ++i) {
            const QByteArray params = '[' + QByteArray::number(++asked) + ']';
            client.call(QStringLiteral("test.count"), params, {.idempotencyKey = QString::number(asked)})
                ->future()
                .then(this, [&, params](const Result<QByteArray> &result) {
                    ++answered;
                    if (!result || *result != params)
                        problems << (result ? QString::fromUtf8(*result) : result.error().message());
                });
        }
        if (asked < Calls && proxy.links() > 0)
            proxy.strike(0, FaultyProxy::Fault(random.bounded(4)));
    });
    pace.start(3);
    QTRY_COMPARE_WITH_TIMEOUT(answered, Calls, 15'000);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
    QCOMPARE(carriedOut, Calls);
    QVERIFY2(proxy.killed > 20, QByteArray::number(proxy.killed));
    qInfo("%d calls over %d drops, each carried out once", Calls, proxy.killed);
}

void TestRecovery::largeResultIsRefused()
{
    Server server(serverOptions(0, 10), m_clock);
    server.handleCall(QStringLiteral("test.large"), [](const QByteArray &, Responder responder) {
        responder.answer(QByteArray('"' + QByteArray(2 << 20, 'x') + '"'));
    });
    QVERIFY(server.listen());
    Client client(clientOptions(server.url()), m_clock);
    QSignalSpy lost(&client.connection(), &Connection::lost);
    client.connection().open();
    const auto result = client.call(QStringLiteral("test.large"))->future();
    QTRY_VERIFY(result.isFinished());
    QVERIFY(!result.result());
    QCOMPARE(result.result().error().detail(), int(RpcError::TooLarge));
    QCOMPARE(lost.size(), 0);
}

void TestRecovery::publicationsShareMessages()
{
    constexpr quint64 Bursts = 100, Burst = 100;
    Server server(serverOptions(0, 10), m_clock);
    QVERIFY(server.listen());
    Client client(clientOptions(server.url()), m_clock);
    Witness witness(client.subscribe(QStringLiteral("c")));
    client.connection().open();
    QTRY_COMPARE(witness.subscription->state(), Subscription::State::Subscribed);
    QTimer pace;
    quint64 bursts = 0;
    connect(&pace, &QTimer::timeout, this, [&] {
        for (quint64 i = 0; i < Burst && bursts < Bursts; ++i)
            (void)server.publish(QStringLiteral("c"), R"({"last":"1.5"})");
        ++bursts;
    });
    pace.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(witness.isAt(Bursts * Burst), 15'000);
    QCOMPARE(witness.received, Bursts * Burst);
    QVERIFY2(witness.messages * 20 <= witness.received, QByteArray::number(witness.messages));
    qInfo("%llu publications in %llu messages", witness.received, witness.messages);
}

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
