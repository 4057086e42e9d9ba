// SPDX-License-Identifier: GPL-3.0-or-later
#include "panelmodel.h"

#include "format.h"

#include <QStringList>

namespace alcedo {

PanelModel::PanelModel(QObject *parent)
    : QAbstractListModel(parent)
{
    connect(this, &QAbstractItemModel::modelReset, this, &PanelModel::countChanged);
    connect(this, &QAbstractItemModel::rowsInserted, this, &PanelModel::countChanged);
    connect(this, &QAbstractItemModel::rowsRemoved, this, &PanelModel::countChanged);
}

PanelModel::~PanelModel() = default;

void PanelModel::setClock(Clock &clock)
{
    m_clock = &clock;
}

void PanelModel::setStatuses(const QVector<SourceStatus> &statuses)
{
    QHash<SourceId, Source> sources;
    for (const SourceStatus &status : statuses) {
        // Of the link alone: a source that is merely quiet leaves its rows to their own ages.
        const Freshness state = freshnessOf(status, {});
        sources.insert(status.id,
                       {format::harmless(status.name), isCurrent(state) || state == freshness::Empty});
    }
    if (sources == m_sources)
        return;
    m_sources = std::move(sources);
    Q_EMIT sourcesShownChanged();
    sourcesChanged();
}

void PanelModel::setStaleAfter(int ms)
{
    if (m_staleAfterMs == ms)
        return;
    m_staleAfterMs = ms;
    Q_EMIT staleAfterChanged();
    sourcesChanged();
}

void PanelModel::setShownSources(const std::set<SourceId> &sources)
{
    if (sources == m_shown)
        return;
    m_shown = sources;
    Q_EMIT sourcesShownChanged();
}

QList<int> PanelModel::sourceIds() const
{
    return {m_shown.begin(), m_shown.end()};
}

QString PanelModel::sourceNames() const
{
    QStringList names;
    for (const SourceId source : m_shown)
        names.append(sourceName(source));
    return names.join(QLatin1String(", "));
}

std::chrono::nanoseconds PanelModel::steadyNow() const
{
    return m_clock ? m_clock->steady() : std::chrono::nanoseconds(0);
}

bool PanelModel::isSourceCurrent(SourceId source) const
{
    const auto found = m_sources.constFind(source);
    return found == m_sources.cend() || found->current;
}

bool PanelModel::isStale(SourceId source, std::int64_t arrivalNs, std::int64_t nowNs) const
{
    const std::int64_t limit = std::int64_t(m_staleAfterMs) * 1'000'000;
    return !isSourceCurrent(source) || (limit > 0 && nowNs - arrivalNs > limit);
}

QString PanelModel::sourceName(SourceId source) const
{
    return m_sources.value(source).name;
}

} // namespace alcedo
