// SPDX-License-Identifier: MIT
// Add source, by keys and by mouse: from an address to a source.
#include "addsourcewindow.h"

#include <QFileInfo>
#include <QQmlEngine>
#include <QScopeGuard>
#include <QTranslator>
#include <QtQml/qqmlextensionplugin.h>
#include <algorithm>

Q_IMPORT_QML_PLUGIN(AlcedoPlugin)

using namespace alcedo;

class TestAddSource : public AddSourceTest
{
    Q_OBJECT

private Q_SLOTS:
    void unknownSourceIsSaidInTheDialog();
    void whatIsSaidFollowsTheLanguage();
    void messagesEndAtAWholeLine();
    void whatCameOfADialIsSaid_data();
    void whatCameOfADialIsSaid();
    void keepsOnlyWhatIsWanted();
    void looksAtAnAddress();
    void takesTheSourceOnly();
};

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

int main(int argc, char **argv)
{
    return runInWindow<TestAddSource>(argc, argv);
}
#include "tst_addsource.moc"
