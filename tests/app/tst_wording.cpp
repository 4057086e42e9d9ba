// SPDX-License-Identifier: MIT
// What the library says, in the window's languages: every phrase that it has.
#include <failuretext.h>
#include <profiledraft.h>
#include <wording.h>

#include <alcedo/connection/linkphrases.h>
#include <alcedo/core/clock.h>
#include <alcedo/core/filephrases.h>
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/profilephrases.h>
#include <alcedo/feed/sourcephrases.h>
#include <alcedo/feed/sourcespec.h>
#include <alcedo/recording/recordingphrases.h>
#include <alcedo/transport/dialer.h>
#include <alcedo/transport/dialphrases.h>

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;

namespace {

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; });
}

QSet<QString> places(const QString &text)
{
    static const QRegularExpression Place(QStringLiteral("%[1-9]"));
    QSet<QString> found;
    for (auto all = Place.globalMatch(text); all.hasNext();)
        found.insert(all.next().captured());
    return found;
}

/// Every table of phrases in the library.
std::vector<Phrase> everyPhrase()
{
    std::vector<Phrase> all;
    for (const auto table :
         {profilePhrases(), linkPhrases(), filePhrases(), dialPhrases(), sourcePhrases(), recordingPhrases()})
        all.insert(all.end(), table.begin(), table.end());
    return all;
}

} // namespace

class TestWording : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(m_japanese.load(QStringLiteral(":/alcedo/i18n/alcedo_ja.qm"))); }
    void cleanup() { QCoreApplication::removeTranslator(&m_japanese); }
    void plainTextStays_data();
    void plainTextStays();
    void anUnknownCodeIsEnglish();
    void noWordingWithoutAPhrase();
    void everyPhraseIsWorded_data();
    void everyPhraseIsWorded();
    void faultsKeepTheirLine_data();
    void faultsKeepTheirLine();
    void aFileThatIsNoProfile();
    void wordsThatAreNoSource_data();
    void wordsThatAreNoSource();
    void dialsThatFail_data();
    void dialsThatFail();

private:
    QTranslator m_japanese;
};

void TestWording::plainTextStays_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("the same as ours")
        << QStringLiteral("unterminated object") << QStringLiteral("unterminated object");
    QTest::newRow("places") << QStringLiteral("%1 %2 %n") << QStringLiteral("%1 %2 %n");
    QTest::newRow("hidden") << QString(QStringLiteral("a") + QChar(0x202e))
                            << QStringLiteral("a\u27e8U+202E\u27e9");
}

void TestWording::plainTextStays()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shown);
    QCoreApplication::installTranslator(&m_japanese);
    QCOMPARE(worded(Words(text)), shown);
    const QString within = worded(say(ProfilePhrase::HasNo, {text, text}));
    QVERIFY2(!within.contains(QChar(0x202e)) && !isAscii(within), qPrintable(within));
    QVERIFY2(within.startsWith(shown) && (shown.isEmpty() || within.count(shown) == 2), qPrintable(within));
}

void TestWording::anUnknownCodeIsEnglish()
{
    static constexpr Phrase Unknown{"test.unknown", "%1 of %2"};
    QCoreApplication::installTranslator(&m_japanese);
    QCOMPARE(worded(Words(Unknown, {QStringLiteral("%2"), QStringLiteral("b")})), QStringLiteral("%2 of b"));
}

void TestWording::noWordingWithoutAPhrase()
{
    QSet<QString> codes;
    for (const Phrase &phrase : everyPhrase()) {
        QVERIFY2(!codes.contains(QString::fromLatin1(phrase.code)), phrase.code);
        codes.insert(QString::fromLatin1(phrase.code));
    }
    for (const Wording &wording : wordings())
        QVERIFY2(codes.remove(QString::fromLatin1(wording.code)), wording.code);
    QVERIFY2(codes.isEmpty(), qPrintable(codes.values().join(u' ')));
}

void TestWording::everyPhraseIsWorded_data()
{
    QTest::addColumn<QString>("english");
    for (const Phrase &phrase : everyPhrase())
        QTest::newRow(phrase.code) << QString::fromUtf8(phrase.english);
}

void TestWording::everyPhraseIsWorded()
{
    QFETCH(const QString, english);
    const QByteArray code = QTest::currentDataTag();
    const auto rows = wordings();
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&code](const Wording &one) { return code == one.code; });
    QVERIFY2(row != rows.end(), "no wording in app/models/wording.cpp");
    const QString text = QString::fromUtf8(row->text);
    QCOMPARE(places(text), places(english));
    QCoreApplication::installTranslator(&m_japanese);
    const QString japanese = QCoreApplication::translate("alcedo::Wording", row->text);
    QVERIFY2(!isAscii(japanese), "no Japanese in resources/translations/alcedo_ja.ts");
    QCOMPARE(places(japanese), places(english));
}

void TestWording::faultsKeepTheirLine_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("names"); // in the file's own words
    const QByteArray good =
        "{\"profile\": 1,\n \"name\": \"x\",\n \"endpoints\": [\"ws://127.0.0.1:1\"],\n"
        " \"routes\": [{\"when\": {\"/a\": 1},\n  \"record\": \"trade\", \"key\": \"/k\",\n"
        "  \"map\": {\"price\": \"/p\"}}]\n}";
    QVERIFY(!ProfileFault::of(good));
    const auto row = [&good](const char *name, const char *from, const char *to, int line,
                             const char *names) {
        QVERIFY2(good.contains(from), name);
        QTest::newRow(name) << QByteArray(good).replace(from, to) << line << QString::fromLatin1(names);
    };
    QTest::newRow("nothing") << QByteArray() << 1 << QString();
    const QByteArray deep = '"' + QByteArray("/a").repeated(200) + '"';
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe") << 1 << QString();
    row("comma missing", "\"x\",", "\"x\"", 3, "");
    row("unclosed", "\"/p\"}}]\n}", "\"/p\"}}]\n", 7, "");
    row("a name twice", "\"name\": \"x\"", "\"name\": \"x\", \"name\": \"y\"", 2, "name");
    row("an unknown name", "\"name\": \"x\"", "\"nmae\": \"x\"", 2, "nmae");
    row("a place as a name", "\"name\": \"x\"", "\"%1 %2\": \"x\"", 2, "%1 %2");
    row("one missing", "\"endpoints\": [\"ws://127.0.0.1:1\"],\n", "", 1, "endpoints");
    row("a number", "\"profile\": 1", "\"profile\": 7", 1, "profile");
    row("no path", "\"/p\"", "\"p\"", 6, "p");
    row("no path, parent inside", "\"/p\"", "\"/a/../p\"", 6, "/a/../p");
    row("a path too deep", "\"/p\"", deep.constData(), 6, "/a/a/a");
    row("no field", "\"price\"", "\"pice\"", 6, "pice");
    row("no kind", "\"trade\"", "\"traed\"", 5, "traed");
    row("a choice", "\"/p\"", "{\"at\": \"/p\", \"as\": \"text\"}", 6, "whole, absolute");
}

void TestWording::faultsKeepTheirLine()
{
    QFETCH(const QByteArray, json);
    QFETCH(const int, line);
    QFETCH(const QString, names);
    const auto fault = ProfileFault::of(json);
    QVERIFY(fault);
    QCOMPARE(fault->line, line);
    // The command line's English is the same fault, of the same line.
    const auto parsed = FeedProfile::parse(json, QStringLiteral("x.json"));
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().message(), QStringLiteral("x.json:%1: ").arg(line) + fault->words.text());
    QCOMPARE(parsed.error().detail(), line);
    QVERIFY2(isAscii(fault->words.text()), qPrintable(fault->words.text()));
    ProfileDraft draft;
    draft.begin(QString::fromUtf8(json));
    const QString english = draft.problem();
    QVERIFY2(isAscii(english) && english.contains(names), qPrintable(english));
    QCoreApplication::installTranslator(&m_japanese); // what is shown already is said anew, too
    QCOMPARE(draft.problemLine(), line);
    QVERIFY2(!isAscii(draft.problem()) && draft.problem().contains(names), qPrintable(draft.problem()));
    QVERIFY2(draft.summary().contains(QString::number(line)), qPrintable(draft.summary()));
    for (const char *word : {" must ", " has ", " needs ", "there is", "not JSON", "a route", "a profile"})
        QVERIFY2(!draft.problem().contains(QLatin1String(word)), qPrintable(draft.problem()));
}

void TestWording::aFileThatIsNoProfile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("mine.json"));
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly) && file.write("{\"profile\": 1,\n \"nmae\": \"x\"}") > 0);
    file.close();
    const auto profile = FeedProfile::load(path);
    QVERIFY(!profile);
    QCOMPARE(profile.error().message(), QStringLiteral("mine.json:2: a profile has no \"nmae\""));
    const QString english = sourceErrorText(path, profile.error(), FeedProfile::shipped());
    QVERIFY2(english.contains(QLatin1String("mine.json, line 2: a profile has no \"nmae\"")),
             qPrintable(english));
    QCoreApplication::installTranslator(&m_japanese);
    const QString japanese = sourceErrorText(path, profile.error(), FeedProfile::shipped());
    QVERIFY2(japanese.contains(QLatin1String("mine.json")) && japanese.contains(QLatin1Char('2')) &&
                 japanese.contains(QLatin1String("nmae")),
             qPrintable(japanese));
    QVERIFY2(!japanese.contains(QLatin1String("a profile")) && !japanese.contains(QLatin1String("line")),
             qPrintable(japanese));
}

void TestWording::wordsThatAreNoSource_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QStringList>("given"); // what stands in the sentence as it was written
    const auto row = [](const char *name, const char *word, const QStringList &given) {
        QTest::newRow(name) << QString::fromLatin1(word) << given;
    };
    row("a parameter missing", "FOLDER/needs.json", {QStringLiteral("city")});
    row("an unknown parameter", "FOLDER/needs.json?town=x", {QStringLiteral("city")});
    row("a parameter not of this profile", "FOLDER/needs.json?city=x&town=x", {QStringLiteral("town")});
    row("two values for one", "FOLDER/needs.json?city=x,y", {QStringLiteral("city")});
    row("a file that is not there", "FOLDER/nothing.json", {QStringLiteral("nothing.json")});
    row("a file that is a folder", "FOLDER/", {});
    row("a recording that is not there", "coinbase@replay:FOLDER/none.jsonl", {QStringLiteral("none.jsonl")});
    row("a recording without frames", "coinbase@replay:FOLDER/empty.jsonl", {QStringLiteral("empty.jsonl")});
    row("a recording that is none", "coinbase@replay:FOLDER/bad.jsonl", {QStringLiteral("bad.jsonl")});
    row("a recording for no profile", "replay:FOLDER/foreign.jsonl", {QStringLiteral("example.invalid")});
    row("a replay's parameter", "coinbase@replay:FOLDER/none.jsonl?x=1", {QStringLiteral("x")});
    row("a replay's speed", "coinbase@replay:FOLDER/none.jsonl?speed=fast", {});
    row("an address without a host", "ws://", {});
    row("nothing", "", {});
}

void TestWording::wordsThatAreNoSource()
{
    QFETCH(QString, word);
    QFETCH(const QStringList, given);
    const QTemporaryDir folder;
    const auto write = [&folder](const char *name, const QByteArray &text) {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        return file.open(QFile::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write("needs.json", "{\"profile\": 1, \"name\": \"x\", \"endpoints\": [\"ws://127.0.0.1:1\"], "
                                "\"params\": {\"city\": {\"title\": \"City\"}}, \"routes\": [{\"when\": "
                                "{\"/a\": 1}, \"record\": \"trade\", \"key\": \"/k\", \"map\": {\"price\": "
                                "\"/p\"}}]}"));
    QVERIFY(write("empty.jsonl", "\n\n"));
    QVERIFY(write("bad.jsonl", "{\"dir\": \"recv\"}\n"));
    QVERIFY(write("foreign.jsonl", "{\"dir\": \"open\", \"url\": \"wss://example.invalid\"}\n"));
    word.replace(QLatin1String("FOLDER"), folder.path());
    const auto spec = SourceSpec::parse(word);
    QVERIFY(!spec);
    QVERIFY2(isAscii(spec.error().message()), qPrintable(spec.error().message()));
    const QString english = sourceErrorText(word, spec.error(), FeedProfile::shipped());
    QVERIFY2(isAscii(english), qPrintable(english));
    QCoreApplication::installTranslator(&m_japanese);
    // Without the frame around it, which is Japanese anyway.
    const QString japanese = worded(spec.error().words());
    QVERIFY2(!isAscii(japanese), qPrintable(japanese));
    for (const QString &name : given)
        QVERIFY2(japanese.contains(name), qPrintable(japanese));
    for (const char *ours :
         {"cannot", "No such", "needs", "has no", "there ", "takes", "must", " is ", "no "})
        QVERIFY2(!japanese.contains(QLatin1String(ours)), qPrintable(japanese));
    QVERIFY(!isAscii(sourceErrorText(word, spec.error(), FeedProfile::shipped())));
}

void TestWording::dialsThatFail_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("japanese");
    const auto row = [](const char *name, const QString &url, const char *english, const char *japanese) {
        QTest::newRow(name) << url << QString::fromLatin1(english) << QString::fromUtf8(japanese);
    };
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const QString refused = QStringLiteral("ws://127.0.0.1:%1").arg(closed.serverPort());
    row("no URL", QString(), "the address is not a valid URL", "アドレスが正しい URL ではありません");
    row("another scheme", QStringLiteral("ftp://127.0.0.1"), "the address is neither ws nor wss",
        "アドレスが ws でも wss でもありません");
    row("host not found", QStringLiteral("ws://feed.invalid"), "host not found", "ホストが見つかりません");
    row("refused", refused, "Connection refused", "接続を拒否されました");
    row("no answer", QStringLiteral("silent"), "no answer within 2.5 s", "2.5 秒以内に応答がありません");
}

void TestWording::dialsThatFail()
{
    QFETCH(const QString, url);
    QFETCH(const QString, english);
    QFETCH(const QString, japanese);
    ManualClock clock;
    QTcpServer silent; // takes the link, and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const bool isSilent = url == QLatin1String("silent");
    DialOptions options;
    options.url = QUrl(isSilent ? QStringLiteral("ws://127.0.0.1:%1").arg(silent.serverPort()) : url);
    options.timeout = std::chrono::milliseconds(2500);
    Dialer dialer(clock);
    QSignalSpy failed(&dialer, &Dialer::failed);
    dialer.dial(options);
    if (isSilent) {
        QTRY_COMPARE(dialer.stage(), Stage::Upgrade);
        clock.advance(options.timeout);
    }
    QTRY_COMPARE(failed.size(), 1);
    const auto failure = failed.first().first().value<DialFailure>();
    QCOMPARE(failure.message.text(), english);
    QCOMPARE(failureText(failure), english);
    QCoreApplication::installTranslator(&m_japanese);
    QCOMPARE(failureText(failure), japanese);
}

QTEST_MAIN(TestWording)
#include "tst_wording.moc"
