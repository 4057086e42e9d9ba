// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/source.h>
#include <alcedo/server/server.h>

#include <QObject>
#include <QTimer>
#include <array>
#include <deque>
#include <mutex>

namespace alcedo {

/// A source's records as channels of a server: one channel a kind, "<source>.<kind>s" ("markets.quotes"),
/// each record one publication under its key, in the JSON of recordjson.h. Channels are declared with the
/// first record of their kind, or beforehand by declare(). Thread: its own, which encodes and publishes;
/// push() and the counters from any.
class Relay : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        ChannelOptions channel;
        qint64 maxQueueBytes =
            64 * 1024 * 1024; ///< of batches that wait; what comes past it is dropped and counted
    };
    struct Counters
    {
        quint64 published = 0; ///< records
        quint64 dropped = 0;   ///< records of batches that found the queue full
        quint64 refused = 0;   ///< records that the server did not take (too large)
    };
    Relay(Server &server, const QString &source, Options options, QObject *parent = nullptr);
    Relay(Server &server, const QString &source, QObject *parent = nullptr)
        : Relay(server, source, Options(), parent)
    {
    }

    /// Passes on what the source emits from now on; in whatever thread it does.
    void follow(Source &source);
    void push(const RecordBatchPtr &batch);
    void declare(RecordKind kind);
    /// Publishes at once all that waits: for a start, before anybody is served. In the relay's thread.
    void flush();
    [[nodiscard]] Counters counters() const;
    /// "markets", RecordKind::Quote: "markets.quotes". Characters that no channel may have become '-'.
    [[nodiscard]] static QString channelName(const QString &source, RecordKind kind);

private:
    void publishSlice();

    Server &m_server;
    const QString m_source;
    const Options m_options;
    std::array<QString, RecordKindCount> m_channels; ///< empty: not declared yet
    QTimer m_nextSlice;
    RecordBatchPtr m_current;
    std::size_t m_row = 0;

    mutable std::mutex m_mutex; // guards what follows: the source's thread meets ours here
    std::deque<RecordBatchPtr> m_queue;
    qint64 m_queueBytes = 0;
    Counters m_counters;
    bool m_woken = false;
};

} // namespace alcedo
