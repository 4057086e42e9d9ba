// SPDX-License-Identifier: MIT
// Add source, by keys and by mouse: from an address to a source; and a field that the Inspector points at.
#include "testwindow.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>
#include <QQmlEngine>
#include <QScopeGuard>
#include <QTest>
#include <QTranslator>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;

namespace {

/// What became of the dial to an address, by its host.
SourceStatus dialled(const QString &word)
{
    SourceStatus status;
    status.dialect = QStringLiteral("profile raw");
    status.url = word.mid(4);
    status.link.state = LinkState::Failed;
    if (word.contains(QLatin1String("nobody")))
        status.link.failure = DialFailure{Stage::Tcp, QStringLiteral("Connection refused"), 0, {}, false};
    else if (word.contains(QLatin1String("closed")))
        status.link.failure =
            DialFailure{Stage::Upgrade, QStringLiteral("HTTP 403 Forbidden"), 403, {}, true};
    else
        status.link.state = LinkState::Live; // and silent
    return status;
}

Result<Pipeline::Factory> sourceOf(const QString &word)
{
    if (word == QLatin1String("raw@wss://feed.example"))
        return Pipeline::Factory([](SourceId id, Clock &) { return std::make_unique<TalkingSource>(id); });
    if (word.startsWith(QLatin1String("raw@")))
        return staged(QStringLiteral("raw"), dialled(word));
    if (word != QLatin1String("good") && !word.endsWith(QLatin1String(".json")))
        return Error(ErrorCode::InvalidArgument, QStringLiteral("%1 is no source").arg(word));
    return staged(QStringLiteral("good"), liveStatus());
}

} // namespace

class TestAddSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void unknownSourceIsSaidInTheDialog();
    void whatIsSaidFollowsTheLanguage();
    void messagesEndAtAWholeLine();
    void whatCameOfADialIsSaid_data();
    void whatCameOfADialIsSaid();
    void brokenTextIsNotTaken();
    void brokenTextInJapanese();
    void keepsOnlyWhatIsWanted();
    void looksAtAnAddress();
    void takesTheSourceOnly();
    void kindsAndRolesAreChosen_data();
    void kindsAndRolesAreChosen();
    void textIsTakenAsWritten();
    void inspectorMapsAField_data();
    void inspectorMapsAField();

private:
    [[nodiscard]] QQuickItem *item(const char *type) const { return m_test->item(type); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { m_test->key(key, modifiers); }
    [[nodiscard]] bool popupOpen(const char *type) const { return m_test->popupOpen(type); }
    void look();
    [[nodiscard]] QQuickItem *rowOf(const QString &name) const;
    /// The profile that the newest kept source is of; the file is gone afterwards.
    [[nodiscard]] QByteArray keptProfile();

    std::unique_ptr<TestWindow> m_test;
    Dashboard *m_dashboard = nullptr;
    QQuickWindow *m_window = nullptr;
};

void TestAddSource::initTestCase()
{
    m_test = std::make_unique<TestWindow>();
    m_test->open(sourceOf);
    m_dashboard = &m_test->dashboard();
    m_window = m_test->window();
    QVERIFY(m_window);
}

void TestAddSource::cleanup()
{
    m_test->tidy();
    m_window->setProperty("connectionsOpen", false);
    m_window->setProperty("inspectorOpen", false);
}

/// The dialog with a feed that talks, all of it read.
void TestAddSource::look()
{
    key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(popupOpen("AddSourceDialog"));
    m_test->type("wss://feed.example");
    key(Qt::Key_Return);
    QTRY_VERIFY(item("AddSourceLook")->isVisible());
    QTRY_VERIFY(item("SourceTrial")->property("ready").toBool());
}

QQuickItem *TestAddSource::rowOf(const QString &name) const
{
    for (QQuickItem *row : itemsUnder(item("ProbeFields"))) {
        if (QByteArray(row->metaObject()->className()).startsWith("ProbeField_") &&
            row->property("name").toString() == name)
            return row;
    }
    return nullptr;
}

QByteArray TestAddSource::keptProfile()
{
    QFile file(m_dashboard->keptSources().constLast());
    const QByteArray text = file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    file.remove();
    return text;
}

void TestAddSource::unknownSourceIsSaidInTheDialog()
{
    key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(popupOpen("AddSourceDialog"));
    m_test->type("bad");
    key(Qt::Key_Return);
    QTRY_COMPARE(m_dashboard->sourceError(), QStringLiteral("bad is no source"));
    QCOMPARE(m_dashboard->sources().count(), 2);
}

void TestAddSource::whatIsSaidFollowsTheLanguage()
{
    key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(popupOpen("AddSourceDialog"));
    m_test->type("bad");
    key(Qt::Key_Return);
    const auto isSaid = [this](const QString &words) {
        const auto texts = itemsUnder(item("AddSourceProfiles"));
        return std::any_of(texts.begin(), texts.end(), [&words](const QQuickItem *text) {
            return text->isVisible() && text->property("text").toString().contains(words);
        });
    };
    QTRY_VERIFY(isSaid(QStringLiteral("\"bad\" is neither an address nor")));
    QTranslator japanese;
    QVERIFY(japanese.load(QStringLiteral(":/alcedo/i18n/alcedo_ja.qm")));
    QCoreApplication::installTranslator(&japanese);
    const auto english = qScopeGuard([this, &japanese] {
        QCoreApplication::removeTranslator(&japanese);
        m_dashboard->preferences().setLanguage(QStringLiteral("en"));
    });
    m_dashboard->preferences().setLanguage(QStringLiteral("ja"));
    QTRY_VERIFY(isSaid(QStringLiteral("「bad」はアドレスでもプロファイル名でもありません")));
    QVERIFY(!isSaid(QStringLiteral("is neither")));
}

void TestAddSource::messagesEndAtAWholeLine()
{
    look();
    QQuickItem *list = nullptr;
    for (QQuickItem *one : itemsUnder(item("ProbeMessages"))) {
        if (one->inherits("QQuickListView"))
            list = one;
    }
    QVERIFY(list);
    // One that is cut at this height, and goes on below.
    QObject *const anchors = list->property("anchors").value<QObject *>();
    anchors->setProperty("bottomMargin", list->height() - 77);
    const auto asBefore = qScopeGuard([anchors] { anchors->setProperty("bottomMargin", 0); });
    QCOMPARE(list->height(), 77);
    QTRY_VERIFY(list->property("contentHeight").toReal() > 2 * list->height());
    int whole = 0, cut = 0;
    const auto count = [&] {
        whole = cut = 0;
        for (QQuickItem *line : itemsUnder(list)) {
            if (!QByteArray(line->metaObject()->className()).startsWith("ProbeLine_"))
                continue;
            const QRectF place = line->mapRectToItem(list, QRectF(0, 0, line->width(), line->height()));
            if (place.top() >= list->height())
                continue;
            const bool fits = place.bottom() < list->height() + 1;
            if (fits != line->isVisible())
                return false;
            ++(fits ? whole : cut);
        }
        return whole > 0 && cut == 1;
    };
    QTRY_VERIFY2(count(), qPrintable(QStringLiteral("%1 whole, %2 cut").arg(whole).arg(cut)));
    m_test->shoot("messages-whole");
}

void TestAddSource::whatCameOfADialIsSaid_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QString>("words");
    QTest::newRow("unreachable") << QByteArray("nobody") << QStringLiteral("Could not be reached");
    QTest::newRow("refused") << QByteArray("closed") << QStringLiteral("Refused by the server");
    QTest::newRow("silent") << QByteArray("mute") << QStringLiteral("Connected, no messages yet");
}

// Not "Connect" again, nor a word of a profile that there is none of.
void TestAddSource::whatCameOfADialIsSaid()
{
    QFETCH(const QByteArray, host);
    QFETCH(const QString, words);
    key(Qt::Key_N, Qt::ControlModifier);
    QTRY_VERIFY(popupOpen("AddSourceDialog"));
    m_test->type("ws://" + host + ".example");
    QVERIFY(!item("AddSourceFooter")->property("sentence").toString().contains(QLatin1String("profile")));
    key(Qt::Key_Return);
    QTRY_VERIFY(m_test->button(QStringLiteral("Retry")));
    const auto isSaid = [this, &words] {
        for (QQuickItem *text : itemsUnder(item("AddSourceProgress"))) {
            if (text->isVisible() && text->property("text").toString() == words)
                return true;
        }
        return false;
    };
    QTRY_VERIFY(isSaid());
    QVERIFY(!item("AddSourceFooter")->property("sentence").toString().contains(QLatin1String("profile")));
    const int before = m_dashboard->sources().idAt(2);
    m_test->click(m_test->button(QStringLiteral("Retry")));
    QTRY_VERIFY(m_dashboard->sources().count() == 3 && m_dashboard->sources().idAt(2) != before);
    QVERIFY(popupOpen("AddSourceDialog"));
}

void TestAddSource::brokenTextIsNotTaken()
{
    look();
    m_test->click(m_test->button(QStringLiteral("Edit as text")));
    QTRY_VERIFY(item("ProfileEditor")->isVisible());
    QQuickItem *area = m_window->activeFocusItem();
    QVERIFY(area && area->inherits("QQuickTextArea"));
    key(Qt::Key_End, Qt::ControlModifier);
    key(Qt::Key_Return);
    m_test->type("}");
    QObject *draft = item("ProfileEditor")->property("draft").value<QObject *>();
    const int last = int(area->property("text").toString().count(QLatin1Char('\n'))) + 1;
    QCOMPARE(draft->property("problemLine").toInt(), last);
    QVERIFY(draft->property("summary").toString().contains(QString::number(last)));
    QVERIFY(!item("SourceTrial")->property("ready").toBool());
    m_test->shoot("text-broken");
    QVERIFY(!m_test->button(QStringLiteral("Connect"))); // which would lose what was written
    QVERIFY(!m_test->button(QStringLiteral("Add source and 2 panels"))->isEnabled());
    key(Qt::Key_Return, Qt::ControlModifier); // nothing to take
    QVERIFY(popupOpen("AddSourceDialog"));
    QVERIFY(m_dashboard->keptSources().isEmpty());
    key(Qt::Key_Backspace);
    QCOMPARE(draft->property("problem").toString(), QString());
    QVERIFY(item("SourceTrial")->property("ready").toBool());
    key(Qt::Key_Tab); // out of the text: to the link beside its head
    QVERIFY(m_window->activeFocusItem() != area);
    key(Qt::Key_Return);
    QTRY_VERIFY(item("ProbeFields")->isVisible());
}

void TestAddSource::brokenTextInJapanese()
{
    const auto speak = [this](const QString &language) {
        m_dashboard->preferences().setLanguage(language);
        qmlEngine(m_window)->retranslate();
    };
    QTranslator japanese;
    QVERIFY(japanese.load(QStringLiteral(":/alcedo/i18n/alcedo_ja.qm")));
    QCoreApplication::installTranslator(&japanese);
    const auto english = qScopeGuard([&japanese, &speak] {
        QCoreApplication::removeTranslator(&japanese);
        speak(QStringLiteral("en"));
    });
    speak(QStringLiteral("ja"));
    look();
    m_test->click(m_test->button(QCoreApplication::translate("ProbeFields", "Edit as text")));
    QTRY_VERIFY(item("ProfileEditor")->isVisible());
    key(Qt::Key_End, Qt::ControlModifier);
    m_test->type("}");
    const auto isSaid = [this](const QString &words) {
        const auto texts = itemsUnder(item("ProfileEditor"));
        return std::any_of(texts.begin(), texts.end(), [&words](const QQuickItem *text) {
            return text->isVisible() && text->property("text").toString().contains(words);
        });
    };
    QTRY_VERIFY(isSaid(QStringLiteral("行目：JSON ではありません：終わりの後に余分な文字があります")));
    QVERIFY(!isSaid(QStringLiteral("not JSON")));
    m_test->shoot("text-broken-ja");
    // What is shown follows the language, without a key.
    QCoreApplication::removeTranslator(&japanese);
    speak(QStringLiteral("en"));
    QTRY_VERIFY(isSaid(QStringLiteral("not JSON: garbage at the end")));
    QCoreApplication::installTranslator(&japanese);
    speak(QStringLiteral("ja"));
    QTRY_VERIFY(isSaid(QStringLiteral("行目：JSON ではありません：終わりの後に余分な文字があります")));
    key(Qt::Key_Backspace);
    QTRY_VERIFY(isSaid(QStringLiteral("プロファイルとして読めます")));
    QVERIFY(!isSaid(QStringLiteral("余分な文字")));
}

void TestAddSource::keepsOnlyWhatIsWanted()
{
    const auto dial = [this] {
        key(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(popupOpen("AddSourceDialog"));
        m_test->type("good");
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
void TestAddSource::looksAtAnAddress()
{
    look();
    QVERIFY(item("SuggestedPanels")->property("suggestions").toList().size() >= 3);
    key(Qt::Key_Return);
    QTRY_VERIFY(!popupOpen("AddSourceDialog"));
    QCOMPARE(m_dashboard->selectedKey(), QStringLiteral("EURUSD"));
    const QString profile = m_dashboard->keptSources().constLast();
    QVERIFY2(profile.endsWith(QLatin1String(".json")) && QFileInfo::exists(profile), qPrintable(profile));
    QFile::remove(profile);
}

// The records come, but nothing is opened for them.
void TestAddSource::takesTheSourceOnly()
{
    m_dashboard->setSelectedKey(QStringLiteral("before"));
    look();
    QVERIFY(m_test->button(QStringLiteral("Add source and 2 panels"))); // watchlist and chart
    m_test->click(m_test->button(QStringLiteral("Add source only")));
    QTRY_VERIFY(!popupOpen("AddSourceDialog"));
    QCOMPARE(m_dashboard->selectedKey(), QStringLiteral("before"));
    QVERIFY(!keptProfile().isEmpty());
}

void TestAddSource::kindsAndRolesAreChosen_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("keys") << false;
    QTest::newRow("mouse") << true;
}

void TestAddSource::kindsAndRolesAreChosen()
{
    QFETCH(const bool, byMouse);
    look();
    QQuickItem *kind = nullptr;
    QTRY_VERIFY((kind = rowOf(QStringLiteral("px"))));
    QCOMPARE(kind->property("kind").toString(), QStringLiteral("quote"));
    const auto choose = [&](int down) {
        QTRY_VERIFY(popupOpen("ChoiceMenu"));
        m_test->shoot("kinds");
        for (int i = 0; i < down; ++i)
            key(Qt::Key_Down);
        key(Qt::Key_Return);
        QTRY_VERIFY(!popupOpen("ChoiceMenu"));
    };
    if (byMouse) {
        for (QQuickItem *part : itemsUnder(kind)) {
            if (QByteArray(part->metaObject()->className()).startsWith("ProbeChoice"))
                m_test->click(part, 0.1);
        }
    } else {
        item("ProbeFields")->metaObject()->invokeMethod(item("ProbeFields"), "focusList");
        key(Qt::Key_F4); // of the row at hand, the kind's
    }
    choose(4); // quote, trade, candle, score, reading
    QTRY_COMPARE(rowOf(QStringLiteral("px"))->property("kind").toString(), QStringLiteral("sensor"));
    QVERIFY(popupOpen("AddSourceDialog")); // Enter chose there, and took nothing here
    QTRY_COMPARE(item("SuggestedPanels")
                     ->property("suggestions")
                     .toList()
                     .constFirst()
                     .toMap()
                     .value(QStringLiteral("panel"))
                     .toString(),
                 QStringLiteral("tiles"));
    key(Qt::Key_Down);  // to the first field, the key
    key(Qt::Key_Right); // and a role further
    QTRY_VERIFY(rowOf(QStringLiteral("pair"))->property("role").toString() != QLatin1String("key"));
}

void TestAddSource::textIsTakenAsWritten()
{
    look();
    m_test->click(m_test->button(QStringLiteral("Edit as text")));
    QTRY_VERIFY(item("ProfileEditor")->isVisible());
    QQuickItem *area = m_window->activeFocusItem();
    QVERIFY(area && area->inherits("QQuickTextArea"));
    key(Qt::Key_Home, Qt::ControlModifier);
    key(Qt::Key_Right);
    m_test->type("\"title\": \"by hand\",");
    QVERIFY2(item("SourceTrial")->property("ready").toBool(),
             qPrintable(area->property("text").toString().left(200)));
    key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(!popupOpen("AddSourceDialog"));
    QVERIFY(keptProfile().contains("by hand"));
}

void TestAddSource::inspectorMapsAField_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("keys") << false;
    QTest::newRow("mouse") << true;
}

// A value in a frame, M or the button, and the source goes on with a profile that has it.
void TestAddSource::inspectorMapsAField()
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

int main(int argc, char **argv)
{
    QApplication application(argc, argv); // Qt Charts asks for it
    const int result = [&] {
        TestAddSource test;
        return QTest::qExec(&test, argc, argv);
    }();
    // An image's texture goes by deleteLater(), and no event loop runs any more.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return result;
}
#include "tst_addsource.moc"
