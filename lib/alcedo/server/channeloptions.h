// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/wire/streamposition.h>

#include <QByteArray>
#include <QString>
#include <chrono>

namespace alcedo {

/// How a channel remembers. Zero sizes mean: keep nothing.
struct ChannelOptions
{
    int historySize = 1'000; ///< publications
    std::chrono::milliseconds historyAge{300'000};
    QByteArray schema; ///< JSON, told to subscribers; empty: none
    /// Told: who follows the channel may ask who else does, and hears of comings and goings.
    enum class Presence { Silent, Told } presence = Presence::Silent;
    friend bool operator==(const ChannelOptions &, const ChannelOptions &) = default;
};

struct PublishOptions
{
    QString key;
    Publication::Op op = Publication::Op::Set;
    QString
        idempotencyKey; ///< a second publish with the same key within 5 min answers the first one's position
};

} // namespace alcedo
