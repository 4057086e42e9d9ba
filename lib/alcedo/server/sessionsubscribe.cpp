// SPDX-License-Identifier: MIT
// How a session's subscriptions begin and end.
#include <alcedo/server/hub.h>
#include <alcedo/server/mailbox.h>
#include <alcedo/server/session.h>
#include <alcedo/server/sessionreply.h>
#include <alcedo/wire/channelname.h>

#include <algorithm>

namespace alcedo {

namespace {

/// What a reply carries of a history; the rest follows as data.
constexpr qint64 ReplyHistoryBytes = 64 * 1024;
/// What a reply carries of a snapshot; the rest follows as data.
constexpr qint64 ReplySnapshotBytes = 256 * 1024;

/// Why a subscription as it was asked for cannot be.
std::optional<Error> refusalOf(const wire::Subscribe &subscribe)
{
    const DeliveryMode mode = subscribe.mode;
    if (!ChannelName::isValid(subscribe.channel))
        return refusal(RpcError::InvalidParams, QStringLiteral("not a channel's name"));
    if (!subscribe.key.isEmpty() && !subscribe.keys.isEmpty())
        return refusal(RpcError::InvalidParams, QStringLiteral("key or keys, not both"));
    if (subscribe.rate.value_or(0) > 0 && mode == DeliveryMode::All)
        return refusal(RpcError::InvalidParams, QStringLiteral("mode all has no rate"));
    const bool ofRecords = mode == DeliveryMode::Keyed || mode == DeliveryMode::Merge;
    if ((!subscribe.key.isEmpty() || !subscribe.keys.isEmpty()) && !ofRecords)
        return refusal(RpcError::InvalidParams, QStringLiteral("keys need mode merge or keyed"));
    if (!subscribe.delta.isEmpty() && (subscribe.delta != u"fields" || !ofRecords))
        return refusal(RpcError::InvalidParams, QStringLiteral("delta is fields, in mode merge or keyed"));
    return std::nullopt;
}

Broker::Snapshot snapshotFor(DeliveryMode mode)
{
    switch (mode) {
    case DeliveryMode::All:
        return Broker::Snapshot::Unwanted;
    case DeliveryMode::Keyed:
        return Broker::Snapshot::Wanted;
    case DeliveryMode::Merge:
        return Broker::Snapshot::Records;
    case DeliveryMode::Latest:
        return Broker::Snapshot::Newest;
    }
    return Broker::Snapshot::Unwanted;
}

/// How far apart the frames of a subscription are.
struct Pace
{
    Clock::Nanoseconds interval{0}; ///< zero: they do not wait
    double rate = 0;                ///< Hz; what the client is told
};

Pace paceOf(double rate, Clock::Nanoseconds longest)
{
    if (rate <= 0 || longest.count() <= 0)
        return {};
    const double nanoseconds = 1e9 / rate;
    if (nanoseconds >= double(longest.count()))
        return {longest, 1e9 / double(longest.count())};
    return {Clock::Nanoseconds(std::max(std::int64_t(nanoseconds), std::int64_t(1))), rate};
}

std::unique_ptr<Subscriber> subscriberFor(const wire::Subscribe &subscribe)
{
    auto subscriber = std::make_unique<Subscriber>();
    subscriber->channel = subscribe.channel;
    subscriber->mode = subscribe.mode;
    subscriber->keys = QSet<QString>(subscribe.keys.begin(), subscribe.keys.end());
    if (!subscribe.key.isEmpty())
        subscriber->keys.insert(subscribe.key);
    return subscriber;
}

std::unique_ptr<ToldRecords> whatIsTold(const std::vector<StoredPublicationPtr> &snapshot, qint64 maxBytes)
{
    auto told = std::make_unique<ToldRecords>(maxBytes);
    for (const StoredPublicationPtr &record : snapshot)
        told->know(record);
    return told;
}

/// Where a new subscription begins, and what its reply says of what came before.
struct Start
{
    std::vector<StoredPublicationPtr> publications;
    std::vector<StoredPublicationPtr> snapshot, snapshotRest;
    std::uint64_t offset = 0;   ///< accounted for by the reply
    std::uint64_t position = 0; ///< accounted for by the reply and by what is queued behind it
    std::uint64_t top = 0;      ///< of the channel, when read
    bool recovered = false;
};

// The snapshot ascends: up to the last offset of its first part, that part is the newest of every key.
void splitSnapshot(Start &start, std::vector<StoredPublicationPtr> snapshot)
{
    qint64 bytes = 0;
    auto cut = snapshot.begin();
    while (cut != snapshot.end() && bytes < ReplySnapshotBytes)
        bytes += (*cut++)->element.size();
    start.snapshotRest.assign(cut, snapshot.end());
    snapshot.erase(cut, snapshot.end());
    if (!start.snapshotRest.empty())
        start.offset = snapshot.back()->offset;
    start.snapshot = std::move(snapshot);
}

Result<Start> startOf(Broker &broker, const Subscriber &subscriber, const wire::Subscribe &subscribe,
                      const Joined &joined)
{
    Start start;
    start.offset = start.position = start.top = joined.top.offset;
    if (subscribe.mode != DeliveryMode::All) {
        std::vector<StoredPublicationPtr> snapshot = joined.snapshot;
        std::erase_if(snapshot, [&](const auto &publication) { return !subscriber.wants(*publication); });
        splitSnapshot(start, std::move(snapshot));
    }
    const auto &recover = subscribe.recover;
    const bool sameEpoch =
        recover && recover->epoch == joined.top.epoch && recover->offset <= joined.top.offset;
    if (!recover && (subscribe.history == 0 || subscribe.mode != DeliveryMode::All))
        return start;
    HistoryQuery query;
    query.maxBytes = ReplyHistoryBytes;
    if (sameEpoch) {
        query.since = recover;
    } else if (!recover) {
        // The wanted ones from their oldest on, so that what the reply has no room for follows as data.
        const auto wanted = std::min(std::uint64_t(subscribe.history), joined.top.offset);
        query.since = StreamPosition{joined.top.epoch, joined.top.offset - wanted};
    }
    const auto page = broker.read(subscribe.channel, query);
    if (!page)
        return page.error();
    start.recovered = sameEpoch && page->firstHeld <= recover->offset + 1;
    // Keyed: the snapshot at joined.top is the whole truth, whatever the history holds.
    if (subscribe.mode != DeliveryMode::All)
        return start;
    start.publications = page->publications;
    start.offset = start.position = page->end();
    start.top = page->top.offset;
    return start;
}

QByteArray subscribeResult(const Subscriber &subscriber, double rate, const Joined &joined,
                           const Start &start)
{
    QByteArray out;
    JsonWriter writer(out);
    writer.beginObject().key("s").number(subscriber.id).key("epoch").text(joined.top.epoch);
    writer.key("offset").number(start.offset).key("mode").text(deliveryModeName(subscriber.mode));
    writer.key("rate").number(rate);
    if (!joined.schema.isEmpty())
        writer.key("schema").raw(joined.schema);
    writer.key("recoverable").boolean(joined.recoverable).key("recovered").boolean(start.recovered);
    if (subscriber.mode != DeliveryMode::All)
        writeElements(writer, "snapshot", start.snapshot, subscriber.encoding.times);
    writeElements(writer, "pubs", start.publications, subscriber.encoding.times);
    writer.endObject();
    return out;
}

} // namespace

/// Whether it may be, with room taken for it where it may.
Result<void> Session::admit(const wire::Subscribe &subscribe)
{
    if (const auto refused = refusalOf(subscribe))
        return *refused;
    if (!subscribe.delta.isEmpty() && !m_mayDelta)
        return refusal(RpcError::InvalidParams, QStringLiteral("delta needs the capability of that name"));
    if (!may(Role::Viewer, subscribe.channel))
        return refusal(RpcError::Forbidden);
    const bool known = std::any_of(m_subscribers.begin(), m_subscribers.end(), [&](const auto &entry) {
        return entry.second->channel == subscribe.channel;
    });
    if (known)
        return refusal(RpcError::AlreadySubscribed);
    if (m_subscribers.size() >= std::size_t(m_options.maxSubscriptions))
        return refusal(RpcError::LimitReached, QStringLiteral("too many subscriptions"));
    if (!takeSubscription())
        return refusal(RpcError::LimitReached, QStringLiteral("too many subscriptions from one address"));
    return {};
}

Result<QByteArray> Session::run(const wire::Subscribe &subscribe)
{
    if (const auto admitted = admit(subscribe); !admitted)
        return admitted.error();
    const auto joined =
        m_context.broker.join(subscribe.channel, *m_context.mailbox, snapshotFor(subscribe.mode));
    if (!joined) {
        giveSubscription();
        return joined.error();
    }
    const Pace pace = paceOf(subscribe.rate.value_or(0), m_options.maxRateInterval);
    auto subscriber = subscriberFor(subscribe);
    subscriber->session = this;
    subscriber->encoding = m_encoding;
    subscriber->interval = pace.interval;
    const auto start = startOf(m_context.broker, *subscriber, subscribe, *joined);
    if (!start) {
        giveSubscription();
        m_context.broker.leave(subscribe.channel, *m_context.mailbox);
        return start.error();
    }
    subscriber->id = ++m_lastSubscription;
    subscriber->position = {joined->top.epoch, start->position};
    subscriber->prev = start->offset;
    if (!subscribe.delta.isEmpty())
        subscriber->told = whatIsTold(start->snapshot, m_options.maxDeltaBytes);
    m_queue.addSnapshotRest(*subscriber, start->snapshotRest);
    m_context.hub.add(*subscriber);
    ++m_context.totals.subscriptions;
    if (joined->tellsPresence) {
        subscriber->present = true;
        m_context.presence.enter(subscribe.channel, {name(), m_identity->user, m_client}, *m_context.mailbox);
    }
    if (start->position < start->top)
        catchUp(*subscriber);
    const QByteArray result = subscribeResult(*subscriber, pace.rate, *joined, *start);
    m_subscribers.emplace(subscriber->id, std::move(subscriber));
    return result;
}

Result<QByteArray> Session::run(const wire::Unsubscribe &unsubscribe)
{
    const auto it = m_subscribers.find(unsubscribe.s);
    if (it == m_subscribers.end())
        return refusal(RpcError::InvalidParams, QStringLiteral("no such subscription"));
    endSubscription(*it->second);
    return QByteArray("{}");
}

} // namespace alcedo
