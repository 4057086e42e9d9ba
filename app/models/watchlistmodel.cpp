// SPDX-License-Identifier: GPL-3.0-or-later
#include "watchlistmodel.h"

#include "format.h"

#include <algorithm>
#include <cmath>

namespace alcedo {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t AgePeriodNs = 100'000'000;     // ages show tenths of a second
constexpr std::int64_t SparkPeriodNs = 1'000'000'000; // a pixel of a sparkline is 20 s and more
constexpr auto FadeStep = 33ms;
constexpr auto LongestWait = 50ms; // of a half, where frames end

} // namespace

WatchlistModel::WatchlistModel(QObject *parent)
    : PanelModel(parent)
{
}

WatchlistModel::~WatchlistModel() = default;

void WatchlistModel::setClock(Clock &clock)
{
    PanelModel::setClock(clock);
    m_fade = std::make_unique<Timer>(clock);
    connect(m_fade.get(), &Timer::timeout, this, [this] {
        FrameChange change;
        continueFlashes(change);
        emitChange(change);
    });
    m_turn = std::make_unique<Timer>(clock);
    connect(m_turn.get(), &Timer::timeout, this, [this] { emitChange(std::exchange(m_untold, {})); });
}

void WatchlistModel::FrameChange::add(int rank)
{
    if (rank < 0)
        return;
    first = std::min(first, rank);
    last = std::max(last, rank);
}

void WatchlistModel::FrameChange::add(const FrameChange &other)
{
    first = std::min(first, other.first);
    last = std::max(last, other.last);
    values += other.values;
    prices |= other.prices;
    bids |= other.bids;
    asks |= other.asks;
    volumes |= other.volumes;
    ages |= other.ages;
    sparks |= other.sparks;
}

// --- the frame

void WatchlistModel::apply(const Snapshot &snapshot)
{
    m_wallNs = snapshot.wallNs;
    if (!isSameTable(snapshot)) {
        rebuild(snapshot);
    } else {
        FrameChange change;
        // Another moment is no event: nothing flashes because a person went there.
        const bool goesOn = snapshot.origin == m_origin;
        const std::uint64_t since = goesOn ? m_revision : 0;
        const std::size_t known = m_entries.size();
        for (std::size_t i = 0; i < known; ++i) {
            if (snapshot.quotes[i].revision > since)
                take(i, snapshot, change);
        }
        if (!goesOn)
            endFlashes(change);
        if (snapshot.quotes.size() > known)
            append(snapshot, known);
        continueFlashes(change);
        continueAges(change);
        continueSparks(snapshot, change);
        tell(change, goesOn);
    }
    m_revision = snapshot.revision;
    m_origin = snapshot.origin;
    std::set<SourceId> sources;
    for (const Entry &entry : m_entries) {
        if (sources.empty() || *sources.rbegin() != entry.quote.source)
            sources.insert(entry.quote.source);
    }
    setShownSources(sources);
}

void WatchlistModel::tell(FrameChange change, bool goesOn)
{
    const bool isMany = goesOn && m_turn && change.values >= Many;
    change.add(std::exchange(m_untold, {}));
    if (resortIfDue())
        emitAll();
    else if (isMany)
        tellHalf(change);
    else
        emitChange(change);
}

void WatchlistModel::tellHalf(const FrameChange &change)
{
    FrameChange upper = change, lower = change;
    upper.last = std::min(change.last, m_middleRow - 1);
    lower.first = std::max(change.first, m_middleRow);
    m_isUpperTurn = !m_isUpperTurn;
    m_untold = m_isUpperTurn ? lower : upper;
    if (!m_untold.isEmpty())
        m_turn->start(LongestWait);
    emitChange(m_isUpperTurn ? upper : lower);
    Q_EMIT manyChanged(m_isUpperTurn);
}

bool WatchlistModel::isSameTable(const Snapshot &snapshot) const
{
    const bool isOlder = snapshot.origin == m_origin && snapshot.revision < m_revision;
    if (snapshot.quotes.size() < m_entries.size() || isOlder)
        return false;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const QuoteState &known = m_entries[i].quote;
        if (snapshot.quotes[i].key != known.key || snapshot.quotes[i].source != known.source)
            return false;
    }
    return true;
}

WatchlistModel::Entry WatchlistModel::entryOf(const Snapshot &snapshot, std::size_t at) const
{
    Entry entry;
    entry.quote = snapshot.quotes[at];
    if (snapshot.keys && entry.quote.key < snapshot.keys->size())
        entry.key = (*snapshot.keys)[entry.quote.key];
    entry.name = format::harmless(entry.key);
    if (entry.quote.lineSeries < snapshot.lines.size())
        entry.line = snapshot.lines[entry.quote.lineSeries];
    if (entry.quote.source < snapshot.gaps.size())
        entry.gaps = snapshot.gaps[entry.quote.source];
    return entry;
}

void WatchlistModel::rebuild(const Snapshot &snapshot)
{
    beginResetModel();
    m_entries.clear();
    m_flashing.clear();
    for (std::size_t i = 0; i < snapshot.quotes.size(); ++i)
        m_entries.push_back(entryOf(snapshot, i));
    updateSparkSpan();
    resetOrder();
    endResetModel();
    Q_EMIT totalChanged();
    Q_EMIT summaryChanged();
}

void WatchlistModel::append(const Snapshot &snapshot, std::size_t from)
{
    std::vector<int> shown;
    for (std::size_t i = from; i < snapshot.quotes.size(); ++i) {
        m_entries.push_back(entryOf(snapshot, i));
        if (m_entries.back().name.contains(m_filter, Qt::CaseInsensitive))
            shown.push_back(int(i));
    }
    if (!shown.empty()) {
        // At the end; the next re-sort gives them their rank.
        const int first = int(m_order.size());
        beginInsertRows({}, first, first + int(shown.size()) - 1);
        m_order.insert(m_order.end(), shown.begin(), shown.end());
        updateRanks();
        endInsertRows();
    }
    updateRanks();
    Q_EMIT totalChanged();
    Q_EMIT summaryChanged();
}

void WatchlistModel::take(std::size_t at, const Snapshot &snapshot, FrameChange &change)
{
    Entry &entry = m_entries[at];
    const QuoteState &next = snapshot.quotes[at];
    const Decimal before = entry.quote.last, after = next.last;
    // Of this table alone, so that a delegate is asked only for what may be another text.
    const auto isSame = [](Decimal a, Decimal b) { return a == b && a.scale() == b.scale(); };
    change.prices |= !isSame(before, after) || !isSame(entry.quote.open, next.open);
    change.bids |= !isSame(entry.quote.bid, next.bid);
    change.asks |= !isSame(entry.quote.ask, next.ask);
    change.volumes |= !isSame(entry.quote.volume, next.volume);
    // One that was heard a moment ago waits for the ages' own turn.
    change.ages |= m_wallNs - entry.quote.arrivalNs >= AgePeriodNs;
    entry.quote = next;
    if (next.source < snapshot.gaps.size() && entry.gaps != snapshot.gaps[next.source])
        entry.gaps = snapshot.gaps[next.source];
    const bool moved = !before.isNull() && !after.isNull() && before != after;
    if (moved && m_rankOf[at] >= 0 && m_flashOpacity > 0 && clock() &&
        entry.flash.start(steadyNow(), after > before))
        m_flashing.push_back(int(at));
    change.add(m_rankOf[at]);
    ++change.values;
}

/// Also those of the moment that was shown before.
void WatchlistModel::endFlashes(FrameChange &change)
{
    for (const int at : m_flashing) {
        m_entries[std::size_t(at)].flash = {};
        change.add(m_rankOf[std::size_t(at)]);
    }
    m_flashing.clear();
}

void WatchlistModel::continueFlashes(FrameChange &change)
{
    const auto now = steadyNow();
    for (const int at : m_flashing)
        change.add(m_rankOf[std::size_t(at)]);
    // One that has just ended is told once more, as nothing.
    std::erase_if(m_flashing,
                  [this, now](int at) { return !m_entries[std::size_t(at)].flash.isActive(now); });
    if (m_fade && !m_flashing.empty())
        m_fade->start(FadeStep);
}

void WatchlistModel::continueAges(FrameChange &change)
{
    const bool due = std::abs(m_wallNs - m_agesSaidNs) >= AgePeriodNs;
    if (!due || m_order.empty())
        return;
    m_agesSaidNs = m_wallNs;
    change.ages = true;
    change.add(0);
    change.add(int(m_order.size()) - 1);
}

// A copy of all lines at once would cost the frame of every second: some are taken each frame.
void WatchlistModel::continueSparks(const Snapshot &snapshot, FrameChange &change)
{
    const std::int64_t since = std::min(std::abs(m_wallNs - m_sparksSaidNs), SparkPeriodNs);
    const auto due = std::size_t(double(m_entries.size()) * double(since) / SparkPeriodNs);
    for (; m_sparksTaken < due; ++m_sparksTaken) {
        Entry &entry = m_entries[m_sparksTaken];
        if (entry.quote.lineSeries < snapshot.lines.size())
            entry.line = snapshot.lines[entry.quote.lineSeries];
    }
    if (since < SparkPeriodNs || m_order.empty())
        return;
    change.sparks = true;
    change.add(0);
    change.add(int(m_order.size()) - 1);
    updateSparkSpan();
}

void WatchlistModel::updateSparkSpan()
{
    m_sparksSaidNs = m_wallNs;
    m_sparksTaken = 0;
    std::int64_t known = 0;
    for (const Entry &entry : m_entries) {
        if (!entry.line.isEmpty())
            known = std::max(known, m_wallNs - historyLagNs(entry.quote.timeNs, entry.quote.arrivalNs) -
                                        entry.line.at(0).timeNs);
    }
    const std::int64_t span = sparkSpanFor(known);
    if (span == m_sparkSpanNs)
        return;
    m_sparkSpanNs = span;
    Q_EMIT sparkSpanChanged();
}

void WatchlistModel::emitChange(const FrameChange &change)
{
    if (change.isEmpty())
        return;
    QList<int> roles{FlashRole, FlashUpRole};
    if (change.prices)
        roles.append({LastWholeRole, LastFractionRole, LastWideRole, DirectionRole, ChangeRole});
    if (change.bids)
        roles.append({BidWholeRole, BidFractionRole, BidWideRole});
    if (change.asks)
        roles.append({AskWholeRole, AskFractionRole, AskWideRole});
    if (change.volumes)
        roles.append(VolumeRole);
    if (change.ages)
        roles.append({AgeRole, StaleRole, DescriptionRole});
    if (change.sparks)
        roles.append(SparkRole);
    Q_EMIT dataChanged(index(change.first), index(change.last), roles);
}

void WatchlistModel::emitAll()
{
    if (!m_order.empty())
        Q_EMIT dataChanged(index(0), index(int(m_order.size()) - 1));
}

void WatchlistModel::sourcesChanged()
{
    emitAll();
}

// --- order

std::vector<int> WatchlistModel::filtered() const
{
    std::vector<int> order;
    order.reserve(m_entries.size());
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (m_filter.isEmpty() || m_entries[i].name.contains(m_filter, Qt::CaseInsensitive))
            order.push_back(int(i));
    }
    return order;
}

double WatchlistModel::sortValue(const Entry &entry) const
{
    switch (m_sortKey) {
    case Last:
        return entry.quote.last.toDouble();
    case Change:
        return entry.changePercent();
    case Bid:
        return entry.quote.bid.toDouble();
    case Ask:
        return entry.quote.ask.toDouble();
    case Volume:
        return entry.quote.volume.toDouble();
    case Age:
        return -double(entry.quote.arrivalNs);
    case Mine:
    case Name:
        break;
    }
    return 0;
}

bool WatchlistModel::resort()
{
    m_sortedAt = steadyNow();
    std::vector<int> order = filtered();
    if (m_sortKey == Name) {
        std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
            const int way =
                m_entries[std::size_t(a)].name.compare(m_entries[std::size_t(b)].name, Qt::CaseInsensitive);
            return m_descending ? way > 0 : way < 0;
        });
    } else if (m_sortKey != Mine) {
        std::vector<double> values;
        values.reserve(m_entries.size());
        for (const Entry &entry : m_entries)
            values.push_back(sortValue(entry));
        std::stable_sort(order.begin(), order.end(), [this, &values](int first, int second) {
            const double a = values[std::size_t(first)], b = values[std::size_t(second)];
            if (std::isnan(a) || std::isnan(b))
                return !std::isnan(a) && std::isnan(b); // what has no value comes last, either way
            return m_descending ? a > b : a < b;
        });
    }
    if (order == m_order)
        return false;
    m_order = std::move(order);
    updateRanks();
    return true;
}

bool WatchlistModel::resortIfDue()
{
    const bool due = m_sortedAt.count() < 0 || steadyNow() - m_sortedAt >= 500ms;
    return m_sortKey != Mine && !m_orderHeld && due && resort();
}

void WatchlistModel::resetOrder()
{
    m_order.clear();
    m_untold = {}; // the reset tells it
    if (!resort())
        updateRanks();
}

void WatchlistModel::updateRanks()
{
    m_rankOf.assign(m_entries.size(), -1);
    int selected = -1;
    for (std::size_t rank = 0; rank < m_order.size(); ++rank) {
        const auto at = std::size_t(m_order[rank]);
        m_rankOf[at] = int(rank);
        if (selected < 0 && m_entries[at].key == m_selectedKey)
            selected = int(rank);
    }
    if (selected == m_selectedRow)
        return;
    m_selectedRow = selected;
    Q_EMIT selectedRowChanged();
}

void WatchlistModel::toggleSort(SortKey key)
{
    const bool firstDescends = key != Name && key != Age;
    if (m_sortKey != key)
        sortBy(key, firstDescends);
    else if (m_descending == firstDescends)
        sortBy(key, !firstDescends);
    else
        sortBy(Mine, false);
}

void WatchlistModel::sortNext()
{
    const auto next = m_sortKey == Age ? Mine : SortKey(m_sortKey + 1);
    sortBy(next, next != Mine && next != Name && next != Age);
}

void WatchlistModel::sortBy(int key, bool descending)
{
    m_sortKey = key > Mine && key <= Age ? SortKey(key) : Mine;
    m_descending = m_sortKey != Mine && descending;
    if (resort())
        emitAll();
    Q_EMIT sortChanged();
    Q_EMIT summaryChanged();
}

void WatchlistModel::setFilter(const QString &filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    beginResetModel();
    resetOrder();
    endResetModel();
    Q_EMIT filterChanged();
    Q_EMIT summaryChanged();
}

void WatchlistModel::setOrderHeld(bool held)
{
    if (m_orderHeld == held)
        return;
    m_orderHeld = held;
    Q_EMIT orderHeldChanged();
}

void WatchlistModel::setFlashOpacity(qreal opacity)
{
    if (qFuzzyCompare(1 + m_flashOpacity, 1 + opacity))
        return;
    m_flashOpacity = opacity;
    Q_EMIT flashOpacityChanged();
}

// --- selection

void WatchlistModel::setSelectedKey(const QString &key)
{
    if (m_selectedKey == key)
        return;
    m_selectedKey = key;
    Q_EMIT selectedKeyChanged();
    updateRanks();
    if (!m_order.empty())
        Q_EMIT dataChanged(index(0), index(int(m_order.size()) - 1), {SelectedRole});
}

void WatchlistModel::selectRow(int row)
{
    if (m_order.empty())
        return;
    const int within = std::clamp(row, 0, int(m_order.size()) - 1);
    setSelectedKey(m_entries[std::size_t(m_order[std::size_t(within)])].key);
}

void WatchlistModel::moveSelection(int ranks)
{
    selectRow(m_selectedRow < 0 ? 0 : m_selectedRow + ranks);
}

} // namespace alcedo
