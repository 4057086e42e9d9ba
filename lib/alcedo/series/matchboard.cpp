// SPDX-License-Identifier: MIT
#include <alcedo/series/matchboard.h>

#include <alcedo/series/peertext.h>

#include <algorithm>
#include <limits>

namespace alcedo {

namespace {

constexpr std::size_t MaxName = 256, MaxNote = 1'024;

void setInteger(int &field, std::int64_t value)
{
    if (value != Column::Absent)
        field = int(std::clamp<std::int64_t>(value, 0, std::numeric_limits<int>::max()));
}

void addEvent(MatchState &state, const RecordBatch &batch, std::size_t record)
{
    const std::string_view kind = batch.text(record, score::Event);
    if (kind.empty())
        return;
    MatchEvent event{peerText(kind, 64), peerText(batch.text(record, score::Team), 64),
                     peerText(batch.text(record, score::Player), MaxName),
                     peerText(batch.text(record, score::Note), MaxNote), 0};
    setInteger(event.minute, batch.integer(record, score::Minute));
    if (state.events.size() == MatchBoard::MaxEvents)
        state.events.erase(state.events.begin());
    state.events.push_back(std::move(event));
}

void setState(MatchState &state, const RecordBatch &batch, std::size_t record)
{
    setPeerText(state.home, batch.text(record, score::Home), MaxName);
    setPeerText(state.away, batch.text(record, score::Away), MaxName);
    setPeerText(state.period, batch.text(record, score::Period), MaxName);
    const int home = state.homeScore, away = state.awayScore;
    setInteger(state.homeScore, batch.integer(record, score::HomeScore));
    setInteger(state.awayScore, batch.integer(record, score::AwayScore));
    setInteger(state.clockSeconds, batch.integer(record, score::Clock));
    setInteger(state.homeYellow, batch.integer(record, score::HomeYellow));
    setInteger(state.awayYellow, batch.integer(record, score::AwayYellow));
    setInteger(state.homeRed, batch.integer(record, score::HomeRed));
    setInteger(state.awayRed, batch.integer(record, score::AwayRed));
    // What is first heard of a match is no change of its score.
    if (state.revision != 0 && (state.homeScore != home || state.awayScore != away))
        state.scoreChangedNs = batch.arrivalNs(record);
}

} // namespace

MatchBoard::Outcome MatchBoard::apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs,
                                      std::uint64_t revision)
{
    const auto found = m_rows.find({batch.source(), std::string(batch.key(record))});
    if (found == m_rows.end())
        return Outcome::Unknown;
    Row &row = found->second;
    const std::int64_t correction = batch.integer(record, score::Revision);
    if (correction != Column::Absent) {
        if (correction < row.correction)
            return Outcome::Late;
        row.correction = correction;
    }
    const std::uint8_t flags = batch.flags(record);
    if (flags & RecordFlag::Snapshot)
        row.state.events.clear();
    setState(row.state, batch, record);
    if (!(flags & RecordFlag::Replayed))
        addEvent(row.state, batch, record);
    row.state.timeNs = timeNs;
    row.state.arrivalNs = batch.arrivalNs(record);
    row.state.revision = revision;
    return Outcome::Changed;
}

void MatchBoard::add(SourceId source, std::string_view key, std::uint32_t keyPosition)
{
    Row row;
    row.state.source = source;
    row.state.key = keyPosition;
    row.order = ++m_added;
    m_rows.emplace(std::pair(source, std::string(key)), std::move(row));
}

std::optional<std::uint32_t> MatchBoard::remove(SourceId source, std::string_view key)
{
    const auto found = m_rows.find({source, std::string(key)});
    if (found == m_rows.end())
        return std::nullopt;
    const std::uint32_t position = found->second.state.key;
    m_rows.erase(found);
    return position;
}

std::vector<std::uint32_t> MatchBoard::removeSource(SourceId source)
{
    std::vector<std::uint32_t> positions;
    std::erase_if(m_rows, [&](const auto &entry) {
        const bool goes = entry.first.first == source;
        if (goes)
            positions.push_back(entry.second.state.key);
        return goes;
    });
    return positions;
}

void MatchBoard::wallStepped(const WallStep &step, std::uint64_t revision)
{
    for (auto &[key, row] : m_rows) {
        row.state.arrivalNs = step.corrected(row.state.arrivalNs);
        row.state.scoreChangedNs = step.corrected(row.state.scoreChangedNs);
        if (row.state.revision != 0) // 0: nothing was told of it yet
            row.state.revision = revision;
    }
}

std::shared_ptr<const std::vector<MatchState>> MatchBoard::list() const
{
    std::vector<const Row *> rows;
    for (const auto &entry : m_rows)
        rows.push_back(&entry.second);
    std::sort(rows.begin(), rows.end(), [](const Row *a, const Row *b) { return a->order < b->order; });
    auto list = std::make_shared<std::vector<MatchState>>();
    list->reserve(rows.size());
    for (const Row *row : rows)
        list->push_back(row->state);
    return list;
}

} // namespace alcedo
