// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/broker.h>
#include <alcedo/server/channel.h>

#include <deque>
#include <mutex>
#include <unordered_map>

namespace alcedo {

/// Channels in this process' memory. One lock over all of it: an append under it takes about a microsecond,
/// and the order that it gives is what makes recovery exact.
class MemoryBroker final : public Broker
{
public:
    struct Options
    {
        ChannelOptions channelDefaults;
        int maxChannels = 10'000;                ///< not counting declared ones; zero: none but those
        qint64 historyBytes = 256 * 1024 * 1024; ///< history and snapshots together, cost() each
        std::chrono::milliseconds idempotencyWindow{300'000};
        int maxIdempotencyKeys = 100'000; ///< the oldest go first
    };
    explicit MemoryBroker(Options options, const Clock &clock);
    ~MemoryBroker() override;

    void declare(const QString &channel, const ChannelOptions &options) override;
    Result<StreamPosition> publish(const QString &channel, const PublicationDraft &draft,
                                   Creation creation) override;
    Result<Joined> join(const QString &channel, PublicationSink &sink, Snapshot snapshot) override;
    void leave(const QString &channel, PublicationSink &sink) override;
    void forget(PublicationSink &sink) override;
    Result<ChannelOptions> options(const QString &channel) const override;
    Result<HistoryPage> read(const QString &channel, const HistoryQuery &query) override;
    [[nodiscard]] std::vector<ChannelSummary> channels(const QString &prefix) const override;
    void sweep() override;
    [[nodiscard]] Counters counters() const override;

private:
    struct Applied
    {
        StreamPosition position;
        Clock::Nanoseconds at{0};
    };
    Channel *find(const QString &name);
    Channel *findOrMake(const QString &name);
    void dropIfUnused(const QString &name);
    void boundBytes();
    void rememberKey(const QString &key, const StreamPosition &position);
    void forgetOldKeys();

    const Options m_options;
    const Clock &m_clock;
    mutable std::mutex m_mutex; // the publishers' and workers' threads meet here
    AgeOrder m_historyOrder;
    AgeOrder m_keyOrder;
    std::unordered_map<QString, std::unique_ptr<Channel>> m_channels;
    int m_undeclared = 0;
    std::unordered_map<QString, Applied> m_applied; ///< by channel and idempotency key
    std::deque<QString> m_appliedOrder;
    Counters m_counters;
};

} // namespace alcedo
