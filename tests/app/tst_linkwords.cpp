// SPDX-License-Identifier: MIT
// A link's log and its end, in both languages.
#include <linkwords.h>

#include <alcedo/connection/linklog.h>
#include <alcedo/connection/linkphrases.h>
#include <alcedo/transport/dialphrases.h>
#include <alcedo/wire/closecode.h>

#include <QTest>
#include <QTranslator>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; });
}

} // namespace

class TestLinkWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { QCoreApplication::removeTranslator(&m_japanese); }
    void peersWordsStay_data();
    void peersWordsStay();
    void everyChangeIsSaid_data();
    void everyChangeIsSaid();
    void aFarewellIsNoFailedDial();
    void everyCloseCodeHasWords();

private:
    QTranslator m_japanese;
};

void TestLinkWords::init()
{
    QVERIFY(m_japanese.load(QStringLiteral(":/alcedo/i18n/alcedo_ja.qm")));
}

void TestLinkWords::peersWordsStay_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << QStringLiteral("maintenance at 9") << QStringLiteral("maintenance at 9");
    QTest::newRow("placeholders") << QStringLiteral("%1 %2 %3 %n") << QStringLiteral("%1 %2 %3 %n");
    QTest::newRow("the same as ours")
        << QStringLiteral("no sign of life for 3 s") << QStringLiteral("no sign of life for 3 s");
    QTest::newRow("empty") << QString() << QString();
}

void TestLinkWords::peersWordsStay()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    QCoreApplication::installTranslator(&m_japanese);
    LinkLogEntry entry;
    entry.words = text;
    QCOMPARE(linkwords::log(entry), shown);
    // What turns a line's direction or hides in it is taken out wherever it stands.
    const CloseInfo close{4001, text + QChar(0x202e) + QChar(7), CloseInfo::Initiator::Peer};
    const QString line = linkwords::close(close, {});
    QVERIFY(!line.contains(QChar(0x202e)) && !line.contains(QChar(7)));
    QVERIFY2(line.contains(shown), qPrintable(line));
}

void TestLinkWords::everyChangeIsSaid_data()
{
    QTest::addColumn<int>("to");
    QTest::addColumn<int>("cause"); // 0 none, 1 a failure, 2 a close
    for (int to = 0; to <= int(LinkState::Failed); ++to) {
        for (int cause = 0; cause < 3; ++cause)
            QTest::addRow("%s, %d", qPrintable(linkStateName(LinkState(to))), cause) << to << cause;
    }
}

void TestLinkWords::everyChangeIsSaid()
{
    QFETCH(const int, to);
    QFETCH(const int, cause);
    LinkChange change{LinkState::Live, LinkState(to), 13, 29'100ms};
    if (cause == 1)
        change.failure = DialFailure{Stage::Tcp, say(DialPhrase::ConnectionRefused), 0, {}, false};
    if (cause == 2) {
        change.why = say(LinkPhrase::NoSignOfLife, {QStringLiteral("25.0")});
        change.close = CloseInfo{4001, change.why.text(), CloseInfo::Initiator::Local};
    }
    const LinkLogEntry entry = logEntryOf(change);
    QVERIFY(entry.change);
    const QString english = linkwords::log(entry);
    QVERIFY2(!english.isEmpty() && isAscii(english), qPrintable(english));
    if (LinkState(to) == LinkState::Waiting)
        QVERIFY2(english.contains(QLatin1String("29.1 s")) && english.contains(QLatin1String("13")),
                 qPrintable(english));
    QCoreApplication::installTranslator(&m_japanese);
    const QString japanese = linkwords::log(entry);
    QVERIFY2(!isAscii(japanese), qPrintable(japanese));
    for (const char *word : {"Connection", "refused", "closed", "attempt", "next", "sign of", "slowly"})
        QVERIFY2(!japanese.contains(QLatin1String(word)), qPrintable(japanese));
}

void TestLinkWords::aFarewellIsNoFailedDial()
{
    LinkChange change{LinkState::Live, LinkState::Waiting, 1, 500ms};
    change.failure = DialFailure{Stage::Data, QStringLiteral("the server is going down"), 0, {}, false};
    QVERIFY(linkwords::log(logEntryOf(change)).contains(QLatin1String("data: the server is going down")));
    change.failure->stage = Stage::Tcp;
    QVERIFY(
        linkwords::log(logEntryOf(change)).contains(QLatin1String("TCP: The dial failed: the server is")));
}

void TestLinkWords::everyCloseCodeHasWords()
{
    QCOMPARE(linkwords::closeCode(4999), QString());
    for (const CloseCodeEntry &entry : closeCodes())
        QCOMPARE(linkwords::closeCode(entry.code), QString::fromLatin1(entry.text));
    QCoreApplication::installTranslator(&m_japanese);
    for (const CloseCodeEntry &entry : closeCodes())
        QVERIFY2(!isAscii(linkwords::closeCode(entry.code)), entry.text);
}

QTEST_MAIN(TestLinkWords)
#include "tst_linkwords.moc"
