// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourcesmodel.h"

#include "format.h"

#include <alcedo/feed/nativesource.h>

#include <algorithm>

namespace alcedo {

using namespace std::chrono_literals;

namespace {
/// A source whose newest record is older than this is stale: feeds of news and scores rest for long, prices
/// do not; single values go stale by their own interval in their panels.
constexpr auto SourceStaleAfter = 60s;
} // namespace

SourcesModel::SourcesModel(Pipeline &pipeline, Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_pipeline(pipeline)
    , m_clock(clock)
    , m_second(clock, this)
{
    connect(&pipeline, &Pipeline::statusChanged, this, &SourcesModel::take);
    connect(&pipeline, &Pipeline::sourceRemoved, this, [this](SourceId id) { forget(id); });
    connect(&m_second, &Timer::timeout, this, &SourcesModel::refresh);
    m_second.start(1s, Timer::Repeat::Always);
    for (const SourceStatus &status : pipeline.statuses())
        take(status);
}

int SourcesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant SourcesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case SourceIdRole:
        return int(row.status.id);
    case Qt::DisplayRole:
    case NameRole:
        return format::harmless(row.status.name);
    case FreshnessRole:
        return int(row.state);
    case StateTextRole:
        return row.words.state;
    case RateTextRole:
        return row.words.left;
    case LinkTextRole:
        return row.words.right;
    case PanelTextRole:
        return row.words.panel;
    case FractionRole:
        return row.words.fraction;
    case RateRole:
        return format::messageRate(row.status.link.messagesPerSecond > 0 ? row.status.link.messagesPerSecond
                                                                         : row.status.recordsPerSecond);
    case DemoRole:
        return row.status.demo;
    default:
        return {};
    }
}

QHash<int, QByteArray> SourcesModel::roleNames() const
{
    return {{SourceIdRole, "sourceId"},   {NameRole, "name"},
            {FreshnessRole, "freshness"}, {StateTextRole, "stateText"},
            {RateTextRole, "rateText"},   {LinkTextRole, "linkText"},
            {PanelTextRole, "panelText"}, {FractionRole, "fraction"},
            {RateRole, "rate"},           {DemoRole, "demo"}};
}

int SourcesModel::liveCount() const
{
    return int(
        std::count_if(m_rows.cbegin(), m_rows.cend(), [](const Row &row) { return isCurrent(row.state); }));
}

int SourcesModel::worst() const
{
    Freshness worst = m_rows.isEmpty() ? freshness::Off : m_rows.first().state;
    for (const Row &row : m_rows)
        worst = graver(worst, row.state);
    return worst;
}

QString SourcesModel::summary() const
{
    return tr("%1 of %2 sources live").arg(liveCount()).arg(count());
}

const SourceStatus *SourcesModel::status(int sourceId) const
{
    const int row = rowOf(sourceId);
    return row < 0 ? nullptr : &m_rows[row].status;
}

Freshness SourcesModel::freshness(int sourceId) const
{
    const int row = rowOf(sourceId);
    return row < 0 ? freshness::Off : m_rows[row].state;
}

const SourceWords *SourcesModel::words(int sourceId) const
{
    const int row = rowOf(sourceId);
    return row < 0 ? nullptr : &m_rows[row].words;
}

QList<int> SourcesModel::ids() const
{
    QList<int> ids;
    for (const Row &row : m_rows)
        ids << row.status.id;
    return ids;
}

int SourcesModel::idAt(int row) const
{
    return row >= 0 && row < count() ? m_rows[row].status.id : -1;
}

void SourcesModel::open(int sourceId)
{
    m_pipeline.withSource(SourceId(sourceId), [](Source &source) {
        if (Connection *connection = source.connection())
            connection->open();
        else
            source.start();
    });
}

void SourcesModel::close(int sourceId)
{
    m_pipeline.withSource(SourceId(sourceId), [](Source &source) {
        if (Connection *connection = source.connection())
            connection->close();
        else
            source.stop();
    });
}

void SourcesModel::retryNow(int sourceId)
{
    m_pipeline.withSource(SourceId(sourceId), [](Source &source) {
        if (Connection *connection = source.connection())
            connection->retryNow();
    });
}

void SourcesModel::retryAll()
{
    for (const Row &row : m_rows) {
        if (row.state == freshness::Reconnecting || row.state == freshness::Failed ||
            row.state == freshness::Stalled)
            retryNow(row.status.id);
    }
}

void SourcesModel::remove(int sourceId)
{
    m_pipeline.remove(SourceId(sourceId));
}

void SourcesModel::signIn(int sourceId, const QByteArray &token)
{
    m_pipeline.withSource(SourceId(sourceId), [token](Source &source) {
        auto *const native = qobject_cast<NativeSource *>(&source);
        if (!native)
            return;
        native->setToken(token);
        native->connection()->retryNow();
    });
}

void SourcesModel::setAutoReconnect(int sourceId, bool on)
{
    m_pipeline.withSource(SourceId(sourceId), [on](Source &source) {
        if (Connection *connection = source.connection())
            connection->setAutoReconnect(on);
    });
}

void SourcesModel::setBackoff(int sourceId, int baseMs, int capMs)
{
    m_pipeline.withSource(SourceId(sourceId), [baseMs, capMs](Source &source) {
        Connection *connection = source.connection();
        if (!connection)
            return;
        ReconnectPolicy::Options options = connection->options().reconnect;
        options.base = std::chrono::milliseconds(std::clamp(baseMs, 100, 60'000));
        options.cap = std::max(options.base, std::chrono::milliseconds(std::clamp(capMs, 100, 600'000)));
        connection->setReconnectOptions(options);
    });
}

void SourcesModel::refresh()
{
    if (m_rows.isEmpty())
        return;
    for (Row &row : m_rows)
        describe(row);
    Q_EMIT dataChanged(index(0), index(count() - 1));
    Q_EMIT refreshed();
}

void SourcesModel::take(const SourceStatus &status)
{
    const int known = rowOf(status.id);
    if (known < 0) {
        beginInsertRows({}, count(), count());
        m_rows.append({status, freshness::Loading, {}});
        describe(m_rows.last());
        endInsertRows();
        Q_EMIT countChanged();
    } else {
        m_rows[known].status = status;
        describe(m_rows[known]);
        Q_EMIT dataChanged(index(known), index(known));
    }
    Q_EMIT refreshed();
}

void SourcesModel::forget(int sourceId)
{
    const int row = rowOf(sourceId);
    if (row < 0)
        return;
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
    Q_EMIT countChanged();
    Q_EMIT refreshed();
}

void SourcesModel::describe(Row &row) const
{
    const auto now = m_clock.steady();
    // Not what the wall clock shows, which may have been set since the status was told.
    const auto wall = Clock::Nanoseconds(row.status.lastRecordNs) + (now - row.status.lastRecordAt);
    row.state = freshnessOf(row.status, {wall.count(), SourceStaleAfter, false});
    row.words = wordsOf(row.status, row.state, {now, wall});
}

int SourcesModel::rowOf(int sourceId) const
{
    const auto it = std::find_if(m_rows.cbegin(), m_rows.cend(),
                                 [sourceId](const Row &row) { return row.status.id == sourceId; });
    return it == m_rows.cend() ? -1 : int(it - m_rows.cbegin());
}

} // namespace alcedo
