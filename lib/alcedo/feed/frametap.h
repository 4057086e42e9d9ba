// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/series/recordbatch.h>

#include <QByteArray>
#include <QMetaType>
#include <cstdint>

namespace alcedo {

/// One message as it went over a source's link. A plain value; copies share the bytes. Thread: any.
struct TappedFrame
{
    enum class Direction : std::uint8_t { In, Out };
    enum class Opcode : std::uint8_t { Text, Binary };

    SourceId source = 0;
    std::uint32_t link = 0; ///< counts the source's links from 1: a new one after each reconnection
    Direction direction = Direction::In;
    Opcode opcode = Opcode::Text;
    /// When its bytes were read (In) or given to the link (Out): wall time, ns since the Unix epoch. Within
    /// one link it does not go back unless the wall clock does.
    std::int64_t arrivalNs = 0;
    QByteArray bytes; ///< the payload: unmasked, inflated, whole; also what a peer sends that is not UTF-8
};

/// Hears every message of the sources that it is set on, in order: what came after its source has taken it,
/// so that a look costs no record its time. Where nobody taps nothing is made, copied or stamped.
///
/// Thread: frameSeen() in the source's own, the feed thread of a Pipeline. It must return at once; what takes
/// longer goes to another thread.
class FrameTap
{
public:
    virtual ~FrameTap() = default;
    virtual void frameSeen(const TappedFrame &frame) = 0;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::TappedFrame)
