// SPDX-License-Identifier: MIT
// Calls that are answered item by item: held back by credit and by the link, cancelled, and ended.
#include "../patience.h"
#include "sessionpeer.h"

#include <alcedo/server/itemstream.h>

#include <QTest>
#include <thread>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

using Yielded = ItemStream::Yielded;

/// Counts up to a number, as fast as it may.
struct Counting
{
    explicit Counting(ItemStream wanted, int last, qsizetype size = 1)
        : stream(std::move(wanted))
        , to(last)
        , space(size - 1, ' ')
    {
    }
    void go()
    {
        while (at < to) {
            const Yielded yielded = stream.yield(QByteArray::number(at + 1) + space);
            over = over || yielded == Yielded::Over;
            if (yielded != Yielded::Taken)
                return;
            ++at;
        }
        stream.finish();
    }
    ItemStream stream;
    int at = 0, to = 0;
    QByteArray space;
    bool over = false;
};

class StreamServer : public SessionServer
{
public:
    explicit StreamServer(const Server::Options &options = {})
        : SessionServer(options)
    {
        add("test.count", [this](const QByteArray &params, ItemStream stream) {
            const QJsonArray words = QJsonDocument::fromJson(params).array();
            counting = std::make_shared<Counting>(std::move(stream), words[0].toInt(),
                                                  std::max(words[1].toInt(), 1));
            counting->stream.onRoom([counting = counting] { counting->go(); });
        });
        add("test.drop", [](const QByteArray &, ItemStream) {});
        add("test.broken", [](const QByteArray &, ItemStream stream) { stream.yield("{"); });
        add("test.huge", [](const QByteArray &, ItemStream stream) {
            stream.yield('"' + QByteArray(1 << 20, 'x') + '"');
        });
        add("test.fail", [](const QByteArray &, ItemStream stream) {
            stream.fail(Error(ErrorCode::Refused, QStringLiteral("no"), -32004));
        });
        add("test.never", [this](const QByteArray &, ItemStream stream) {
            kept = std::make_unique<ItemStream>(std::move(stream));
        });
        shared->handlers[QStringLiteral("test.silent")] = [this](const QByteArray &, Responder responder) {
            answers.push_back(std::move(responder));
        };
    }
    std::shared_ptr<Counting> counting;
    std::unique_ptr<ItemStream> kept;
    std::vector<Responder> answers;

private:
    void add(const char *method, Server::StreamHandler handler)
    {
        shared->streamHandlers[QString::fromLatin1(method)] = std::move(handler);
    }
};

class StreamPeer : public Peer
{
public:
    explicit StreamPeer(StreamServer &server, const char *caps = "credit")
        : Peer(server.clock, *server.worker)
    {
        hi = resultOf(ask("hello", QByteArray("{\"v\":1,\"caps\":[\"") + caps + "\"]}"));
    }
    void start(int id, const QByteArray &method, const QByteArray &params = "[]")
    {
        send("{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(id) + ",\"method\":\"" + method +
             "\",\"params\":" + params + "}");
    }
    void credit(int id, int n)
    {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"credit\",\"params\":{\"id\":" + QByteArray::number(id) +
             ",\"n\":" + QByteArray::number(n) + "}}");
    }
    void cancel(int id)
    {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"cancel\",\"params\":{\"id\":" + QByteArray::number(id) +
             "}}");
    }
    /// The items of a call, which must count up from 1 as their seq does; -1 where they do not.
    [[nodiscard]] int items(int id) const
    {
        int count = 0;
        for (const QJsonObject &notice : notices) {
            const auto params = notice[QLatin1String("params")].toObject();
            if (notice[QLatin1String("method")].toString() != u"item" ||
                params[QLatin1String("id")].toInt() != id)
                continue;
            ++count;
            if (params[QLatin1String("seq")].toInt() != count ||
                params[QLatin1String("data")].toInt() != count)
                return -1;
        }
        return count;
    }
    QJsonObject hi;
};

} // namespace

class TestStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void capability();
    void unusableNotifications_data();
    void unusableNotifications();
    void endsInErrors_data();
    void endsInErrors();
    void nothingWithoutCredit();
    void creditIsAllThatComes();
    void severalInTurn();
    void slowReaderHoldsItBack();
    void cancelled();
    void plainCallCancelled();
    void sessionEnds();
    void limitOfCalls();
    void fromAnotherThread();
};

void TestStreams::refusals_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const char *rest, int code) {
        QTest::newRow(name) << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":7,") + rest + "}" << code;
    };
    row("credit with an id", R"("method":"credit","params":{"id":1,"n":1})", -32600);
    row("cancel with an id", R"("method":"cancel","params":{"id":1})", -32600);
    row("with an idempotency key", R"("method":"test.count","params":[1],"idempotency_key":"k")", -32602);
}

void TestStreams::refusals()
{
    QFETCH(QByteArray, request);
    StreamServer server;
    StreamPeer peer(server);
    peer.send(request);
    QTEST(codeOf(peer.await(7)), "code");
}

void TestStreams::capability()
{
    StreamServer server;
    StreamPeer without(server, "batch");
    QCOMPARE(codeOf(without.ask("test.count", "[1]")), -32600);
    StreamPeer with(server);
    QCOMPARE(with.hi[QLatin1String("caps")].toArray(), QJsonArray{QStringLiteral("credit")});
}

void TestStreams::unusableNotifications_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *params) {
        QTest::newRow(name) << QByteArray("{\"jsonrpc\":\"2.0\",\"method\":") + params + "}";
    };
    row("credit for nothing", R"("credit","params":{"id":99,"n":1})");
    row("credit below zero", R"("credit","params":{"id":50,"n":-1})");
    row("credit without a number", R"("credit","params":{"id":50})");
    row("credit for another type of id", R"("credit","params":{"id":"50","n":5})");
    row("credit without params", R"("credit")");
    row("cancel for nothing", R"("cancel","params":{"id":99})");
    row("cancel without params", R"("cancel")");
    row("another notification", R"("nonsense","params":{})");
}

void TestStreams::unusableNotifications()
{
    QFETCH(QByteArray, text);
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, "test.count", "[3]");
    peer.send(text);
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":5})")).isEmpty());
    settle();
    QCOMPARE(peer.items(50), 0);
    QVERIFY(peer.strays.empty()); // notifications are not answered
    peer.credit(50, 3);
    QCOMPARE(resultOf(peer.await(50))[QLatin1String("n")].toInt(), 3);
}

void TestStreams::endsInErrors_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("code");
    QTest::newRow("dropped") << QByteArray("test.drop") << -32603;
    QTest::newRow("no JSON") << QByteArray("test.broken") << -32603;
    QTest::newRow("too large") << QByteArray("test.huge") << -32009;
    QTest::newRow("the application's") << QByteArray("test.fail") << -32004;
}

void TestStreams::endsInErrors()
{
    QFETCH(QByteArray, method);
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, method);
    QTEST(codeOf(peer.await(50)), "code");
    QCOMPARE(peer.items(50), 0);
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":5})")).isEmpty());
}

void TestStreams::nothingWithoutCredit()
{
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, "test.count", "[3]");
    settle();
    QVERIFY(server.counting);
    QCOMPARE(server.counting->at, 0);
    QCOMPARE(server.counting->stream.yield("1"), Yielded::Held);
    QCOMPARE(peer.items(50), 0);
}

void TestStreams::creditIsAllThatComes()
{
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, "test.count", "[10]");
    for (const int granted : {1, 4, 4}) {
        const int before = peer.items(50);
        peer.credit(50, granted);
        settle();
        settle();
        QCOMPARE(peer.items(50), before + granted);
        QVERIFY(!peer.replies.contains(50));
    }
    peer.credit(50, 1'000'000);
    QCOMPARE(resultOf(peer.await(50))[QLatin1String("n")].toInt(), 10);
    QCOMPARE(peer.items(50), 10);
    // An id may be used again once it is answered.
    peer.start(50, "test.count", "[0]");
    peer.credit(50, 1);
    QCOMPARE(resultOf(peer.await(50))[QLatin1String("n")].toInt(), 0);
}

void TestStreams::severalInTurn()
{
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, "test.count", "[500,100]");
    peer.start(51, "test.count", "[500,100]");
    peer.credit(50, 500);
    peer.credit(51, 500);
    QCOMPARE(resultOf(peer.await(50))[QLatin1String("n")].toInt(), 500);
    QCOMPARE(resultOf(peer.await(51))[QLatin1String("n")].toInt(), 500);
    QCOMPARE(peer.items(50), 500);
    QCOMPARE(peer.items(51), 500);
}

void TestStreams::slowReaderHoldsItBack()
{
    StreamServer server;
    StreamPeer peer(server);
    peer.transport().setReading(false);
    peer.start(50, "test.count", "[10000,1000]");
    peer.credit(50, 10'000);
    for (int i = 0; i < 20; ++i)
        settle();
    // What the link takes and 64 KiB, of 10 MB: the reader is not held slow for what it asked for.
    QVERIFY2(server.counting->at > 60 && server.counting->at < 300, QByteArray::number(server.counting->at));
    QVERIFY(!peer.closed);
    peer.transport().setReading(true);
    QVERIFY(QTest::qWaitFor([&] { return peer.replies.contains(50); }, patience(5'000))); // 10 MB as JSON
    QCOMPARE(resultOf(peer.await(50))[QLatin1String("n")].toInt(), 10'000);
    QCOMPARE(peer.items(50), 10'000);
}

void TestStreams::cancelled()
{
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, "test.count", "[1000]");
    peer.credit(50, 10);
    settle();
    peer.cancel(50);
    peer.credit(50, 10);
    QCOMPARE(codeOf(peer.await(50)), -32011);
    settle();
    QCOMPARE(peer.items(50), 10);
    QVERIFY(server.counting->over);            // it was told
    QCOMPARE(server.counting.use_count(), 1L); // and what it gave to be called is gone
    QCOMPARE(server.counting->stream.yield("1"), Yielded::Over);
}

void TestStreams::plainCallCancelled()
{
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, "test.silent");
    settle();
    peer.cancel(50);
    QCOMPARE(codeOf(peer.await(50)), -32011);
    server.answers.front().answer(QByteArray("1"));
    settle();
    QVERIFY(!peer.replies.contains(50)); // answered once
}

void TestStreams::sessionEnds()
{
    StreamServer server;
    {
        StreamPeer peer(server);
        peer.start(50, "test.count", "[1000]");
        peer.credit(50, 10);
        settle();
        QCOMPARE(peer.items(50), 10);
    }
    settle();
    QVERIFY(server.counting->over);
    QCOMPARE(server.counting.use_count(), 1L);
}

void TestStreams::limitOfCalls()
{
    Server::Options options;
    options.maxInflight = 2;
    StreamServer server(options);
    StreamPeer peer(server);
    peer.start(50, "test.count", "[1]");
    peer.start(50, "test.count", "[1]");
    QCOMPARE(codeOf(peer.await(50)), -32013);
    peer.start(51, "test.count", "[1]");
    peer.start(52, "test.count", "[1]");
    QCOMPARE(codeOf(peer.await(52)), -32006);
    peer.cancel(50);
    QCOMPARE(codeOf(peer.await(50)), -32011);
    peer.start(52, "test.count", "[1]");
    peer.credit(52, 1);
    QCOMPARE(resultOf(peer.await(52))[QLatin1String("n")].toInt(), 1);
}

void TestStreams::fromAnotherThread()
{
    StreamServer server;
    StreamPeer peer(server);
    peer.start(50, "test.never");
    peer.credit(50, 100'000);
    QTRY_VERIFY(server.kept);
    QVERIFY(!resultOf(peer.ask("ping", R"({"t":5})")).isEmpty()); // the credit has come
    std::thread thread([stream = std::move(*server.kept)]() mutable {
        for (int i = 1; i <= 5'000;) {
            const Yielded yielded = stream.yield(QByteArray::number(i));
            if (yielded == Yielded::Over)
                return;
            if (yielded == Yielded::Taken)
                ++i;
            else
                std::this_thread::yield();
        }
        stream.finish();
    });
    const QJsonObject reply = peer.await(50);
    thread.join();
    QCOMPARE(resultOf(reply)[QLatin1String("n")].toInt(), 5'000);
    QCOMPARE(peer.items(50), 5'000);
}

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
