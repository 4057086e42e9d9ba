// SPDX-License-Identifier: MIT
#include <alcedo/server/memorybroker.h>

#include <alcedo/wire/rpcerror.h>

#include <algorithm>

namespace alcedo {

namespace {

Error unknownChannel()
{
    return Error(ErrorCode::Refused, QStringLiteral("unknown channel"), int(RpcError::UnknownChannel));
}

Error tooManyChannels()
{
    return Error(ErrorCode::LimitExceeded, QStringLiteral("too many channels"), int(RpcError::LimitReached));
}

} // namespace

MemoryBroker::MemoryBroker(Options options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
{
}

MemoryBroker::~MemoryBroker() = default;

Channel *MemoryBroker::find(const QString &name)
{
    const auto it = m_channels.find(name);
    return it == m_channels.end() ? nullptr : it->second.get();
}

Channel *MemoryBroker::findOrMake(const QString &name)
{
    if (Channel *channel = find(name))
        return channel;
    if (m_undeclared >= m_options.maxChannels)
        return nullptr;
    ++m_undeclared;
    auto made = std::make_unique<Channel>(name, m_options.channelDefaults, m_historyOrder, m_keyOrder);
    return m_channels.emplace(name, std::move(made)).first->second.get();
}

void MemoryBroker::declare(const QString &name, const ChannelOptions &options)
{
    const std::lock_guard lock(m_mutex);
    Channel *channel = find(name);
    if (!channel) {
        auto made = std::make_unique<Channel>(name, options, m_historyOrder, m_keyOrder);
        channel = m_channels.emplace(name, std::move(made)).first->second.get();
    } else if (!channel->isDeclared()) {
        --m_undeclared;
    }
    channel->setDeclared();
    channel->setOptions(options, m_counters);
}

Result<StreamPosition> MemoryBroker::publish(const QString &name, const PublicationDraft &draft,
                                             Creation creation)
{
    if (draft.op != Publication::Op::Set && draft.key.isEmpty())
        return Error(ErrorCode::InvalidArgument, QStringLiteral("remove and merge need a key"),
                     int(RpcError::InvalidParams));
    if (draft.op == Publication::Op::Merge && !QByteArrayView(draft.data).trimmed().startsWith('{'))
        return Error(ErrorCode::InvalidArgument, QStringLiteral("merge needs an object"),
                     int(RpcError::InvalidParams));
    const std::lock_guard lock(m_mutex);
    const Clock::Nanoseconds now = m_clock.steady();
    const QString key =
        draft.idempotencyKey.isEmpty() ? QString() : QString(name + QChar(0) + draft.idempotencyKey);
    if (!key.isEmpty()) {
        forgetOldKeys();
        if (const auto known = m_applied.find(key); known != m_applied.end()) {
            ++m_counters.repeated;
            return known->second.position;
        }
    }
    Channel *channel = creation == Creation::Allowed ? findOrMake(name) : find(name);
    if (!channel)
        return creation == Creation::Allowed ? tooManyChannels() : unknownChannel();
    if (!channel->takes(draft))
        return Error(ErrorCode::LimitExceeded, QStringLiteral("the merged record is too large"),
                     int(RpcError::TooLarge));
    channel->append(draft, m_clock.wall(), now, m_counters);
    boundBytes();
    if (!key.isEmpty())
        rememberKey(key, channel->top());
    return channel->top();
}

Result<Joined> MemoryBroker::join(const QString &name, PublicationSink &sink, Snapshot snapshot)
{
    const std::lock_guard lock(m_mutex);
    Channel *channel = findOrMake(name);
    if (!channel)
        return tooManyChannels();
    channel->addSink(sink);
    Joined joined;
    joined.top = channel->top();
    joined.schema = channel->options().schema;
    joined.recoverable = channel->isRecoverable();
    joined.tellsPresence = channel->options().presence == ChannelOptions::Presence::Told;
    if (snapshot != Snapshot::Unwanted)
        joined.snapshot = channel->snapshot(snapshot);
    return joined;
}

void MemoryBroker::leave(const QString &name, PublicationSink &sink)
{
    const std::lock_guard lock(m_mutex);
    if (Channel *channel = find(name)) {
        channel->removeSink(sink);
        dropIfUnused(name);
    }
}

void MemoryBroker::forget(PublicationSink &sink)
{
    const std::lock_guard lock(m_mutex);
    std::vector<QString> touched;
    for (const auto &[name, channel] : m_channels) {
        channel->forgetSink(sink);
        touched.push_back(name);
    }
    for (const QString &name : touched)
        dropIfUnused(name);
}

void MemoryBroker::dropIfUnused(const QString &name)
{
    const auto it = m_channels.find(name);
    const Channel &channel = *it->second;
    if (channel.isDeclared() || channel.top().offset > 0 || channel.subscribers() > 0)
        return;
    m_channels.erase(it);
    --m_undeclared;
}

Result<ChannelOptions> MemoryBroker::options(const QString &name) const
{
    const std::lock_guard lock(m_mutex);
    const auto channel = m_channels.find(name);
    if (channel == m_channels.end())
        return unknownChannel();
    return channel->second->options();
}

Result<HistoryPage> MemoryBroker::read(const QString &name, const HistoryQuery &query)
{
    const std::lock_guard lock(m_mutex);
    Channel *channel = find(name);
    if (!channel)
        return unknownChannel();
    channel->dropAged(m_clock.steady(), m_counters);
    return channel->read(query);
}

std::vector<ChannelSummary> MemoryBroker::channels(const QString &prefix) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<ChannelSummary> out;
    for (const auto &[name, channel] : m_channels) {
        if (name.startsWith(prefix))
            out.push_back(
                {name, channel->options().schema, channel->subscribers(), channel->rate(m_clock.steady())});
    }
    std::sort(out.begin(), out.end(), [](const auto &a, const auto &b) { return a.channel < b.channel; });
    return out;
}

void MemoryBroker::sweep()
{
    const std::lock_guard lock(m_mutex);
    for (const auto &[name, channel] : m_channels)
        channel->dropAged(m_clock.steady(), m_counters);
    forgetOldKeys();
}

Broker::Counters MemoryBroker::counters() const
{
    const std::lock_guard lock(m_mutex);
    Counters counters = m_counters;
    counters.channels = m_channels.size();
    return counters;
}

void MemoryBroker::boundBytes()
{
    const auto bound = quint64(std::max<qint64>(m_options.historyBytes, 0));
    while (m_counters.heldBytes + m_counters.keyBytes > bound && !m_historyOrder.empty()) {
        m_historyOrder.front()->dropOldest(m_counters);
        ++m_counters.droppedByBytes;
    }
    while (m_counters.keyBytes > bound && !m_keyOrder.empty()) {
        m_keyOrder.front()->dropOldestKey(m_counters);
        ++m_counters.droppedKeys;
    }
}

void MemoryBroker::rememberKey(const QString &key, const StreamPosition &position)
{
    m_applied[key] = {position, m_clock.steady()};
    m_appliedOrder.push_back(key);
    while (m_appliedOrder.size() > std::size_t(std::max(m_options.maxIdempotencyKeys, 0))) {
        m_applied.erase(m_appliedOrder.front());
        m_appliedOrder.pop_front();
    }
}

void MemoryBroker::forgetOldKeys()
{
    const Clock::Nanoseconds oldest = m_clock.steady() - m_options.idempotencyWindow;
    while (!m_appliedOrder.empty()) {
        const auto it = m_applied.find(m_appliedOrder.front());
        if (it->second.at >= oldest)
            return;
        m_applied.erase(it);
        m_appliedOrder.pop_front();
    }
}

} // namespace alcedo
