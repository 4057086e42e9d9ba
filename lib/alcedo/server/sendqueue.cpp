// SPDX-License-Identifier: MIT
#include <alcedo/server/sendqueue.h>

#include <alcedo/wire/jsoncodec.h>

#include <algorithm>
#include <utility>

namespace alcedo {

namespace {

/// Where a publication waits until a newer one takes its place; null: it waits for itself.
const QString *slotOf(const Subscriber &subscriber, const StoredPublication &publication)
{
    static const QString only;
    switch (subscriber.mode) {
    case DeliveryMode::All:
        return nullptr;
    case DeliveryMode::Latest:
        return &only;
    case DeliveryMode::Merge:
        return &publication.key;
    case DeliveryMode::Keyed:
        // Those without a key are of different things, unless a rate must be kept.
        return publication.key.isEmpty() && subscriber.interval.count() == 0 ? nullptr : &publication.key;
    }
    return nullptr;
}

QByteArray elementOf(Subscriber &subscriber, const Subscriber::Item &item)
{
    using Op = Publication::Op;
    const StoredPublication &publication = *item.publication;
    const Encoding::Times times = subscriber.encoding.times;
    if (subscriber.mode == DeliveryMode::All)
        return publication.elementFor(times);
    const Op op = item.fields ? Op::Merge : publication.op == Op::Merge ? Op::Set : publication.op;
    if (subscriber.told) {
        const ToldRecords::Told told = subscriber.told->tell(item.publication, op);
        return publication.elementAs(told.op, told.data, times);
    }
    return op == publication.op ? publication.elementFor(times)
                                : publication.elementAs(op, publication.data(), times);
}

} // namespace

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
    append(subscriber, publication, publication->cost(), Content::AsPublished);
}

void SendQueue::addSnapshotRest(Subscriber &subscriber, const std::vector<StoredPublicationPtr> &publications)
{
    for (const StoredPublicationPtr &publication : publications)
        append(subscriber, publication, 0, Content::Whole);
}

void SendQueue::append(Subscriber &subscriber, const StoredPublicationPtr &publication, qint64 counted,
                       Content content)
{
    if (!subscriber.wants(*publication))
        return;
    Subscriber::Item item{publication, {}, {}, counted};
    item.fields = content == Content::AsPublished &&
                  (publication->op == Publication::Op::Merge ||
                   (publication->op == Publication::Op::Set && subscriber.mode == DeliveryMode::Merge));
    if (const QString *slot = slotOf(subscriber, *publication)) {
        replaceOlder(subscriber, *slot, item);
        subscriber.newest.insert(*slot, subscriber.laneStart + subscriber.lane.size());
    }
    bytesOf(subscriber, subscriber.laneStart + subscriber.lane.size()) += item.counted;
    subscriber.lane.push_back(std::move(item));
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
    if (subscriber.isHeld(subscriber.laneStart)) {
        if (!std::exchange(subscriber.held, true))
            m_held.push_back(&subscriber);
    } else if (!std::exchange(subscriber.queued, true)) {
        m_order.push_back(&subscriber);
    }
}

void SendQueue::openFrames(Nanoseconds now)
{
    for (Subscriber *subscriber : std::exchange(m_held, {})) {
        if (now < subscriber->frameDue && m_heldBytes <= m_limits.maxHeldBytes) {
            m_held.push_back(subscriber);
            continue;
        }
        for (const Subscriber::Item &item : subscriber->lane) {
            m_heldBytes -= item.counted;
            m_dataBytes += item.counted;
        }
        subscriber->held = false;
        subscriber->frameDue = now + subscriber->interval;
        subscriber->frameEnd = subscriber->laneStart + subscriber->lane.size();
        line(*subscriber);
    }
}

std::optional<SendQueue::Nanoseconds> SendQueue::nextFrame() const
{
    std::optional<Nanoseconds> next;
    for (const Subscriber *subscriber : m_held)
        next = std::min(next.value_or(Nanoseconds::max()), subscriber->frameDue);
    return next;
}

// What waits in the slot gives way; where the newer one has only fields, it takes over the rest.
void SendQueue::replaceOlder(Subscriber &subscriber, const QString &slot, Subscriber::Item &newer)
{
    const auto waiting = subscriber.newest.constFind(slot);
    if (waiting == subscriber.newest.cend())
        return;
    Subscriber::Item &older = subscriber.lane[std::size_t(*waiting - subscriber.laneStart)];
    if (newer.fields && older.publication->key == newer.publication->key) {
        newer.fields = older.fields; // after a removal, or a whole record: whole
        if (older.publication->op != Publication::Op::Remove) {
            newer.publication = mergePublications(*older.publication, *newer.publication);
            newer.counted = newer.publication->cost();
        }
    }
    bytesOf(subscriber, *waiting) -= std::exchange(older.counted, 0);
    older.publication.reset();
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
    const auto inFrame = std::int64_t(subscriber.frameEnd) - std::int64_t(subscriber.laneStart);
    if (inFrame > 0)
        subscriber.frameEnd -=
            std::uint64_t(std::count_if(lane.begin(), lane.begin() + inFrame,
                                        [](const Subscriber::Item &item) { return item.isHole(); }));
    lane.eraseIf([](const Subscriber::Item &item) { return item.isHole(); });
    subscriber.holes = 0;
    for (std::size_t i = 0; i < lane.size(); ++i) {
        const auto &publication = lane[i].publication;
        if (const QString *slot = publication ? slotOf(subscriber, *publication) : nullptr)
            subscriber.newest.insert(*slot, subscriber.laneStart + i);
    }
}

void SendQueue::remove(Subscriber &subscriber)
{
    for (std::size_t i = 0; i < subscriber.lane.size(); ++i)
        bytesOf(subscriber, subscriber.laneStart + i) -= subscriber.lane[i].counted;
    subscriber.lane.clear();
    m_order.eraseIf([&](const Subscriber *waiting) { return waiting == &subscriber; });
    std::erase(m_cut, &subscriber);
    std::erase(m_held, &subscriber);
}

void SendQueue::clear()
{
    for (Subscriber *subscriber : std::vector<Subscriber *>(m_order.begin(), m_order.end()))
        remove(*subscriber);
    for (Subscriber *subscriber : std::vector<Subscriber *>(m_held))
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
        while (!subscriber.lane.empty() && subscriber.lane.front().isHole())
            popFront(subscriber);
        if (subscriber.lane.empty())
            continue;
        if (subscriber.isHeld(subscriber.laneStart)) { // all of the frame was replaced by what came after it
            line(subscriber);
            continue;
        }
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
    bytesOf(subscriber, subscriber.laneStart) -= item.counted;
    if (item.publication) {
        if (const QString *slot = slotOf(subscriber, *item.publication))
            subscriber.newest.remove(*slot);
    } else if (item.isHole()) {
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
        return {{}, run->message(subscriber.id, prev, subscriber.encoding)};
    }
    std::vector<QByteArray> elements;
    qint64 bytes = 0;
    const auto take = [&](std::uint64_t offset, QByteArray element) {
        bytes += element.size();
        elements.push_back(std::move(element));
        subscriber.prev = offset;
        ++m_counters.deliveries;
    };
    while (!subscriber.lane.empty() && !subscriber.lane.front().lost && bytes < m_limits.messageBytes &&
           !subscriber.isHeld(subscriber.laneStart)) {
        const Subscriber::Item item = subscriber.lane.front();
        if (item.publication)
            take(item.publication->offset, elementOf(subscriber, item));
        if (item.run) {
            for (const auto &publication : item.run->publications())
                take(publication->offset, publication->elementFor(subscriber.encoding.times));
        }
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
