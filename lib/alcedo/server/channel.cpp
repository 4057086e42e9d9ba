// SPDX-License-Identifier: MIT
#include <alcedo/server/channel.h>

#include <alcedo/wire/jsoncodec.h>

#include <QRandomGenerator>
#include <algorithm>

namespace alcedo {

Channel::Channel(QString name, ChannelOptions options, AgeOrder &historyOrder, AgeOrder &keyOrder)
    : m_name(std::move(name))
    , m_epoch(QString::number(QRandomGenerator::system()->generate64(), 36))
    , m_options(std::move(options))
    , m_historyOrder(historyOrder)
    , m_keyOrder(keyOrder)
{
}

void Channel::setOptions(const ChannelOptions &options, Broker::Counters &counters)
{
    m_options = options;
    while (m_history.size() > std::size_t(std::max(m_options.historySize, 0))) {
        dropOldest(counters);
        ++counters.droppedByCount;
    }
}

void Channel::append(const PublicationDraft &draft, std::int64_t timeMs, Clock::Nanoseconds now,
                     Broker::Counters &counters)
{
    auto stored = std::make_shared<StoredPublication>();
    stored->offset = ++m_offset;
    stored->timeMs = timeMs;
    stored->key = draft.key;
    stored->op = draft.op;
    stored->element = JsonCodec::encodePublication({m_offset, timeMs, draft.data, draft.key, draft.op});
    const StoredPublicationPtr publication = std::move(stored);
    ++counters.publications;
    countRate(now);
    keep(publication, now, counters);
    if (!publication->key.isEmpty())
        keepKey(publication, counters);
    for (const auto &[sink, count] : m_sinks)
        sink->deliver(m_name, publication);
}

void Channel::keep(const StoredPublicationPtr &publication, Clock::Nanoseconds now,
                   Broker::Counters &counters)
{
    dropAged(now, counters);
    if (!isRecoverable())
        return;
    if (m_history.size() >= std::size_t(m_options.historySize)) {
        dropOldest(counters);
        ++counters.droppedByCount;
    }
    m_history.push_back({publication, now, m_historyOrder.insert(m_historyOrder.end(), this)});
    ++counters.held;
    counters.heldBytes += quint64(publication->cost());
}

void Channel::keepKey(const StoredPublicationPtr &publication, Broker::Counters &counters)
{
    if (const auto known = m_keys.constFind(publication->key); known != m_keys.cend())
        eraseKey(m_newest.find(*known), counters);
    if (publication->op == Publication::Op::Remove)
        return;
    m_keys.insert(publication->key, publication->offset);
    m_newest[publication->offset] = {publication, {}, m_keyOrder.insert(m_keyOrder.end(), this)};
    ++counters.keys;
    counters.keyBytes += quint64(publication->cost());
}

void Channel::eraseKey(std::map<std::uint64_t, Held>::iterator it, Broker::Counters &counters)
{
    --counters.keys;
    counters.keyBytes -= quint64(it->second.publication->cost());
    m_keyOrder.erase(it->second.order);
    m_keys.remove(it->second.publication->key);
    m_newest.erase(it);
}

void Channel::dropAged(Clock::Nanoseconds now, Broker::Counters &counters)
{
    while (!m_history.empty() && now - m_history.front().at > m_options.historyAge) {
        dropOldest(counters);
        ++counters.droppedByAge;
    }
}

void Channel::dropOldest(Broker::Counters &counters)
{
    const Held &oldest = m_history.front();
    --counters.held;
    counters.heldBytes -= quint64(oldest.publication->cost());
    m_historyOrder.erase(oldest.order);
    m_history.pop_front();
}

void Channel::dropOldestKey(Broker::Counters &counters)
{
    eraseKey(m_newest.begin(), counters);
}

HistoryPage Channel::read(const HistoryQuery &query) const
{
    HistoryPage page;
    page.top = top();
    page.firstHeld = m_history.empty() ? m_offset + 1 : m_history.front().publication->offset;
    const std::uint64_t first = std::max(page.firstHeld, query.since ? query.since->offset + 1 : 1);
    const std::uint64_t last = std::min(m_offset, query.until.value_or(m_offset));
    if (first > last)
        return page;
    // Offsets in the history are contiguous, so an offset is also an index.
    auto at = [&](std::uint64_t offset) -> const StoredPublicationPtr & {
        return m_history[std::size_t(offset - page.firstHeld)].publication;
    };
    const std::uint64_t held = last - first + 1;
    const std::uint64_t wanted = query.limit > 0 ? std::min(held, std::uint64_t(query.limit)) : held;
    const bool newest = query.from == HistoryQuery::From::Newest;
    qint64 bytes = 0;
    for (std::uint64_t i = 0; i < wanted; ++i) {
        const StoredPublicationPtr &publication = at(newest ? last - i : first + i);
        bytes += publication->cost();
        if (query.maxBytes > 0 && bytes > query.maxBytes && i > 0)
            break;
        page.publications.push_back(publication);
    }
    if (newest)
        std::reverse(page.publications.begin(), page.publications.end());
    return page;
}

std::vector<StoredPublicationPtr> Channel::snapshot() const
{
    std::vector<StoredPublicationPtr> out;
    out.reserve(m_newest.size());
    for (const auto &[offset, held] : m_newest)
        out.push_back(held.publication);
    return out;
}

void Channel::removeSink(PublicationSink &sink)
{
    if (const auto it = m_sinks.find(&sink); it != m_sinks.end() && --it->second <= 0)
        m_sinks.erase(it);
}

int Channel::subscribers() const
{
    int sum = 0;
    for (const auto &[sink, count] : m_sinks)
        sum += count;
    return sum;
}

void Channel::countRate(Clock::Nanoseconds now)
{
    const std::int64_t second = now / std::chrono::seconds(1);
    if (second != m_rateSecond) {
        m_rateBefore = second == m_rateSecond + 1 ? m_rateNow : 0;
        m_rateNow = 0;
        m_rateSecond = second;
    }
    ++m_rateNow;
}

double Channel::rate(Clock::Nanoseconds now) const
{
    const std::int64_t second = now / std::chrono::seconds(1);
    if (second == m_rateSecond)
        return m_rateBefore;
    return second == m_rateSecond + 1 ? m_rateNow : 0;
}

} // namespace alcedo
