// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard.h"

#include "failuretext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QQmlEngine>
#include <QUrl>

namespace alcedo {

namespace {
// The window, its fonts and charts take some 120 MB; with these the whole stays below 200 MB, however long it
// runs: a series of a day takes some 120 KB, and the budget is for thousands of them.
constexpr std::size_t SeriesBudget = 48u << 20;
constexpr std::size_t FullPoints = 1'024;
constexpr const char *EngineProperty = "alcedoDashboard";
} // namespace

Dashboard::Dashboard(QObject *parent)
    : QObject(parent)
    , m_pipeline(Store::Options{.byteBudget = SeriesBudget, .fullPoints = FullPoints})
    , m_frameClock(m_pipeline.store())
    , m_sources(m_pipeline, m_clock)
{
    connect(&m_preferences, &Preferences::languageChanged, &m_sources, &SourcesModel::refresh);
    // Later: whoever else hears of it takes up the words of the language.
    connect(&m_preferences, &Preferences::languageChanged, this, &Dashboard::sourceErrorChanged,
            Qt::QueuedConnection);
    connect(&m_frameClock, &FrameClock::heldChanged, this, &Dashboard::heldChanged);
}

Dashboard::~Dashboard() = default;

Dashboard *Dashboard::create(QQmlEngine *engine, QJSEngine *)
{
    if (auto *known = engine->property(EngineProperty).value<Dashboard *>())
        return known;
    auto *made = new Dashboard(engine);
    made->attachTo(*engine);
    return made;
}

Dashboard *Dashboard::of(const QObject *qmlObject)
{
    QQmlEngine *engine = qmlEngine(qmlObject);
    return engine ? create(engine, engine) : nullptr;
}

void Dashboard::attachTo(QQmlEngine &engine)
{
    engine.setProperty(EngineProperty, QVariant::fromValue(this));
    QJSEngine::setObjectOwnership(this, QJSEngine::CppOwnership);
}

Pipeline &Dashboard::pipeline()
{
    return m_pipeline;
}

FrameClock &Dashboard::frameClock()
{
    return m_frameClock;
}

SourcesModel &Dashboard::sources()
{
    return m_sources;
}

Preferences &Dashboard::preferences()
{
    return m_preferences;
}

Clock &Dashboard::clock()
{
    return m_clock;
}

bool Dashboard::isHeld() const
{
    return m_frameClock.isHeld();
}

void Dashboard::setHeld(bool held)
{
    m_frameClock.setHeld(held);
}

void Dashboard::setSelectedKey(const QString &key)
{
    if (m_selectedKey == key)
        return;
    m_selectedKey = key;
    Q_EMIT selectedKeyChanged(key);
}

void Dashboard::setSourceMaker(SourceMaker maker, QStringList profiles)
{
    m_maker = std::move(maker);
    m_profiles = std::move(profiles);
}

void Dashboard::clearSourceError()
{
    if (m_sourceError.message().isEmpty())
        return;
    m_sourceError = {};
    Q_EMIT sourceErrorChanged();
}

QString Dashboard::sourceErrorWords() const
{
    return m_sourceError.message().isEmpty() ? QString()
                                             : sourceErrorText(m_refusedWord, m_sourceError, m_profiles);
}

int Dashboard::trySource(const QString &word)
{
    auto factory =
        m_maker
            ? m_maker(word)
            : Result<Pipeline::Factory>(Error(ErrorCode::NotSupported, tr("No sources can be added here")));
    if (!factory) {
        m_sourceError = factory.error();
        m_refusedWord = word;
        Q_EMIT sourceErrorChanged();
        return -1;
    }
    clearSourceError();
    const int id = m_pipeline.add(std::move(factory).value());
    m_tried[id] = {word, false};
    return id;
}

void Dashboard::keepSource(int sourceId)
{
    const auto it = m_tried.find(sourceId);
    if (it == m_tried.end() || it->second.kept)
        return;
    it->second.kept = true;
    Q_EMIT keptSourcesChanged(keptSources());
}

void Dashboard::removeSource(int sourceId)
{
    m_sources.remove(sourceId);
    const auto it = m_tried.find(sourceId);
    if (it == m_tried.end())
        return;
    const bool kept = it->second.kept;
    m_tried.erase(it);
    if (kept)
        Q_EMIT keptSourcesChanged(keptSources());
}

QStringList Dashboard::keptSources() const
{
    QStringList words;
    for (const auto &[id, tried] : m_tried) {
        if (tried.kept)
            words << tried.word;
    }
    return words;
}

QString Dashboard::sourceWord(int sourceId) const
{
    const auto it = m_tried.find(sourceId);
    return it == m_tried.end() ? QString() : it->second.word;
}

QString Dashboard::clipboardSource() const
{
    const QString text = QGuiApplication::clipboard()->text().trimmed();
    const QUrl url(text, QUrl::StrictMode);
    const bool ours = url.isValid() && !url.host().isEmpty() &&
                      (url.scheme() == QLatin1String("ws") || url.scheme() == QLatin1String("wss"));
    return ours && text.size() < 2048 ? text : QString();
}

} // namespace alcedo
