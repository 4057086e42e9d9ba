// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/clock.h>
#include <alcedo/server/fifo.h>
#include <alcedo/server/publicationrun.h>
#include <alcedo/server/toldrecords.h>
#include <alcedo/wire/message.h>

#include <QHash>
#include <QSet>
#include <QString>
#include <memory>
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
    using Nanoseconds = Clock::Nanoseconds;

    Session *session = nullptr;
    std::int64_t id = 0; ///< s on the wire
    QString channel;
    DeliveryMode mode = DeliveryMode::All;
    Encoding encoding;
    QSet<QString> keys;                ///< only these; empty: all
    bool present = false;              ///< others of its channel know of it
    std::unique_ptr<ToldRecords> told; ///< where only the fields that changed are wanted
    [[nodiscard]] bool wants(const StoredPublication &publication) const
    {
        return keys.isEmpty() || keys.contains(publication.key);
    }

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
        qint64 counted = 0;  ///< bytes against the reader's bound
        bool fields = false; ///< goes out as op merge, whatever it was published as
        [[nodiscard]] bool isHole() const { return !publication && !run && !lost; }
    };
    std::uint64_t prev = 0;               ///< last offset told to the client
    Fifo<Item> lane;                      ///< bounded by SendQueue
    std::uint64_t laneStart = 0;          ///< number of lane.front(), so that newest can point into the lane
    QHash<QString, std::uint64_t> newest; ///< thinned modes: where in the lane each slot waits
    std::size_t holes = 0;                ///< items of the lane that were replaced
    std::optional<LostRange> cut;         ///< open while the reader is too slow for mode all
    bool queued = false;                  ///< stands in the SendQueue's order

    /// With a rate, what waits goes out in frames this far apart: each slot once a frame, offsets ascending.
    Nanoseconds interval{0};    ///< zero: no rate
    Nanoseconds frameDue{0};    ///< steady; the next frame not before
    std::uint64_t frameEnd = 0; ///< items of the lane before this number are in the frame that is going out
    bool held = false;          ///< stands among those that wait for their frame
    [[nodiscard]] bool isHeld(std::uint64_t number) const
    {
        return interval.count() > 0 && number >= frameEnd;
    }
};

} // namespace alcedo
