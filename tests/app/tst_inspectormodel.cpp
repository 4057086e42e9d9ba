// SPDX-License-Identifier: MIT
// The Inspector's rows without an engine, the way of a recording that leaves it, and what Add source makes of
// messages.
#include <inspectormodel.h>
#include <sourceprobe.h>

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/framerecording.h>

#include <QAbstractItemModelTester>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace alcedo;

class TestInspectorModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init();
    void hostileFrames();
    void ringIsBounded();
    void keepsTheNewest();
    void oneSignalATurn();
    void filters_data();
    void filters();
    void choosingHolds();
    void prettyLines();
    void sortsOf_data();
    void sortsOf();
    void lagOf_data();
    void lagOf();
    void framesAreReadOnce();
    void linesSayWhatTheyBecome();
    void savedLinesAreARecording();
    void probeProposesAndIsCorrected();

private:
    static TappedFrame frame(const QByteArray &bytes, SourceId source = 1,
                             TappedFrame::Direction direction = TappedFrame::Direction::In);
    void take(std::deque<TappedFrame> frames) { m_model->take(std::move(frames), 0); }
    [[nodiscard]] QStringList messages() const;
    [[nodiscard]] QVariant at(int row, int role) const { return m_model->index(row).data(role); }

    std::unique_ptr<InspectorModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

TappedFrame TestInspectorModel::frame(const QByteArray &bytes, SourceId source,
                                      TappedFrame::Direction direction)
{
    TappedFrame made;
    made.source = source;
    made.link = 1;
    made.direction = direction;
    made.arrivalNs = 1'700'000'000'123'000'000;
    made.bytes = bytes;
    return made;
}

void TestInspectorModel::init()
{
    m_tester.reset();
    m_model = std::make_unique<InspectorModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
    m_model->setSourceName(1, QStringLiteral("one"));
    m_model->setSourceName(2, QStringLiteral("two"));
}

QStringList TestInspectorModel::messages() const
{
    QStringList all;
    for (int row = 0; row < m_model->count(); ++row)
        all << at(row, InspectorModel::MessageRole).toString();
    return all;
}

void TestInspectorModel::hostileFrames()
{
    take({frame(QByteArray()), frame(QByteArray("\x00\x01\xff", 3)), frame(QByteArray(100'000, '[')),
          frame(QByteArray("a\u202E"
                           "b\nc")),
          frame(QByteArray(1'000'000, 'x'))});
    QCOMPARE(m_model->count(), 5);
    for (int row = 0; row < 5; ++row) {
        QVERIFY(at(row, InspectorModel::MessageRole).toString().size() <= FrameText::MaxRowChars + 1);
        m_model->setCurrentRow(row);
        QVERIFY(m_model->detail()->rowCount() >= 1);
        QVERIFY(m_model->detail()->rowCount() <= FrameText::MaxLines + 1);
    }
    QCOMPARE(at(3, InspectorModel::MessageRole).toString(), QStringLiteral("00 01 ff"));
    QVERIFY(!at(1, InspectorModel::MessageRole).toString().contains(QChar(0x202E)));
}

void TestInspectorModel::ringIsBounded()
{
    FrameRing ring(SourceId(1));
    for (std::size_t i = 0; i < FrameRing::MaxFrames + 10; ++i)
        ring.frameSeen(frame("x"));
    ring.frameSeen(frame("other", 2));
    QCOMPARE(ring.dropped(), quint64(10));
    QCOMPARE(ring.take().size(), FrameRing::MaxFrames);
    for (int i = 0; i < 100; ++i)
        ring.frameSeen(frame(QByteArray(FrameRing::MaxFrameBytes * 2, 'x')));
    QVERIFY(ring.take().size() <= std::size_t(FrameRing::MaxBytes / FrameRing::MaxFrameBytes));
    QVERIFY(ring.take().empty());
}

void TestInspectorModel::keepsTheNewest()
{
    std::deque<TappedFrame> frames;
    for (std::size_t i = 0; i < InspectorModel::MaxFrames + 5; ++i)
        frames.push_back(frame(QByteArray::number(qulonglong(i))));
    take(std::move(frames));
    QCOMPARE(m_model->count(), InspectorModel::MaxRows);
    QCOMPARE(messages()[0], QString::number(InspectorModel::MaxFrames + 4));
    QCOMPARE(QByteArray(m_model->lines()).count('\n'), int(InspectorModel::MaxFrames));
}

// Rows are places: once the list is full, a turn tells one dataChanged, however much came.
void TestInspectorModel::oneSignalATurn()
{
    std::deque<TappedFrame> frames(std::size_t(InspectorModel::MaxRows), frame("x"));
    take(std::move(frames));
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted),
        removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    take(std::deque<TappedFrame>(170, frame("y"))); // what 10,000 a second are in a frame of the screen
    QCOMPARE(changed.size(), 1);
    QCOMPARE(inserted.size() + removed.size(), 0);
    take({});
    QCOMPARE(changed.size(), 1); // nothing came, nothing is told
    QCOMPARE(messages()[0], QStringLiteral("y"));
}

void TestInspectorModel::filters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("messages");
    QTest::newRow("nothing") << QStringLiteral("zebra") << QStringList();
    QTest::newRow("no such source") << QStringLiteral("source:three") << QStringList();
    QTest::newRow("word") << QStringLiteral("PRICE")
                          << QStringList{QStringLiteral("price 2"), QStringLiteral("price 1")};
    QTest::newRow("words") << QStringLiteral("price 2") << QStringList{QStringLiteral("price 2")};
    QTest::newRow("source") << QStringLiteral("source:two") << QStringList{QStringLiteral("price 2")};
    QTest::newRow("out") << QStringLiteral("out") << QStringList{QStringLiteral("ping")};
    QTest::newRow("in of one") << QStringLiteral("in source:one") << QStringList{QStringLiteral("price 1")};
}

void TestInspectorModel::filters()
{
    QFETCH(QString, filter);
    take({frame("price 1"), frame("ping", 1, TappedFrame::Direction::Out), frame("price 2", 2)});
    QCOMPARE(m_model->count(), 3);
    m_model->setFilter(filter);
    QTEST(messages(), "messages");
    m_model->setFilter({});
    QCOMPARE(m_model->count(), 3);
}

void TestInspectorModel::choosingHolds()
{
    take({frame("a"), frame(R"({"type":"ticker","ts":1700000000123})")});
    m_model->setCurrentRow(0);
    QVERIFY(m_model->isHeld());
    QVERIFY(m_model->detailTitle().contains(QLatin1String("one / ticker")));
    take({frame("later")});
    QCOMPARE(m_model->count(), 2);
    QCOMPARE(m_model->currentRow(), 0);
    m_model->setHeld(false);
    QCOMPARE(m_model->count(), 3);
    QCOMPARE(m_model->currentRow(), -1);
    QCOMPARE(messages()[0], QStringLiteral("later"));
}

void TestInspectorModel::prettyLines()
{
    FrameText text;
    QCOMPARE(
        text.prettyText(R"({"a":[1,"x"],"b":{},"t":1700000000123})"),
        QStringLiteral("{\n  \"a\": [\n    1,\n    \"x\"\n  ],\n  \"b\": {},\n  \"t\": 1700000000123\n}\n"));
    const auto aligned = text.pretty(R"({"a":1,"longest of all":{"b":2},"name":3})");
    QCOMPARE(aligned[1][FrameText::Key].toString(), QStringLiteral("\"a\"   "));
    QCOMPARE(aligned[2][FrameText::Key].toString(),
             QStringLiteral("\"longest of all\""));                           // it has no value beside it
    QCOMPARE(aligned[3][FrameText::Key].toString(), QStringLiteral("\"b\"")); // its own neighbours count
    const auto lines = text.pretty(R"({"a":{"b~/":1},"t":1700000000123})");
    QCOMPARE(lines[2][6].toString(), QStringLiteral("/a/b~0~1"));
    QVERIFY2(lines[4][7].toString().contains(QLatin1String("ms")), qUtf8Printable(lines[4][7].toString()));
}

void TestInspectorModel::sortsOf_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("sort");
    QTest::newRow("nothing") << QByteArray() << QString();
    QTest::newRow("no word") << QByteArray(R"({"type":7})") << QString();
    QTest::newRow("no end") << QByteArray(R"({"type": "tick)") << QString();
    QTest::newRow("nothing behind") << QByteArray(R"({"type")") << QString();
    QTest::newRow("a value that is called so")
        << QByteArray(R"({"x":"type","op":"sub"})") << QStringLiteral("sub");
    QTest::newRow("close") << QByteArray(R"({"type":"ticker"})") << QStringLiteral("ticker");
    QTest::newRow("wide") << QByteArray(R"({ "type" : "ticker" })") << QStringLiteral("ticker");
    QTest::newRow("a word alone") << QByteArray("pong") << QStringLiteral("pong");
}

void TestInspectorModel::sortsOf()
{
    QFETCH(const QByteArray, bytes);
    QTEST(FrameText::sort(bytes), "sort");
}

void TestInspectorModel::lagOf_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("lag");
    const auto row = [](const char *name, const char *word, const char *bytes, const QString &lag) {
        QTest::newRow(name) << QString::fromLatin1(word) << QByteArray(bytes) << lag;
    };
    row("no JSON", "", "pong", {});
    row("no time", "coinbase", R"({"type":"ticker","product_id":"A"})", {});
    row("a profile that is not there", "no-such", R"({"time":"2023-11-14T22:13:20.1Z"})", {});
    row("a text that is no time", "coinbase", R"({"type":"ticker","product_id":"A","time":"now"})", {});
    // The frame arrives 123 ms after the second.
    row("behind", "coinbase", R"({"type":"ticker","product_id":"A","time":"2023-11-14T22:13:20.1Z"})",
        QStringLiteral("23.0"));
    row("ahead", "coinbase", R"({"type":"ticker","product_id":"A","time":"2023-11-14T22:13:20.125Z"})",
        QString(QChar(0x2212)) + QStringLiteral("2.0"));
    row("long ago", "coinbase", R"({"type":"ticker","product_id":"A","time":"2020-11-14T22:13:20.125Z"})",
        QStringLiteral("> 100 s"));
    row("our own protocol", "",
        R"({"jsonrpc":"2.0","method":"data","params":{"s":1,"pubs":[[7,1700000000100,{}]]}})",
        QStringLiteral("23.0"));
    row("its batch", "", R"([{"method":"data","params":{"pubs":[[7,"1700000000100000000",{}]]}}])",
        QStringLiteral("23.0"));
}

void TestInspectorModel::lagOf()
{
    QFETCH(const QString, word);
    QFETCH(const QByteArray, bytes);
    m_model->setSourceWord(1, word);
    take({frame(bytes)});
    QTEST(at(0, InspectorModel::LagRole).toString(), "lag");
    take({frame(bytes, 1, TappedFrame::Direction::Out)});
    QCOMPARE(at(0, InspectorModel::LagRole).toString(), QString()); // what we say is no news to us
}

// Rows are asked anew ten times a second and at every scroll; the frames behind them are read when first
// shown.
void TestInspectorModel::framesAreReadOnce()
{
    const auto made = [](int second) {
        return frame(R"({"type":"ticker","product_id":"A","time":"2023-11-14T22:13:)" +
                     QByteArray::number(10 + second) + R"(.1Z"})");
    };
    const auto show = [this](int first, int last) {
        QStringList all;
        for (int row = first; row < last; ++row)
            all << at(row, InspectorModel::LagRole).toString();
        return all;
    };
    m_model->setSourceWord(1, QStringLiteral("coinbase"));
    take({made(0), made(1), made(2), made(3), made(4), frame("pong"),
          frame("a", 1, TappedFrame::Direction::Out)});
    QCOMPARE(m_model->timesRead(), quint64(0)); // nobody looked
    const QStringList first = show(0, 4);
    QCOMPARE(m_model->timesRead(), quint64(3)); // what was sent says nothing of lag
    QCOMPARE(show(0, 4), first);
    QCOMPARE(m_model->timesRead(), quint64(3)); // that one has no time was found, too
    take({made(5)});
    QCOMPARE(show(1, 5), first);
    QCOMPARE(m_model->timesRead(), quint64(3)); // the rows moved, the frames did not
    QCOMPARE(show(0, 5).mid(1), first);
    QCOMPARE(m_model->timesRead(), quint64(4));
    m_model->setSourceName(1, QStringLiteral("uno"));
    m_model->setSourceWord(1, QStringLiteral("coinbase"));
    m_model->setFilter(QStringLiteral("ticker"));
    QCOMPARE(show(0, 3), QStringList({"5,023", "6,023", "7,023"}));
    QCOMPARE(m_model->timesRead(), quint64(4));
    // Made from something else, it means something else.
    m_model->setSourceWord(1, QStringLiteral("no-such"));
    QCOMPARE(show(0, 3), QStringList({"", "", ""}));
    QCOMPARE(m_model->timesRead(), quint64(7));
}

void TestInspectorModel::linesSayWhatTheyBecome()
{
    const QByteArray bytes =
        R"({"type":"ticker","sequence":1700000000,"product_id":"A","price":"1.5","time":"2023-11-14T22:13:20Z"})";
    const auto column = [this](const char *name) {
        QStringList all;
        for (int line = 0; line < m_model->detail()->rowCount(); ++line)
            all << m_model->detail()
                       ->index(line, 0)
                       .data(m_model->detail()->roleNames().key(name))
                       .toString();
        return all;
    };
    take({frame(bytes)});
    m_model->setCurrentRow(0);
    QCOMPARE(column("mapped"),
             QStringList({"", "", "", "", "", "", ""})); // nobody knows what it was made from
    QVERIFY(!column("note")[2].isEmpty());               // it may be a time
    m_model->setHeld(false);
    m_model->setSourceWord(1, QStringLiteral("coinbase"));
    m_model->setCurrentRow(0);
    QCOMPARE(column("mapped"), QStringList({"", "", "", "key", "last", "time", ""}));
    QVERIFY(column("note")[2].isEmpty()); // it is none
    QVERIFY(!column("note")[5].isEmpty());
    QCOMPARE(m_model->currentSourceName(), QStringLiteral("one"));
}

void TestInspectorModel::savedLinesAreARecording()
{
    const QByteArray raw = R"({"s":"A\"é","p":1.50})";
    take({frame(raw), frame("ping", 1, TappedFrame::Direction::Out)});
    const auto recording = FrameRecording::parse(m_model->lines(), QStringLiteral("x"));
    QVERIFY2(recording.hasValue(), recording ? "" : qUtf8Printable(recording.error().message()));
    QCOMPARE(recording->frames().size(), std::size_t(2));
    QCOMPARE(recording->received()[0].raw, raw);
    QCOMPARE(qint64(recording->received()[0].wallNs), Q_INT64_C(1'700'000'000'123'000'000));
    const QString said = m_model->save();
    QVERIFY2(said.contains(QLatin1String(".jsonl")), qUtf8Printable(said));
    const QString path = said.mid(said.indexOf(u'/'));
    QVERIFY(QFileInfo::exists(path));
    QFile::remove(path);
}

void TestInspectorModel::probeProposesAndIsCorrected()
{
    SourceProbe probe;
    const QAbstractItemModelTester tester(probe.fields());
    ShapeInference guess;
    for (int i = 0; i < 50; ++i)
        guess.add(QByteArray(R"({"type":"quote","zone":")" + QByteArray(i % 2 ? "NO1" : "NO2") +
                             R"(","price":)" + QByteArray::number(41 + i) + R"(.25,"mw":12.5,"ts":)" +
                             QByteArray::number(1'700'000'000'000 + i) + "}"),
                  i * 1'000'000);
    probe.show(guess.propose());
    QStringList roles;
    int mw = -1;
    for (int row = 0; row < probe.fieldCount(); ++row) {
        const QModelIndex index = probe.fields()->index(row, 0);
        const auto value = [&](const char *name) {
            return index.data(probe.fields()->roleNames().key(name)).toString();
        };
        roles << value("name") + u'=' + value("role");
        mw = value("name") == QLatin1String("mw") ? row : mw;
    }
    QVERIFY2(roles.contains(QLatin1String("zone=key")) && roles.contains(QLatin1String("price=last")) &&
                 roles.contains(QLatin1String("ts=time")),
             qUtf8Printable(roles.join(u' ')));
    QVERIFY(mw > 0);
    probe.toggle(mw); // taken in
    probe.show(guess.propose());
    const QString path =
        probe.write(QStringLiteral("harbour energy"), QStringLiteral("wss://example.invalid"));
    QVERIFY2(path.endsWith(QLatin1String("/harbour-energy.json")), qUtf8Printable(probe.problem()));
    const auto profile = FeedProfile::load(path);
    QVERIFY(profile.hasValue());
    QCOMPARE(profile->routes.size(), std::size_t(1));
    QCOMPARE(profile->routes[0].record, RecordKind::Quote);
    QCOMPARE(profile->routes[0].map.size(), std::size_t(2)); // the correction held
    QFile::remove(path);
}

QTEST_GUILESS_MAIN(TestInspectorModel)
#include "tst_inspectormodel.moc"
