// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "frameclock.h"
#include "preferences.h"
#include "sourcesmodel.h"

#include <alcedo/core/clock.h>
#include <alcedo/feed/pipeline.h>

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <memory>

class QQmlEngine;
class QJSEngine;

namespace alcedo {

/// What the whole dashboard shares: the feed thread, the frame clock, the sources, the settings, the selected symbol.
/// In QML it is the singleton Dashboard. A C++ model gets it, once it is in an engine, by Dashboard::of(this), and
/// from it the frame clock; a model that a test makes without an engine is given a FrameClock directly.
///
/// One per engine: runDashboard() makes it and gives it to the engine with attachTo(); an engine without one
/// (a test) gets an empty one from create().
/// Thread: GUI.
class Dashboard : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// Paused: the view stands at a moment, live goes on behind it.
    Q_PROPERTY(bool held READ isHeld WRITE setHeld NOTIFY heldChanged)
    /// The symbol that linked panels show: "BTC/USD". The watchlist sets it, the chart follows it.
    Q_PROPERTY(QString selectedKey READ selectedKey WRITE setSelectedKey NOTIFY selectedKeyChanged)
    Q_PROPERTY(alcedo::SourcesModel *sources READ sourcesModel CONSTANT)
    Q_PROPERTY(alcedo::Preferences *preferences READ preferencesObject CONSTANT)
public:
    explicit Dashboard(QObject *parent = nullptr);
    ~Dashboard() override;

    /// For the QML engine. Answers the engine's one, also on a second call.
    static Dashboard *create(QQmlEngine *engine, QJSEngine *scriptEngine);
    /// The one of the engine that an object lives in; null where it lives in none.
    [[nodiscard]] static Dashboard *of(const QObject *qmlObject);
    void attachTo(QQmlEngine &engine);

    [[nodiscard]] Pipeline &pipeline();
    [[nodiscard]] FrameClock &frameClock();
    [[nodiscard]] SourcesModel &sources();
    [[nodiscard]] Preferences &preferences();
    /// System time, for ages.
    [[nodiscard]] Clock &clock();

    [[nodiscard]] bool isHeld() const;
    void setHeld(bool held);
    [[nodiscard]] QString selectedKey() const { return m_selectedKey; }
    void setSelectedKey(const QString &key);

Q_SIGNALS:
    void heldChanged(bool held);
    void selectedKeyChanged(const QString &key);

private:
    [[nodiscard]] SourcesModel *sourcesModel() { return &m_sources; }
    [[nodiscard]] Preferences *preferencesObject() { return &m_preferences; }

    SystemClock m_clock;
    Pipeline m_pipeline;
    FrameClock m_frameClock;
    Preferences m_preferences;
    SourcesModel m_sources;
    QString m_selectedKey;
};

} // namespace alcedo
