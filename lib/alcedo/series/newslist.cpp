// SPDX-License-Identifier: MIT
#include <alcedo/series/newslist.h>

#include <alcedo/series/peertext.h>

#include <algorithm>

namespace alcedo {

namespace {

NewsItem itemOf(const RecordBatch &batch, std::size_t record, std::int64_t timeNs)
{
    NewsItem item;
    item.source = batch.source();
    item.id = peerText(batch.text(record, news::Id), 256);
    item.headline = peerText(batch.text(record, news::Headline), 1'024);
    item.severity = peerText(batch.text(record, news::Severity), 64);
    item.tags = peerText(batch.text(record, news::Tags), 512);
    item.url = peerText(batch.text(record, news::Url), 2'048);
    item.body = peerText(batch.text(record, news::Body), 8'192);
    const std::int64_t revision = batch.integer(record, news::Revision);
    item.itemRevision =
        revision == Column::Absent ? 0 : int(std::clamp<std::int64_t>(revision, 0, 1'000'000'000));
    item.timeNs = timeNs;
    item.arrivalNs = batch.arrivalNs(record);
    return item;
}

bool newerFirst(const NewsItem &item, std::int64_t timeNs)
{
    return item.timeNs > timeNs;
}

} // namespace

std::deque<NewsItem>::iterator NewsList::find(const Identity &identity, std::int64_t timeNs)
{
    auto at = std::lower_bound(m_items.begin(), m_items.end(), timeNs, newerFirst);
    while (at->source != identity.first || at->id != identity.second)
        ++at;
    return at;
}

bool NewsList::apply(const RecordBatch &batch, std::size_t record, std::int64_t timeNs)
{
    NewsItem item = itemOf(batch, record, timeNs);
    const Identity identity{item.source, item.id};
    const auto known = item.id.isEmpty() ? m_times.end() : m_times.find(identity);
    const bool isKnown = known != m_times.end();
    if (isKnown) {
        const auto at = find(identity, known->second);
        if (item.itemRevision < at->itemRevision)
            return false;
        m_items.erase(at);
        m_times.erase(known);
    }
    if (batch.flags(record) & RecordFlag::Removed)
        return isKnown;
    if (!item.id.isEmpty())
        m_times[identity] = item.timeNs;
    m_items.insert(std::lower_bound(m_items.begin(), m_items.end(), item.timeNs, newerFirst),
                   std::move(item));
    while (m_items.size() > m_max) {
        m_times.erase({m_items.back().source, m_items.back().id});
        m_items.pop_back();
        ++m_letGo;
    }
    return true;
}

bool NewsList::removeSource(SourceId source)
{
    std::erase_if(m_times, [source](const auto &entry) { return entry.first.first == source; });
    return std::erase_if(m_items, [source](const NewsItem &item) { return item.source == source; }) > 0;
}

std::shared_ptr<const std::vector<NewsItem>> NewsList::list() const
{
    return std::make_shared<const std::vector<NewsItem>>(m_items.begin(), m_items.end());
}

} // namespace alcedo
