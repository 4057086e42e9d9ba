// SPDX-License-Identifier: GPL-3.0-or-later
#include "tilesmodel.h"

#include "format.h"

#include <algorithm>
#include <cmath>

namespace alcedo {

namespace {
constexpr std::int64_t SecondNs = 1'000'000'000;
constexpr int TileColumns = 120;
constexpr int ValueChars = 9;
constexpr int SensorStaleAfterMs = 10'000;
} // namespace

TilesModel::TilesModel(QObject *parent)
    : PanelModel(parent)
{
    setStaleAfter(SensorStaleAfterMs);
}

void TilesModel::apply(const Snapshot &snapshot)
{
    m_wallNs = snapshot.wallNs;
    if (!isSameTable(snapshot)) {
        rebuild(snapshot);
        m_revision = snapshot.revision;
        m_origin = snapshot.origin;
        return;
    }
    const std::uint64_t since = snapshot.origin == m_origin ? m_revision : 0;
    int first = int(m_entries.size()), last = -1;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (snapshot.sensors[i].revision > since) {
            take(m_entries[i], snapshot.sensors[i], snapshot);
            first = std::min(first, int(i));
            last = int(i);
        }
    }
    m_revision = snapshot.revision;
    m_origin = snapshot.origin;
    const bool agesDue = std::abs(m_wallNs - m_agesSaidNs) >= SecondNs;
    if (agesDue && !m_entries.empty()) {
        m_agesSaidNs = m_wallNs;
        updateSpan();
        first = 0;
        last = int(m_entries.size()) - 1;
    }
    if (last < 0)
        return;
    QList<int> roles{ValueRole,     UnitRole,  SeenRole, LimitsRole,     LevelRole,
                     LevelTextRole, StaleRole, AgeRole,  DescriptionRole};
    if (agesDue)
        roles.append(ShapeRole);
    Q_EMIT dataChanged(index(first), index(last), roles);
}

bool TilesModel::isSameTable(const Snapshot &snapshot) const
{
    return (snapshot.origin != m_origin || snapshot.revision >= m_revision) &&
           std::equal(snapshot.sensors.begin(), snapshot.sensors.end(), m_entries.begin(), m_entries.end(),
                      [](const SensorState &sensor, const Entry &entry) {
                          return sensor.key == entry.sensor.key && sensor.source == entry.sensor.source;
                      });
}

void TilesModel::take(Entry &entry, const SensorState &sensor, const Snapshot &snapshot)
{
    entry.sensor = sensor;
    if (sensor.lineSeries < snapshot.lines.size())
        entry.line = snapshot.lines[sensor.lineSeries];
    if (sensor.source < snapshot.gaps.size())
        entry.gaps = snapshot.gaps[sensor.source];
    const bool hasKey = snapshot.keys && sensor.key < snapshot.keys->size();
    entry.name = format::harmless(!sensor.name.isEmpty() ? sensor.name
                                  : hasKey               ? (*snapshot.keys)[sensor.key]
                                                         : QString());
}

void TilesModel::rebuild(const Snapshot &snapshot)
{
    beginResetModel();
    m_entries.clear();
    std::set<SourceId> sources;
    for (const SensorState &sensor : snapshot.sensors) {
        Entry entry;
        take(entry, sensor, snapshot);
        sources.insert(sensor.source);
        m_entries.push_back(std::move(entry));
    }
    updateSpan();
    endResetModel();
    setShownSources(sources);
}

void TilesModel::updateSpan()
{
    m_sparksSaidNs = m_wallNs;
    std::int64_t known = 0;
    for (const Entry &entry : m_entries) {
        if (!entry.line.isEmpty())
            known = std::max(known, m_wallNs - historyLagNs(entry.sensor.timeNs, entry.sensor.arrivalNs) -
                                        entry.line.at(0).timeNs);
    }
    m_spanNs = sparkSpanFor(known);
}

void TilesModel::sourcesChanged()
{
    if (!m_entries.empty())
        Q_EMIT dataChanged(index(0), index(int(m_entries.size()) - 1),
                           {SourceRole, StaleRole, DescriptionRole});
}

TilesModel::Level TilesModel::levelOf(Decimal value, Decimal low, Decimal high)
{
    if (value.isNull())
        return Within;
    if (!high.isNull() && value > high)
        return High;
    if (!low.isNull() && value < low)
        return Low;
    const bool both = !low.isNull() && !high.isNull();
    const double span = both ? high.toDouble() - low.toDouble() : 0;
    const auto isNear = [&](Decimal limit) {
        const double margin = both ? span * 0.1 : std::abs(limit.toDouble()) * 0.05;
        return !limit.isNull() && std::abs(value.toDouble() - limit.toDouble()) <= margin;
    };
    return isNear(low) || isNear(high) ? Near : Within;
}

SparkShape TilesModel::sparkOf(const Entry &entry) const
{
    if (entry.sparkMadeNs == m_sparksSaidNs)
        return entry.spark;
    entry.sparkMadeNs = m_sparksSaidNs;
    const std::int64_t toNs = m_sparksSaidNs - historyLagNs(entry.sensor.timeNs, entry.sensor.arrivalNs);
    SparkShape::Request request{toNs - m_spanNs, toNs, TileColumns, entry.sensor.low, entry.sensor.high, {}};
    if (entry.gaps)
        request.gaps = *entry.gaps;
    entry.spark = SparkShape::of(entry.line, request);
    return entry.spark;
}

bool TilesModel::isEntryStale(const Entry &entry) const
{
    return isSeen(entry) && isStale(entry.sensor.source, entry.sensor.arrivalNs, m_wallNs);
}

QString TilesModel::limitsText(const SensorState &sensor)
{
    const bool hasLow = !sensor.low.isNull(), hasHigh = !sensor.high.isNull();
    if (hasLow && hasHigh)
        return tr("limits %1 \u2013 %2")
            .arg(format::fitted(sensor.low, ValueChars), format::fitted(sensor.high, ValueChars));
    if (hasHigh)
        return tr("limit %1").arg(format::fitted(sensor.high, ValueChars));
    return hasLow ? tr("at least %1").arg(format::fitted(sensor.low, ValueChars)) : QString();
}

QString TilesModel::levelText(Level level)
{
    switch (level) {
    case Near:
        return tr("near");
    case Low:
        return tr("LOW");
    case High:
        return tr("HIGH");
    case Within:
        break;
    }
    return {};
}

QString TilesModel::descriptionOf(const Entry &entry) const
{
    if (!isSeen(entry))
        return tr("%1, never seen").arg(entry.name);
    QString words =
        tr("%1, %2 %3")
            .arg(entry.name, format::number(entry.sensor.value), format::harmless(entry.sensor.unit));
    for (const QString &part :
         {limitsText(entry.sensor),
          levelText(levelOf(entry.sensor.value, entry.sensor.low, entry.sensor.high))}) {
        if (!part.isEmpty())
            words += QLatin1String(", ") + part;
    }
    if (isEntryStale(entry))
        words +=
            QLatin1String(", ") +
            tr("stale, %1 old").arg(format::age(std::chrono::nanoseconds(m_wallNs - entry.sensor.arrivalNs)));
    return words;
}

int TilesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QHash<int, QByteArray> TilesModel::roleNames() const
{
    return {{NameRole, "name"},     {SourceRole, "source"}, {ValueRole, "value"},
            {UnitRole, "unit"},     {SeenRole, "seen"},     {ShapeRole, "shape"},
            {LimitsRole, "limits"}, {LevelRole, "level"},   {LevelTextRole, "levelText"},
            {StaleRole, "stale"},   {AgeRole, "age"},       {DescriptionRole, "description"}};
}

QVariant TilesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry &entry = m_entries[std::size_t(index.row())];
    const SensorState &sensor = entry.sensor;
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return entry.name;
    case SourceRole:
        return sourceName(sensor.source);
    case ValueRole:
        return format::fitted(sensor.value, ValueChars);
    case UnitRole:
        return format::harmless(sensor.unit);
    case SeenRole:
        return isSeen(entry);
    case ShapeRole:
        return QVariant::fromValue(sparkOf(entry));
    case LimitsRole:
        return limitsText(sensor);
    case LevelRole:
        return levelOf(sensor.value, sensor.low, sensor.high);
    case LevelTextRole:
        return levelText(levelOf(sensor.value, sensor.low, sensor.high));
    case StaleRole:
        return isEntryStale(entry);
    case AgeRole:
        return isSeen(entry) ? format::age(std::chrono::nanoseconds(m_wallNs - sensor.arrivalNs))
                             : tr("never seen");
    case DescriptionRole:
        return descriptionOf(entry);
    default:
        return {};
    }
}

} // namespace alcedo
