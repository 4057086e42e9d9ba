// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/server/channeloptions.h>
#include <alcedo/server/storedpublication.h>
#include <alcedo/wire/streamposition.h>

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace alcedo {

/// Where a broker puts what was published: one per worker.
class PublicationSink
{
public:
    virtual ~PublicationSink() = default;
    /// Called in the publisher's thread, in the order of the channel's offsets: take it and return, nothing
    /// else.
    virtual void deliver(const QString &channel, const StoredPublicationPtr &publication) = 0;
};

/// What to read of a channel's history.
struct HistoryQuery
{
    std::optional<StreamPosition> since; ///< what comes after this; none: from the oldest held
    std::optional<std::uint64_t> until;  ///< last offset wanted
    enum class From { Oldest, Newest } from = From::Oldest; ///< which end the limits keep
    std::int64_t limit = 0;                                 ///< publications; 0: all that is held
    qint64 maxBytes = 0; ///< cost(); 0: no bound. One publication comes in any case
};

/// A piece of a channel's stream, read in one step with the position it was read at.
struct HistoryPage
{
    StreamPosition top;          ///< the channel's epoch and newest offset
    std::uint64_t firstHeld = 1; ///< oldest offset still held; top.offset + 1 where nothing is
    std::vector<StoredPublicationPtr> publications; ///< ascending offsets without a hole
    /// Offset of the newest publication that the page accounts for: what comes after it is still to be read,
    /// or live.
    [[nodiscard]] std::uint64_t end() const
    {
        return publications.empty() ? top.offset : publications.back()->offset;
    }
};

/// The answer to join().
struct Joined
{
    StreamPosition top;
    QByteArray schema;
    bool recoverable = false; ///< the channel keeps a history
    bool tellsPresence = false;
    std::vector<StoredPublicationPtr> snapshot; ///< as asked for, ascending offsets
};

struct ChannelSummary
{
    QString channel;
    QByteArray schema;
    int subscribers = 0;
    double rate = 0; ///< publications in the last whole second
};

struct PublicationDraft
{
    QByteArray data; ///< one JSON value, UTF-8, already checked
    QString key;
    Publication::Op op = Publication::Op::Set;
    QString idempotencyKey;
};

/// Whether data is a JSON value of at most maxBytes, the keys have at most 255 characters. detail() of the
/// Error is the JSON-RPC code.
[[nodiscard]] Result<void> checkDraft(const PublicationDraft &draft, qint64 maxBytes);

/// Who may bring a channel to life.
enum class Creation { Allowed, Refused };

/// Keeps channels and their history, and hands each publication to the sinks that joined. The port behind
/// which one process (MemoryBroker) or several (later) look the same.
///
/// publish() and join() of one channel are serialised: a publication is either at or before join()'s top, or
/// it is delivered to the sink after it; never both, never neither. Errors carry the JSON-RPC code in
/// detail(). Thread: any.
class Broker
{
public:
    virtual ~Broker() = default;
    virtual void declare(const QString &channel, const ChannelOptions &options) = 0;
    virtual Result<StreamPosition> publish(const QString &channel, const PublicationDraft &draft,
                                           Creation creation) = 0;

    enum class Snapshot {
        Unwanted,
        Wanted,  ///< the newest of each key
        Records, ///< the same, and the newest without a key
        Newest,  ///< the newest alone
    };
    /// Adds one subscription of the sink. A channel that is not there yet comes to life and goes with its
    /// last subscription, if nothing was published meanwhile.
    virtual Result<Joined> join(const QString &channel, PublicationSink &sink, Snapshot snapshot) = 0;
    virtual void leave(const QString &channel, PublicationSink &sink) = 0;
    /// No delivery to this sink after it returns.
    virtual void forget(PublicationSink &sink) = 0;

    virtual Result<ChannelOptions> options(const QString &channel) const = 0;
    virtual Result<HistoryPage> read(const QString &channel, const HistoryQuery &query) = 0;
    virtual std::vector<ChannelSummary> channels(const QString &prefix) const = 0;
    /// Lets go of what is past its age; called now and then.
    virtual void sweep() = 0;

    struct Counters
    {
        quint64 channels = 0, publications = 0, repeated = 0;
        quint64 held = 0, heldBytes = 0; ///< in history
        quint64 keys = 0, keyBytes = 0;  ///< in the snapshots
        quint64 droppedByCount = 0, droppedByAge = 0, droppedByBytes = 0, droppedKeys = 0;
    };
    [[nodiscard]] virtual Counters counters() const = 0;
};

} // namespace alcedo
