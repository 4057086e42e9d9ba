// SPDX-License-Identifier: MIT
// The whole window with sources that the test stages: for the tests that press its keys and click in it.
#pragma once

#include <models/dashboard.h>
#include <workspace/workspace.h>

#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTest>

namespace alcedo {

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

inline SourceStatus liveStatus()
{
    SourceStatus status;
    status.dialect = QStringLiteral("native");
    status.link.state = LinkState::Live;
    status.lastRecordNs = SystemClock().wall().count();
    return status;
}

inline SourceStatus waitingStatus()
{
    SourceStatus status = liveStatus();
    status.link.state = LinkState::Waiting;
    status.link.attempt = 3;
    status.link.waitedFor = std::chrono::seconds(40);
    status.link.nextTryAt = SystemClock().steady() + std::chrono::seconds(30);
    return status;
}

inline Pipeline::Factory staged(const QString &name, const SourceStatus &status)
{
    return [name, status](SourceId id, Clock &) -> std::unique_ptr<Source> {
        return std::make_unique<StagedSource>(id, name, status);
    };
}

/// All items below one, those of repeaters too.
inline QList<QQuickItem *> itemsUnder(QQuickItem *root)
{
    QList<QQuickItem *> items{root};
    for (qsizetype i = 0; i < items.size(); ++i)
        items << items[i]->childItems();
    return items;
}

/// Main.qml over a dashboard with two sources: "markets", which lives, and "wire", which waits.
class TestWindow
{
public:
    void open(const Dashboard::SourceMaker &maker)
    {
        QStandardPaths::setTestModeEnabled(true);
        m_dashboard.setSourceMaker(maker, {QStringLiteral("coinbase")});
        m_dashboard.attachTo(m_engine);
        m_workspace.attachTo(m_engine);
        m_engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        m_engine.load(QStringLiteral("qrc:/qt/qml/Alcedo/Main.qml"));
        QVERIFY(!m_engine.rootObjects().isEmpty());
        m_window = qobject_cast<QQuickWindow *>(m_engine.rootObjects().constFirst());
        m_window->resize(1600, 1000);
        m_dashboard.frameClock().follow(m_window);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window));
        m_dashboard.pipeline().add(staged(QStringLiteral("markets"), liveStatus()));
        m_dashboard.pipeline().add(staged(QStringLiteral("wire"), waitingStatus()));
        QTRY_COMPARE(m_dashboard.sources().count(), 2);
    }
    /// Closes what is open, and takes out all sources but the first two.
    void tidy()
    {
        for (int i = 0; i < 4; ++i)
            key(Qt::Key_Escape);
        m_dashboard.setHeld(false);
        while (m_dashboard.sources().count() > 2) {
            const int count = m_dashboard.sources().count();
            m_dashboard.removeSource(m_dashboard.sources().idAt(count - 1));
            QTRY_VERIFY(m_dashboard.sources().count() < count);
        }
    }
    [[nodiscard]] Dashboard &dashboard() { return m_dashboard; }
    [[nodiscard]] QQuickWindow *window() const { return m_window; }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(m_window, key, modifiers); }
    void type(const QByteArray &text)
    {
        for (const char c : text)
            QTest::keyClick(m_window, c);
    }
    /// In its middle, or at a part of its width.
    void click(QQuickItem *on, qreal part = 0.5)
    {
        // Rows place their items at the next frame: not where they were before.
        for (QQuickItem *place = on; place; place = place->parentItem())
            place->ensurePolished();
        QTest::mouseClick(m_window, Qt::LeftButton, {},
                          on->mapToScene(QPointF(on->width() * part, on->height() / 2)).toPoint());
    }
    /// The first of a QML type; null where there is none.
    [[nodiscard]] QQuickItem *item(const char *type) const
    {
        for (QQuickItem *candidate : m_window->findChildren<QQuickItem *>()) {
            if (QByteArray(candidate->metaObject()->className()).startsWith(type))
                return candidate;
        }
        return nullptr;
    }
    /// The visible button that says so.
    [[nodiscard]] QQuickItem *button(const QString &text) const
    {
        for (QQuickItem *candidate : itemsUnder(m_window->contentItem())) {
            if (candidate->isVisible() && candidate->inherits("QQuickAbstractButton") &&
                candidate->property("text").toString() == text)
                return candidate;
        }
        return nullptr;
    }
    [[nodiscard]] QObject *popup(const char *type) const
    {
        for (QObject *candidate : m_window->findChildren<QObject *>()) {
            if (QByteArray(candidate->metaObject()->className()).startsWith(type))
                return candidate;
        }
        return nullptr;
    }
    [[nodiscard]] bool popupOpen(const char *type) const
    {
        const QObject *found = popup(type);
        return found && found->property("opened").toBool();
    }

    /// A picture for who looks at it, where ALCEDO_SHOTS names a folder.
    void shoot(const char *name)
    {
        const QString folder = qEnvironmentVariable("ALCEDO_SHOTS");
        if (!folder.isEmpty())
            m_window->grabWindow().save(folder + u'/' + QLatin1String(name) + QLatin1String(".png"));
    }

private:
    Dashboard m_dashboard{nullptr};
    Workspace m_workspace{QString()};
    QQmlApplicationEngine m_engine;
    QQuickWindow *m_window = nullptr;
};

} // namespace alcedo
