// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/server/fifo.h>
#include <alcedo/server/publicationrun.h>
#include <alcedo/wire/message.h>

#include <QHash>
#include <QString>
#include <optional>

namespace alcedo {

class Session;

/// A run of offsets that a subscription will not get.
struct LostRange
{
    std::uint64_t from = 0, to = 0;
    wire::Lost::Why why = wire::Lost::Why::Slow;
};

/// One subscription of a session: how far it is, and what waits to be sent. Its lane in the session's
/// SendQueue. Thread: its worker's.
struct Subscriber
{
    Session *session = nullptr;
    std::int64_t id = 0; ///< s on the wire
    QString channel;
    DeliveryMode mode = DeliveryMode::All;

    /// All up to here is accounted for: sent, waiting in the lane, replaced by a newer one of its key, or
    /// lost.
    StreamPosition position;
    /// What comes next is read from the history, as room allows; live publications are passed over until it
    /// is reached.
    bool catchingUp = false;

    struct Item
    {
        StoredPublicationPtr publication; ///< null where replaced, a run, or a loss
        PublicationRunPtr run;
        std::optional<LostRange> lost;
        qint64 counted = 0; ///< bytes against the reader's bound
    };
    std::uint64_t prev = 0;               ///< last offset told to the client
    Fifo<Item> lane;                      ///< bounded by SendQueue
    std::uint64_t laneStart = 0;          ///< number of lane.front(), so that newest can point into the lane
    QHash<QString, std::uint64_t> newest; ///< keyed: where in the lane each key waits
    std::size_t holes = 0;                ///< items of the lane that were replaced
    std::optional<LostRange> cut;         ///< open while the reader is too slow for mode all
    bool queued = false;                  ///< stands in the SendQueue's order
};

} // namespace alcedo
