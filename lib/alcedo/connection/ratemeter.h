// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>

namespace alcedo {

/// Counts events and bytes over the last two seconds, in eight buckets. Pure: time is given in, and never
/// goes back.
class RateMeter
{
public:
    using Nanoseconds = std::chrono::nanoseconds;
    struct Rates
    {
        double eventsPerSecond = 0;
        double bytesPerSecond = 0;
    };
    void add(Nanoseconds now, double bytes);
    [[nodiscard]] Rates rates(Nanoseconds now) const;

private:
    static constexpr Nanoseconds BucketLength = std::chrono::milliseconds(250);
    static constexpr std::size_t BucketCount = 8;
    struct Bucket
    {
        std::int64_t number = -1; ///< since the clock's zero; tells an old bucket from a new one
        double events = 0;
        double bytes = 0;
    };
    std::array<Bucket, BucketCount> m_buckets;
};

} // namespace alcedo
