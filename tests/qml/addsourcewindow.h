// SPDX-License-Identifier: MIT
// The window with the Add source dialog, and sources as its tests need them.
#pragma once

#include "testwindow.h"

#include <QApplication>
#include <QFile>
#include <QTest>

namespace alcedo {

/// What became of the dial to an address, by its host.
inline SourceStatus dialled(const QString &word)
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

inline Result<Pipeline::Factory> sourceOf(const QString &word)
{
    if (word == QLatin1String("raw@wss://feed.example"))
        return Pipeline::Factory([](SourceId id, Clock &) { return std::make_unique<TalkingSource>(id); });
    if (word.startsWith(QLatin1String("raw@")))
        return staged(QStringLiteral("raw"), dialled(word));
    if (word != QLatin1String("good") && !word.endsWith(QLatin1String(".json")))
        return Error(ErrorCode::InvalidArgument, QStringLiteral("%1 is no source").arg(word));
    return staged(QStringLiteral("good"), liveStatus());
}

/// Base of a test: one window for all of its functions.
class AddSourceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_test = std::make_unique<TestWindow>();
        m_test->open(sourceOf);
        m_dashboard = &m_test->dashboard();
        m_window = m_test->window();
        QVERIFY(m_window);
    }
    void cleanup()
    {
        m_test->tidy();
        m_window->setProperty("connectionsOpen", false);
        m_window->setProperty("inspectorOpen", false);
    }

protected:
    [[nodiscard]] QQuickItem *item(const char *type) const { return m_test->item(type); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { m_test->key(key, modifiers); }
    [[nodiscard]] bool popupOpen(const char *type) const { return m_test->popupOpen(type); }
    /// The dialog with a feed that talks, all of it read.
    void look()
    {
        key(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(popupOpen("AddSourceDialog"));
        m_test->type("wss://feed.example");
        key(Qt::Key_Return);
        QTRY_VERIFY(item("AddSourceLook")->isVisible());
        QTRY_VERIFY(item("SourceTrial")->property("ready").toBool());
    }
    /// The profile that the newest kept source is of; the file is gone afterwards.
    [[nodiscard]] QByteArray keptProfile()
    {
        QFile file(m_dashboard->keptSources().constLast());
        const QByteArray text = file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
        file.remove();
        return text;
    }

    std::unique_ptr<TestWindow> m_test;
    Dashboard *m_dashboard = nullptr;
    QQuickWindow *m_window = nullptr;
};

/// For main(): Qt Charts asks for a QApplication.
template <typename Test>
int runInWindow(int argc, char **argv)
{
    QApplication application(argc, argv);
    const int result = [&] {
        Test test;
        return QTest::qExec(&test, argc, argv);
    }();
    // An image's texture goes by deleteLater(), and no event loop runs any more.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return result;
}

} // namespace alcedo
