// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <cstdint>

namespace alcedo {

/// A place in a channel's stream. epoch changes whenever the channel's history is lost; offset counts
/// publications from 1 within it (below 2^53). A position is only comparable within one epoch.
struct StreamPosition
{
    QString epoch;            ///< empty: no position yet
    std::uint64_t offset = 0; ///< of the last publication seen; 0: none
    friend bool operator==(const StreamPosition &, const StreamPosition &) = default;
};

/// One publication of a channel. data is JSON text, encoded once by the publisher and never parsed by the
/// server.
struct Publication
{
    enum class Op : std::uint8_t {
        Set,    ///< data is all that there is to say of the key
        Remove, ///< the key is no more
        Merge,  ///< data's members are merged into what is known of the key (mergeFields())
    };
    std::uint64_t offset = 0;
    std::int64_t timeMs = 0; ///< Unix epoch, milliseconds, stamped by the server
    QByteArray data;         ///< one JSON value, UTF-8
    QString key;             ///< empty: none. keyed mode keeps the newest per key
    Op op = Op::Set;
    std::int64_t timeNs = 0; ///< the same time in nanoseconds, where it was asked for; else 0
    friend bool operator==(const Publication &, const Publication &) = default;
};

} // namespace alcedo
