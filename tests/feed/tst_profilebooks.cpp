// SPDX-License-Identifier: MIT
#include "venuetest.h"

#include <alcedo/transport/listener.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

QByteArray bookChange(int first, int last, const char *price)
{
    return R"({"t":"book","s":"A","f":)" + QByteArray::number(first) + R"(,"l":)" + QByteArray::number(last) +
           R"(,"b":[[")" + price + R"(","1"]]})";
}

QString recordings()
{
    const QString folder = qEnvironmentVariable("ALCEDO_RECORDINGS");
    return (folder.isEmpty() ? qEnvironmentVariable("ALCEDO_SOURCE_DIR") + QStringLiteral("/../shared/feeds")
                             : folder) +
           QStringLiteral("/market/");
}

/// The texts of a recording's lines that hold all of these.
QByteArrayList recordedTexts(const QString &name, const QByteArray &part, const QString &symbol = {})
{
    QFile file(recordings() + name);
    if (!file.open(QFile::ReadOnly))
        QTest::qFail(qPrintable(file.errorString()), __FILE__, __LINE__);
    QByteArrayList texts;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        if (line.contains(part) &&
            (symbol.isEmpty() || line.contains(QByteArray(R"(\"s\":\")" + symbol.toLatin1() + R"(\")"))))
            texts << QJsonDocument::fromJson(line).object()[QLatin1String("raw")].toString().toUtf8();
    }
    return texts;
}

} // namespace

/// Books by their changes: gaps in their numbers, whole books that are fetched, and how the two are bridged.
class TestProfileBooks : public VenueTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void sequenceGapIsCounted();
    void wholeBooksAreFetched();
    void recordedBooksAreBridged_data();
    void recordedBooksAreBridged();
    void uselessBooksAreFetchedAgain_data();
    void uselessBooksAreFetchedAgain();

private:
    [[nodiscard]] std::vector<std::string> bookLog() const;
};

std::vector<std::string> TestProfileBooks::bookLog() const
{
    std::vector<std::string> log;
    for (const RecordBatchPtr &batch : m_batches) {
        for (std::size_t i = 0; i < batch->size(); ++i) {
            if (batch->kind(i) != RecordKind::Book)
                continue;
            std::string line = (batch->flags(i) & RecordFlag::Snapshot) ? "whole" : "change";
            for (const BookLevel &level : batch->levels(i, book::Levels))
                line += ' ' + level.price.toString().toStdString();
            log.push_back(line);
        }
    }
    return log;
}

void TestProfileBooks::sequenceGapIsCounted()
{
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/"))); // another address: no whole books
    goLive();
    for (const auto &change :
         {bookChange(1, 4, "1"), bookChange(5, 5, "2"), bookChange(9, 10, "3"), bookChange(11, 12, "4")})
        say(change);
    QTRY_COMPARE(m_source->status().sequenceGaps, quint64(1));
    QCOMPARE(m_source->status().lost, quint64(3));
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->at(0).at(1).toString(), QStringLiteral("A: expected 6, got 9"));
    QCOMPARE(m_closed->at(0).at(2).toULongLong(), qulonglong(3));
}

// Changes wait for the whole book, older ones are dropped, those that span or follow it pass; a gap fetches
// it anew.
void TestProfileBooks::wholeBooksAreFetched()
{
    SystemClock system;
    Listener listener(system);
    QByteArrayList asked;
    QByteArrayList books = {R"({"last":5,"b":[["50","1"],["49","2"]]})", R"({"last":21,"b":[["60","1"]]})"};
    listener.setHttpHandler([&](const HttpRequest &request) {
        asked << request.target;
        return HttpResponse{200, books.takeFirst(), "application/json", {}};
    });
    QVERIFY(listener.listen({}));
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/")),
         {{QStringLiteral("rest"), {QStringLiteral("http://127.0.0.1:%1").arg(listener.port())}}});
    goLive();
    for (const auto &change : {bookChange(3, 4, "4"), bookChange(5, 6, "6"), bookChange(7, 7, "7")})
        say(change);
    QTRY_COMPARE(asked, QByteArrayList{"/book?symbol=A"});
    QTRY_COMPARE(bookLog(), (std::vector<std::string>{"whole 50 49", "change 6", "change 7"}));
    say(bookChange(20, 20, "20"));
    say(bookChange(21, 22, "22"));
    QTRY_COMPARE(m_source->status().sequenceGaps, quint64(1));
    m_clock->advance(250ms); // never in a hurry
    QTRY_COMPARE(asked.size(), 2);
    QTRY_COMPARE(bookLog(),
                 (std::vector<std::string>{"whole 50 49", "change 6", "change 7", "whole 60", "change 22"}));
    QCOMPARE(m_source->status().sequenceGaps, quint64(1));
}

void TestProfileBooks::recordedBooksAreBridged_data()
{
    QTest::addColumn<QString>("symbol");
    for (const char *symbol : {"NKNUSDT", "BLZETH", "LRCBTC", "RUNEEUR"})
        QTest::newRow(symbol) << QString::fromLatin1(symbol);
}

// Binance's changes and the answer of its HTTP interface, as they were recorded together.
void TestProfileBooks::recordedBooksAreBridged()
{
    QFETCH(QString, symbol);
    // Recordings are no part of the sources; where they are named, they must be there.
    if (!QFile::exists(recordings()) && !qEnvironmentVariableIsSet("ALCEDO_RECORDINGS"))
        return qWarning("not run: no recordings at %s", qPrintable(recordings()));
    const QByteArray answer =
        recordedTexts(QStringLiteral("binance.http.jsonl"), "depth?symbol=" + symbol.toLatin1()).value(0);
    const QJsonObject whole = QJsonDocument::fromJson(answer).object();
    const qint64 last = whole[QLatin1String("lastUpdateId")].toInteger();
    QVERIFY(last > 0);
    const QByteArrayList changes =
        recordedTexts(QStringLiteral("binance.jsonl"), R"(\"e\":\"depthUpdate\")", symbol);
    std::size_t newer = 0;
    for (const QByteArray &change : changes) {
        const QJsonObject message = QJsonDocument::fromJson(change).object();
        const QJsonObject data =
            message.contains(QLatin1String("data")) ? message[QLatin1String("data")].toObject() : message;
        newer += data[QLatin1String("u")].toInteger() > last;
    }
    QVERIFY(newer > 0 && newer < std::size_t(changes.size()));

    SystemClock system;
    Listener listener(system);
    QByteArrayList asked;
    listener.setHttpHandler([&](const HttpRequest &request) {
        asked << request.target;
        return HttpResponse{200, answer, "application/json", {}};
    });
    QVERIFY(listener.listen({}));
    m_profile = FeedProfile::named(QStringLiteral("binance")).value();
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/")),
         {{QStringLiteral("rest"), {QStringLiteral("http://127.0.0.1:%1").arg(listener.port())}},
          {QStringLiteral("symbols"), {symbol}}});
    m_source->start();
    QCOMPARE(heard(1).size(), 1);
    say(R"({"result":null,"id":1})");
    for (const QByteArray &change : changes)
        say(change);
    QTRY_COMPARE(bookLog().size(), newer + 1);
    QCOMPARE(asked, QByteArrayList{"/api/v3/depth?symbol=" + symbol.toLatin1() + "&limit=1000"});
    QCOMPARE(m_source->status().sequenceGaps, quint64(0));
    QVERIFY(bookLog()[0].starts_with("whole"));
    std::size_t levels = 0;
    for (const RecordBatchPtr &batch : m_batches) {
        if (batch->kind(0) == RecordKind::Book && levels == 0)
            levels = batch->levels(0, book::Levels).size();
    }
    QCOMPARE(levels, std::size_t(whole[QLatin1String("bids")].toArray().size() +
                                 whole[QLatin1String("asks")].toArray().size()));
    qInfo("%zu levels, %lld changes recorded, %zu after the whole book", levels, qlonglong(changes.size()),
          newer);
}

void TestProfileBooks::uselessBooksAreFetchedAgain_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("words");
    QTest::newRow("refused") << 429 << QByteArray("{}") << QStringLiteral("HTTP 429");
    QTest::newRow("no JSON") << 200 << QByteArray("<html>") << QStringLiteral("not what the profile says");
    QTest::newRow("no number") << 200 << QByteArray(R"({"b":[]})")
                               << QStringLiteral("not what the profile says");
}

void TestProfileBooks::uselessBooksAreFetchedAgain()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, words);
    SystemClock system;
    Listener listener(system);
    int asked = 0;
    listener.setHttpHandler([&](const HttpRequest &) {
        return ++asked == 1 ? HttpResponse{status, body, "text/plain", {}}
                            : HttpResponse{200, R"({"last":5,"b":[["50","1"]]})", "application/json", {}};
    });
    QVERIFY(listener.listen({}));
    make(QUrl(QStringLiteral("ws://127.0.0.1:3/")),
         {{QStringLiteral("rest"), {QStringLiteral("http://127.0.0.1:%1").arg(listener.port())}}});
    goLive();
    say(bookChange(5, 6, "6"));
    QTRY_VERIFY(m_source->status().link.log.back().words.text().contains(words));
    QCOMPARE(bookLog(), std::vector<std::string>());
    m_clock->advance(1'999ms);
    QCoreApplication::processEvents();
    QCOMPARE(asked, 1);
    m_clock->advance(1ms);
    QTRY_COMPARE(bookLog(), (std::vector<std::string>{"whole 50", "change 6"}));
    QCOMPARE(asked, 2);
}

QTEST_GUILESS_MAIN(TestProfileBooks)
#include "tst_profilebooks.moc"
