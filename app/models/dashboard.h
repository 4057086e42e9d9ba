// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "frameclock.h"
#include "preferences.h"
#include "sourcesmodel.h"
#include "timeview.h"

#include <alcedo/core/clock.h>
#include <alcedo/core/result.h>
#include <alcedo/feed/pipeline.h>

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <functional>
#include <map>

class QQmlEngine;
class QJSEngine;

namespace alcedo {

/// What the whole dashboard shares: the feed thread, the frame clock, the sources, the settings, the selected
/// symbol. In QML it is the singleton Dashboard. A C++ model gets it, once it is in an engine, by
/// Dashboard::of(this), and from it the frame clock; a model that a test makes without an engine is given a
/// FrameClock directly.
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
    /// Which time is shown, and the recording.
    Q_PROPERTY(alcedo::TimeView *time READ timeView CONSTANT)
    /// Why the last trySource() took nothing; one line.
    Q_PROPERTY(QString sourceError READ sourceErrorWords NOTIFY sourceErrorChanged)
    /// Names of the feed profiles that a source may be given by.
    Q_PROPERTY(QStringList profiles READ profiles CONSTANT)
public:
    /// What a SOURCE word (URL, PROFILE or PROFILE@URL) becomes; an error names what is wrong with it.
    using SourceMaker = std::function<Result<Pipeline::Factory>(const QString &word)>;

    /// No default parent: QML takes a default constructor, where there is one, in place of create().
    explicit Dashboard(QObject *parent);
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
    [[nodiscard]] TimeView &time() { return m_time; }
    /// System time, for ages.
    [[nodiscard]] Clock &clock();

    [[nodiscard]] bool isHeld() const;
    void setHeld(bool held);
    [[nodiscard]] QString selectedKey() const { return m_selectedKey; }
    void setSelectedKey(const QString &key);

    void setSourceMaker(SourceMaker maker, QStringList profiles);
    [[nodiscard]] QStringList profiles() const { return m_profiles; }
    /// As the command line says it, in English; and as the window does, in the language of the day.
    [[nodiscard]] QString sourceError() const { return m_sourceError.message(); }
    [[nodiscard]] QString sourceErrorWords() const;
    Q_INVOKABLE void clearSourceError();
    /// Adds a source for a look; its id, or -1 with sourceError. It stays only by keepSource().
    Q_INVOKABLE int trySource(const QString &word);
    /// What was tried is wanted: it is of the workspace from now on.
    Q_INVOKABLE void keepSource(int sourceId);
    Q_INVOKABLE void removeSource(int sourceId);
    /// The SOURCE words of all that were kept.
    [[nodiscard]] QStringList keptSources() const;
    /// The SOURCE word that made it; empty for what was made without one (the demo).
    Q_INVOKABLE [[nodiscard]] QString sourceWord(int sourceId) const;
    /// What the clipboard holds, where that is a WebSocket address; else empty.
    Q_INVOKABLE QString clipboardSource() const;

Q_SIGNALS:
    void heldChanged(bool held);
    void selectedKeyChanged(const QString &key);
    void sourceErrorChanged();
    void keptSourcesChanged(const QStringList &words);

private:
    struct Tried
    {
        QString word;
        bool kept = false;
    };
    [[nodiscard]] SourcesModel *sourcesModel() { return &m_sources; }
    [[nodiscard]] TimeView *timeView() { return &m_time; }
    [[nodiscard]] Preferences *preferencesObject() { return &m_preferences; }

    SystemClock m_clock;
    Pipeline m_pipeline;
    FrameClock m_frameClock;
    Preferences m_preferences;
    SourcesModel m_sources;
    QString m_selectedKey;
    SourceMaker m_maker;
    QStringList m_profiles;
    Error m_sourceError;
    QString m_refusedWord;
    std::map<int, Tried> m_tried; ///< by source id
    TimeView m_time{*this};       ///< last: its recorder follows the pipeline
};

} // namespace alcedo
