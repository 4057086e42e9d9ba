// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/client.h>
#include <alcedo/core/timer.h>
#include <alcedo/feed/recordjson.h>
#include <alcedo/feed/source.h>

#include <QHash>
#include <QStringList>
#include <deque>
#include <map>
#include <optional>

namespace alcedo {

/// Alcedo's own protocol as a source: subscribes to channels whose publications are records in JSON
/// (recordjson.h). A channel's schema is `{"demo":bool,"keyed":bool,…}`: keyed channels are taken as the
/// newest per key, all others whole and with their history. What is no record becomes a control record
/// "unmapped", and is counted. After each subscribe, what the channels had published before is merged in the
/// order of publication, so that a long past comes before the present of its neighbours. Thread: the feed
/// thread.
class NativeSource final : public Source
{
    Q_OBJECT
public:
    struct Options
    {
        Client::Options client;
        QStringList channels; ///< to subscribe; empty: all that the server has, as they appear
        QString prefix = {};  ///< with no channels named: only those that begin so
        int history = 1'000;  ///< publications wanted of each channel at the start
    };
    NativeSource(SourceId id, const QString &name, const Options &options, Clock &clock,
                 QObject *parent = nullptr);
    ~NativeSource() override;
    void start() override;
    void stop() override;
    [[nodiscard]] SourceStatus status() const override;
    [[nodiscard]] Connection *connection() override;
    /// For the next hello.
    void setToken(const QByteArray &token) { m_client.setToken(token); }

private:
    struct Totals
    {
        quint64 recovered = 0, lost = 0, gaps = 0;
    };
    enum class Snapshot { No, Yes };
    /// A channel's stream while any channel's past is still to come.
    struct Lane
    {
        std::deque<Publication> waiting;
        bool open = false;                ///< its past is not all here
        std::optional<std::uint64_t> end; ///< the past's last offset, once it is known
    };
    void lookForChannels();
    void onChannels(const Result<std::vector<wire::ChannelEntry>> &entries);
    void subscribe(const QString &channel, const QByteArray &schema);
    void take(const QString &channel, const std::vector<Publication> &publications, Snapshot snapshot);
    void takeOne(const QString &channel, const Publication &publication, std::int64_t arrivalNs,
                 Snapshot snapshot);
    void beginPast(const QString &channel);
    void onTop(const QString &channel, const Result<QByteArray> &history);
    void endPast(const QString &channel);
    void merge();
    void scheduleFlush();
    void flush();
    void onLinkState(LinkState state);
    void onLoss(const Loss &loss);
    void onSubscriptionState(const Subscription &subscription);
    void closeGap();
    void measure();
    [[nodiscard]] Totals totals() const;

    Options m_options;
    Clock &m_clock;
    Client m_client;
    Timer m_lookTimer, m_rateTimer;
    RecordBatchBuilder m_builder;
    RecordJsonReader m_reader;
    QHash<QString, Subscription *> m_subscriptions;
    std::map<QString, Lane> m_lanes; ///< empty but while a past comes
    std::size_t m_waiting = 0;       ///< in all lanes; bounded: past it, the oldest go on unmerged
    SourceStatus m_status;
    Totals m_beforeGap;
    quint64 m_recordsBefore = 0;
    bool m_wasUp = false;
    bool m_gapOpen = false;
    bool m_wasReset = false; ///< within the open gap
    bool m_flushDue = false;
};

} // namespace alcedo
