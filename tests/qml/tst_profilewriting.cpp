// SPDX-License-Identifier: MIT
// The profile that Add source writes, by choices and as text; and a field that the Inspector points at.
#include "addsourcewindow.h"

#include <QFileInfo>
#include <QQmlEngine>
#include <QScopeGuard>
#include <QTranslator>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;

class TestProfileWriting : public AddSourceTest
{
    Q_OBJECT

private Q_SLOTS:
    void brokenTextIsNotTaken();
    void brokenTextInJapanese();
    void kindsAndRolesAreChosen_data();
    void kindsAndRolesAreChosen();
    void textIsTakenAsWritten();
    void inspectorMapsAField_data();
    void inspectorMapsAField();

private:
    [[nodiscard]] QQuickItem *rowOf(const QString &name) const;
};

QQuickItem *TestProfileWriting::rowOf(const QString &name) const
{
    for (QQuickItem *row : itemsUnder(item("ProbeFields"))) {
        if (QByteArray(row->metaObject()->className()).startsWith("ProbeField_") &&
            row->property("name").toString() == name)
            return row;
    }
    return nullptr;
}

void TestProfileWriting::brokenTextIsNotTaken()
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

void TestProfileWriting::brokenTextInJapanese()
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

void TestProfileWriting::kindsAndRolesAreChosen_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("keys") << false;
    QTest::newRow("mouse") << true;
}

void TestProfileWriting::kindsAndRolesAreChosen()
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

void TestProfileWriting::textIsTakenAsWritten()
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

void TestProfileWriting::inspectorMapsAField_data()
{
    QTest::addColumn<bool>("byMouse");
    QTest::newRow("keys") << false;
    QTest::newRow("mouse") << true;
}

void TestProfileWriting::inspectorMapsAField()
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
    return runInWindow<TestProfileWriting>(argc, argv);
}
#include "tst_profilewriting.moc"
