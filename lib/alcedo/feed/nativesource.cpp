// SPDX-License-Identifier: MIT
#include <alcedo/feed/nativesource.h>

#include <alcedo/core/clock.h>
#include <alcedo/core/post.h>
#include <alcedo/wire/jsonwriter.h>

#include <QFutureWatcher>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace alcedo {

using namespace std::chrono_literals;

namespace {

constexpr auto LookInterval = 5s;
/// As much of a foreign publication as its control record shows.
constexpr qsizetype ShownBytes = 512;
constexpr std::size_t MaxWaiting = 50'000;

QJsonObject parsedSchema(const QByteArray &schema)
{
    return QJsonDocument::fromJson(schema).object();
}

} // namespace

NativeSource::NativeSource(SourceId id, const QString &name, const Options &options, Clock &clock,
                           QObject *parent)
    : Source(id, name, parent)
    , m_options(options)
    , m_clock(clock)
    , m_client(options.client, clock)
    , m_lookTimer(clock)
    , m_rateTimer(clock)
    , m_builder(id)
{
    m_status.id = id;
    m_status.name = name;
    m_status.dialect = QStringLiteral("native");
    // A query may hold a secret, as user and password do.
    m_status.url = options.client.connection.dial.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    connect(&m_client, &Client::ready, this, &NativeSource::lookForChannels);
    connect(&m_client, &Client::clockOffsetChanged, this, &Source::statusChanged);
    connect(&m_client.connection(), &Connection::statusChanged, this, &Source::statusChanged);
    connect(&m_client.connection(), &Connection::stateChanged, this, &NativeSource::onLinkState);
    connect(&m_lookTimer, &Timer::timeout, this, &NativeSource::lookForChannels);
    connect(&m_rateTimer, &Timer::timeout, this, &NativeSource::measure);
}

NativeSource::~NativeSource()
{
    m_client.connection().disconnect(this);
    m_client.disconnect(this);
}

void NativeSource::start()
{
    m_rateTimer.start(1s, Timer::Repeat::Always);
    m_client.connection().open();
}

void NativeSource::stop()
{
    m_rateTimer.stop();
    m_lookTimer.stop();
    m_status.recordsPerSecond = 0;
    m_client.connection().close();
}

Connection *NativeSource::connection()
{
    return &m_client.connection();
}

SourceStatus NativeSource::status() const
{
    SourceStatus status = m_status;
    status.link = m_client.connection().status();
    status.clockOffset = m_client.clockOffset();
    const Totals sums = totals();
    status.recovered = sums.recovered;
    status.lost = sums.lost;
    status.sequenceGaps = sums.gaps;
    return status;
}

NativeSource::Totals NativeSource::totals() const
{
    Totals sums;
    for (const Subscription *subscription : m_subscriptions) {
        const Subscription::Counters counters = subscription->counters();
        sums.recovered += counters.recovered;
        sums.lost += counters.lost;
        sums.gaps += counters.gaps;
    }
    return sums;
}

void NativeSource::lookForChannels()
{
    if (!m_client.isReady())
        return m_lookTimer.stop();
    m_lookTimer.start(LookInterval);
    auto *watcher = new QFutureWatcher<Result<std::vector<wire::ChannelEntry>>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        if (watcher->future().resultCount() > 0)
            onChannels(watcher->future().result());
    });
    watcher->setFuture(m_client.channels(m_options.channels.isEmpty() ? m_options.prefix : QString()));
}

void NativeSource::onChannels(const Result<std::vector<wire::ChannelEntry>> &entries)
{
    if (!entries) {
        m_status.lastError = entries.error().words();
        Q_EMIT statusChanged();
    }
    // Also without the list, what was asked for by name is subscribed.
    QHash<QString, QByteArray> schemas;
    QStringList wanted = m_options.channels;
    for (const wire::ChannelEntry &entry : entries ? *entries : std::vector<wire::ChannelEntry>()) {
        schemas.insert(entry.channel, entry.schema);
        if (m_options.channels.isEmpty())
            wanted.append(entry.channel);
    }
    for (const QString &channel : std::as_const(wanted)) {
        if (!m_subscriptions.contains(channel))
            subscribe(channel, schemas.value(channel));
    }
    // Named channels need no second look.
    if (entries && !m_options.channels.isEmpty())
        m_lookTimer.stop();
}

void NativeSource::subscribe(const QString &channel, const QByteArray &schema)
{
    SubscribeOptions options;
    if (parsedSchema(schema).value(QLatin1String("keyed")).toBool())
        options.mode = DeliveryMode::Keyed;
    else
        options.history = m_options.history;
    Subscription *subscription = m_client.subscribe(channel, options);
    m_subscriptions.insert(channel, subscription);
    connect(subscription, &Subscription::received, this,
            [this, channel](const std::vector<Publication> &publications) {
                take(channel, publications, Snapshot::No);
            });
    connect(subscription, &Subscription::snapshotReceived, this,
            [this, channel](const std::vector<Publication> &publications) {
                take(channel, publications, Snapshot::Yes);
            });
    connect(subscription, &Subscription::lost, this, &NativeSource::onLoss);
    connect(subscription, &Subscription::stateChanged, this,
            [this, subscription] { onSubscriptionState(*subscription); });
}

void NativeSource::onSubscriptionState(const Subscription &subscription)
{
    using State = Subscription::State;
    if (subscription.state() == State::Subscribed &&
        parsedSchema(subscription.schema()).value(QLatin1String("demo")).toBool())
        m_status.demo = true;
    if (subscription.state() == State::Refused || subscription.state() == State::Ended)
        m_status.lastError =
            QStringLiteral("%1: %2").arg(subscription.channel(), subscription.error().message());
    if (subscription.state() != State::Subscribed)
        endPast(subscription.channel());
    else if (subscription.mode() == DeliveryMode::All)
        beginPast(subscription.channel());
    Q_EMIT statusChanged();
    // Later: what was recovered is told after this.
    if (m_gapOpen)
        post(this, [this] { closeGap(); });
}

void NativeSource::take(const QString &channel, const std::vector<Publication> &publications,
                        Snapshot snapshot)
{
    const std::int64_t now = m_clock.wall().count();
    if (m_lanes.empty() || snapshot == Snapshot::Yes) {
        for (const Publication &publication : publications)
            takeOne(channel, publication, now, snapshot);
        scheduleFlush();
        return;
    }
    Lane &lane = m_lanes[channel];
    lane.waiting.insert(lane.waiting.end(), publications.begin(), publications.end());
    m_waiting += publications.size();
    if (lane.open && lane.end && !publications.empty() && publications.back().offset >= *lane.end)
        endPast(channel);
    else
        merge();
}

/// Asks where the channel's past ends.
void NativeSource::beginPast(const QString &channel)
{
    Lane &lane = m_lanes[channel];
    lane.open = true;
    lane.end.reset();
    QByteArray params;
    JsonWriter(params)
        .beginObject()
        .key("channel")
        .text(channel)
        .key("limit")
        .number(1)
        .key("reverse")
        .boolean(true)
        .endObject();
    Call *call = m_client.call(QStringLiteral("history"), params);
    connect(call, &Call::finished, this,
            [this, channel](const Result<QByteArray> &history) { onTop(channel, history); });
}

void NativeSource::onTop(const QString &channel, const Result<QByteArray> &history)
{
    const auto lane = m_lanes.find(channel);
    const Subscription *subscription = m_subscriptions.value(channel);
    if (lane == m_lanes.end() || !lane->second.open || !subscription)
        return;
    const double top =
        history ? QJsonDocument::fromJson(*history).object().value(QLatin1String("offset")).toDouble() : 0;
    const auto end = top > 0 && top < 9e15 ? std::uint64_t(top) : 0;
    lane->second.end = end;
    if (subscription->position().offset >= end)
        endPast(channel);
}

void NativeSource::endPast(const QString &channel)
{
    const auto lane = m_lanes.find(channel);
    if (lane == m_lanes.end() || !lane->second.open)
        return;
    lane->second.open = false;
    merge();
    if (m_lanes.empty() && m_gapOpen)
        post(this, [this] { closeGap(); });
}

/// Takes what is certain to be the oldest of all channels. A server's times of publication rise over its
/// channels.
void NativeSource::merge()
{
    const std::int64_t now = m_clock.wall().count();
    for (;;) {
        auto oldest = m_lanes.end();
        bool pastMissing = false;
        for (auto lane = m_lanes.begin(); lane != m_lanes.end(); ++lane) {
            const auto &waiting = lane->second.waiting;
            if (waiting.empty())
                pastMissing = pastMissing || lane->second.open;
            else if (oldest == m_lanes.end() ||
                     waiting.front().timeMs < oldest->second.waiting.front().timeMs)
                oldest = lane;
        }
        if (oldest == m_lanes.end() && !pastMissing) {
            m_lanes.clear(); // all that was open has come
            break;
        }
        if (oldest == m_lanes.end() || (pastMissing && m_waiting <= MaxWaiting))
            break;
        takeOne(oldest->first, oldest->second.waiting.front(), now, Snapshot::No);
        oldest->second.waiting.pop_front();
        --m_waiting;
    }
    scheduleFlush();
}

void NativeSource::takeOne(const QString &channel, const Publication &publication, std::int64_t arrivalNs,
                           Snapshot snapshot)
{
    const std::string key = publication.key.toStdString();
    // Hostile times: beyond the range of nanoseconds there is none.
    constexpr std::int64_t MaxMs = std::numeric_limits<std::int64_t>::max() / 1'000'000;
    const bool timed = publication.timeMs > 0 && publication.timeMs < MaxMs;
    const std::int64_t timeNs = timed ? publication.timeMs * 1'000'000 : 0;
    ++m_status.records;
    if (const auto read = m_reader.append(m_builder, publication.data, arrivalNs, {key, timeNs}); !read) {
        ++m_status.unmapped;
        m_builder.begin(RecordKind::Control, channel.toStdString(), timed ? timeNs : arrivalNs, arrivalNs);
        m_builder.set(control::Event, std::string_view("unmapped"));
        const QByteArray shown = publication.data.left(ShownBytes);
        m_builder.set(control::Text, std::string_view(shown.constData(), std::size_t(shown.size())));
        return;
    }
    if (snapshot == Snapshot::Yes)
        m_builder.addFlags(RecordFlag::Snapshot);
    if (publication.op == Publication::Op::Remove)
        m_builder.addFlags(RecordFlag::Removed);
}

void NativeSource::scheduleFlush()
{
    if (std::exchange(m_flushDue, true))
        return;
    post(this, [this] { flush(); });
}

void NativeSource::flush()
{
    m_flushDue = false;
    const RecordBatchPtr batch = m_builder.take();
    if (!batch)
        return;
    m_status.lastRecordNs = batch->arrivalNs(batch->size() - 1);
    Q_EMIT batchReady(batch);
}

void NativeSource::onLinkState(LinkState state)
{
    if (state == LinkState::Live) {
        m_wasUp = true;
        return;
    }
    const bool down = state == LinkState::Waiting || state == LinkState::Failed || state == LinkState::Off;
    if (!down || !m_wasUp || m_gapOpen)
        return;
    m_gapOpen = true;
    m_beforeGap = totals();
    const auto close = m_client.connection().status().lastClose;
    Q_EMIT gapOpened(m_clock.wall().count(),
                     close ? QStringLiteral("link lost (%1)").arg(close->code) : QStringLiteral("link lost"));
}

void NativeSource::closeGap()
{
    using State = Subscription::State;
    const bool pending =
        std::any_of(m_subscriptions.begin(), m_subscriptions.end(), [](const Subscription *subscription) {
            return subscription->state() == State::Waiting || subscription->state() == State::Subscribing;
        });
    if (!m_gapOpen || pending || !m_lanes.empty())
        return;
    m_gapOpen = false;
    flush(); // the recovered records first
    const Totals now = totals();
    const std::int64_t wall = m_clock.wall().count();
    Q_EMIT gapClosed(wall, now.recovered - m_beforeGap.recovered, now.lost - m_beforeGap.lost);
    if (std::exchange(m_wasReset, false)) {
        // Counted are only losses of the new epoch: how many of the old one are missing, nobody knows.
        Q_EMIT gapOpened(wall, QStringLiteral("the server's history begins anew"));
        Q_EMIT gapClosed(wall, 0, 0);
    }
}

void NativeSource::onLoss(const Loss &loss)
{
    Q_EMIT statusChanged();
    if (m_gapOpen) {
        m_wasReset |= loss.why == QLatin1String("reset");
        return; // told when it closes
    }
    const std::int64_t now = m_clock.wall().count();
    Q_EMIT gapOpened(m_status.lastRecordNs > 0 ? m_status.lastRecordNs : now, loss.why);
    Q_EMIT gapClosed(now, 0, loss.count);
}

void NativeSource::measure()
{
    const double before = m_status.recordsPerSecond;
    m_status.recordsPerSecond = double(m_status.records - std::exchange(m_recordsBefore, m_status.records));
    if (before > 0 || m_status.recordsPerSecond > 0)
        Q_EMIT statusChanged();
}

} // namespace alcedo
