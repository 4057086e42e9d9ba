// SPDX-License-Identifier: MIT
#include "testwindow.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtQml/qqmlextensionplugin.h>
#include <functional>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;
using namespace std::chrono_literals;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { m_test->tidy(); }
    void spaceHoldsAndEndReturns();
    void timeBarByMouseAndKeys();
    void clocksCountDownOnceASecond();
    void chipsFoldWhenThereIsNoRoom();
    void connectionsOpenByKey();
    void paletteRunsACommand();
    void f1ListsKeys();
    void tokenIsAskedForInPlace();
    void retryByKeyNeedsTheOpenPanel();
    void allControlsHaveNames_data();
    void allControlsHaveNames();
    void sourcesModelIsSound();
    void noHandlerKeepsWhatItMeets();
    void screenshotIsNotBlank();

private:
    [[nodiscard]] QQuickItem *item(const char *type) const { return m_test->item(type); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { m_test->key(key, modifiers); }
    [[nodiscard]] bool popupOpen(const char *type) const { return m_test->popupOpen(type); }

    std::unique_ptr<TestWindow> m_test;
    Dashboard *m_dashboard = nullptr;
    QQuickWindow *m_window = nullptr;
};

void TestMainWindow::initTestCase()
{
    m_test = std::make_unique<TestWindow>();
    m_test->open([](const QString &word) -> Result<Pipeline::Factory> {
        return Error(ErrorCode::InvalidArgument, QStringLiteral("%1 is no source").arg(word));
    });
    m_dashboard = &m_test->dashboard();
    m_window = m_test->window();
    QVERIFY(m_window);
}

void TestMainWindow::spaceHoldsAndEndReturns()
{
    QSignalSpy spy(m_dashboard, &Dashboard::heldChanged);
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

/// A mouse that rests over what changes: see HoverWatch, and what Qt's own handler keeps.
void TestMainWindow::noHandlerKeepsWhatItMeets()
{
    QStringList found;
    int items = 0;
    const std::function<void(const QQuickItem &)> look = [&](const QQuickItem &at) {
        ++items;
        for (const QObject *child : at.children()) {
            if (child->inherits("QQuickHoverHandler"))
                found += QString::fromLatin1(at.metaObject()->className());
        }
        for (const QQuickItem *child : at.childItems())
            look(*child);
    };
    look(*m_window->contentItem());
    QVERIFY(items > 100);
    QCOMPARE(found, QStringList());
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
