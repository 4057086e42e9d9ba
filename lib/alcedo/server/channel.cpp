// SPDX-License-Identifier: MIT
#include <alcedo/server/channel.h>

#include <alcedo/wire/jsonfields.h>

#include <QRandomGenerator>
#include <algorithm>

namespace alcedo {

namespace {

/// As much as one publication may be by default: merged ones must not grow past what a reader takes.
constexpr qsizetype MaxRecordBytes = 256 * 1024;

} // namespace

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

bool Channel::takes(const PublicationDraft &draft) const
{
    const auto known = m_keys.constFind(draft.key);
    if (draft.op != Publication::Op::Merge || known == m_keys.cend())
        return true;
    const QByteArrayView older = m_newest.at(*known).publication->data();
    return older.size() + draft.data.size() <= MaxRecordBytes ||
           mergeFields(older, draft.data).size() <= MaxRecordBytes;
}

void Channel::append(const PublicationDraft &draft, Clock::Nanoseconds wall, Clock::Nanoseconds now,
                     Broker::Counters &counters)
{
    const StoredPublicationPtr publication = storePublication(
        {++m_offset, wall / std::chrono::milliseconds(1), draft.data, draft.key, draft.op, wall.count()});
    ++counters.publications;
    countRate(now);
    keep(publication, now, counters);
    if (publication->key.isEmpty())
        m_lastWithoutKey = publication->offset;
    else
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
    StoredPublicationPtr whole = publication;
    if (const auto known = m_keys.constFind(publication->key); known != m_keys.cend()) {
        const auto older = m_newest.find(*known);
        if (publication->op == Publication::Op::Merge)
            whole = mergePublications(*older->second.publication, *publication);
        eraseKey(older, counters);
    } else if (publication->op == Publication::Op::Merge) {
        whole = storePublication({publication->offset, publication->timeMs, publication->data().toByteArray(),
                                  publication->key, Publication::Op::Set, publication->timeNs});
    }
    if (publication->op == Publication::Op::Remove)
        return;
    m_keys.insert(whole->key, whole->offset);
    m_newest[whole->offset] = {whole, {}, m_keyOrder.insert(m_keyOrder.end(), this)};
    ++counters.keys;
    counters.keyBytes += quint64(whole->cost());
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
    // The newest stays, whatever its age: it is what mode latest begins with.
    while (m_history.size() > 1 && now - m_history.front().at > m_options.historyAge) {
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

std::vector<StoredPublicationPtr> Channel::snapshot(Broker::Snapshot wanted) const
{
    std::vector<StoredPublicationPtr> out;
    const std::uint64_t firstHeld = m_history.empty() ? m_offset + 1 : m_history.front().publication->offset;
    const auto held = [&](std::uint64_t offset) {
        return m_history[std::size_t(offset - firstHeld)].publication;
    };
    if (wanted == Broker::Snapshot::Newest) {
        if (!m_newest.empty() && m_newest.rbegin()->first == m_offset)
            out.push_back(m_newest.rbegin()->second.publication);
        else if (!m_history.empty())
            out.push_back(held(m_offset));
        return out;
    }
    out.reserve(m_newest.size() + 1);
    for (const auto &[offset, newest] : m_newest)
        out.push_back(newest.publication);
    if (wanted == Broker::Snapshot::Records && m_lastWithoutKey >= firstHeld) {
        const auto at = std::find_if(out.begin(), out.end(),
                                     [&](const auto &keyed) { return keyed->offset > m_lastWithoutKey; });
        out.insert(at, held(m_lastWithoutKey));
    }
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
