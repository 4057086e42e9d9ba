// SPDX-License-Identifier: GPL-3.0-or-later
#include "newsmodel.h"

#include "format.h"

#include <QDateTime>
#include <QLocale>
#include <QStringList>
#include <algorithm>

namespace alcedo {

namespace {

constexpr qsizetype MaxHeadline = 400; // more than two lines ever show, also in a tooltip
constexpr qsizetype MaxRead = 20'000;  // marks; past that, those of items that are gone are forgotten

NewsModel::Severity severityOf(const NewsItem &item)
{
    if (item.severity == QLatin1String("urgent"))
        return NewsModel::Urgent;
    return item.severity == QLatin1String("notice") ? NewsModel::Notice : NewsModel::Info;
}

QString severityWord(NewsModel::Severity severity)
{
    switch (severity) {
    case NewsModel::Urgent:
        return NewsModel::tr("urgent");
    case NewsModel::Notice:
        return NewsModel::tr("notice");
    case NewsModel::Info:
        break;
    }
    return {};
}

} // namespace

NewsModel::NewsModel(QObject *parent)
    : PanelModel(parent)
{
    setStaleAfter(0); // news has no interval
    connect(this, &PanelModel::sourcesShownChanged, this, &NewsModel::subjectChanged);
    connect(this, &NewsModel::unreadChanged, this, &NewsModel::subjectChanged);
    connect(this, &NewsModel::filterChanged, this, &NewsModel::subjectChanged);
}

const std::vector<NewsItem> &NewsModel::items() const
{
    static const std::vector<NewsItem> none;
    return m_list ? *m_list : none;
}

QString NewsModel::identity(const NewsItem &item)
{
    return QString::number(item.source) + QLatin1Char('/') + (item.id.isEmpty() ? item.headline : item.id);
}

void NewsModel::apply(const Snapshot &snapshot)
{
    m_wallNs = snapshot.wallNs;
    if (!m_openedNs && m_wallNs != 0)
        m_openedNs = m_wallNs;
    if (!snapshot.news || snapshot.news == m_list)
        return;
    const int added = m_list ? addedAtFront(*snapshot.news) : -1;
    if (added >= 0)
        goOn(snapshot.news, added);
    else
        restart(snapshot.news);
    std::set<SourceId> sources;
    for (const NewsItem &item : items())
        sources.insert(item.source);
    setShownSources(sources);
    Q_EMIT totalChanged();
    Q_EMIT unreadChanged();
    Q_EMIT subjectChanged();
}

int NewsModel::addedAtFront(const std::vector<NewsItem> &next) const
{
    const std::vector<NewsItem> &known = items();
    if (known.empty())
        return int(next.size());
    const QString first = identity(known.front());
    const auto at = std::find_if(next.begin(), next.end(),
                                 [&first](const NewsItem &item) { return identity(item) == first; });
    if (at == next.end())
        return -1;
    // The old ones follow in their order, but for a tail that was let go.
    const auto kept = std::size_t(next.end() - at);
    const bool goesOn = kept <= known.size() &&
                        std::equal(at, next.end(), known.begin(), [](const NewsItem &a, const NewsItem &b) {
                            return identity(a) == identity(b);
                        });
    return goesOn ? int(at - next.begin()) : -1;
}

void NewsModel::goOn(const List &next, int added)
{
    const std::size_t kept = next->size() - std::size_t(added);
    const auto tail =
        std::find_if(m_rows.begin(), m_rows.end(), [kept](int at) { return std::size_t(at) >= kept; });
    if (tail != m_rows.end()) {
        beginRemoveRows({}, int(tail - m_rows.begin()), int(m_rows.size()) - 1);
        m_rows.erase(tail, m_rows.end());
        endRemoveRows();
    }
    int firstRevised = -1, lastRevised = -1;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        const auto at = std::size_t(m_rows[row]);
        if ((*next)[at + std::size_t(added)].itemRevision != items()[at].itemRevision) {
            firstRevised = firstRevised < 0 ? int(row) : firstRevised;
            lastRevised = int(row);
        }
    }
    std::vector<int> fresh;
    for (int i = 0; i < added; ++i) {
        if (passes((*next)[std::size_t(i)]))
            fresh.push_back(i);
    }
    if (!fresh.empty())
        beginInsertRows({}, 0, int(fresh.size()) - 1);
    for (int &at : m_rows)
        at += added;
    m_rows.insert(m_rows.begin(), fresh.begin(), fresh.end());
    m_list = next;
    countUnread();
    if (!fresh.empty())
        endInsertRows();
    if (firstRevised >= 0)
        Q_EMIT dataChanged(index(firstRevised + int(fresh.size())), index(lastRevised + int(fresh.size())));
}

void NewsModel::restart(const List &next)
{
    beginResetModel();
    m_list = next;
    countUnread();
    refilter();
    endResetModel();
}

bool NewsModel::cameSince(const NewsItem &item) const
{
    // Both: a peer whose clock is ahead must not make all its history unread.
    return m_openedNs && std::min(item.timeNs, item.arrivalNs) > *m_openedNs;
}

void NewsModel::countUnread()
{
    m_unread.clear();
    for (const NewsItem &item : items()) {
        if (cameSince(item) && !m_read.contains(identity(item)))
            m_unread.insert(identity(item));
    }
}

void NewsModel::keepReadBounded()
{
    if (m_read.size() <= MaxRead)
        return;
    QSet<QString> held;
    for (const NewsItem &item : items())
        held.insert(identity(item));
    m_read.intersect(held);
}

bool NewsModel::passes(const NewsItem &item) const
{
    if (severityOf(item) < m_severityFloor)
        return false;
    return m_filter.isEmpty() || item.headline.contains(m_filter, Qt::CaseInsensitive) ||
           item.tags.contains(m_filter, Qt::CaseInsensitive);
}

void NewsModel::refilter()
{
    m_rows.clear();
    for (std::size_t i = 0; i < items().size(); ++i) {
        if (passes(items()[i]))
            m_rows.push_back(int(i));
    }
}

void NewsModel::setFilter(const QString &filter)
{
    if (m_filter == filter)
        return;
    beginResetModel();
    m_filter = filter;
    refilter();
    endResetModel();
    Q_EMIT filterChanged();
}

void NewsModel::setSeverityFloor(Severity floor)
{
    if (m_severityFloor == floor)
        return;
    beginResetModel();
    m_severityFloor = floor;
    refilter();
    endResetModel();
    Q_EMIT filterChanged();
}

void NewsModel::markRead(int row)
{
    if (row < 0 || row >= int(m_rows.size()))
        return;
    const QString read = identity(items()[std::size_t(m_rows[std::size_t(row)])]);
    if (!m_unread.remove(read))
        return;
    m_read.insert(read);
    keepReadBounded();
    Q_EMIT dataChanged(index(row), index(row), {UnreadRole, DescriptionRole});
    Q_EMIT unreadChanged();
}

void NewsModel::markAllRead()
{
    if (m_unread.isEmpty())
        return;
    m_read.unite(m_unread);
    keepReadBounded();
    m_unread.clear();
    emitAll({UnreadRole, DescriptionRole});
    Q_EMIT unreadChanged();
}

void NewsModel::sourcesChanged()
{
    emitAll({StaleRole});
}

void NewsModel::emitAll(const QList<int> &roles)
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1), roles);
}

QString NewsModel::subject() const
{
    if (items().empty())
        return sourceNames();
    const QString last = tr("last item %1").arg(timeText(items().front()));
    return sourceNames().isEmpty() ? last : tr("%1, %2").arg(sourceNames(), last);
}

QString NewsModel::summary() const
{
    const QString counts = tr("%1 of %2").arg(format::count(m_rows.size()), format::count(items().size()));
    return m_unread.isEmpty()
               ? counts
               : tr("%1 \u00B7 %2 unread").arg(counts, format::count(quint64(m_unread.size())));
}

QString NewsModel::timeText(const NewsItem &item) const
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(item.timeNs / 1'000'000);
    if (time.date() == QDateTime::fromMSecsSinceEpoch(m_wallNs / 1'000'000).date())
        return format::clockTime(std::chrono::nanoseconds(item.timeNs), format::Precision::Minutes);
    return QLocale().toString(time.date(), QStringLiteral("d MMM"));
}

QString NewsModel::tagsOf(const NewsItem &item) const
{
    QStringList tags = format::harmless(item.tags).split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (QString &tag : tags)
        tag = tag.trimmed();
    if (item.itemRevision > 1) // the first publication is revision 1
        tags.prepend(tr("revised"));
    return tags.join(QStringLiteral(" \u00B7 "));
}

int NewsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QHash<int, QByteArray> NewsModel::roleNames() const
{
    return {{TimeRole, "time"},
            {UnreadRole, "unread"},
            {HeadlineRole, "headline"},
            {SeverityRole, "severity"},
            {SeverityWordRole, "severityWord"},
            {TagsRole, "tags"},
            {StaleRole, "stale"},
            {DescriptionRole, "description"}};
}

QVariant NewsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const NewsItem &item = items()[std::size_t(m_rows[std::size_t(index.row())])];
    switch (role) {
    case TimeRole:
        return timeText(item);
    case UnreadRole:
        return m_unread.contains(identity(item));
    case Qt::DisplayRole:
    case HeadlineRole:
        return format::harmless(item.headline.left(MaxHeadline));
    case SeverityRole:
        return severityOf(item);
    case SeverityWordRole:
        return severityWord(severityOf(item));
    case TagsRole:
        return tagsOf(item);
    case StaleRole:
        return !isSourceCurrent(item.source);
    case DescriptionRole: {
        QStringList parts{timeText(item), format::harmless(item.headline.left(MaxHeadline)),
                          severityWord(severityOf(item)), tagsOf(item)};
        if (m_unread.contains(identity(item)))
            parts.prepend(tr("unread"));
        parts.removeAll(QString());
        return parts.join(QLatin1String(", "));
    }
    default:
        return {};
    }
}

} // namespace alcedo
