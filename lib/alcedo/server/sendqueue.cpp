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
    if (!isCut(subscriber, publication->offset, publication->offset, downstream))
        add(subscriber, publication);
}

void SendQueue::offer(Subscriber &subscriber, const PublicationRunPtr &run, qint64 downstream)
{
    if (subscriber.mode != DeliveryMode::All) {
        for (const StoredPublicationPtr &publication : run->publications())
            add(subscriber, publication);
        return;
    }
    if (isCut(subscriber, run->first(), run->last(), downstream))
        return;
    subscriber.lane.push_back({{}, run, {}, run->cost()});
    m_dataBytes += run->cost();
    line(subscriber);
}

bool SendQueue::isCut(Subscriber &subscriber, std::uint64_t first, std::uint64_t last, qint64 downstream)
{
    if (subscriber.mode != DeliveryMode::All)
        return false;
    if (subscriber.cut) {
        subscriber.cut->to = last;
        return true;
    }
    if (!isSlow(downstream))
        return false;
    subscriber.cut = LostRange{first, last, wire::Lost::Why::Slow};
    m_cut.push_back(&subscriber);
    return true;
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
    subscriber.lane.push_back({publication, {}, {}, counted});
    m_dataBytes += counted;
    line(subscriber);
}

void SendQueue::addLost(Subscriber &subscriber, const LostRange &range)
{
    subscriber.lane.push_back({{}, {}, range, 0});
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
    lane.eraseIf([](const Subscriber::Item &item) { return !item.publication && !item.run && !item.lost; });
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
    m_order.eraseIf([&](const Subscriber *waiting) { return waiting == &subscriber; });
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

SendQueue::Outgoing SendQueue::next(qint64 downstream)
{
    if (m_largeReply > 0 && bytes() + downstream <= m_limits.slowBytes)
        m_largeReply = 0;
    if (!m_control.empty())
        return {nextControl(), nullptr};
    resumeCut(downstream);
    while (!m_order.empty()) {
        Subscriber &subscriber = *m_order.front();
        m_order.pop_front();
        subscriber.queued = false;
        const auto isHole = [](const Subscriber::Item &item) {
            return !item.publication && !item.run && !item.lost;
        };
        while (!subscriber.lane.empty() && isHole(subscriber.lane.front()))
            popFront(subscriber);
        if (subscriber.lane.empty())
            continue;
        Outgoing message;
        if (const auto lost = subscriber.lane.front().lost) {
            popFront(subscriber);
            message.own = lostMessage(subscriber, *lost);
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
    m_dataBytes -= item.counted;
    if (item.publication) {
        if (!subscriber.newest.isEmpty())
            subscriber.newest.remove(item.publication->key);
    } else if (!item.run && !item.lost) {
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

SendQueue::Outgoing SendQueue::dataMessage(Subscriber &subscriber)
{
    const std::uint64_t prev = subscriber.prev;
    // In step, which most are in most turns: the message that the others get. Small runs that had to wait are
    // better put together.
    if (const PublicationRunPtr run = subscriber.lane.front().run;
        run && (subscriber.lane.size() == 1 || run->elementBytes() * 2 >= m_limits.messageBytes)) {
        popFront(subscriber);
        subscriber.prev = run->last();
        m_counters.deliveries += run->publications().size();
        return {{}, run->message(subscriber.id, prev)};
    }
    std::vector<QByteArray> elements;
    qint64 bytes = 0;
    const auto take = [&](const StoredPublicationPtr &publication) {
        elements.push_back(publication->element);
        bytes += publication->element.size();
        subscriber.prev = publication->offset;
        ++m_counters.deliveries;
    };
    while (!subscriber.lane.empty() && !subscriber.lane.front().lost && bytes < m_limits.messageBytes) {
        const Subscriber::Item item = subscriber.lane.front();
        if (item.publication)
            take(item.publication);
        else if (item.run)
            std::for_each(item.run->publications().begin(), item.run->publications().end(), take);
        popFront(subscriber);
    }
    Outgoing message;
    message.own.reserve(bytes + qint64(elements.size()) + 128);
    JsonCodec::appendData(message.own, subscriber.id, prev, elements);
    return message;
}

SendQueue::Counters SendQueue::takeCounters()
{
    return std::exchange(m_counters, {});
}

} // namespace alcedo
