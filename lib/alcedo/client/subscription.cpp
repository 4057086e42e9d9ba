// SPDX-License-Identifier: MIT
#include <alcedo/client/subscription.h>
#include <alcedo/client/subscriptionhost.h>
#include <alcedo/connection/reconnectpolicy.h>
#include <alcedo/core/timer.h>
#include <alcedo/wire/jsoncodec.h>
#include <alcedo/wire/jsonfields.h>

#include <QHash>
#include <QPointer>
#include <QRandomGenerator>

namespace alcedo {

using namespace std::chrono_literals;

class Subscription::Private
{
public:
    enum class Recover { Yes, No };
    enum class When { Live, Late };

    Private(Subscription *owner, const QString &name, const SubscribeOptions &wanted,
            SubscriptionHost &client)
        : q(owner)
        , channel(name)
        , options(wanted)
        , host(client)
        , cursor(wanted.mode, wanted.recover.value_or(StreamPosition()))
        , position(cursor.position())
        , retryTimer(client.clock())
    {
    }

    void subscribe();
    void sendSubscribe(Recover recover);
    void onReply(const Result<QByteArray> &result, const wire::Failure *failure);
    void onRefusal(const Error &refusal, const wire::Failure &failure);
    void heal();
    void leave();
    void retryLater(std::optional<std::chrono::milliseconds> wish);
    void giveUp(State to, const Error &why);
    void take(const StreamCursor::Step &step);
    void tell(const StreamCursor::Step &step, When when);
    void tellEvent(const StreamEvent &event, When when);
    [[nodiscard]] std::vector<Publication> whole(std::vector<Publication> publications);
    void setState(State to);
    [[nodiscard]] StreamCursor::OnGap onGap() const;

    Subscription *q;
    QString channel;
    SubscribeOptions options;
    SubscriptionHost &host;
    StreamCursor cursor;
    StreamPosition position;
    State state = State::Waiting;
    Error error;
    QByteArray schema;
    Counters counters;
    QHash<QString, QByteArray> records; ///< with deltas in mode Keyed: of each key, whole
    Timer retryTimer;
    ReconnectPolicy retryPolicy{{1s, 30s, 200ms, 0s}};
    int refusals = 0;
    std::int64_t s = 0;       ///< 0: not subscribed
    std::int64_t request = 0; ///< of the subscribe under way
    bool recovering = false;  ///< the subscribe under way asks for it
    bool healing = false;     ///< the last gap was healed, and nothing was taken since
};

void Subscription::Private::setState(State to)
{
    if (std::exchange(state, to) != to)
        Q_EMIT q->stateChanged(to);
}

void Subscription::Private::subscribe()
{
    if (!host.isReady() || host.isLeaving(channel) || state != State::Waiting)
        return;
    retryTimer.stop();
    sendSubscribe(Recover::Yes);
}

void Subscription::Private::sendSubscribe(Recover recover)
{
    wire::Subscribe params;
    params.channel = channel;
    params.mode = options.mode;
    params.history = options.history;
    params.keys = options.keys;
    if (options.delta == SubscribeOptions::Delta::Fields)
        params.delta = QStringLiteral("fields");
    if (options.rate > 0)
        params.rate = options.rate;
    recovering = recover == Recover::Yes && !cursor.position().epoch.isEmpty();
    if (recovering)
        params.recover = cursor.position();
    request = host.requests().send(std::move(params),
                                   [this](const Result<QByteArray> &result, const wire::Failure *failure) {
                                       request = 0;
                                       onReply(result, failure);
                                   });
    setState(State::Subscribing);
}

void Subscription::Private::onReply(const Result<QByteArray> &result, const wire::Failure *failure)
{
    if (!result)
        return failure ? onRefusal(result.error(), *failure) : retryLater(std::nullopt); // a full link
    auto reply = JsonCodec().read<wire::SubscribeResult>(*result);
    if (!reply)
        return host.breach(QStringLiteral("the answer to a subscribe: %1").arg(reply.error().message()));
    const bool resumed = reply->position.epoch == cursor.position().epoch;
    s = reply->s;
    schema = reply->schema;
    refusals = 0;
    host.route(s, q);
    StreamCursor::Step step = cursor.subscribed(std::move(*reply));
    const QPointer<Subscription> self(q);
    setState(State::Subscribed);
    if (self)
        tell(step, resumed ? When::Late : When::Live);
}

void Subscription::Private::onRefusal(const Error &refusal, const wire::Failure &failure)
{
    if (failure.code == int(RpcError::Unrecoverable) && recovering)
        return sendSubscribe(Recover::No); // the cursor says what is lost from the fresh answer
    if (failure.temporary)
        return retryLater(failure.retryAfter);
    giveUp(State::Refused, refusal);
}

void Subscription::Private::retryLater(std::optional<std::chrono::milliseconds> wish)
{
    const auto delay = retryPolicy.delay(++refusals, QRandomGenerator::global()->generate());
    retryTimer.start(std::max(delay, wish.value_or(0ms)));
    setState(State::Waiting);
}

void Subscription::Private::giveUp(State to, const Error &why)
{
    error = why;
    setState(to);
}

/// Subscribes anew from where we stand, over the same link.
void Subscription::Private::heal()
{
    leave();
    healing = true;
    sendSubscribe(Recover::Yes);
}

void Subscription::Private::leave()
{
    if (s == 0)
        return;
    host.route(s, nullptr);
    host.requests().send(wire::Unsubscribe{std::exchange(s, 0)}, {});
}

StreamCursor::OnGap Subscription::Private::onGap() const
{
    return healing ? StreamCursor::OnGap::Report : StreamCursor::OnGap::Heal;
}

void Subscription::Private::take(const StreamCursor::Step &step)
{
    if (!step.events.empty())
        healing = false;
    tell(step, When::Live);
}

void Subscription::Private::tell(const StreamCursor::Step &step, When when)
{
    counters.duplicates += step.duplicates;
    if (step.gap)
        ++counters.gaps;
    const QPointer<Subscription> self(q);
    for (const StreamEvent &event : step.events) {
        tellEvent(event, when);
        if (!self)
            return;
    }
    if (step.gap)
        heal();
}

/// Records put together from the fields that came.
std::vector<Publication> Subscription::Private::whole(std::vector<Publication> publications)
{
    if (options.mode != DeliveryMode::Keyed)
        return publications;
    for (Publication &publication : publications) {
        if (publication.op == Publication::Op::Remove) {
            records.remove(publication.key);
            continue;
        }
        QByteArray &record = records[publication.key];
        if (publication.op == Publication::Op::Merge && !record.isEmpty())
            publication.data = mergeFields(record, publication.data);
        publication.op = Publication::Op::Set;
        record = publication.data;
    }
    return publications;
}

void Subscription::Private::tellEvent(const StreamEvent &event, When when)
{
    position = event.after;
    if (const auto *publications = std::get_if<StreamEvent::Publications>(&event.what)) {
        counters.received += publications->publications.size();
        if (when == When::Late)
            counters.recovered += publications->publications.size();
        if (options.delta == SubscribeOptions::Delta::Fields)
            Q_EMIT q->received(whole(publications->publications));
        else
            Q_EMIT q->received(publications->publications);
    } else if (const auto *loss = std::get_if<Loss>(&event.what)) {
        counters.lost += loss->count;
        Q_EMIT q->lost(*loss);
    } else {
        const auto &snapshot = std::get<StreamEvent::Snapshot>(event.what).publications;
        records.clear();
        if (options.delta == SubscribeOptions::Delta::Fields)
            (void)whole(snapshot);
        Q_EMIT q->snapshotReceived(snapshot);
    }
}

Subscription::Subscription(const QString &channel, const SubscribeOptions &options, SubscriptionHost &host,
                           QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, channel, options, host))
{
    connect(&d->retryTimer, &Timer::timeout, this, &Subscription::linkReady);
}

Subscription::~Subscription()
{
    if (d->request == 0) {
        d->leave();
        return;
    }
    // The answer is still to come; only then can the subscription be given up.
    SubscriptionHost &host = d->host;
    host.setLeaving(d->channel);
    host.requests().replaceAnswer(
        d->request, [&host, channel = d->channel](const Result<QByteArray> &result, const wire::Failure *) {
            if (result) {
                if (const auto reply = JsonCodec().read<wire::SubscribeResult>(*result))
                    host.requests().send(wire::Unsubscribe{reply->s}, {});
            }
            host.left(channel);
        });
}

Subscription::State Subscription::state() const
{
    return d->state;
}

QString Subscription::channel() const
{
    return d->channel;
}

DeliveryMode Subscription::mode() const
{
    return d->options.mode;
}

StreamPosition Subscription::position() const
{
    return d->position;
}

Error Subscription::error() const
{
    return d->error;
}

QByteArray Subscription::schema() const
{
    return d->schema;
}

Subscription::Counters Subscription::counters() const
{
    return d->counters;
}

void Subscription::linkReady()
{
    d->subscribe();
}

void Subscription::linkLost()
{
    d->s = 0;
    if (d->request)
        d->host.requests().forget(std::exchange(d->request, 0));
    d->refusals = 0;
    d->retryTimer.stop();
    d->healing = false;
    if (d->state == State::Subscribing || d->state == State::Subscribed)
        d->setState(State::Waiting);
}

void Subscription::onData(wire::Data data)
{
    d->take(d->cursor.data(std::move(data), d->onGap()));
}

void Subscription::onLost(const wire::Lost &lost)
{
    d->take(d->cursor.lost(lost, d->onGap()));
}

void Subscription::onPresence(const wire::PresenceChange &change)
{
    if (change.what == wire::PresenceChange::What::Joined)
        Q_EMIT joined(change.client, change.user);
    else
        Q_EMIT left(change.client, change.user);
}

void Subscription::onUnsubscribed(const wire::Unsubscribed &unsubscribed)
{
    d->host.route(std::exchange(d->s, 0), nullptr);
    if (!unsubscribed.resubscribe) {
        const wire::Failure failure{unsubscribed.code, unsubscribed.reason, false, std::nullopt};
        return d->giveUp(State::Ended, failure.toError());
    }
    d->retryLater(std::nullopt);
}

} // namespace alcedo
