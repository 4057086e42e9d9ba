// SPDX-License-Identifier: MIT
#include <models/dashboard.h>
#include <workspace/workspace.h>

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

/// A source whose status the test sets: what the window makes of a link, without a link.
class StagedSource final : public Source
{
public:
    StagedSource(SourceId id, const QString &name, SourceStatus status)
        : Source(id, name)
        , m_status(std::move(status))
    {
        m_status.id = id;
        m_status.name = name;
    }
    void start() override { Q_EMIT statusChanged(); }
    void stop() override
    {
        m_status.link.state = LinkState::Off;
        Q_EMIT statusChanged();
    }
    [[nodiscard]] SourceStatus status() const override { return m_status; }

private:
    SourceStatus m_status;
};

/// A live link whose messages make no records, as one that is only looked at.
class TalkingSource final : public Source
{
public:
    explicit TalkingSource(SourceId id)
        : Source(id, QStringLiteral("raw"))
    {
        m_status.id = id;
        m_status.name = name();
        m_status.dialect = QStringLiteral("profile raw");
    }
    void start() override
    {
        m_status.link.state = LinkState::Live;
        startTimer(10);
        Q_EMIT statusChanged();
    }
    void stop() override { m_status.link.state = LinkState::Off; }
    [[nodiscard]] SourceStatus status() const override { return m_status; }

protected:
    void timerEvent(QTimerEvent *) override
    {
        if (FrameTap *const tap = frameTap())
            tap->frameSeen({id(), 1, TappedFrame::Direction::In, TappedFrame::Opcode::Text,
                            SystemClock().wall().count(),
                            R"({"type":"px","pair":"EURUSD","bid":"1.08","ask":"1.09"})"});
    }

private:
    SourceStatus m_status;
};

SourceStatus liveStatus()
{
    SourceStatus status;
    status.dialect = QStringLiteral("native");
    status.link.state = LinkState::Live;
    status.lastRecordNs = SystemClock().wall().count();
    return status;
}

SourceStatus waitingStatus()
{
    SourceStatus status = liveStatus();
    status.link.state = LinkState::Waiting;
    status.link.attempt = 3;
    status.link.waitedFor = 40s;
    status.link.nextTryAt = SystemClock().steady() + 30s;
    return status;
}

Pipeline::Factory staged(const QString &name, const SourceStatus &status)
{
    return [name, status](SourceId id, Clock &) -> std::unique_ptr<Source> {
        return std::make_unique<StagedSource>(id, name, status);
    };
}

/// All items below one, those of repeaters too.
QList<QQuickItem *> itemsUnder(QQuickItem *root)
{
    QList<QQuickItem *> items{root};
    for (qsizetype i = 0; i < items.size(); ++i)
        items << items[i]->childItems();
    return items;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void unknownSourceIsSaidInTheDialog();
    void spaceHoldsAndEndReturns();
    void timeBarByMouseAndKeys();
    void clocksCountDownOnceASecond();
    void chipsFoldWhenThereIsNoRoom();
    void connectionsOpenByKey();
    void paletteRunsACommand();
    void f1ListsKeys();
    void addSourceKeepsOnlyWhatIsWanted();
    void addSourceLooksAtAnAddress();
    void inspectorMapsAField_data();
    void inspectorMapsAField();
    void tokenIsAskedForInPlace();
    void retryByKeyNeedsTheOpenPanel();
    void allControlsHaveNames_data();
    void allControlsHaveNames();
    void sourcesModelIsSound();
    void screenshotIsNotBlank();

private:
    [[nodiscard]] QQuickItem *item(const char *type) const;
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(m_window, key, modifiers); }
    [[nodiscard]] bool popupOpen(const char *type) const;

    std::unique_ptr<Dashboard> m_dashboard;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
    QQuickWindow *m_window = nullptr;
};

void TestMainWindow::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    m_dashboard = std::make_unique<Dashboard>(nullptr);
    m_workspace = std::make_unique<Workspace>(QString());
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_dashboard->setSourceMaker(
        [](const QString &word) -> Result<Pipeline::Factory> {
            if (word.startsWith(QLatin1String("raw@")))
                return Pipeline::Factory(
                    [](SourceId id, Clock &) { return std::make_unique<TalkingSource>(id); });
            if (word != QLatin1String("good") && !word.endsWith(QLatin1String(".json")))
                return Error(ErrorCode::InvalidArgument, QStringLiteral("%1 is no source").arg(word));
            return staged(QStringLiteral("good"), liveStatus());
        },
        {QStringLiteral("coinbase")});
    m_dashboard->attachTo(*m_engine);
    m_workspace->attachTo(*m_engine);
    m_engine->addImportPath(QStringLiteral("qrc:/qt/qml"));
    m_engine->load(QStringLiteral("qrc:/qt/qml/Alcedo/Main.qml"));
    QVERIFY(!m_engine->rootObjects().isEmpty());
    m_window = qobject_cast<QQuickWindow *>(m_engine->rootObjects().constFirst());
    m_window->resize(1600, 1000);
    m_dashboard->frameClock().follow(m_window);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window));
    m_dashboard->pipeline().add(staged(QStringLiteral("markets"), liveStatus()));
    m_dashboard->pipeline().add(staged(QStringLiteral("wire"), waitingStatus()));
    QTRY_COMPARE(m_dashboard->sources().count(), 2);
}

void TestMainWindow::cleanup()
{
    for (int i = 0; i < 4; ++i)
        key(Qt::Key_Escape);
    m_dashboard->setHeld(false);
    while (m_dashboard->sources().count() > 2) {
        const int count = m_dashboard->sources().count();
        m_dashboard->removeSource(m_dashboard->sources().idAt(count - 1));
        QTRY_VERIFY(m_dashboard->sources().count() < count);
    }
}

QQuickItem *TestMainWindow::item(const char *type) const
{
    const auto all = m_window->findChildren<QQuickItem *>();
    for (QQuickItem *candidate : all) {
        if (QByteArray(candidate->metaObject()->className()).startsWith(type))
            return candidate;
    }
    return nullptr;
}

bool TestMainWindow::popupOpen(const char *type) const
{
    for (QObject *candidate : m_window->findChildren<QObject *>()) {
        if (QByteArray(candidate->metaObject()->className()).startsWith(type))
            return candidate->property("opened").toBool();
    }
    return false;
}

void TestMainWindow::unknownSourceIsSaidInTheDialog()
{
    key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(popupOpen("AddSourceDialog"));
    for (const char c : QByteArray("bad"))
        QTest::keyClick(m_window, c);
    key(Qt::Key_Return);
    QTRY_COMPARE(m_dashboard->sourceError(), QStringLiteral("bad is no source"));
    QCOMPARE(m_dashboard->sources().count(), 2);
}

void TestMainWindow::spaceHoldsAndEndReturns()
{
    QSignalSpy spy(m_dashboard.get(), &Dashboard::heldChanged);
    key(Qt::Key_Space);
    QVERIFY(m_dashboard->isHeld());
    const quint64 frames = m_dashboard->frameClock().frames();
    m_dashboard->frameClock().tick();
    QCOMPARE(m_dashboard->frameClock().frames(), frames);
    key(Qt::Key_End);
    QVERIFY(!m_dashboard->isHeld());
    QCOMPARE(spy.size(), 2);
    key(Qt::Key_End); // already live: nothing changes, nothing is emitted
    QCOMPARE(spy.size(), 2);
}

void TestMainWindow::timeBarByMouseAndKeys()
{
    const QTemporaryDir folder;
    TimeView &time = m_dashboard->time();
    QQuickItem *strip = item("TimeScrubber");
    QVERIFY(strip);
    const auto at = [&](double part) {
        return strip->mapToScene(QPointF(strip->width() * part, strip->height() / 2)).toPoint();
    };
    QTest::mouseClick(m_window, Qt::LeftButton, {}, at(0.5)); // nothing is recorded: it leads nowhere
    QCOMPARE(time.mode(), TimeView::Mode::Live);

    time.record({.path = folder.filePath(QStringLiteral("ring.alcedo"))});
    const int id = m_dashboard->sources().idAt(0);
    const auto say = [&](int price) {
        m_dashboard->pipeline().withSource(SourceId(id), [id, price](Source &source) {
            RecordBatchBuilder builder{SourceId(id)};
            const std::int64_t now = SystemClock().wall().count();
            builder.begin(RecordKind::Quote, "TAPE", now, now);
            builder.set(quote::Last, Decimal(price, 0));
            Q_EMIT source.batchReady(builder.take());
        });
        m_dashboard->pipeline().sync();
        time.recorder()->flush();
    };
    const auto shown = [&] {
        const Snapshot &snapshot = m_dashboard->frameClock().snapshot();
        return snapshot.quotes.empty() ? Decimal() : snapshot.quotes[0].last;
    };
    say(1);
    say(2);
    QTRY_COMPARE(shown(), Decimal(2, 0));

    QTest::mousePress(m_window, Qt::LeftButton, {}, at(0.9));
    QTest::mouseMove(m_window, at(0.6));
    QTest::mouseRelease(m_window, Qt::LeftButton, {}, at(0.6));
    QCOMPARE(time.mode(), TimeView::Mode::Scrubbed); // before all that is recorded: its first moment
    QTRY_COMPARE(shown(), Decimal(1, 0));
    say(3); // live goes on behind it
    QTRY_COMPARE(m_dashboard->pipeline().store().latest().quotes[0].last, Decimal(3, 0));
    QCOMPARE(shown(), Decimal(1, 0));

    key(Qt::Key_Period); // one message on
    QTRY_COMPARE(shown(), Decimal(2, 0));
    key(Qt::Key_BracketRight);
    QVERIFY(time.speedText().startsWith(QLatin1Char('2')));
    key(Qt::Key_BracketLeft);
    key(Qt::Key_P);
    QTRY_COMPARE(time.mode(), TimeView::Mode::Playing);
    QTRY_COMPARE(time.mode(), TimeView::Mode::Live); // it comes to the end of what is recorded
    QTRY_COMPARE(shown(), Decimal(3, 0));

    key(Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE(shown(), Decimal(1, 0));
    key(Qt::Key_End);
    QCOMPARE(time.mode(), TimeView::Mode::Live);
    QTRY_COMPARE(shown(), Decimal(3, 0));
    time.record({});
}

void TestMainWindow::clocksCountDownOnceASecond()
{
    SourcesModel &sources = m_dashboard->sources();
    const int wire = sources.idAt(1);
    QTRY_VERIFY(sources.words(wire)->secondsLeft > 0);
    const int before = sources.words(wire)->secondsLeft;
    QTRY_VERIFY_WITH_TIMEOUT(sources.words(wire)->secondsLeft < before, 3000);
    QVERIFY(sources.words(wire)->fraction < 1);
    QVERIFY(sources.words(wire)->panel.contains(QString::number(sources.words(wire)->secondsLeft)));
}

void TestMainWindow::chipsFoldWhenThereIsNoRoom()
{
    QQuickItem *bar = item("TopBar");
    QVERIFY(bar);
    QVERIFY(!bar->property("folds").toBool());
    for (int i = 0; i < 12; ++i)
        m_dashboard->pipeline().add(staged(QStringLiteral("feed %1").arg(i), liveStatus()));
    QTRY_COMPARE(m_dashboard->sources().count(), 14);
    QVERIFY(bar->property("folds").toBool());
    QVERIFY(bar->property("chipsShown").toInt() > 3);
    QVERIFY(bar->property("chipsShown").toInt() < 14);
}

void TestMainWindow::connectionsOpenByKey()
{
    key(Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY(m_window->property("connectionsOpen").toBool());
    QTRY_VERIFY(item("ConnectionsPanel")->isVisible());
    key(Qt::Key_J, Qt::ControlModifier);
    QVERIFY(!m_window->property("connectionsOpen").toBool());
}

void TestMainWindow::paletteRunsACommand()
{
    const bool dark = m_dashboard->preferences().isDark();
    key(Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(popupOpen("CommandPalette"));
    for (const char c : QByteArray("theme"))
        QTest::keyClick(m_window, c);
    key(Qt::Key_Return);
    QTRY_COMPARE(m_dashboard->preferences().isDark(), !dark);
    QTRY_VERIFY(!popupOpen("CommandPalette"));
}

void TestMainWindow::f1ListsKeys()
{
    key(Qt::Key_F1);
    QTRY_VERIFY(popupOpen("KeysDialog"));
    key(Qt::Key_Escape);
    QTRY_VERIFY(!popupOpen("KeysDialog"));
}

void TestMainWindow::addSourceKeepsOnlyWhatIsWanted()
{
    const auto dial = [this] {
        key(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(popupOpen("AddSourceDialog"));
        for (const char c : QByteArray("good"))
            QTest::keyClick(m_window, c);
        key(Qt::Key_Return);
        QTRY_COMPARE(m_dashboard->sources().count(), 3);
    };
    dial();
    key(Qt::Key_Escape);
    QTRY_COMPARE(m_dashboard->sources().count(), 2);
    QVERIFY(m_dashboard->keptSources().isEmpty());
    dial();
    const int id = m_dashboard->sources().idAt(2);
    QTRY_COMPARE(int(m_dashboard->sources().freshness(id)), int(freshness::Live));
    key(Qt::Key_Return);
    QTRY_COMPARE(m_dashboard->keptSources(), QStringList{QStringLiteral("good")});
    QCOMPARE(m_dashboard->sources().count(), 3);
}

// From nothing to a chart of it: the address, Enter for a look, Enter to take it.
void TestMainWindow::addSourceLooksAtAnAddress()
{
    key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(popupOpen("AddSourceDialog"));
    for (const char c : QByteArray("wss://feed.example"))
        QTest::keyClick(m_window, c);
    key(Qt::Key_Return);
    QTRY_VERIFY(item("AddSourceLook")->isVisible());
    QTRY_VERIFY(item("SourceTrial")->property("ready").toBool());
    QVERIFY(item("SuggestedPanels")->property("suggestions").toList().size() >= 3);
    key(Qt::Key_Return);
    QTRY_VERIFY(!popupOpen("AddSourceDialog"));
    QCOMPARE(m_dashboard->selectedKey(), QStringLiteral("EURUSD"));
    const QString profile = m_dashboard->keptSources().constLast();
    QVERIFY2(profile.endsWith(QLatin1String(".json")) && QFileInfo::exists(profile), qPrintable(profile));
    QFile::remove(profile);
    key(Qt::Key_J, Qt::ControlModifier); // the panel that opened with it
}

void TestMainWindow::inspectorMapsAField_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("keys") << false;
    QTest::newRow("mouse") << true;
}

// A value in a frame, M or the button, and the source goes on with a profile that has it.
void TestMainWindow::inspectorMapsAField()
{
    QFETCH(const bool, byMouse);
    const int id = m_dashboard->trySource(QStringLiteral("raw@wss://feed.example"));
    QTRY_COMPARE(m_dashboard->sources().count(), 3);
    key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(item("InspectorPanel")->isVisible());
    QQuickItem *detail = item("InspectorDetail");
    const auto frame = [this]() -> QQuickItem * {
        for (QQuickItem *row : itemsUnder(item("InspectorPanel"))) {
            if (QByteArray(row->metaObject()->className()).startsWith("InspectorRow") && row->isVisible() &&
                row->property("index").toInt() == 0 && row->property("direction").toInt() == 0)
                return row; // the newest
        }
        return nullptr;
    };
    QTRY_VERIFY(frame());
    item("InspectorPanel")->property("model").value<QObject *>()->setProperty("held", false);
    key(Qt::Key_M); // nothing is chosen: nothing happens
    QVERIFY(!popupOpen("AddSourceDialog"));
    const auto click = [this](QQuickItem *on) {
        QTest::mouseClick(m_window, Qt::LeftButton, {},
                          on->mapToScene(QPointF(on->width() / 3, on->height() / 2)).toPoint());
    };
    const auto lineOf = [this, detail](const QString &name) -> QQuickItem * {
        for (QQuickItem *line : itemsUnder(detail)) {
            if (line->property("path").toString() == name)
                return line;
        }
        return nullptr;
    };
    if (byMouse) {
        QQuickItem *row = nullptr;
        QTRY_VERIFY((row = frame()));
        click(row);
        QQuickItem *line = nullptr;
        QTRY_VERIFY((line = lineOf(QStringLiteral("/bid"))));
        click(line);
    } else {
        key(Qt::Key_J);
        QTRY_VERIFY(lineOf(QStringLiteral("/bid")));
        key(Qt::Key_Right); // to the lines: a brace, type, pair, bid
        for (int i = 0; i < 3; ++i)
            key(Qt::Key_Down);
    }
    QTRY_COMPARE(detail->property("markedPath").toString(), QStringLiteral("/bid"));
    if (byMouse) {
        for (QQuickItem *button : itemsUnder(detail)) {
            if (button->property("key").toString() == QLatin1String("M")) {
                click(button);
                break; // items may be gone by now
            }
        }
    } else {
        key(Qt::Key_M);
    }
    QTRY_VERIFY(popupOpen("AddSourceDialog"));
    QTRY_COMPARE(item("ProbeFields")->property("marked").toString(), QStringLiteral("/bid"));
    QCOMPARE(m_dashboard->sources().count(), 3); // the source itself is looked at, not another
    key(Qt::Key_Escape);
    QTRY_VERIFY(!popupOpen("AddSourceDialog"));
    QVERIFY(m_dashboard->sources().ids().contains(id)); // it stays where nothing is wanted

    QMetaObject::invokeMethod(detail, "map");
    QTRY_VERIFY(item("SourceTrial")->property("ready").toBool());
    for (QQuickItem *button : itemsUnder(m_window->contentItem())) {
        if (button->isVisible() && button->property("text").toString() == QLatin1String("Use this mapping")) {
            click(button);
            break;
        }
    }
    QTRY_VERIFY(!popupOpen("AddSourceDialog"));
    QTRY_VERIFY(!m_dashboard->sources().ids().contains(id));
    const QString profile = m_dashboard->keptSources().constLast();
    QVERIFY2(profile.endsWith(QLatin1String(".json")) && QFileInfo::exists(profile), qPrintable(profile));
    QFile::remove(profile);
    m_window->setProperty("inspectorOpen", false);
}

// A server that lets nobody in without a token: said, and asked for, in the panel itself.
void TestMainWindow::tokenIsAskedForInPlace()
{
    const QTemporaryDir folder;
    qputenv("ALCEDO_SECRETS", folder.filePath(QStringLiteral("secrets.json")).toUtf8());
    SourceStatus status = liveStatus();
    status.url = QStringLiteral("ws://board.example:8080/alcedo/ws");
    status.link.state = LinkState::Failed;
    status.link.since = SystemClock().wall();
    status.link.failure =
        DialFailure{Stage::SignIn, QStringLiteral("a token is needed (-32001)"), 0, {}, true};
    m_dashboard->pipeline().add(staged(QStringLiteral("board"), status));
    QTRY_COMPARE(m_dashboard->sources().count(), 3);
    const int id = m_dashboard->sources().idAt(2);
    QMetaObject::invokeMethod(m_window, "openConnections", Q_ARG(QVariant, id));
    QQuickItem *entry = nullptr;
    for (QQuickItem *candidate : itemsUnder(item("ConnectionsPanel"))) {
        if (QByteArray(candidate->metaObject()->className()).startsWith("TokenEntry"))
            entry = candidate;
    }
    QVERIFY(entry);
    QTRY_VERIFY(entry->isVisible());
    QVERIFY(!entry->property("open").toBool());
    for (QQuickItem *button : itemsUnder(entry)) {
        if (button->inherits("QQuickAbstractButton") && button->isVisible())
            button->forceActiveFocus(Qt::TabFocusReason);
    }
    key(Qt::Key_Return);
    QTRY_VERIFY(entry->property("open").toBool());
    for (const char c : QByteArray("alcedo_1_secret"))
        QTest::keyClick(m_window, c);
    QQuickItem *field = m_window->activeFocusItem();
    QVERIFY(field && field->inherits("QQuickTextField"));
    QCOMPARE(field->property("text").toString(), QStringLiteral("alcedo_1_secret"));
    QVERIFY(!field->property("displayText").toString().contains(QLatin1String("secret")));
    QVERIFY(m_dashboard->sources().ids().contains(id)); // "r" typed there retries nothing, "c" copies nothing
    key(Qt::Key_Return);
    QTRY_VERIFY(!entry->property("open").toBool());
    QCOMPARE(field->property("text").toString(), QString());
    QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral("secrets.json"))));
    m_window->setProperty("connectionsOpen", false);
    qunsetenv("ALCEDO_SECRETS");
}

void TestMainWindow::retryByKeyNeedsTheOpenPanel()
{
    QObject *retry = nullptr;
    for (QObject *candidate : m_window->findChildren<QObject *>()) {
        if (candidate->property("keys").toString() == QLatin1String("R"))
            retry = candidate;
    }
    QVERIFY(retry);
    QSignalSpy triggered(retry, SIGNAL(triggered()));
    item("ConnectionsPanel")
        ->setProperty("sourceId", m_dashboard->sources().idAt(1)); // waits for its next try
    key(Qt::Key_R);
    QCOMPARE(triggered.size(), 0);
    key(Qt::Key_J, Qt::ControlModifier);
    key(Qt::Key_R);
    QCOMPARE(triggered.size(), 1);
    item("ConnectionsPanel")
        ->setProperty("sourceId", m_dashboard->sources().idAt(0)); // live: nothing to retry
    key(Qt::Key_R);
    QCOMPARE(triggered.size(), 1);
    key(Qt::Key_J, Qt::ControlModifier);
    QVERIFY(!m_window->property("connectionsOpen").toBool());
}

void TestMainWindow::allControlsHaveNames_data()
{
    QTest::addColumn<QString>("part");
    QTest::addColumn<int>("least");
    QTest::newRow("window") << QString() << 5;
    QTest::newRow("connections") << QStringLiteral("connections") << 11;
    QTest::newRow("add source") << QStringLiteral("add-source") << 9;
    QTest::newRow("keys") << QStringLiteral("keys") << 6;
}

void TestMainWindow::allControlsHaveNames()
{
    QFETCH(const QString, part);
    QFETCH(const int, least);
    QMetaObject::invokeMethod(m_window, "openPart", Q_ARG(QVariant, part));
    int controls = 0;
    for (QQuickItem *candidate : itemsUnder(m_window->contentItem())) {
        if (!candidate->isVisible() || !candidate->inherits("QQuickAbstractButton"))
            continue;
        ++controls;
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(candidate);
        QVERIFY2(face, candidate->metaObject()->className());
        QVERIFY2(!face->text(QAccessible::Name).isEmpty(), candidate->metaObject()->className());
    }
    QVERIFY2(controls >= least, qPrintable(QString::number(controls)));
    m_window->setProperty("connectionsOpen", false);
}

void TestMainWindow::sourcesModelIsSound()
{
    QAbstractItemModelTester tester(&m_dashboard->sources(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_dashboard->pipeline().add(staged(QStringLiteral("more"), liveStatus()));
    QTRY_COMPARE(m_dashboard->sources().count(), 3);
    m_dashboard->sources().refresh();
    m_dashboard->removeSource(m_dashboard->sources().idAt(2));
    QTRY_COMPARE(m_dashboard->sources().count(), 2);
}

void TestMainWindow::screenshotIsNotBlank()
{
    const QImage picture = m_window->grabWindow();
    QCOMPARE(picture.size(), m_window->size());
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 3) {
        for (int x = 0; x < picture.width(); x += 3)
            colours.insert(picture.pixel(x, y));
    }
    QVERIFY(colours.size() > 20);
    // Held: the frame is violet on all four sides.
    key(Qt::Key_Space);
    const QImage held = m_window->grabWindow();
    QVERIFY(held.pixel(1, 500) != picture.pixel(1, 500));
    QCOMPARE(held.pixel(0, 500), held.pixel(800, 0));
    QCOMPARE(held.pixel(1599, 500), held.pixel(800, 999));
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv); // Qt Charts asks for it
    QAccessible::setActive(true);
    const int result = [&] {
        TestMainWindow test;
        return QTest::qExec(&test, argc, argv);
    }();
    // An image's texture goes by deleteLater(), and no event loop runs any more.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return result;
}
#include "tst_mainwindow.moc"
