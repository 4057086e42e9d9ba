// SPDX-License-Identifier: MIT
// What the connection panel lists of a source, from its status alone.
#include <format.h>
#include <linkfacts.h>
#include <sourcetext.h>
#include <stateglyph.h>

#include <alcedo/connection/linkphrases.h>
#include <alcedo/feed/sourcephrases.h>

#include <QTest>

using namespace alcedo;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(alcedo::Words)

class TestLinkFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingKnown();
    void theFailedStageIsMarked_data();
    void theFailedStageIsMarked();
    void whatIsOnlyLookedAtAsksForNothing();
    void lastClose_data();
    void lastClose();
    void measuredOverALinkThatIsDown();
    void lossIsTold();
    void whyItIsOff_data();
    void whyItIsOff();

private:
    static QVariantMap find(const QVariantList &list, const char *key, const QString &value);
    static QString value(const QVariantList &facts, const char *label)
    {
        return find(facts, "label", QString::fromLatin1(label))[QStringLiteral("value")].toString();
    }
    static int tone(const QVariantList &facts, const char *label)
    {
        return find(facts, "label", QString::fromLatin1(label))[QStringLiteral("tone")].toInt();
    }
};

QVariantMap TestLinkFacts::find(const QVariantList &list, const char *key, const QString &value)
{
    for (const QVariant &one : list) {
        if (one.toMap()[QLatin1String(key)].toString() == value)
            return one.toMap();
    }
    return {};
}

void TestLinkFacts::nothingKnown()
{
    const SourceStatus none;
    QVERIFY(!linkfacts::isUp(none.link));
    const QVariantList facts = linkfacts::session(none.link);
    QCOMPARE(value(facts, "Last close"), QString(format::Absent));
    QCOMPARE(value(facts, "Session before"), QString(format::Absent));
    QCOMPARE(value(linkfacts::figures(none), "Round trip"), QString(format::Absent));
    for (const QVariant &stage : linkfacts::stages(none)) {
        QVERIFY(!stage.toMap()[QStringLiteral("passed")].toBool());
        QVERIFY(!stage.toMap()[QStringLiteral("failed")].toBool());
    }
    QCOMPARE(linkfacts::stages(none).size(), int(StageCount) - 1); // no proxy in between
}

void TestLinkFacts::theFailedStageIsMarked_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("failed");
    QTest::addColumn<QString>("took");
    QTest::newRow("HTTP") << int(LinkState::Waiting) << 503 << true << QStringLiteral("503");
    QTest::newRow("no status") << int(LinkState::Failed) << 0 << true << QStringLiteral("failed");
    QTest::newRow("came up since") << int(LinkState::Live) << 503 << false << QStringLiteral("4 ms");
}

void TestLinkFacts::theFailedStageIsMarked()
{
    QFETCH(const int, state);
    QFETCH(const int, status);
    SourceStatus source;
    source.link.state = LinkState(state);
    source.link.stageTook[std::size_t(Stage::Upgrade)] = 4ms;
    source.link.failure = DialFailure{Stage::Upgrade, QStringLiteral("no"), status, {}, false};
    int marked = 0;
    const QVariantList stages = linkfacts::stages(source);
    for (const QVariant &stage : stages)
        marked += stage.toMap()[QStringLiteral("failed")].toBool();
    const QVariantMap upgrade = stages[int(Stage::Upgrade) - 1].toMap();
    QTEST(upgrade[QStringLiteral("failed")].toBool(), "failed");
    QTEST(marked == 1, "failed");
    QTEST(upgrade[QStringLiteral("took")].toString(), "took");
    QCOMPARE(upgrade[QStringLiteral("mark")].toInt(),
             marked ? int(freshness::Failed) : int(StateGlyph::Check));
}

void TestLinkFacts::whatIsOnlyLookedAtAsksForNothing()
{
    SourceStatus source;
    source.link.state = LinkState::Live;
    source.link.stageTook[std::size_t(Stage::SignIn)] = 1ms;
    source.link.stageTook[std::size_t(Stage::Subscribe)] = 1ms;
    for (const char *dialect : {"profile coinbase", "profile raw"}) {
        source.dialect = QString::fromLatin1(dialect);
        const bool asks = source.dialect != QLatin1String("profile raw");
        for (const Stage stage : {Stage::SignIn, Stage::Subscribe}) {
            const QVariantMap row = linkfacts::stages(source)[int(stage) - 1].toMap();
            QCOMPARE(row[QStringLiteral("passed")].toBool(), asks);
            QCOMPARE(row[QStringLiteral("took")].toString() == QLatin1String("not asked"), !asks);
        }
    }
}

void TestLinkFacts::lastClose_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("initiator");
    QTest::addColumn<bool>("ours");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, int code, const QString &reason, CloseInfo::Initiator by, bool ours,
                        const char *text) {
        QTest::newRow(name) << code << reason << int(by) << ours << QString::fromUtf8(text);
    };
    using By = CloseInfo::Initiator;
    row("an unknown code alone", 4999, {}, By::Peer, false, "4999, by the server");
    row("a peer's direction mark", 4503, QStringLiteral("x\u202e"), By::Peer, false,
        "4503, x\u27e8U+202E\u27e9, by the server");
    row("the code's meaning", 4001, {}, By::Peer, false, "4001, we read too slowly, by the server");
    row("a peer's words before it", 4001, QStringLiteral("too slow"), By::Peer, false,
        "4001, too slow, by the server");
    row("lost", 1006, {}, By::Network, false, "1006, the connection dropped, no close frame");
    row("ours", 1000, {}, By::Local, true, "1000, the venue asks for a new link, by us");
}

void TestLinkFacts::lastClose()
{
    QFETCH(const int, code);
    QFETCH(const QString, reason);
    QFETCH(const int, initiator);
    QFETCH(const bool, ours);
    LinkStatus link;
    link.lastCloseWhy = ours ? say(LinkPhrase::VenueAsks) : Words();
    link.lastClose =
        CloseInfo{code, ours ? link.lastCloseWhy.text() : reason, CloseInfo::Initiator(initiator)};
    QTEST(value(linkfacts::session(link), "Last close"), "text");
}

void TestLinkFacts::measuredOverALinkThatIsDown()
{
    SourceStatus source;
    source.link.roundTrip = 12ms;
    for (const LinkState state : {LinkState::Waiting, LinkState::Live, LinkState::Stalled}) {
        source.link.state = state;
        const QVariantList facts = linkfacts::figures(source);
        const bool up = state != LinkState::Waiting;
        QCOMPARE(linkfacts::isUp(source.link), up);
        QCOMPARE(value(facts, "Round trip"), up ? QStringLiteral("12 ms") : QStringLiteral("was 12 ms"));
        QCOMPARE(tone(facts, "Round trip"), up ? 0 : 1);
    }
}

void TestLinkFacts::lossIsTold()
{
    SourceStatus source;
    QCOMPARE(tone(linkfacts::figures(source), "Lost"), 0);
    source.lost = 7;
    QCOMPARE(value(linkfacts::figures(source), "Lost"), QStringLiteral("7"));
    QCOMPARE(tone(linkfacts::figures(source), "Lost"), 2);
}

void TestLinkFacts::whyItIsOff_data()
{
    QTest::addColumn<bool>("closed");
    QTest::addColumn<Words>("why");
    QTest::addColumn<QString>("said");
    QTest::newRow("by hand, no link") << false << Words() << QStringLiteral("by you");
    QTest::newRow("by hand, a link") << true << Words() << QStringLiteral("by you");
    QTest::newRow("by hand, after a link that was ended")
        << true << say(LinkPhrase::Renewed) << QStringLiteral("by you");
    QTest::newRow("a recording's end")
        << false << say(SourcePhrase::RecordingEnded) << QStringLiteral("recording ended");
}

void TestLinkFacts::whyItIsOff()
{
    QFETCH(const bool, closed);
    QFETCH(const Words, why);
    SourceStatus source;
    source.link.lastCloseWhy = why;
    if (closed)
        source.link.lastClose = CloseInfo{1000, {}, CloseInfo::Initiator::Local};
    const SourceWords words = wordsOf(source, freshness::Off, {});
    QCOMPARE(words.state, QStringLiteral("off"));
    QTEST(words.left, "said");
}

QTEST_GUILESS_MAIN(TestLinkFacts)
#include "tst_linkfacts.moc"
