// SPDX-License-Identifier: GPL-3.0-or-later
#include "dashboard.h"

#include <QQmlEngine>

namespace alcedo {

namespace {
constexpr const char *EngineProperty = "alcedoDashboard";
}

Dashboard::Dashboard(QObject *parent)
    : QObject(parent), m_pipeline(Store::Options{}), m_frameClock(m_pipeline.store()), m_sources(m_pipeline, m_clock)
{
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

} // namespace alcedo
