// SPDX-License-Identifier: MIT
#include <alcedo/client/streamcursor.h>

#include <QTest>

using namespace alcedo;
using Snapshot = StreamEvent::Snapshot;
using Publications = StreamEvent::Publications;

namespace {

Publication pub(std::uint64_t offset)
{
    return {offset, 0, "1", {}, Publication::Op::Set};
}

std::vector<Publication> pubs(std::initializer_list<std::uint64_t> offsets)
{
    std::vector<Publication> result;
    for (const std::uint64_t offset : offsets)
        result.push_back(pub(offset));
    return result;
}

QString epoch(char name)
{
    return QString(QChar::fromLatin1(name));
}

/// What was told, in short: "3 4 lost 5-7 (3 reset) snapshot 8".
QString told(const StreamCursor::Step &step)
{
    QStringList words;
    for (const StreamEvent &event : step.events) {
        if (const auto *loss = std::get_if<Loss>(&event.what))
            words << QStringLiteral("lost %1:%2-%3 (%4 %5)")
                         .arg(loss->epoch)
                         .arg(loss->first)
                         .arg(loss->last)
                         .arg(loss->count)
                         .arg(loss->why);
        const bool snapshot = std::holds_alternative<Snapshot>(event.what);
        if (snapshot)
            words << QStringLiteral("snapshot");
        const auto *list = std::get_if<Publications>(&event.what);
        for (const Publication &publication : snapshot ? std::get<Snapshot>(event.what).publications
                                              : list   ? list->publications
                                                       : std::vector<Publication>())
            words << QString::number(publication.offset);
    }
    if (step.gap)
        words << QStringLiteral("gap");
    if (step.duplicates)
        words << QStringLiteral("twice %1").arg(step.duplicates);
    return words.join(u' ');
}

} // namespace

class TestStreamCursor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void subscribed_data();
    void subscribed();
    void keyedSubscribed_data();
    void keyedSubscribed();
    void data_data();
    void data();
    void keyedData_data();
    void keyedData();
    void lost_data();
    void lost();
    void positionsFollowWhatIsTold();
};

void TestStreamCursor::subscribed_data()
{
    QTest::addColumn<StreamPosition>("before");
    QTest::addColumn<StreamPosition>("answer");
    QTest::addColumn<bool>("recovered");
    QTest::addColumn<std::vector<Publication>>("list");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<std::uint64_t>("after");
    const StreamPosition none;
    const auto at = [](char name, std::uint64_t offset) { return StreamPosition{epoch(name), offset}; };
    const auto row = [](const char *name, const StreamPosition &before, const StreamPosition &answer,
                        bool recovered, const std::vector<Publication> &list, const char *expected,
                        std::uint64_t after) {
        QTest::newRow(name) << before << answer << recovered << list << QString::fromLatin1(expected)
                            << after;
    };
    row("not recovered, nothing kept", at('a', 5), at('a', 9), false, {}, "lost a:6-9 (4 retention)", 9);
    row("not recovered, tail kept", at('a', 5), at('a', 9), false, pubs({8, 9}),
        "lost a:6-7 (2 retention) 8 9", 9);
    row("not recovered, nothing new", at('a', 5), at('a', 5), false, {}, "", 5);
    row("not recovered, old ones again", at('a', 5), at('a', 7), false, pubs({4, 5, 6, 7}), "6 7 twice 2", 7);
    row("new epoch, empty", at('a', 5), at('b', 0), false, {}, "lost b:1-0 (0 reset)", 0);
    row("new epoch, all kept", at('a', 5), at('b', 2), false, pubs({1, 2}), "lost b:1-0 (0 reset) 1 2", 2);
    row("new epoch, tail kept", at('a', 5), at('b', 9), false, pubs({8, 9}), "lost b:1-7 (7 reset) 8 9", 9);
    row("new epoch, nothing kept", at('a', 5), at('b', 9), false, {}, "lost b:1-9 (9 reset)", 9);
    row("new epoch, same offset", at('a', 5), at('b', 5), false, {}, "lost b:1-5 (5 reset)", 5);
    row("new epoch that claims recovery", at('a', 5), at('b', 6), true, pubs({6}), "lost b:1-5 (5 reset) 6",
        6);
    row("recovered with a hole", at('a', 5), at('a', 9), true, pubs({6, 9}), "6 lost a:7-8 (2 retention) 9",
        9);
    row("recovered, end missing", at('a', 5), at('a', 9), true, pubs({6, 7}), "6 7 lost a:8-9 (2 retention)",
        9);
    row("recovered out of order", at('a', 5), at('a', 7), true, pubs({7, 6}),
        "lost a:6-6 (1 retention) 7 twice 1", 7);
    row("server went back", at('a', 5), at('a', 3), true, pubs({3}), "twice 1", 5);
    row("recovered", at('a', 5), at('a', 7), true, pubs({6, 7}), "6 7", 7);
    row("recovered from the start", at('a', 0), at('a', 2), true, pubs({1, 2}), "1 2", 2);
    row("recovered nothing", at('a', 5), at('a', 5), true, {}, "", 5);
    row("first, nothing", none, at('a', 0), false, {}, "", 0);
    row("first, no history", none, at('a', 12), false, {}, "", 12);
    row("first, history", none, at('a', 12), false, pubs({11, 12}), "11 12", 12);
    row("first, offset zero", none, at('a', 1), false, pubs({0, 1}), "1 twice 1", 1);
}

void TestStreamCursor::subscribed()
{
    QFETCH(StreamPosition, before);
    QFETCH(StreamPosition, answer);
    QFETCH(bool, recovered);
    QFETCH(std::vector<Publication>, list);
    QFETCH(QString, expected);
    QFETCH(std::uint64_t, after);
    StreamCursor cursor(DeliveryMode::All, before);
    wire::SubscribeResult result;
    result.s = 1;
    result.position = answer;
    result.recovered = recovered;
    result.pubs = list;
    QCOMPARE(told(cursor.subscribed(result)), expected);
    QCOMPARE(cursor.position(), (StreamPosition{answer.epoch, after}));
}

void TestStreamCursor::keyedSubscribed_data()
{
    QTest::addColumn<StreamPosition>("before");
    QTest::addColumn<StreamPosition>("answer");
    QTest::addColumn<QString>("expected");
    QTest::newRow("new epoch") << StreamPosition{epoch('a'), 5} << StreamPosition{epoch('b'), 2}
                               << QStringLiteral("snapshot 1 2");
    QTest::newRow("same epoch") << StreamPosition{epoch('a'), 5} << StreamPosition{epoch('a'), 9}
                                << QStringLiteral("snapshot 1 2");
    QTest::newRow("first") << StreamPosition{} << StreamPosition{epoch('a'), 9}
                           << QStringLiteral("snapshot 1 2");
}

void TestStreamCursor::keyedSubscribed()
{
    QFETCH(StreamPosition, before);
    QFETCH(StreamPosition, answer);
    QFETCH(QString, expected);
    StreamCursor cursor(DeliveryMode::Keyed, before);
    wire::SubscribeResult result;
    result.position = answer;
    result.snapshot = pubs({1, 2});
    QCOMPARE(told(cursor.subscribed(result)), expected);
    QCOMPARE(cursor.position(), answer);
}

void TestStreamCursor::data_data()
{
    QTest::addColumn<std::uint64_t>("prev");
    QTest::addColumn<std::vector<Publication>>("list");
    QTest::addColumn<bool>("report");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<std::uint64_t>("after");
    const auto row = [](const char *name, std::uint64_t prev, const std::vector<Publication> &list,
                        bool report, const char *expected, std::uint64_t after) {
        QTest::newRow(name) << prev << list << report << QString::fromLatin1(expected) << after;
    };
    // At 5.
    row("one was not sent to us", 6, pubs({7}), false, "gap", 5);
    row("it is gone", 6, pubs({7}), true, "lost a:6-6 (1 reset) 7", 7);
    row("prev ahead, offsets not", 6, pubs({6}), false, "gap", 5);
    row("prev ahead of everything", wire::MaxInteger, {}, false, "gap", 5);
    row("offset skipped although prev fits", 5, pubs({7}), false, "gap", 5);
    row("the same, reported", 5, pubs({7}), true, "lost a:6-6 (1 reset) 7", 7);
    row("hole inside", 5, pubs({6, 8, 9}), false, "6 gap", 6);
    row("hole inside, reported", 5, pubs({6, 8, 9}), true, "6 lost a:7-7 (1 reset) 8 9", 9);
    row("all twice", 3, pubs({4, 5}), false, "twice 2", 5);
    row("some twice", 4, pubs({5, 6}), false, "6 twice 1", 6);
    row("twice in one message", 5, pubs({6, 6, 7}), false, "6 7 twice 1", 7);
    row("backwards", 5, pubs({7, 6}), false, "gap", 5);
    row("empty", 5, {}, false, "", 5);
    row("next", 5, pubs({6}), false, "6", 6);
    row("many", 5, pubs({6, 7, 8}), false, "6 7 8", 8);
    row("prev of before a loss", 2, pubs({6}), false, "6", 6);
}

void TestStreamCursor::data()
{
    QFETCH(std::uint64_t, prev);
    QFETCH(std::vector<Publication>, list);
    QFETCH(bool, report);
    QFETCH(QString, expected);
    QFETCH(std::uint64_t, after);
    StreamCursor cursor(DeliveryMode::All, {epoch('a'), 5});
    QCOMPARE(
        told(cursor.data({1, prev, list}, report ? StreamCursor::OnGap::Report : StreamCursor::OnGap::Heal)),
        expected);
    QCOMPARE(cursor.position().offset, after);
}

void TestStreamCursor::keyedData_data()
{
    QTest::addColumn<std::uint64_t>("prev");
    QTest::addColumn<std::vector<Publication>>("list");
    QTest::addColumn<QString>("expected");
    QTest::newRow("gap") << std::uint64_t(6) << pubs({9}) << QStringLiteral("gap");
    QTest::newRow("thinned") << std::uint64_t(5) << pubs({9, 12}) << QStringLiteral("9 12");
    QTest::newRow("twice") << std::uint64_t(4) << pubs({5, 9}) << QStringLiteral("9 twice 1");
}

void TestStreamCursor::keyedData()
{
    QFETCH(std::uint64_t, prev);
    QFETCH(std::vector<Publication>, list);
    QFETCH(QString, expected);
    StreamCursor cursor(DeliveryMode::Keyed, {epoch('a'), 5});
    QCOMPARE(told(cursor.data({1, prev, list})), expected);
}

void TestStreamCursor::lost_data()
{
    QTest::addColumn<std::uint64_t>("from");
    QTest::addColumn<std::uint64_t>("to");
    QTest::addColumn<std::uint64_t>("n");
    QTest::addColumn<bool>("report");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, std::uint64_t from, std::uint64_t to, std::uint64_t n, bool report,
                        const char *expected) {
        QTest::newRow(name) << from << to << n << report << QString::fromLatin1(expected);
    };
    row("already here", 3, 5, 3, false, "");
    row("from behind to", 8, 7, 1, false, "");
    row("starts too late", 8, 9, 2, false, "gap");
    row("starts too late, reported", 8, 9, 2, true, "lost a:6-7 (2 reset) lost a:8-9 (2 slow)");
    row("partly here", 4, 7, 4, false, "lost a:6-7 (2 slow)");
    row("more than fit", 6, 7, 99, false, "lost a:6-7 (2 slow)");
    row("next", 6, 9, 4, false, "lost a:6-9 (4 slow)");
}

void TestStreamCursor::lost()
{
    QFETCH(std::uint64_t, from);
    QFETCH(std::uint64_t, to);
    QFETCH(std::uint64_t, n);
    QFETCH(bool, report);
    QFETCH(QString, expected);
    StreamCursor cursor(DeliveryMode::All, {epoch('a'), 5});
    const wire::Lost notice{1, n, from, to, wire::Lost::Why::Slow};
    QCOMPARE(told(cursor.lost(notice, report ? StreamCursor::OnGap::Report : StreamCursor::OnGap::Heal)),
             expected);
}

void TestStreamCursor::positionsFollowWhatIsTold()
{
    StreamCursor cursor(DeliveryMode::All, {epoch('a'), 5});
    wire::SubscribeResult result;
    result.position = {epoch('b'), 9};
    result.pubs = pubs({3, 4, 7});
    const auto step = cursor.subscribed(result);
    QCOMPARE(told(step),
             QStringLiteral("lost b:1-2 (2 reset) 3 4 lost b:5-6 (2 reset) 7 lost b:8-9 (2 reset)"));
    std::vector<std::uint64_t> offsets;
    for (const StreamEvent &event : step.events) {
        QCOMPARE(event.after.epoch, epoch('b'));
        offsets.push_back(event.after.offset);
    }
    QCOMPARE(offsets, (std::vector<std::uint64_t>{2, 4, 6, 7, 9}));
}

QTEST_APPLESS_MAIN(TestStreamCursor)
#include "tst_streamcursor.moc"
