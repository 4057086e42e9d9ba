// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/store.h>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace alcedo {

/// The state of every match. A record changes what it names and leaves the rest; a whole state
/// (RecordFlag::Snapshot) empties the list of events first. Revisions count a match's corrections: a record
/// with a lower one is late, and changes nothing.
class MatchBoard
{
public:
    static constexpr std::size_t MaxEvents = 500; ///< of one match; the oldest go first
    enum class Outcome { Changed, Late, Unknown };
    /// Unknown where there is no such match yet: add() it.
    Outcome apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs, std::uint64_t revision);
    void add(SourceId source, std::string_view key, std::uint32_t keyPosition);
    /// Answers the position of its key, which is free now.
    std::optional<std::uint32_t> remove(SourceId source, std::string_view key);
    std::vector<std::uint32_t> removeSource(SourceId source);
    /// As Store's; what was told bears this revision, so that readers take it anew.
    void wallStepped(const WallStep &step, std::uint64_t revision);
    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    [[nodiscard]] std::shared_ptr<const std::vector<MatchState>> list() const;

private:
    struct Row
    {
        MatchState state;
        std::int64_t correction = 0;
        std::uint64_t order = 0; ///< of appearance
    };
    std::map<std::pair<SourceId, std::string>, Row> m_rows;
    std::uint64_t m_added = 0;
};

} // namespace alcedo
