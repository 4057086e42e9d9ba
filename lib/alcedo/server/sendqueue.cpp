// SPDX-License-Identifier: MIT
#include <alcedo/server/sendqueue.h>

#include <alcedo/wire/jsoncodec.h>

#include <algorithm>
#include <utility>

namespace alcedo {

void SendQueue::addControl(QByteArray message)
{
    if (message.size() > m_limits.slowBytes)
        m_largeReply = std::max(m_largeReply, qint64(message.size()));
    m_controlBytes += message.size();
    m_control.push_back(std::move(message));
}

qint64 SendQueue::backlog(qint64 downstream) const
{
    return std::max<qint64>(bytes() + downstream - m_largeReply, 0);
}

void SendQueue::offer(Subscriber &subscriber, const StoredPublicationPtr &publication, qint64 downstream)
{
    if (subscriber.mode != DeliveryMode::All) {
        add(subscriber, publication);
        return;
    }
    if (subscriber.cut) {
        subscriber.cut->to = publication->offset;
        return;
    }
    if (isSlow(downstream)) {
        subscriber.cut = LostRange{publication->offset, publication->offset, wire::Lost::Why::Slow};
        m_cut.push_back(&subscriber);
        return;
    }
    add(subscriber, publication);
}

void SendQueue::add(Subscriber &subscriber, const StoredPublicationPtr &publication)
{
    append(subscriber, publication, publication->cost());
}

void SendQueue::addSnapshotRest(Subscriber &subscriber, const std::vector<StoredPublicationPtr> &publications)
{
    for (const StoredPublicationPtr &publication : publications)
        append(subscriber, publication, 0);
}

void SendQueue::append(Subscriber &subscriber, const StoredPublicationPtr &publication, qint64 counted)
{
    if (subscriber.mode != DeliveryMode::All && !publication->key.isEmpty()) {
        replaceOlder(subscriber, publication->key);
        subscriber.newest.insert(publication->key, subscriber.laneStart + subscriber.lane.size());
    }
    subscriber.lane.push_back({publication, {}, counted});
    m_dataBytes += counted;
    line(subscriber);
}

void SendQueue::addLost(Subscriber &subscriber, const LostRange &range)
{
    subscriber.lane.push_back({{}, range, 0});
    m_counters.lost += range.to - range.from + 1;
    line(subscriber);
}

void SendQueue::line(Subscriber &subscriber)
{
    if (!std::exchange(subscriber.queued, true))
        m_order.push_back(&subscriber);
}

void SendQueue::replaceOlder(Subscriber &subscriber, const QString &key)
{
    const auto waiting = subscriber.newest.constFind(key);
    if (waiting == subscriber.newest.cend())
        return;
    Subscriber::Item &item = subscriber.lane[std::size_t(*waiting - subscriber.laneStart)];
    m_dataBytes -= std::exchange(item.counted, 0);
    item.publication.reset();
    ++subscriber.holes;
    ++m_counters.conflated;
    compact(subscriber);
}

void SendQueue::compact(Subscriber &subscriber)
{
    // Replaced items stay as holes until they are half of the lane, so that a hot key costs no memory.
    auto &lane = subscriber.lane;
    if (subscriber.holes < 32 || subscriber.holes * 2 < lane.size())
        return;
    std::erase_if(lane, [](const Subscriber::Item &item) { return !item.publication && !item.lost; });
    subscriber.holes = 0;
    for (std::size_t i = 0; i < lane.size(); ++i) {
        if (lane[i].publication && !lane[i].publication->key.isEmpty())
            subscriber.newest.insert(lane[i].publication->key, subscriber.laneStart + i);
    }
}

void SendQueue::remove(Subscriber &subscriber)
{
    for (const Subscriber::Item &item : subscriber.lane)
        m_dataBytes -= item.counted;
    subscriber.lane.clear();
    std::erase(m_order, &subscriber);
    std::erase(m_cut, &subscriber);
}

void SendQueue::clear()
{
    for (Subscriber *subscriber : std::vector<Subscriber *>(m_order.begin(), m_order.end()))
        remove(*subscriber);
    m_cut.clear();
    m_control.clear();
    m_controlBytes = 0;
}

QByteArray SendQueue::next(qint64 downstream)
{
    if (m_largeReply > 0 && bytes() + downstream <= m_limits.slowBytes)
        m_largeReply = 0;
    if (!m_control.empty())
        return nextControl();
    resumeCut(downstream);
    while (!m_order.empty()) {
        Subscriber &subscriber = *m_order.front();
        m_order.pop_front();
        subscriber.queued = false;
        while (!subscriber.lane.empty() && !subscriber.lane.front().publication &&
               !subscriber.lane.front().lost)
            popFront(subscriber);
        if (subscriber.lane.empty())
            continue;
        QByteArray message;
        if (const auto lost = subscriber.lane.front().lost) {
            popFront(subscriber);
            message = lostMessage(subscriber, *lost);
        } else {
            message = dataMessage(subscriber);
        }
        if (!subscriber.lane.empty())
            line(subscriber);
        return message;
    }
    return {};
}

QByteArray SendQueue::nextControl()
{
    QByteArray message = std::move(m_control.front());
    m_control.pop_front();
    m_controlBytes -= message.size();
    return message;
}

void SendQueue::resumeCut(qint64 downstream)
{
    if (m_cut.empty() || backlog(downstream) > m_limits.slowBytes / 2)
        return;
    for (Subscriber *subscriber : std::exchange(m_cut, {}))
        addLost(*subscriber, *std::exchange(subscriber->cut, std::nullopt));
}

void SendQueue::popFront(Subscriber &subscriber)
{
    const Subscriber::Item &item = subscriber.lane.front();
    if (item.publication) {
        m_dataBytes -= item.counted;
        if (!subscriber.newest.isEmpty())
            subscriber.newest.remove(item.publication->key);
    } else if (!item.lost) {
        --subscriber.holes;
    }
    subscriber.lane.pop_front();
    ++subscriber.laneStart;
}

QByteArray SendQueue::lostMessage(Subscriber &subscriber, const LostRange &range)
{
    subscriber.prev = range.to;
    return JsonCodec::encode(wire::Notification{
        wire::Lost{subscriber.id, range.to - range.from + 1, range.from, range.to, range.why}});
}

QByteArray SendQueue::dataMessage(Subscriber &subscriber)
{
    std::vector<QByteArray> elements;
    qint64 bytes = 0;
    const std::uint64_t prev = subscriber.prev;
    while (!subscriber.lane.empty() && !subscriber.lane.front().lost && bytes < m_limits.messageBytes) {
        if (const StoredPublicationPtr publication = subscriber.lane.front().publication) {
            elements.push_back(publication->element);
            bytes += publication->element.size();
            subscriber.prev = publication->offset;
            ++m_counters.deliveries;
        }
        popFront(subscriber);
    }
    QByteArray message;
    message.reserve(bytes + qint64(elements.size()) + 128);
    JsonCodec::appendData(message, subscriber.id, prev, elements);
    return message;
}

SendQueue::Counters SendQueue::takeCounters()
{
    return std::exchange(m_counters, {});
}

} // namespace alcedo
