// SPDX-License-Identifier: MIT
#include <alcedo/core/clock.h>
#include <alcedo/core/post.h>
#include <alcedo/feed/feedloop.h>
#include <alcedo/feed/pipeline.h>

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

/// A source that does what the test tells it.
class ScriptedSource final : public Source
{
public:
    ScriptedSource(SourceId sourceId, Clock &clock, std::atomic<int> *alive = nullptr)
        : Source(sourceId, QStringLiteral("scripted"))
        , m_clock(clock)
        , m_alive(alive)
    {
        if (m_alive)
            ++*m_alive;
    }
    ~ScriptedSource() override
    {
        if (m_alive)
            m_alive->fetch_sub(stopped ? 1 : 1'000);
    }
    void start() override { started = true; }
    void stop() override { stopped = true; }
    SourceStatus status() const override
    {
        SourceStatus s;
        s.id = id();
        s.link.state = state;
        s.records = records;
        return s;
    }
    void quote(std::string_view key, int last)
    {
        RecordBatchBuilder builder(id());
        const std::int64_t now = m_clock.wall().count();
        builder.begin(RecordKind::Quote, key, now, now);
        builder.set(quote::Last, Decimal(last, 0));
        ++records;
        Q_EMIT batchReady(builder.take());
    }

    bool started = false, stopped = false;
    LinkState state = LinkState::Opening;
    quint64 records = 0;

private:
    Clock &m_clock;
    std::atomic<int> *m_alive;
};

ScriptedSource &scripted(Source &source)
{
    return static_cast<ScriptedSource &>(source);
}

Pipeline::Factory factoryOf(std::atomic<int> *alive = nullptr)
{
    return [alive](SourceId id, Clock &clock) { return std::make_unique<ScriptedSource>(id, clock, alive); };
}

} // namespace

class tst_Pipeline : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void factoryThatMakesNothing()
    {
        Pipeline pipeline;
        QSignalSpy removed(&pipeline, &Pipeline::sourceRemoved);
        const SourceId id = pipeline.add([](SourceId, Clock &) { return std::unique_ptr<Source>(); });
        QVERIFY(removed.wait());
        QCOMPARE(removed[0][0].value<SourceId>(), id);
        pipeline.remove(id);
        pipeline.remove(77);
        pipeline.withSource(id, [](Source &) { QFAIL("there is none"); });
        QVERIFY(pipeline.statuses().isEmpty());
    }

    void endsWithSourcesAndWorkUnderWay()
    {
        std::atomic<int> alive{0};
        {
            Pipeline pipeline;
            for (int i = 0; i < 5; ++i) {
                const SourceId id = pipeline.add(factoryOf(&alive));
                pipeline.withSource(id, [](Source &source) { scripted(source).quote("A", 1); });
            }
        }
        QCOMPARE(alive.load(), 0); // each was stopped, then deleted
    }

    void recordsReachTheStoreAndTheRecorder()
    {
        Pipeline pipeline;
        std::atomic<int> batches{0};
        std::atomic<bool> elsewhere{false};
        connect(
            &pipeline, &Pipeline::batchReady, this,
            [&](const RecordBatchPtr &) {
                ++batches;
                elsewhere = QThread::currentThread() != qApp->thread();
            },
            Qt::DirectConnection);
        const SourceId id = pipeline.add(factoryOf());
        pipeline.withSource(id, [](Source &source) {
            scripted(source).quote("A", 1);
            scripted(source).quote("B", 2);
        });
        QTRY_COMPARE(pipeline.store().latest().quotes.size(), 2u);
        QCOMPARE(pipeline.store().latest().quotes[1].last, Decimal(2, 0));
        QCOMPARE(batches.load(), 2);
        QVERIFY(elsewhere);
    }

    void gapsReachTheStore()
    {
        Pipeline pipeline;
        const SourceId id = pipeline.add(factoryOf());
        pipeline.withSource(
            id, [](Source &source) { Q_EMIT source.gapOpened(5, QStringLiteral("link lost (1006)")); });
        QTRY_COMPARE(pipeline.store().latest().gaps.size(), std::size_t(id + 1));
        QCOMPARE(pipeline.store().latest().gaps[id]->at(0).toNs, 0);
        pipeline.withSource(id, [](Source &source) { Q_EMIT source.gapClosed(9, 3, 1); });
        QTRY_COMPARE(pipeline.store().latest().gaps[id]->at(0),
                     (Gap{5, 9, QStringLiteral("link lost (1006)"), 1, 3}));
    }

    void removedSourceIsForgotten()
    {
        std::atomic<int> alive{0};
        Pipeline pipeline;
        QSignalSpy told(&pipeline, &Pipeline::statusChanged), removed(&pipeline, &Pipeline::sourceRemoved);
        const SourceId first = pipeline.add(factoryOf(&alive)), second = pipeline.add(factoryOf(&alive));
        QVERIFY(first != second);
        pipeline.withSource(first, [](Source &source) { scripted(source).quote("A", 1); });
        QTRY_COMPARE(pipeline.store().latest().quotes.size(), 1u);
        QTRY_COMPARE(pipeline.statuses().size(), 2);
        pipeline.remove(first);
        QVERIFY(removed.wait());
        QCOMPARE(alive.load(), 1);
        QCOMPARE(pipeline.statuses().size(), 1);
        QCOMPARE(pipeline.statuses()[0].id, second);
        QTRY_VERIFY(pipeline.store().latest().quotes.empty());
    }

    void statusAtMostTenTimesASecondButAtOnceOnAChangeOfState()
    {
        ManualClock clock;
        Store store({}, clock);
        FeedLoop loop(store, clock);
        QVector<SourceStatus> told;
        connect(&loop, &FeedLoop::statusTold, this, [&](const SourceStatus &status) { told.append(status); });
        loop.add(4, factoryOf());
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0].id, SourceId(4));
        for (int i = 0; i < 1'000; ++i) { // a second
            loop.withSource(4, [](Source &source) {
                ++scripted(source).records;
                Q_EMIT source.statusChanged();
            });
            clock.advance(1ms);
        }
        QCOMPARE(told.size(), 11);
        QCOMPARE(told.last().records, 1'000u);
        clock.advance(1ms);
        loop.withSource(4, [](Source &source) {
            scripted(source).state = LinkState::Live;
            Q_EMIT source.statusChanged();
        });
        QCOMPARE(told.size(), 12);
        QCOMPARE(told.last().link.state, LinkState::Live);
        loop.shutDown();
    }

    void countsFollowTheBatches()
    {
        ManualClock clock;
        Store store({}, clock);
        FeedLoop loop(store, clock);
        QVector<SourceStatus> told;
        connect(&loop, &FeedLoop::statusTold, this, [&](const SourceStatus &status) { told.append(status); });
        loop.add(0, factoryOf());
        loop.withSource(0, [](Source &source) { scripted(source).quote("A", 1); });
        QCOMPARE(told.size(), 1);
        clock.advance(500ms);
        QCOMPARE(told.size(), 2);
        QCOMPARE(told.last().records, 1u);
        loop.shutDown();
    }

    void publishesAtMostEveryEightMilliseconds()
    {
        ManualClock clock;
        Store store({}, clock);
        FeedLoop loop(store, clock);
        loop.add(0, factoryOf());
        int published = 0;
        std::uint64_t seen = 0;
        for (int i = 0; i < 80; ++i) {
            loop.withSource(0, [i](Source &source) { scripted(source).quote("A", i); });
            const std::uint64_t revision = store.latest().revision;
            published += revision != seen;
            seen = revision;
            clock.advance(1ms);
        }
        QCOMPARE(published, 10);
        clock.advance(8ms); // the last is not forgotten
        QCOMPARE(store.latest().quotes[0].last, Decimal(79, 0));
        loop.shutDown();
    }
};

QTEST_GUILESS_MAIN(tst_Pipeline)
#include "tst_pipeline.moc"
