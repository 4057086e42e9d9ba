// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoreboardmodel.h"

#include "format.h"

#include <algorithm>
#include <numeric>

namespace alcedo {

using namespace std::chrono_literals;

namespace {
constexpr auto GoalShown = 10s;
constexpr int MatchStaleAfterMs = 60'000;
} // namespace

ScoreboardModel::ScoreboardModel(QObject *parent)
    : PanelModel(parent)
{
    setStaleAfter(MatchStaleAfterMs);
}

void ScoreboardModel::apply(const Snapshot &snapshot)
{
    static const std::vector<MatchState> none;
    const std::vector<MatchState> &matches = snapshot.matches ? *snapshot.matches : none;
    m_wallNs = snapshot.wallNs;
    if (!isSameTable(matches)) {
        rebuild(matches);
        return;
    }
    std::vector<bool> changed(m_entries.size(), false);
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const bool told =
            (matches[i].revision != m_entries[i].match.revision || snapshot.origin != m_origin) &&
            take(m_entries[i], matches[i]);
        changed[i] = age(m_entries[i]) || told;
    }
    m_origin = snapshot.origin;
    const bool due = m_sortedAt.count() < 0 || steadyNow() - m_sortedAt >= 500ms;
    if (!m_orderHeld && due && resort()) {
        sourcesChanged();
        return;
    }
    int first = int(m_order.size()), last = -1;
    for (int rank = 0; rank < int(m_order.size()); ++rank) {
        if (changed[std::size_t(m_order[std::size_t(rank)])]) {
            first = std::min(first, rank);
            last = rank;
        }
    }
    if (last >= 0)
        Q_EMIT dataChanged(index(first), index(last));
}

bool ScoreboardModel::isSameTable(const std::vector<MatchState> &matches) const
{
    return std::equal(matches.begin(), matches.end(), m_entries.begin(), m_entries.end(),
                      [](const MatchState &match, const Entry &entry) {
                          return match.key == entry.match.key && match.source == entry.match.source;
                      });
}

void ScoreboardModel::rebuild(const std::vector<MatchState> &matches)
{
    beginResetModel();
    const std::vector<Entry> known = std::move(m_entries);
    m_entries.clear();
    std::set<SourceId> sources;
    for (const MatchState &match : matches) {
        const auto same = std::find_if(known.begin(), known.end(), [&match](const Entry &entry) {
            return entry.match.key == match.key && entry.match.source == match.source;
        });
        Entry entry;
        if (same != known.end()) {
            entry = *same;
            (void)take(entry, match);
        } else {
            entry.match = match;
            entry.period = periodOf(match.period);
            entry.changedNs = match.scoreChangedNs;
        }
        (void)age(entry);
        sources.insert(match.source);
        m_entries.push_back(std::move(entry));
    }
    m_order.resize(m_entries.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    (void)resort();
    endResetModel();
    setShownSources(sources);
}

bool ScoreboardModel::take(Entry &entry, const MatchState &match)
{
    const MatchState before = std::move(entry.match);
    entry.match = match;
    entry.period = periodOf(match.period);
    const bool happened = match.events.size() != before.events.size() || match.period != before.period ||
                          match.homeScore != before.homeScore || match.awayScore != before.awayScore;
    if (happened)
        entry.changedNs = std::max(match.timeNs, match.scoreChangedNs);
    const bool homeScored = match.homeScore > before.homeScore;
    const bool awayScored = match.awayScore > before.awayScore;
    if (homeScored || awayScored) {
        entry.scorer = homeScored ? Scorer::Home : Scorer::Away;
        entry.goalAt = steadyNow();
    } else if (match.homeScore < before.homeScore || match.awayScore < before.awayScore) {
        entry.scorer = Scorer::None; // the goal was taken back
    }
    return true;
}

bool ScoreboardModel::age(Entry &entry) const
{
    bool changed = false;
    if (entry.scorer != Scorer::None && steadyNow() - entry.goalAt >= GoalShown) {
        entry.scorer = Scorer::None;
        changed = true;
    }
    const bool plays = entry.period == Period::First || entry.period == Period::Second;
    const bool stale = plays ? isStale(entry.match.source, entry.match.arrivalNs, m_wallNs)
                             : !isSourceCurrent(entry.match.source);
    changed = changed || stale != entry.stale;
    entry.stale = stale;
    return changed;
}

bool ScoreboardModel::resort()
{
    m_sortedAt = steadyNow();
    std::vector<int> order(m_entries.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
        return m_entries[std::size_t(a)].changedNs > m_entries[std::size_t(b)].changedNs;
    });
    if (order == m_order)
        return false;
    m_order = std::move(order);
    return true;
}

void ScoreboardModel::setOrderHeld(bool held)
{
    if (m_orderHeld == held)
        return;
    m_orderHeld = held;
    Q_EMIT orderHeldChanged();
}

void ScoreboardModel::sourcesChanged()
{
    for (Entry &entry : m_entries)
        (void)age(entry);
    if (!m_order.empty())
        Q_EMIT dataChanged(index(0), index(int(m_order.size()) - 1));
}

} // namespace alcedo
