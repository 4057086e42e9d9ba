// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/recording/keyframe.h>
#include <alcedo/recording/recording.h>
#include <alcedo/series/store.h>

#include <chrono>

namespace alcedo {

/// Where a restored store stands.
struct RestoredMoment
{
    std::int64_t atNs = 0;
    std::uint64_t sequence = 0; ///< the last batch that is in it
    std::uint64_t records = 0;  ///< that were applied, those of keyframes included
};

/// Makes an empty store what a dashboard showed at a moment: the keyframe before it, then the records since;
/// before that, the lines and candles of a window, thinned as keyframes keep them. Publishes it.
/// Cost: some 60 s of records at most, whatever the length of the recording.
[[nodiscard]] Result<RestoredMoment> restoreMoment(Store &store, Recording &recording, std::int64_t atNs,
                                                   const SourceMap &sources,
                                                   std::chrono::nanoseconds window = std::chrono::hours(2));

} // namespace alcedo
