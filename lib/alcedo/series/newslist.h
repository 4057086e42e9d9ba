// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/store.h>

#include <deque>
#include <map>
#include <utility>

namespace alcedo {

/// News of all sources, newest first, at most maxItems. An item is known by its source and id: a higher (or
/// the same) revision takes its place, a lower one is old and changes nothing. Without an id every record is
/// an item of its own.
class NewsList
{
public:
    explicit NewsList(std::size_t maxItems)
        : m_max(maxItems)
    {
    }
    /// True where anything changed.
    bool apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs);
    bool removeSource(SourceId source);
    [[nodiscard]] std::uint64_t letGo() const { return m_letGo; }
    [[nodiscard]] std::shared_ptr<const std::vector<NewsItem>> list() const;

private:
    using Identity = std::pair<SourceId, QString>;
    std::deque<NewsItem>::iterator find(const Identity &identity, std::int64_t timeNs);
    std::size_t m_max;
    std::deque<NewsItem> m_items;
    std::map<Identity, std::int64_t> m_times; ///< where to look for an item that has an id
    std::uint64_t m_letGo = 0;
};

} // namespace alcedo
