// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/server/broker.h>

#include <QHash>
#include <deque>
#include <list>
#include <map>
#include <unordered_map>

namespace alcedo {

class Channel;

/// The order of age over all channels, so that a byte bound over them lets the oldest go first.
using AgeOrder = std::list<Channel *>;

/// One channel of a MemoryBroker: its stream, what is held of it, and who follows. No lock: the broker's.
class Channel
{
public:
    Channel(QString name, ChannelOptions options, AgeOrder &historyOrder, AgeOrder &keyOrder);
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] StreamPosition top() const { return {m_epoch, m_offset}; }
    [[nodiscard]] const ChannelOptions &options() const { return m_options; }
    void setOptions(const ChannelOptions &options, Broker::Counters &counters);
    [[nodiscard]] bool isRecoverable() const
    {
        return m_options.historySize > 0 && m_options.historyAge.count() > 0;
    }
    [[nodiscard]] bool isDeclared() const { return m_declared; }
    void setDeclared() { m_declared = true; }

    /// Whether the record that a publication of op merge makes stays within its bound.
    [[nodiscard]] bool takes(const PublicationDraft &draft) const;
    /// Takes the next offset, keeps the publication as the options say and hands it to the sinks.
    void append(const PublicationDraft &draft, Clock::Nanoseconds wall, Clock::Nanoseconds now,
                Broker::Counters &counters);
    [[nodiscard]] HistoryPage read(const HistoryQuery &query) const;
    [[nodiscard]] std::vector<StoredPublicationPtr> snapshot(Broker::Snapshot wanted) const;
    void dropAged(Clock::Nanoseconds now, Broker::Counters &counters);
    /// The oldest held publication, or the key that was set longest ago, goes.
    void dropOldest(Broker::Counters &counters);
    void dropOldestKey(Broker::Counters &counters);

    void addSink(PublicationSink &sink) { ++m_sinks[&sink]; }
    void removeSink(PublicationSink &sink);
    void forgetSink(PublicationSink &sink) { m_sinks.erase(&sink); }
    [[nodiscard]] int subscribers() const;
    /// Publications in the last whole second.
    [[nodiscard]] double rate(Clock::Nanoseconds now) const;

private:
    struct Held
    {
        StoredPublicationPtr publication;
        Clock::Nanoseconds at{0};
        AgeOrder::iterator order;
    };
    void keep(const StoredPublicationPtr &publication, Clock::Nanoseconds now, Broker::Counters &counters);
    void keepKey(const StoredPublicationPtr &publication, Broker::Counters &counters);
    void eraseKey(std::map<std::uint64_t, Held>::iterator it, Broker::Counters &counters);
    void countRate(Clock::Nanoseconds now);

    QString m_name;
    QString m_epoch;
    std::uint64_t m_offset = 0;
    std::uint64_t m_lastWithoutKey = 0;
    ChannelOptions m_options;
    bool m_declared = false;
    AgeOrder &m_historyOrder;
    AgeOrder &m_keyOrder;
    std::deque<Held> m_history;
    std::map<std::uint64_t, Held> m_newest; ///< of each key, by offset
    QHash<QString, std::uint64_t> m_keys;
    std::unordered_map<PublicationSink *, int> m_sinks;
    std::int64_t m_rateSecond = 0;
    int m_rateNow = 0, m_rateBefore = 0;
};

} // namespace alcedo
